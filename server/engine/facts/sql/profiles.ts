// Profiles of Oracle: how long the passwords of the users under one live.
import type { Facts } from '../types.ts';
import { at, inside, leaf, wordsOf, type SqlOptions, type SqlPlace } from './parts.ts';
import type { SqlToken } from './tokens.ts';

/** `CREATE|ALTER PROFILE name LIMIT … PASSWORD_LIFE_TIME UNLIMITED`. What `DEFAULT` or an expression comes to is not known here. */
export function readProfile(tokens: readonly SqlToken[], place: SqlPlace, into: Facts, options: SqlOptions): void {
  const words = wordsOf(tokens);
  const name = tokens[2];
  const limit = tokens[words.indexOf('PASSWORD_LIFE_TIME') + 1];
  if (words[1] !== 'PROFILE' || !name || !words.includes('PASSWORD_LIFE_TIME') || limit?.text !== 'UNLIMITED') return;
  into.credentials.push({
    anchor: `${options.anchor}|PROFILE ${name.text}`,
    platform: 'sql',
    kind: 'password-policy',
    owner: { kind: 'group', id: leaf(name.raw, inside(place, name)) },
    lifetime: { kind: 'standing', at: at(place, limit) },
    storedIn: 'unknown',
    at: at(place, tokens[0]!, name),
    carrier: { ...options.carrier, head: at(place, tokens[0]!, name) },
    enabled: options.enabled,
  });
}
