// Slots of calls in text that has no grammar of its own: a name in quotes and its value behind it, setters, pairs in braces.
// Source code with a lexer is read by code-names.ts, over tokens.
import { takesName } from './code-arguments.ts';
import { compares, credentialArgument, givesToConstant, isWrapper, takesCredential } from './credential-calls.ts';
import type { Slot } from './slot.ts';
import { closing, isBlank, isNameChar, nameBefore, skipBlanks, valueAt, type TextMode } from './text-values.ts';

/** `setProperty("NAME", "value")` and `define('NAME', 'value')`: a name in quotes, then its value. */
export function argumentAt(text: string, start: number, end: number, at: number, mode: TextMode): Slot | undefined {
  if (!'"\''.includes(text[at - 1] ?? ' ')) return tupleAt(text, start, end, at, mode);
  const name = nameBefore(text, start, at - 1);
  if (!name || !'"\''.includes(text[name.start - 1] ?? ' ')) return undefined;
  // The first of two: in a list of words no word is the name of the next.
  let open = name.start - 2;
  while (open >= start && isBlank(text.charCodeAt(open))) open--;
  if (text[open] === '\\') open--;
  const inBraces = text[open] === '{';
  if (open < start || !'([{'.includes(text[open]!)) return undefined;
  // `names[] = {"a", "b"}` is a list of two and no pair of a map.
  if (inBraces && /=\s{0,8}$/.test(text.slice(Math.max(start, open - 9), open))) return undefined;
  if (isListed(text, at, end) || /(?:^|\W)(?:lookup|query|q)$/.test(text.slice(Math.max(start, open - 12), open))) return undefined;
  const from = skipBlanks(text, at + 1, end);
  const slot = from >= 0 && '"\'`'.includes(text[from] ?? ' ') ? valueAt(text, end, from, name, mode, 'argument') : undefined;
  // In braces a pair and nothing else: `{"password", "value"}` of a map in C++, a list of names otherwise.
  return slot && inBraces && text[skipBlanks(text, slot.token[1], end)] !== '}' ? undefined : slot;
}

/** `{password, "value"}`: how Erlang writes a setting. */
function tupleAt(text: string, start: number, end: number, at: number, mode: TextMode): Slot | undefined {
  const name = isNameChar(text.charCodeAt(at - 1)) ? nameBefore(text, start, at - 1) : undefined;
  const from = name && text[name.start - 1] === '{' ? skipBlanks(text, at + 1, end) : -1;
  return name && from >= 0 && /^(?:<<)?"[^"\n]{1,400}"(?:>>)?\s{0,4}\}/.test(text.slice(from, Math.min(end, from + 420)))
    ? valueAt(text, end, from, name, mode, 'assignment')
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

const callee = /(?<![\w$])([A-Za-z_$][\w$]*(?:(?:\.|->|::?)[A-Za-z_$][\w$]*){0,4})(?:\[[\w, ]{0,40}\]|<[\w, ]{0,40}>)?$/;

/** How much of a line the arguments of one call may take. */
const longestCall = 600;

/**
 * Arguments that are credentials because of what is called: the same table as for source code, on one line. Constants such as
 * `CURLOPT_USERPWD` name what stands behind them. `open` is the bracket.
 */
export function credentialsOfCall(text: string, start: number, end: number, open: number, mode: TextMode): Slot[] {
  const called = callee.exec(text.slice(Math.max(start, open - 120), open))?.[1]?.replace(/^\$/, '');
  if (called === undefined || !(takesCredential(called) || givesToConstant(called) || compares(called))) return [];
  const slots: Slot[] = [];
  const given = argumentsOf(text, open + 1, Math.min(end, open + longestCall));
  given.forEach(({ from, literal }, at) => {
    if (literal === undefined) return;
    const previous = at > 0 ? given[at - 1]! : undefined;
    const chars = /^\s?\)?\.(?:toCharArray|getBytes|toByteArray)\b/.test(text.slice(from + literal.length + 2, from + literal.length + 30));
    const known = credentialArgument(called, at, {
      value: literal,
      first: given[0]!.literal,
      previous: previous?.literal,
      next: given[at + 1]?.literal,
      chars,
    });
    const constant =
      known === undefined && previous && givesToConstant(called) ? /^[A-Z][A-Z0-9_]{3,}$/.exec(previous.text)?.[0] : undefined;
    const beside = known === undefined && at < 2 && compares(called) ? lastName.exec(given[1 - at]?.text ?? '')?.[1] : undefined;
    // Parsers compare the tokens and the keys that they read with the words that they know.
    const compared = beside !== undefined && /^(?:tok|token|key)s?$/i.test(beside) ? undefined : beside;
    const slot = valueAt(text, end, from, { text: known?.name ?? constant ?? compared ?? '', start: from }, mode, 'argument');
    if (slot && slot.name !== '') slots.push(known?.proven ? { ...slot, proven: true } : slot);
  });
  return slots;
}

/** What an argument is called at its end: `user->password`, `argv[password]`, `get_token()`. */
const lastName = /(?<![\w$])([A-Za-z_]\w{0,60})["')\]]{0,4}$/;

/** `utf8.encode(`: what stands in it only changes its form. */
const isWrapped = (lead: string): boolean => /^\s*[\w.:]{1,40}\($/.test(lead) && isWrapper(lead.trim().slice(0, -1));

interface Argument {
  /** Where its quote stands, or its first sign. */
  readonly from: number;
  readonly text: string;
  /** What stands in the quotes, where the argument is a literal and nothing else. */
  readonly literal?: string;
}

/** Up to twelve arguments; fewer where the line ends before the call does. */
function argumentsOf(text: string, from: number, end: number): Argument[] {
  const given: Argument[] = [];
  let depth = 0;
  let first = from;
  let literal: { from: number; until: number } | undefined;
  for (let at = from; at < end && given.length < 12; at++) {
    const sign = text[at]!;
    if (sign === '"' || sign === "'") {
      const close = closing(text, at + 1, end, sign, false);
      if (close < 0) break;
      if (depth === 0 || (depth === 1 && isWrapped(text.slice(first, at)))) literal ??= { from: at, until: close };
      at = close;
    } else if ('([{'.includes(sign)) depth++;
    else if (')]}'.includes(sign) && depth > 0) depth--;
    else if (depth === 0 && (sign === ',' || ')]}'.includes(sign))) {
      const whole = text.slice(first, at).trim();
      // Casts and prefixes of a literal stand before it: `(void *)"x"`, `@"x"`, `b"x"`.
      const lead = literal === undefined ? '' : text.slice(first, literal.from).trim();
      const isLiteral = literal !== undefined && (/^(?:\([\w\s*]{1,30}\))?[\w@]{0,2}$/.test(lead) || isWrapped(lead));
      given.push({
        from: isLiteral ? literal!.from : first,
        text: whole,
        ...(isLiteral ? { literal: text.slice(literal!.from + 1, literal!.until) } : {}),
      });
      if (sign !== ',') break;
      first = at + 1;
      literal = undefined;
    }
  }
  return given;
}
