// Base64, base64url, base32 and base58 as bytes, tolerant of what tokens look like and strict about what is not theirs:
// every function gives undefined for a character outside its alphabet. No text decoding: see `asciiOf`.
import { alphabets } from './formats/shape.ts';

const standard = alphabets['b64']!;

/** Bytes of base64 or base64url, with or without padding; undefined where it is neither. */
export function fromBase64(text: string): Uint8Array | undefined {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 61) end--;
  if (end % 4 === 1) return undefined;
  const out = new Uint8Array(Math.floor((end * 3) / 4));
  let value = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < end; i++) {
    const digit = base64Digit(text.charCodeAt(i));
    if (digit < 0) return undefined;
    value = ((value << 6) | digit) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (value >> bits) & 255;
    }
  }
  return out;
}

function base64Digit(code: number): number {
  if (code >= 65 && code <= 90) return code - 65;
  if (code >= 97 && code <= 122) return code - 71;
  if (code >= 48 && code <= 57) return code + 4;
  if (code === 43 || code === 45) return 62;
  if (code === 47 || code === 95) return 63;
  return -1;
}

/** Base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const n = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    out +=
      standard[n >> 18]! +
      standard[(n >> 12) & 63]! +
      (i + 1 < bytes.length ? standard[(n >> 6) & 63]! : '=') +
      (i + 2 < bytes.length ? standard[n & 63]! : '=');
  }
  return out;
}

/** Base64url without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes)
    .replace(/(?<!=)=+$/, '')
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}

const base32 = alphabets['b32']!;

export function fromBase32(text: string): Uint8Array | undefined {
  const out = new Uint8Array(Math.floor((text.length * 5) / 8));
  let value = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const digit = code >= 65 && code <= 90 ? code - 65 : code >= 97 && code <= 122 ? code - 97 : code >= 50 && code <= 55 ? code - 24 : -1;
    if (digit < 0) return undefined;
    value = ((value << 5) | digit) & 0xfffff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (value >> bits) & 255;
    }
  }
  return out;
}

/** Base32 in capitals, without padding. */
export function toBase32(bytes: Uint8Array): string {
  let out = '';
  let value = 0;
  let bits = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += base32[(value >> bits) & 31]!;
    }
  }
  return bits > 0 ? out + base32[(value << (5 - bits)) & 31]! : out;
}

/** Bytes of base58 (Bitcoin's alphabet). Quadratic in the length, so only for short texts: undefined past 128 characters. */
export function fromBase58(text: string): Uint8Array | undefined {
  if (text.length > 128) return undefined;
  const bytes: number[] = [];
  for (const char of text) {
    let carry = alphabets['b58']!.indexOf(char);
    if (carry < 0) return undefined;
    for (let i = 0; i < bytes.length; i++) {
      carry += bytes[i]! * 58;
      bytes[i] = carry & 255;
      carry >>= 8;
    }
    for (; carry > 0; carry >>= 8) bytes.push(carry & 255);
  }
  for (let i = 0; i < text.length && text[i] === '1'; i++) bytes.push(0);
  return Uint8Array.from(bytes.reverse());
}

export function toBase58(bytes: Uint8Array): string {
  const digits: number[] = [];
  for (const byte of bytes) {
    let carry = byte;
    for (let i = 0; i < digits.length; i++) {
      carry += digits[i]! << 8;
      digits[i] = carry % 58;
      carry = Math.floor(carry / 58);
    }
    for (; carry > 0; carry = Math.floor(carry / 58)) digits.push(carry % 58);
  }
  let out = '';
  for (let i = 0; i < bytes.length && bytes[i] === 0; i++) out += '1';
  return (
    out +
    digits
      .reverse()
      .map((digit) => alphabets['b58']![digit]!)
      .join('')
  );
}

/** The bytes as text if all of them are printable ASCII or white space; undefined otherwise. */
export function asciiOf(bytes: Uint8Array | undefined): string | undefined {
  if (!bytes) return undefined;
  let out = '';
  for (const byte of bytes) {
    if ((byte < 32 && byte !== 10 && byte !== 13 && byte !== 9) || byte > 126) return undefined;
    out += String.fromCharCode(byte);
  }
  return out;
}
