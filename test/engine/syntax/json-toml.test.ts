// The JSON and TOML readers beside the libraries that are known for them, and on broken text.
import { describe, expect, it } from 'vitest';
import { parse as parseJsonc, type ParseError } from 'jsonc-parser';
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { findNode, type DataNode } from '../../../server/engine/syntax/data.ts';
import { parseJson } from '../../../server/engine/syntax/json.ts';
import { parseToml } from '../../../server/engine/syntax/toml.ts';
import { seeded, type Random } from '../../support/random-yaml.ts';

function simple(node: DataNode | undefined): unknown {
  switch (node?.kind) {
    case 'map':
      return Object.fromEntries(node.entries.map((entry) => [String(simple(entry.key)), simple(entry.value)]));
    case 'list':
      return node.items.map(simple);
    case 'scalar':
      return node.value;
    default:
      return undefined;
  }
}

const words = [
  '',
  'a',
  'two words',
  'quote"s',
  "it's",
  'back\\slash',
  'line\nend',
  'tab\t',
  'é',
  '日本',
  '\u{1F600}',
  '\u0001',
  '//x',
  '/*y*/',
  '#z',
  '=',
  '[b]',
  'true',
  '12',
];
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

function randomValue(random: Random, depth: number): unknown {
  const roll = random();
  if (depth < 4 && roll < 0.2) return Array.from({ length: Math.floor(random() * 4) }, () => randomValue(random, depth + 1));
  if (depth < 4 && roll < 0.45)
    return Object.fromEntries(
      Array.from({ length: Math.floor(random() * 4) }, (_, i) => [`${pick(random, words)}${i}`, randomValue(random, depth + 1)]),
    );
  if (roll < 0.55) return pick(random, [true, false]);
  if (roll < 0.7) return pick(random, [0, 1, -1, 1.5, 123456789012, 1e21]);
  return pick(random, words);
}

describe('parseJson', () => {
  it('reads random documents as jsonc-parser does, comments and trailing commas included', () => {
    const random = seeded(31);
    for (let i = 0; i < 2000; i++) {
      let text = JSON.stringify(randomValue(random, 0), null, pick(random, [0, 2, '\t']));
      if (random() < 0.3) text = text.replace(/,\n/g, ', // c "x"\n').replace(/\[/, '[ /* [ */ ');
      const errors: ParseError[] = [];
      const wanted: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
      if (errors.length > 0) continue;
      const tree = parseJson(text);
      expect(tree.problems, text).toEqual([]);
      expect(tree.roots.map(simple), text).toEqual([wanted]);
    }
  });
  it('gives every place', () => {
    const text = '{"a": [1, "b\\n"], c: \'d\' /* e */}';
    const [root] = parseJson(text).roots;
    expect(text.slice(...findNode(root, 'a')!.span)).toBe('[1, "b\\n"]');
    expect(findNode(root, 'c')).toMatchObject({ value: 'd', span: [21, 24], inner: [22, 23], exact: true });
    expect(root!.span).toEqual([0, text.length]);
  });
  const broken: [string, unknown[]][] = [
    ['{"a": 1, "b": {"c": [1, 2', [{ a: 1, b: { c: [1, 2] } }]],
    ['{"a": "x\n"b": 2}', [{ a: 'x', b: 2 }]],
    ['{"a" 1, "b": 2}', [{ a: null, '1': null, b: 2 }]],
    ['{"a": [1, 2}, "b": 3}', [{ a: [1, 2] }, 'b', 3]],
    ['[1 2]', [[1, 2]]],
    ['{"a": , "b": 1}', [{ a: null, b: 1 }]],
    ['{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['}]', []],
  ];
  for (const [text, wanted] of broken) {
    it(`reads on in ${JSON.stringify(text)}`, () => {
      const tree = parseJson(text);
      expect(tree.roots.map(simple)).toEqual(wanted);
      if (!text.includes('}\n{')) expect(tree.problems.length).toBeGreaterThan(0);
    });
  }
});

function tomlText(random: Random, value: unknown): string {
  if (typeof value === 'string')
    return random() < 0.2 && !/['\n\u0001\t]/.test(value)
      ? `'${value}'`
      : random() < 0.2 && !/["\\\u0001]/.test(value)
        ? `"""\n${value}"""`
        : JSON.stringify(value);
  if (typeof value !== 'object') return value === 1e21 ? '1e21' : String(value);
  if (Array.isArray(value)) return `[${value.map((one) => tomlText(random, one)).join(', ')}]`;
  return `{ ${Object.entries(value as object)
    .map(([key, one]) => `${JSON.stringify(key)} = ${tomlText(random, one)}`)
    .join(', ')} }`;
}

describe('parseToml', () => {
  it('reads random documents as toml-eslint-parser does', () => {
    const random = seeded(37);
    let compared = 0;
    for (let i = 0; i < 1500; i++) {
      let text = '';
      for (let n = 0; n < 1 + random() * 3; n++)
        text += `k${n} = ${tomlText(random, randomValue(random, 1))}${random() < 0.2 ? ' # c' : ''}\n`;
      if (random() < 0.7) text += `[t.${pick(random, ['a', '"b c"', "'d'"])}]\n`;
      text += `x.y = ${tomlText(random, randomValue(random, 2))}\n`;
      if (random() < 0.5) text += '[[l]]\na = 1\n[[l]]\n[l.m]\nb = 2\n';
      let wanted: unknown;
      try {
        wanted = getStaticTOMLValue(parseTOML(text));
      } catch {
        continue;
      }
      compared++;
      const tree = parseToml(text);
      expect(tree.problems, text).toEqual([]);
      expect(simple(tree.roots[0]), text).toEqual(wanted);
    }
    expect(compared).toBeGreaterThan(1000);
  });
  it('keeps dates as text and numbers in every form', () => {
    expect(simple(parseToml('a = 1979-05-27T07:32:00Z\nb = 1_000\nc = 0xff\nd = +1.5e3\ne = inf\n').roots[0])).toEqual({
      a: '1979-05-27T07:32:00Z',
      b: 1000,
      c: 255,
      d: 1500,
      e: 'inf',
    });
  });
  const broken: [string, unknown][] = [
    ['a = 1\nb =\nc = 3\n', { a: 1, b: null, c: 3 }],
    ['a = "x\nb = 2\n', { a: 'x', b: 2 }],
    ['[t\na = 1\n[u]\nb = 2\n', { u: { b: 2 } }],
    ['a = [1, 2\n', { a: [1, 2] }],
    ['just words\na = 1\n', { a: 1 }],
    ['[t]\na = 1\n[t]\nb = 2\n', { t: { a: 1, b: 2 } }],
  ];
  for (const [text, wanted] of broken)
    it(`reads on in ${JSON.stringify(text)}`, () => expect(simple(parseToml(text).roots[0])).toEqual(wanted));
  it('gives every place', () => {
    const text = '[t.u]\nk = "v" # c\nl = { m = \'n\' }\n';
    const [root] = parseToml(text).roots;
    expect(findNode(root, 't', 'u', 'k')).toMatchObject({ value: 'v', span: [10, 13], inner: [11, 12], exact: true });
    expect(text.slice(...findNode(root, 't', 'u', 'l')!.span)).toBe("{ m = 'n' }");
    expect(text.slice(...findNode(root, 't', 'u')!.span)).toBe('[t.u]\nk = "v" # c\nl = { m = \'n\' }');
  });
});
