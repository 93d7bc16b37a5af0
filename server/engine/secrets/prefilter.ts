// The one pass over every text, for the scanner of secrets and for the readers (see mentions.ts). Five bits of each of three
// characters (so that capitals are folded by themselves) pick a bucket; nearly always it is empty and the next character
// follows. A literal is in the bucket of its rarest three. It finds all literals, overlapping ones too, and runs of letters
// and digits of the few lengths that prefix-less keys with a checksum have. It decides nothing; a text in which it finds
// nothing is done.
//
// An Aho-Corasick automaton over the same literals takes a megabyte that has to be filled before the first character is
// read, which a hook over five small files pays at every start. This one is a table of 64 kB and a list of buckets.

export interface Literal {
  /** ASCII, two characters or more; found in any case. */
  readonly text: string;
  /** What the owner of the literal wants to know each place of it by. */
  readonly id?: number;
  /** Where only that it stands somewhere is asked: the number of the question, from 0. */
  readonly mark?: number;
  /** Capitals count, as they do in the prefixes of tokens. */
  readonly exact?: boolean;
}

interface Bucketed {
  readonly lower: string;
  /** Where in it the three characters stand that it is found by. */
  readonly from: number;
  readonly id?: number;
  readonly mark?: number;
  /** As written, where its capitals count. */
  readonly exact?: string;
}

export interface Prefilter {
  /** By five bits of three characters: 0 for none, else the bucket's number plus one. */
  readonly grams: Uint16Array;
  readonly buckets: readonly (readonly Bucketed[])[];
  readonly literals: readonly Literal[];
  /** How many questions there are. */
  readonly marks: number;
}

/** The code of a character with `A` to `Z` folded; what is not ASCII falls on 0, which no literal holds. */
const folded = /*#__PURE__*/ (() => Uint8Array.from({ length: 128 }, (_, code) => (code >= 65 && code <= 90 ? code + 32 : code)))();

/**
 * How often each value of five bits is met in source, as ten logarithms of its thousandths: of the letters, and of the signs that
 * share their bits. Counted over the development packages of this repository; it decides only what is fast.
 */
const often = [
  51, 38, 29, 33, 32, 44, 29, 28, 33, 41, 33, 19, 37, 30, 42, 39, 32, 16, 39, 38, 41, 31, 22, 19, 19, 23, 24, 28, 21, 30, 7, 26,
];

const isAscii = /^[\x01-\x7f]*$/;

/** Further on in a literal nothing is looked for: a hook builds the table with code that was never run before. */
const furthest = 8;

/** Where in a literal the rarest three characters begin: a text stops there least. */
function rarest(lower: string): number {
  const weight = (at: number): number => often[lower.charCodeAt(at) & 31]!;
  let sum = weight(0) + weight(1) + weight(2);
  // One by one: code that was never run before makes four objects of each pair that is taken apart, for thousands of literals.
  let best = 0;
  let least = sum;
  for (let from = 1; from <= furthest && from + 3 <= lower.length; from++) {
    sum += weight(from + 2) - weight(from - 1);
    if (sum < least) {
      best = from;
      least = sum;
    }
  }
  return best;
}

/** The table for a list of literals. Throws RangeError for a literal that it could not find. */
export function buildPrefilter(literals: readonly Literal[]): Prefilter {
  const grams = new Uint16Array(1 << 15);
  const buckets: Bucketed[][] = [];
  for (const { text, id, mark, exact } of literals) {
    const lower = text.toLowerCase();
    if (!isAscii.test(lower)) throw new RangeError(`literal ${text} is not ASCII`);
    if (lower.length < 2) throw new RangeError(`literal ${text} is too short`);
    const from = rarest(lower);
    const two = ((lower.charCodeAt(from) & 31) << 10) | ((lower.charCodeAt(from + 1) & 31) << 5);
    const one: Bucketed = { lower, from, id, mark, exact: exact ? text : undefined };
    // Two characters alone may be followed by anything.
    for (
      let third = lower.length === 2 ? 0 : lower.charCodeAt(from + 2) & 31, last = lower.length === 2 ? 31 : third;
      third <= last;
      third++
    ) {
      if (grams[two | third] === 0) grams[two | third] = buckets.push([]);
      buckets[grams[two | third]! - 1]!.push(one);
    }
  }
  const marks = 1 + literals.reduce((most, { mark }) => Math.max(most, mark ?? -1), -1);
  return { grams, buckets, literals, marks };
}

