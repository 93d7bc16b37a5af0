// Hostile and broken text: every reader of data languages must give a tree, in linear time, with places that fit.
import { describe, expect, it } from 'vitest';
import type { DataNode, DataTree } from '../../server/engine/syntax/data.ts';
import { parseJson } from '../../server/engine/syntax/json.ts';
import { parseToml } from '../../server/engine/syntax/toml.ts';
import { parseYaml } from '../../server/engine/syntax/yaml.ts';
import { valueOf } from '../../server/engine/facts/data-value.ts';
import { randomYaml, seeded, type Random } from '../support/random-yaml.ts';
import { expectLinear } from '../support/growth.ts';

function checkPlaces(tree: DataTree, text: string): void {
  const visit = (node: DataNode, depth: number): void => {
    const [start, end] = node.span;
    if (!(0 <= start && start <= end && end <= text.length)) throw new Error(`a span outside the text: ${start}..${end}`);
    if (node.kind === 'scalar') {
      if (!(start <= node.inner[0] && node.inner[0] <= node.inner[1] && node.inner[1] <= end))
        throw new Error(`content outside its token: ${node.inner.join('..')} in ${start}..${end}`);
      if (node.exact && node.value !== text.slice(...node.inner)) throw new Error('exact, and is not');
    }
    if (depth > 500) return;
    if (node.kind === 'list') for (const item of node.items) visit(item, depth + 1);
    if (node.kind === 'map') {
      for (const entry of node.entries) {
        if (entry.span[0] > entry.span[1]) throw new Error('an entry that ends before it begins');
        visit(entry.key, depth + 1);
        visit(entry.value, depth + 1);
      }
    }
  };
  for (const root of tree.roots) visit(root, 0);
  for (const { span } of tree.problems) expect(span[0] >= 0 && span[0] <= span[1] && span[1] <= text.length + 1).toBe(true);
  for (const root of tree.roots) valueOf(root, 'u');
}

const marks = [
  '-',
  ':',
  ' ',
  '\n',
  '\t',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  '&a',
  '*a',
  '!t',
  '|',
  '>',
  '#',
  '?',
  '---\n',
  '...',
  '%',
  '\r',
  '\\',
  'key: ',
  '- ',
  '=',
  '"""',
  '[[',
  '0x',
  '\u{1F600}',
  '\u0000',
  '<<: *a',
  '/*',
  '//',
  '.',
];

function soup(random: Random): string {
  let text = '';
  for (let n = Math.floor(random() * 60); n > 0; n--) text += random() < 0.3 ? 'word' : marks[Math.floor(random() * marks.length)]!;
  return text;
}

const json = '{"a": [1, true, null, "x\\u0041\\n", {"b": {}}], // c\n "d": /* e */ \'f\', g: -1.5e3, "h": [],}\n';
const toml = 'a = 1\n[t.u]\nb = "x\\n" # c\n"q r" = [1, \'y\', {z = 1979-05-27T07:32:00Z}]\n[[l]]\nm = """\nn\n"""\no.p = true\n';

