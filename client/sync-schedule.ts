// When to exchange decisions with the team: how long to wait after a try, by how it went. Pure, so that it can be tested
// without waiting.

const minute = 60_000;
/** Failures in a row double the pause up to this: a machine that is offline over night does not try five hundred times. */
const longest = 4 * 60 * minute;

export interface Schedule {
  /** Milliseconds until the next try, after one that ended well or not; undefined when nobody wants any. */
  after(worked: boolean): number | undefined;
}

/** `every` gives minutes between two tries, as the setting has it now; 0 for only by command. */
export function createSchedule(every: () => number): Schedule {
  let failures = 0;
  return {
    after(worked) {
      failures = worked ? 0 : failures + 1;
      const minutes = every();
      if (!(minutes > 0)) return undefined;
      return Math.min(longest, Math.max(1, minutes) * minute * 2 ** Math.min(failures, 8));
    },
  };
}
