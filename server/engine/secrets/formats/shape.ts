// The little notation in which the format table writes the shape of a token, its matcher and its generator. A shape is
// literal text with classes in braces: `ghp_{an:36}`, `pscale_pw_{b64u+.:32-64}`, `{na1|eu1}`, `{uuid}`. Matching is
// possessive and never goes back, so it is linear by construction; a class that is followed by literal text which it
// could swallow stops at the first place where that text stands. What the characters mean is for checks.ts to say.

const digits = '0123456789';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Alphabets by the code that the table uses. `{an+_-:8}` adds the characters after the plus. */
export const alphabets: Readonly<Record<string, string>> = {
  an: digits + upper + lower,
  lan: digits + lower,
  UAN: digits + upper,
  hex: `${digits}abcdef`,
  HEX: `${digits}ABCDEF`,
  hexi: `${digits}ABCDEFabcdef`,
  b64: `${upper + lower + digits}+/`,
  b64u: `${upper + lower + digits}-_`,
  b32: `${upper}234567`,
  b32l: `${lower}234567`,
  b32h: `${digits}abcdefghijklmnopqrstuv`,
  b58: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
  bech32: 'qpzry9x8gf2tvdw0s3jn54khce6mua7l',
  BECH32: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
  url: `${digits + upper + lower}-._~`,
  d: digits,
  alpha: upper + lower,
  lower,
  upper,
};

type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'class'; readonly alphabet: string; readonly has: Uint8Array; readonly min: number; readonly max: number };

export interface Shape {
  readonly segments: readonly Segment[];
  /** Literal text that the prefilter looks for (empty where the shape has none), and how many characters of the token stand before it. */
  readonly anchor: string;
  readonly anchorOffset: number;
  /** Bits that a random token of the shortest form has. */
  readonly bits: number;
}

/** The shapes that a shape with alternatives stands for: `sq{u|p}_{hex:40}` is two. */
export function expandShape(source: string): string[] {
  if (!source.includes('|')) return [source];
  const match = /\{([^}]*\|[^}]*)\}/.exec(source);
  if (!match) return [source];
  const [before, after] = [source.slice(0, match.index), source.slice(match.index + match[0].length)];
  return match[1]!.split('|').flatMap((option) => expandShape(before + option + after));
}

/** Reads a shape without alternatives. Throws on a malformed one: the table is ours. */
export function parseShape(source: string): Shape {
  const segments: Segment[] = [];
  for (let at = 0; at < source.length;) {
    const open = source.indexOf('{', at);
    const literal = source.slice(at, open < 0 ? source.length : open);
    if (literal !== '') segments.push({ kind: 'literal', text: literal });
    if (open < 0) break;
    const close = source.indexOf('}', open);
    const name = source.slice(open + 1, close);
    if (name === 'uuid') segments.push(...uuid);
    else segments.push(knownClass(name));
    at = close + 1;
  }
  const { anchor, anchorOffset } = anchorOf(segments);
  return { segments, anchor, anchorOffset, bits: bitsOf(segments) };
}

const classes = new Map<string, Segment>();

/** The table writes the same few classes hundreds of times; each is read once. */
function knownClass(text: string): Segment {
  let known = classes.get(text);
  if (!known) classes.set(text, (known = classOf(text)));
  return known;
}

function classOf(text: string): Segment {
  const match = /^(\w+)(?:\+([^:]+))?:(\d+)(?:-(\d+))?$/.exec(text);
  const base = match && Object.hasOwn(alphabets, match[1]!) ? alphabets[match[1]!] : undefined;
  if (!match || !base) throw new Error(`malformed class {${text}}`);
  const alphabet = base + (match[2] ?? '');
  const min = Number(match[3]);
  return { kind: 'class', alphabet, has: membersOf(alphabet), min, max: match[4] === undefined ? min : Number(match[4]) };
}

const members = new Map<string, Uint8Array>();

