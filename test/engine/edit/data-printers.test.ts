// The printers of YAML, JSON and TOML: what they write, to the character, and on random documents that what they write
// means what was asked and nothing else moved.
import { describe, expect, it } from 'vitest';
import { createDocument, type Document } from '../../../server/engine/document.ts';
import { applyEdits, type TextEdit } from '../../../server/engine/fix.ts';
import {
  addEntry,
  addItem,
  removeEntry,
  removeItem,
  replaceByList,
  replaceText,
  replaceValue,
  type Plain,
} from '../../../server/engine/edit/printer.ts';
import { valueOf } from '../../../server/engine/facts/data-value.ts';
import { itemsOf, valueAt, type Leaf, type List, type Mapping, type Value } from '../../../server/engine/facts/value.ts';
import { parseJson } from '../../../server/engine/syntax/json.ts';
import { parseToml } from '../../../server/engine/syntax/toml.ts';
import { parseYaml } from '../../../server/engine/syntax/yaml.ts';
import { expectLinear } from '../../support/growth.ts';
import { randomYaml, seeded } from '../../support/random-yaml.ts';

const parsers: Record<string, typeof parseYaml> = { 'a.yaml': parseYaml, 'a.json': parseJson, 'a.toml': parseToml };

function rootOf(document: Document): Value {
  return valueOf(document.tree(parsers[document.uri]!).roots[0]!, document.uri);
}

/** The value under a path; a number picks an item. */
function find(root: Value, path: string): Value {
  let current: Value | undefined = root;
  for (const part of path === '' ? [] : path.split('.')) {
    current = /^\d+$/.test(part) && current?.kind === 'list' ? current.items[Number(part)] : valueAt(current, part);
  }
  if (!current) throw new Error(`nothing at ${path}`);
  return current;
}

function plain(value: Value): unknown {
  if (value.kind === 'mapping')
    return Object.fromEntries(value.entries.map((entry) => [String((entry.key as { value?: unknown }).value), plain(entry.value)]));
  return value.kind === 'list' ? value.items.map(plain) : value.kind === 'scalar' ? value.value : value.kind;
}

type Edit = (value: never, document: Document) => TextEdit | undefined;
const text =
  (by: string): Edit =>
  (value: Leaf) =>
    replaceText(value, by);
const list =
  (...by: string[]): Edit =>
  (value: Leaf, document) =>
    replaceByList(value, by, document);
const set =
  (by: Plain): Edit =>
  (value: Value, document) =>
    replaceValue(value, by, document);
const entry =
  (key: string, by: Plain, before?: string): Edit =>
  (value: Mapping, document) =>
    addEntry(value, key, by, document, before);
const item =
  (by: Plain): Edit =>
  (value: List, document) =>
    addItem(value, by, document);
const dropEntry =
  (key: string): Edit =>
  (value: Mapping, document) =>
    removeEntry(value, key, document);
const dropItem: Edit = (value: Value, document) => removeItem(value, document);

function check(file: string, before: string, path: string, edit: Edit, after: string | undefined): void {
  for (const lineEnd of before.includes('\n') ? ['\n', '\r\n'] : ['\n']) {
    const document = createDocument(file, before.replaceAll('\n', lineEnd));
    const made = edit(find(rootOf(document), path) as never, document);
    expect(made && applyEdits(document.text, [made])).toBe(after?.replaceAll('\n', lineEnd));
    if (!made) continue;
    const again = createDocument(file, applyEdits(document.text, [made]));
    expect(again.tree(parsers[file]!).problems).toEqual([]);
  }
}

