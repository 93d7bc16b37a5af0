// A report as JSON: the model itself, without what is only for pictures.
import type { Report } from './report.ts';

export function jsonOf({ pictured: _, ...report }: Report): string {
  const rows = report.rows.map(({ id, cells }) => ({
    id,
    ...Object.fromEntries(
      Object.entries(cells).map(([key, { text, tone, items }]) => [
        key,
        items ? { text, items, ...(tone && { state: tone }) } : tone ? { text, state: tone } : { text },
      ]),
    ),
  }));
  return `${JSON.stringify({ version: 1, ...report, rows }, undefined, 2)}\n`;
}
