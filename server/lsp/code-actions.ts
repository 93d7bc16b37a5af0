// Code actions: every fix and suggestion of the findings under the cursor, and a suppression with a reason and an end.
// Edits are made when asked for, from the findings that were shown: no second analysis, and never for a text that has
// moved on.
import { CodeActionKind } from 'vscode-languageserver-types';
import type { CodeAction, Diagnostic, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import type { Document } from '../engine/document.ts';
import type { Finding } from '../engine/finding.ts';
import { editsCollide, type Fix, type FixContext, type FixMaker, type TextEdit } from '../engine/fix.ts';
import { insertDirective } from '../engine/edit/suppression.ts';
import type { Span } from '../engine/text/text.ts';
import { dayAfter } from '../posture/days.ts';
import type { FixEverywhereParams } from './protocol/findings.ts';
import type { ClientCommand } from './protocol/start.ts';
import { diagnosticOf, positionOf, workspaceEditOf, type EditAbilities, type EditTargets } from './convert.ts';

/** A suppression ends after this many days, unless the user writes another date. */
const suppressionDays = 90;

export interface ActionAbilities extends EditAbilities {
  /** The client asks for the edit when the user picks the action. */
  readonly lazyEdits: boolean;
  /** The client shows changes of a marked edit before it does them. */
  readonly annotations: boolean;
  /** The client takes snippets in edits, so that the reason can be typed over. */
  readonly snippets: boolean;
}

export interface ActionQuestion {
  readonly document: Document;
  readonly span: Span;
  readonly only: readonly string[] | undefined;
  readonly findings: readonly Finding[];
  readonly targets: EditTargets;
  readonly context: FixContext;
  readonly abilities: ActionAbilities;
}

/** What an action carries until it is resolved. */
export interface ActionData {
  readonly uri: string;
  readonly version: number | null;
  /** The finding, among those of the document in that version: an index would be another one's once the team has decided, or a check of the workspace has found more. */
  readonly rule: string;
  readonly anchor: string;
  readonly start: number;
  readonly maker: number | 'fix' | 'suppress' | 'everywhere';
}

/** The same for the action that applies all safe fixes. */
export interface FixAllData {
  readonly uri: string;
  readonly version: number | null;
  readonly maker: 'all';
}

/** Quick fixes for the findings that touch the span, the best first. */
export function quickFixes(question: ActionQuestion): CodeAction[] {
  if (!wanted(question.only, CodeActionKind.QuickFix)) return [];
  const { document, span, findings, targets } = question;
  const actions: CodeAction[] = [];
  for (const finding of findings) {
    if (finding.at.span[0] > span[1] || finding.at.span[1] < span[0]) continue;
    const diagnostic = diagnosticOf(finding, document, targets);
    const base = {
      uri: targets.clientUri(document.uri),
      version: targets.version(document.uri),
      rule: finding.rule,
      anchor: finding.anchor,
      start: finding.at.span[0],
    };
    const fits = (maker: FixMaker): boolean => maker.make(question.context) !== undefined;
    if (finding.fix && fits(finding.fix))
      actions.push({ ...quickFix(finding.fix.title, diagnostic, { ...base, maker: 'fix' }), isPreferred: true });
    finding.suggestions.forEach((suggestion, maker) => {
      if (fits(suggestion)) actions.push(quickFix(suggestion.title, diagnostic, { ...base, maker }));
    });
    const first = finding.fix ?? finding.suggestions[0];
    const alike = first && fits(first) ? makersLike(first.title, finding, findings) : [];
    if (fitTogether(alike, question.context, 2).length === 2)
      actions.push(quickFix(`${first!.title}: all ${alike.length} in this file`, diagnostic, { ...base, maker: 'everywhere' }));
    if (suppressionOf(finding, question))
      actions.push(
        quickFix(`Ignore ${finding.rule} here, with a reason, for ${suppressionDays} days`, diagnostic, { ...base, maker: 'suppress' }),
      );
  }
  const ordered = [...actions].sort((a, b) => weight(a) - weight(b));
  return question.abilities.lazyEdits ? ordered : ordered.flatMap((action) => withEdit(action, question) ?? []);
}

/** The first repair of each finding under the cursor, for the whole workspace: the client asks for its edit and shows it. */
export function everywhereActions(
  { document, findings, targets, context }: Pick<ActionQuestion, 'document' | 'findings' | 'targets' | 'context'>,
  span: Span,
  only: ActionQuestion['only'],
): CodeAction[] {
  if (!wanted(only, CodeActionKind.QuickFix)) return [];
  const actions = new Map<string, CodeAction>();
  for (const finding of findings) {
    const first = finding.fix ?? finding.suggestions[0];
    if (!first || finding.at.span[0] > span[1] || finding.at.span[1] < span[0] || first.make(context) === undefined) continue;
    const argument: FixEverywhereParams = { rule: finding.rule, title: first.title };
    const title = `${first.title}: everywhere in the workspace…`;
    actions.set(`${finding.rule} ${title}`, {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(finding, document, targets)],
      command: { title: 'Repair everywhere', command: 'posture.fixEverywhere' satisfies ClientCommand, arguments: [argument] },
    });
  }
  return [...actions.values()];
}

