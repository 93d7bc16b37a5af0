// The offline checks of the format table: whether a token's own checksum or structure fits, and the same computation
// backwards to make tokens that pass. What was found by computing over public samples is said at each check; nothing here
// asks anyone, and a check that fails is a reason to speak of a malformed token, never a reason for silence.
import {
  azureCaskSeal,
  azureCaskVerify,
  azureEntraSeal,
  azureEntraVerify,
  azureMarvinSeal,
  azureMarvinVerify,
  devopsLegacySeal,
  devopsLegacyVerify,
} from './azure-keys.ts';
import { fromBase58, fromBase64, toBase32, toBase58, toBase64 } from './base64.ts';
import { bytesOf, base62, base62LowerFirst, crc32, hexOf, inBase, littleEndian } from './checksums.ts';
import { bech32Seal, bech32Verify, natsSeal, natsVerify, stellarSeal, stellarVerify } from './key-checks.ts';
import { sha256 } from './sha256.ts';

export interface Check {
  /** `none` where this token says nothing either way. */
  verify(token: string): 'valid' | 'invalid' | 'none';
  /** The token with the checksum that fits. The same length. */
  seal?(token: string): string;
}

/** A checksum that stands in the last `width` characters and is computed from what stands before. */
function tail(width: number, of: (head: string) => string): Check {
  return {
    verify: (token) => (of(token.slice(0, -width)) === token.slice(-width) ? 'valid' : 'invalid'),
    seal: (token) => token.slice(0, -width) + of(token.slice(0, -width)),
  };
}

const afterFirst = (head: string) => head.slice(head.indexOf('_') + 1);
const afterLast = (head: string) => head.slice(head.lastIndexOf('_') + 1);

export const checks = {
  /** GitHub, npm, Vercel: CRC-32 of the body without its last six characters, in base 62. */
  'crc32-base62': tail(6, (head) => inBase(crc32(afterFirst(head)), base62, 6)),
  /** Deno Deploy: the prefix counts too. */
  'crc32-base62-prefixed': tail(6, (head) => inBase(crc32(head), base62, 6)),
  /** Apify: the prefix counts, and small letters come before capitals. */
  'crc32-base62-lower-first': tail(6, (head) => inBase(crc32(head), base62LowerFirst, 6)),
  /** SaladCloud: the last segment alone. */
  'crc32-base62-last': tail(6, (head) => inBase(crc32(afterLast(head)), base62, 6)),
  /** Cloudflare, and Zuplo with a line between: eight hexadecimal digits over the body. */
  'crc32-hex': tail(8, (head) => hex32(crc32(afterFirst(head).replace(/_$/, '')))),
  /** Canva: the prefix counts. */
  'crc32-hex-prefixed': tail(8, (head) => hex32(crc32(head))),
  /** Grafana: `glsa_` and the 32 characters, low byte first. */
  'crc32-hex-le-prefixed': tail(8, (head) => hexOf(littleEndian(crc32(head.slice(0, -1))))),
  /** Confluent: six characters of base64 over the low byte first. */
  'crc32-base64-le': tail(6, (head) => toBase64(littleEndian(crc32(head.slice('cflt'.length)))).slice(0, 6)),
  /** GitLab's routable tokens: seven digits in base 36 over all that stands before. */
  'crc32-base36': tail(7, (head) => inBase(crc32(head), '0123456789abcdefghijklmnopqrstuvwxyz', 7)),
  /** Atlassian and Bitbucket: eight digits over all before them, the equals sign included. */
  'crc32-through-equals': tail(8, (head) => hex32(crc32(head)).toUpperCase()),
  /** GitHub's fine-grained tokens: eight characters of base 32 of a SHA-256, and eight more of which nothing is known. */
  'github-fine-grained': {
    verify: (token) =>
      token.length === 93 && token[33] === '_' ? (fineGrained(token) === token.slice(77, 85) ? 'valid' : 'invalid') : 'invalid',
    seal: (token) => token.slice(0, 77) + fineGrained(token) + token.slice(85),
  },
  /** A UUID of version 4 without dashes. */
  uuid4: {
    verify: (token) => (/^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/.test(token.slice(-32)) ? 'valid' : 'invalid'),
    seal: (token) => `${token.slice(0, -20)}4${token.slice(-19, -16)}a${token.slice(-15)}`,
  },
  /** SendGrid: 16 and 32 bytes in base64url. That their spare bits are zero is only likely, so it speaks for and never against. */
  'base64-tails': {
    verify: (token) =>
      /^[AQgw]$/.test(token.split('.')[1]?.slice(-1) ?? '') && /^[AEIMQUYcgkosw048]$/.test(token.slice(-1)) ? 'valid' : 'none',
    seal: (token) => `${token.slice(0, 24)}A${token.slice(25, -1)}A`,
  },
  'azure-marvin': { verify: azureMarvinVerify, seal: azureMarvinSeal },
  'azure-cask': { verify: azureCaskVerify, seal: azureCaskSeal },
  'azure-entra': { verify: azureEntraVerify, seal: azureEntraSeal },
  'azure-devops-legacy': { verify: devopsLegacyVerify, seal: devopsLegacySeal },
  bech32: { verify: bech32Verify, seal: bech32Seal },
  /** Double SHA-256 over the payload, four bytes at the end. */
  base58check: {
    verify: (token) => {
      const bytes = fromBase58(token);
      return bytes && bytes.length > 4 && hexOf(sha256(sha256(bytes.slice(0, -4))).slice(0, 4)) === hexOf(bytes.slice(-4))
        ? 'valid'
        : 'invalid';
    },
    seal: (token) => {
      const bytes = fromBase58(token)!;
      bytes.set(sha256(sha256(bytes.slice(0, -4))).slice(0, 4), bytes.length - 4);
      return toBase58(bytes);
    },
  },
  stellar: { verify: stellarVerify, seal: stellarSeal },
  nats: { verify: natsVerify, seal: natsSeal },
  /** A WireGuard key is 32 bytes, and a private one has three bits set and cleared (RFC 7748). */
  wireguard: {
    verify: (token) => {
      const bytes = fromBase64(token);
      return bytes?.length === 32 && (bytes[0]! & 7) === 0 && (bytes[31]! & 0xc0) === 0x40 ? 'valid' : 'none';
    },
  },
} satisfies Readonly<Record<string, Check>>;

export type CheckName = keyof typeof checks;

const hex32 = (value: number) => value.toString(16).padStart(8, '0');
const fineGrained = (token: string) => toBase32(sha256(bytesOf(token.slice(0, 77)))).slice(0, 8);
