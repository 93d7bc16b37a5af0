// Plain YAML scalars, over several lines, folded as the specification says. Plain words become null, booleans and numbers
// by the core schema of YAML 1.2, with one difference: a number whose text would be lost (`012345678901`, `1.10`, `0x1f`)
// stays the text that it is, because account ids and versions are written like that.
import type { Span } from '../../text/text.ts';
import type { DataScalar } from '../data.ts';
import {
  atDocumentMarker,
  columnOf,
  cut,
  isBlankOrEnd,
  isBreak,
  isFlowMark,
  looksLikeEntry,
  problem,
  skipSpaces,
  stepOverBreak,
  type Cursor,
  type Properties,
} from './cursor.ts';

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
