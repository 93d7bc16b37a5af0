import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBytes, nothingKnown, toBytes } from '../../server/cache/plain-data.ts';

const again = (value: unknown): unknown => fromBytes(toBytes(value));

const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(
      undefined,
      null,
      true,
      false,
      0,
      -0,
      1.5,
      NaN,
      Infinity,
      -Infinity,
      2 ** 28,
      2 ** 28 - 1,
      -(2 ** 28),
      Number.MAX_SAFE_INTEGER,
      '',
    ),
    fc.integer(),
    fc.double(),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { maxKeys: 5, noNullPrototype: true }),
    fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
  ),
})).value;

describe('plain data', () => {
  it('comes back as it was beside other values, and shares no object with them', () => {
    fc.assert(
      fc.property(fc.array(plain, { maxLength: 6 }), (values) => {
        const known = nothingKnown();
        const all = [...values, ...values];
        const back = all.map((value) => fromBytes(toBytes(value), known));
        expect(back).toStrictEqual(all);
        back.forEach((one, at) => {
          if (typeof one === 'object' && one !== null) expect(back.indexOf(one)).toBe(at);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('comes back as it was', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(again(value)).toStrictEqual(value);
      }),
      { numRuns: 500 },
    );
  });

  it('what was one object is one object again', () => {
    const shared = { name: 'shared', list: [1, 2] };
    const back = again({ a: shared, b: [shared, shared.list] }) as { a: typeof shared; b: [typeof shared, number[]] };
    expect(back.a).toBe(back.b[0]);
    expect(back.a.list).toBe(back.b[1]);
  });

  it('small parts that say the same are one object', () => {
    const place = (end: number) => ({ uri: 'a.tf', span: [1, end] });
    const back = again([place(2), { at: place(2), token: place(3), via: [] }, [], { [0]: 'a.tf', [1]: 1 }, ['a.tf', 1]]) as [
      ReturnType<typeof place>,
      Record<string, ReturnType<typeof place>>,
      unknown[],
      unknown,
      unknown,
    ];
    expect(back[1]['at']).toBe(back[0]);
    expect(back[1]['token']!.span).not.toBe(back[0].span);
    expect(back[1]['via']).toBe(back[2]);
    expect(back[3]).toStrictEqual({ 0: 'a.tf', 1: 1 });
    expect(back[4]).toStrictEqual(['a.tf', 1]);
  });

  it('texts of several values are the same text', () => {
    const known = nothingKnown();
    fromBytes(toBytes(['a word', 'another']), known);
    expect(fromBytes(toBytes({ another: 'a word' }), known)).toStrictEqual({ another: 'a word' });
    expect([...known.texts.keys()]).toEqual(['a word', 'another']);
  });

  it('a key of a hostile file is a key', () => {
    const back = again(JSON.parse('{"__proto__": {"admin": true}, "constructor": 1}')) as object;
    expect(Object.keys(back)).toEqual(['__proto__', 'constructor']);
    expect('admin' in back).toBe(false);
  });

  it('an object that holds itself is refused, and does not hang', () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    expect(() => toBytes(loop)).toThrow(RangeError);
  });

  it('many small objects that differ by one part are told apart, and equal ones are one', () => {
    const value = Array.from({ length: 20_000 }, (_, n) => ({ place: { uri: `f${n % 7}`, span: [n % 5000, (n % 5000) + 3] }, n }));
    const back = again(value) as typeof value;
    expect(back).toEqual(value);
    expect(back[5000 * 3]!.place.span).toBe(back[0]!.place.span);
  });

  it.each([
    ['a function', () => 1],
    ['a set', new Set([1])],
    ['a date', new Date(0)],
    ['a symbol', Symbol('x')],
    ['a big number', 1n],
  ])('%s is refused, and not lost', (_, value) => {
    expect(() => toBytes({ value })).toThrow(TypeError);
  });

  it('a damaged text throws, and gives nothing half', () => {
    const bytes = toBytes([
      { a: 1, b: 'x' },
      { a: 2, b: 'y' },
    ]);
    for (let length = 0; length < bytes.length; length++) expect(() => fromBytes(bytes.subarray(0, length))).toThrow();
  });
});
