// Edits in the notation that a value is written in. No serializer ever rewrites a user's file: each printer works on
// spans and keeps quotes, comments, indentation and the order of what stands around.
import type { Document } from '../document.ts';
import type { TextEdit } from '../fix.ts';
import type { Encoding, Leaf, List, Mapping, Value } from '../facts/value.ts';
import { bicepPrinter } from './bicep.ts';
import { hclPrinter } from './hcl.ts';
import { embeddedJsonPrinter, jsonPrinter } from './json.ts';
import type { Plain, Printer } from './notation.ts';
import { shellPrinter } from './shell.ts';
import { tomlPrinter } from './toml.ts';
import { typescriptPrinter } from './typescript.ts';
import { yamlPrinter } from './yaml.ts';

export type { Plain } from './notation.ts';

/** The printer of each notation. Without one, nothing is edited: a wrong edit is worse than none. */
const printers: Readonly<Partial<Record<Encoding, Printer>>> = {
  hcl: hclPrinter,
  'hcl-heredoc': hclPrinter,
  json: jsonPrinter,
  'json-in-heredoc': embeddedJsonPrinter(true),
  'json-in-string': embeddedJsonPrinter(false),
  'yaml-plain': yamlPrinter,
  'yaml-single': yamlPrinter,
  'yaml-double': yamlPrinter,
  'yaml-block': yamlPrinter,
  'yaml-flow': yamlPrinter,
  bicep: bicepPrinter,
  shell: shellPrinter,
  toml: tomlPrinter,
  typescript: typescriptPrinter,
};

/** Replaces one string by another, quoted and escaped as its encoding asks. Undefined where the token may not be edited. */
export function replaceText(leaf: Leaf, text: string): TextEdit | undefined {
  return printers[leaf.encoding]?.replaceText(leaf, text);
}

/** Replaces a string by several: further items where it stands in a list, else a list in the notation of its place. */
export function replaceByList(leaf: Leaf, texts: readonly string[], document: Document): TextEdit | undefined {
  return printers[leaf.encoding]?.replaceByList(leaf, texts, document);
}

/** Replaces any value by another. */
export function replaceValue(value: Value, by: Plain, document: Document): TextEdit | undefined {
  return printers[value.encoding]?.replaceValue(value, by, document);
}

/** Adds an entry at the end of a mapping, or before the entry named `before`, in the style of the entries that stand there. */
export function addEntry(mapping: Mapping, key: string, value: Plain, document: Document, before?: string): TextEdit | undefined {
  return printers[mapping.encoding]?.addEntry(mapping, key, value, document, before);
}

/** Adds an item at the end of a list, in the style of the items that stand there. */
export function addItem(list: List, value: Plain, document: Document): TextEdit | undefined {
  return printers[list.encoding]?.addItem(list, value, document);
}

/** Removes an entry of a mapping with its line, its separators and the comment on its line. The last one leaves an empty mapping. */
export function removeEntry(mapping: Mapping, key: string, document: Document): TextEdit | undefined {
  return printers[mapping.encoding]?.removeEntry(mapping, key, document);
}

/** Removes an item from its list with its separators. Undefined when it is the only one: an empty list may mean something else. */
export function removeItem(item: Value, document: Document): TextEdit | undefined {
  return printers[item.encoding]?.removeItem(item, document);
}