const cases: Record<string, [name: string, before: string, path: string, edit: Edit, after: string | undefined][]> = {
  'a.yaml': [
    ['keeps a plain word plain', 'a: x # c\n', 'a', text('y/z'), 'a: y/z # c\n'],
    ['quotes what would be read otherwise', 'a: x\n', 'a', text('*'), "a: '*'\n"],
    ['quotes words of YAML 1.1', 'a: x\n', 'a', text('on'), "a: 'on'\n"],
    ['quotes numbers', 'a: x\n', 'a', text('0123'), "a: '0123'\n"],
    ['keeps single quotes', "a: 'x'\n", 'a', text("it's"), "a: 'it''s'\n"],
    ['keeps double quotes', 'a: "x"\n', 'a', text('q"\\'), 'a: "q\\"\\\\"\n'],
    ['quotes a comma in flow', 'a: [x, y]\n', 'a.0', text('b,c'), "a: ['b,c', y]\n"],
    [
      'puts further items into a block list',
      'verbs:\n  - "*" # all\n  - x\n',
      'verbs.0',
      list('get', 'list'),
      'verbs:\n  - "get"\n  - "list" # all\n  - x\n',
    ],
    ['puts further items into a flow list', 'verbs: ["*"]\n', 'verbs.0', list('get', 'list'), 'verbs: ["get", "list"]\n'],
    [
      'puts further items on lines of their own',
      'verbs: [\n  "*",\n]\n',
      'verbs.0',
      list('get', 'list'),
      'verbs: [\n  "get",\n  "list",\n]\n',
    ],
    ['keeps the first of them apart from its dash', 'verbs:\n-\n', 'verbs.0', list('get', 'list'), 'verbs:\n- get\n- list\n'],
    ['makes a list of a value', 'Action: x:* # c\nb: 1\n', 'Action', list('x:Get', 'x:List'), 'Action:\n  - x:Get\n  - x:List # c\nb: 1\n'],
    ['indents a list as the others are', 'z:\n- 1\nb:\n  c: d\n', 'b.c', list('e', 'f'), 'z:\n- 1\nb:\n  c:\n  - e\n  - f\n'],
    ['makes a flow list inside flow', 'a: {b: "c"}\n', 'a.b', list('d', 'e'), 'a: {b: ["d", "e"]}\n'],
    [
      'replaces a word by a mapping',
      'permissions: write-all\njobs: 1\n',
      'permissions',
      set({ contents: 'read', packages: 'write' }),
      'permissions:\n  contents: read\n  packages: write\njobs: 1\n',
    ],
    ['replaces a mapping by a word', 'a:\n  b: 1\n  c: 2\nd: 3\n', 'a', set('x'), 'a: x\nd: 3\n'],
    ['replaces a block list by an empty one', 'a:\n  - b\nc: 1\n', 'a', set([]), 'a: []\nc: 1\n'],
    ['replaces nothing by something', 'a:\nb: 1\n', 'a', set({ c: 'd' }), 'a:\n  c: d\nb: 1\n'],
    ['replaces a tagged value with its tag', 'a: !Sub "x"\n', 'a', set('z'), 'a: z\n'],
    ['adds an entry behind comments', 'a:\n  b: 1 # c\nd: 2\n', 'a', entry('e', 'f'), 'a:\n  b: 1 # c\n  e: f\nd: 2\n'],
    ['adds an entry to a sequence item', '- a: 1\n- b: 2\n', '0', entry('c', ['x', 'z']), '- a: 1\n  c:\n    - x\n    - z\n- b: 2\n'],
    [
      'adds an entry behind a block scalar',
      'a:\n  b: |\n    x\n    y\n\nc: 1\n',
      'a',
      entry('d', true),
      'a:\n  b: |\n    x\n    y\n  d: true\n\nc: 1\n',
    ],
    ['adds an entry at the end of a file without a line end', 'a: 1', '', entry('b', 2), 'a: 1\nb: 2'],
    ['adds an entry to an empty mapping', 'a: {}\n', 'a', entry('b', 'c'), 'a: { b: c }\n'],
    ['adds an entry to a flow mapping', 'a: {b: c}\n', 'a', entry('d', 'e f'), 'a: {b: c, d: e f}\n'],
    [
      'adds an entry before another with its comments',
      'on: push\n\n# the jobs\njobs:\n  a: 1\n',
      '',
      entry('permissions', { contents: 'read' }, 'jobs'),
      'on: push\n\npermissions:\n  contents: read\n\n# the jobs\njobs:\n  a: 1\n',
    ],
    [
      'adds an entry before a blank line that sets the next one apart',
      'job:\n  on: x\n\n  # what\n  steps: []\n',
      'job',
      entry('b', 2, 'steps'),
      'job:\n  on: x\n  b: 2\n\n  # what\n  steps: []\n',
    ],
    [
      'leaves a text its blank lines',
      'job:\n  text: |+\n    x\n\n  steps: []\n',
      'job',
      entry('b', 2, 'steps'),
      'job:\n  text: |+\n    x\n\n  b: 2\n  steps: []\n',
    ],
    ['adds an entry before the first of an item', '- a: 1\n', '0', entry('b', 2, 'a'), '- b: 2\n  a: 1\n'],
    ['adds a script', 'a: 1\n', '', entry('run', 'one\n\ntwo\n'), 'a: 1\nrun: |\n  one\n\n  two\n'],
    ['adds an item to a block list', 'a:\n  - b # c\nd: 1\n', 'a', item('e'), 'a:\n  - b # c\n  - e\nd: 1\n'],
    ['adds a mapping as an item', 'a:\n- b: 1\n', 'a', item({ c: 'd', e: ['f'] }), 'a:\n- b: 1\n- c: d\n  e:\n  - f\n'],
    ['adds an item to a flow list', 'a: [b]\n', 'a', item('c'), 'a: [b, c]\n'],
    ['adds an item to an empty list', 'a: []\n', 'a', item('c'), 'a: [c]\n'],
    ['removes an entry with its lines', 'a: 1\nb:\n  c: 2 # x\nd: 3\n', '', dropEntry('b'), 'a: 1\nd: 3\n'],
    ['removes the last entry', 'a: 1\nb: 2', '', dropEntry('b'), 'a: 1'],
    ['removes the first entry of an item', '- a: 1\n  b: 2\n', '0', dropEntry('a'), '- b: 2\n'],
    ['leaves an empty mapping', 'a:\n  b: 1\nc: 2\n', 'a', dropEntry('b'), 'a: {}\nc: 2\n'],
    [
      'adds an entry before a merge in flow',
      'z: &z {x: 1}\na: {b: c, <<: *z}\n',
      'a',
      entry('d', 'e'),
      'z: &z {x: 1}\na: {b: c, d: e, <<: *z}\n',
    ],
    ['adds nothing to a pair without braces', 'a: [b: c]\n', 'a.0', entry('d', 'e'), undefined],
    ['adds nothing where it does not know what stands there', 'a: {[b]}\n', 'a', entry('d', 'e'), undefined],
    ['keeps a word in flow apart from its colon', 'a: {b:}\n', 'a.b', set('x'), 'a: {b: x}\n'],
    ['quotes an expression in flow', 'a: {b: c}\n', 'a', entry('d', '${{ e.f }}'), "a: {b: c, d: '${{ e.f }}'}\n"],
    ['indents a mapping as far as its first word', '-   x\n', '0', set({ b: 1, c: 2 }), '-   b: 1\n    c: 2\n'],
    ['removes an entry in flow', 'a: {b: 1, c: 2}\n', 'a', dropEntry('b'), 'a: {c: 2}\n'],
    ['removes an item with its lines', 'a:\n  - b: 1\n    c: 2\n  # d\n  - e\n', 'a.0', dropItem, 'a:\n  # d\n  - e\n'],
    ['removes the last item', 'a:\n  - b\n  - c\n', 'a.1', dropItem, 'a:\n  - b\n'],
    ['removes an item of a list in a list', '- - a\n  - b\n', '0.0', dropItem, '- - b\n'],
    ['removes an item in flow', 'a: [b, c, d]\n', 'a.1', dropItem, 'a: [b, d]\n'],
    ['leaves the only item', 'a: [b]\n', 'a.0', dropItem, undefined],
    ['leaves what an alias shares', 'a: &x y\nb: *x\n', 'b', text('z'), undefined],
  ],
  'a.json': [
    ['replaces a string', '{"a": "x"}', 'a', text('q"\n'), '{"a": "q\\"\\n"}'],
    ['puts further items into a list', '{"a": ["*", "b"]}', 'a.0', list('c', 'd'), '{"a": ["c", "d", "b"]}'],
    [
      'puts further items on lines of their own',
      '{\n  "a": [\n    "*" // all\n  ]\n}\n',
      'a.0',
      list('c', 'd'),
      '{\n  "a": [\n    "c",\n    "d" // all\n  ]\n}\n',
    ],
    ['makes a list of a value', '{"a": "*"}', 'a', list('c', 'd'), '{"a": ["c", "d"]}'],
    [
      'breaks a long list',
      '{\n  "a": "*"\n}',
      'a',
      list('c'.repeat(50), 'd'.repeat(50)),
      `{\n  "a": [\n    "${'c'.repeat(50)}",\n    "${'d'.repeat(50)}"\n  ]\n}`,
    ],
    ['replaces a value', '{"a": {"b": 1}}', 'a', set(true), '{"a": true}'],
    ['adds an entry on its line', '{"a": 1}', '', entry('b', 'c'), '{"a": 1, "b": "c"}'],
    ['adds an entry on a new line', '{\n\t"a": 1 // one\n}\n', '', entry('b', ['c']), '{\n\t"a": 1,\n\t"b": ["c"] // one\n}\n'],
    ['keeps a trailing comma', '{\n  "a": 1, // one\n}\n', '', entry('b', 2), '{\n  "a": 1, // one\n  "b": 2,\n}\n'],
    ['adds an entry before another', '{\n  "a": 1,\n  "b": 2\n}\n', '', entry('c', 3, 'b'), '{\n  "a": 1,\n  "c": 3,\n  "b": 2\n}\n'],
    ['adds an entry to an empty object', '{\n  "a": {}\n}\n', 'a', entry('b', 'c'), '{\n  "a": {\n    "b": "c"\n  }\n}\n'],
    ['keeps comments in an empty object', '{\n  // none yet\n}\n', '', entry('b', 1), '{\n  "b": 1\n  // none yet\n}\n'],
    ['adds an item', '{\n  "a": [\n    "b"\n  ]\n}\n', 'a', item('c'), '{\n  "a": [\n    "b",\n    "c"\n  ]\n}\n'],
    ['adds an item to an empty list', '{"a": []}', 'a', item('c'), '{"a": ["c"]}'],
    ['removes the first entry', '{"a": 1, "b": 2}', '', dropEntry('a'), '{"b": 2}'],
    ['removes an entry with its line', '{\n  "a": 1, // one\n  // two\n  "b": 2\n}\n', '', dropEntry('a'), '{\n  // two\n  "b": 2\n}\n'],
    ['removes the last entry with the comma before it', '{\n  "a": 1,\n  "b": 2\n}\n', '', dropEntry('b'), '{\n  "a": 1\n}\n'],
    ['leaves an empty object', '{\n  "a": {\n    "b": 1\n  }\n}\n', 'a', dropEntry('b'), '{\n  "a": {}\n}\n'],
    ['removes an item', '["a", "b", "c"]', '1', dropItem, '["a", "c"]'],
    ['leaves the only item', '["a"]', '0', dropItem, undefined],
  ],
  'a.toml': [
    ['replaces a string', 'a = "x" # c\n', 'a', text('q"'), 'a = "q\\"" # c\n'],
    ['replaces a literal string', "a = 'x'\n", 'a', text("it's"), 'a = "it\'s"\n'],
    ['makes a list of a value', 'a = "x"\n', 'a', list('b', 'c'), 'a = ["b", "c"]\n'],
    ['adds an entry to a table', '[a]\nb = 1 # c\n\n[d]\ne = 2\n', 'a', entry('f', 'g'), '[a]\nb = 1 # c\nf = "g"\n\n[d]\ne = 2\n'],
    [
      'adds an entry to a table with tables below',
      '[a]\nb = 1\n\n[a.c]\nd = 2\n',
      'a',
      entry('f', ['g']),
      '[a]\nb = 1\nf = ["g"]\n\n[a.c]\nd = 2\n',
    ],
    ['adds an entry to an empty table', '[a]\n\n[d]\ne = 2\n', 'a', entry('f', true), '[a]\nf = true\n\n[d]\ne = 2\n'],
    ['adds an entry at the top', '[a]\nb = 1\n', '', entry('f', 1), 'f = 1\n\n[a]\nb = 1\n'],
    ['adds an entry to an inline table', 'a = { b = 1 }\n', 'a', entry('c-d', 'e'), 'a = { b = 1, c-d = "e" }\n'],
    ['removes an entry', '[a]\nb = 1 # c\nd = 2\n', 'a', dropEntry('b'), '[a]\nd = 2\n'],
    ['removes an entry of an inline table', 'a = { b = 1, c = 2 }\n', 'a', dropEntry('c'), 'a = { b = 1 }\n'],
    ['adds an item', 'a = [\n  "b",\n]\n', 'a', item('c'), 'a = [\n  "b",\n  "c",\n]\n'],
    ['removes an item', 'a = ["b", "c"]\n', 'a.1', dropItem, 'a = ["b"]\n'],
  ],
};