export interface Hits {
  /** Ids and end offsets, in the order of the text. */
  readonly ids: readonly number[];
  readonly offsets: readonly number[];
  /** 1 for each question that has an answer; undefined for none. */
  readonly marks?: Uint8Array;
  /** Starts and ends of runs of letters and digits that are as long as a key without a prefix. */
  readonly runs: readonly (readonly [number, number])[];
}

/** Every literal in `text`, and the runs. */
export function findLiterals({ grams, buckets, marks }: Prefilter, text: string): Hits {
  const hits: Collected = { ids: [], offsets: [], marks: marks > 0 ? new Uint8Array(marks) : undefined };
  const { length } = text;
  let gram = 0;
  for (let i = 0; i < length; i++) {
    gram = ((gram << 5) | (text.charCodeAt(i) & 31)) & 0x7fff;
    const bucket = grams[gram]!;
    if (bucket !== 0 && i > 1) compare(buckets[bucket - 1]!, text, i - 2, hits);
  }
  // The last two characters have no third: literals of two may stand there.
  if (length > 1) {
    const bucket = grams[(gram << 5) & 0x7fff]!;
    if (bucket !== 0) compare(buckets[bucket - 1]!, text, length - 2, hits);
  }
  return { ...hits, runs: keyRuns(text) };
}

interface Collected {
  readonly ids: number[];
  readonly offsets: number[];
  readonly marks?: Uint8Array;
}

function compare(bucket: readonly Bucketed[], text: string, at: number, { ids, offsets, marks }: Collected): void {
  for (const { lower, from, id, mark, exact } of bucket) {
    const start = at - from;
    if (mark !== undefined && marks![mark] === 1) continue;
    if (start >= 0 && (exact === undefined ? standsAt(text, start, lower) : text.startsWith(exact, start))) {
      if (mark !== undefined) marks![mark] = 1;
      if (id !== undefined) insert(ids, offsets, id, start + lower.length);
    }
  }
}

/** Found by where their rarest part stands; the order of the text is that of where they end, and nearly the same. */
function insert(ids: number[], offsets: number[], id: number, end: number): void {
  let at = offsets.length;
  while (at > 0 && offsets[at - 1]! > end) at--;
  if (at === offsets.length) {
    ids.push(id);
    offsets.push(end);
  } else {
    ids.splice(at, 0, id);
    offsets.splice(at, 0, end);
  }
}

function standsAt(text: string, at: number, lower: string): boolean {
  if (at + lower.length > text.length) return false;
  for (let i = 0; i < lower.length; i++) {
    const code = text.charCodeAt(at + i);
    if (code > 127 || folded[code] !== lower.charCodeAt(i)) return false;
  }
  return true;
}

/** Letters, digits, `-` and `_`. */
const runParts = /*#__PURE__*/ (() => Uint8Array.from({ length: 128 }, (_, code) => (/[\w-]/.test(String.fromCharCode(code)) ? 1 : 0)))();
const isRunPart = (code: number): boolean => code < 128 && runParts[code] === 1;

const shortestRun = 23;

/** Runs as long as a key without a prefix. A run that is long enough holds one of the places that are looked at, which lie that far apart. */
function keyRuns(text: string): (readonly [number, number])[] {
  const runs: (readonly [number, number])[] = [];
  const { length } = text;
  let at = shortestRun - 1;
  while (at < length) {
    if (!isRunPart(text.charCodeAt(at))) {
      at += shortestRun;
      continue;
    }
    let start = at;
    while (start > 0 && isRunPart(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (end < length && isRunPart(text.charCodeAt(end))) end++;
    if (end - start >= shortestRun && isKeyLength(end - start, end < length ? text.charCodeAt(end) : 0)) runs.push([start, end]);
    at = end + shortestRun;
  }
  return runs;
}

/** 51 and 52: wallet keys and Azure DevOps; 56 and 58: Stellar and NATS; 23 to 28 before a dot: Discord. */
function isKeyLength(length: number, next: number): boolean {
  return (
    (length >= 51 && length <= 58 && length !== 53 && length !== 54 && length !== 55 && length !== 57) ||
    (next === 46 && length >= 23 && length <= 28)
  );
}
