// The YAML reader against the reference library, on documents written in every style, on files that others wrote, and on
// the broken text that an editor sees all day.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments } from 'yaml';
import { findNode, type DataNode } from '../../../server/engine/syntax/data.ts';
import { parseYaml } from '../../../server/engine/syntax/yaml.ts';
import { randomYaml, seeded } from '../../support/random-yaml.ts';

type Plain = unknown;

/** The library's tree in a form that both sides share. Numbers that would lose their text are compared as text. */
function reference(text: string): { trees: Plain[]; broken: boolean } {
  const documents = parseAllDocuments(text, { keepSourceTokens: true, uniqueKeys: false, logLevel: 'silent' });
  const list = Array.isArray(documents) ? documents : [];
  const of = (node: unknown): Plain => {
    if (node === null || node === undefined) return null;
    if (isAlias(node)) return { alias: node.source };
    if (isMap(node)) return { map: node.items.filter(isPair).map((pair) => [of(pair.key), of(pair.value)]), anchor: node.anchor };
    if (isSeq(node))
      return { list: node.items.map((item) => (isPair(item) ? { map: [[of(item.key), of(item.value)]] } : of(item))), anchor: node.anchor };
    if (!isScalar(node)) return 'unexpected';
    const value = typeof node.value === 'number' && node.type === 'PLAIN' && String(node.value) !== node.source ? node.source : node.value;
    return node.anchor ? { value, anchor: node.anchor } : value;
  };
  const contents = list.map((document) => document.contents).filter((node) => node && node.range && node.range[0] < node.range[1]);
  return { trees: contents.map(of), broken: list.some((document) => document.errors.length > 0) };
}

function plain(node: DataNode): Plain {
  switch (node.kind) {
    case 'alias':
      return { alias: node.name };
    case 'map':
      return { map: node.entries.map((entry) => [plain(entry.key), plain(entry.value)]), anchor: node.anchor };
    case 'list':
      return { list: node.items.map(plain), anchor: node.anchor };
    case 'scalar':
      return node.anchor ? { value: node.value, anchor: node.anchor } : node.value;
  }
}

function expectSame(text: string, name: string): void {
  const { trees, broken } = reference(text);
  if (broken) return;
  expect(parseYaml(text).roots.map(plain), name).toEqual(trees);
}

const simple = (node: DataNode | undefined): unknown => {
  switch (node?.kind) {
    case 'alias':
      return `*${node.name}`;
    case 'map':
      return Object.fromEntries(node.entries.map((entry) => [String(simple(entry.key)), simple(entry.value)]));
    case 'list':
      return node.items.map(simple);
    default:
      return node?.value;
  }
};
const read = (text: string) => parseYaml(text).roots.map(simple);

