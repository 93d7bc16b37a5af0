// Edits in JSON, and in JSON inside heredocs and strings.
import type { Document } from '../document.ts';
import type { Leaf, Value } from '../facts/value.ts';
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
 * read otherwise (a backslash, a quote of its own, `${`) is refused. In a heredoc only templates matter; in a string the
 * quotes of the JSON are escaped where those beside are, and a line is ended only where the JSON has lines of its own.
 */
export function embeddedJsonPrinter(inHeredoc: boolean): Printer {
  const allowed = (text: string): boolean => !text.includes('${') && !text.includes('%{') && (inHeredoc || !/[\\'`"\n]/.test(text));
  const guard = (edit: TextEdit | undefined, texts: readonly string[], beside?: Value, document?: Document): TextEdit | undefined => {
    if (!edit || !texts.every(allowed)) return undefined;
    return inHeredoc || !beside || !document ? edit : { ...edit, text: asInString(edit.text, beside, document.text) };
  };
  return {
    ...jsonPrinter,
    replaceText(leaf: Leaf, text) {
      const edit = guard(jsonPrinter.replaceText(leaf, text), [text]);
      // What stands between quotes of one character keeps them: some languages write `'`.
      if (edit && !inHeredoc && leaf.at.span[0] - leaf.token.span[0] === 1) return { ...edit, span: leaf.at.span, text };
      // Quotes of two characters are those that a string escapes.
      return edit && leaf.at.span[0] - leaf.token.span[0] === 2 ? { ...edit, text: edit.text.replaceAll('"', '\\"') } : edit;
    },
    replaceByList: (leaf, texts, document) => guard(jsonPrinter.replaceByList(leaf, texts, document), texts, leaf, document),
    replaceValue: (value, by, document) => guard(jsonPrinter.replaceValue(value, by, document), stringsOf(by), value, document),
    addEntry: (mapping, key, value, document, before) =>
      guard(jsonPrinter.addEntry(mapping, key, value, document, before), [key, ...stringsOf(value)], mapping, document),
    addItem: (list, value, document) => guard(jsonPrinter.addItem(list, value, document), stringsOf(value), list, document),
  };
}

/** JSON as the string around a value takes it: in the quotes that stand beside, on one line where the JSON is. */
function asInString(json: string, beside: Value, text: string): string {
  const [start, end] = beside.token.span;
  // A value without quotes has those before it.
  const inside = /["']/.exec(text.slice(start, end));
  const quote = inside ? start + inside.index : Math.max(text.lastIndexOf('"', start), text.lastIndexOf("'", start));
  const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
  const escaped = text.charAt(quote - 1) === '\\';
  const oneLine =
    escaped || !/^\s*(?:["'{[\]}]|$)/.test(line)
      ? json.replace(/(?<!\s)\s+/g, (gap, at: number) =>
          !gap.includes('\n') ? gap : '[{'.includes(json.charAt(at - 1)) || ']}'.includes(json.charAt(at + gap.length)) ? '' : ' ',
        )
      : json;
  // Where nothing beside has a blank behind its colon, one could end what the whole text is in: a plain word of YAML does.
  const spaced = /["']:\s/.test(text.slice(start, end)) || !/["']:\S/.test(text.slice(start, end));
  const written = spaced ? oneLine : oneLine.replaceAll('": ', '":');
  if (escaped) return written.replaceAll('"', '\\"');
  return text[quote] === "'" ? written.replaceAll('"', "'") : written;
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, one]) => [key, ...stringsOf(one)]) : [];
}
