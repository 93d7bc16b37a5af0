// Slots of tables in text: the key file that AWS hands out, exports of password stores, lists of users. A column whose name
// means a secret gives its values that name; on pages only one of passwords does, because other words head columns of
// notations. A cell with such a name gives it to the value beside it, where somebody drew that. Only the first rows are
// read: they tell what the table holds.
import { describes, meaningOf } from './names.ts';
import { looksRandom } from './randomness.ts';
import type { Slot } from './slot.ts';
import type { Span } from '../text/text.ts';

const rowsRead = 200;

export const isTable = (uri: string): boolean => /\.(?:csv|tsv)$/i.test(uri);

/** Values of telling columns; none where the first row has no such name or only one column. */
export function slotsInTable(text: string, uri: string): Slot[] {
  const separator = /\.tsv$/i.test(uri) ? '\t' : text.slice(0, 2000).split('\n', 1)[0]!.includes(';') ? ';' : ',';
  const header = rowAt(text, 0, separator);
  const names = header.cells.map((cell) => valueOf(text, cell).trim());
  const telling = names.map((name) => name.length <= 60 && meaningOf(name) !== undefined && !describes(name));
  const slots: Slot[] = [];
  if (names.length < 2) return slots;
  const beside: Slot[] = [];
  let at = header.end;
  for (let rows = 0; at < text.length && rows < rowsRead; rows++) {
    const row = rowAt(text, at, separator);
    row.cells.forEach((cell, column) => {
      const before = row.cells[column - 1];
      if (telling[column] && cell[1] > cell[0]) slots.push(slotOf(text, cell, names[column]!));
      else if (before && !tellsOf(names[column]) && isNamed(valueOf(text, before), valueOf(text, cell)))
        beside.push(slotOf(text, cell, valueOf(text, before).trim()));
    });
    at = row.end;
  }
  const columns = new Map<string, Slot[]>();
  for (const slot of slots) (columns.get(slot.name) ?? columns.set(slot.name, []).get(slot.name)!).push(slot);
  return [...[...columns.values()].filter((column) => !speaks(column)).flat(), ...beside].sort((a, b) => a.at[0] - b.at[0]);
}

/** A column of digests, ids or places: `SHA256`, `checksum`. */
const tellsOf = (column: string | undefined): boolean => column !== undefined && describes(column.replace(/(?<![-\d ])[-\d ]+$/, ''));

/** `finnhub_api_key` and a value in the next cell, which is one word that somebody drew. */
const isNamed = (name: string, value: string): boolean =>
  value.length >= 16 &&
  value.length <= 200 &&
  name.length <= 60 &&
  !/\s/.test(value) &&
  meaningOf(name.trim()) !== undefined &&
  !describes(name) &&
  looksRandom(value);

function slotOf(text: string, cell: Span, name: string): Slot {
  const inner: Span = isQuoted(text, cell) ? [cell[0] + 1, cell[1] - 1] : cell;
  const value = valueOf(text, cell);
  return {
    name,
    path: name,
    value,
    at: inner,
    token: cell,
    entry: cell,
    encoding: 'none',
    where: 'assignment',
    exact: value.length === inner[1] - inner[0],
    quoted: true,
    interpolated: false,
  };
}

/** Whether a third of the values of a column are sentences: it is about passwords, or a translation. Words of a wallet are no sentence. */
const speaks = (column: readonly Slot[]): boolean =>
  column.length > 0 &&
  meaningOf(column[0]!.name) !== 'secret' &&
  column.filter(({ value }) => isSentence.test(value)).length * 3 >= column.length;

const isSentence = /^\p{L}[\p{L}'\u2019-]* \p{L}|[A-Za-z]{2,20} [a-z]{2,20} [a-z]{2,20}/u;

const headOfPage = /^[ \t]{0,8}\|[^\n]{1,400}\|[ \t]{0,40}\r?\n[ \t]{0,8}\|[ \t:|-]{3,400}\|[ \t]{0,40}\r?\n/gm;

/** Values of columns of passwords in the tables of Markdown, and those beside a name; a value may stand in backticks. */
export function slotsInPage(text: string): Slot[] {
  const slots: Slot[] = [];
  for (const match of text.matchAll(headOfPage)) {
    const names = cellsOf(text, match.index).map((cell) => text.slice(...cell).replace(/[*_`]/g, ''));
    const telling = names.map((name) => name.length <= 40 && meaningOf(name) === 'password' && !describes(name));
    if (names.length < 2) continue;
    let at = match.index + match[0].length;
    for (let rows = 0; rows < rowsRead && /^[ \t]{0,8}\|/.test(text.slice(at, at + 10)); rows++) {
      const cells = cellsOf(text, at);
      cells.forEach((cell, column) => {
        const before = column > 0 ? text.slice(...cells[column - 1]!).replace(/[*_`]{2}|[*`]/g, '') : '';
        if (telling[column] && cell[1] > cell[0]) slots.push(slotOf(text, cell, names[column]!));
        else if (column > 0 && !tellsOf(names[column]) && isNamed(before, text.slice(...cell))) slots.push(slotOf(text, cell, before));
      });
      const end = text.indexOf('\n', at);
      if (end < 0) break;
      at = end + 1;
    }
  }
  return slots;
}

/** What stands between the bars of the line that begins at `start`, without blanks and backticks around it. */
function cellsOf(text: string, start: number): Span[] {
  const lineEnd = text.indexOf('\n', start);
  const line = text.slice(start, lineEnd < 0 ? text.length : Math.min(lineEnd, start + 1000));
  const cells: Span[] = [];
  for (let from = line.indexOf('|') + 1, to = line.indexOf('|', from); from > 0 && to >= 0; from = to + 1, to = line.indexOf('|', from)) {
    const cell = line.slice(from, to);
    let [begin, end] = [0, cell.length];
    while (begin < end && ' \t`*'.includes(cell[begin]!)) begin++;
    while (end > begin && ' \t`*'.includes(cell[end - 1]!)) end--;
    cells.push([start + from + begin, start + from + end]);
  }
  return cells;
}

const isQuoted = (text: string, [start, end]: Span): boolean => end - start >= 2 && text[start] === '"' && text[end - 1] === '"';

function valueOf(text: string, cell: Span): string {
  return isQuoted(text, cell) ? text.slice(cell[0] + 1, cell[1] - 1).replaceAll('""', '"') : text.slice(...cell);
}

/** The cells of the row that begins at `start`, and the offset behind its line end. A quote that never closes ends with the text. */
function rowAt(text: string, start: number, separator: string): { readonly cells: readonly Span[]; readonly end: number } {
  const cells: Span[] = [];
  let from = start;
  let at = start;
  while (at < text.length && text[at] !== '\n') {
    if (text[at] === '"' && at === from) {
      at++;
      while (at < text.length && !(text[at] === '"' && text[at + 1] !== '"')) at += text[at] === '"' ? 2 : 1;
    } else if (text[at] === separator) {
      cells.push([from, at]);
      from = at + 1;
    }
    at++;
  }
  const end = Math.min(at, text.length);
  cells.push([from, text[end - 1] === '\r' && end > from ? end - 1 : end]);
  return { cells, end: end + 1 };
}