describe('parseYaml beside the reference library', () => {
  const documents: Record<string, string> = {
    'a stream': '%YAML 1.2\n---\na: 1\n...\n---\nb: 2\n--- |\n text\n--- # nothing\n---\n- x\n',
    'sequences at the column of their key': 'a:\n- 1\n- b: 2\n  c:\n  - 3\nd: 4\n',
    'sequences in sequences': '- - a\n  - b\n- - - c\n-\n  - d\n-\n',
    'plain text over lines': 'a: one\n  two\n\n  three # no more\nb: x#y # c\nc:\n  below\n  more\n',
    'colons and marks in plain text': 'a: b:c\nurl: http://x/y?z=1#frag\nt: 12:30:45\n-x: -y\n?q: ?r\n:s: :t\n',
    'single quotes': "a: 'it''s'\nb: 'two\n  lines\n\n  here'\n'c d': ''\n",
    'double quotes': 'a: "\\x41\\u00e9\\U0001F600\\n\\t\\"\\\\\\/"\nb: "fold\n  ed \\\n   joined\n\n  para"\n"c: d": ""\n',
    'literal blocks': 'a: |\n  one\n   two\n\n  three\nb: |-\n  x\n\nc: |+\n  y\n\nd: |2\n    indented\ne: |\nf: 1\n',
    'folded blocks': 'a: >\n  one\n  two\n\n  three\n    more\n    lines\n  back\n\n\nb: >-\n\n  x\n  y\nc: >+\n  z\n\n\n',
    'blocks in sequences': '- |\n  a\n- key: >-\n    b\n    c\n  other: |\n    d\n',
    flow: 'a: {b: 1, "c": [x, y z, {d: e}], f, ? g : h, i: }\nj: [a: 1, "b":2, [], {}, ]\nk: [\n  multi,\n  line # c\n]\n',
    'flow plain text': 'a: [http://x, a:b, -1, "q", *x]\nb: {a:1, b: x-}\n',
    'anchors, aliases and merges': 'a: &one\n  x: 1\nb: &two [1]\nc: *one\nd:\n  <<: *one\n  y: *two\n&k key: &v value\n*k : again\n- e\n',
    tags: 'a: !Sub "x"\nb: !Ref c\nd: !If [e, !Ref f, 1]\ng: !GetAtt\n  - h\n  - i\nj: !!str true\nk: !!map {}\nl: !empty\nm: !!str\n  true\n',
    'explicit keys': '? a\n: b\n? - c\n: - d\n? e\n? |\n  f\n: g\n',
    'comments everywhere': '# top\na: # after key\n  # between\n  b: 1 # end\n\n  # below\n  c: 2\n# out\nd: # none\n',
    'odd keys': '1: a\ntrue: b\nnull: c\n"": d\n[e, f]: g\n{h: i}: j\n: k\n',
    'repeated keys': 'a: 1\na: 2\n',
    'windows line ends': 'a: 1\r\nb:\r\n  - c\r\n  - |\r\n    d\r\n    e\r\nf: "g\r\n  h"\r\n',
    'core schema': 'a: [null, ~, Null, NULL, true, True, TRUE, false, yes, no, on, off, 1, -1, 0, 1.5, .5, 1., "1", 1_000, nul, tru]\n',
    'properties on lines of their own': 'a: &x\n  b: 1\nc: !t\n- d\ne: &y !u\n  &z f: g\n',
    'properties on sequence items': '- &a x\n- &b\n  y: 1\n- &c z: 2\n- !t [1]\n',
    'emoji and wide characters': '\u{1F600}: "\u{1F600}"\nclé: [é, 日本]\n',
  };
  for (const [name, text] of Object.entries(documents)) {
    it(`reads ${name}`, () => {
      expect(reference(text).broken, 'the reference reads it').toBe(['anchors, aliases and merges'].includes(name));
      expectSame(text, text);
    });
  }

  it('reads 3,000 random documents alike', () => {
    const random = seeded(20261121);
    let compared = 0;
    for (let i = 0; i < 3000; i++) {
      const text = randomYaml(random);
      if (!reference(text).broken) compared++;
      expectSame(text, text);
    }
    expect(compared, 'the generator writes YAML that the reference reads').toBeGreaterThan(2900);
  });

  it('reads mutated documents alike wherever the library finds nothing wrong', () => {
    const random = seeded(7);
    let compared = 0;
    for (let i = 0; i < 1500; i++) {
      const text = randomYaml(random);
      const at = Math.floor(random() * text.length);
      // A line end at the end: the library itself is of two minds about blanks behind which the text just stops.
      const mutated = `${random() < 0.5 ? text.slice(0, at) : text.slice(0, at) + text.slice(at + 1 + Math.floor(random() * 3))}\n`;
      const { trees, broken } = reference(mutated);
      if (broken) continue;
      compared++;
      expect(parseYaml(mutated).roots.map(plain), JSON.stringify(mutated)).toEqual(trees);
    }
    expect(compared).toBeGreaterThan(300);
  });

  it('reads the files that others wrote alike', () => {
    // Dependencies bring YAML of many hands; a folder of more can be named in the environment.
    const folders = ['node_modules', process.env.POSTURE_YAML_CORPUS].filter((folder): folder is string => Boolean(folder));
    for (const folder of folders) for (const file of yamlFiles(folder)) expectSame(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''), file);
  });
});

function yamlFiles(folder: string): string[] {
  const found: string[] = [];
  const visit = (path: string, depth: number): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const child = join(path, entry.name);
      if (entry.isDirectory() && depth < 8) visit(child, depth + 1);
      else if (entry.isFile() && /\.ya?ml$/.test(entry.name) && statSync(child).size < 300_000) found.push(child);
    }
  };
  try {
    visit(folder, 0);
  } catch {
    return found;
  }
  return found;
}

