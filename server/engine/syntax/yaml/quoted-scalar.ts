// YAML scalars in quotes, over several lines: folded, and with their escapes, as the specification says.
import type { Span } from '../../text/text.ts';
import type { DataScalar, ScalarStyle } from '../data.ts';
import { tableOf } from '../../table.ts';
import {
  atDocumentMarker,
  columnOf,
  cut,
  isBreak,
  looksLikeEntry,
  problem,
  skipSpaces,
  stepOverBreak,
  type Cursor,
  type Properties,
} from './cursor.ts';

/** A quoted scalar; the cursor stands on the quote. Ends at the end of its first line when it is never closed. */
export function readQuoted(c: Cursor, parentIndent: number, properties: Properties): DataScalar {
  const { text } = c;
  const start = c.at;
  const startLine = c.lineStart;
  const quote = text.charCodeAt(start);
  let escaped = false;
  let firstLineEnd = -1;
  let at = start + 1;
  let closed = false;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      if (quote !== 39 || text.charCodeAt(at + 1) !== 39) {
        closed = true;
        break;
      }
      escaped = true;
      at++;
    } else if (code === 92 && quote === 34) {
      escaped = true;
      if (!isBreak(text.charCodeAt(at + 1))) at++;
    } else if (code === 10 || code === 13) {
      if (firstLineEnd < 0) firstLineEnd = at;
      c.at = at;
      stepOverBreak(c);
      skipSpaces(c);
      if (atDocumentMarker(c) || (columnOf(c) <= parentIndent && looksLikeEntry(c))) break;
      at = c.at - 1;
    }
  }
  const style: ScalarStyle = quote === 39 ? 'single' : 'double';
  let innerEnd = Math.min(at, text.length);
  if (!closed) {
    problem(c, 'a quote is not closed', [start, start + 1]);
    innerEnd = firstLineEnd >= 0 ? firstLineEnd : text.length;
    c.lineStart = startLine;
    firstLineEnd = -1;
  }
  c.at = closed ? innerEnd + 1 : innerEnd;
  const inner: Span = [start + 1, innerEnd];
  const raw = cut(c, inner[0], inner[1]);
  const exact = !escaped && firstLineEnd < 0;
  const value = exact ? raw : quote === 39 ? foldLines(raw).replaceAll("''", "'") : unescapeDouble(raw);
  return {
    kind: 'scalar',
    value,
    span: [start, c.at],
    inner,
    style,
    exact,
    tag: properties.tag,
    tagSpan: properties.tagSpan,
    anchor: properties.anchor,
  };
}

/** Line folding inside quotes: blanks around a line end go, one line end is a blank, each further one is a line end. */
function foldLines(raw: string): string {
  const lines = raw.split(/\r\n|\n|\r/);
  let out = '';
  let breaks = 0;
  for (const [index, line] of lines.entries()) {
    const last = index === lines.length - 1;
    let content = index === 0 ? line : line.replace(/^[ \t]+/, '');
    if (!last) content = trimBlankEnd(content);
    if (index === 0) {
      out = content;
    } else {
      breaks++;
      if (content === '' && !last) continue;
      out += breaks > 1 ? '\n'.repeat(breaks - 1) : ' ';
      out += content;
      breaks = 0;
    }
  }
  return out;
}

function trimBlankEnd(text: string, least = 0): string {
  let end = text.length;
  while (end > least && (text.charCodeAt(end - 1) === 32 || text.charCodeAt(end - 1) === 9)) end--;
  return text.slice(0, end);
}

const escapes = tableOf<string>({
  0: '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
});

function unescapeDouble(raw: string): string {
  let out = '';
  // Blanks before a line end go, unless an escape wrote them.
  let escapedTo = 0;
  let at = 0;
  while (at < raw.length) {
    const char = raw[at]!;
    if (char === '\\') {
      const next = raw[at + 1];
      const width = next === 'x' ? 2 : next === 'u' ? 4 : next === 'U' ? 8 : 0;
      if (width > 0) {
        const digits = raw.slice(at + 2, at + 2 + width);
        const code = /^[0-9a-fA-F]+$/.test(digits) && digits.length === width ? parseInt(digits, 16) : -1;
        out += code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : raw.slice(at, at + 2 + width);
        at += 2 + width;
      } else if (next === '\n' || next === '\r') {
        // An escaped line end joins the lines; leading blanks of the next line go.
        at += next === '\r' && raw[at + 2] === '\n' ? 3 : 2;
        while (raw[at] === ' ' || raw[at] === '\t') at++;
      } else {
        out += next === undefined ? '\\' : (escapes.get(next) ?? `\\${next}`);
        at += 2;
      }
      escapedTo = out.length;
    } else if (char === '\n' || char === '\r') {
      out = trimBlankEnd(out, escapedTo);
      let breaks = 0;
      while (at < raw.length && (raw[at] === '\n' || raw[at] === '\r' || raw[at] === ' ' || raw[at] === '\t')) {
        if (raw[at] === '\r' && raw[at + 1] === '\n') at++;
        if (raw[at] === '\n' || raw[at] === '\r') breaks++;
        at++;
      }
      out += breaks > 1 ? '\n'.repeat(breaks - 1) : ' ';
    } else {
      out += char;
      at++;
    }
  }
  return out;
}
