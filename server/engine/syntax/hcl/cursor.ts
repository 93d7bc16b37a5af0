// Where a parser of HCL stands in its tokens, and what it may always do there: look, say a problem, close a bracket, step
// over what is nested too deep.
import type { Span } from '../../text/text.ts';
import { nestedDeeper } from '../limits.ts';
import { token, type Tokens } from './lexer.ts';
import type { HclExpression, HclProblem } from './tree.ts';

/** Expressions within one another that are read; so that no text overflows the stack. */
export const deepest = 200;

/** Where a parser stands in its tokens. One a parse; `skipsNewlines` is true inside parentheses and brackets. */
export interface Cursor {
  readonly text: string;
  readonly tokens: Tokens;
  at: number;
  depth: number;
  skipsNewlines: boolean;
  readonly problems: HclProblem[];
}

/** The kind of the token that comes next. */
export function peek(c: Cursor): number {
  if (c.skipsNewlines) while (c.tokens.kinds[c.at] === token.newline) c.at++;
  return c.tokens.kinds[c.at]!;
}

export function startOf(c: Cursor): number {
  return c.tokens.starts[c.at]!;
}

/** End of the last token that was taken. */
export function lastEnd(c: Cursor): number {
  return c.at > 0 ? c.tokens.ends[c.at - 1]! : 0;
}

export function tokenText(c: Cursor): string {
  return c.text.slice(c.tokens.starts[c.at]!, c.tokens.ends[c.at]!);
}

export function problemAt(c: Cursor, message: string, span: Span = [startOf(c), c.tokens.ends[c.at]!]): void {
  if (c.problems.length < 100) c.problems.push({ message, span });
}

/** Tokens that no bracket may run past. */
export function isEndOfNesting(c: Cursor): boolean {
  const kind = peek(c);
  return (
    kind === token.end ||
    kind === token.reset ||
    kind === token.braceClose ||
    kind === token.templateClose ||
    kind === token.bracketClose ||
    kind === token.parenClose
  );
}

/** Takes the closing bracket, over newlines; leaves the newlines where it is missing. */
export function closeWith(c: Cursor, close: number, name: string): void {
  let i = c.at;
  while (c.tokens.kinds[i] === token.newline) i++;
  if (c.tokens.kinds[i] === close) c.at = i + 1;
  else {
    problemAt(c, `expected ${name}`);
    // Give back the newline that ended the last item, so that the line after it is read as a line.
    while (c.at > 0 && c.tokens.kinds[c.at - 1] === token.newline) c.at--;
  }
}

/** Steps over what is nested too deep, bracket by bracket, without recursion. */
export function skipNested(c: Cursor): HclExpression {
  const start = startOf(c);
  problemAt(c, nestedDeeper(deepest));
  let open = 0;
  for (;;) {
    const kind = c.tokens.kinds[c.at]!;
    if (kind === token.end || kind === token.reset) break;
    const opens =
      kind === token.braceOpen ||
      kind === token.bracketOpen ||
      kind === token.parenOpen ||
      kind === token.quoteOpen ||
      kind === token.heredocOpen ||
      kind === token.interpolation ||
      kind === token.directive;
    const closes =
      kind === token.braceClose ||
      kind === token.bracketClose ||
      kind === token.parenClose ||
      kind === token.quoteClose ||
      kind === token.heredocClose ||
      kind === token.templateClose;
    if (closes && open === 0) break;
    if (open === 0 && (kind === token.comma || kind === token.newline)) break;
    if (opens) open++;
    if (closes) open--;
    c.at++;
  }
  return { kind: 'unreadable', span: [start, Math.max(start, lastEnd(c))] };
}
