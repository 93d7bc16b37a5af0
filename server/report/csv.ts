// A report as CSV (RFC 4180): the table alone, with what it is about in its first columns, so that sheets can be put
// under each other.
import type { Report } from './report.ts';

export function csvOf(report: Report): string {
  const head = ['as of', 'commit', 'id', ...report.columns.map(({ key }) => key)];
  const rows = report.rows.map(({ id, cells }) => [
    report.asOf,
    report.commit,
    id,
    ...report.columns.map(({ key }) => cells[key]?.text ?? ''),
  ]);
  return [head, ...rows].map((row) => row.map(field).join(',')).join('\r\n') + '\r\n';
}

/** A field that begins like a formula is made text, so that no spreadsheet runs it; a handle such as `@acme/payments` is none. */
function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^@[\w./-]+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
