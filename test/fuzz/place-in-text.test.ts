// Where a cursor stands, in any text at all: never a throw, and always a word that holds the cursor.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeInText } from '../../server/lsp/place-in-text.ts';

const piece = fc.constantFrom(
  'key: ',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  '\n',
  '  ',
  '- ',
  'Statement',
  ' = ',
  'jsonencode(',
  ')',
  '#',
  '\\',
  ',',
  'aws:',
  's3:Get',
  '\r\n',
  '\u{1F600}',
  '\0',
  '${',
  '<<EOF\n',
  'approved: {owner: "@a", ',
);

it('never throws, and names a word around the cursor', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 4, arbitrary: piece }, { weight: 1, arbitrary: fc.string({ maxLength: 12 }) }), { maxLength: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (pieces, share) => {
        const text = pieces.join('');
        const offset = Math.floor(share * text.length);
        const { span, typed, path } = placeInText(text, offset);
        expect(span[0]).toBeLessThanOrEqual(offset);
        expect(span[1]).toBeGreaterThanOrEqual(offset);
        expect(span[1]).toBeLessThanOrEqual(text.length);
        expect(typed).toBe(text.slice(span[0], offset));
        expect(path.every((key) => key !== '')).toBe(true);
      },
    ),
    { numRuns: 4000 },
  );
});
