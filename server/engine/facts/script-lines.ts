// The commands of a script that stands in a data file, each with its exact place. Lines that end in a backslash go on;
// comments and blank lines are left out. No shell parser: a command is a line, and lines of a text that the script only
// prints or writes down are told apart.
import { dataIn } from './heredocs.ts';
import type { Leaf } from './value.ts';
import type { Place } from '../text/text.ts';

export interface ScriptLine {
  /** The command as it is written, continuation lines and all: the character at `i` stands at `at.span[0] + i`. */
  readonly text: string;
  readonly at: Place;
  /** True for a line of a text that the script prints or writes down and does not run: `cat <<EOF`. Variables in it may be used. */
  readonly data?: true;
}

/** The lines that are run. */
export function commandsOf(lines: readonly ScriptLine[]): readonly ScriptLine[] {
  return lines.filter((line) => !line.data);
}

/** The lines of a leaf that holds text. `source` is the text of its document. */
export function scriptLines(leaf: Leaf | undefined, source: string): ScriptLine[] {
  if (!leaf || (leaf.kind === 'scalar' && typeof leaf.value !== 'string') || leaf.kind === 'unknown') return [];
  const lines: ScriptLine[] = [];
  const [from, to] = leaf.at.span;
  const data = dataIn(source.slice(from, to));
  let passed = 0;
  let start = from;
  let begun = -1;
  while (start < to) {
    const found = source.indexOf('\n', start);
    const next = found < 0 || found >= to ? to : found;
    const end = source.charCodeAt(next - 1) === 13 && next > start ? next - 1 : next;
    const goesOn = source.charCodeAt(end - 1) === 92 && next < to;
    if (begun < 0) begun = start;
    if (!goesOn) {
      while (passed < data.length && from + data[passed]![1] <= begun) passed++;
      pushLine(source, begun, end, leaf.at.uri, passed < data.length && from + data[passed]![0] <= begun, lines);
      begun = -1;
    }
    start = next + 1;
  }
  return lines;
}

function pushLine(source: string, from: number, to: number, uri: string, data: boolean, into: ScriptLine[]): void {
  let start = from;
  let end = to;
  while (start < end && isBlank(source.charCodeAt(start))) start++;
  while (end > start && isBlank(source.charCodeAt(end - 1))) end--;
  if (start === end || source[start] === '#') return;
  into.push({ text: source.slice(start, end), at: { uri, span: [start, end] }, ...(data ? { data } : {}) });
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

/** The place of a match inside a line. */
export function placeOfMatch(line: ScriptLine, match: RegExpExecArray): Place {
  const start = line.at.span[0] + match.index;
  return { uri: line.at.uri, span: [start, start + match[0].length] };
}
