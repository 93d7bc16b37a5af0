// Checksums that credential formats carry, in plain JavaScript, because the engine also runs where Node's crypto is
// missing. All work on strings of one byte a character (latin1) or on byte arrays, and none allocates a table until it
// is first used. Not for protecting anything: only for telling a real token from a placeholder.

export const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Base 62 with small letters before capitals, as Apify counts. */
export const base62LowerFirst = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

const table = /*#__PURE__*/ lazily(() => {
  const made = new Uint32Array(256);
  for (let n = 0; n < 256; n++) {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    made[n] = c >>> 0;
  }
  return made;
});

/** A value made at its first use. */
export function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** CRC-32 (IEEE, as in zlib), unsigned. */
export function crc32(bytes: string | Uint8Array): number {
  const t = table();
  let c = 0xffffffff;
  if (typeof bytes === 'string') for (let i = 0; i < bytes.length; i++) c = t[(c ^ bytes.charCodeAt(i)) & 255]! ^ (c >>> 8);
  else for (const byte of bytes) c = t[(c ^ byte) & 255]! ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** CRC-16/XMODEM: polynomial 0x1021, from 0. Stellar and NATS keys end in it, low byte first. */
export function crc16Xmodem(bytes: Uint8Array): number {
  let c = 0;
  for (const byte of bytes) {
    c ^= byte << 8;
    for (let k = 0; k < 8; k++) c = c & 0x8000 ? ((c << 1) ^ 0x1021) & 0xffff : (c << 1) & 0xffff;
  }
  return c;
}

/** CRC-24 of OpenPGP armour (RFC 9580 section 6.1). */
export function crc24(bytes: Uint8Array): number {
  let c = 0xb704ce;
  for (const byte of bytes) {
    c ^= byte << 16;
    for (let k = 0; k < 8; k++) c = c & 0x800000 ? ((c << 1) ^ 0x864cfb) & 0xffffff : (c << 1) & 0xffffff;
  }
  return c;
}

/** A number in the digits of `alphabet`, most significant first, filled up on the left with its first digit. */
export function inBase(value: number, alphabet: string, width: number): string {
  let out = '';
  for (let rest = value; out.length < width || rest > 0; rest = Math.floor(rest / alphabet.length))
    out = alphabet[rest % alphabet.length]! + out;
  return out;
}

/** The four bytes of a 32-bit number, low byte first. */
export function littleEndian(value: number): Uint8Array {
  return Uint8Array.of(value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24);
}

export function hexOf(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += (byte < 16 ? '0' : '') + byte.toString(16);
  return out;
}

/** One byte a character: for text that is known to be ASCII or latin1. */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
