// What a loop of PowerShell goes through: one of the items of a list, unless the loop asks which one it is.
import { itemsOf, type Value } from '../value.ts';

const mostRounds = 32;

/** What a loop over a value goes through: one of its items. */
export function oneOf(value: Value): Value {
  const items = itemsOf(value);
  if (items.length === 1) return items[0]!;
  const { at, token, via, encoding } = value;
  return items.length === 0 || items.length > mostRounds
    ? { kind: 'unknown', why: 'a loop of the script', at, token, via, encoding, editable: false }
    : { kind: 'choice', options: items, at, token, via, encoding, editable: false };
}

/** Of a loop whose round is longer than this many characters the items are not known behind it. */
const longestRound = 8_000;
/** Whether there is one at all (`-ne $null`) is no such question. */
const comparison =
  /\$(\w{1,60})(?:\.\w{1,60}){0,3}[ \t]{1,10}-[ic]?(?:eq|ne|in|notin|like|notlike|match|notmatch)\b(?![ \t]{1,10}(?:\$null\b|''|""))|\bswitch[ \t]{0,10}\([ \t]{0,10}\$(\w{1,60})/gi;

/** Whether what stands before in a loop asks which item this is: not each of them comes as far. */
export function isAskedFor(before: string, name: string): boolean {
  if (before.length > longestRound) return true;
  return [...before.matchAll(comparison)].some((match) => (match[1] ?? match[2])!.toLowerCase() === name.toLowerCase());
}
