// Values of Terraform that are made of others: what is written, unknown or worked out at a place, one of several, and what
// stands in a collection. No expression is evaluated here.
import type { Place, Span } from '../../text/text.ts';
import { listFrom } from '../made-values.ts';
import type { Encoding, Entry, Unknown, Value, Written } from '../value.ts';

const mostOptions = 16;

/** What a value has that is written at `at` and may be edited there; `token` where its text is a part of that. */
export function written(uri: string, at: Span, token: Span = at, encoding: Encoding = 'hcl'): Written {
  const place = { uri, span: at };
  return {
    at: place,
    token: token === at ? place : { uri, span: token },
    via: [],
    encoding: uri.endsWith('.json') ? 'json' : encoding,
    editable: true,
  };
}

/** What is not known, and why. */
export function unknownAt(place: Place, why: string): Unknown {
  return { kind: 'unknown', why, at: place, token: place, via: [], encoding: 'hcl', editable: false };
}

/** What an expression comes to, and nobody wrote. */
export function resolvedScalar(value: string | number | boolean | null, place: Place): Value {
  return { kind: 'scalar', known: 'resolved', value, at: place, token: place, via: [], encoding: 'hcl', editable: false };
}

/** One of several; flat, and a single one is itself. */
export function choiceOf(options: readonly Value[], place: Place): Value {
  const flat = options.flatMap((option) => (option.kind === 'choice' ? option.options : [option]));
  if (flat.length === 1) return flat[0]!;
  return { kind: 'choice', options: flat.slice(0, mostOptions), at: place, token: place, via: [], encoding: 'hcl', editable: false };
}

/** What stands under a key or an index. Choices are followed on every arm. */
export function stepInto(value: Value, key: Value, place: Place): Value {
  if (value.kind === 'choice')
    return choiceOf(
      value.options.map((option) => stepInto(option, key, place)),
      place,
    );
  if (key.kind !== 'scalar' || value.kind === 'unknown')
    return unknownAt(place, value.kind === 'unknown' ? value.why : 'an index that is not known');
  if (value.kind === 'mapping') {
    const wanted = String(key.value);
    for (let i = value.entries.length - 1; i >= 0; i--) {
      const entry = value.entries[i]!;
      if (entry.key.kind === 'scalar' && String(entry.key.value) === wanted) return entry.value;
    }
    return unknownAt(place, `no ${wanted} is known`);
  }
  if (value.kind === 'list') {
    const index = Number(key.value);
    const item =
      Number.isInteger(index) && (value.complete || index === 0) ? value.items[index < 0 ? value.items.length + index : index] : undefined;
    return item ?? unknownAt(place, 'no such item is known');
  }
  return unknownAt(place, 'not a collection');
}

/** `value[*]`: what `pick` gives of each item. What is no list is one of a single item, and null one of none. */
export function splat(value: Value, pick: (item: Value) => Value, place: Place): Value {
  if (value.kind === 'choice')
    return choiceOf(
      value.options.map((option) => splat(option, pick, place)),
      place,
    );
  if (value.kind === 'unknown') return unknownAt(place, value.why);
  const items = value.kind === 'list' ? value.items : value.kind === 'scalar' && value.value === null ? [] : [value];
  return {
    kind: 'list',
    items: items.map(pick),
    complete: value.kind !== 'list' || value.complete,
    at: place,
    token: place,
    via: [],
    encoding: 'hcl',
    editable: false,
  };
}

/** Key and value of each member of a collection; undefined where the collection is not known. */
export function membersOf(collection: Value): { members: { key: Value; value: Value }[]; complete: boolean } | undefined {
  if (collection.kind === 'list') {
    return {
      members: collection.items.map((value, index) => ({ key: resolvedScalar(index, value.at), value })),
      complete: collection.complete,
    };
  }
  if (collection.kind === 'mapping')
    // Where a key is written only one text can stand, whatever it is used as.
    return {
      members: collection.entries.map(({ key, value }) => ({ key: key.kind === 'scalar' ? { ...key, named: true } : key, value })),
      complete: collection.complete,
    };
  if (collection.kind === 'choice') {
    const all = collection.options.map(membersOf);
    if (all.every((one) => one !== undefined)) return { members: all.flatMap((one) => one!.members), complete: false };
  }
  return undefined;
}

/** The members of `key => value...`: each key once, with the list of all that came under it; `complete` where no other member can be. */
export function grouped(entries: readonly Entry[], complete: boolean): Entry[] {
  const groups = new Map<unknown, { readonly first: Entry; readonly values: Value[] }>();
  let isKnown = complete;
  for (const entry of entries) {
    // What is not known may be any key, and stays by itself.
    const key = entry.key.kind === 'scalar' ? String(entry.key.value) : entry;
    if (key === entry) isKnown = false;
    const group = groups.get(key);
    if (group) group.values.push(entry.value);
    else groups.set(key, { first: entry, values: [entry.value] });
  }
  return [...groups.values()].map(({ first, values }) => ({ ...first, value: { ...listFrom(values, first.at), complete: isKnown } }));
}

/** A member of a collection that a loop has come to: it is judged where it is written, and not where every member passes. */
export function memberOf(value: Value): Value {
  if (value.kind === 'mapping')
    return {
      ...value,
      entries: value.entries.map((entry) => (entry.value.kind === 'scalar' ? { ...entry, value: memberOf(entry.value) } : entry)),
    };
  return value.kind === 'scalar' && !value.editable && value.via.length > 0 ? { ...value, via: [value.at, ...value.via] } : value;
}
