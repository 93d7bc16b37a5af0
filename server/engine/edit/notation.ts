// What printers write, and what a printer of one notation must be able to do. `printer.ts` picks the printer by the encoding of the value.
import type { Document } from '../document.ts';
import type { TextEdit } from '../fix.ts';
import type { Leaf, List, Mapping, Value } from '../facts/value.ts';

/** What a printer can write. `raw` is code, put down as it is: words are strings, which are quoted where their place asks for it. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain } | Raw;
export interface Raw {
  readonly raw: string;
}

export interface Printer {
  replaceText(leaf: Leaf, text: string): TextEdit | undefined;
  replaceByList(leaf: Leaf, texts: readonly string[], document: Document): TextEdit | undefined;
  replaceValue(value: Value, by: Plain, document: Document): TextEdit | undefined;
  addEntry(mapping: Mapping, key: string, value: Plain, document: Document, before?: string): TextEdit | undefined;
  addItem(list: List, value: Plain, document: Document): TextEdit | undefined;
  removeEntry(mapping: Mapping, key: string, document: Document): TextEdit | undefined;
  removeItem(item: Value, document: Document): TextEdit | undefined;
}

export function isRaw(value: Plain): value is Raw {
  return typeof value === 'object' && !Array.isArray(value) && typeof (value as Raw).raw === 'string' && Object.keys(value).length === 1;
}

export function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

/** The entries of a mapping that stand in its own text: none that came through a merge or an alias. */
export function ownEntries(mapping: Mapping): Mapping['entries'] {
  const [start, end] = mapping.token.span;
  return mapping.entries.filter(
    (entry) => entry.key.via.length === 0 && entry.at.uri === mapping.token.uri && start <= entry.at.span[0] && entry.at.span[1] <= end,
  );
}
