// The one pass over every text. Two characters (ASCII, capitals folded) pick a row; a row that has literals says by the
// third character whether it is worth comparing any. It finds all literals, overlapping ones too, and runs of letters
// and digits of the few lengths that prefix-less keys with a checksum have. It decides nothing; a text in which it finds
// nothing is done.
//
// An Aho-Corasick automaton over the same literals takes a megabyte that has to be filled before the first character is
// read, which a hook over five small files pays at every start. This one is a list of buckets.

export interface Literal {
  /** ASCII, two characters or more; found in any case. */
  readonly text: string;
  /** What the owner of the literal wants to know it by. */
  readonly id: number;
  /** Capitals count, as they do in the prefixes of tokens. */
  readonly exact?: boolean;
}

interface Bucket {
  /** Bit `code` of 128: a literal goes on with that character, or ends before it. */
  readonly third: Uint32Array;
  /** `exact` is the literal as written, where its capitals count. */
  readonly literals: { readonly rest: string; readonly length: number; readonly id: number; readonly exact?: string }[];
}

export interface Prefilter {
  /** By the first two characters, seven bits each: 0 for none, else the bucket's number plus one. */
  readonly rows: Uint16Array;
  readonly buckets: readonly Bucket[];
}

/** The code of a character with `A` to `Z` folded; what is not ASCII falls on 0, which no literal holds. */
const folded = /*#__PURE__*/ (() => Uint8Array.from({ length: 128 }, (_, code) => (code >= 65 && code <= 90 ? code + 32 : code)))();

export function buildPrefilter(literals: readonly Literal[]): Prefilter {
  const rows = new Uint16Array(128 * 128);
  const buckets: Bucket[] = [];
  for (const { text, id, exact } of literals) {
    const lower = text.toLowerCase();
    for (let i = 0; i < lower.length; i++) if (lower.charCodeAt(i) > 127 || lower.charCodeAt(i) === 0) throw new RangeError(`literal ${text} is not ASCII`);
    if (lower.length < 2) throw new RangeError(`literal ${text} is too short`);
    const row = (lower.charCodeAt(0) << 7) | lower.charCodeAt(1);
    if (rows[row] === 0) rows[row] = buckets.push({ third: new Uint32Array(4), literals: [] });
    const bucket = buckets[rows[row]! - 1]!;
    if (lower.length === 2) bucket.third.fill(0xffffffff);
    else bucket.third[lower.charCodeAt(2) >> 5]! |= 1 << (lower.charCodeAt(2) & 31);
    bucket.literals.push({ rest: lower.slice(2), length: lower.length, id, exact: exact ? text : undefined });
  }
  return { rows, buckets };
}

export interface Hits {
  /** Ids and end offsets, in the order of the text. */
  readonly ids: readonly number[];
  readonly offsets: readonly number[];
  /** Starts and ends of runs of letters and digits that are as long as a key without a prefix. */
  readonly runs: readonly (readonly [number, number])[];
}

/** Letters and digits are 1, `-` and `_` 2. */
const runParts = /*#__PURE__*/ (() => Uint8Array.from({ length: 128 }, (_, code) => (/[A-Za-z0-9]/.test(String.fromCharCode(code)) ? 1 : code === 45 || code === 95 ? 2 : 0)))();

/** Every literal in `text`, and the runs. */
export function findLiterals({ rows, buckets }: Prefilter, text: string): Hits {
  const found: { readonly id: number; readonly end: number }[] = [];
  const runs: (readonly [number, number])[] = [];
  const { length } = text;
  let before = 0;
  let run = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    const inside = code < 128;
    const current = inside ? folded[code]! : 0;
    const row = rows[(before << 7) | current]!;
    if (row !== 0) compare(buckets[row - 1]!, text, i + 1, found);
    before = current;
    if (!inside || runParts[code] === 0) {
      if (i - run >= 23 && isKeyLength(i - run, code)) runs.push([run, i]);
      run = i + 1;
    }
  }
  if (isKeyLength(length - run, 0)) runs.push([run, length]);
  // Found by where they begin; the order of the text is that of where they end.
  found.sort((a, b) => a.end - b.end);
  return { ids: found.map((one) => one.id), offsets: found.map((one) => one.end), runs };
}

/** Compares the literals of a bucket with what stands from `at` on; their first two characters stand before it. */
function compare({ third, literals }: Bucket, text: string, at: number, found: { readonly id: number; readonly end: number }[]): void {
  const code = at < text.length ? text.charCodeAt(at) : 0;
  const next = code < 128 ? folded[code]! : 0;
  if (((third[next >> 5]! >>> (next & 31)) & 1) === 0) return;
  for (const literal of literals) {
    if (literal.exact === undefined ? goesOnWith(text, at, literal.rest) : text.startsWith(literal.exact, at - 2)) found.push({ id: literal.id, end: at - 2 + literal.length });
  }
}

function goesOnWith(text: string, at: number, rest: string): boolean {
  if (at + rest.length > text.length) return false;
  for (let i = 0; i < rest.length; i++) {
    const code = text.charCodeAt(at + i);
    if (code > 127 || folded[code] !== rest.charCodeAt(i)) return false;
  }
  return true;
}

/** 51 and 52: wallet keys and Azure DevOps; 56 and 58: Stellar and NATS; 23 to 28 before a dot: Discord. */
function isKeyLength(length: number, next: number): boolean {
  return (length >= 51 && length <= 58 && length !== 53 && length !== 54 && length !== 55 && length !== 57) || (next === 46 && length >= 23 && length <= 28);
}