for (const [file, ofFile] of Object.entries(cases)) {
  describe(file, () => {
    for (const [name, before, path, edit, after] of ofFile) it(name, () => check(file, before, path, edit, after));
  });
}

describe('on random YAML', () => {
  it('every edit means what was asked', () => {
    const random = seeded(99);
    let made = 0;
    for (let i = 0; i < 1500; i++) {
      const document = createDocument('a.yaml', randomYaml(random));
      const tree = document.tree(parseYaml);
      if (tree.problems.length > 0 || tree.roots.length !== 1) continue;
      const root = valueOf(tree.roots[0]!, 'a.yaml');
      const nodes = everything(root);
      const target = nodes[Math.floor(random() * nodes.length)]!;
      const word = ['x', '*', "it's", 'a: b', '[y', '- z', 'on', '12', 'q"\\', 'é #1', ' lead', 'a,b'][Math.floor(random() * 12)]!;
      const verbs: [(value: Value) => TextEdit | undefined, (before: unknown) => unknown][] = [
        [(value) => replaceValue(value, word, document), () => word],
        [(value) => replaceValue(value, { k: [word, { l: word }] }, document), () => ({ k: [word, { l: word }] })],
        [
          (value) => (value.kind === 'mapping' ? addEntry(value, 'added key', [word], document) : undefined),
          (before) => ({ ...(before as object), 'added key': [word] }),
        ],
        [
          (value) => (value.kind === 'list' ? addItem(value, { m: word }, document) : undefined),
          (before) => [...(before as unknown[]), { m: word }],
        ],
        [(value) => (value.kind === 'scalar' ? replaceText(value, word) : undefined), () => word],
      ];
      const [edit, change] = verbs[Math.floor(random() * verbs.length)]!;
      // An anchor's or a tag's meaning goes with the node; those edits are looked at by hand above.
      if (JSON.stringify(document.text).match(/[&!]/)) continue;
      const textEdit = edit(target);
      if (!textEdit) continue;
      const wanted = replaceIn(root, target, change);
      made++;
      const after = applyEdits(document.text, [textEdit]);
      const again = parseYaml(after);
      expect(again.problems, `${document.text}\n=>\n${after}`).toEqual([]);
      expect(plain(valueOf(again.roots[0]!, 'a.yaml')), `${document.text}\n=>\n${after}`).toEqual(wanted);
    }
    expect(made).toBeGreaterThan(150);
  });
  // Templates in JSON: each switch is a root of its own to a reader of JSON.
  it.each(['{{ if x }}', '{"a": {{ if x }} {"b": 1}, '])(
    'edits among many switches of templates take time in proportion to the text: %s',
    async (part) => {
      await expectLinear(part, 2_000, (size) => {
        const text = part.repeat(size);
        return () => {
          const document = createDocument('a.json', text);
          const { roots } = document.tree(parseJson);
          for (const root of [roots[0]!, roots[roots.length >> 1]!, roots.at(-1)!]) {
            const value = valueOf(root, 'a.json');
            if (value.kind === 'mapping') addEntry(value, 'k', { a: ['b'] }, document);
            replaceValue(value, 'x', document);
            removeItem(value, document);
          }
        };
      });
    },
  );
});

function everything(value: Value): Value[] {
  if (value.kind === 'mapping') return [value, ...value.entries.flatMap((one) => everything(one.value))];
  return value.kind === 'list' ? [value, ...itemsOf(value).flatMap(everything)] : [value];
}

function replaceIn(value: Value, target: Value, change: (before: unknown) => unknown): unknown {
  if (value === target) return change(plain(value));
  if (value.kind === 'mapping')
    return Object.fromEntries(
      value.entries.map((one) => [String((one.key as { value?: unknown }).value), replaceIn(one.value, target, change)]),
    );
  return value.kind === 'list' ? value.items.map((one) => replaceIn(one, target, change)) : plain(value);
}
