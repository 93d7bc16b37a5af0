// What stands inside of the DER of a private key: kind and size, and whether its numbers belong together. The product of
// RSA's primes is its modulus; a scalar on P-256 and a seed of Ed25519 give the public key that stands beside them. A key
// whose numbers do not fit was changed, cut or made up. Of other curves only the kind is said.
import { toBase64 } from './base64.ts';
import { bytesOf, hexOf } from './checksums.ts';
import { ed25519Public, p256Public } from './curves.ts';
import { sha256 } from './sha256.ts';

export interface KeyInside {
  readonly check: 'valid' | 'invalid';
  readonly facts: readonly string[];
}

/** The algorithms of PKCS#8, and who reads what they are followed by. */
const kinds: readonly { readonly label: string; readonly id: string; readonly read: (bytes: Uint8Array) => KeyInside }[] = [
  { label: 'RSA', id: '06092a864886f70d010101', read: rsa },
  { label: 'Ed25519', id: '06032b6570', read: ed25519 },
  { label: 'EC', id: '06072a8648ce3d0201', read: ellipticCurve },
  { label: 'DSA', id: '06072a8648ce380401', read: () => ({ check: 'valid', facts: ['DSA'] }) },
];

/** Reads a key that is not encrypted: PKCS#1, PKCS#8 or SEC 1. */
export function readDerKey(label: string, bytes: Uint8Array): KeyInside {
  const outer = element(bytes, 0);
  if (outer?.tag !== 0x30) return { check: 'invalid', facts: [] };
  if (outer.end > bytes.length) return { check: 'invalid', facts: ['cut off'] };
  const hex = hexOf(bytes.slice(0, 60));
  const kind = kinds.find((one) => label.startsWith(one.label) || hex.includes(one.id));
  return kind?.read(bytes) ?? { check: 'valid', facts: ['a DER structure'] };
}

/**
 * What the base64 of a key has behind its length, when nobody put it into armour: PKCS#8 of RSA, of elliptic curves with and
 * without the public key, of Ed25519; PKCS#1 of 1024 bits and of 2048 and more; SEC 1 on P-256.
 */
export const derBeginnings: readonly string[] = [
  'IBADANBgkqhkiG9w0BAQEFAASC',
  'AgEAMBMGByqGSM49AgEG',
  'AgEAMBAGByqGSM49AgEG',
  'CAQAwEwYHKoZIzj0CAQYI',
  'MC4CAQAwBQYDK2VwBCIEI',
  'IBAAKBgQ',
  'IBAAKCA',
  'MHcCAQEEI',
];

/** A private key that fills `bytes` and proves itself, told by what stands behind its version; undefined where it is anything else. */
export function readBareKey(bytes: Uint8Array): KeyInside | undefined {
  const outer = element(bytes, 0);
  if (outer?.tag !== 0x30 || outer.end !== bytes.length) return undefined;
  const [version, next] = elements(bytes, outer.start, outer.end);
  if (version?.tag !== 0x02 || version.end - version.start !== 1 || !next) return undefined;
  const label = next.tag === 0x02 ? 'RSA' : next.tag === 0x04 ? 'EC' : '';
  const hex = hexOf(bytes.slice(0, 60));
  if (label === '' && (next.tag !== 0x30 || !kinds.some(({ id }) => hex.includes(id)))) return undefined;
  const key = readDerKey(label, bytes);
  return key.check === 'valid' ? key : undefined;
}

interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** The element that begins at `at`; undefined where its length is no length. Its end may lie behind the text. */
function element(bytes: Uint8Array, at: number): Element | undefined {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) return undefined;
  if (first < 0x80) return { tag, start: at + 2, end: at + 2 + first };
  const count = first & 0x7f;
  if (count === 0 || count > 4 || at + 2 + count > bytes.length) return undefined;
  let length = 0;
  for (let i = 0; i < count; i++) length = length * 256 + bytes[at + 2 + i]!;
  return { tag, start: at + 2 + count, end: at + 2 + count + length };
}

