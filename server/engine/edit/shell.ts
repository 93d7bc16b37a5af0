// Edits of shell commands: one word for another, within the quotes it has. Lists are words of their own there, and what
// belongs to which flag is the command's to know: nothing else is edited.
import type { Printer } from './notation.ts';

/** Words that mean themselves, in quotes and without. */
const plain = /^[\w.,:/@%+=-]+$/;

export const shellPrinter: Printer = {
  replaceText: (leaf, text) =>
    leaf.editable && (plain.test(text) || (leaf.token.span[0] < leaf.at.span[0] && /^[\w .,:/@%+=-]+$/.test(text)))
      ? { uri: leaf.at.uri, span: leaf.at.span, text }
      : undefined,
  replaceByList: () => undefined,
  replaceValue: (value, by) =>
    value.editable && typeof by !== 'object' && plain.test(String(by))
      ? { uri: value.at.uri, span: value.at.span, text: String(by) }
      : undefined,
  addEntry: () => undefined,
  addItem: () => undefined,
  removeEntry: () => undefined,
  removeItem: () => undefined,
};
