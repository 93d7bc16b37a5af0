// Functions and procedures of PostgreSQL that run with the rights of their owner (`SECURITY DEFINER`): whether everybody may
// call them and whether they say where they look for names. Everybody may, until EXECUTE is revoked from PUBLIC.
import type { Facts } from '../types.ts';
import type { SqlOptions, SqlPlace } from './parts.ts';
import type { SqlToken } from './tokens.ts';
import { onlyNamed } from '../polarity.ts';

/** Pushes a fact for each such function that everybody may call and that sets no `search_path`. */
export function readDefiners(tokens: readonly SqlToken[], place: SqlPlace, into: Facts, options: SqlOptions): void {
  const words = tokens.map((token) => (token.kind === 'word' ? token.text : ''));
  const starts = words.flatMap((word, index) =>
    /^(?:FUNCTION|PROCEDURE)$/.test(word) && /^(?:CREATE|REPLACE)$/.test(words[index - 1] ?? '') ? [index] : [],
  );
  const closed = closedNames(tokens, words);
  // `SQL SECURITY DEFINER` is MySQL's, where every function has it unless it says otherwise.
  starts.forEach((start, index) => {
    const end = starts[index + 1] ?? tokens.length;
    const own = words.slice(start, end);
    const definer = own.findIndex(
      (word, at) => word === 'SECURITY' && own[at + 1] === 'DEFINER' && !(own[at - 1] === 'SQL' && own[at - 2] !== 'LANGUAGE'),
    );
    // A trigger function is called by its trigger alone.
    if (
      definer < 0 ||
      own.includes('SEARCH_PATH') ||
      own.some((word, at) => word === 'RETURNS' && /^(?:TRIGGER|EVENT_TRIGGER)$/.test(own[at + 1] ?? ''))
    )
      return;
    const name = nameAt(tokens, start + 1);
    if (name === undefined || closed.everything || closed.names.has(name.toLowerCase())) return;
    const [from, to] = [tokens[start + definer]!, tokens[start + definer + 1]!];
    const at = place.start === undefined ? place.at : { uri: place.uri, span: [place.start + from.start, place.start + to.end] as const };
    const leaf = (value: string) => ({
      kind: 'scalar' as const,
      known: 'literal' as const,
      value,
      at,
      token: at,
      via: [],
      encoding: 'sql' as const,
      editable: false,
    });
    into.grants.push({
      anchor: `${options.anchor}|DEFINER ${name.toUpperCase()}`,
      platform: 'sql',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'resource',
      principals: [{ kind: 'any', id: leaf('PUBLIC') }],
      actions: [leaf('SECURITY DEFINER')],
      scope: [{ level: 'resource', id: leaf(name) }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: { ...options.carrier, head: at },
      enabled: options.enabled,
    });
  });
}

/** The last part of a name that may carry its schema: `app.run`. */
function nameAt(tokens: readonly SqlToken[], from: number): string | undefined {
  let at = from;
  while (tokens[at + 1]?.text === '.' && tokens[at + 2]) at += 2;
  const token = tokens[at];
  return token && token.kind !== 'mark' ? token.raw : undefined;
}

/** Functions that this text takes away from PUBLIC. */
function closedNames(tokens: readonly SqlToken[], words: readonly string[]): { names: ReadonlySet<string>; everything: boolean } {
  const names = new Set<string>();
  let everything = false;
  for (let i = 0; i < words.length; i++) {
    if (words[i] !== 'REVOKE') continue;
    const end = words.slice(i, i + 60).findIndex((word, at) => word === '' && tokens[i + at]!.text === ';');
    const to = end < 0 ? Math.min(words.length, i + 60) : i + end;
    const own = words.slice(i, to);
    if (!own.includes('PUBLIC')) continue;
    // `REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA x`, and the default privileges of what is yet to be made.
    if (own.some((word) => /^(?:FUNCTIONS|ROUTINES|PROCEDURES)$/.test(word))) everything = true;
    for (let at = i; at < to; at++)
      if (/^(?:FUNCTION|PROCEDURE|ROUTINE)$/.test(words[at]!)) names.add((nameAt(tokens, at + 1) ?? '').toLowerCase());
  }
  return { names, everything };
}
