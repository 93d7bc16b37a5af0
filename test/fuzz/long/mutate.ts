// Makes one text of another: by tokens and lines, which keep most of the structure standing, and by single characters,
// which do not. Everything comes from the given chance, so that a seed gives the same texts again.

export type Random = () => number;

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

/** What every object answers to, by whoever it is asked. */
const ofEveryObject = [
  '__proto__',
  'constructor',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  'toLocaleString',
  '__defineGetter__',
] as const;

/** What parsers trip over: ends of lines of all kinds, halves of characters, marks of order, names every object has. */
const oddities = [
  '\r',
  '\r\n',
  '\n',
  '\n\n',
  '\t',
  '\0',
  '\uFEFF',
  '\u2028',
  '\u0085',
  '\u00A0',
  '\u200B',
  '\u202E',
  '\uD83D',
  '\uDE00',
  '\u{1F600}',
  'é',
  'ſ',
  'İ',
  '\u{E0041}',
  '\x1b[2J',
  '\x7f',
  '\uFFFF',
  '"',
  "'",
  '`',
  '"""',
  "'''",
  '\\',
  '\\u',
  '\\u{110000}',
  '\\x',
  '${',
  '}',
  '%{',
  '{{',
  '}}',
  '{{-',
  '${{',
  '#{',
  '$(',
  '<<EOF\n',
  '<<-EOF\n',
  'EOF\n',
  '/*',
  '*/',
  '//',
  '#',
  '--',
  '<!--',
  '-->',
  '<![CDATA[',
  '---\n',
  '...\n',
  '{',
  '[',
  '(',
  ')',
  ']',
  ':',
  ': ',
  '- ',
  '-',
  '=',
  ',',
  '.',
  '*',
  '&a ',
  '*a',
  '<<: *a',
  '!t ',
  '|\n',
  '>-\n',
  '? ',
  '@',
  '%',
  '!',
  '?',
  ';',
  '=>',
  '...',
  '~',
  '0',
  '-1',
  '1e999',
  '9007199254740993',
  '999999999999999999999999',
  '0x',
  '1_000',
  'NaN',
  'null',
  'true',
  '2026-02-31',
  '9999-99-99',
  ...ofEveryObject,
  '',
  ' ',
  '    ',
  'posture-ignore ',
  '../',
  '/',
  'file:///',
  'range(1000000000)',
  'for_each = ',
  'for x in ',
  'include: ',
  'extends: ',
];

const words = /[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu;

/** One to six changes of `text`; `others` are texts to take pieces from. */
export function mutate(random: Random, text: string, others: () => string): string {
  let changed = text;
  for (let left = 1 + Math.floor(random() * random() * 6); left > 0; left--) changed = pick(random, changes)(random, changed, others);
  return changed.length > 40_000 ? changed.slice(0, 40_000) : changed;
}

type Change = (random: Random, text: string, others: () => string) => string;

const spot = (random: Random, text: string): number => Math.floor(random() * (text.length + 1));

const changes: readonly Change[] = [
  function putOddity(random, text) {
    const at = spot(random, text);
    return text.slice(0, at) + pick(random, oddities) + text.slice(at + (random() < 0.5 ? 0 : Math.floor(random() * 4)));
  },
  function replaceToken(random, text) {
    const tokens = text.match(words) ?? [];
    if (tokens.length > 0) tokens[Math.floor(random() * tokens.length)] = random() < 0.5 ? pick(random, oddities) : pick(random, tokens);
    return tokens.join('');
  },
  function renameWord(random, text) {
    const tokens = text.match(words) ?? [];
    const names = tokens.filter((token) => /[\p{L}_]/u.test(token));
    const name = names.length > 0 ? pick(random, names) : undefined;
    const other = random() < 0.7 ? pick(random, ofEveryObject) : pick(random, names.length > 0 ? names : ['']);
    return tokens.map((token) => (token === name ? other : token)).join('');
  },
  function swapTokens(random, text) {
    const tokens = text.match(words) ?? [];
    const [a, b] = [Math.floor(random() * tokens.length), Math.floor(random() * tokens.length)];
    if (tokens.length > 0) [tokens[a], tokens[b]] = [tokens[b]!, tokens[a]!];
    return tokens.join('');
  },
  function removeTokens(random, text) {
    const tokens = text.match(words) ?? [];
    tokens.splice(Math.floor(random() * tokens.length), 1 + Math.floor(random() * random() * 12));
    return tokens.join('');
  },
  function moveLine(random, text) {
    const lines = text.split('\n');
    const [line] = lines.splice(Math.floor(random() * lines.length), 1);
    if (random() < 0.7) lines.splice(Math.floor(random() * (lines.length + 1)), 0, line!);
    return lines.join('\n');
  },
  function repeatLines(random, text) {
    const lines = text.split('\n');
    const at = Math.floor(random() * lines.length);
    const some = lines.slice(at, at + 1 + Math.floor(random() * 4));
    const times = random() < 0.1 ? 40 : 1;
    lines.splice(at, 0, ...Array.from({ length: times }, () => some).flat());
    return lines.join('\n');
  },
  function indentLines(random, text) {
    const lines = text.split('\n');
    const at = Math.floor(random() * lines.length);
    const by = pick(random, [' ', '  ', '\t', -1, -2]);
    for (let n = at; n < Math.min(lines.length, at + 1 + Math.floor(random() * 5)); n++)
      lines[n] = typeof by === 'string' ? by + lines[n]! : lines[n]!.slice(-by);
    return lines.join('\n');
  },
  function cut(random, text) {
    const at = spot(random, text);
    return random() < 0.5 ? text.slice(0, at) : text.slice(at);
  },
  function splice(random, text, others) {
    const other = others();
    const from = spot(random, other);
    const at = spot(random, text);
    return text.slice(0, at) + other.slice(from, from + 1 + Math.floor(random() * 400)) + (random() < 0.5 ? text.slice(at) : '');
  },
  function nest(random, text) {
    const [open, close] = pick(random, [
      ['[', ']'],
      ['{', '}'],
      ['(', ')'],
      ['{"a":', '}'],
      ['- ', ''],
      ['${', '}'],
      ['<a>', '</a>'],
      ['!', ''],
      ['a.', ''],
      ['{{ if x }}', '{{ end }}'],
      ['x ? ', ' : y'],
      ['not ', ''],
    ] as const);
    const depth = random() < 0.1 ? 2000 : 1 + Math.floor(random() * 30);
    const at = spot(random, text);
    const end = at + Math.floor(random() * 20);
    return (
      text.slice(0, at) +
      open.repeat(depth) +
      text.slice(at, end) +
      close.repeat(random() < 0.7 ? depth : Math.floor(depth / 2)) +
      text.slice(end)
    );
  },
  function otherLineEnds(random, text) {
    return text.replace(/\r?\n/g, () => (random() < 0.9 ? '\r\n' : pick(random, ['\r', '\n', '\u2028'])));
  },
  function flipCharacter(random, text) {
    const at = spot(random, text);
    return text.slice(0, at) + String.fromCharCode(Math.floor(random() * (random() < 0.8 ? 128 : 65_536))) + text.slice(at + 1);
  },
];
