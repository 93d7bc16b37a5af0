// Credentials that come in pairs: which other value near a secret is its id, its user or its second half. The value of a
// partner is never looked at, only its name; what has no name near it has no partner. Works on the text, because readers of slots
// skip what cannot be a secret.
import type { DataSlot } from './slots-data.ts';
import { wordsOf } from './names.ts';
import type { Span } from '../text/text.ts';

/** How the name of a secret ends, how the name of its partner ends instead, and what the partner is. One pair a line. */
const pairs: readonly (readonly [secret: string, partner: string, what: string])[] = [
  ['client secret', 'client id', 'the client that this secret belongs to'],
  ['client secret', 'tenant id', 'the tenant of this client'],
  ['consumer secret', 'consumer key', 'the consumer that this secret belongs to'],
  ['app secret', 'app id', 'the app that this secret belongs to'],
  ['api secret', 'api key', 'the key that this secret belongs to'],
  ['token secret', 'token', 'the token that this secret belongs to'],
  ['auth token', 'account sid', 'the account that this token belongs to'],
  ['api key secret', 'api key sid', 'the key that this secret belongs to'],
  ['secret access key', 'access key id', 'the id of this key'],
  ['secret key', 'access key', 'the id of this key'],
  ['secret key', 'publishable key', 'the publishable key of the same account'],
  ['secret key', 'public key', 'the public half of this key'],
  ['access key secret', 'access key id', 'the id of this key'],
  ['app key', 'api key', 'the second key that is asked for with this one'],
  ['application key', 'api key', 'the second key that is asked for with this one'],
  ['api key', 'app id', 'the application of this key'],
  ['api key', 'application id', 'the application of this key'],
  ['admin key', 'app id', 'the application of this key'],
  ['private key', 'client email', 'the account of this key'],
  ['private key', 'public key', 'the public half of this key'],
  ['api token', 'email', 'the user of this token'],
  ['password', 'user name', 'the user of this password'],
  ['password', 'user', 'the user of this password'],
  ['password', 'login', 'the user of this password'],
  ['pass', 'user', 'the user of this password'],
];

export interface Partner {
  readonly at: Span;
  readonly what: string;
}

const reach = 500;

/** The partners of the secret in a slot, by the names in the text around it: of each kind the nearest, three at most. */
export function partnersOf(slot: DataSlot, text: string): Partner[] {
  const words = wordsOf(slot.name);
  const own = words.join(' ');
  const found: Partner[] = [];
  const from = Math.max(0, slot.entry[0] - reach);
  const around = text.slice(from, slot.entry[1] + reach);
  for (const [secret, partner, what] of pairs) {
    if (found.length === 3 || (own !== secret && !own.endsWith(` ${secret}`))) continue;
    const name = `${own.slice(0, own.length - secret.length)}${partner}`.split(' ').join('[_.\\s-]?');
    let best: Span | undefined;
    for (const match of around.matchAll(
      new RegExp(`(?<![A-Za-z0-9_-])${name}["'\\]]{0,2}\\s{0,8}(?:=>|:=|[:=])\\s{0,8}["']?([\\w.@+-]{1,120})`, 'gi'),
    )) {
      const at = from + match.index + match[0].length - match[1]!.length;
      if (at >= slot.entry[0] && at < slot.entry[1]) continue;
      if (!isBeside(text, slot, from + match.index, at)) continue;
      if (!best || distance(slot, at) < distance(slot, best[0])) best = [at, at + match[1]!.length];
    }
    if (best) found.push({ at: best, what });
  }
  return found;
}

/** In the same object: no bracket between the two opens or closes it, and in blocks of YAML both keys begin in one column. */
function isBeside(text: string, slot: DataSlot, name: number, value: number): boolean {
  const between = value < slot.entry[0] ? text.slice(value, slot.entry[0]) : text.slice(slot.entry[1], name);
  let depth = 0;
  for (const sign of between) {
    if (sign === '{') depth++;
    else if (sign === '}' && --depth < 0) return false;
  }
  if (depth !== 0) return false;
  if (!/^yaml-(?:plain|single|double|block)$/.test(slot.encoding) || !between.includes('\n')) return true;
  const column = columnOf(text, slot.entry[0]);
  // What begins further left, a dash included, ends the object.
  return (
    columnOf(text, name) === column &&
    !between
      .split('\n')
      .slice(1)
      .some((line) => /^\s*[^\s#]/.test(line) && line.search(/\S/) < column)
  );
}

const columnOf = (text: string, at: number): number => at - (text.lastIndexOf('\n', at - 1) + 1);

const distance = (slot: DataSlot, at: number): number => Math.abs(at - slot.at[0]);
