// Where a Bicep parser stands in its text, and the few moves that all of it shares: over blanks and comments, to the end of
// a line, the word that comes next.
import type { HclProblem } from '../hcl/tree.ts';
import type { BicepDeclaration } from './tree.ts';

export interface BicepCursor {
  readonly text: string;
  /** Where reading ends: the end of the text, or of an ARM expression. */
  readonly end: number;
  at: number;
  depth: number;
  readonly problems: HclProblem[];
  /** Called for `resource` inside an object; gives the declarations their parent. */
  nested?: (c: BicepCursor) => BicepDeclaration | undefined;
  children: BicepDeclaration[];
  /** Decorators that wait for their declaration. */
  decorators: string[];
}

export function problem(c: BicepCursor, message: string, start = c.at, end = Math.min(c.at + 1, c.end)): void {
  if (c.problems.length < 100) c.problems.push({ message, span: [Math.min(start, end), end] });
}

/** Over blanks and comments; over line ends too where `lines` says so. */
export function skip(c: BicepCursor, lines: boolean): void {
  const { text, end } = c;
  while (c.at < end) {
    const code = text.charCodeAt(c.at);
    if (code === 32 || code === 9 || code === 0xa0 || (lines && (code === 10 || code === 13))) c.at++;
    else if (code === 47 && text.charCodeAt(c.at + 1) === 47) c.at = lineEnd(c);
    else if (code === 47 && text.charCodeAt(c.at + 1) === 42) {
      const close = text.indexOf('*/', c.at + 2);
      c.at = close < 0 ? end : Math.min(end, close + 2);
    } else if (code === 35 && /^#(?:disable|restore|pragma)/.test(text.slice(c.at, c.at + 10))) c.at = lineEnd(c);
    else break;
  }
}

export function lineEnd(c: BicepCursor): number {
  const at = c.text.indexOf('\n', c.at);
  return at < 0 || at > c.end ? c.end : at;
}

const word = /[A-Za-z_][A-Za-z0-9_]*/y;

/** The word at the cursor, without taking it. */
export function wordAt(c: BicepCursor): string | undefined {
  word.lastIndex = c.at;
  const found = word.exec(c.text)?.[0];
  return found !== undefined && c.at + found.length <= c.end ? found : undefined;
}
