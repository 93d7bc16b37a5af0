// Splits an AWS policy statement in two, in whatever notation it is written in: the statement keeps some of its actions,
// and a copy of it beside it, comments and conditions included, takes the others. The copy is text, so that nothing the
// author wrote is lost; only the list of actions and the Sid differ.
import type { Document } from '../document.ts';
import type { TextEdit } from '../fix.ts';
import { entryOf, textOf, type List, type Mapping } from '../facts/value.ts';
import { indentAt, lineEndOf, lineSpanAt, type Span } from '../text/text.ts';
import { replaceText, replaceValue } from './printer.ts';

export interface Split {
  /** Actions that stay, and those that go into the copy; together they are all. */
  readonly kept: readonly string[];
  readonly moved: readonly string[];
  /** Put after the Sid of the copy: Sids must differ within a policy. */
  readonly suffix: string;
  /** Further edits within the statement that the copy does not get: its resources. */
  readonly alsoInKept: readonly (TextEdit | undefined)[];
}

/** The edits, or none where the place does not allow them: a list of actions that is not one. A statement that stands alone becomes a list of two. */
export function splitStatement(statement: Mapping, split: Split, document: Document): readonly (TextEdit | undefined)[] {
  const actions = entryOf(statement, 'Action', true)?.value;
  if (actions?.kind !== 'list' || !isPlain(actions, document.text)) return [undefined];
  const [keep, move] = [replaceValue(actions, split.kept, document), replaceValue(actions, split.moved, document)];
  if (!keep || !move || split.alsoInKept.some((edit) => edit === undefined)) return [undefined];
  const sid = entryOf(statement, 'Sid', true)?.value;
  const renamed = sid?.kind === 'scalar' && textOf(sid) ? replaceText(sid, `${textOf(sid)}${split.suffix}`) : undefined;
  if (textOf(sid) && !renamed) return [undefined];
  const alone = aloneIn(statement.token.span, document.text);
  if (alone) {
    const both = [
      [keep, ...split.alsoInKept.filter((edit) => edit !== undefined)],
      [move, ...(renamed ? [renamed] : [])],
    ].map((edits) => withEdits(document.text, alone.from, edits));
    return both.some((one) => one === undefined)
      ? [undefined]
      : [{ uri: document.uri, span: alone.from, text: alone.list(both as string[]) }];
  }
  const copied = copyPlace(statement.token.span, document.text);
  const copy = copied && withEdits(document.text, copied.from, [move, ...(renamed ? [renamed] : [])]);
  return !copied || copy === undefined
    ? [undefined]
    : [keep, ...split.alsoInKept, { uri: document.uri, span: [copied.at, copied.at], text: copied.before + copy + copied.after }];
}

/** A list of literals without comments, so that writing it anew loses nothing. */
function isPlain(actions: List, text: string): boolean {
  return (
    actions.complete &&
    actions.via.length === 0 &&
    actions.items.every((item) => item.kind === 'scalar' && item.known === 'literal' && item.via.length === 0) &&
    !/#|\/\/|\/\*/.test(text.slice(...actions.token.span))
  );
}

interface Alone {
  readonly from: Span;
  /** The list of statements that takes the place of the one. */
  list(statements: readonly string[]): string;
}

