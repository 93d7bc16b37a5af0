// The one clock of the command: what ends, ends by the day in UTC.

/** Today, as records write it: `2026-11-22`. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
