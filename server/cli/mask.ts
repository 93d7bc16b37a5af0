// Keeps the values of secrets out of everything that is printed. A secret is what the scanner found, live, placeholder or
// publishable alike, and what a finding of category `secret` underlines.
import type { Document } from '../engine/document.ts';
import type { Span } from '../engine/text/text.ts';

export interface Masker {
  /** The text of a document with every secret in it covered, character by character, so that offsets stay. */
  cover(document: Document): string;
  /** Any other text (a diff, a message) with every known value of these documents covered. */
  coverText(text: string, uris: Iterable<string>): string;
  holdsSecret(text: string, uri: string): boolean;
}

/** Where secrets stand in the texts that were judged, and what they are: a text may change before it is reported. */
export interface KnownSecrets {
  readonly spans: Map<string, readonly Span[]>;
  readonly values: Map<string, readonly string[]>;
}

/** Values shorter than this are covered at their own place, and elsewhere left alone: `a` is everywhere. */
const shortest = 6;

/** A value that is one of the words we explain it with is covered at its place; everywhere else it is a word. */
const ownWords = /^(?:password|passwd|passphrase|secret|token|credential|username)$/i;

export function createMasker(known: KnownSecrets): Masker {
  const tables = new Map<string, Table>();
  const tableFor = (uri: string): Table => {
    let table = tables.get(uri);
    if (!table) tables.set(uri, (table = tableOf(known.values.get(uri) ?? [])));
    return table;
  };
  return {
    cover(document) {
      const { text } = document;
      let out = '';
      let at = 0;
      const spans = [...(known.spans.get(document.uri) ?? [])].sort((a, b) => a[0] - b[0]);
      for (const [start, end] of spans) {
        if (end <= at) continue;
        const from = Math.max(start, at);
        out += text.slice(at, from) + covered(text.slice(from, end), from === start);
        at = end;
      }
      return coverValues(out + text.slice(at), tableFor(document.uri));
    },
    coverText(text, uris) {
      let out = text;
      for (const uri of uris) out = coverValues(out, tableFor(uri));
      return out;
    },
    holdsSecret: (text, uri) => !placesOf(text, tableFor(uri)).next().done,
  };
}

/** Values at these spans, line by line: a private key over many lines is looked for one line at a time. The longest first. */
export function secretValues(text: string, spans: readonly Span[]): string[] {
  const found = new Set<string>();
  for (const [start, end] of spans)
    for (const line of text.slice(start, end).split(/\r\n|\r|\n/))
      if (line.trim().length >= shortest && !ownWords.test(line.trim())) found.add(line.trim());
  return [...found].sort((a, b) => b.length - a.length);
}

/** Values by their first characters, of which each has as many: a file may hold thousands, and each text is asked for all of them. */
interface Table {
  /** The longest first. */
  readonly byBeginning: ReadonlyMap<string, readonly string[]>;
  /** The first unit of each, so that most places of a text are passed over at once. */
  readonly firsts: ReadonlySet<number>;
}

function tableOf(values: readonly string[]): Table {
  const byBeginning = new Map<string, string[]>();
  for (const value of values) {
    const beginning = value.slice(0, shortest);
    const known = byBeginning.get(beginning);
    if (known) known.push(value);
    else byBeginning.set(beginning, [value]);
  }
  return { byBeginning, firsts: new Set(values.map((value) => value.charCodeAt(0))) };
}

/** Where values stand in a text, those that overlap as well. */
function* placesOf(text: string, { byBeginning, firsts }: Table): Generator<{ readonly at: number; readonly value: string }> {
  if (firsts.size === 0) return;
  for (let at = 0; at + shortest <= text.length; at++) {
    if (!firsts.has(text.charCodeAt(at))) continue;
    for (const value of byBeginning.get(text.slice(at, at + shortest)) ?? []) if (text.startsWith(value, at)) yield { at, value };
  }
}

function coverValues(text: string, table: Table): string {
  let out = '';
  let at = 0;
  for (const { at: start, value } of placesOf(text, table)) {
    const end = start + value.length;
    if (end <= at) continue;
    const from = Math.max(start, at);
    out += text.slice(at, from) + covered(text.slice(from, end), from === start);
    at = end;
  }
  return out + text.slice(at);
}

/** The same number of characters, line ends kept. The first few stay when many follow: they name the kind of token. */
function covered(value: string, fromStart: boolean): string {
  const shown =
    fromStart && value.length >= 20 ? (/^[A-Za-z]{2,4}[-_]|^AKIA|^ASIA|^-----BEGIN[A-Z ]*-----/.exec(value)?.[0].length ?? 0) : 0;
  return value.slice(0, shown) + value.slice(shown).replace(/[^\r\n]/g, '*');
}
