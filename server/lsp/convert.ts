// The only file that knows both vocabularies: the engine's (offsets, findings, fixes) and the protocol's (positions,
// diagnostics, edits). The engine counts UTF-16 code units from the start of a text whose byte order mark was taken off;
// the protocol counts lines and UTF-16 units in the text as the editor has it.
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import type {
  CreateFile,
  Diagnostic,
  OptionalVersionedTextDocumentIdentifier,
  Position,
  Range,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { FindingState } from '../engine/decision.ts';
import type { Document } from '../engine/document.ts';
import type { Finding, Severity } from '../engine/finding.ts';
import type { Fix } from '../engine/fix.ts';
import { lineStarts, offsetAt, positionAt, type Place, type Span } from '../engine/text/text.ts';

/** Stands as `source` on every diagnostic. */
const diagnosticSource = 'posture';

function startsOf(document: Document): readonly number[] {
  return document.memo(lineStarts, () => lineStarts(document.text));
}

/** A byte order mark stands at the start of line 0 as the editor counts. */
function markAt(document: Document, line: number): number {
  return document.bom && line === 0 ? 1 : 0;
}

export function positionOf(document: Document, offset: number): Position {
  const { line, column } = positionAt(startsOf(document), offset);
  return { line, character: column + markAt(document, line) };
}

export function rangeOf(document: Document, span: Span): Range {
  return { start: positionOf(document, span[0]), end: positionOf(document, span[1]) };
}

/** The offset of a position; positions outside the text are held at its nearest place. */
export function offsetOf(document: Document, position: Position): number {
  return offsetAt(startsOf(document), document.text, { line: position.line, column: position.character - markAt(document, position.line) });
}

/** The span of a range; one whose ends are swapped is put right. */
export function spanOf(document: Document, range: Range): Span {
  const start = offsetOf(document, range.start);
  const end = offsetOf(document, range.end);
  return start <= end ? [start, end] : [end, start];
}

const severityOf: Readonly<Record<Severity, DiagnosticSeverity>> = {
  critical: DiagnosticSeverity.Error,
  high: DiagnosticSeverity.Error,
  medium: DiagnosticSeverity.Warning,
  low: DiagnosticSeverity.Information,
  info: DiagnosticSeverity.Hint,
};

/** What a diagnostic carries, so that an action needs no second analysis. */
export interface DiagnosticData {
  readonly anchor: string;
  readonly severity: Severity;
  readonly standing?: FindingState;
}

/** How findings stand that hold up nobody, in words behind the message. */
const standingWords: Readonly<Partial<Record<FindingState, string>>> = {
  pending: 'asks for approval: the decision counts when it is on the target branch',
  existing: 'known to the team and not blocking yet',
};

/** How places in other documents are found and named. */
export interface PlaceNames {
  document(engineUri: string): Document | undefined;
  clientUri(engineUri: string): string;
  /** Where a rule's page is, for the link on the rule's id. */
  rulePage(ruleId: string): string | undefined;
}

export function diagnosticOf(finding: Finding, document: Document, names: PlaceNames): Diagnostic {
  const page = names.rulePage(finding.rule);
  const related = finding.related.flatMap((one) => {
    const location = locationOf(one.at, names);
    return location ? [{ location, message: one.message }] : [];
  });
  const data: DiagnosticData = {
    anchor: finding.anchor,
    severity: finding.severity,
    ...(finding.standing ? { standing: finding.standing } : {}),
  };
  const said = finding.standing && standingWords[finding.standing];
  return {
    range: rangeOf(document, finding.at.span),
    // What the team knows of stops nobody, and must not look as if it did.
    severity: said
      ? (Math.max(severityOf[finding.severity], DiagnosticSeverity.Information) as DiagnosticSeverity)
      : severityOf[finding.severity],
    code: finding.rule,
    ...(page ? { codeDescription: { href: page } } : {}),
    source: diagnosticSource,
    message: said ? `${finding.message} (${said})` : finding.message,
    ...(related.length > 0 ? { relatedInformation: related } : {}),
    ...(finding.rule === 'drift/suppression-unused' ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    data,
  };
}

/** A mistake in a configuration, as a diagnostic on its place. */
export function mistakeOf(mistake: { readonly span: Span; readonly message: string }, document: Document): Diagnostic {
  return { range: rangeOf(document, mistake.span), severity: DiagnosticSeverity.Error, source: diagnosticSource, message: mistake.message };
}

export function locationOf(place: Place, names: PlaceNames): { uri: string; range: Range } | undefined {
  const document = names.document(place.uri);
  return document && { uri: names.clientUri(place.uri), range: rangeOf(document, place.span) };
}

/** What of a workspace edit the client can take. */
export interface EditAbilities {
  readonly documentChanges: boolean;
  readonly createFiles: boolean;
}

/** How a fix's documents stand with the client. */
export interface EditTargets extends PlaceNames {
  /** The version of an open document, or null for one that comes from disk. */
  version(engineUri: string): number | null;
  /** Uris of the documents directly in a folder. */
  siblings(folder: string): readonly string[];
}

/** A fix as an edit, or undefined when the client cannot take what it needs or a document is gone. */
export function workspaceEditOf(fix: Omit<Fix, 'title'>, targets: EditTargets, abilities: EditAbilities): WorkspaceEdit | undefined {
  const edits = new Map<string, { range: Range; newText: string }[]>();
  const add = (engineUri: string, edit: { range: Range; newText: string }): void => {
    const list = edits.get(engineUri);
    if (list) list.push(edit);
    else edits.set(engineUri, [edit]);
  };
  for (const edit of fix.edits) {
    const document = targets.document(edit.uri);
    if (!document) return undefined;
    add(edit.uri, { range: rangeOf(document, edit.span), newText: edit.text });
  }
  const created: CreateFile[] = [];
  for (const change of fix.create ?? []) {
    const document = targets.document(change.uri);
    if (!document && !abilities.createFiles) return undefined;
    if (!document) created.push({ kind: 'create', uri: targets.clientUri(change.uri), options: { ignoreIfExists: true } });
    const text = document?.text ?? '';
    const present = new Set(text.split(/\r\n|\r|\n/));
    const missing = change.appendLines.filter((line) => !present.has(line));
    if (missing.length === 0) continue;
    const end = document ? positionOf(document, text.length) : { line: 0, character: 0 };
    add(change.uri, { range: { start: end, end }, newText: `${text === '' || text.endsWith('\n') ? '' : '\n'}${missing.join('\n')}\n` });
  }
  if (!abilities.documentChanges) return { changes: Object.fromEntries([...edits].map(([uri, list]) => [targets.clientUri(uri), list])) };
  const changes = [...edits].map(([uri, list]): TextDocumentEdit => {
    const textDocument: OptionalVersionedTextDocumentIdentifier = { uri: targets.clientUri(uri), version: targets.version(uri) };
    return { textDocument, edits: list };
  });
  return { documentChanges: [...created, ...changes] };
}
