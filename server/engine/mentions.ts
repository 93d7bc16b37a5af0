// Words that readers look for before they look closer. Each would search the whole text for its own; here all of them, and
// what the scanner of secrets looks for, are found in one pass, and a document remembers what it mentions.
import type { Document } from './document.ts';
import { buildPrefilter, findLiterals, type Hits, type Literal, type Prefilter } from './secrets/prefilter.ts';
import { secretLiterals } from './secrets/recognise.ts';

const words: Literal[] = [];
let marks = 0;
let table: Prefilter | undefined;

/**
 * Says of a document whether it mentions one of the words, in any case and as parts of longer words, too. To be declared when
 * a module is loaded. Words are ASCII and have two characters or more; RangeError for others, when it is first asked.
 */
export function mentioning(...texts: readonly string[]): (document: Document) => boolean {
  const mark = marks++;
  for (const text of texts) words.push({ text, mark });
  table = undefined;
  return (document) => literalsOf(document).marks?.[mark] === 1;
}

/** Everything that is looked for in the text of a document. */
export function literalsOf(document: Document): Hits {
  table ??= buildPrefilter([...secretLiterals(), ...words]);
  const all = table;
  return document.memo(all, () => findLiterals(all, document.text));
}
