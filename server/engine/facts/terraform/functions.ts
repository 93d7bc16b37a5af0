// The functions of Terraform that policies and bindings are made with, on values. Encoding and conversion functions give
// back what they are given: JSON of an object means the object. What is not here is unknown.
import type { Place } from '../../text/text.ts';
import type { HclCall } from '../../syntax/hcl/tree.ts';
import { evaluate, longestText, type Scope } from './evaluate.ts';
import { choiceOf, memberOf, membersOf, resolvedScalar, unknownAt } from './made.ts';
import { fileValue } from './files.ts';
import { yamlDocumentsIn } from './yaml-text.ts';
import { entryOf, itemsOf, patternOf, textOf, type Entry, type Leaf, type List, type Mapping, type Value } from '../value.ts';
import { tableOf } from '../../table.ts';

interface Call {
  readonly given: readonly Value[];
  readonly place: Place;
  readonly scope: Scope;
}

type TerraformFunction = (call: Call) => Value | undefined;

/** The value of a call. Unknown where the function or too much of what it is given is not known. */
export function callFunction(expression: HclCall, scope: Scope): Value {
  const place: Place = { uri: scope.uri, span: expression.span };
  const made = functions.get(expression.name.replace(/^core::/, ''));
  if (!made) return unknownAt(place, `${expression.name}() is not evaluated`);
  let given = expression.arguments.map((one) => evaluate(one, scope));
  if (expression.expanded && given.length > 0) {
    const last = given.at(-1)!;
    if (last.kind !== 'list') return unknownAt(place, `${expression.name}() of a list that is not known`);
    given = [...given.slice(0, -1), ...last.items, ...(last.complete ? [] : [unknownAt(last.at, 'further items')])];
  }
  return made({ given, place, scope }) ?? unknownAt(place, `${expression.name}() of what is not known`);
}

/** More than a list in a policy ever holds. */
const longestList = 10_000;

const same: TerraformFunction = ({ given }) => given[0];

function listOf(items: readonly Value[], complete: boolean, place: Place): List {
  return { kind: 'list', items, complete, at: place, token: place, via: [], encoding: 'hcl', editable: false };
}

/** The items of a list, of every arm of a choice; `complete` is false where some are not known. */
function listItems(value: Value): { items: readonly Value[]; complete: boolean } {
  if (value.kind === 'list') return value;
  if (value.kind === 'choice') {
    const all = value.options.map(listItems);
    return { items: all.flatMap((one) => one.items), complete: false };
  }
  return value.kind === 'scalar' && value.value === null ? { items: [], complete: true } : { items: [], complete: false };
}

function flat(value: Value, into: Value[], depth: number): boolean {
  if (depth > 20 || into.length > longestList) return false;
  if (value.kind === 'list') return value.items.map((item) => flat(item, into, depth + 1)).every(Boolean) && value.complete;
  if (value.kind === 'choice') {
    for (const option of value.options) flat(option, into, depth + 1);
    return false;
  }
  into.push(value);
  return true;
}

const joinLists: TerraformFunction = ({ given, place }) => {
  const parts = given.map(listItems);
  const items = parts.flatMap((part) => part.items);
  return listOf(items.slice(0, longestList), items.length <= longestList && parts.every((part) => part.complete), place);
};

const merge: TerraformFunction = ({ given, place }) => {
  const entries: Entry[] = [];
  let complete = true;
  const add = (value: Value): void => {
    if (value.kind === 'mapping') {
      entries.push(...value.entries);
      complete &&= value.complete;
    } else if (value.kind === 'choice') {
      value.options.forEach(add);
      complete = false;
    } else if (!(value.kind === 'scalar' && value.value === null)) complete = false;
  };
  given.forEach(add);
  const last = new Map<string, Entry>();
  const loose: Entry[] = [];
  for (const entry of entries) {
    const key = textOf(entry.key);
    if (key === undefined) loose.push(entry);
    else last.set(key, entry);
  }
  return {
    kind: 'mapping',
    entries: [...last.values(), ...loose],
    complete,
    at: place,
    token: place,
    via: [],
    encoding: 'hcl',
    editable: false,
  };
};

