// What a token says by itself, in words for the message: the account it belongs to, when it ends, what it may do. Nothing
// of the token's secret part is ever part of a fact. A decoder also says whether the structure is that of a real token.
import { azureCaskFacts, azureMeaning } from './azure-keys.ts';
import { asciiOf, fromBase32, fromBase64 } from './base64.ts';
import { dayOf, jsonIn, nameIn } from './claims.ts';
import { readJwt } from './jwt.ts';
import { readFlyMacaroon, readMacaroon } from './macaroon.ts';
import { tableOf } from '../table.ts';

export interface Decoded {
  readonly facts: readonly string[];
  /** Day of expiry as `2027-01-31`. */
  readonly expires?: string;
  readonly kind?: 'secret' | 'test' | 'publishable';
  /** What the structure proves. */
  readonly structure?: 'valid' | 'invalid';
}

const nothing: Decoded = { facts: [] };
const broken: Decoded = { facts: [], structure: 'invalid' };

const named = (label: string, value: unknown): string[] => {
  const name = nameIn(typeof value === 'number' ? String(value) : value);
  return name === undefined ? [] : [`${label} ${name}`];
};

const ulidDay = (ulid: string): string | undefined => {
  let milliseconds = 0;
  for (const char of ulid.slice(0, 10).toUpperCase()) {
    const digit = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(char);
    if (digit < 0) return undefined;
    milliseconds = milliseconds * 32 + digit;
  }
  return dayOf(milliseconds / 1000);
};

const created = (day: string | undefined): Decoded => (day ? { facts: [`created ${day}`] } : nothing);

/** What the letters of GitLab's routing stand for; `c` is the cell, which says nothing to a person. */
const gitlabOwners = tableOf<string>({ o: 'organization', u: 'user', g: 'group', p: 'project' });

