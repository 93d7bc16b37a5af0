// The only place that turns offsets into lines and columns. Everything else in the engine counts UTF-16 code units
// from the start of the text as the editor has it (a byte order mark taken off), and never sees a line.

/** A half-open range of UTF-16 offsets into one text. */
export type Span = readonly [start: number, end: number];

/** A span in a named document. `uri` is what the front gave: a path relative to the root with `/`, or a real URI. */
export interface Place {
  readonly uri: string;
  readonly span: Span;
}

/** Zero-based line and zero-based UTF-16 column. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const BOM = '\uFEFF';

/** Takes a byte order mark off. The writer puts it back. */
export function splitBom(text: string): { bom: boolean; text: string } {
  return text.startsWith(BOM) ? { bom: true, text: text.slice(1) } : { bom: false, text };
}

/** Puts a byte order mark back where `splitBom` found one. */
export function joinBom(bom: boolean, text: string): string {
  return bom ? BOM + text : text;
}

/** Offsets at which lines begin. `\n`, `\r\n` and a lone `\r` end a line, as in the language server protocol. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 13) {
      if (text.charCodeAt(i + 1) === 10) i++;
      starts.push(i + 1);
    } else if (code === 10) {
      starts.push(i + 1);
    }
  }
  return starts;
}

/** The position of an offset; an offset past either end is held at that end. */
export function positionAt(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, column: Math.max(0, offset - starts[low]!) };
}

/** The offset of a position; a column past the end of its line is held at the line's end, a line past the end at the text's end. */
export function offsetAt(starts: readonly number[], text: string, position: Position): number {
  if (position.line < 0) return 0;
  if (position.line >= starts.length) return text.length;
  const start = starts[position.line]!;
  let end = position.line + 1 < starts.length ? starts[position.line + 1]! : text.length;
  while (end > start && (text.charCodeAt(end - 1) === 10 || text.charCodeAt(end - 1) === 13)) end--;
  return Math.min(start + Math.max(0, position.column), end);
}

/** The span of the whole line that holds `offset`, without its line end. */
export function lineSpanAt(text: string, offset: number): Span {
  let start = offset;
  while (start > 0 && text.charCodeAt(start - 1) !== 10 && text.charCodeAt(start - 1) !== 13) start--;
  let end = offset;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return [start, end];
}

/** The white space that a line begins with. */
export function indentAt(text: string, offset: number): string {
  const [start, end] = lineSpanAt(text, offset);
  let i = start;
  while (i < end && (text.charCodeAt(i) === 32 || text.charCodeAt(i) === 9)) i++;
  return text.slice(start, i);
}

/** The line end that a text uses most at its start; `\n` where it has none. */
export function lineEndOf(text: string): '\n' | '\r\n' {
  const first = text.indexOf('\n');
  return first > 0 && text.charCodeAt(first - 1) === 13 ? '\r\n' : '\n';
}

/** What a merge that stopped writes into a text: git's markers begin their lines. */
const markerOfMerge = /^(?:<{7} |={7}$|>{7} )/m;
export const markersLeft = 'a merge left conflict markers here: keep one side';

/**
 * The first marker of a merge that nobody has finished. Asked of texts that could not be read: a line of seven equals signs is
 * good Markdown.
 */
export function conflictMarker(text: string): Span | undefined {
  const marker = markerOfMerge.exec(text);
  return marker ? [marker.index, marker.index + marker[0].length] : undefined;
}

export function contains(outer: Span, inner: Span): boolean {
  return outer[0] <= inner[0] && inner[1] <= outer[1];
}

export function overlaps(a: Span, b: Span): boolean {
  return a[0] < b[1] && b[0] < a[1];
}

/** Those of `inner` that no one of `outer` contains, in the order in which they begin. */
export function notContained(inner: readonly Span[], outer: readonly Span[]): Span[] {
  const inOrder = (spans: readonly Span[]): Span[] => [...spans].sort((a, b) => a[0] - b[0]);
  const around = inOrder(outer);
  let [next, reach] = [0, -1];
  return inOrder(inner).filter(([start, end]) => {
    for (; next < around.length && around[next]![0] <= start; next++) reach = Math.max(reach, around[next]![1]);
    return end > reach;
  });
}

/** How many of some things, in the order in which they begin, begin before an offset. */
export function countBefore(things: readonly { readonly span: Span }[], offset: number): number {
  let [low, high] = [0, things.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (things[middle]!.span[0] < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether an offset lies in one of some things, which stand in their order and hold none of each other. */
export function isWithinAny(things: readonly { readonly span: Span }[], offset: number): boolean {
  return (things[countBefore(things, offset + 1) - 1]?.span[1] ?? 0) > offset;
}