/** Applies a change to the text of a leaf, on every arm of a choice; holes stay holes. */
const onText =
  (change: (text: string, rest: readonly (string | undefined)[]) => string | undefined): TerraformFunction =>
  ({ given, place }) => {
    const rest = given.slice(1).map(textOf);
    const apply = (value: Value | undefined): Value | undefined => {
      if (value?.kind === 'choice')
        return choiceOf(
          value.options.map((option) => apply(option) ?? unknownAt(place, 'text that is not known')),
          place,
        );
      if (value?.kind === 'scalar' && value.value !== null) {
        const text = change(String(value.value), rest);
        return text === undefined ? undefined : { ...value, known: 'resolved', value: text, editable: false };
      }
      if (value?.kind === 'partial') {
        const text = change(value.pattern, rest);
        if (text === undefined) return undefined;
        const { at, token, via } = value;
        return { ...leafFrom(text, place), at, token, via };
      }
      return undefined;
    };
    return apply(given[0]);
  };

function leafFrom(pattern: string, place: Place): Leaf {
  const text = pattern.replace(/\0+/g, '\0');
  if (!text.includes('\0')) return resolvedScalar(text, place) as Leaf;
  return text === '\0'
    ? unknownAt(place, 'text that is not known')
    : { kind: 'partial', pattern: text, at: place, token: place, via: [], encoding: 'hcl', editable: false };
}

function asPattern(value: Value | undefined): string {
  return value && (value.kind === 'scalar' || value.kind === 'partial') ? patternOf(value) : '\0';
}