const decoders = {
  /** The number of the user, in the seven characters after `11`. */
  'github-user': (token: string): Decoded => {
    const bytes = token.startsWith('github_pat_11') ? fromBase32(`${token.slice(13, 20)}A`) : undefined;
    if (!bytes || !/^[A-Z2-7]{7}$/.test(token.slice(13, 20))) return nothing;
    return { facts: [`GitHub user number ${((bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!) >>> 0}`] };
  },
  'inner-jwt': (token: string): Decoded => {
    const jwt = readJwt(token.slice(token.indexOf('eyJ')));
    return jwt ? { facts: jwt.facts, expires: jwt.expires, structure: 'valid' } : nothing;
  },
  /** Lines such as `o:2s` with numbers in base 36: cell, organization, user, group, project. */
  'gitlab-routing': (token: string): Decoded => {
    const payload = token.slice(token.indexOf('-') + 1).split('.')[0]!;
    const bytes = fromBase64(payload);
    if (!bytes) return nothing;
    const facts: string[] = [];
    let line = '';
    for (const byte of bytes) {
      if (byte === 10) {
        const match = /^([cougp]):([0-9a-z]{1,10})$/.exec(line);
        if (!match) break;
        const word = gitlabOwners.get(match[1]!);
        if (word) facts.push(`GitLab ${word} ${parseInt(match[2]!, 36)}`);
        line = '';
      } else line += String.fromCharCode(byte);
      if (line.length > 16) break;
    }
    return { facts };
  },
  /** The projects that a caveat names, and when the token ends. One that does not end in a signature was cut. */
  macaroon: (token: string): Decoded => {
    const bytes = fromBase64(token.slice('pypi-'.length));
    const macaroon = bytes && readMacaroon(bytes);
    if (!macaroon) return broken;
    const text = macaroon.caveats.join('\n');
    const projects =
      /\[1,\s?\[((?:"[A-Za-z0-9._-]{1,60}",?\s?){1,5})\]\]/.exec(text)?.[1] ??
      /"projects":\s?\[((?:"[A-Za-z0-9._-]{1,60}",?\s?){1,5})\]/.exec(text)?.[1];
    const expiry = /\[0,\s?(\d{10})(?:,\s?(\d{10}))?\]/.exec(text);
    // Two times, of which the later one is the end.
    const expires = expiry ? dayOf(Math.max(Number(expiry[1]), Number(expiry[2] ?? 0))) : undefined;
    return { facts: projects ? [`limited to project ${projects.replaceAll('"', '')}`] : [], expires, structure: 'valid' };
  },
  /** Fly.io: several macaroons with commas between; the first one says what is allowed. */
  fly: (token: string): Decoded => {
    const parts = token
      .replace(/^FlyV1 /, '')
      .split(',')
      .map((part) => fromBase64(part.replace(/^fm\d[ra]?_/, '')));
    const read = parts.map((bytes) => bytes && readFlyMacaroon(bytes));
    const [first] = read;
    if (!first) return nothing;
    const ends = read.flatMap((one) => (one?.expires === undefined ? [] : [one.expires]));
    return {
      facts: first.caveats.length > 0 ? [`limited to ${[...new Set(first.caveats)].join(', ')}`] : ['limited by nothing'],
      expires: ends.length > 0 ? dayOf(Math.min(...ends)) : undefined,
      structure: 'valid',
    };
  },
  'jfrog-reference': (token: string): Decoded => {
    const match = /^reftkn:01:(\d{1,12}):/.exec(asciiOf(fromBase64(token.slice(0, 64 - (64 % 4)))) ?? '');
    if (!match) return nothing;
    const expires = dayOf(Number(match[1]));
    return { facts: expires ? [] : ['never expires'], expires, structure: 'valid' };
  },
  /** The account is 40 bits of the id, in keys made since about 2019. */
  'aws-account': (token: string): Decoded => {
    const account = awsAccountOf(token);
    return account ? { facts: [`AWS account ${account}`] } : nothing;
  },
  'azure-marvin': (token: string): Decoded => {
    const meaning = azureMeaning(token);
    return meaning ? { facts: [`permission: ${meaning}`] } : nothing;
  },
  'azure-cask': (token: string): Decoded => ({ facts: azureCaskFacts(token) }),
  /** Protobuf: version 1 and an HMAC of 32 bytes before the inner token. */
  vault: (token: string): Decoded => (token.startsWith('hvs.CAESI') ? { facts: [], structure: 'valid' } : nothing),
  onepassword: (token: string): Decoded => {
    const value = jsonIn(token.slice('ops_'.length));
    return value ? { facts: [...named('account', value['email']), ...named('at', value['signInAddress'])], structure: 'valid' } : nothing;
  },
  ulid: (token: string): Decoded => created(ulidDay(/[-_]([0-9A-Za-z]{26})(?:_|$)/.exec(token)?.[1] ?? '')),
  intercom: (token: string): Decoded => (/^tok:/.test(asciiOf(fromBase64(token)) ?? '') ? { facts: [], structure: 'valid' } : broken),
  'grafana-cloud': (token: string): Decoded => {
    const value = jsonIn(token.slice('glc_'.length));
    return value ? { facts: [...named('organization', value['o']), ...named('name', value['n'])], structure: 'valid' } : nothing;
  },
  'grafana-key': (token: string): Decoded => {
    const value = jsonIn(token);
    return value ? { facts: [...named('organization', value['id']), ...named('name', value['n'])], structure: 'valid' } : nothing;
  },
  sentry: (token: string): Decoded => {
    const value = jsonIn(token.slice('sntrys_'.length, token.lastIndexOf('_')));
    return value && 'iat' in value
      ? { facts: [...named('organization', value['org']), ...named('at', value['url'])], structure: 'valid' }
      : broken;
  },
  mapbox: (token: string): Decoded => {
    const value = jsonIn(token.split('.')[1] ?? '');
    return value ? { facts: named('account', value['u']), structure: 'valid' } : nothing;
  },
  /** The first eight digits of a MongoDB ObjectId are the time. */
  'object-id': (token: string): Decoded => created(dayOf(parseInt(/[0-9a-f]{8}/.exec(token)?.[0] ?? '', 16))),
  /** The first part is the bot's number, whose upper bits are the time since 2015. */
  discord: (token: string): Decoded => {
    const id = asciiOf(fromBase64(token.split('.')[0]!));
    if (!id || !/^\d{17,20}$/.test(id)) return broken;
    return { ...created(dayOf(Number((BigInt(id) >> 22n) + 1420070400000n) / 1000)), structure: 'valid' };
  },
} satisfies Readonly<Record<string, (token: string) => Decoded>>;

export type DecoderName = keyof typeof decoders;

/** What a token says. Never throws. */
export function decode(name: DecoderName, token: string): Decoded {
  return decoders[name](token);
}

/** The twelve digits of the account of an AWS key id; undefined for ids from before 2019, which carry none. */
export function awsAccountOf(id: string): string | undefined {
  if (!/^[A-Z]{4}[Q-Z2-7]/.test(id)) return undefined;
  const bytes = fromBase32(id.slice(4));
  if (!bytes) return undefined;
  let value = 0n;
  for (const byte of bytes.slice(0, 6)) value = (value << 8n) | BigInt(byte);
  return String((value & 0x7fffffffff80n) >> 7n).padStart(12, '0');
}
