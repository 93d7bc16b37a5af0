// YAML scalars: plain, quoted and block, over several lines, folded as the specification says. Plain words become null,
// booleans and numbers by the core schema of YAML 1.2, with one difference: a number whose text would be lost
// (`012345678901`, `1.10`, `0x1f`) stays the text that it is, because account ids and versions are written like that.
import type { Span } from '../../text/text.ts';
import type { DataScalar, ScalarStyle } from '../data.ts';
import {
  atDocumentMarker,
  columnOf,
  cut,
  isBlankOrEnd,
  isBreak,
  isFlowMark,
  looksLikeEntry,
  problem,
  skipRestOfLine,
  skipSpaces,
  stepOverBreak,
  type Cursor,
  type Properties,
} from './cursor.ts';
import { tableOf } from '../../table.ts';

/**
 * The end of the plain text that begins at the cursor, on this line alone. The cursor moves to what stopped it: a line
 * end, a comment, `: `, or in flow a mark.
 */
export function skipPlainLine(c: Cursor, inFlow: boolean): number {
  const { text } = c;
  let end = c.at;
  let at = c.at;
  let blank = false;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9) {
      blank = true;
      continue;
    }
    if (code === 10 || code === 13) break;
    if (code === 58) {
      const next = text.charCodeAt(at + 1);
      if (isBlankOrEnd(next) || (inFlow && isFlowMark(next))) break;
    } else if (code === 35 && blank) {
      break;
    } else if (inFlow && isFlowMark(code)) {
      break;
    }
    blank = false;
    end = at + 1;
  }
  c.at = at;
  return end;
}

/**
 * The lines that follow the first line of a plain scalar, folded. The cursor stands at the end of the first line.
 * Stops before a line that reads as a key: what is being typed there is the next entry, not text.
 */
export function readPlainRest(
  c: Cursor,
  start: number,
  firstEnd: number,
  parentIndent: number,
  inFlow: boolean,
  properties: Properties,
): DataScalar {
  const { text } = c;
  let value = cut(c, start, firstEnd);
  let end = firstEnd;
  let lines = 1;
  while (c.at < text.length && isBreak(text.charCodeAt(c.at))) {
    const before = c.at;
    const beforeLine = c.lineStart;
    let breaks = 0;
    while (c.at < text.length && isBreak(text.charCodeAt(c.at))) {
      stepOverBreak(c);
      breaks++;
      skipSpaces(c);
    }
    const from = c.at;
    const code = text.charCodeAt(from);
    let goesOn =
      from < text.length &&
      code !== 35 &&
      !atDocumentMarker(c) &&
      (inFlow ? !isFlowMark(code) && !(columnOf(c) <= parentIndent && looksLikeEntry(c)) : columnOf(c) > parentIndent);
    if (goesOn) {
      const lineEnd = skipPlainLine(c, inFlow);
      if (lineEnd === from) {
        goesOn = false;
      } else if (text.charCodeAt(c.at) === 58 && !inFlow) {
        problem(c, 'a key that is indented further than the entries before it', [from, lineEnd]);
        goesOn = false;
      } else {
        value += (breaks > 1 ? '\n'.repeat(breaks - 1) : ' ') + text.slice(from, lineEnd);
        end = lineEnd;
        lines++;
        if (!isBreak(text.charCodeAt(c.at))) break;
      }
    }
    if (!goesOn) {
      c.at = before;
      c.lineStart = beforeLine;
      break;
    }
  }
  return plainScalar(value, [start, end], lines === 1, properties);
}

export function plainScalar(written: string, span: Span, oneLine: boolean, properties: Properties): DataScalar {
  const value = plainValue(written, properties.tag);
  return {
    kind: 'scalar',
    value,
    span,
    inner: span,
    style: 'plain',
    exact: oneLine && typeof value === 'string',
    tag: properties.tag,
    tagSpan: properties.tagSpan,
    anchor: properties.anchor,
  };
}

function plainValue(written: string, tag: string | undefined): string | number | boolean | null {
  if (tag !== undefined && !/^!!(?:null|int|float|bool)$/.test(tag)) return written;
  switch (written) {
    case '':
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return null;
    case 'true':
    case 'True':
    case 'TRUE':
      return true;
    case 'false':
    case 'False':
    case 'FALSE':
      return false;
    default:
      break;
  }
  const code = written.charCodeAt(0);
  if ((code < 48 || code > 57) && code !== 45) return written;
  const number = Number(written);
  return String(number) === written && Number.isFinite(number) ? number : written;
}

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

