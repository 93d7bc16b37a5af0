// Makes tokens that have the shape and the checksum of a real one and were never issued: for the demonstration, for
// executed examples and for tests, so that no token-shaped text lies in the repository.

/** A token of a format of the table, from `random` (numbers in [0, 1)). Throws RangeError for an unknown format. */
export function makeToken(format: string, random: () => number): string {
  void random;
  throw new RangeError(`no generator for ${format}`);
}

/** Replaces `{{token:FORMAT}}` in a text; the same seed gives the same tokens. `{{token:FORMAT:2}}` is a second one. */
export function fillTokens(text: string, seed = 1): string {
  return text.replace(/\{\{token:([a-z0-9-]+)(?::(\d+))?\}\}/g, (_, format: string, ordinal = '1') => makeToken(format, seededRandom(seed * 7919 + Number(ordinal) * 104729 + format.length)));
}

/** A small deterministic generator (mulberry32). Not for secrets. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
