// The functions of Bicep and ARM that scopes, role ids and lists of assignments are made with, over values that are known
// already. Names in lower case. What depends on a deployment is unknown; functions that take a lambda are in
// `collections.ts`, and what a name stands for is the evaluator's business.
import { patternOf, textOf, type Entry, type Leaf, type List, type Mapping, type Value, type Written } from '../value.ts';

/** Members of a list that are looked at one by one; more are not known. */
export const mostMembers = 64;

export function unknownValue(written: Written, why: string): Leaf {
  return { kind: 'unknown', why, at: written.at, token: written.token, via: written.via, encoding: written.encoding, editable: false };
}

/** Text of which parts may be holes (`\0`). */
export function textValue(pattern: string, written: Written): Leaf {
  const text = pattern.replace(/\0+/g, '\0');
  if (text === '\0') return unknownValue(written, 'not known before a deployment');
  return text.includes('\0')
    ? { kind: 'partial', pattern: text, ...written }
    : { kind: 'scalar', known: 'resolved', value: text, ...written };
}

export function scalarValue(value: string | number | boolean | null, written: Written): Leaf {
  return { kind: 'scalar', known: 'resolved', value, ...written };
}

export function listValue(items: readonly Value[], written: Written, complete = true): List {
  return { kind: 'list', items, complete, ...written };
}

/** An object of which these entries are known. */
export function objectValue(entries: readonly (readonly [name: string, value: Value])[], written: Written, complete = true): Mapping {
  return {
    kind: 'mapping',
    complete,
    entries: entries.map(([name, value]): Entry => ({ key: scalarValue(name, written), value, at: value.at })),
    ...written,
  };
}

/** What is known of a value as text, `\0` for what is not. */
export function knownText(value: Value): string {
  return value.kind === 'scalar' || value.kind === 'partial' ? patternOf(value) : '\0';
}

type AzureFunction = (given: readonly Value[], written: Written, texts: readonly string[]) => Value | undefined;

/** Functions that make text of text: over each option of an argument that is one of several. */
const ofTexts: Readonly<Record<string, AzureFunction>> = {
  subscriptionresourceid: (_, written, texts) => textValue(`/subscriptions/\0/providers/${idPath(texts)}`, written),
  tenantresourceid: (_, written, texts) => textValue(`/providers/${idPath(texts)}`, written),
  managementgroupresourceid: (_, written, texts) =>
    textValue(`/providers/Microsoft.Management/managementGroups/\0/providers/${idPath(texts)}`, written),
  extensionresourceid: (_, written, texts) => textValue(`${texts[0] ?? '\0'}/providers/${idPath(texts.slice(1))}`, written),
  resourceid: (_, written, texts) => textValue(`/subscriptions/\0/resourceGroups/\0/providers/${idPath(texts)}`, written),
  format: (_, written, texts) =>
    textValue(
      (texts[0] ?? '\0').replace(/\{(\d+)\}/g, (_all, index: string) => texts[Number(index) + 1] ?? '\0'),
      written,
    ),
  tolower: (_, written, texts) => textValue((texts[0] ?? '\0').toLowerCase(), written),
  toupper: (_, written, texts) => textValue((texts[0] ?? '\0').toUpperCase(), written),
  trim: (_, written, texts) => textValue((texts[0] ?? '\0').trim(), written),
  replace: (_, written, texts) =>
    texts.length === 3 && texts[1] !== '' && !texts.slice(1).some((text) => text.includes('\0'))
      ? textValue(texts[0]!.replaceAll(texts[1]!, texts[2]!), written)
      : undefined,
  substring(given, written, [text = '\0']) {
    const [start, length] = given.slice(1).map((value) => Number(textOf(value)));
    return text.includes('\0') || start === undefined || Number.isNaN(start) || Number.isNaN(length ?? 0)
      ? undefined
      : textValue(text.slice(start, length === undefined ? undefined : start + length), written);
  },
};

