// Resources that templates of Deployment Manager in Python write out: dictionaries with a type of Google's. What a template
// computes is not run; dictionaries that are put together piece by piece are read as far as each is written.
import type { Document } from '../../document.ts';
import { readLiteral } from '../source-policies/literal.ts';
import { entryOf, type Mapping } from '../value.ts';

const typed = /["']type["']\s{0,8}:\s{0,8}["'][\w./:-]{3,200}["']/g;

/** The dictionaries of a program that say their type. */
export function resourcesOfPython({ text, uri }: Document): Mapping[] {
  const found: Mapping[] = [];
  const opens = bracesAround(
    text,
    [...text.matchAll(typed)].map((match) => match.index),
  );
  let read = -1;
  // Text that only looks like dictionaries is not read over and over.
  let left = 4 * text.length + 100_000;
  for (const open of opens) {
    // Not what stands in one that was read.
    if (open < 0 || open < read || left <= 0) continue;
    const value = readLiteral(text, open, uri, false);
    left -= value ? value.at.span[1] - open : 60_000;
    if (value?.kind !== 'mapping' || !entryOf(value, 'type')) continue;
    found.push(value);
    read = value.at.span[1];
  }
  return found;
}

/** The brace that each offset stands in directly, -1 where it stands in none; offsets in their order. */
function bracesAround(text: string, offsets: readonly number[]): number[] {
  const found: number[] = [];
  const open: number[] = [];
  for (let at = 0, next = 0; at < text.length && next < offsets.length; at++) {
    if (at === offsets[next]) {
      found.push(open.at(-1) ?? -1);
      next++;
    }
    const char = text[at]!;
    if (char === '{') open.push(at);
    else if (char === '}') open.pop();
    else if (char === '#' || char === '"' || char === "'") {
      const end = char === '#' ? endOfLine(text, at) : endOfString(text, at, char);
      // What looks like a key within a comment or a longer string is none.
      for (; next < offsets.length && offsets[next]! < end; next++) found.push(-1);
      at = end - 1;
    }
  }
  return found;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Behind the string that begins here; of one that does not end, its line. */
function endOfString(text: string, at: number, quote: string): number {
  const triple = quote.repeat(3);
  if (text.startsWith(triple, at)) {
    const end = text.indexOf(triple, at + 3);
    return end < 0 ? text.length : end + 3;
  }
  for (let one = at + 1; one < text.length; one++) {
    if (text[one] === '\\') one++;
    else if (text[one] === '\n') return one;
    else if (text[one] === quote) return one + 1;
  }
  return text.length;
}
