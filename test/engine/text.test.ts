import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contains,
  indentAt,
  joinBom,
  lineEndOf,
  lineSpanAt,
  lineStarts,
  notContained,
  offsetAt,
  positionAt,
  splitBom,
} from '../../server/engine/text/text.ts';

const texts = fc
  .array(fc.constantFrom('a', '\n', '\r\n', '\r', '\u{1F600}', '\u2028', ' ', '\t'), { maxLength: 40 })
  .map((parts) => parts.join(''));

describe('offsets and positions', () => {
  it('go there and back for every offset that is not inside a line end', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const starts = lineStarts(text);
        for (let offset = 0; offset <= text.length; offset++) {
          if (text[offset - 1] === '\r' && text[offset] === '\n') continue;
          expect(offsetAt(starts, text, positionAt(starts, offset))).toBe(offset);
        }
      }),
    );
  });

  it('count lines as the language server protocol does, and no others', () => {
    expect(lineStarts('a\nb\r\nc\rd\u2028e')).toEqual([0, 2, 5, 7]);
  });

  it('hold a position outside the text at its nearest end', () => {
    const text = 'one\r\ntwo';
    const starts = lineStarts(text);
    expect(offsetAt(starts, text, { line: 0, column: 99 })).toBe(3);
    expect(offsetAt(starts, text, { line: 9, column: 0 })).toBe(8);
    expect(offsetAt(starts, text, { line: -1, column: 5 })).toBe(0);
    expect(positionAt(starts, 999)).toEqual({ line: 1, column: 994 });
  });

  it('count in UTF-16, as editors do', () => {
    expect(positionAt(lineStarts('\u{1F600}x'), 2)).toEqual({ line: 0, column: 2 });
  });
});

describe('lines', () => {
  it('give their span without the line end, their indentation and the line end in use', () => {
    const text = 'a\r\n  b\r\n';
    expect(lineSpanAt(text, 5)).toEqual([3, 6]);
    expect(indentAt(text, 5)).toBe('  ');
    expect(lineEndOf(text)).toBe('\r\n');
    expect(lineEndOf('a\nb')).toBe('\n');
    expect(lineEndOf('')).toBe('\n');
  });
});

it('takes a byte order mark off and puts it back', () => {
  expect(splitBom('\uFEFFa')).toEqual({ bom: true, text: 'a' });
  expect(splitBom('a')).toEqual({ bom: false, text: 'a' });
  expect(joinBom(true, 'a')).toBe('\uFEFFa');
  expect(joinBom(false, 'a')).toBe('a');
});

it('leaves what a span contains out of a list, whatever the order of both', () => {
  const spans = fc.array(fc.tuple(fc.nat(30), fc.nat(6)).map(([start, length]): [number, number] => [start, start + length]));
  const inOrder = (list: readonly (readonly [number, number])[]): string[] => list.map((one) => one.join(' ')).sort();
  fc.assert(
    fc.property(spans, spans, (inner, outer) => {
      const expected = inner.filter((one) => !outer.some((other) => contains(other, one)));
      expect(inOrder(notContained(inner, outer))).toEqual(inOrder(expected));
    }),
  );
});
