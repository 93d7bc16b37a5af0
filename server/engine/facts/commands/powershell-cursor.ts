// Where a reader of PowerShell stands in its text, what it steps over, and the leaves that it makes.
import type { Place } from '../../text/text.ts';
import type { Leaf } from '../value.ts';

export interface Cursor {
  readonly text: string;
  readonly uri: string;
  readonly end: number;
  at: number;
}

/** The bracket that closes the one at `open`; `open` where none does. */
export function closing(text: string, open: number, end: number): number {
  const close = text[open] === '(' ? ')' : '}';
  let depth = 0;
  for (let at = open; at < Math.min(end, open + 2000); at++) {
    if (text[at] === text[open]) depth++;
    else if (text[at] === close && --depth === 0) return at;
  }
  return open;
}

/** Over the bracket that opens here, and what it holds. */
export function skipBrackets(cursor: Cursor): void {
  const close = closing(cursor.text, cursor.at, cursor.end);
  cursor.at = close === cursor.at ? cursor.end : close + 1;
}

/** Blanks, and line ends that a backtick takes back. */
export function skipBlanks(cursor: Cursor): void {
  match(cursor, /(?:[ \t]|`\r?\n){1,400}/y);
}

/** Blanks, line ends and comments; what separates entries too, where asked. */
export function skipTrivia(cursor: Cursor, separators = false): void {
  for (let rounds = 0; rounds < 400; rounds++)
    if (!match(cursor, separators ? /[\s;]{1,400}|#[^\n]{0,2000}/y : /\s{1,400}|#[^\n]{0,2000}|`\r?\n/y)) break;
}

/** What the pattern finds right here; then the cursor stands behind it. */
export function match(cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  if (!found || cursor.at + found[0].length > cursor.end) return undefined;
  cursor.at += found[0].length;
  return found;
}

export function placeOf(cursor: Cursor, start: number, end: number): Place {
  return { uri: cursor.uri, span: [start, end] };
}

export const written = (cursor: Cursor, start: number, end: number, tokenStart: number, tokenEnd: number, editable = false) => ({
  at: placeOf(cursor, start, end),
  token: placeOf(cursor, tokenStart, tokenEnd),
  via: [],
  encoding: 'shell' as const,
  editable,
});

/** A leaf that is known. `editable` where it stands there as it is. */
export function scalar(cursor: Cursor, value: string, start: number, end: number, tokenStart: number, tokenEnd: number, editable: boolean) {
  const known = editable ? ('literal' as const) : ('resolved' as const);
  return {
    kind: 'scalar' as const,
    known,
    value: value as string | boolean | null,
    ...written(cursor, start, end, tokenStart, tokenEnd, editable),
  };
}

/** A text with `\0` for each hole, as the leaf that it makes. */
export function textLeaf(
  cursor: Cursor,
  pattern: string,
  [start, end]: readonly [number, number],
  [tokenStart, tokenEnd]: readonly [number, number],
  editable: boolean,
): Leaf {
  if (!pattern.includes('\0')) return scalar(cursor, pattern, start, end, tokenStart, tokenEnd, editable);
  const place = written(cursor, start, end, tokenStart, tokenEnd);
  return /^\0+$/.test(pattern) ? { kind: 'unknown', why: 'a variable of the script', ...place } : { kind: 'partial', pattern, ...place };
}

export function unknown(cursor: Cursor, start: number, end: number, why: string): Leaf {
  return { kind: 'unknown', why, ...written(cursor, start, end, start, end) };
}