/** Elements one after another in a range; as many as there are in a whole state. */
function elements(bytes: Uint8Array, from: number, to: number): Element[] {
  const found: Element[] = [];
  for (let at = from; at < to && found.length < 16;) {
    const one = element(bytes, at);
    if (!one || one.end > to) break;
    found.push(one);
    at = one.end;
  }
  return found;
}

/** The integers of the PKCS#1 key, which in PKCS#8 is the content of an octet string. */
function rsa(bytes: Uint8Array): KeyInside {
  let outer = element(bytes, 0)!;
  const wrapped = elements(bytes, outer.start, outer.end).find((one) => one.tag === 0x04);
  if (wrapped) {
    const inner = element(bytes, wrapped.start);
    if (inner?.tag !== 0x30 || inner.end > wrapped.end) return { check: 'invalid', facts: ['RSA', 'cut off'] };
    outer = inner;
  }
  const numbers = elements(bytes, outer.start, outer.end)
    .filter((one) => one.tag === 0x02)
    .map((one) => number(bytes, one));
  const [, modulus, , , p, q] = numbers;
  if (modulus === undefined || p === undefined || q === undefined || p === 0n) return { check: 'invalid', facts: ['RSA', 'cut off'] };
  const fits = p * q === modulus;
  return {
    check: fits ? 'valid' : 'invalid',
    facts: [`RSA, ${modulus.toString(2).length} bits`, ...(fits ? [] : ['its numbers do not fit together'])],
  };
}

const number = (bytes: Uint8Array, { start, end }: Element): bigint =>
  end - start > 1100 || end === start ? 0n : BigInt(`0x${hexOf(bytes.slice(start, end))}`);

/** PKCS#8 of RFC 8410: the seed in an octet string in an octet string, sometimes with the public key behind it. */
function ed25519(bytes: Uint8Array): KeyInside {
  const hex = hexOf(bytes);
  const at = hex.indexOf('04220420') / 2;
  if (at < 0 || at % 1 !== 0 || at + 36 > bytes.length) return { check: 'invalid', facts: ['Ed25519', 'cut off'] };
  const made = ed25519Public(bytes.slice(at + 4, at + 36));
  const beside = hex.indexOf('812100', (at + 36) * 2);
  const fits = beside < 0 || hex.startsWith(hexOf(made), beside + 6);
  return {
    check: fits ? 'valid' : 'invalid',
    facts: fits
      ? ['Ed25519', `SSH fingerprint ${sshFingerprint(sshPublic('ssh-ed25519', made))}`]
      : ['Ed25519', 'its public key is that of another'],
  };
}

function ellipticCurve(bytes: Uint8Array): KeyInside {
  const hex = hexOf(bytes);
  const onP256 = hex.includes('06082a8648ce3d030107');
  if (!onP256) return { check: 'valid', facts: ['elliptic curve'] };
  const scalar = /02010104(?:20)([0-9a-f]{64})/.exec(hex)?.[1];
  if (scalar === undefined) return { check: 'invalid', facts: ['elliptic curve P-256', 'cut off'] };
  const beside = /03420004([0-9a-f]{128})/.exec(hex)?.[1];
  const made = p256Public(Uint8Array.from(scalar.match(/../g)!, (pair) => parseInt(pair, 16)));
  if (!made || (beside !== undefined && beside !== hexOf(made)))
    return { check: 'invalid', facts: ['elliptic curve P-256', 'its public key is that of another'] };
  return { check: 'valid', facts: ['elliptic curve P-256'] };
}

/** A public key in the notation of SSH: fields with their lengths before them. */
function sshPublic(kind: string, key: Uint8Array): Uint8Array {
  return Uint8Array.from([0, 0, 0, kind.length, ...bytesOf(kind), 0, 0, 0, key.length, ...key]);
}

/** As `ssh-keygen -l` prints it, so that one can look where the key is trusted. */
export function sshFingerprint(publicKey: Uint8Array): string {
  return `SHA256:${toBase64(sha256(publicKey)).replace(/(?<!=)=+$/, '')}`;
}
