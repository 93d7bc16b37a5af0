// Which day it is, for whoever asks a thousand times between two keystrokes.

const dayLength = 24 * 60 * 60 * 1000;

/** Gives the day (UTC, `2026-11-23`) of the moment that `now` says. Written anew only when it is another one. */
export function createCalendar(now: () => Date): () => string {
  let known: number | undefined;
  let words = '';
  return () => {
    const moment = now();
    const day = Math.floor(moment.getTime() / dayLength);
    if (day !== known) {
      known = day;
      words = moment.toISOString().slice(0, 10);
    }
    return words;
  };
}