function formatted(given: readonly Value[], place: Place, { evaluation }: Scope): Value | undefined {
  const spec = textOf(given[0]);
  if (spec === undefined) return undefined;
  let next = 1;
  if (evaluation.work <= 0) return undefined;
  let length = spec.length;
  const text = spec.replace(
    /%(?:\[(\d+)\])?[-+# 0]*(?:[1-9]\d*)?(?:\.\d+)?([%vsdqtfgeox])/g,
    (_, index: string | undefined, verb: string) => {
      if (verb === '%') return '%';
      const value = given[index === undefined ? next++ : Number(index)];
      const text = asPattern(value);
      length += text.length;
      return length > longestText ? '' : verb === 'q' ? `"${text}"` : text;
    },
  );
  // Each item of a list may be put into a text as long as the last.
  evaluation.work -= length >> 4;
  return length > longestText || evaluation.work <= 0 ? undefined : leafFrom(text, place);
}

const first =
  (accept: (value: Value) => boolean): TerraformFunction =>
  ({ given, place }) => {
    const options: Value[] = [];
    for (const value of given) {
      if (value.kind === 'unknown') options.push(value);
      else if (accept(value)) {
        options.push(value);
        break;
      }
    }
    return options.length === 0 ? undefined : choiceOf(options, place);
  };

const isSet = (value: Value): boolean => !(value.kind === 'scalar' && (value.value === null || value.value === ''));

const functions = tableOf<TerraformFunction>({
  jsonencode: same,
  jsondecode: same,
  yamlencode: same,
  yamldecode: ({ given, scope }) =>
    given[0]?.kind === 'mapping' || given[0]?.kind === 'list' ? given[0] : given[0] && yamlDocumentsIn(given[0], scope)[0],
  tostring: same,
  tonumber: same,
  tobool: same,
  toset: same,
  tolist: same,
  tomap: same,
  sensitive: same,
  nonsensitive: same,
  sort: same,
  distinct: same,
  ephemeralasnull: same,
  abspath: same,
  pathexpand: same,
  concat: joinLists,
  setunion: joinLists,
  merge,
  flatten({ given, place }) {
    const items: Value[] = [];
    const complete = given[0] ? flat(given[0], items, 0) : false;
    return listOf(items, complete, place);
  },
  compact: ({ given, place }) => given[0] && listOf(listItems(given[0]).items.filter(isSet), listItems(given[0]).complete, place),
  reverse: ({ given, place }) => given[0] && listOf([...listItems(given[0]).items].reverse(), listItems(given[0]).complete, place),
  one: ({ given }) => (given[0]?.kind === 'list' ? given[0].items[0] : undefined),
  element: ({ given }) => {
    const index = Number(textOf(given[1]));
    return given[0]?.kind === 'list' && given[0].complete && given[0].items.length > 0 && Number.isInteger(index) && index >= 0
      ? memberOf(given[0].items[index % given[0].items.length]!)
      : undefined;
  },
  slice: ({ given, place }) => given[0] && listOf(listItems(given[0]).items, false, place),
  keys: ({ given, place }) =>
    given[0]?.kind === 'mapping'
      ? listOf(
          given[0].entries.map((entry) => entry.key),
          given[0].complete,
          place,
        )
      : undefined,
  values: ({ given, place }) => {
    const members = given[0] && given[0].kind !== 'list' ? membersOf(given[0]) : undefined;
    return (
      members &&
      listOf(
        members.members.map((member) => member.value),
        members.complete,
        place,
      )
    );
  },
  lookup: ({ given, place }) => {
    const key = textOf(given[1]);
    if (given[0]?.kind !== 'mapping' || key === undefined) return given[2] && choiceOf([unknownAt(place, 'a lookup'), given[2]], place);
    return (
      entryOf(given[0], key)?.value ??
      (given[0].complete ? given[2] : given[2] && choiceOf([unknownAt(place, 'a lookup'), given[2]], place))
    );
  },
  length: ({ given, place }) => {
    const value = given[0];
    if (value?.kind === 'list' && value.complete) return resolvedScalar(value.items.length, place);
    if (value?.kind === 'mapping' && value.complete) return resolvedScalar(value.entries.length, place);
    const text = textOf(value);
    return text === undefined ? undefined : resolvedScalar(text.length, place);
  },
  contains: ({ given, place }) => {
    const wanted = textOf(given[1]);
    const { items, complete } = given[0] ? listItems(given[0]) : { items: [], complete: false };
    if (wanted === undefined) return undefined;
    if (items.some((item) => textOf(item) === wanted) && given[0]?.kind === 'list') return resolvedScalar(true, place);
    return complete && items.every((item) => item.kind === 'scalar') ? resolvedScalar(false, place) : undefined;
  },
  coalesce: first(isSet),
  coalescelist: first((value) => !(value.kind === 'list' && value.items.length === 0)),
  try: first(() => true),
  can: () => undefined,
  zipmap: ({ given, place }) => {
    const [keys, values] = given;
    if (keys?.kind !== 'list' || values?.kind !== 'list') return undefined;
    const entries = keys.items.flatMap((key, index): Entry[] =>
      key.kind === 'scalar' && values.items[index] ? [{ key, value: values.items[index]!, at: key.at }] : [],
    );
    return {
      kind: 'mapping',
      entries,
      complete: keys.complete && values.complete && entries.length === keys.items.length,
      at: place,
      token: place,
      via: [],
      encoding: 'hcl',
      editable: false,
    } satisfies Mapping;
  },
  format: ({ given, place, scope }) => formatted(given, place, scope),
  formatlist: ({ given, place, scope }) => {
    const list = given.findIndex((value) => value.kind === 'list');
    if (list < 1) return undefined;
    const items = listItems(given[list]!);
    return listOf(
      items.items.map(
        (item) =>
          formatted(
            given.map((value, index) => (index === list ? item : value)),
            item.at,
            scope,
          ) ?? unknownAt(item.at, 'formatlist()'),
      ),
      items.complete,
      place,
    );
  },
  join: ({ given, place }) => {
    const separator = textOf(given[0]);
    const list = given[1];
    if (separator === undefined || list?.kind !== 'list') return undefined;
    // One item stands for itself, with its own token.
    if (list.items.length === 1 && list.complete) return list.items[0];
    const parts = [...list.items.map(asPattern), ...(list.complete ? [] : ['\0'])];
    return parts.reduce((sum, part) => sum + part.length + separator.length, 0) > longestText
      ? undefined
      : leafFrom(parts.join(separator), place);
  },
  split: ({ given, place }) => {
    const [separator, text] = given.map(textOf);
    return separator === undefined || text === undefined
      ? undefined
      : listOf(
          (separator === '' ? [...text] : text.split(separator)).map((part) => resolvedScalar(part, place)),
          true,
          place,
        );
  },
  // A hole may hold a slash: of the last name only what stands behind it is known, of the folder only what stands before.
  basename: onText((text) => text.replace(/(?<!\/)\/+$/, '').replace(/^.*(?:\/|(?=\0))/s, '')),
  dirname: onText((text) => {
    const slash = text.lastIndexOf('/');
    const hole = text.indexOf('\0', slash + 1);
    return hole >= 0 ? `${text.slice(0, Math.max(slash, 0))}\0` : slash < 0 ? '.' : text.slice(0, slash) || '/';
  }),
  strcontains: ({ given, place }) => {
    const [text, part] = given.map(textOf);
    return text === undefined || part === undefined ? undefined : resolvedScalar(text.includes(part), place);
  },
  substr: onText((text, [from, length]) =>
    text.includes('\0') || !(Number(from) >= 0) || length === undefined
      ? undefined
      : text.slice(Number(from), Number(length) < 0 ? undefined : Number(from) + Number(length)),
  ),
  lower: onText((text) => text.toLowerCase()),
  upper: onText((text) => text.toUpperCase()),
  title: onText((text) => text.replace(/\b\w/g, (letter) => letter.toUpperCase())),
  trimspace: onText((text) => text.trim()),
  chomp: onText((text) => text.replace(/(?<![\r\n])[\r\n]+$/, '')),
  trimprefix: onText((text, [prefix]) => (prefix === undefined ? undefined : text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  trimsuffix: onText((text, [suffix]) =>
    suffix === undefined ? undefined : suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  replace: onText((text, [from, to]) =>
    from === undefined ||
    to === undefined ||
    (from.length > 1 && from.startsWith('/') && from.endsWith('/')) ||
    text.split(from).length * to.length > longestText
      ? undefined
      : text.replaceAll(from, to),
  ),
  startswith: ({ given, place }) => {
    const [text, prefix] = given.map(textOf);
    return text === undefined || prefix === undefined ? undefined : resolvedScalar(text.startsWith(prefix), place);
  },
  endswith: ({ given, place }) => {
    const [text, suffix] = given.map(textOf);
    return text === undefined || suffix === undefined ? undefined : resolvedScalar(text.endsWith(suffix), place);
  },
  alltrue: () => undefined,
  file: ({ given, place, scope }) => fileValue(given[0], undefined, place, scope),
  templatefile: ({ given, place, scope }) => fileValue(given[0], given[1], place, scope),
  setproduct({ given, place, scope }) {
    const lists = given.map(listItems);
    const count = lists.reduce((product, { items }) => product * items.length, 1);
    const complete = lists.every((list) => list.complete);
    if (lists.length === 0 || count * lists.length > longestList) return undefined;
    // Nothing times anything is nothing, however much stands before it.
    if (count === 0) return listOf([], complete, place);
    scope.evaluation.work -= count * lists.length;
    const rows = lists.reduce<readonly (readonly Value[])[]>(
      (made, { items }) => made.flatMap((row) => items.map((item) => [...row, item])),
      [[]],
    );
    return listOf(
      rows.map((row) => listOf(row, true, place)),
      complete,
      place,
    );
  },
  range: ({ given, place }) => {
    const [a, b] = given.map((value) => Number(textOf(value)));
    const [from, to] = b === undefined ? [0, a] : [a, b];
    if (from === undefined || to === undefined || !Number.isInteger(from) || !Number.isInteger(to) || to - from > 100) return undefined;
    return listOf(
      Array.from({ length: Math.max(0, to - from) }, (_, index) => resolvedScalar(from + index, place)),
      true,
      place,
    );
  },
  urlencode: same,
  min: ({ given, place }) => numeric(given, place, Math.min),
  max: ({ given, place }) => numeric(given, place, Math.max),
});

function numeric(given: readonly Value[], place: Place, of: (...numbers: number[]) => number): Value | undefined {
  const numbers = given.map((value) => Number(textOf(value)));
  return numbers.length === 0 || numbers.some(Number.isNaN) || given.some((value) => itemsOf(value).length !== 1)
    ? undefined
    : resolvedScalar(of(...numbers), place);
}
