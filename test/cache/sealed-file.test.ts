import fc from 'fast-check';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyOf, open, readParts, seal, writeParts, type Part } from '../../server/cache/sealed-file.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'posture-parts-'));
const bytesOf = (text: string): Buffer => Buffer.from(text);

describe('a sealed part', () => {
  it('opens with its own key, and with no other', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.array(fc.string()), fc.array(fc.string()), (bytes, words, others) => {
        const sealed = seal(Buffer.from(bytes), keyOf(words));
        expect(open(sealed, keyOf(words))).toEqual(Buffer.from(bytes));
        if (JSON.stringify(words) !== JSON.stringify(others)) expect(open(sealed, keyOf(others))).toBeUndefined();
      }),
    );
  });

  it('words do not run together', () => {
    expect(keyOf(['ab', 'c'])).not.toEqual(keyOf(['a', 'bc']));
    expect(keyOf(['1:a', ''])).not.toEqual(keyOf(['1', ':a']));
  });

  it('opens nothing when one bit of it is another', () => {
    const key = keyOf(['k']);
    const sealed = seal(bytesOf('facts of a folder'), key);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const damaged = Buffer.from(sealed);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect(open(damaged, key)).toBeUndefined();
    }
  });

  it('shows nothing of what it holds', () => {
    expect(seal(bytesOf('a word that stands out'), keyOf(['k'])).toString('latin1')).not.toContain('stands');
  });
});

describe('a file of parts', () => {
  const parts = new Map<string, Part<{ n: number }>>([
    ['', { note: { n: 1 }, sealed: bytesOf('root') }],
    ['ordner/ä', { note: { n: 2 }, sealed: bytesOf('') }],
  ]);

  it('comes back as it was', () => {
    const path = join(folder(), 'x.parts');
    writeParts(path, parts);
    expect(readParts(path)).toEqual(parts);
    expect(readdirSync(join(path, '..'))).toEqual(['x.parts']);
  });

  it('cut anywhere or longer than it says, it holds nothing', () => {
    const path = join(folder(), 'x.parts');
    writeParts(path, parts);
    const whole = readFileSync(path);
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(path, whole.subarray(0, length));
      expect(readParts(path).size).toBe(0);
    }
    writeFileSync(path, Buffer.concat([whole, bytesOf('x')]));
    expect(readParts(path).size).toBe(0);
  });

  it('random bytes hold nothing', () => {
    const path = join(folder(), 'x.parts');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, dressed) => {
        writeFileSync(path, Buffer.concat([bytesOf(dressed ? 'posture sealed parts 3\n' : ''), bytes]));
        expect(readParts(path).size).toBe(0);
      }),
    );
  });

  it('with one bit another in what stands in clear, it holds nothing', () => {
    const path = join(folder(), 'x.parts');
    writeParts(path, parts);
    const whole = readFileSync(path);
    const end = whole.length - 'root'.length;
    for (let bit = 0; bit < end * 8; bit++) {
      const damaged = Buffer.from(whole);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(path, damaged);
      expect(readParts(path).size).toBe(0);
    }
  });

  it.skipIf(process.getuid?.() === 0)('a folder that takes nothing is said, and nothing is left behind', () => {
    const home = folder();
    chmodSync(home, 0o500);
    expect(() => writeParts(join(home, 'x.parts'), parts)).toThrow(/EACCES/);
    chmodSync(home, 0o700);
    expect(existsSync(join(home, 'x.parts'))).toBe(false);
  });
});
