// One lexer for many source languages: it finds names, signs, comments and string literals with exact spans, in one pass
// and without building a tree. What stands in a string is not looked into but for holes that are filled at run time.
// Broken input ends a literal at the line or the text; nothing is thrown, nothing is read twice.
import type { CodeLanguage, StringForm } from './code-languages.ts';

/** Kinds of tokens, as numbers because there are many tokens. */
export const kinds = { name: 0, sign: 1, string: 2, comment: 3, number: 4 } as const;

export interface CodeTokens {
  readonly kind: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Strings: offsets of the content. */
  readonly innerStart: Int32Array;
  readonly innerEnd: Int32Array;
  /** Strings: 1 with holes, 2 without escapes, 4 a heredoc. */
  readonly flags: Uint8Array;
}

export const hasHoles = 1;
export const isRaw = 2;
export const isHeredoc = 4;

export function lexCode(text: string, language: CodeLanguage): CodeTokens {
  let capacity = 64 + (text.length >> 3);
  let kind = new Uint8Array(capacity);
  let flags = new Uint8Array(capacity);
  let start = new Int32Array(capacity);
  let end = new Int32Array(capacity);
  let innerStart = new Int32Array(capacity);
  let innerEnd = new Int32Array(capacity);
  let count = 0;
  const push = (k: number, from: number, to: number, a = 0, b = 0, f = 0) => {
    if (count === capacity) {
      capacity *= 2;
      [kind, flags] = [grown(kind, new Uint8Array(capacity)), grown(flags, new Uint8Array(capacity))];
      [start, end, innerStart, innerEnd] = [
        grown(start, new Int32Array(capacity)),
        grown(end, new Int32Array(capacity)),
        grown(innerStart, new Int32Array(capacity)),
        grown(innerEnd, new Int32Array(capacity)),
      ];
    }
    kind[count] = k;
    start[count] = from;
    end[count] = to;
    if (k === kinds.string) {
      innerStart[count] = a;
      innerEnd[count] = b;
      flags[count] = f;
    }
    count++;
  };
  const commentStarts = startsOf([...language.lineComments, ...language.blockComments.map(([open]) => open)]);
  const stringStarts = startsOf(language.strings.map((one) => one.open));
  // What was looked for in vain is not looked for again.
  const unclosed = new Set<string>();
  let noRegexBefore = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9 || code === 13 || (code === 10 && commentStarts[10] === 0)) {
      at++;
      continue;
    }
    if (commentStarts[code] === 1) {
      const comment = commentEnd(text, at, language);
      if (comment >= 0) {
        push(kinds.comment, at, comment);
        at = comment;
        continue;
      }
    }
    if ((code === 114 || code === 98) && language.rawHashes) {
      // Rust's raw strings: as many # behind the closing quote as before the opening one.
      const open = /^b?r(#{1,8})"/.exec(text.slice(at, at + 12));
      if (open) {
        const inner = at + open[0].length;
        const close = text.indexOf(`"${open[1]!}`, inner);
        const to = close < 0 ? text.length : close + 1 + open[1]!.length;
        push(kinds.string, at, to, inner, close < 0 ? text.length : close, isRaw);
        at = to;
        continue;
      }
    }
    if (isNameStart(code)) {
      let to = at + 1;
      while (to < text.length && isNamePart(text.charCodeAt(to))) to++;
      const prefix =
        language.prefixes &&
        to - at <= 2 &&
        stringStarts[text.charCodeAt(to)] === 1 &&
        [...text.slice(at, to)].every((char) => language.prefixes!.letters.includes(char))
          ? text.slice(at, to)
          : undefined;
      if (prefix === undefined) {
        push(kinds.name, at, to);
        at = to;
        continue;
      }
      at = readString(text, at, to, prefix, language, push);
      continue;
    }
    if (code >= 48 && code <= 57) {
      let to = at + 1;
      while (to < text.length && (isNamePart(text.charCodeAt(to)) || text.charCodeAt(to) === 46)) to++;
      push(kinds.number, at, to);
      at = to;
      continue;
    }
    if (stringStarts[code] === 1) {
      const to = readString(text, at, at, '', language, push);
      if (to > at) {
        at = to;
        continue;
      }
    }
    if ((code === 64 || code === 36) && language.prefixes?.letters.includes(text[at]!)) {
      let to = at + 1;
      while (to - at < 3 && language.prefixes.letters.includes(text[to] ?? ' ')) to++;
      if (stringStarts[text.charCodeAt(to)] === 1) {
        const after = readString(text, at, to, text.slice(at, to), language, push);
        if (after > at) {
          at = after;
          continue;
        }
      }
    }
    if (code === 60 && language.heredoc) {
      const match = language.heredoc.exec(text.slice(at, at + 80));
      const to = match && !unclosed.has(match[2]!) ? heredocEnd(text, at + match[0].length, match[2]!) : undefined;
      if (match && !to) unclosed.add(match[2]!);
      if (match && to) {
        push(
          kinds.string,
          at,
          to.end,
          to.from,
          to.to,
          isHeredoc | (match[1] === "'" ? isRaw : hasHoleIn(text, to.from, to.to, ['${', '#{', '{$']) ? hasHoles : 0),
        );
        at = to.end;
        continue;
      }
    }
    if (code === 47 && language.regexLiterals && regexMayStand(text, kind, start, end, count)) {
      const to = at < noRegexBefore ? at : regexEnd(text, at);
      if (to > at) {
        push(kinds.sign, at, to);
        at = to;
        continue;
      }
      if (at >= noRegexBefore) noRegexBefore = at + 200;
    }
    push(kinds.sign, at, at + 1);
    at++;
  }
  return {
    kind: kind.subarray(0, count),
    start: start.subarray(0, count),
    end: end.subarray(0, count),
    innerStart: innerStart.subarray(0, count),
    innerEnd: innerEnd.subarray(0, count),
    flags: flags.subarray(0, count),
  };
}