/** By code, 1 for a character of the alphabet. Alphabets are few, lengths are many. */
function membersOf(alphabet: string): Uint8Array {
  let has = members.get(alphabet);
  if (!has) {
    has = new Uint8Array(128);
    for (let i = 0; i < alphabet.length; i++) has[alphabet.charCodeAt(i)] = 1;
    members.set(alphabet, has);
  }
  return has;
}

const uuid: readonly Segment[] = ['hexi:8', '-', 'hexi:4', '-', 'hexi:4', '-', 'hexi:4', '-', 'hexi:12'].map((part) =>
  part === '-' ? { kind: 'literal', text: part } : classOf(part),
);

/** The longest literal that stands at a fixed distance from the start; the first of equals. */
function anchorOf(segments: readonly Segment[]): { anchor: string; anchorOffset: number } {
  let best = { anchor: '', anchorOffset: 0 };
  let offset = 0;
  for (const segment of segments) {
    if (segment.kind === 'class') {
      if (segment.min !== segment.max) break;
      offset += segment.min;
      continue;
    }
    if (segment.text.length > best.anchor.length) best = { anchor: segment.text, anchorOffset: offset };
    offset += segment.text.length;
  }
  return best;
}

function bitsOf(segments: readonly Segment[]): number {
  let bits = 0;
  for (const segment of segments) if (segment.kind === 'class') bits += segment.min * Math.log2(segment.alphabet.length);
  return Math.floor(bits);
}

/** The end of the token that starts at `start`, or -1. Looks at no character twice but for the stop of a class before literal text. */
export function matchShape(shape: Shape, text: string, start: number): number {
  let at = start;
  for (let index = 0; index < shape.segments.length; index++) {
    const segment = shape.segments[index]!;
    if (segment.kind === 'literal') {
      if (!text.startsWith(segment.text, at)) return -1;
      at += segment.text.length;
    } else {
      const next = shape.segments[index + 1];
      const stop =
        next?.kind === 'literal' && segment.min !== segment.max && segment.has[next.text.charCodeAt(0) & 127] === 1 ? next.text : undefined;
      const from = at;
      while (at - from < segment.max) {
        if (stop !== undefined && at - from >= segment.min && text.startsWith(stop, at)) break;
        const code = text.charCodeAt(at);
        if (!(code < 128) || segment.has[code] === 0) break;
        at++;
      }
      if (at - from < segment.min) return -1;
    }
  }
  return at;
}

/**
 * True for a text that has the parts of a shape and another length: all but the last class fit, and what follows is of
 * the last one's alphabet. Asked only of shapes with two characters of literal text behind the beginning, or `:` before
 * a letter, because less than that is no structure.
 */
export function hasStructureOf(shape: Shape, text: string): boolean {
  const last = shape.segments[shape.segments.length - 1]!;
  const before = shape.segments[shape.segments.length - 2];
  if (last.kind !== 'class' || before?.kind !== 'literal' || before.text.length < 2 || shape.segments.length < 3) return false;
  const head = matchShape({ ...shape, segments: shape.segments.slice(0, -1) }, text, 0);
  if (head < 0 || text.length - head < last.min / 2) return false;
  for (let at = head; at < text.length; at++) if (!(text.charCodeAt(at) < 128) || last.has[text.charCodeAt(at)] === 0) return false;
  return true;
}

/** True when the token could go on after `end`, so that what was matched is only a part of something longer. */
export function goesOn(shape: Shape, text: string, end: number): boolean {
  const code = text.charCodeAt(end);
  if (!(code < 128)) return false;
  if (isWord(code)) return true;
  const last = shape.segments[shape.segments.length - 1]!;
  return last.kind === 'class' && last.has[code] === 1;
}

export function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
}

/** A random text of the shape. */
export function makeShape(shape: Shape, random: () => number): string {
  let out = '';
  for (const segment of shape.segments) {
    if (segment.kind === 'literal') out += segment.text;
    else {
      const length = segment.min + Math.floor(random() * (Math.min(segment.max, segment.min + 40) - segment.min + 1));
      for (let i = 0; i < length; i++) out += segment.alphabet[Math.floor(random() * segment.alphabet.length)]!;
    }
  }
  return out;
}
