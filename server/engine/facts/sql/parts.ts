// What the readers of SQL statements share: where a statement stands, what its facts carry, tokens as leaves.
import type { Place } from '../../text/text.ts';
import type { Carrier, Grant, Platform, Principal } from '../types.ts';
import type { Leaf } from '../value.ts';
import type { SqlToken } from './tokens.ts';

export interface SqlOptions {
  readonly carrier: Carrier;
  readonly anchor: string;
  readonly enabled: Grant['enabled'];
  readonly platform?: Platform;
  /** The database, where a word means more in it than elsewhere: `admin` of CockroachDB. */
  readonly product?: 'CockroachDB';
  /** To whom statements give that name nobody: those of a user of ClickHouse, in its own files. */
  readonly holder?: Principal;
}

export interface SqlPlace {
  readonly uri: string;
  /** Where the text begins in its document; undefined where escapes move it. */
  readonly start: number | undefined;
  /** The whole text, for when its parts have no places. */
  readonly at: Place;
}

/** The words of tokens as they are compared; nothing for those that are none. */
export const wordsOf = (tokens: readonly SqlToken[]): string[] => tokens.map((token) => (token.kind === 'word' ? token.text : ''));

export function at(place: SqlPlace, from: SqlToken, to: SqlToken = from): Place {
  return place.start === undefined ? place.at : { uri: place.uri, span: [place.start + from.start, place.start + to.end] };
}

/** A string or a name without its quotes. */
export function inside(place: SqlPlace, token: SqlToken): Place {
  return token.kind === 'string' || token.kind === 'name'
    ? at(place, { ...token, start: token.start + 1, end: Math.max(token.start + 1, token.end - 1) })
    : at(place, token);
}

export function leaf(value: string, where: Place, unknown = false): Leaf {
  const written = { at: where, token: where, via: [], encoding: 'sql' as const, editable: false };
  return unknown ? { kind: 'unknown', why: 'a placeholder', ...written } : { kind: 'scalar', known: 'literal', value, ...written };
}

/** `{{name}}`, `${x}`, `:name`, `?`: filled in by whoever runs the statement. */
export function isPlaceholder(token: SqlToken | undefined): boolean {
  return (token?.kind === 'mark' && /[{$:?%]/.test(token.text)) || /\{\{|\$\{|\0/.test(token?.text ?? '');
}
