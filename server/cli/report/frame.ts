// A code frame: the line of a finding with the exact token underlined. Text from files is made harmless for a terminal:
// control and direction characters become visible, tabs become blanks.
import type { Range } from '../result.ts';

export interface Frame {
  /** One-based line number. */
  readonly line: number;
  readonly code: string;
  /** Blanks, then `^` under the token; the width is that of a terminal. */
  readonly marks: string;
  /** Lines of the token beyond the first. */
  readonly more: number;
}

const usual = 120;

/** Lines longer than `widest` are cut around the token: what a terminal would wrap is not under its marks any more. */
export function frameOf(text: string, starts: readonly number[], range: Range, widest: number = usual): Frame {
  const start = starts[range.start.line] ?? 0;
  let end = starts[range.start.line + 1] ?? text.length;
  while (end > start && (text.charCodeAt(end - 1) === 10 || text.charCodeAt(end - 1) === 13)) end--;
  const line = text.slice(start, end);
  const more = range.end.line - range.start.line;
  const from = Math.min(range.start.column, line.length);
  const to = more > 0 ? line.length : Math.min(Math.max(range.end.column, from), line.length);
  let left = 0;
  let right = line.length;
  if (line.length > widest) {
    left = Math.max(0, Math.min(from - Math.min(30, widest >> 2), line.length - widest));
    right = Math.min(line.length, left + widest);
    // Never between the halves of one character.
    if (left > 0 && isLowSurrogate(line, left)) left--;
    if (right < line.length && isLowSurrogate(line, right)) right--;
  }
  const before = (left > 0 ? '…' : '') + harmless(line.slice(left, Math.min(from, right)));
  const token = harmless(line.slice(Math.max(left, from), Math.min(to, right)));
  const after = harmless(line.slice(Math.min(to, right), right)) + (right < line.length ? '…' : '');
  return {
    line: range.start.line + 1,
    code: before + token + after,
    marks: ' '.repeat(widthOf(before)) + '^'.repeat(Math.max(1, widthOf(token))),
    more,
  };
}

/** Text from outside, so that it cannot steer a terminal or turn the reading direction. */
export function harmless(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text
    .replace(/\t/g, '    ')
    .replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, '\u00b7');
}

function isLowSurrogate(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff;
}

/** Columns that a terminal needs: two for wide East Asian characters and emoji, none for combining marks. */
export function widthOf(text: string): number {
  let width = 0;
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (code < 0x300) width++;
    else if (/\p{Mn}|\p{Me}|\u200d|[\ufe00-\ufe0f]/u.test(char)) width += 0;
    else width += isWide(code) ? 2 : 1;
  }
  return width;
}

function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  );
}

/** Text in lines of at most `width` columns, broken at blanks. A word that is wider keeps a line to itself. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Nothing is broken narrower than this; what is narrower still, the terminal wraps. */
const narrowest = 20;
/** Lines wider than anybody reads are broken too. */
const mostColumns = 140;

/** Columns that are left for a text behind so many others. */
export function columnsFor(width: number, taken: number): number {
  return Math.max(narrowest, Math.min(width, mostColumns) - taken);
}

/** A text after a mark (`  try  `), its further lines under the first; in one line where there is no width to fit. */
export function hanging(mark: string, paint: (mark: string) => string, text: string, width: number | undefined): string[] {
  const lines = width === undefined ? [text] : wrapped(text, columnsFor(width, mark.length));
  return lines.map((line, index) => `${index === 0 ? mark.replace(/\S+/, paint) : ' '.repeat(mark.length)}${line}`);
}

/** A text under its heading, two columns in or `by`. */
export function indented(text: string, width: number | undefined, by = 2): string[] {
  return hanging(' '.repeat(by), (mark) => mark, text, width);
}
