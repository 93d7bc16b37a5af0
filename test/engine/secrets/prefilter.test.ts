import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPrefilter, findLiterals } from '../../../server/engine/secrets/prefilter.ts';

const letters = fc.constantFrom('a', 'b', 'A', '_', '\u00e9', '\u{1F600}');
const literalTexts = fc.uniqueArray(
  fc.array(fc.constantFrom('a', 'b', 'A', '_'), { minLength: 2, maxLength: 4 }).map((parts) => parts.join('')),
  { maxLength: 6 },
);

describe('the prefilter', () => {
  it('finds every literal at every place, in any case, as a plain search does', () => {
    fc.assert(
      fc.property(
        literalTexts,
        fc.array(letters, { maxLength: 30 }).map((parts) => parts.join('')),
        (texts, text) => {
          const hits = findLiterals(buildPrefilter(texts.map((one, id) => ({ text: one, id }))), text);
          const expected = texts.flatMap((one, id) =>
            Array.from(text, (_, i) => i)
              .concat(Array.from({ length: text.length }, (_, i) => i))
              .filter((at, index, all) => all.indexOf(at) === index && text.slice(at, at + one.length).toLowerCase() === one.toLowerCase())
              .map((at) => `${at + one.length} ${id}`),
          );
          expect(hits.ids.map((id, index) => `${hits.offsets[index]} ${id}`).sort()).toEqual(expected.sort());
          expect([...hits.offsets]).toEqual([...hits.offsets].sort((a, b) => a - b));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('finds two that overlap and two that are one inside of the other', () => {
    const hits = findLiterals(
      buildPrefilter([
        { text: 'npm', id: 1 },
        { text: 'npm_', id: 2 },
        { text: 'm_x', id: 3 },
      ]),
      'NPM_x',
    );
    expect(hits.ids).toEqual([1, 2, 3]);
    expect(hits.offsets).toEqual([3, 4, 5]);
  });

  it('tells runs of the length of keys without a prefix', () => {
    const { runs } = findLiterals(buildPrefilter([]), `${'a'.repeat(52)} ${'b'.repeat(53)} ${'c'.repeat(24)}.x`);
    expect(runs).toEqual([
      [0, 52],
      [107, 131],
    ]);
  });

  it('refuses literals that it could not find', () => {
    expect(() => buildPrefilter([{ text: 'x', id: 1 }])).toThrow('too short');
    expect(() => buildPrefilter([{ text: 'cl\u00e9', id: 1 }])).toThrow('not ASCII');
  });
});

describe('literals whose capitals count', () => {
  it('are found as they are written only', () => {
    const built = buildPrefilter([
      { text: 'AKIA', id: 1, exact: true },
      { text: 'akia', id: 2 },
    ]);
    const hits = findLiterals(built, 'akia AKIA');
    expect(hits.ids.map((id, index) => `${id}@${hits.offsets[index]}`).sort()).toEqual(['1@9', '2@4', '2@9']);
  });
});
