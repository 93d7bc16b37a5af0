// Days counted from today, for tests whose program asks the clock what day it is.

const day = 86_400_000;
/** Longer than any file of tests that counts days takes. */
const longest = 180_000;

/**
 * The day so many days from now. A test that counts days is not begun shortly before midnight: half of it would be
 * counted from one day and half from the next.
 */
export const inDays = (days: number): string => new Date(Date.now() + days * day).toISOString().slice(0, 10);

/** A page or an export is of the day it was written. In a test it is of today: every day from 2020 on in it is moved by the same distance. */
export function movedToToday(text: string, written = '2026-11-22'): string {
  const distance = Math.round((Date.parse(inDays(0)) - Date.parse(written)) / day);
  return text.replace(/\b20[2-9]\d-\d\d-\d\d(?!\d)/g, (one) => new Date(Date.parse(one) + distance * day).toISOString().slice(0, 10));
}

const left = day - (Date.now() % day);
if (left < longest) await new Promise((done) => setTimeout(done, left + 1000));
