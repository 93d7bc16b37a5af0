// Covers the values of secrets in what is said about a document. A rule keeps values out of its words; what it quotes (an item
// of an allow list, the command of a hook) may hold one all the same, and is covered here, where every finding is made.
import type { Document } from '../document.ts';
import type { Finding } from '../finding.ts';
import type { FixMaker } from '../fix.ts';
import type { Span } from '../text/text.ts';
import { isNameOfAccount } from './guessed.ts';
import type { SecretCandidate } from './types.ts';

/** Values shorter than this are covered at their own place, and elsewhere left alone: `a` is everywhere. */
const shortest = 6;

const ownWords = /^(?:password|passwd|passphrase|secret|token|credential|username)$/i;

/**
 * A value that is one of the words we explain it with, or what a server and its account are called, is covered at its place.
 * Everywhere else it is a word: `postgres` is the password, and the image, the user and the beginning of `postgresPassword`.
 */
const isWord = (value: string): boolean => ownWords.test(value) || isNameOfAccount(value.toLowerCase());

/**
 * Values at these spans, line by line: a private key over many lines is looked for one line at a time. The longest first. One
 * that is escaped in its text is looked for as it is said, too.
 */
export function secretValues(text: string, spans: readonly Span[]): string[] {
  const found = new Set<string>();
  for (const [start, end] of spans)
    for (const line of text.slice(start, end).split(/\r\n|\r|\n/))
      for (const value of new Set([line.trim(), line.trim().replace(/\\(.)/g, '$1')]))
        if (value.length >= shortest && !isWord(value)) found.add(value);
  return [...found].sort((a, b) => b.length - a.length);
}

/** Values that begin alike. Tokens of one kind all do, and a file may hold thousands, so that none is tried by itself. */
interface Alike {
  /** How long they are, the longest first. */
  readonly lengths: readonly number[];
  readonly whole: ReadonlySet<string>;
  /** In the order of their units. */
  readonly sorted: readonly string[];
}

/** Values by their first characters, of which each has as many: a file may hold thousands, and each text is asked for all of them. */
export interface ValueTable {
  readonly byBeginning: ReadonlyMap<string, Alike>;
  /** 1 for the low eight bits of the first unit of each, so that most places of a text are passed over at once. */
  readonly firsts: Uint8Array;
}

/** A table to look many texts through with. */
export function tableOfValues(values: readonly string[]): ValueTable {
  const groups = new Map<string, string[]>();
  for (const value of values) {
    const beginning = value.slice(0, shortest);
    const known = groups.get(beginning);
    if (known) known.push(value);
    else groups.set(beginning, [value]);
  }
  const byBeginning = new Map<string, Alike>();
  for (const [beginning, group] of groups)
    byBeginning.set(beginning, {
      lengths: [...new Set(group.map(({ length }) => length))].sort((a, b) => b - a),
      whole: new Set(group),
      sorted: group.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
    });
  const firsts = new Uint8Array(256);
  for (const value of values) firsts[value.charCodeAt(0) & 255] = 1;
  return { byBeginning, firsts };
}

/** Whether one of them begins with what is left of a text, and goes on. */
function goesOn({ lengths, sorted }: Alike, text: string, at: number): boolean {
  if (text.length - at >= lengths[0]!) return false;
  const rest = text.slice(at);
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= rest) low = middle + 1;
    else high = middle;
  }
  return sorted[low]?.startsWith(rest) === true;
}

/** Where values stand in a text, the longest of each place, and one that the end of the text cuts: an anchor quotes a beginning. */
function* placesOf(text: string, { byBeginning, firsts }: ValueTable): Generator<Span> {
  if (byBeginning.size === 0) return;
  for (let at = 0; at + shortest <= text.length; at++) {
    if (firsts[text.charCodeAt(at) & 255] === 0) continue;
    const alike = byBeginning.get(text.slice(at, at + shortest));
    if (!alike) continue;
    if (goesOn(alike, text, at)) yield [at, text.length];
    else {
      const length = alike.lengths.find((one) => alike.whole.has(text.slice(at, at + one)));
      if (length !== undefined) yield [at, at + length];
    }
  }
}