const others: Readonly<Record<string, AzureFunction>> = {
  subscription: (_, written) => described({ id: '/subscriptions/\0', subscriptionId: '\0', tenantId: '\0' }, written),
  resourcegroup: (_, written, texts) =>
    described({ id: `/subscriptions/\0/resourceGroups/${texts.at(-1) || '\0'}`, name: texts.at(-1) || '\0', location: '\0' }, written),
  managementgroup: (_, written, texts) =>
    described({ id: `/providers/Microsoft.Management/managementGroups/${texts[0] || '\0'}`, name: texts[0] || '\0' }, written),
  tenant: (_, written) => described({ id: '/', tenantId: '\0' }, written),
  concat: (given, written, texts) =>
    given.every((value) => value.kind === 'list')
      ? joined(given, written)
      : given.some((value) => value.kind === 'list')
        ? undefined
        : textValue(texts.join(''), written),
  string: ([value]) => value,
  /** A time that is not known, and how far from it: the distance, as a duration where it is written. Backwards is none. */
  datetimeadd: ([, distance]) => (/^P/i.test(textOf(distance) ?? '') ? distance : undefined),
  any: ([value]) => value,
  createarray: (given, written) => listValue(given, written),
  createobject: (given, written) =>
    objectValue(
      given.flatMap((key, index) =>
        index % 2 === 0 && textOf(key) !== undefined && given[index + 1] ? [[textOf(key)!, given[index + 1]!] as const] : [],
      ),
      written,
      given.every((key, index) => index % 2 === 1 || textOf(key) !== undefined),
    ),
  if(given, written) {
    const [test] = given;
    if (test?.kind === 'scalar' && typeof test.value === 'boolean') return given[test.value ? 1 : 2];
    return given.length === 3 ? { kind: 'choice', options: given.slice(1), ...written } : undefined;
  },
  empty([value], written) {
    const is =
      value?.kind === 'list'
        ? value.items.length === 0 && value.complete
        : value?.kind === 'mapping'
          ? value.entries.length === 0 && value.complete
          : value?.kind === 'scalar'
            ? value.value === '' || value.value === null
            : undefined;
    return is === undefined ? undefined : scalarValue(is, written);
  },
  contains([within, what], written) {
    const wanted = textOf(what);
    const is =
      wanted === undefined
        ? undefined
        : within?.kind === 'mapping'
          ? within.entries.some((entry) => textOf(entry.key)?.toLowerCase() === wanted.toLowerCase())
            ? true
            : within.complete
              ? false
              : undefined
          : within?.kind === 'list'
            ? within.items.some((item) => textOf(item) === wanted)
              ? true
              : within.complete && within.items.every((item) => textOf(item) !== undefined)
                ? false
                : undefined
            : textOf(within)?.includes(wanted);
    return is === undefined ? undefined : scalarValue(is, written);
  },
  startswith: ([text, part], written) => compared(text, part, (a, b) => a.startsWith(b), written),
  endswith: ([text, part], written) => compared(text, part, (a, b) => a.endsWith(b), written),
  equals: ([a, b], written) =>
    textOf(a) === undefined || textOf(b) === undefined ? undefined : scalarValue(textOf(a) === textOf(b), written),
  not: ([value], written) =>
    value?.kind === 'scalar' && typeof value.value === 'boolean' ? scalarValue(!value.value, written) : undefined,
  and: (given, written) => decided(given, false, written),
  or: (given, written) => decided(given, true, written),
  coalesce: (given) => given.find((value) => !(value.kind === 'scalar' && value.value === null)),
  first: ([value], written) => memberAt(value, 0, written),
  last: ([value], written) => memberAt(value, -1, written),
  split([text, by], written) {
    const [whole, mark] = [textOf(text), textOf(by)];
    return whole === undefined || mark === undefined || mark === ''
      ? undefined
      : listValue(
          whole.split(mark).map((part) => textValue(part, written)),
          written,
        );
  },
  join([list, by], written) {
    const mark = textOf(by);
    return list?.kind !== 'list' || !list.complete || mark === undefined
      ? undefined
      : textValue(list.items.map(knownText).join(mark), written);
  },
  /** A built-in role by its name: what stands there is who it is, in the place of an id. */
  roledefinitions: ([name], written) =>
    name?.kind === 'scalar'
      ? objectValue(
          (['id', 'roleDefinitionId'] as const).map((key) => [key, { ...name, editable: false }] as const),
          written,
          false,
        )
      : undefined,
  length: ([value], written) =>
    value?.kind === 'list' && value.complete
      ? scalarValue(value.items.length, written)
      : value?.kind === 'scalar' && typeof value.value === 'string'
        ? scalarValue(value.value.length, written)
        : undefined,
  true: (_, written) => scalarValue(true, written),
  false: (_, written) => scalarValue(false, written),
  null: (_, written) => scalarValue(null, written),
  bool: (_, written, texts) => (texts[0] === 'true' || texts[0] === 'false' ? scalarValue(texts[0] === 'true', written) : undefined),
  int: ([value], written) => (/^-?\d+$/.test(textOf(value) ?? '') ? scalarValue(Number(textOf(value)), written) : undefined),
  array: ([value], written) =>
    value?.kind === 'list' ? value : value && value.kind !== 'unknown' ? listValue([value], written) : undefined,
  union: merged,
  shallowmerge: ([list], written) => (list?.kind === 'list' && list.complete ? merged(list.items, written) : undefined),
  flatten: ([list], written) =>
    list?.kind === 'list' && list.items.every((item) => item.kind === 'list')
      ? { ...joined(list.items, written), complete: list.complete && list.items.every((item) => item.kind === 'list' && item.complete) }
      : undefined,
  range([start, count], written) {
    const [from, many] = [Number(textOf(start)), Number(textOf(count))];
    if (Number.isNaN(from) || Number.isNaN(many) || many < 0) return undefined;
    return listValue(
      Array.from({ length: Math.min(many, mostMembers) }, (_, index) => scalarValue(from + index, written)),
      written,
      many <= mostMembers,
    );
  },
  skip: ([list, count], written) => part(list, count, (items, many) => items.slice(many), written),
  take: ([list, count], written) => part(list, count, (items, many) => items.slice(0, many), written),
  items: ([value], written) =>
    value?.kind === 'mapping'
      ? listValue(
          value.entries.map((entry) =>
            objectValue(
              [
                ['key', entry.key],
                ['value', entry.value],
              ],
              { ...written, at: entry.at, token: entry.at },
            ),
          ),
          written,
          value.complete,
        )
      : undefined,
  objectkeys: ([value], written) =>
    value?.kind === 'mapping'
      ? listValue(
          value.entries.map((entry) => entry.key),
          written,
          value.complete,
        )
      : undefined,
};

