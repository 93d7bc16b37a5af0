// HCL text to tokens, with the template modes that quoted strings and heredocs need. Total and linear: any text gives
// tokens. It does not decode escapes; the parser does, where a text is wanted.
import type { HclProblem } from './tree.ts';

export const token = {
  end: 0,
  newline: 1,
  name: 2,
  number: 3,
  quoteOpen: 4,
  quoteClose: 5,
  text: 6,
  interpolation: 7,
  directive: 8,
  templateClose: 9,
  heredocOpen: 10,
  heredocClose: 11,
  reset: 12,
  bad: 13,
  braceOpen: 20,
  braceClose: 21,
  bracketOpen: 22,
  bracketClose: 23,
  parenOpen: 24,
  parenClose: 25,
  comma: 26,
  equals: 27,
  colon: 28,
  dot: 29,
  question: 30,
  ellipsis: 31,
  arrow: 32,
  operator: 33,
} as const;

/** Tokens as three lists of the same length, the last one `end`. Struct of arrays: half the time of objects. */
export interface Tokens {
  readonly kinds: number[];
  readonly starts: number[];
  readonly ends: number[];
  readonly problems: HclProblem[];
}

interface Mode {
  readonly kind: 'quoted' | 'heredoc' | 'interpolation';
  /** Open braces inside an interpolation. */
  braces: number;
  /** Where the line with the end marker begins, for a heredoc and for all that is nested in it; else the end of the text. */
  readonly bodyEnd: number;
  readonly markerEnd: number;
}

/**
 * Lines that begin a block at the left margin. Looked at only when a first reading found brackets that do not match:
 * there, such a line ends whatever is still open. Found in one pass.
 */
