// YAML block scalars, literal and folded: their header, their indentation and the ends of their lines.
import type { Span } from '../../text/text.ts';
import type { DataScalar, ScalarStyle } from '../data.ts';
import { atDocumentMarker, isBreak, problem, skipRestOfLine, skipSpaces, stepOverBreak, type Cursor, type Properties } from './cursor.ts';

/** One line of a block scalar: where its content begins (past the indentation) and ends in the text. */
interface BlockLine {
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
