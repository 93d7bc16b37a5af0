// Days that a script of a shell counts from when it runs: `date -d "+5 years"` of GNU, `date -v+5y` of BSD. They are read as
// the length of time that they add, as those of PowerShell are (powershell-dates.ts). Days that are past are none.
import { wordAt } from '../made-values.ts';
import { tableOf } from '../../table.ts';
import type { Scalar } from '../value.ts';

const called = /(?:\$\(|`)[ \t]{0,10}g?date[ \t]([^\n`]{1,200})/y;
const added =
  /^[^)]{0,120}?(?:(?:-d|--date)[ \t=]{0,4}["']?(?:(?:now|today)[ \t]{0,4})?\+?[ \t]{0,4}(\d{1,5}[ \t]{0,4}(year|month|week|day|hour|minute)s?)\b(?![ \t]{1,4}ago)|-v[ \t]{0,4}\+(\d{1,5}([ymwdHM]))\b)/;
const durations = tableOf<(count: number) => string>({
  year: (count) => `P${count}Y`,
  y: (count) => `P${count}Y`,
  month: (count) => `P${count}M`,
  m: (count) => `P${count}M`,
  week: (count) => `P${7 * count}D`,
  w: (count) => `P${7 * count}D`,
  day: (count) => `P${count}D`,
  d: (count) => `P${count}D`,
  hour: (count) => `PT${count}H`,
  H: (count) => `PT${count}H`,
  minute: (count) => `PT${count}M`,
  M: (count) => `PT${count}M`,
});

/** The length of time that the command at `at`, `$(date …)`, adds to now, as ISO 8601 writes it and where it is written. */
export function dateAt(text: string, at: number, uri: string): Scalar | undefined {
  called.lastIndex = at;
  const call = called.exec(text);
  const found = call && added.exec(call[1]!);
  if (!found) return undefined;
  const written = (found[1] ?? found[3])!;
  const start = at + call[0].length - call[1]!.length + found[0].length - written.length;
  const value = durations.get((found[2] ?? found[4])!)!(Number.parseInt(written, 10));
  return wordAt(value, { uri, span: [start, start + written.length] });
}

const given = /(?:^|[\s;&])([A-Za-z_]\w{0,60})="?(?=(?:\$\(|`)[ \t]{0,10}g?date[ \t])/g;

/** The variables of a script that are given such a day, by where their names begin. */
export function datesIn(text: string, uri: string): ReadonlyMap<number, Scalar> {
  const found = new Map<number, Scalar>();
  if (!text.includes('date -')) return found;
  for (const match of text.matchAll(given)) {
    const end = match.index + match[0].length;
    const date = dateAt(text, end, uri);
    if (date) found.set(end - match[0].length + match[0].indexOf(match[1]!), date);
  }
  return found;
}
