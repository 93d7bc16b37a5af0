// Makes tokens that have the shape and the checksum of a real one and were never issued: for the demonstration, for
// executed examples and for tests, so that no token-shaped text lies in the repository.
import { toBase64, toBase64Url } from './base64.ts';
import { bytesOf, crc32, hexOf } from './checksums.ts';
import { checks, type Check } from './checks.ts';
import { ed25519Public } from './curves.ts';
import { formatOf } from './formats/table.ts';
import { alphabets, makeShape } from './formats/shape.ts';
import { makeSeedPhrase } from './seed-phrase.ts';
import { tableOf } from '../table.ts';

type Random = () => number;

const pick = (alphabet: string, count: number, random: Random): string =>
  Array.from({ length: count }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
const bytes = (count: number, random: Random) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
const json64 = (value: unknown) => toBase64Url(bytesOf(JSON.stringify(value)));
const armour = (label: string, der: Uint8Array) =>
  `-----BEGIN ${label}-----\n${toBase64(der).replace(/(.{64})(?=.)/g, '$1\n')}\n-----END ${label}-----`;

/** Tokens whose inside has to be made, and those that are no row of the table. */
const special: ReadonlyMap<string, (random: Random) => string> = tableOf({
  // GitHub's: `11`, the user's number in base 32, `0`.
  'github-fine-grained-pat': (random) =>
    seal(
      'github-fine-grained',
      `github_pat_11${pick(alphabets['b32']!, 6, random)}A0${pick(alphabets['an']!, 12, random)}_${pick(alphabets['an']!, 59, random)}`,
    ),
  'aws-access-key-id': (random) => `AKIA${pick('QRSTUVWXYZ234567', 1, random)}${pick(alphabets['b32']!, 15, random)}`,
  'aws-temporary-key-id': (random) => `ASIA${pick('QRSTUVWXYZ234567', 1, random)}${pick(alphabets['b32']!, 15, random)}`,
  'slack-bot-token': (random) =>
    `xoxb-${pick('123456789', 12, random)}-${pick('123456789', 13, random)}-${pick(alphabets['an']!, 24, random)}`,
  'stripe-live-key': (random) => `sk_live_51${pick(alphabets['an']!, 97, random)}`,
  'stripe-test-key': (random) => `sk_test_51${pick(alphabets['an']!, 97, random)}`,
  'openai-key': (random) => `sk-proj-${pick(alphabets['b64u']!, 74, random)}T3BlbkFJ${pick(alphabets['b64u']!, 74, random)}`,
  'gitlab-pat-routable': (random) => {
    const payload = toBase64Url(Uint8Array.from([...bytesOf('c:1\no:2s\nu:3xq\n'), ...bytes(16, random), 16]));
    return seal('crc32-base36', `glpat-${payload}.01.${payload.length.toString(36).padStart(2, '0')}0000000`);
  },
  'sentry-org-token': (random) =>
    `sntrys_${toBase64(bytesOf(JSON.stringify({ iat: 1700000000.5, url: 'https://sentry.invalid', region_url: 'https://us.sentry.invalid', org: 'example-org' })))}_${pick(alphabets['b64']!, 43, random)}`,
  'grafana-cloud-token': (random) =>
    `glc_${toBase64(bytesOf(JSON.stringify({ o: '12345', n: 'writer', k: pick(alphabets['an']!, 24, random), m: { r: 'us' } })))}`,
  'pypi-token': (random) => {
    const head = [
      2,
      1,
      8,
      ...bytesOf('pypi.org'),
      2,
      36,
      ...bytesOf(`${pick(alphabets['hex']!, 8, random)}-0000-4000-8000-${pick(alphabets['hex']!, 12, random)}`),
      0,
      0,
      6,
      32,
    ];
    return `pypi-${toBase64Url(Uint8Array.from([...head, ...bytes(32, random)]))}`;
  },
  // Fly.io's in MessagePack: nonce, location, two limits (one organization, until 2033), signature.
  'fly-token': (random) => {
    const some = (length: number) => [0xc4, length, ...bytes(length, random)];
    const text = (value: string) => [0xa0 | value.length, ...bytesOf(value)];
    return `FlyV1 fm2_${toBase64(Uint8Array.from([0x94, 0x93, ...some(16), ...some(16), 0xc2, ...text('https://api.fly.io/v1'), 0x94, 0, 0x92, 0xce, 0, 1, 2, 3, 31, 4, 0x92, 0, 0xce, 0x77, 0x35, 0x94, 0, ...some(32)]))}`;
  },
  'seed-phrase': (random) => makeSeedPhrase(12, random),
  'intercom-token': (random) => toBase64(bytesOf(`tok:${pick(alphabets['hex']!, 36, random)}:1`)),
  'google-api-key': (random) => `AIzaSy${pick('ABCD', 1, random)}${pick(alphabets['b64u']!, 32, random)}`,
  'discord-bot-token': (random) =>
    `${toBase64Url(bytesOf(`1${pick(alphabets['d']!, 18, random)}`))}.G${pick(alphabets['b64u']!, 5, random)}.${pick(alphabets['b64u']!, 38, random)}`,
  'azure-devops-pat': (random) => seal('azure-devops-legacy', pick(alphabets['b32l']!, 51, random) + 'a'),
  'stellar-seed': (random) => seal('stellar', `SA${pick(alphabets['b32']!, 54, random)}`),
  'nats-seed': (random) => seal('nats', `SUA${pick(alphabets['b32']!, 54, random)}A`),
  'bitcoin-wif': (random) => seal('base58check', toWif(random)),
  'bitcoin-extended-key': (random) =>
    seal('base58check', `xprv9s21ZrQH143K${pick('23456789ABCDEFGH', 1, random)}${pick(alphabets['b58']!, 94, random)}`),
  jwt: (random) =>
    `${json64({ alg: 'HS256', typ: 'JWT' })}.${json64({ iss: 'https://issuer.invalid', sub: pick(alphabets['hex']!, 16, random), iat: 1700000000 })}.${pick(alphabets['b64u']!, 42, random)}A`,
  'jwt-expired': (random) =>
    `${json64({ alg: 'HS256', typ: 'JWT' })}.${json64({ iss: 'https://issuer.invalid', sub: pick(alphabets['hex']!, 16, random), iat: 1600000000, exp: 1600003600 })}.${pick(alphabets['b64u']!, 42, random)}A`,
  'supabase-anon-jwt': (random) =>
    `${json64({ alg: 'HS256', typ: 'JWT' })}.${json64({ iss: 'supabase', ref: pick(alphabets['lower']!, 20, random), role: 'anon', iat: 1700000000, exp: 2015360000 })}.${pick(alphabets['b64u']!, 42, random)}A`,
  'supabase-service-jwt': (random) =>
    `${json64({ alg: 'HS256', typ: 'JWT' })}.${json64({ iss: 'supabase', ref: pick(alphabets['lower']!, 20, random), role: 'service_role', iat: 1700000000, exp: 2015360000 })}.${pick(alphabets['b64u']!, 42, random)}A`,
  // PKCS#8 of an Ed25519 key: a fixed header and 32 random bytes.
  'private-key': (random) =>
    armour(
      `${'PRIVATE'} KEY`,
      Uint8Array.from([
        0x30,
        0x2e,
        0x02,
        0x01,
        0x00,
        0x30,
        0x05,
        0x06,
        0x03,
        0x2b,
        0x65,
        0x70,
        0x04,
        0x22,
        0x04,
        0x20,
        ...bytes(32, random),
      ]),
    ),
  'private-key-escaped': (random) => special.get('private-key')!(random).replaceAll('\n', '\\n'),
  'private-key-base64': (random) => toBase64(bytesOf(special.get('private-key')!(random))),
  // PKCS#1: nine integers of the right sizes, of which the modulus is the product of two that are hardly primes.
  'rsa-private-key': (random) => armour(`RSA ${'PRIVATE'} KEY`, rsaDer(random)),
  'encrypted-private-key': (random) => armour(`ENCRYPTED ${'PRIVATE'} KEY`, sequence(bytes(300, random))),
  'openssh-private-key': (random) => armour(`OPENSSH ${'PRIVATE'} KEY`, openSsh(random)),
  // The form of a token with a checksum that does not fit, and the form of one that was made to be replaced.
  'malformed-github-pat': (random) => `ghp_${pick(alphabets['an']!, 30, random)}000000`,
  'placeholder-github-pat': () => `ghp_${'x'.repeat(36)}`,
  password: (random) =>
    `${pick('bcdfghjkmnp', 1, random)}${pick('QRSTVWXZ', 1, random)}${pick('23456789', 2, random)}${pick('!%_+', 1, random)}${pick(alphabets['an']!, 9, random)}`,
  'random-40': (random) => pick(alphabets['an']!, 40, random),
});

/** A token of a format of the table, from `random` (numbers in [0, 1)). Throws RangeError for an unknown format. */
export function makeToken(format: string, random: () => number): string {
  const made = special.get(format);
  if (made) return made(random);
  const row = formatOf(format);
  if (!row) throw new RangeError(`no generator for ${format}`);
  const token = makeShape(row.shapes[0]!, random);
  return row.format.check ? seal(row.format.check, token) : token;
}

function seal(check: keyof typeof checks, token: string): string {
  const one: Check = checks[check];
  return one.seal ? one.seal(token) : token;
}

function toWif(random: Random): string {
  // Any text of the alphabet whose value begins with the version byte 0x80: K and L with a compressed public key.
  return `L${pick('12345', 1, random)}${pick(alphabets['b58']!, 50, random)}`;
}

function lengthOf(count: number): number[] {
  return count < 128 ? [count] : count < 256 ? [0x81, count] : [0x82, count >> 8, count & 255];
}

function sequence(content: Uint8Array): Uint8Array {
  return Uint8Array.from([0x30, ...lengthOf(content.length), ...content]);
}

function rsaDer(random: Random): Uint8Array {
  const integer = (content: Uint8Array | readonly number[]) => [
    0x02,
    ...lengthOf(content.length + (content[0]! & 0x80 ? 1 : 0)),
    ...(content[0]! & 0x80 ? [0] : []),
    ...content,
  ];
  const some = (size: number) => Uint8Array.from([0xc0 | Math.floor(random() * 64), ...bytes(size - 2, random), 1]);
  const [p, q] = [some(128), some(128)];
  const product = (BigInt(`0x${hexOf(p)}`) * BigInt(`0x${hexOf(q)}`)).toString(16).padStart(512, '0');
  const modulus = product.match(/../g)!.map((pair) => parseInt(pair, 16));
  return sequence(
    Uint8Array.from([
      0x02,
      1,
      0,
      ...integer(modulus),
      0x02,
      3,
      1,
      0,
      1,
      ...integer(some(256)),
      ...integer(p),
      ...integer(q),
      ...integer(some(128)),
      ...integer(some(128)),
      ...integer(some(128)),
    ]),
  );
}

function openSsh(random: Random): Uint8Array {
  const text = (value: string | readonly number[]) => {
    const content = typeof value === 'string' ? [...bytesOf(value)] : value;
    return [0, 0, content.length >> 8, content.length & 255, ...content];
  };
  const seed = bytes(32, random);
  const publicKey = [...ed25519Public(seed)];
  const check = [...bytes(4, random)];
  const inner = [
    ...check,
    ...check,
    ...text('ssh-ed25519'),
    ...text(publicKey),
    ...text([...seed, ...publicKey]),
    ...text('deploy@host'),
    1,
    2,
    3,
    4,
    5,
  ];
  return Uint8Array.from([
    ...bytesOf('openssh-key-v1\0'),
    ...text('none'),
    ...text('none'),
    ...text(''),
    0,
    0,
    0,
    1,
    ...text([...text('ssh-ed25519'), ...text(publicKey)]),
    ...text(inner),
  ]);
}

/** Replaces `{{token:FORMAT}}` in a text; the same seed gives the same tokens. `{{token:FORMAT:2}}` is a second one. */
export function fillTokens(text: string, seed = 1): string {
  return text.replace(/\{\{token:([a-z0-9-]+)(?::(\d+))?\}\}/g, (_, format: string, ordinal = '1') =>
    makeToken(format, seededRandom(crc32(`${seed}/${format}/${ordinal}`))),
  );
}

/** A small deterministic generator (mulberry32). Not for secrets. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