describe('places', () => {
  const text = 'key: value # c\nlist:\n  - \'it\'\n  - "a\\nb"\n  - |\n    line one\n    two\nflow: { x: [1, y] }\ntag: !Sub word\nnone:\n';
  const root = parseYaml(text).roots[0]!;
  const slice = (...keys: string[]) => {
    const node = findNode(root, ...keys)!;
    return [
      text.slice(...node.span),
      node.kind === 'scalar' ? text.slice(...node.inner) : undefined,
      node.kind === 'scalar' ? node.exact : undefined,
    ];
  };
  it('are exact to the character', () => {
    expect(slice('key')).toEqual(['value', 'value', true]);
    expect(slice('tag')).toEqual(['word', 'word', true]);
    expect(slice('none')).toEqual(['', '', false]);
    expect(slice('flow')[0]).toBe('{ x: [1, y] }');
    const list = findNode(root, 'list')!;
    if (list.kind !== 'list') throw new Error('a list');
    expect(list.items.map((item) => text.slice(...item.span))).toEqual(["'it'", '"a\\nb"', '|\n    line one\n    two']);
    expect(list.items.map((item) => item.kind === 'scalar' && text.slice(...item.inner))).toEqual(['it', 'a\\nb', 'line one\n    two']);
    expect(list.items.map((item) => item.kind === 'scalar' && item.exact)).toEqual([true, false, false]);
    expect(text.slice(...list.span)).toBe('- \'it\'\n  - "a\\nb"\n  - |\n    line one\n    two');
  });
  it('hold for entries, tags and anchors', () => {
    const [map] = parseYaml('&k a: !T &v 1\n').roots;
    if (map?.kind !== 'map') throw new Error('a map');
    expect(map.entries[0]!.span).toEqual([0, 13]);
    expect(map.entries[0]!.value).toMatchObject({ tag: '!T', tagSpan: [6, 8], anchor: 'v', value: '1' });
    expect(map.entries[0]!.key).toMatchObject({ anchor: 'k', value: 'a', span: [3, 4] });
  });
});

describe('words', () => {
  it('keeps numbers whose text would be lost', () => {
    expect(read('[012345678901, 123456789012, 1.10, 1.5, 0x1f, 1e3, -0, 0.0, 00]')).toEqual([
      ['012345678901', 123456789012, '1.10', 1.5, '0x1f', '1e3', '-0', '0.0', '00'],
    ]);
  });
  it('leaves the words of YAML 1.1 alone', () => {
    expect(read('on: yes\noff: no\n')).toEqual([{ on: 'yes', off: 'no' }]);
  });
  it('gives tagged words as text', () => {
    expect(read('a: !Sub 12\nb: !!int 12\nc: !Ref\n')).toEqual([{ a: '12', b: 12, c: '' }]);
  });
});

describe('text that is broken or being typed', () => {
  const cases: [name: string, text: string, roots: unknown[]][] = [
    ['a key without its colon', 'a: 1\nfoo\nb: 2\n', [{ a: 1, foo: null, b: 2 }]],
    ['a key further right than its neighbours', 'a: 1\n   b: 2\nc: 3\n', [{ a: 1, b: 2, c: 3 }]],
    ['an open double quote', 'a: "x\nb: 1\nc: "y"\n', [{ a: 'x', b: 1, c: 'y' }]],
    ['an open single quote in a sequence', "a:\n  - 'x\n  - y\nb: it's\n", [{ a: ['x', 'y'], b: "it's" }]],
    ['an open bracket', 'a: [x, y\nb: 1\n', [{ a: ['x', 'y'], b: 1 }]],
    ['an open brace with a nested bracket', 'a:\n  b: {x: [1, 2\n  c: 3\n', [{ a: { b: { x: [1, 2] }, c: 3 } }]],
    ['brackets of the wrong kind', 'a: [x}\nb: 1\n', [{ a: ['x'], b: 1 }]],
    ['a second colon', 'a: b: c\nd: e\n', [{ a: 'b: c', d: 'e' }]],
    ['tabs for indentation', 'a:\n\tb: 1\n\tc: 2\n', [{ a: { b: 1, c: 2 } }]],
    ['text behind a quoted value', 'a: "x" y\nb: 1\n', [{ a: 'x', b: 1 }]],
    ['an unknown alias', 'a: *x\nb: 1\n', [{ a: '*x', b: 1 }]],
    ['a sequence on the line of its key', 'a: - b\nc: d\n', [{ a: ['b'], c: 'd' }]],
    ['sequence items further right', '- "a"\n  - b\n- c\n', [['a', 'b', 'c']]],
    ['only punctuation', ': : :\n', [{ null: ': :' }]],
  ];
  for (const [name, text, roots] of cases) {
    it(`reads on past ${name}`, () => {
      const tree = parseYaml(text);
      expect(tree.roots.map(simple)).toEqual(roots);
      expect(tree.problems.length).toBeGreaterThan(0);
    });
  }
});
