// Keeps the values of secrets out of everything that is printed. A secret is what the scanner found, live, placeholder or
// publishable alike, and what a finding of category `secret` underlines.
import type { Document } from '../engine/document.ts';
import { coverSpan, coverValues, holdsValue, tableOfValues, type ValueTable } from '../engine/secrets/cover.ts';
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

export function createMasker(known: KnownSecrets): Masker {
  const tables = new Map<string, ValueTable>();
  const tableFor = (uri: string): ValueTable => {
    let table = tables.get(uri);
    if (!table) tables.set(uri, (table = tableOfValues(known.values.get(uri) ?? [])));
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
        out += text.slice(at, from) + coverSpan(text.slice(from, end), from === start);
        at = end;
      }
      return coverValues(out + text.slice(at), tableFor(document.uri));
    },
    coverText(text, uris) {
      let out = text;
      for (const uri of uris) out = coverValues(out, tableFor(uri));
      return out;
    },
    holdsSecret: (text, uri) => holdsValue(text, tableFor(uri)),
  };
}