const blockHead =
  /^(?:[A-Za-z_][\w-]*(?:[ \t]+[A-Za-z_][\w-]*)?(?:[ \t]+"[^"\n]*")+|(?:locals|terraform|moved|import|removed|build))[ \t]*\{/gm;

/** `region` restricts reading to a part of the text, taken as the inside of a quoted template (strings of JSON syntax). */
export function tokenize(text: string, recovering: boolean, region?: readonly [number, number]): Tokens {
  const kinds: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const problems: HclProblem[] = [];
  const modes: Mode[] = [];
  const length = region ? region[1] : text.length;
  let at = region ? region[0] : 0;
  let markers: Map<string, number[]> | undefined;
  let heads: number[] | undefined;

  const push = (kind: number, start: number, end: number): void => {
    kinds.push(kind);
    starts.push(start);
    ends.push(end);
    at = end;
  };
  const problem = (message: string, start: number, end: number): void => {
    if (problems.length < 100) problems.push({ message, span: [start, end] });
  };
  const headAfter = (offset: number): number | undefined => {
    heads ??= [...text.matchAll(blockHead)].map((match) => match.index);
    return firstAtLeast(heads, offset);
  };
  const open = (kind: Mode['kind'], bodyEnd = length, markerEnd = length): void => {
    modes.push({ kind, braces: 0, bodyEnd, markerEnd });
  };

  /** Lines that hold one word only, by that word: every possible end of a heredoc, found in one pass. */
  const markerLines = (word: string): readonly number[] => {
    if (!markers) {
      markers = new Map();
      const line = /^[ \t]*([A-Za-z_][\w-]*)[ \t]*\r?$/gm;
      for (let match = line.exec(text); match; match = line.exec(text)) {
        const list = markers.get(match[1]!);
        if (list) list.push(match.index);
        else markers.set(match[1]!, [match.index]);
      }
    }
    return markers.get(word) ?? [];
  };

  const startHeredoc = (): boolean => {
    let i = at + 2;
    if (text.charCodeAt(i) === 45) i++;
    const nameStart = i;
    while (i < length && isNamePart(text.charCodeAt(i))) i++;
    if (i === nameStart) return false;
    const word = text.slice(nameStart, i);
    while (i < length && (text.charCodeAt(i) === 32 || text.charCodeAt(i) === 9 || text.charCodeAt(i) === 13)) i++;
    if (i < length && text.charCodeAt(i) !== 10) return false;
    const start = at;
    const body = Math.min(length, i + 1);
    const line = firstAtLeast(markerLines(word), body);
    if (line !== undefined) {
      push(token.heredocOpen, start, body);
      open('heredoc', line, text.indexOf(word, line) + word.length);
      return true;
    }
    problem(`the heredoc ${word} has no end`, start, i);
    const end = (recovering ? headAfter(body) : undefined) ?? length;
    push(token.heredocOpen, start, body);
    open('heredoc', end, end);
    return true;
  };

  /** Text of a template up to the next `${`, `%{` or its end. */
  const lexTemplate = (mode: Mode): void => {
    const heredoc = mode.kind === 'heredoc';
    const end = heredoc ? mode.bodyEnd : length;
    let i = at;
    let found = 0;
    for (; i < end; i++) {
      const code = text.charCodeAt(i);
      if (code === 36 || code === 37) {
        if (text.charCodeAt(i + 1) === code && text.charCodeAt(i + 2) === 123) i += 2;
        else if (text.charCodeAt(i + 1) === 123) {
          found = code;
          break;
        }
      } else if (!heredoc) {
        if (code === 92) i++;
        else if (code === 34 && !(region && modes.length === 1)) break;
        else if ((code === 10 || code === 13) && !region) break;
      }
    }
    if (i > end) i = end;
    if (i > at) push(token.text, at, i);
    if (found) {
      push(found === 36 ? token.interpolation : token.directive, i, text.charCodeAt(i + 2) === 126 ? i + 3 : i + 2);
      open('interpolation', mode.bodyEnd);
      return;
    }
    modes.pop();
    if (heredoc) {
      push(token.heredocClose, Math.max(at, mode.bodyEnd), Math.max(at, mode.markerEnd));
      // A heredoc without an end was ended by the block head that follows.
      if (mode.bodyEnd === mode.markerEnd && at < length) resetHere();
    } else if (i < length && text.charCodeAt(i) === 34) push(token.quoteClose, i, i + 1);
    else {
      if (!region) problem('the string has no closing quote', i, i);
      push(token.quoteClose, i, i);
    }
  };

  /** Ends every open template, so that what follows is read as code again. */
  const closeAll = (): void => {
    while (modes.length > 0) {
      const mode = modes.pop()!;
      const kind = mode.kind === 'interpolation' ? token.templateClose : mode.kind === 'quoted' ? token.quoteClose : token.heredocClose;
      push(kind, at, at);
    }
  };

  const resetHere = (): void => {
    closeAll();
    push(token.reset, at, at);
  };

  const lexCode = (mode: Mode | undefined): void => {
    const code = text.charCodeAt(at);
    const start = at;
    if (code === 32 || code === 9 || code === 13) {
      // A whole run at once: indentation and alignment are a third of most files.
      at++;
      while (at < length && isBlank(text.charCodeAt(at))) at++;
      return;
    }
    if (code === 10) {
      push(token.newline, start, start + 1);
      if (!recovering) return;
      if (mode && mode.braces === 0 && modes.at(-2)?.kind === 'quoted') closeAll();
      if (headAfter(at) === at) resetHere();
      return;
    }
    if (isNameStart(code)) {
      let i = at + 1;
      while (i < length && isNamePart(text.charCodeAt(i))) i++;
      push(token.name, start, i);
      return;
    }
    if (code >= 48 && code <= 57) {
      push(token.number, start, numberEnd(text, at, length));
      return;
    }
    const next = text.charCodeAt(at + 1);
    switch (code) {
      case 34:
        push(token.quoteOpen, start, start + 1);
        open('quoted', mode?.bodyEnd);
        return;
      case 35:
        at = lineEnd(text, at, length);
        return;
      case 47:
        if (next === 47) at = lineEnd(text, at, length);
        else if (next === 42) {
          const close = text.indexOf('*/', at + 2);
          if (close < 0) problem('the comment has no end', start, start + 2);
          at = close < 0 ? length : Math.min(length, close + 2);
        } else push(token.operator, start, start + 1);
        return;
      case 123:
        if (mode) mode.braces++;
        push(token.braceOpen, start, start + 1);
        return;
      case 125:
        if (mode && mode.braces === 0) {
          modes.pop();
          push(token.templateClose, start, start + 1);
          return;
        }
        if (mode) mode.braces--;
        push(token.braceClose, start, start + 1);
        return;
      case 91:
        push(token.bracketOpen, start, start + 1);
        return;
      case 93:
        push(token.bracketClose, start, start + 1);
        return;
      case 40:
        push(token.parenOpen, start, start + 1);
        return;
      case 41:
        push(token.parenClose, start, start + 1);
        return;
      case 44:
        push(token.comma, start, start + 1);
        return;
      case 58:
        push(token.colon, start, start + 1);
        return;
      case 63:
        push(token.question, start, start + 1);
        return;
      case 46:
        if (next === 46 && text.charCodeAt(at + 2) === 46) push(token.ellipsis, start, start + 3);
        else push(token.dot, start, start + 1);
        return;
      case 61:
        if (next === 61) push(token.operator, start, start + 2);
        else if (next === 62) push(token.arrow, start, start + 2);
        else push(token.equals, start, start + 1);
        return;
      case 60:
        if (next === 60 && startHeredoc()) return;
        push(token.operator, start, next === 61 ? start + 2 : start + 1);
        return;
      case 33:
      case 62:
        push(token.operator, start, next === 61 ? start + 2 : start + 1);
        return;
      case 38:
      case 124:
        push(next === code ? token.operator : token.bad, start, next === code ? start + 2 : start + 1);
        return;
      case 43:
      case 45:
      case 42:
      case 37:
        push(token.operator, start, start + 1);
        return;
      case 126:
        if (next === 125) at++;
        else push(token.bad, start, start + 1);
        return;
      default:
        push(token.bad, start, start + 1);
    }
  };

  if (region) open('quoted');
  while (at < length || modes.length > 0) {
    const mode = modes[modes.length - 1];
    if (mode && mode.kind !== 'interpolation') lexTemplate(mode);
    else if (mode && at >= Math.min(length, mode.bodyEnd)) {
      problem('the interpolation has no closing brace', at, at);
      modes.pop();
      push(token.templateClose, at, at);
    } else lexCode(mode);
  }
  push(token.end, length, length);
  return { kinds, starts, ends, problems };
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 13;
}

function isNameStart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    code === 95 ||
    (code > 127 && code !== 0xa0 && code !== 0xfeff && /[\p{L}\p{Nl}]/u.test(String.fromCharCode(code)))
  );
}

function isNamePart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45 ||
    (code > 127 && isNameStart(code))
  );
}

function numberEnd(text: string, from: number, length: number): number {
  const digits = (i: number): number => {
    while (i < length && text.charCodeAt(i) >= 48 && text.charCodeAt(i) <= 57) i++;
    return i;
  };
  let i = digits(from);
  if (text.charCodeAt(i) === 46 && digits(i + 1) > i + 1) i = digits(i + 1);
  if ((text.charCodeAt(i) | 32) === 101) {
    const sign = text.charCodeAt(i + 1) === 43 || text.charCodeAt(i + 1) === 45 ? 2 : 1;
    if (digits(i + sign) > i + sign) i = digits(i + sign);
  }
  return Math.min(i, length);
}

function lineEnd(text: string, from: number, length: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 || at > length ? length : at;
}

/** The first number of a sorted list that is `least` or more. */
function firstAtLeast(sorted: readonly number[], least: number): number | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return sorted[low];
}