/** 1 for each code of ASCII that one of these begins with. */
function startsOf(opens: readonly string[]): Uint8Array {
  const starts = new Uint8Array(128);
  for (const open of opens) starts[open.charCodeAt(0)] = 1;
  return starts;
}

function grown<T extends Uint8Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** 1 for `_` and letters, 2 for digits. */
const nameCodes = /*#__PURE__*/ (() =>
  Uint8Array.from({ length: 128 }, (_, code) => (/[A-Za-z_]/.test(String.fromCharCode(code)) ? 1 : code >= 48 && code <= 57 ? 2 : 0)))();
const isNameStart = (code: number): boolean => code > 127 || nameCodes[code] === 1;
const isNamePart = (code: number): boolean => code > 127 || nameCodes[code] !== 0;

function commentEnd(text: string, at: number, language: CodeLanguage): number {
  for (const [open, close] of language.blockComments) {
    if (!text.startsWith(open, at)) continue;
    const to = text.indexOf(close, at + open.length);
    return to < 0 ? text.length : to + close.length;
  }
  for (const open of language.lineComments) {
    if (text.startsWith(open, at)) return lineEnd(text, at);
  }
  return -1;
}

function lineEnd(text: string, at: number): number {
  const to = text.indexOf('\n', at);
  return to < 0 ? text.length : to;
}

type Push = (kind: number, from: number, to: number, a: number, b: number, flags: number) => void;