/** A statement that is the value of `Statement` itself, in brackets or as a block of YAML; undefined for items of a list. */
function aloneIn([start, end]: Span, text: string): Alone | undefined {
  const lineEnd = lineEndOf(text);
  const before = /Statement["']?\s*(?:=>|[:=])\s*$/.exec(text.slice(Math.max(0, start - 200), start));
  if (!before) return undefined;
  if (text[start] === '{') {
    const many = text.slice(start, end).includes('\n');
    const indent = indentAt(text, start);
    return {
      from: [start, end],
      list: (statements) => (many ? `[${statements.join(`,${lineEnd}${indent}`)}]` : `[${statements.join(', ')}]`),
    };
  }
  // A block of YAML, on lines of its own below its key.
  const [lineStart] = lineSpanAt(text, start);
  const indent = text.slice(lineStart, start);
  if (!/^ +$/.test(indent)) return undefined;
  const from: Span = [start, trimmedEnd(text, end)];
  const item = (statement: string): string =>
    `- ${statement
      .split(/\r?\n/)
      .map((line, index) => (index === 0 || line.trim() === '' ? line : `  ${line}`))
      .join(lineEnd)}`;
  return { from, list: (statements) => statements.map(item).join(`${lineEnd}${indent}`) };
}

interface CopyPlace {
  /** The text that is copied. */
  readonly from: Span;
  readonly at: number;
  readonly before: string;
  readonly after: string;
}

/** Where the copy of a statement goes, and how much of the text around it belongs to it. */
function copyPlace(own: Span, text: string): CopyPlace | undefined {
  const [start, end] = own;
  const lineEnd = lineEndOf(text);
  const [lineStart] = lineSpanAt(text, start);
  const lead = text.slice(lineStart, start);
  // `statement { … }`
  if (/^statement[\s{]/.test(text.slice(start, start + 10)) && lead.trim() === '')
    return { from: own, at: end, before: lineEnd + lineEnd + lead, after: '' };
  if (/^\s*(?:-\s+)+$/.test(lead)) {
    // A YAML item: the dash stands at the same column again. Its text ends with its last line.
    const dash = lead.lastIndexOf('-');
    return {
      from: [start, trimmedEnd(text, end)],
      at: trimmedEnd(text, end),
      before: `${lineEnd}${' '.repeat(dash)}${lead.slice(dash)}`,
      after: '',
    };
  }
  const whole = constructed(own, text);
  const before = charBefore(text, whole[0]);
  if (before === '[' || (before === ',' && openerBefore(text, whole[0]) === '[')) {
    const [wholeLine] = lineSpanAt(text, whole[0]);
    const many = text.slice(wholeLine, whole[0]).trim() === '';
    return { from: whole, at: whole[1], before: many ? `,${lineEnd}${indentAt(text, whole[0])}` : ', ', after: '' };
  }
  // `role.addToPolicy(new PolicyStatement({ … }));`, a statement of the program for itself.
  const [callLine] = lineSpanAt(text, whole[0]);
  const call = /^[ \t]*[\w.$!?]+\(\s*$/.exec(text.slice(callLine, whole[0]));
  const close = /^\s*(?:,\s*)?\)\s*;?/.exec(text.slice(whole[1]));
  if (before === '(' && call && close && whole[0] !== start)
    return { from: [callLine, whole[1] + close[0].length], at: whole[1] + close[0].length, before: lineEnd, after: '' };
  return undefined;
}

/** `new iam.PolicyStatement({ … })` around an object that is its only argument; the object alone otherwise. */
function constructed([start, end]: Span, text: string): Span {
  const before = /new\s+[\w.$]+\s*\(\s*$/.exec(text.slice(Math.max(0, start - 120), start));
  const after = /^\s*(?:,\s*)?\)/.exec(text.slice(end));
  return before && after ? [start - before[0].length, end + after[0].length] : [start, end];
}

function charBefore(text: string, at: number): string {
  while (at > 0 && /\s/.test(text[at - 1]!)) at--;
  return text[at - 1] ?? '';
}

/** The bracket that is open where `at` stands. Looks back a few thousand characters: a policy, not a program. */
function openerBefore(text: string, at: number): string | undefined {
  let depth = 0;
  for (let i = at - 1; i >= 0 && i > at - 20_000; i--) {
    const char = text[i]!;
    if (char === ']' || char === '}' || char === ')') depth++;
    else if (char === '[' || char === '{' || char === '(') {
      if (depth === 0) return char;
      depth--;
    }
  }
  return undefined;
}

function trimmedEnd(text: string, end: number): number {
  while (end > 0 && /\s/.test(text[end - 1]!)) end--;
  return end;
}

/** The text of a span with edits in it; undefined where one lies outside. */
function withEdits(text: string, [start, end]: Span, edits: readonly TextEdit[]): string | undefined {
  let out = '';
  let at = start;
  for (const edit of [...edits].sort((a, b) => a.span[0] - b.span[0])) {
    if (edit.span[0] < at || edit.span[1] > end) return undefined;
    out += text.slice(at, edit.span[0]) + edit.text;
    at = edit.span[1];
  }
  return out + text.slice(at, end);
}