/** What a function answers; undefined where it is not known here, or cannot be with what is given. */
export function callFunction(name: string, given: readonly Value[], written: Written): Value | undefined {
  const own = (table: Readonly<Record<string, AzureFunction>>) => (Object.hasOwn(table, name) ? table[name] : undefined);
  const overText = own(ofTexts);
  if (overText) return overOptions(given, written, (texts) => overText(texts, written, texts.map(knownText)));
  const other = own(others);
  if (name === 'concat' && other) return overOptions(given, written, (texts) => other(texts, written, texts.map(knownText)));
  return other?.(given, written, given.map(knownText));
}

/** `make` for every combination of the options of arguments that are one of several; at most 16. */
export function overOptions(
  given: readonly Value[],
  written: Written,
  make: (given: readonly Value[]) => Value | undefined,
): Value | undefined {
  if (!given.some((value) => value.kind === 'choice')) return make(given);
  let combinations: Value[][] = [[]];
  for (const value of given) {
    const options = value.kind === 'choice' ? value.options : [value];
    if (combinations.length * options.length > 16) return undefined;
    combinations = combinations.flatMap((begun) => options.map((option) => [...begun, option]));
  }
  return { kind: 'choice', options: combinations.map((one) => make(one) ?? unknownValue(written, 'not known here')), ...written };
}

/** An object as functions give one: `subscription().id`. */
function described(fields: Readonly<Record<string, string>>, written: Written): Mapping {
  return objectValue(
    Object.entries(fields).map(([name, pattern]) => [name, textValue(pattern, written)] as const),
    written,
    false,
  );
}

function joined(lists: readonly Value[], written: Written): List {
  return listValue(
    lists.flatMap((value) => (value.kind === 'list' ? value.items : [])),
    written,
    lists.every((value) => value.kind === 'list' && value.complete),
  );
}

/** Lists one after the other, or objects of which the last one's entries count. */
function merged(given: readonly Value[], written: Written): Value | undefined {
  if (given.length > 0 && given.every((value) => value.kind === 'list')) return joined(given, written);
  if (given.length === 0 || !given.every((value) => value.kind === 'mapping')) return undefined;
  return {
    kind: 'mapping',
    entries: given.flatMap((value) => (value.kind === 'mapping' ? value.entries : [])),
    complete: given.every((value) => value.kind === 'mapping' && value.complete),
    ...written,
  };
}

function compared(
  text: Value | undefined,
  part: Value | undefined,
  test: (text: string, part: string) => boolean,
  written: Written,
): Value | undefined {
  const [a, b] = [textOf(text), textOf(part)];
  return a === undefined || b === undefined ? undefined : scalarValue(test(a.toLowerCase(), b.toLowerCase()), written);
}

/** `and` and `or`: decided by one that decides, or by all. */
function decided(given: readonly Value[], by: boolean, written: Written): Value | undefined {
  if (given.some((value) => value.kind === 'scalar' && value.value === by)) return scalarValue(by, written);
  return given.every((value) => value.kind === 'scalar') ? scalarValue(!by, written) : undefined;
}

function memberAt(value: Value | undefined, index: 0 | -1, written: Written): Value | undefined {
  if (value?.kind === 'list') return value.complete ? value.items.at(index) : undefined;
  const text = textOf(value);
  return text === undefined ? undefined : textValue(text.at(index) ?? '', written);
}

function part(
  list: Value | undefined,
  count: Value | undefined,
  cut: (items: readonly Value[], many: number) => readonly Value[],
  written: Written,
): Value | undefined {
  const many = Number(textOf(count));
  return list?.kind !== 'list' || Number.isNaN(many) ? undefined : listValue(cut(list.items, many), written, list.complete);
}

/** `type/sub` and names as a path: the type is the first argument with a dot and a slash in it. */
function idPath(texts: readonly string[]): string {
  const at = texts.findIndex((text) => /^[A-Za-z]+\.[A-Za-z.]+\//.test(text));
  if (at < 0) return '\0';
  const [provider, ...types] = texts[at]!.split('/');
  const names = texts.slice(at + 1);
  return [provider, ...types.flatMap((type, index) => [type, names[index] ?? '\0'])].join('/');
}