/** What a rule offers under one title for all its findings of a document. */
function makersLike(title: string, like: Finding, findings: readonly Finding[]): FixMaker[] {
  return findings
    .filter((one) => one.rule === like.rule)
    .flatMap((one) => [one.fix, ...one.suggestions].find((maker) => maker?.title === title) ?? []);
}

/** Repairs before repairs of everything before suppressions, whatever finding they belong to. */
function weight(action: CodeAction): number {
  const { maker } = action.data as ActionData;
  return action.isPreferred ? 0 : maker === 'suppress' ? 3 : maker === 'everywhere' ? 2 : 1;
}

function quickFix(title: string, diagnostic: Diagnostic, data: ActionData): CodeAction {
  return { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], data };
}

/** Whether an action of this kind was asked for. `only` names kinds or their beginnings (`source` covers `source.fixAll`). */
export function wanted(only: readonly string[] | undefined, kind: string): boolean {
  return !only || only.some((one) => one === '' || kind === one || kind.startsWith(`${one}.`));
}

/** The action with its edit; undefined when the text has moved on or the fix no longer fits. */
export function withEdit(action: CodeAction, question: Omit<ActionQuestion, 'span' | 'only'>): CodeAction | undefined {
  const data = action.data as ActionData;
  const finding = question.findings.find((one) => one.rule === data.rule && one.anchor === data.anchor && one.at.span[0] === data.start);
  if (!finding || data.version !== question.targets.version(question.document.uri)) return undefined;
  const edit =
    data.maker === 'suppress'
      ? suppressionEdit(finding, question)
      : data.maker === 'everywhere'
        ? everywhereEdit(finding, question)
        : fixEdit(finding, data.maker, question);
  return edit && { ...action, edit };
}

function fixEdit(finding: Finding, which: number | 'fix', question: Omit<ActionQuestion, 'span' | 'only'>): WorkspaceEdit | undefined {
  const maker = which === 'fix' ? finding.fix : finding.suggestions[which];
  const made = maker?.make(question.context);
  return made && workspaceEditOf(made, question.targets, question.abilities);
}

/** The same repair of every finding of the rule. */
function everywhereEdit(finding: Finding, question: Omit<ActionQuestion, 'span' | 'only'>): WorkspaceEdit | undefined {
  const title = (finding.fix ?? finding.suggestions[0])?.title;
  const edits = title === undefined ? [] : fitTogether(makersLike(title, finding, question.findings), question.context).flat();
  return edits.length > 0 ? workspaceEditOf({ edits }, question.targets, question.abilities) : undefined;
}

/**
 * The edits of those of the repairs, up to `most`, that can be made in one go. One that would touch another's text is left
 * for the next time, and one that makes a file is for a finding alone: the file would be made for each.
 */
function fitTogether(
  makers: readonly FixMaker[],
  context: ActionQuestion['context'],
  most = Number.POSITIVE_INFINITY,
): (readonly TextEdit[])[] {
  const together: (readonly TextEdit[])[] = [];
  const taken: TextEdit[] = [];
  for (const maker of makers) {
    if (together.length === most) break;
    const made = maker.make(context);
    if (!made || made.create || editsCollide(taken, made.edits)) continue;
    together.push(made.edits);
    taken.push(...made.edits);
  }
  return together;
}

function suppressionOf(finding: Finding, { document, context }: Pick<ActionQuestion, 'document' | 'context'>) {
  const until = dayAfter(context.today, suppressionDays);
  return insertDirective(document, finding.at.span[0], { rule: finding.rule, until, reason: 'say why this is fine' });
}

function suppressionEdit(finding: Finding, question: Omit<ActionQuestion, 'span' | 'only'>): WorkspaceEdit | undefined {
  const insertion = suppressionOf(finding, question);
  if (!insertion) return undefined;
  const { document, targets, abilities } = question;
  const { offset, before, reason, after } = insertion;
  if (!abilities.snippets || !abilities.documentChanges) {
    const fix: Omit<Fix, 'title'> = { edits: [{ uri: document.uri, span: [offset, offset], text: before + reason + after }] };
    return workspaceEditOf(fix, targets, abilities);
  }
  const at = positionOf(document, offset);
  const edit: TextDocumentEdit = {
    textDocument: { uri: targets.clientUri(document.uri), version: targets.version(document.uri) },
    edits: [
      {
        range: { start: at, end: at },
        snippet: { kind: 'snippet', value: `${plainInSnippet(before)}\${1:${plainInSnippet(reason)}}${plainInSnippet(after)}` },
      },
    ],
  };
  return { documentChanges: [edit] };
}

function plainInSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