/** Reads the string whose quote stands at `quote` (prefix letters before it); gives the offset behind it, or `from` when it is none. */
function readString(text: string, from: number, quote: number, prefix: string, language: CodeLanguage, push: Push): number {
  const shape = language.strings.find((one) => text.startsWith(one.open, quote));
  if (!shape) return from;
  const raw = language.prefixes !== undefined && [...prefix].some((char) => language.prefixes!.raw.includes(char));
  const holes = [...prefix].some((char) => language.prefixes!.holes.includes(char)) ? ['{'] : shape.holes;
  const inner = quote + shape.open.length;
  const escape = raw ? (language.encoding === 'none' && prefix.includes('@') ? 'double' : 'none') : shape.escape;
  const close = stringEnd(text, inner, shape, escape, raw || shape.multiline);
  const to = Math.min(text.length, close.found ? close.at + shape.close.length : close.at);
  push(
    kinds.string,
    from,
    to,
    inner,
    close.at,
    (holes.length > 0 && hasHoleIn(text, inner, close.at, holes) ? hasHoles : 0) | (escape === '\\' ? 0 : isRaw),
  );
  return Math.max(to, from + 1);
}

function stringEnd(
  text: string,
  from: number,
  shape: StringForm,
  escape: StringForm['escape'],
  multiline: boolean,
): { at: number; found: boolean } {
  const first = shape.close.charCodeAt(0);
  const hasTemplates = shape.holes.includes('${') && shape.open !== '"""';
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (depth === 0 && ((escape === '\\' && code === 92) || (escape === '`' && code === 96))) {
      i++;
      continue;
    }
    // Inside of `${…}` other quotes may stand.
    if (hasTemplates) {
      if (code === 36 && text.charCodeAt(i + 1) === 123) {
        depth++;
        i++;
        continue;
      }
      if (depth > 0 && code === 125) {
        depth--;
        continue;
      }
      if (depth > 0 && code === 10 && !multiline) return { at: i, found: false };
      if (depth > 0) continue;
    }
    if (code === first && text.startsWith(shape.close, i)) {
      if (escape === 'double' && text.startsWith(shape.close, i + 1)) {
        i++;
        continue;
      }
      return { at: i, found: true };
    }
    if (code === 10 && !multiline) return { at: i, found: false };
  }
  return { at: text.length, found: false };
}

function hasHoleIn(text: string, from: number, to: number, holes: readonly string[]): boolean {
  const content = text.slice(from, to);
  return holes.some((hole) => {
    for (let at = content.indexOf(hole); at >= 0; at = content.indexOf(hole, at + 1)) {
      if (content[at - 1] === '\\' && !hole.startsWith('\\')) continue;
      if (hole !== '$' || /[A-Za-z_{(]/.test(content[at + 1] ?? '')) return true;
    }
    return false;
  });
}

function heredocEnd(text: string, from: number, label: string): { from: number; to: number; end: number } | undefined {
  let line = lineEnd(text, from) + 1;
  const first = line;
  while (line < text.length) {
    const end = lineEnd(text, line);
    const content = text.slice(line, Math.min(end, line + 200)).trim();
    if (content === label || content.startsWith(`${label};`) || content.startsWith(`${label})`) || content.startsWith(`${label},`))
      return { from: first, to: line, end: line + text.slice(line, end).indexOf(label) + label.length };
    line = end + 1;
  }
  return undefined;
}

/** A regular expression may begin where a value may: after a sign that is no closing bracket, or after `return`. */
function regexMayStand(text: string, kind: Uint8Array, start: Int32Array, end: Int32Array, count: number): boolean {
  let last = count - 1;
  while (last >= 0 && kind[last] === kinds.comment) last--;
  if (last < 0) return true;
  if (kind[last] === kinds.sign) return !')]}'.includes(text[start[last]!]!);
  return kind[last] === kinds.name && /^(?:return|typeof|case|in|of|delete|void|throw)$/.test(text.slice(start[last], end[last]));
}

function regexEnd(text: string, at: number): number {
  let inClass = false;
  for (let i = at + 1; i < text.length && i - at < 2000; i++) {
    const code = text.charCodeAt(i);
    if (code === 10) return at;
    if (code === 92) i++;
    else if (code === 91) inClass = true;
    else if (code === 93) inClass = false;
    else if (code === 47 && !inClass) return i + 1;
  }
  return at;
}
