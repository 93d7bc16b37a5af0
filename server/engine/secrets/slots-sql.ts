// Slots of SQL that only the order gives a name to: `INSERT INTO users (name, password) VALUES ('a', 'b')`. Hashes in a
// column of passwords are what should stand there; keys and tokens of others are often in hexadecimal, too, and shorter than
// what a column of hashed ones holds.
import { codeLanguages } from './code-languages.ts';
import { kinds, lexCode, type CodeTokens } from './code-lexer.ts';
import { after, isSign, wordAt } from './code-tokens.ts';
import { describes, meaningOf } from './names.ts';
import type { Slot } from './slot.ts';
import type { Span } from '../text/text.ts';

/** Names of literals by the index of their token. Linear in the tokens; a broken statement gives none. */
export function insertedNames(text: string, tokens: CodeTokens): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (let at = 0; at < tokens.kind.length; at++) {
    if (tokens.kind[at] !== kinds.name || !/^into$/i.test(wordAt(text, tokens, at))) continue;
    let open = after(tokens, at);
    // The name of a table has a few parts at most.
    for (
      let steps = 0;
      steps < 12 &&
      open < tokens.kind.length &&
      !isSign(text, tokens, open, '(;') &&
      !/^(?:values|select)$/i.test(wordAt(text, tokens, open));
      steps++
    )
      open = after(tokens, open);
    if (!isSign(text, tokens, open, '(')) continue;
    const columns: string[] = [];
    let next = after(tokens, open);
    for (; next < tokens.kind.length && !isSign(text, tokens, next, ')'); next = after(tokens, next)) {
      // MySQL writes names in backticks, SQL Server in brackets.
      if (isSign(text, tokens, next, ',`[]')) continue;
      columns.push(
        tokens.kind[next] === kinds.string ? text.slice(tokens.innerStart[next], tokens.innerEnd[next]) : wordAt(text, tokens, next),
      );
      if (columns.length > 200) break;
    }
    at = next;
    const telling = columns.map((column) => (meaningOf(column) !== undefined && !describes(column) ? column : undefined));
    next = after(tokens, next);
    if (!/^values$/i.test(wordAt(text, tokens, next)) || !telling.some(Boolean)) continue;
    at = rowsOf(text, tokens, after(tokens, next), telling, names);
  }
  return names;
}

/** A statement that puts rows in, whole, in what a program hands to its database. */
const inserts = /\binsert\s[^;]{0,60}\binto\s[\s\S]{1,4000}?\bvalues\b/i;

/** The longest statement in a program that is read. */
const longestStatement = 40_000;

/** Slots of a statement that stands in the literals of a program, one or several that it joins. Their values are written in it and are no literals themselves. */
export function insertedInStrings(text: string, parts: readonly Span[]): Slot[] {
  const from = parts[0]![0];
  const to = parts.at(-1)![1];
  if (to - from < 30 || to - from > longestStatement) return [];
  // Blanks for what joins them, so that places stay.
  let statement = '';
  for (const [start, end] of parts) statement = statement.padEnd(start - from) + text.slice(start, end);
  if (!inserts.test(statement)) return [];
  const tokens = lexCode(statement, codeLanguages.sql!);
  return [...insertedNames(statement, tokens)].map(([index, name]) => {
    const at: Span = [from + tokens.innerStart[index]!, from + tokens.innerEnd[index]!];
    const value = text.slice(...at);
    return {
      name,
      path: name,
      value,
      at,
      token: at,
      entry: at,
      encoding: 'none',
      where: 'assignment',
      exact: true,
      nested: true,
      quoted: true,
      interpolated: false,
    };
  });
}

/** Reads the rows behind VALUES; gives the index of the last token that belongs to them. */
function rowsOf(
  text: string,
  tokens: CodeTokens,
  from: number,
  telling: readonly (string | undefined)[],
  names: Map<number, string>,
): number {
  let depth = 0;
  let place = 0;
  for (let at = from; at < tokens.kind.length; at = after(tokens, at)) {
    if (isSign(text, tokens, at, '(')) {
      if (depth++ === 0) place = 0;
    } else if (isSign(text, tokens, at, ')')) depth--;
    else if (isSign(text, tokens, at, ',')) place += depth === 1 ? 1 : 0;
    else if (tokens.kind[at] === kinds.string && depth === 1) {
      const name = telling[place];
      const value = text.slice(tokens.innerStart[at], tokens.innerEnd[at]);
      if (name !== undefined && !isHash(value, name)) names.set(at, name);
    } else if (depth <= 0) return at;
  }
  return tokens.kind.length;
}

const isHash = (value: string, name: string): boolean =>
  (meaningOf(name) === 'password' && /^(?:[0-9a-f]{32}|[0-9a-f]{40})$/i.test(value)) ||
  /^(?:[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i.test(value);
