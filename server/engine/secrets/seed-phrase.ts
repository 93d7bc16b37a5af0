// Seed phrases of wallets (BIP-39): every word stands for eleven bits, and the last bits are the first ones of a SHA-256 over
// all others. Twelve words of prose pass by chance once in many billions, because the list has no `the` and no `of`.
import { lazily } from './checksums.ts';
import { seedWords } from './seed-words.ts';
import { sha256 } from './sha256.ts';

const numbers = /*#__PURE__*/ lazily(() => new Map(seedWords.split(' ').map((word, index) => [word, index] as const)));

/** `valid` and `invalid` by the checksum; undefined where a word is not of the list or their number is none of a phrase. */
export function seedPhraseCheck(text: string): 'valid' | 'invalid' | undefined {
  const words = text.trim().split(/\s+/);
  if (![12, 15, 18, 21, 24].includes(words.length)) return undefined;
  let bits = 0n;
  for (const word of words) {
    const number = numbers().get(word);
    if (number === undefined) return undefined;
    bits = (bits << 11n) | BigInt(number);
  }
  const length = words.length / 3;
  const entropy = new Uint8Array(length * 4);
  for (let at = entropy.length - 1, rest = bits >> BigInt(length); at >= 0; at--, rest >>= 8n) entropy[at] = Number(rest & 255n);
  return BigInt(sha256(entropy)[0]! >> (8 - length)) === (bits & ((1n << BigInt(length)) - 1n)) ? 'valid' : 'invalid';
}

/** A phrase that fits, of as many words as are asked for. For tests and examples. */
export function makeSeedPhrase(count: 12 | 15 | 18 | 21 | 24, random: () => number): string {
  const words = seedWords.split(' ');
  const head = Array.from({ length: count - 1 }, () => words[Math.floor(random() * words.length)]!);
  return [...head, words.find((word) => seedPhraseCheck([...head, word].join(' ')) === 'valid')!].join(' ');
}