/** One line of a block scalar: where its content begins (past the indentation) and ends in the text. */
export interface BlockLine {
  readonly start: number;
  readonly end: number;
}

interface Block {
  readonly lines: BlockLine[];
  readonly chomp: 'clip' | 'strip' | 'keep';
  readonly end: number;
}

/** A literal or folded block; the cursor stands on `|` or `>`. */
export function readBlockScalar(c: Cursor, parentIndent: number, properties: Properties): DataScalar {
  const start = c.at;
  const style: ScalarStyle = c.text.charCodeAt(start) === 124 ? 'literal' : 'folded';
  const block = readBlock(c, parentIndent);
  const { lines } = block;
  let last = lines.length - 1;
  while (last >= 0 && lines[last]!.start >= lines[last]!.end) last--;
  const first = lines.findIndex((line) => line.end > line.start);
  const content = lines.slice(0, last + 1).map((line) => c.text.slice(line.start, Math.max(line.start, line.end)));
  let value = style === 'literal' ? content.join('\n') : foldBlock(content);
  if (block.chomp === 'keep') value += '\n'.repeat(lines.length - (last + 1) + (last >= 0 ? 1 : 0));
  else if (block.chomp === 'clip' && last >= 0) value += '\n';
  const end = last >= 0 ? lines[last]!.end : block.end;
  const inner: Span = last >= 0 ? [lines[first]!.start, end] : [end, end];
  // The blank lines that `+` keeps are part of the value.
  const tokenEnd = block.chomp === 'keep' && lines.length > 0 ? Math.max(end, lines.at(-1)!.end) : end;
  return {
    kind: 'scalar',
    value,
    span: [start, tokenEnd],
    inner,
    style,
    exact: last >= 0 && value === c.text.slice(inner[0], inner[1]),
    tag: properties.tag,
    tagSpan: properties.tagSpan,
    anchor: properties.anchor,
  };
}

function readBlock(c: Cursor, parentIndent: number): Block {
  const { text } = c;
  c.at++;
  let chomp: Block['chomp'] = 'clip';
  let given = 0;
  for (let code = text.charCodeAt(c.at); ; code = text.charCodeAt(++c.at)) {
    if (code === 43) chomp = 'keep';
    else if (code === 45) chomp = 'strip';
    else if (code >= 49 && code <= 57) given = code - 48;
    else break;
  }
  const end = c.at;
  skipSpaces(c);
  if (c.at < text.length && !isBreak(text.charCodeAt(c.at))) {
    if (text.charCodeAt(c.at) !== 35) problem(c, 'text after a block header', [c.at, c.at + 1]);
    skipRestOfLine(c);
  }
  let indent = given > 0 ? Math.max(parentIndent, 0) + given : -1;
  const lines: BlockLine[] = [];
  while (c.at < text.length) {
    const before = c.at;
    const beforeLine = c.lineStart;
    stepOverBreak(c);
    if (c.at >= text.length) break;
    let at = c.at;
    while (text.charCodeAt(at) === 32 && (indent < 0 || at - c.lineStart < indent)) at++;
    const code = text.charCodeAt(at);
    const column = at - c.lineStart;
    const isEmpty = isBreak(code) || code !== code;
    if (!isEmpty) {
      if (indent < 0) {
        if (column <= parentIndent || atDocumentMarker(c)) {
          c.at = before;
          c.lineStart = beforeLine;
          break;
        }
        indent = column;
      } else if (column < indent || atDocumentMarker(c)) {
        c.at = before;
        c.lineStart = beforeLine;
        break;
      }
    }
    c.at = at;
    skipRestOfLine(c);
    // Blanks at the very end of the text, without a line end, are no line.
    if (!isEmpty || c.at < text.length) lines.push({ start: at, end: c.at });
  }
  return { lines, chomp, end };
}

function foldBlock(lines: readonly string[]): string {
  let out = '';
  let breaks = 0;
  let previousMore = false;
  let any = false;
  for (const line of lines) {
    if (line === '') {
      breaks++;
      continue;
    }
    const more = line[0] === ' ' || line[0] === '\t';
    if (!any) out += '\n'.repeat(breaks);
    else if (more || previousMore) out += '\n'.repeat(breaks + 1);
    else out += breaks > 0 ? '\n'.repeat(breaks) : ' ';
    out += line;
    breaks = 0;
    previousMore = more;
    any = true;
  }
  return out;
}
