// TOML text to a data tree. Written by hand because the tree must survive text that is being typed: every line that
// cannot be read is noted and left out, and the rest stands. Tables and dotted keys become nested maps in the order in
// which they first appear. It is lenient: redefined tables are joined and repeated keys are kept. Never throws.
import type { Span } from '../text/text.ts';
import type { DataEntry, DataList, DataMap, DataNode, DataProblem, DataScalar, DataTree, ScalarStyle } from './data.ts';
import { nestedDeeper } from './limits.ts';
import { tableOf } from '../table.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type OpenMap = Mutable<Omit<DataMap, 'entries'>> & { entries: DataEntry[] };
/** The last value of each key, so that thousands of tables stay linear. */
type Latest = Map<OpenMap, Map<DataScalar['value'], DataNode>>;
type OpenList = Mutable<Omit<DataList, 'items'>> & { items: DataNode[] };

const deepest = 200;
const mostProblems = 50;
const bareKey = /[A-Za-z0-9_-]/;

/** One root map. A table's span goes from its header to the end of its last entry; an implied table begins at its first key. */
export function parseToml(text: string): DataTree {
  const root: OpenMap = { kind: 'map', notation: 'toml', entries: [], flow: false, span: [0, text.length] };
  const problems: DataProblem[] = [];
  const latest: Latest = new Map();
  let table = root;
  let at = 0;

  const problem = (message: string, span: Span): void => {
    if (problems.length < mostProblems) problems.push({ message, span });
  };
  const skipBlank = (): void => {
    while (at < text.length && (text[at] === ' ' || text[at] === '\t')) at++;
  };
  const skipLine = (): void => {
    while (at < text.length && text[at] !== '\n') at++;
    if (at < text.length) at++;
  };
  /** Blank, line ends and comments, inside arrays and inline tables. */
  const skipAll = (): void => {
    for (;;) {
      while (at < text.length && (text[at] === ' ' || text[at] === '\t' || text[at] === '\n' || text[at] === '\r')) at++;
      if (text[at] !== '#') return;
      skipLine();
    }
  };

  const readString = (): DataScalar => {
    const start = at;
    const quote = text[at]!;
    const basic = quote === '"';
    const long = text.startsWith(quote.repeat(3), at);
    const style: ScalarStyle = long ? (basic ? 'toml-basic-block' : 'toml-literal-block') : basic ? 'toml-basic' : 'toml-literal';
    at += long ? 3 : 1;
    if (long && text[at] === '\r' && text[at + 1] === '\n') at += 2;
    else if (long && text[at] === '\n') at++;
    const from = at;
    let escaped = false;
    let closed = false;
    for (; at < text.length; at++) {
      const char = text[at]!;
      if (!long && (char === '\n' || char === '\r')) break;
      if (basic && char === '\\') {
        escaped = true;
        at++;
      } else if (char === quote && (!long || text.startsWith(quote.repeat(3), at))) {
        closed = true;
        break;
      }
    }
    let end = Math.min(at, text.length);
    if (closed && long) for (let more = 0; more < 2 && text[end + 3] === quote; more++) end++;
    at = closed ? end + (long ? 3 : 1) : end;
    if (!closed) problem('a string is not closed', [start, end]);
    const raw = text.slice(from, end);
    const value = escaped ? unescape(raw) : raw;
    return { kind: 'scalar', value, style, span: [start, at], inner: [from, end], exact: !escaped };
  };

  const readKeys = (): DataScalar[] => {
    const keys: DataScalar[] = [];
    for (;;) {
      skipBlank();
      if (text[at] === '"' || text[at] === "'") {
        keys.push(readString());
      } else {
        const start = at;
        while (at < text.length && bareKey.test(text[at]!)) at++;
        if (at === start) return [];
        const span: Span = [start, at];
        keys.push({ kind: 'scalar', value: text.slice(start, at), style: 'toml-bare', span, inner: span, exact: true });
      }
      skipBlank();
      if (text[at] !== '.') return keys;
      at++;
    }
  };

  const readValue = (depth: number): DataNode | undefined => {
    const char = text[at];
    if (char === '"' || char === "'") return readString();
    if ((char === '[' || char === '{') && depth >= deepest) {
      problem(nestedDeeper(deepest), [at, at + 1]);
      at = text.length;
      return undefined;
    }
    if (char === '[') return readArray(depth);
    if (char === '{') return readInline(depth);
    const start = at;
    while (at < text.length && !',]}#\r\n'.includes(text[at]!)) at++;
    let end = at;
    while (end > start && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
    return end > start ? bareValue(text.slice(start, end), [start, end]) : undefined;
  };

  /** What stands between two of a list or of an inline table: a comma, and nothing that belongs to neither. */
  const readBetween = (close: string): void => {
    skipAll();
    if (at < text.length && text[at] !== ',' && text[at] !== close) problem('a comma is missing', [at, at + 1]);
  };

  const readArray = (depth: number): DataList => {
    const start = at++;
    const items: DataNode[] = [];
    for (;;) {
      skipAll();
      if (at >= text.length) break;
      if (text[at] === ']') {
        at++;
        return { kind: 'list', notation: 'toml', items, flow: true, span: [start, at] };
      }
      if (text[at] === ',') {
        at++;
        continue;
      }
      const before = at;
      const item = readValue(depth + 1);
      if (item) {
        items.push(item);
        readBetween(']');
      } else if (at === before) problem('no value begins here', [at, ++at]);
    }
    problem('an array is not closed', [start, start + 1]);
    return { kind: 'list', notation: 'toml', items, flow: true, span: [start, at] };
  };

  const readInline = (depth: number): DataMap => {
    const start = at++;
    const map: OpenMap = { kind: 'map', notation: 'toml', entries: [], flow: true, span: [start, start] };
    for (;;) {
      skipAll();
      if (at >= text.length) break;
      if (text[at] === '}') {
        at++;
        map.span = [start, at];
        return map;
      }
      if (text[at] === ',') {
        at++;
        continue;
      }
      const before = at;
      if (readEntry(map, depth + 1)) readBetween('}');
      else problem('no key with a value begins here', [before, at === before ? ++at : at]);
    }
    problem('an inline table is not closed', [start, start + 1]);
    map.span = [start, at];
    return map;
  };

  const readEntry = (into: OpenMap, depth: number): boolean => {
    const keys = readKeys();
    if (keys.length === 0 || text[at] !== '=') return false;
    at++;
    skipBlank();
    const end = at;
    const value = readValue(depth) ?? {
      kind: 'scalar',
      value: null,
      style: 'toml-bare',
      span: [end, end],
      inner: [end, end],
      exact: false,
    };
    if (value.span[0] === value.span[1]) problem('a value is missing', [keys[0]!.span[0], end]);
    const map = descend(into, keys.slice(0, -1), value.span[1], latest);
    const key = keys.at(-1)!;
    put(map, { key, value, span: [key.span[0], value.span[1]] }, latest);
    return true;
  };

  const readHeader = (): void => {
    const start = at;
    const many = text[at + 1] === '[';
    at += many ? 2 : 1;
    const keys = readKeys();
    if (keys.length === 0 || !text.startsWith(many ? ']]' : ']', at)) {
      problem('a table header that cannot be read', [start, at]);
      table = { kind: 'map', notation: 'toml', entries: [], flow: false, span: [start, at] };
      return;
    }
    at += many ? 2 : 1;
    const parent = descend(root, keys.slice(0, -1), at, latest);
    const key = keys.at(-1)!;
    const fresh: OpenMap = { kind: 'map', notation: 'toml', entries: [], flow: false, span: [start, at] };
    const existing = latest.get(parent)?.get(key.value);
    if (many) {
      if (existing?.kind === 'list' && !existing.flow) {
        (existing as OpenList).items.push(fresh);
        (existing as OpenList).span = [existing.span[0], at];
      } else {
        put(
          parent,
          { key, value: { kind: 'list', notation: 'toml', items: [fresh], flow: false, span: [start, at] }, span: [key.span[0], at] },
          latest,
        );
      }
      table = fresh;
    } else if (existing?.kind === 'map' && !existing.flow) {
      table = existing as OpenMap;
    } else {
      put(parent, { key, value: fresh, span: [key.span[0], at] }, latest);
      table = fresh;
    }
  };

  const oddLine = /\r(?!\n)/.exec(text);
  if (oddLine) problem('a carriage return ends no line of TOML', [oddLine.index, oddLine.index + 1]);
  while (at < text.length) {
    skipAll();
    if (at >= text.length) break;
    if (text[at] === '[') {
      readHeader();
    } else {
      const start = at;
      if (readEntry(table, 0)) table.span = [table.span[0], Math.max(table.span[1], at)];
      else problem('a line that cannot be read', [start, Math.max(start + 1, at)]);
    }
    skipBlank();
    if (at < text.length && text[at] !== '#' && text[at] !== '\n' && text[at] !== '\r')
      problem('more than one thing on a line', [at, at + 1]);
    skipLine();
  }
  return { roots: root.entries.length > 0 ? [root] : [], problems };
}

function put(map: OpenMap, entry: DataEntry, latest: Latest): void {
  map.entries.push(entry);
  (latest.get(map) ?? latest.set(map, new Map()).get(map)!).set((entry.key as DataScalar).value, entry.value);
}

/** The map under these keys, made where it is missing; the last table of an array of tables. */
function descend(from: OpenMap, keys: readonly DataScalar[], end: number, latest: Latest): OpenMap {
  let current = from;
  for (const key of keys) {
    const existing = latest.get(current)?.get(key.value);
    const last = existing?.kind === 'list' ? existing.items.at(-1) : existing;
    if (last?.kind === 'map') {
      current = last as OpenMap;
    } else {
      const made: OpenMap = { kind: 'map', notation: 'toml', entries: [], flow: false, span: [key.span[0], end] };
      put(current, { key, value: made, span: [key.span[0], end] }, latest);
      current = made;
    }
  }
  return current;
}

function bareValue(word: string, span: Span): DataScalar {
  const base = { kind: 'scalar', span, inner: span, style: 'toml-bare' } as const;
  if (word === 'true' || word === 'false') return { ...base, value: word === 'true', exact: false };
  const digits = word.replaceAll('_', '');
  if (/^[+-]?(?:0x[0-9a-fA-F]+|0o[0-7]+|0b[01]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(digits)) {
    const number = Number(digits.startsWith('+') ? digits.slice(1) : digits);
    if (Number.isFinite(number)) return { ...base, value: number, exact: false };
  }
  return { ...base, value: word, exact: true };
}

const escapes = tableOf<string>({ b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', e: '\x1b', '"': '"', '\\': '\\' });

function unescape(raw: string): string {
  return raw.replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|[ \t]*\r?\n\s*|([\s\S]))/g,
    (whole, u4?: string, u8?: string, x2?: string, one?: string) => {
      const hex = u4 ?? u8 ?? x2;
      if (hex) return parseInt(hex, 16) <= 0x10ffff ? String.fromCodePoint(parseInt(hex, 16)) : whole;
      return one === undefined ? '' : (escapes.get(one) ?? one);
    },
  );
}
