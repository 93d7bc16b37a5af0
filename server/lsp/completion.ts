// Completion: which list of words belongs where the cursor is. Directives that suppress, files under `.posture`, the token
// of a workflow, and what clouds have named; the words themselves come from the catalogues and schemas.
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver/node';
import type { Document } from '../engine/document.ts';
import { scopeInWords } from '../engine/facts/github/scope-words.ts';
import { tokenScopes } from '../engine/facts/github/token.ts';
import type { Project } from '../engine/project.ts';
import type { Rule } from '../engine/rule.ts';
import { lineSpanAt, type Span } from '../engine/text/text.ts';
import { dayAfter } from '../posture/days.ts';
import { completeCloud } from './cloud-completion.ts';
import { completeCluster } from './cluster-completion.ts';
import { rangeOf } from './convert.ts';
import { placeInText } from './place-in-text.ts';
import { completeRecord, schemaOf } from './record-completion.ts';

export interface CompletionQuestion {
  readonly document: Document;
  readonly offset: number;
  readonly project: Project;
  readonly today: string;
  allRules(): Promise<readonly Rule[]>;
  /** Teams and handles that CODEOWNERS names. */
  owners(): readonly string[];
}

/** Of a line, this much before the cursor counts: longer ones are made by machines. */
const longestLine = 2_000;

export async function completionsAt(question: CompletionQuestion): Promise<CompletionItem[]> {
  const { document, offset, project } = question;
  const line = document.text.slice(Math.max(offset - longestLine, lineSpanAt(document.text, offset)[0]), offset);
  if (line.includes('posture-ignore')) return inDirective(question, line);
  const schema = schemaOf(document.uri);
  if (schema) return completeRecord({ ...question, schema });
  const permissions = project.documents.get(document.uri)?.facts.workflows.some((workflow) => workflow.system === 'github')
    ? tokenPermissions(document, offset, line)
    : [];
  if (permissions.length > 0) return permissions;
  const ofCluster = completeCluster(project, document, offset);
  return ofCluster.length > 0 ? ofCluster : completeCloud(question);
}

function item(document: Document, span: Span, newText: string, more: Partial<CompletionItem>): CompletionItem {
  return { label: newText, textEdit: { range: rangeOf(document, span), newText }, ...more };
}

/** Rule ids and the fields of a suppression. */
async function inDirective({ document, offset, today, allRules, owners }: CompletionQuestion, line: string): Promise<CompletionItem[]> {
  const written = line.slice(line.indexOf('posture-ignore') + 'posture-ignore'.length);
  if (/:(?:\s|$)/.test(written)) return [];
  const word = /(?<!\S)\S*$/.exec(line)![0];
  const span: Span = [offset - word.length, offset];
  if (word.startsWith('owner='))
    return owners().map((owner) => item(document, span, `owner=${owner}`, { kind: CompletionItemKind.Reference }));
  const until = dayAfter(today, 90);
  const rules = (await allRules()).map(({ id, meta }) =>
    item(document, span, id, { kind: CompletionItemKind.Value, detail: meta.severity, documentation: meta.docs.what }),
  );
  const fields = [
    item(document, span, `until=${until}`, { kind: CompletionItemKind.Property, detail: 'The last day that is covered' }),
    item(document, span, 'owner=@', { kind: CompletionItemKind.Property, detail: 'Who answers for it' }),
  ];
  return [...rules, ...fields];
}

/** Scopes under `permissions:`, and what each may be. */
function tokenPermissions(document: Document, offset: number, line: string): CompletionItem[] {
  const whole = /^\s*permissions:\s+([\w-]*)$/.exec(line);
  if (whole)
    return ['read-all', 'write-all', '{}'].map((value) =>
      item(document, [offset - whole[1]!.length, offset], value, { kind: CompletionItemKind.EnumMember }),
    );
  const { path, key, span } = placeInText(document.text, offset);
  if (path.at(-1) !== 'permissions') return [];
  if (key === undefined)
    return tokenScopes.map((name) =>
      item(document, span, name, { kind: CompletionItemKind.Property, detail: scopeInWords(name, 'write') ?? scopeInWords(name, 'read') }),
    );
  const values = (['read', 'write', 'none'] as const).filter(
    (value) => value === 'none' || !tokenScopes.some((scope) => scope === key) || scopeInWords(key, value) !== undefined,
  );
  return values.map((value) => item(document, span, value, { kind: CompletionItemKind.EnumMember, detail: scopeInWords(key, value) }));
}
