// Where the text of a YAML block scalar (`|`, `>`) stands in its document, letter by letter: the indentation of each line is
// in the document and not in the text, and a folded line end is a blank. Texts that do not fit together give no map.
import type { Span } from '../text/text.ts';
import type { OffsetMap } from './embedded-json.ts';

/** The map of a block's text; `span` is where the block stands, from its first letter. Linear. */
export function blockOffsets(value: string, [start, end]: Span, text: string): OffsetMap {
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
  const places = new Uint32Array(value.length + 1);
  let at = start;
  for (let i = 0; i < value.length; i++) {
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    places[i] = at;
    const [wanted, found] = [value[i]!, text[at]];
    if (found === '\n' ? wanted !== '\n' && wanted !== ' ' : found !== wanted) {
      // The last line end may stand in the text alone.
      if (wanted === '\n' && i === value.length - 1 && at >= end) break;
      return undefined;
    }
    at++;
    if (found !== '\n') continue;
    for (let column = 0; column < indent && text[at] === ' '; column++) at++;
  }
  places[value.length] = Math.min(at, Math.max(end, start));
  return (offset) => places[Math.min(Math.max(offset, 0), value.length)]!;
}