/** The text with each of the values covered, character by character, those that overlap as well. */
export function coverValues(text: string, table: ValueTable): string {
  let out = '';
  let at = 0;
  for (const [start, end] of placesOf(text, table)) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    out += text.slice(at, from) + coverSpan(text.slice(from, end), from === start);
    at = end;
  }
  return out + text.slice(at);
}

/** The same number of characters, line ends kept. The first few stay when many follow: they name the kind of token. */
export function coverSpan(value: string, fromStart: boolean): string {
  const shown =
    fromStart && value.length >= 20 ? (/^[A-Za-z]{2,4}[-_]|^AKIA|^ASIA|^-----BEGIN[A-Z ]*-----/.exec(value)?.[0].length ?? 0) : 0;
  return value.slice(0, shown) + value.slice(shown).replace(/[^\r\n]/g, '*');
}

/** Whether one of the values stands in the text. */
export function holdsValue(text: string, table: ValueTable): boolean {
  return !placesOf(text, table).next().done;
}

/** Spans of candidates whose value is one to hide: the name of a parameter is not. */
export function spansToCover(secrets: readonly SecretCandidate[]): Span[] {
  return secrets.filter(({ format }) => !/^(?:unmasked|plain)-parameter$/.test(format)).map(({ at }) => at.span);
}

/** What the documents that were read hold of secrets. Asked for covering alone: no value comes out. */
export interface SecretCover {
  /** Takes what stands in a document now in the place of what stood there. True where that are other values. */
  note(document: Document, secrets: readonly SecretCandidate[]): boolean;
  forget(uri: string): void;
  /** A finding without the values of its own document and of the places that it names besides. */
  cover(finding: Finding): Finding;
}

/** A part of a name: `postgres` is the password of half the world's databases and what they are called, too. */
const mayBeName = /^[A-Za-z][A-Za-z_.-]*$/;

/** What is looked for in words that records are bound to: those of a name are left, or a weak password would rename things. */
const tableForRecords = (values: readonly string[]): ValueTable => tableOfValues(values.filter((value) => !mayBeName.test(value)));

/** Takes the values that stand in a document out of the items that a record of one of its identities is bound to. */
export function itemsCover({ text }: Document, secrets: readonly SecretCandidate[]): (items: readonly string[]) => string[] {
  const table = tableForRecords(secretValues(text, spansToCover(secrets)));
  return (items) => items.map((item) => coverValues(item, table));
}

/** Knows no document yet. */
export function createSecretCover(): SecretCover {
  const values = new Map<string, { readonly known: readonly string[]; readonly said: ValueTable; readonly inAnchors: ValueTable }>();
  return {
    note({ uri, text }, secrets) {
      const known = secrets.length === 0 ? [] : secretValues(text, spansToCover(secrets));
      if (known.length === 0) return values.delete(uri);
      const before = values.get(uri)?.known ?? [];
      if (before.length === known.length && before.every((value, index) => value === known[index])) return false;
      values.set(uri, { known, said: tableOfValues(known), inAnchors: tableForRecords(known) });
      return true;
    },
    forget: (uri) => void values.delete(uri),
    cover(finding) {
      const uris = new Set([finding.at.uri, ...finding.related.map(({ at }) => at.uri)]);
      const tables = [...uris].flatMap((uri) => values.get(uri) ?? []);
      if (tables.length === 0) return finding;
      const said = (text: string): string => tables.reduce((covered, one) => coverValues(covered, one.said), text);
      // A document's name in an anchor is what decisions find it by.
      const anchor = (text: string): string => {
        const path = text.indexOf('|', text.indexOf('|') + 1) + 1;
        return text.slice(0, path) + tables.reduce((covered, one) => coverValues(covered, one.inAnchors), text.slice(path));
      };
      const titled = (maker: FixMaker): FixMaker => ({ ...maker, title: said(maker.title) });
      return {
        ...finding,
        message: said(finding.message),
        anchor: anchor(finding.anchor),
        ...(finding.speaksFor ? { speaksFor: finding.speaksFor.map(anchor) } : {}),
        related: finding.related.map((one) => ({ ...one, message: said(one.message) })),
        fix: finding.fix && titled(finding.fix),
        suggestions: finding.suggestions.map(titled),
      };
    },
  };
}
