// SHA-512 (FIPS 180-4) for the derivation of Ed25519 keys. Constants are computed at the first use, from the primes that
// the standard names, because a table of 80 numbers tells a reader nothing.
import { lazily } from './checksums.ts';

const mask = (1n << 64n) - 1n;
const rotate = (value: bigint, by: bigint): bigint => ((value >> by) | (value << (64n - by))) & mask;

/** The first 64 bits of the fraction of a root of `n`. */
function fraction(n: bigint, degree: 2 | 3): bigint {
  // The integer root of n shifted far enough to keep 64 bits behind the point.
  const target = n << BigInt(64 * degree);
  let low = 0n;
  let high = 1n << 72n;
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** BigInt(degree) <= target) low = middle;
    else high = middle - 1n;
  }
  return low & mask;
}

const constants = /*#__PURE__*/ lazily(() => {
  const primes: bigint[] = [];
  for (let n = 2n; primes.length < 80; n++) if (primes.every((prime) => n % prime !== 0n)) primes.push(n);
  return { start: primes.slice(0, 8).map((prime) => fraction(prime, 2)), rounds: primes.map((prime) => fraction(prime, 3)) };
});

export function sha512(message: Uint8Array): Uint8Array {
  const { start, rounds } = constants();
  const padded = new Uint8Array(Math.ceil((message.length + 17) / 128) * 128);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(message.length) * 8n);
  const state = [...start];
  for (let block = 0; block < padded.length; block += 128) {
    const words: bigint[] = [];
    for (let i = 0; i < 16; i++) words.push(view.getBigUint64(block + i * 8));
    for (let i = 16; i < 80; i++) {
      const [a, b] = [words[i - 15]!, words[i - 2]!];
      words.push(
        (words[i - 16]! + (rotate(a, 1n) ^ rotate(a, 8n) ^ (a >> 7n)) + words[i - 7]! + (rotate(b, 19n) ^ rotate(b, 61n) ^ (b >> 6n))) &
          mask,
      );
    }
    let [a, b, c, d, e, f, g, h] = state as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
    for (let i = 0; i < 80; i++) {
      const one = (h + (rotate(e, 14n) ^ rotate(e, 18n) ^ rotate(e, 41n)) + ((e & f) ^ (~e & mask & g)) + rounds[i]! + words[i]!) & mask;
      const two = ((rotate(a, 28n) ^ rotate(a, 34n) ^ rotate(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c))) & mask;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) & mask, c, b, a, (one + two) & mask];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => (state[i] = (state[i]! + value) & mask));
  }
  const out = new Uint8Array(64);
  const written = new DataView(out.buffer);
  state.forEach((value, i) => written.setBigUint64(i * 8, value));
  return out;
}
