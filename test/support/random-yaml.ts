// Random YAML in every style that the language has, from a seed, so that a failure can be seen again.

export type Random = () => number;

/** A small seeded generator (mulberry32): the same numbers for the same seed. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const words = [
  'a',
  'name',
  'key-1',
  'x.y/z',
  'true',
  'null',
  '12',
  '1.5',
  'Sub',
  'http://h/p',
  'a b c',
  'it is',
  '*',
  '-',
  'é',
  '日本',
  '\u{1F600}',
  '~',
  'on',
  '0',
  '#no',
  'q"q',
  "s's",
  'a: b',
  'end:',
  '- dash',
  ' lead',
  '{{ x }}',
  '[',
  '@at',
  '%p',
  '!bang',
  '&amp',
  '|',
  '>',
  '? q',
  ',',
  'tail ',
];

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

/** One stream of one or two documents. */
export function randomYaml(random: Random): string {
  const one = (): string => {
    const text = block(random, 0, 0, false);
    return text.startsWith('\n') ? text.slice(1) : text;
  };
  return random() < 0.1 ? `---\n${one()}---\n${one()}` : one();
}

const end = (random: Random): string => (random() < 0.1 ? ` # ${pick(random, ['note', 'a: b', '"', '['])}\n` : '\n');
const between = (random: Random): string => (random() < 0.08 ? pick(random, ['\n', '# comment\n', '      # far: comment\n', '  \n']) : '');

/** A collection in block form at a column; begins on the current line when `compact`, else with a line end. */
function block(random: Random, depth: number, indent: number, compact: boolean): string {
  const pad = ' '.repeat(indent);
  const count = 1 + Math.floor(random() * 4);
  let out = compact ? '' : '\n';
  const list = random() < 0.35;
  for (let i = 0; i < count; i++) {
    if (i > 0 || !compact) out += between(random) + pad;
    out += list ? `-${value(random, depth + 1, indent, true)}` : `${key(random)}:${value(random, depth + 1, indent, false)}`;
  }
  return out;
}

/** A value behind `-` or `key:`, with the blank before it and the line end after it. */
function value(random: Random, depth: number, indent: number, inList: boolean): string {
  const roll = random();
  const property = random() < 0.1 ? pick(random, [' &anchor', ' !Tag', ' !!str', ' &b !T']) : '';
  if (depth < 5 && roll < 0.35) {
    const step = 1 + Math.floor(random() * 3);
    if (inList && property === '' && random() < 0.5) return ` ${block(random, depth, indent + 2, true)}`;
    return `${property}${random() < 0.05 ? ' # c' : ''}${block(random, depth, indent + step, false)}`;
  }
  if (roll < 0.4) return `${property}${end(random)}`;
  if (roll < 0.5) return `${property} ${flow(random, 0)}${end(random)}`;
  if (roll < 0.6) return `${property} ${blockScalar(random, indent)}`;
  return `${property} ${scalar(random, ' '.repeat(indent + 1))}${end(random)}`;
}

function key(random: Random): string {
  const word = pick(random, words);
  return random() < 0.2 ? JSON.stringify(word) : `${pick(random, ['k', 'name', 'x-y', 'a b', 'é'])}${Math.floor(random() * 10)}`;
}

function scalar(random: Random, pad: string): string {
  const text = pick(random, words);
  const roll = random();
  if (roll < 0.25) return JSON.stringify(text);
  if (roll < 0.4) return `'${text.replaceAll("'", "''")}'`;
  if (roll < 0.5) return `"${pick(random, ['one', '\\t', 'x \\', '', ' y'])}\n${pad}${pick(random, ['two', '\\"', 'z'])}\n\n${pad}three"`;
  if (roll < 0.55) return `'one\n${pad}  two''\n${pad}three'`;
  if (roll < 0.65) return `plain\n${pad}goes on\n\n${pad} and on`;
  return pick(random, [
    'a',
    'word',
    '12',
    '-1.5',
    'true',
    '~',
    'x y z',
    'http://h:8/p#f',
    'a:b',
    '-x',
    '?y',
    ':z',
    'é',
    'null',
    '007',
    'a{b',
    'c]d,e',
  ]);
}

function flow(random: Random, depth: number): string {
  const gap = pick(random, ['', ' ']);
  const item = (): string => {
    if (depth < 3 && random() < 0.25) return flow(random, depth + 1);
    return pick(random, ['a', '"q, r"', "'s: t'", '12', 'x y', 'http://h/p', '', '""', 'a: b', '"j":1', '- ', '!T v', '&n w']).replace(
      '- ',
      '-1',
    );
  };
  const count = Math.floor(random() * 4);
  const items: string[] = [];
  for (let i = 0; i < count; i++) items.push(item() || 'z');
  if (random() < 0.5) return `[${gap}${items.join(`,${gap || ' '}`)}${gap}]`;
  return `{${gap}${items.map((one, i) => `k${i}: ${one.includes(': ') || one.includes('":') ? 'v' : one}`).join(', ')}${gap}}`;
}

function blockScalar(random: Random, indent: number): string {
  const pad = ' '.repeat(indent + 1 + Math.floor(random() * 3));
  const lines = ['text', '  more', 'a: b', '', '- c', '# no comment', 'end', '{{ x }}', "it's"];
  const count = 1 + Math.floor(random() * 5);
  let out = `${pick(random, ['|', '>'])}${pick(random, ['', '', '-', '+'])}\n${pad}first\n`;
  for (let i = 0; i < count; i++) {
    const line = pick(random, lines);
    out += line === '' ? '\n' : `${pad}${line}\n`;
  }
  return out;
}
