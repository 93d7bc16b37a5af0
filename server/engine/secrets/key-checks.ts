// Checksums of private keys outside PEM: bech32 (BIP-173), Stellar (SEP-23) and NATS nkeys.
import { fromBase32, toBase32 } from './base64.ts';
import { crc16Xmodem } from './checksums.ts';
import { alphabets } from './formats/shape.ts';

const charset = alphabets['bech32']!;

function polymod(values: readonly number[]): number {
  const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  let checksum = 1;
  for (const value of values) {
    const top = checksum >>> 25;
    checksum = ((checksum & 0x1ffffff) << 5) ^ value;
    generators.forEach((generator, i) => {
      if ((top >>> i) & 1) checksum ^= generator;
    });
  }
  return checksum >>> 0;
}

function bech32Parts(token: string): { prefix: number[]; data: number[] } | undefined {
  const text = token.toLowerCase();
  const split = text.lastIndexOf('1');
  const data = [...text.slice(split + 1)].map((char) => charset.indexOf(char));
  if (split < 1 || data.length < 6 || data.includes(-1)) return undefined;
  const name = [...text.slice(0, split)].map((char) => char.charCodeAt(0));
  return { prefix: [...name.map((code) => code >> 5), 0, ...name.map((code) => code & 31)], data };
}

export function bech32Verify(token: string): 'valid' | 'invalid' {
  const parts = bech32Parts(token);
  return parts && polymod([...parts.prefix, ...parts.data]) === 1 ? 'valid' : 'invalid';
}

export function bech32Seal(token: string): string {
  const { prefix, data } = bech32Parts(token)!;
  const found = polymod([...prefix, ...data.slice(0, -6), 0, 0, 0, 0, 0, 0]) ^ 1;
  const tail = Array.from({ length: 6 }, (_, i) => charset[(found >>> (5 * (5 - i))) & 31]!).join('');
  return token.slice(0, -6) + (token === token.toUpperCase() ? tail.toUpperCase() : tail);
}

function crc16Fits(bytes: Uint8Array): boolean {
  const crc = crc16Xmodem(bytes.slice(0, -2));
  return bytes[bytes.length - 2] === (crc & 255) && bytes[bytes.length - 1] === crc >> 8;
}

function withCrc16(bytes: Uint8Array): Uint8Array {
  const crc = crc16Xmodem(bytes.slice(0, -2));
  bytes[bytes.length - 2] = crc & 255;
  bytes[bytes.length - 1] = crc >> 8;
  return bytes;
}

/** A secret seed: version byte 18 << 3, 32 bytes, CRC-16. */
export function stellarVerify(token: string): 'valid' | 'invalid' {
  const bytes = token.length === 56 ? fromBase32(token) : undefined;
  return bytes?.length === 35 && bytes[0] === 0x90 && crc16Fits(bytes) ? 'valid' : 'invalid';
}

export function stellarSeal(token: string): string {
  const bytes = fromBase32(token)!;
  bytes[0] = 0x90;
  return toBase32(withCrc16(bytes));
}

/** A seed: `S` and the kind in two bytes, 32 bytes, CRC-16. */
export function natsVerify(token: string): 'valid' | 'invalid' {
  const bytes = token.length === 58 ? fromBase32(token) : undefined;
  return bytes?.length === 36 && (bytes[0]! & 0xf8) === 0x90 && crc16Fits(bytes) ? 'valid' : 'invalid';
}

export function natsSeal(token: string): string {
  return toBase32(withCrc16(fromBase32(token)!)).slice(0, 58);
}
