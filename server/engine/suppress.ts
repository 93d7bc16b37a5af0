// Inline suppressions: `# posture-ignore aws/wildcard-action until=2027-01-31 owner=@team: reason`, in whatever comment
// form the language has, on the line it is about or alone on the line above. A reason is required and an end is honoured.
import type { Document, Format } from './document.ts';
import { readPeerSuppressions } from './peer-suppress.ts';
import { lineSpanAt, type Place, type Span } from './text/text.ts';

export interface Suppression {
  /** The directive, from `posture-ignore` to its end. */
  readonly at: Place;
  readonly rules: readonly { readonly id: string; readonly at: Place }[];
  /** Of a comment for another tool: its checks, in the words of `meta.peers`. Such a comment names no rule of ours. */
  readonly peers?: readonly string[];
  readonly until?: string;
  readonly owner?: string;
  readonly reason: string;
  /** The line that it covers. */
  readonly covers: Span;
  /** What is wrong with the directive; a directive with a problem covers nothing. */
  readonly problem?: string;
}

/** A suppression after all findings are known. */
export interface SuppressionState {
  readonly suppression: Suppression;
  readonly expired: boolean;
  /** Of the rules that it names, those that ran here and found nothing that it covers. */
  readonly idle: Suppression['rules'];
  /** Of the rules that it names, those that do not exist. */
  readonly unknown: Suppression['rules'];
  /** How many findings it covers, or would cover if it had not expired. */
  readonly used: number;
}

const word = 'posture-ignore';

/** What stands before a directive, by how a language begins its comments. A text in another language's form is no directive. */
const slashes = /(?:^|[\s;,(){}[\]])(?:\/\/|\/\*+)\s*$|^\s*\*\s*$/;
const hashes = /(?:^|[\s"'`{}()[\];,])#+\s*$/;
const hashesOrSlashes = new RegExp(`${hashes.source}|${slashes.source}`);
const dashes = /(?:^|[\s;,()])(?:--|\/\*+)\s*$|^\s*\*\s*$/;
const angles = /<!--\s*$/;
const any = /(?:^|[\s"'`{}()[\];,*])(?:#|\/\/|\/\*|<!--|--|;|%|\*|REM\b|::)\s*$|^\s*(?:\*|;)\s*$/;

const commentStarts: Readonly<Partial<Record<Format, RegExp>>> = {
  yaml: hashes,
  toml: hashes,
  python: hashes,
  ruby: hashes,
  shell: hashes,
  powershell: hashes,
  dockerfile: hashes,
  dotenv: hashes,
  typescript: slashes,
  javascript: slashes,
  go: slashes,
  java: slashes,
  kotlin: slashes,
  csharp: slashes,
  rust: slashes,
  swift: slashes,
  groovy: slashes,
  bicep: slashes,
  json: slashes,
  hcl: hashesOrSlashes,
  php: hashesOrSlashes,
  sql: dashes,
  xml: angles,
  // In Markdown a `#` begins a heading, and a fenced example is no directive.
  markdown: angles,
};
const commentEnd = /(?<!\s)\s*(?:\*\/|-->|#\}|%\}|\*\))[^]*/;

/** All directives in a text, comments for other tools among them. One scan a word; a text without it costs nothing more. */
export function readSuppressions(document: Document): Suppression[] {
  const { text, uri } = document;
  const found: Suppression[] = [];
  for (let index = text.indexOf(word); index >= 0; index = text.indexOf(word, index + word.length)) {
    const line = lineSpanAt(text, index);
    const before = text.slice(line[0], index);
    if (!(commentStarts[document.format] ?? any).test(before)) continue;
    found.push(readDirective(uri, text, index, line, before));
  }
  return [...found, ...readPeerSuppressions(document)];
}

function readDirective(uri: string, text: string, index: number, line: Span, before: string): Suppression {
  const body = text
    .slice(index + word.length, line[1])
    .replace(commentEnd, '')
    .trimEnd();
  const colon = body.search(/:(?=\s|$)/);
  const head = colon < 0 ? body : body.slice(0, colon);
  const reason = colon < 0 ? '' : body.slice(colon + 1).trim();
  const rules: { id: string; at: Place }[] = [];
  let until: string | undefined;
  let owner: string | undefined;
  let problem: string | undefined;
  for (const match of head.matchAll(/[^\s,]+/g)) {
    const part = match[0];
    const start = index + word.length + match.index;
    const at: Place = { uri, span: [start, start + part.length] };
    if (part.startsWith('until=')) until = part.slice('until='.length);
    else if (part.startsWith('owner=')) owner = part.slice('owner='.length);
    else if (/^[a-z0-9]+\/[a-z0-9-]+$/.test(part)) rules.push({ id: part, at });
    else problem ??= `"${part.slice(0, 40)}" is neither a rule id (area/name) nor until=YYYY-MM-DD nor owner=@who`;
  }
  if (rules.length === 0) problem ??= 'it names no rule; write the rule id after posture-ignore';
  if (!reason) problem ??= 'it gives no reason; end it with ": why this is fine"';
  if (until !== undefined && !isDate(until)) problem ??= `until=${until.slice(0, 20)} is not a date of the form 2027-01-31`;
  const at: Place = { uri, span: [index, index + word.length + body.length] };
  return { at, rules, until, owner, reason, covers: coveredLine(text, line, before), problem };
}

/** The directive's own line where code stands before it, else the next line that is neither blank nor another directive. */
function coveredLine(text: string, line: Span, before: string): Span {
  if (/[^\s#/*<!;%-]/.test(before.replace(/\bREM\b/, ''))) return line;
  let current = line;
  for (;;) {
    const next = nextLine(text, current);
    if (!next) return line;
    const content = text.slice(next[0], next[1]);
    if (content.trim() !== '' && !content.includes(word)) return next;
    current = next;
  }
}

function nextLine(text: string, line: Span): Span | undefined {
  let at = line[1];
  if (at >= text.length) return undefined;
  if (text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10) at++;
  return lineSpanAt(text, at + 1);
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** What a directive says, wherever in a text it stands: two that say the same are one to whoever approved it. */
export function directiveWords(one: Suppression): string {
  return JSON.stringify([one.rules.map((rule) => rule.id), one.until, one.owner, one.reason, ...(one.peers ?? [])]);
}

/** The day that `until` names is still covered. */
export function isExpired(suppression: Suppression, today: string): boolean {
  return suppression.until !== undefined && suppression.until < today;
}
