// How long to wait before a dead server is started again: longer each time, and never again after too many deaths in a
// short while. Pure, so that it can be tested without waiting.

const pauses = [500, 1000, 2000, 5000, 10_000] as const;
/** A server that lived this long since its last death starts counting anew. */
const calm = 5 * 60_000;

export interface Pauses {
  /** Milliseconds to wait after a death at `now`; undefined when it died too often. */
  next(now: number): number | undefined;
  forget(): void;
}

export function createPauses(): Pauses {
  let deaths = 0;
  let last = 0;
  return {
    next(now) {
      if (now - last > calm) deaths = 0;
      last = now;
      return pauses[deaths++];
    },
    forget() {
      deaths = 0;
    },
  };
}
