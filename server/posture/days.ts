// Days of the calendar, as records write them. No clock: whoever asks brings the day.

/** Whole days from one day to another; negative when `to` lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The day that lies `days` after another. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Whether a text is a day that the calendar has: `2027-02-30` is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/**
 * Why an approval of a day that is yet to come does not count, in words that end a sentence. One day ahead is the other
 * side of the earth; more is a clock that is wrong, or a way to make a short approval long.
 */
export function datedAhead(on: string, today: string): string | undefined {
  return daysBetween(today, on) > 1 ? `it is dated ${on}, which is yet to come` : undefined;
}
