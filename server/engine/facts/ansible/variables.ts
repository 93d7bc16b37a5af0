// Jinja in Ansible's YAML, as far as a file and the role around it say what it comes to: a variable that holds a whole value,
// or a member of one, with or without `to_json` behind it. Everything else between `{{` and `}}` is a hole.
import { parseEmbeddedJson, type OffsetMap } from '../embedded-json.ts';
import { blockOffsets } from '../block-text.ts';
import { entryFrom, mappingFrom } from '../made-values.ts';
import { readLiteral } from '../source-policies/literal.ts';
import { maskTemplates } from '../template-holes.ts';
import { entryOf, patternOf, textOf, valueAt, type Leaf, type Mapping, type Scalar, type Value } from '../value.ts';

/** Variables by name, from every `vars:` and `set_fact:` of a file and from its role; one that a file sets twice is not known. */
export interface Variables {
  readonly values: ReadonlyMap<string, Value | undefined>;
  /** What stands for one round of a loop: `item`, or what `loop_var` calls it. */
  readonly round?: { readonly name: string; readonly value: Value };
  /** Values that may still be put in the place of a variable in this file: variables that name one another grow without end. */
  readonly budget: { left: number };
}

const mostReplaced = 2000;

const asOneVariable =
  /^\s*\{\{\s*(\w+(?:\.\w+|\[["']\w+["']\]){0,8})\s*(?:\|\s*(?:to_json|to_nice_json|string|from_json|trim)(?:\([^(){}]*\))?\s*){0,3}\}\}\s*$/;

const setting = new Set(['vars', 'set_fact', 'ansible.builtin.set_fact']);

/** The variables of a file; `defaults` are the roots of the files of its role, the one that counts most first. */
export function variablesOf(roots: readonly Value[], defaults: readonly Value[] = []): Variables {
  const found = new Map<string, Value | undefined>();
  const walk = (value: Value, depth: number): void => {
    if (depth > 30) return;
    if (value.kind === 'list') for (const item of value.items) walk(item, depth + 1);
    if (value.kind !== 'mapping') return;
    for (const entry of value.entries) {
      if (setting.has(textOf(entry.key) ?? '') && entry.value.kind === 'mapping') {
        for (const { key, value: set } of entry.value.entries) {
          const name = textOf(key);
          if (name !== undefined) found.set(name, found.has(name) ? undefined : set);
        }
      }
      walk(entry.value, depth + 1);
    }
  };
  for (const root of roots) walk(root, 0);
  for (const root of defaults)
    for (const { key, value } of root.kind === 'mapping' ? root.entries : []) {
      const name = textOf(key);
      if (name !== undefined && !found.has(name)) found.set(name, value);
    }
  return { values: found, budget: { left: mostReplaced } };
}

const loops = ['loop', 'with_items', 'with_list', 'with_dict'];
/** `loop: "{{ name | dict2items }}"` is `with_dict` in newer words. */
const asItems = /(?<!\s)\s{0,20}\|\s{0,20}(?:ansible\.builtin\.)?dict2items(?:\(\))?(?=\s{0,20}\}\}\s{0,20}$)/;
/** A task that goes through more is read once, with holes. */
const mostRounds = 64;

/** The variables of a task in each round of its loop, where what it goes through is written; else those that are given. */
export function roundsOf(task: Mapping, variables: Variables): readonly Variables[] {
  const over = loops.map((name) => entryOf(task, name)?.value).find((value) => value !== undefined);
  const list = over && listOf(over, variables);
  if (list?.kind !== 'list' || !list.complete || list.items.length === 0 || list.items.length > mostRounds) return [variables];
  const name = textOf(valueAt(task, 'loop_control', 'loop_var')) ?? 'item';
  return list.items.map((value) => ({ ...variables, round: { name, value } }));
}

/** What a loop goes through: of a mapping its keys with their values. */
function listOf(over: Value, variables: Variables): Value | undefined {
  const plain =
    over.kind === 'scalar' && typeof over.value === 'string' && asItems.test(over.value)
      ? { ...over, value: over.value.replace(asItems, '') }
      : over;
  const found = resolved(plain, variables);
  if (found?.kind !== 'mapping') return found;
  const { at, token, via, encoding } = found;
  return {
    kind: 'list',
    items: found.entries.map((entry) =>
      mappingFrom([entryFrom('key', entry.at, entry.key), entryFrom('value', entry.at, entry.value)], entry.at),
    ),
    complete: found.complete,
    at,
    token,
    via,
    encoding,
    editable: false,
  };
}

/** What a variable or a member of one holds: `roles`, `item.policies`, `item['policies']`. */
function named(path: string, variables: Variables): Value | undefined {
  const [first, ...rest] = path.match(/\w+/g)!;
  let value = variables.round?.name === first ? variables.round.value : variables.values.get(first!);
  for (const step of rest) value = entryOf(value?.kind === 'scalar' ? resolved(value, variables) : value, step)?.value;
  return value;
}

/** The value with what its variables come to: a whole value in the place of `{{ name }}`, a hole for any other. */
export function resolved(value: Value | undefined, variables: Variables, depth = 0): Value | undefined {
  if (!value || depth > 12) return value;
  switch (value.kind) {
    case 'scalar': {
      if (typeof value.value !== 'string' || !value.value.includes('{{')) return value;
      const name = asOneVariable.exec(value.value)?.[1];
      const set = name === undefined || variables.budget.left-- <= 0 ? undefined : named(name, variables);
      if (!set) return holed(value, value.value);
      return resolved(shared(set, value), variables, depth + 1);
    }
    case 'list':
      return { ...value, items: value.items.map((item) => resolved(item, variables, depth + 1)!) };
    case 'mapping':
      return { ...value, entries: value.entries.map((entry) => ({ ...entry, value: resolved(entry.value, variables, depth + 1)! })) };
    default:
      return value;
  }
}

/** What stands elsewhere and is used here. */
function shared(value: Value, use: Scalar): Value {
  return { ...value, via: [use.at, ...value.via] };
}

function holed({ at, token, via, encoding }: Scalar, text: string): Leaf {
  const pattern = maskTemplates(text).text;
  const written = { at, token, via, encoding, editable: false } as const;
  return pattern.replaceAll('\0', '').trim() === ''
    ? { kind: 'unknown', why: 'a variable of Ansible that is not set here', ...written }
    : { kind: 'partial', pattern, ...written };
}

/** A policy given as YAML, as JSON in a string or block, or by a variable; undefined where it stands in another file. */
export function policyIn(value: Value | undefined, variables: Variables, text: string): Value | undefined {
  if (value?.kind !== 'scalar') return resolved(value, variables);
  const written = String(value.value);
  const name = asOneVariable.exec(written)?.[1];
  if (name !== undefined) {
    const set = named(name, variables);
    return set && (set.kind === 'scalar' && asOneVariable.test(String(set.value)) ? undefined : policyIn(set, variables, text));
  }
  const masked = maskTemplates(written);
  const block = value.encoding === 'yaml-block' ? blockOffsets(written, value.at.span, text) : undefined;
  const exact = value.at.span[1] - value.at.span[0] === written.length ? value.at.span[0] : undefined;
  // An expression that writes the policy itself: `{{ {'Statement': [{…}]} | to_json }}`.
  const literal = /^\{\{-?\s{0,40}(?=\{)/.exec(written)?.[0].length;
  if (literal !== undefined && exact !== undefined && text.startsWith(written, exact))
    return readLiteral(text.slice(0, value.at.span[1]), exact + literal, value.at.uri, false);
  const map = through(masked.map, block ?? exact);
  return parseEmbeddedJson(masked.text, value.at, map, block === undefined ? 'json-in-string' : 'json-in-heredoc', {
    via: value.via,
    editable: map !== undefined && patternOf(value) === masked.text,
  });
}

/** First where an offset lay before the holes were made, then where that stands in the document. */
function through(inner: OffsetMap, outer: OffsetMap): OffsetMap {
  if (outer === undefined || inner === undefined) return undefined;
  const before = typeof inner === 'number' ? (offset: number) => inner + offset : inner;
  return typeof outer === 'number' ? (offset) => outer + before(offset) : (offset) => outer(before(offset));
}
