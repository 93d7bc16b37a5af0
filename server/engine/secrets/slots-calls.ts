// Slots of calls in text that has no grammar of its own: a name in quotes and its value behind it, setters, pairs in braces.
// Source code with a lexer is read by code-names.ts, over tokens.
import { takesName } from './code-names.ts';
import type { Slot } from './slot.ts';
import { isBlank, isNameChar, nameBefore, skipBlanks, valueAt, type TextMode } from './text-values.ts';

/** `setProperty("NAME", "value")` and `define('NAME', 'value')`: a name in quotes, then its value. */
export function argumentAt(text: string, start: number, end: number, at: number, mode: TextMode): Slot | undefined {
  if (!'"\''.includes(text[at - 1] ?? ' ')) return tupleAt(text, start, end, at, mode);
  const name = nameBefore(text, start, at - 1);
  if (!name || !'"\''.includes(text[name.start - 1] ?? ' ')) return undefined;
  // The first of two: in a list of words no word is the name of the next.
  let open = name.start - 2;
  while (open >= start && isBlank(text.charCodeAt(open))) open--;
  if (text[open] === '\\') open--;
  if (open < start || !'(['.includes(text[open]!)) return undefined;
  if (isListed(text, at, end) || /(?:^|\W)(?:lookup|query|q)$/.test(text.slice(Math.max(start, open - 12), open))) return undefined;
  const from = skipBlanks(text, at + 1, end);
  return from >= 0 && '"\'`'.includes(text[from] ?? ' ') ? valueAt(text, end, from, name, mode, 'argument') : undefined;
}

/** `{password, "value"}`: how Erlang writes a setting. */
function tupleAt(text: string, start: number, end: number, at: number, mode: TextMode): Slot | undefined {
  const name = isNameChar(text.charCodeAt(at - 1)) ? nameBefore(text, start, at - 1) : undefined;
  const from = name && text[name.start - 1] === '{' ? skipBlanks(text, at + 1, end) : -1;
  return name && from >= 0 && /^(?:<<)?"[^"\n]{1,400}"(?:>>)?\s{0,4}\}/.test(text.slice(from, Math.min(end, from + 420)))
    ? valueAt(text, end, text[from] === '<' ? from + 2 : from, name, mode, 'assignment')
    : undefined;
}

/** More than two texts follow each other: a list and no pair. */
function isListed(text: string, comma: number, end: number): boolean {
  return /^,\s{0,8}(["'])[^"'\n]{0,80}\1\s{0,8},\s{0,8}["']/.test(text.slice(comma, Math.min(end, comma + 120)));
}

/** `setPassword("value")`, `std::string secret("value")`. */
export function callAt(text: string, start: number, end: number, at: number, mode: TextMode): Slot | undefined {
  if (!'"\''.includes(text[at + 1] ?? ' ') || !isNameChar(text.charCodeAt(at - 1))) return undefined;
  const name = nameBefore(text, start, at - 1);
  if (!name) return undefined;
  if (takesName.test(name.text.slice(name.text.lastIndexOf('.') + 1))) return undefined;
  const method = /^(.*)\.(?:assign|set|put|append|equals|compare|value|default|of)$/.exec(name.text);
  return valueAt(text, end, at + 1, method ? { ...name, text: method[1]! } : name, mode, 'argument');
}