describe.each([
  ['yaml', parseYaml, (random: Random) => randomYaml(random)],
  ['json', parseJson, () => json],
  ['toml', parseToml, () => toml],
])('%s', (_, parse, sample) => {
  it('takes every truncation', () => {
    const random = seeded(1);
    for (let i = 0; i < 15; i++) {
      const text = sample(random);
      for (let end = 0; end <= text.length; end++) checkPlaces(parse(text.slice(0, end)), text.slice(0, end));
    }
  });

  it('takes random changes', () => {
    const random = seeded(2);
    for (let i = 0; i < 1500; i++) {
      let text = sample(random);
      for (let n = 1 + Math.floor(random() * 4); n > 0; n--) {
        const at = Math.floor(random() * (text.length + 1));
        text = text.slice(0, at) + marks[Math.floor(random() * marks.length)]! + text.slice(at + Math.floor(random() * 3));
      }
      checkPlaces(parse(text), text);
    }
  });

  it('takes any soup of marks', () => {
    const random = seeded(3);
    for (let i = 0; i < 3000; i++) {
      const text = soup(random);
      checkPlaces(parse(text), text);
    }
  });

  it('takes nesting without end', () => {
    for (const unit of [
      '[',
      '{',
      '- ',
      '? ',
      '[{',
      '{"a":',
      '{a: ',
      'a = [',
      '[[',
      '&a ',
      '!t ',
      '"',
      "'",
      ': ',
      '-\n',
      '((',
      ']',
      '}',
      'x = {y = ',
    ]) {
      const text = unit.repeat(100_000);
      checkPlaces(parse(text), text);
    }
    let deep = '';
    for (let i = 0; i < 1500; i++) deep += `${' '.repeat(i)}k:\n`;
    checkPlaces(parse(deep), deep);
  });

  it('takes time in proportion to the text', async () => {
    const linear = (what: string, size: number, textOf: (size: number) => string) =>
      expectLinear(what, size, (n) => {
        const text = textOf(n);
        return () => parse(text);
      });
    const random = seeded(4);
    const bodies = [
      '"\n',
      "'\n",
      'a: "\n',
      '- "x\n',
      'a: [\n',
      '{\n',
      'word\n',
      ' word\n',
      'a: b: c\n',
      '\n',
      ' \n',
      '# c\n',
      'a: |\n',
      '*a\n',
      'x = """\n',
      '\\"\n',
      'a: \'\n "\n',
      '[a\n',
      '"a": "b",\n',
      ...Array.from({ length: 12 }, () => soup(random)),
    ];
    // Thousands of different keys and tables, each of which is looked up.
    const keys = (count: number, line: (n: number) => string): string => Array.from({ length: count }, (_, n) => line(n)).join('');
    for (const line of [
      (n: number) => `[t${n}.u]\nk${n} = 1\n`,
      (n: number) => `[[t${n}]]\n`,
      (n: number) => `k${n}: &a${n} 1\n`,
      (n: number) => `"k${n}": {"a": ${n}},\n`,
    ]) {
      await linear(line(1), 4_000, (size) => keys(size, line));
    }
    for (const body of bodies) {
      if (body === '') continue;
      await linear(body, 40_000, (size) => body.repeat(Math.ceil(size / body.length)));
    }
  });
});

describe('aliases', () => {
  it('do not explode', () => {
    let bomb = 'a0: &a0 [x, x, x, x, x, x, x, x, x]\n';
    for (let i = 1; i < 30; i++) bomb += `a${i}: &a${i} [${Array.from({ length: 9 }, () => `*a${i - 1}`).join(', ')}]\n`;
    const value = valueOf(parseYaml(bomb).roots[0]!, 'u');
    expect(JSON.stringify(value)).toContain('too many aliases');
  });
  it('inside their own anchor are unknown', () => {
    const value = valueOf(parseYaml('a: &a\n  b: *a\n').roots[0]!, 'u');
    expect(JSON.stringify(value)).toContain('no anchor named a');
  });
  it('merge with the nearer entry counting', () => {
    const value = valueOf(parseYaml('x: &x {p: 1, q: 1}\ny: &y {p: 2}\nz:\n  <<: [*x, *y]\n  q: 3\n').roots[0]!, 'u');
    expect(JSON.stringify(flat(value))).toBe('{"x":{"p":1,"q":1},"y":{"p":2},"z":{"p":1,"q":3}}');
  });
});

function flat(value: ReturnType<typeof valueOf>): unknown {
  if (value.kind === 'mapping')
    return Object.fromEntries(value.entries.map((entry) => [String((entry.key as { value?: unknown }).value), flat(entry.value)]));
  return value.kind === 'list' ? value.items.map(flat) : value.kind === 'scalar' ? value.value : value.kind;
}
