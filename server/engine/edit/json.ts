// Edits in JSON, and in JSON inside heredocs and strings.
import type { Leaf } from '../facts/value.ts';
import type { TextEdit } from '../fix.ts';
import { bracketPrinter, type BracketStyle } from './brackets.ts';
import type { Printer } from './notation.ts';

const style: BracketStyle = {
  word: (value) => JSON.stringify(value),
  key: (key) => JSON.stringify(key),
  colon: ': ',
  comment: '//',
};

export const jsonPrinter: Printer = bracketPrinter(style, true);

/**
 * JSON in a text of another language. What it writes must mean the same there, so text that the outer language could
 * read otherwise (a backslash, a quote of its own, `${`) is refused. In a heredoc only templates matter.
 */
export function embeddedJsonPrinter(inHeredoc: boolean): Printer {
  const allowed = (text: string): boolean => !text.includes('${') && !text.includes('%{') && (inHeredoc || !/[\\'`"\n]/.test(text));
  const guard = (edit: TextEdit | undefined, texts: readonly string[]): TextEdit | undefined => (edit && texts.every(allowed) ? edit : undefined);
  return {
    ...jsonPrinter,
    replaceText: (leaf: Leaf, text) => guard(jsonPrinter.replaceText(leaf, text), [text]),
    replaceByList: (leaf, texts, document) => guard(jsonPrinter.replaceByList(leaf, texts, document), texts),
    replaceValue: (value, by, document) => guard(jsonPrinter.replaceValue(value, by, document), stringsOf(by)),
    addEntry: (mapping, key, value, document, before) => guard(jsonPrinter.addEntry(mapping, key, value, document, before), [key, ...stringsOf(value)]),
    addItem: (list, value, document) => guard(jsonPrinter.addItem(list, value, document), stringsOf(value)),
  };
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, one]) => [key, ...stringsOf(one)]) : [];
}
