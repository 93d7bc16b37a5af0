// Edits in TOML: arrays and inline tables as brackets, tables by lines.
import type { Document } from '../document.ts';
import type { Mapping, Value } from '../facts/value.ts';
import { lineEndOf, lineSpanAt } from '../text/text.ts';
import { bracketPrinter, inline, type BracketStyle } from './brackets.ts';
import { ownEntries, type Printer } from './notation.ts';

const style: BracketStyle = {
  word: (value) => (typeof value === 'string' ? JSON.stringify(value).replaceAll('\x7f', '\\u007f') : String(value)),
  key: (key) => (/^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key)),
  colon: ' = ',
  comment: '#',
};

const brackets = bracketPrinter(style, false);

export const tomlPrinter: Printer = {
  ...brackets,

  // Tables and lists of tables are spread over the file by their headers.
  replaceValue: (value, by, document) =>
    isTable(value, document) || isTableList(value, document) ? undefined : brackets.replaceValue(value, by, document),
  addItem: (list, value, document) => (isTableList(list, document) ? undefined : brackets.addItem(list, value, document)),
  removeItem: (item, document) => (isTable(item, document) ? undefined : brackets.removeItem(item, document)),

  addEntry(mapping, key, value, document, before) {
    if (!isTable(mapping, document)) return brackets.addEntry(mapping, key, value, document, before);
    if (!mapping.editable) return undefined;
    const { text } = document;
    const lineEnd = lineEndOf(text);
    const own = ownEntries(mapping);
    const target = before === undefined ? undefined : own.find((entry) => entry.key.kind === 'scalar' && entry.key.value === before);
    const line = `${style.key(key)} = ${inline(value, style)}`;
    if (target) {
      const [start] = lineSpanAt(text, target.at.span[0]);
      return { uri: mapping.token.uri, span: [start, start], text: `${line}${lineEnd}` };
    }
    // Behind the last entry of the table itself: sub-tables have headers of their own.
    const plain = own.filter(
      (entry) => !(entry.value.kind === 'mapping' && isTable(entry.value, document)) && !isTableList(entry.value, document),
    );
    const after = plain.length > 0 ? Math.max(...plain.map((entry) => entry.at.span[1])) : headerEnd(mapping, text);
    if (after === undefined)
      return own.length > 0 ? { uri: mapping.token.uri, span: [0, 0], text: `${line}${lineEnd}${lineEnd}` } : undefined;
    const [, at] = lineSpanAt(text, after);
    return { uri: mapping.token.uri, span: [at, at], text: `${lineEnd}${line}` };
  },

  removeEntry(mapping, key, document) {
    if (!isTable(mapping, document)) return brackets.removeEntry(mapping, key, document);
    const entry = ownEntries(mapping).findLast((one) => one.key.kind === 'scalar' && one.key.value === key);
    if (
      !entry ||
      !mapping.editable ||
      (entry.value.kind === 'mapping' && isTable(entry.value, document)) ||
      isTableList(entry.value, document)
    )
      return undefined;
    const { text } = document;
    const [start] = lineSpanAt(text, entry.at.span[0]);
    let [, end] = lineSpanAt(text, entry.at.span[1]);
    // A dotted key begins before the part that names this entry; the line goes as a whole.
    if (text[end] === '\r') end++;
    if (text[end] === '\n') end++;
    return { uri: mapping.token.uri, span: [start, end], text: '' };
  },
};

/** A table with a header, or the whole document: anything but an inline table. */
function isTable(value: Value, document: Document): boolean {
  return value.kind === 'mapping' && document.text[value.token.span[0]] !== '{';
}

/** `[[name]]`, which begins as a list of lists does. */
function isTableList(value: Value, document: Document): boolean {
  return value.kind === 'list' && value.items.some((item) => isTable(item, document));
}

function headerEnd(mapping: Mapping, text: string): number | undefined {
  const [start] = mapping.token.span;
  if (text[start] !== '[') return undefined;
  const [, end] = lineSpanAt(text, start);
  // The document itself begins with a header too, of which its first entry is a part.
  return mapping.entries.some((entry) => entry.at.span[0] < end) ? undefined : end;
}
