// Dates of PowerShell that count from when the script runs: `(Get-Date).AddYears(2)`, `[DateTime]::UtcNow.AddMonths(6)`,
// `$start.AddYears(2)` where `$start` is that day. They are read as the length of time that they add.
import { tableOf } from '../../table.ts';
import type { Leaf } from '../value.ts';
import { match, scalar, type Cursor } from './powershell-cursor.ts';

const now = String.raw`(?:Get-Date|\[(?:System\.)?DateTime(?:Offset)?\]::(?:(?:Utc)?Now|Today))`;
const same = String.raw`(?:\s{0,10}\.(?:To(?:Universal|Local)Time\(\)|Date(?!\w)))?`;
const added = String.raw`\s{0,10}\.\s{0,10}Add(Years|Months|Days|Hours)\(\s{0,10}(\d{1,5})\s{0,10}\)(?:\.To\w{1,40}\([^()\n]{0,80}\)){0,3}`;
const since = new RegExp(String.raw`\(?\s{0,10}${now}\s{0,10}\)?${same}${added}\)?`, 'iy');
const sinceVariable = new RegExp(String.raw`\(?\$(\w{1,60})${same}${added}\)?`, 'iy');
const isNow = new RegExp(String.raw`^\(?\s{0,10}${now}\s{0,10}\)?${same}[ \t]{0,10}(?:[\r\n;}]|$)`, 'i');
const durations = tableOf<(count: string) => string>({
  years: (count) => `P${count}Y`,
  months: (count) => `P${count}M`,
  days: (count) => `P${count}D`,
  hours: (count) => `PT${count}H`,
});

/**
 * The length of time that a date here adds to now, as ISO 8601 writes it; undefined, and nothing read, where none is.
 * `textOf` gives what a variable was given last, as it is written.
 */
export function readDate(cursor: Cursor, textOf: (variable: string) => string | undefined): Leaf | undefined {
  const start = cursor.at;
  const lasting = match(cursor, since);
  // A length of time counts from when the script runs, as it is written.
  if (lasting) return lengthOf(cursor, start, lasting[1]!, lasting[2]!);
  const fromVariable = match(cursor, sinceVariable);
  if (fromVariable && isNow.test(textOf(fromVariable[1]!) ?? '')) return lengthOf(cursor, start, fromVariable[2]!, fromVariable[3]!);
  cursor.at = start;
  return undefined;
}

const lengthOf = (cursor: Cursor, start: number, unit: string, count: string): Leaf =>
  scalar(cursor, durations.get(unit.toLowerCase())!(count), start, cursor.at, start, cursor.at, false);
