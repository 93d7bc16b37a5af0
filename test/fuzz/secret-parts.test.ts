// The parts of the scanner that read bytes: they give an answer on anything, and only a whole thing is called whole.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64 } from '../../server/engine/secrets/base64.ts';
import { bytesOf } from '../../server/engine/secrets/checksums.ts';
import { decode } from '../../server/engine/secrets/decode.ts';
import { readDerKey } from '../../server/engine/secrets/der-keys.ts';
import { makeToken, seededRandom } from '../../server/engine/secrets/generate.ts';
import { solanaKey } from '../../server/engine/secrets/key-documents.ts';
import { readFlyMacaroon, readMacaroon } from '../../server/engine/secrets/macaroon.ts';
import { makeSeedPhrase, seedPhraseCheck } from '../../server/engine/secrets/seed-phrase.ts';

const bytes = fc.uint8Array({ maxLength: 300 });
const derOf = (format: string) => fromBase64(makeToken(format, seededRandom(1)).replace(/-----[A-Z ]+-----|\s/g, ''))!;

describe('readers of bytes', () => {
  it('take anything', () => {
    fc.assert(
      fc.property(bytes, (some) => {
        readMacaroon(some);
        readFlyMacaroon(some);
        for (const label of ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'DSA PRIVATE KEY'])
          readDerKey(label, Uint8Array.from([0x30, ...some]));
      }),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        solanaKey(text);
        solanaKey(`[${text}`);
        seedPhraseCheck(text);
        for (const name of ['macaroon', 'fly', 'azure-cask', 'jfrog-reference', 'gitlab-routing'] as const) decode(name, text);
      }),
      { numRuns: 2000 },
    );
  });

  it('call nothing valid that was cut', () => {
    for (const format of ['rsa-private-key', 'private-key']) {
      const whole = derOf(format);
      const label = format === 'private-key' ? 'PRIVATE KEY' : 'RSA PRIVATE KEY';
      expect(readDerKey(label, whole).check).toBe('valid');
      for (let length = 0; length < whole.length; length += 7)
        expect(readDerKey(label, whole.slice(0, length)).check, `${format}, ${length}`).toBe('invalid');
    }
    const pypi = fromBase64(makeToken('pypi-token', seededRandom(1)).slice(5))!;
    const fly = fromBase64(makeToken('fly-token', seededRandom(1)).slice(10))!;
    for (let length = 0; length < pypi.length; length++) expect(readMacaroon(pypi.slice(0, length))).toBeUndefined();
    for (let length = 0; length < fly.length; length++) expect(readFlyMacaroon(fly.slice(0, length))).toBeUndefined();
  });

  it('stay bounded on lists in lists and on lengths that lie', () => {
    expect(readFlyMacaroon(new Uint8Array(100_000).fill(0x91))).toBeUndefined();
    expect(readFlyMacaroon(Uint8Array.from([0x94, 0xdc, 255, 255, 0xdc, 255, 255, ...bytesOf('x'.repeat(1000))]))).toBeUndefined();
    expect(readMacaroon(Uint8Array.from([2, 1, 255, 255, 255, 255]))).toBeUndefined();
  });

  it('a seed phrase is proved by its last word: of the others one in sixteen would do', () => {
    for (let seed = 1; seed < 40; seed++) {
      for (const count of [12, 24] as const) expect(seedPhraseCheck(makeSeedPhrase(count, seededRandom(seed)))).toBe('valid');
    }
  });
});
