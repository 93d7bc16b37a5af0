// Makes tokens that have the shape and the checksum of a real one and were never issued: for the demonstration, for
// executed examples and for tests, so that no token-shaped text lies in the repository.
import { base32, base62, crc32, inBase, bytesOf } from './checksums.ts';
import { sha256 } from './sha256.ts';

type Random = () => number;

const alphanumeric = base62;
const urlSafe = `${base62}-_`;
const standard = `${base62}+/`;
const hexadecimal = '0123456789abcdef';

const pick = (alphabet: string, count: number, random: Random): string => {
  let out = '';
  for (let i = 0; i < count; i++) out += alphabet[Math.floor(random() * alphabet.length)];
  return out;
};

const base32Of = (bytes: Uint8Array): string => {
  let out = '';
  let value = 0;
  let bits = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      out += base32[(value >>> (bits - 5)) & 31];
      bits -= 5;
    }
    value &= 31;
  }
  return out;
};

const base64Of = (bytes: Uint8Array, alphabet = standard.slice(10, 62) + standard.slice(0, 10) + standard.slice(62)): string => {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const n = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    out += alphabet[n >> 18]! + alphabet[(n >> 12) & 63]! + (i + 1 < bytes.length ? alphabet[(n >> 6) & 63]! : '=') + (i + 2 < bytes.length ? alphabet[n & 63]! : '=');
  }
  return out;
};

const withCrc = (prefix: string, body: string) => prefix + body + inBase(crc32(body), base62, 6);
const json64 = (value: unknown) => base64Of(bytesOf(JSON.stringify(value))).replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');

const generators: Readonly<Record<string, (random: Random) => string>> = {
  'github-pat': (random) => withCrc('ghp_', pick(alphanumeric, 30, random)),
  'github-fine-grained-pat': (random) => {
    const head = `github_pat_11${pick(base32, 6, random)}A0${pick(alphanumeric, 12, random)}_${pick(alphanumeric, 43, random)}`;
    return head + base32Of(sha256(bytesOf(head))).slice(0, 8) + pick(alphanumeric, 8, random);
  },
  'aws-access-key-id': (random) => `AKIA${pick('QRSTUVWXYZ234567', 1, random)}${pick(base32, 15, random)}`,
  'aws-secret-access-key': (random) => pick(standard, 40, random),
  'slack-bot-token': (random) => `xoxb-${pick('123456789', 12, random)}-${pick('123456789', 13, random)}-${pick(alphanumeric, 24, random)}`,
  'stripe-live-key': (random) => `sk_live_51${pick(alphanumeric, 97, random)}`,
  'npm-token': (random) => withCrc('npm_', pick(alphanumeric, 30, random)),
  'openai-key': (random) => `sk-proj-${pick(urlSafe, 74, random)}T3BlbkFJ${pick(urlSafe, 74, random)}`,
  'anthropic-key': (random) => `sk-ant-api03-${pick(urlSafe, 93, random)}AA`,
  'gitlab-pat': (random) => `glpat-${pick(urlSafe, 20, random)}`,
  jwt: (random) => `${json64({ alg: 'HS256', typ: 'JWT' })}.${json64({ iss: 'https://issuer.invalid', sub: pick(hexadecimal, 16, random), iat: 1700000000 })}.${pick(urlSafe, 42, random)}A`,
  // PKCS#8 of an Ed25519 key: a fixed header and 32 random bytes.
  'private-key': (random) => {
    const header = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    const key = Uint8Array.from({ length: 48 }, (_, i) => header[i] ?? Math.floor(random() * 256));
    return `-----BEGIN ${'PRIVATE'} KEY-----\n${base64Of(key)}\n-----END ${'PRIVATE'} KEY-----`;
  },
};

/** A token of a format of the table, from `random` (numbers in [0, 1)). Throws RangeError for an unknown format. */
export function makeToken(format: string, random: () => number): string {
  const generate = Object.hasOwn(generators, format) ? generators[format] : undefined;
  if (!generate) throw new RangeError(`no generator for ${format}`);
  return generate(random);
}

/** Replaces `{{token:FORMAT}}` in a text; the same seed gives the same tokens. `{{token:FORMAT:2}}` is a second one. */
export function fillTokens(text: string, seed = 1): string {
  return text.replace(/\{\{token:([a-z0-9-]+)(?::(\d+))?\}\}/g, (_, format: string, ordinal = '1') => makeToken(format, seededRandom(crc32(`${seed}/${format}/${ordinal}`))));
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
