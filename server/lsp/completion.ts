// Completion: actions in a policy with their access level, scopes of a workflow's token, rule ids in suppressions and in
// the configuration. Each source looks at the tree or at the line that is being written; none offers anything elsewhere.
import { CompletionItemKind, type CompletionItem } from 'vscode-languageserver/node';
import type { AwsCatalog } from '../engine/catalog/aws.ts';
import type { Document } from '../engine/document.ts';
import { severities } from '../engine/finding.ts';
import { tokenScopes } from '../engine/facts/github/token.ts';
import type { Project } from '../engine/project.ts';
import type { Rule } from '../engine/rule.ts';
import { indentAt, lineSpanAt, type Span } from '../engine/text/text.ts';
import { rangeOf } from './convert.ts';
import { isConfiguration } from './folder-settings.ts';
import { actionAt } from './hover.ts';

export interface CompletionQuestion {
  readonly document: Document;
  readonly offset: number;
  readonly project: Project;
  readonly today: string;
  allRules(): Promise<readonly Rule[]>;
}

/** Characters after which an editor asks by itself. */
export const completionTriggers = [':', '"', "'", '/', ' '] as const;

export async function completionsAt(question: CompletionQuestion): Promise<CompletionItem[]> {
  const { document, offset, project } = question;
  const line = document.text.slice(lineSpanAt(document.text, offset)[0], offset);
  if (line.includes('posture-ignore')) return inDirective(question, line);
  if (isConfiguration(document.uri)) return inConfiguration(question, line);
  const leaf = project.catalogs.aws ? actionAt(project, document.uri, offset) : undefined;
  if (leaf && leaf.at.span[0] <= offset) return actions(document, leaf.at.span, document.text.slice(leaf.at.span[0], offset), project.catalogs.aws!);
  if (project.documents.get(document.uri)?.facts.workflows.some((workflow) => workflow.system === 'github')) return tokenPermissions(document, offset, line);
  return [];
}

function item(document: Document, span: Span, newText: string, more: Partial<CompletionItem>): CompletionItem {
  return { label: newText, textEdit: { range: rangeOf(document, span), newText }, ...more };
}

/** Services until there is a colon, then the actions of the service. */
function actions(document: Document, span: Span, typed: string, catalog: AwsCatalog): CompletionItem[] {
  const colon = typed.indexOf(':');
  if (colon < 0) {
    const services = new Map<string, number>();
    for (const { name } of catalog.expand('*')) {
      const service = name.slice(0, name.indexOf(':'));
      services.set(service, (services.get(service) ?? 0) + 1);
    }
    return [...services].map(([service, count]) => item(document, span, `${service}:`, { kind: CompletionItemKind.Module, detail: `${count} actions`, command: { title: 'Actions', command: 'editor.action.triggerSuggest' } }));
  }
  return catalog.expand(`${typed.slice(0, colon)}:*`).map(({ name, levels, wildcardOnly }) =>
    item(document, span, name, { kind: CompletionItemKind.Function, detail: levels.join(', '), sortText: `${levels.includes('Permissions management') ? 1 : 0}${name}`, documentation: wildcardOnly ? 'AWS takes no narrower resource than `*` for this action.' : undefined }),
  );
}

/** Rule ids and the fields of a suppression. */
async function inDirective({ document, offset, today, allRules }: CompletionQuestion, line: string): Promise<CompletionItem[]> {
  const written = line.slice(line.indexOf('posture-ignore') + 'posture-ignore'.length);
  if (/:(?:\s|$)/.test(written)) return [];
  const word = /\S*$/.exec(line)![0];
  const span: Span = [offset - word.length, offset];
  const until = new Date(Date.parse(`${today}T00:00:00Z`) + 90 * 86_400_000).toISOString().slice(0, 10);
  return [...(await ruleItems(document, span, allRules)), item(document, span, `until=${until}`, { kind: CompletionItemKind.Property, detail: 'The last day that is covered' }), item(document, span, 'owner=@', { kind: CompletionItemKind.Property, detail: 'Who answers for it' })];
}

async function ruleItems(document: Document, span: Span, allRules: () => Promise<readonly Rule[]>): Promise<CompletionItem[]> {
  return (await allRules()).map(({ id, meta }) => item(document, span, id, { kind: CompletionItemKind.Value, detail: meta.severity, documentation: meta.docs.what }));
}

const configurationKeys: Readonly<Record<string, string>> = {
  profile: 'Which rules run: default, strict or audit', rules: 'What single rules shall be', ignore: 'Paths that are left out, each with a reason', root: 'Nothing above this folder is inherited',
};

async function inConfiguration({ document, offset, allRules }: CompletionQuestion, line: string): Promise<CompletionItem[]> {
  const word = /[^\s:]*$/.exec(line)![0];
  const span: Span = [offset - word.length, offset];
  const before = line.slice(0, line.length - word.length);
  if (before === '') return Object.entries(configurationKeys).map(([key, detail]) => item(document, span, key, { kind: CompletionItemKind.Property, detail }));
  if (/^profile:\s+$/.test(before)) return ['default', 'strict', 'audit'].map((profile) => item(document, span, profile, { kind: CompletionItemKind.EnumMember }));
  if (parentKey(document.text, offset) !== 'rules') return [];
  if (/^\s+$/.test(before)) return ruleItems(document, span, allRules);
  return [...severities, 'on'].map((value) => item(document, span, value, { kind: CompletionItemKind.EnumMember }));
}

/** The key of the block that the line at `offset` is indented under. */
function parentKey(text: string, offset: number): string | undefined {
  const own = lineSpanAt(text, offset);
  const indent = indentAt(text, offset).length;
  for (let end = own[0] - 1; end > 0; ) {
    const [start, stop] = lineSpanAt(text, end);
    const content = text.slice(start, stop);
    if (content.trim() !== '' && !content.trimStart().startsWith('#') && indentAt(text, start).length < indent) return /^\s*(?:- )?([\w-]+):\s*(?:#.*)?$/.exec(content)?.[1];
    end = start - 1;
  }
  return undefined;
}

/** Scopes under `permissions:`, and what each may be. */
function tokenPermissions(document: Document, offset: number, line: string): CompletionItem[] {
  if (parentKey(document.text, offset) !== 'permissions') return [];
  const scope = /^\s+([\w-]*)$/.exec(line);
  if (scope) return tokenScopes.map((name) => item(document, [offset - scope[1]!.length, offset], name, { kind: CompletionItemKind.Property }));
  const access = /^\s+([\w-]+):\s+(\w*)$/.exec(line);
  if (!access) return [];
  const values = access[1] === 'id-token' ? ['write', 'none'] : ['read', 'write', 'none'];
  return values.map((value) => item(document, [offset - access[2]!.length, offset], value, { kind: CompletionItemKind.EnumMember }));
}
