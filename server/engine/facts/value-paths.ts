// Walks over values by path, for settings and manifests whose meaning is in their keys.
import { entryOf, textOf, type Entry, type Mapping, type Value } from './value.ts';

export interface EntryAt {
  readonly mapping: Mapping;
  readonly entry: Entry;
  /** The keys as written, from the first of the path. */
  readonly keys: readonly string[];
}

/** A mapping and one of its entries, for every place that the path leads to; `*` stands for every key. */
export function entriesAt(value: Value | undefined, path: readonly string[]): EntryAt[] {
  if (value?.kind !== 'mapping' || path.length === 0) return [];
  const [key, ...rest] = path as [string, ...string[]];
  const found = key === '*' ? value.entries : [entryOf(value, key)].filter((one): one is Entry => one !== undefined);
  return found.flatMap((entry) => {
    const name = textOf(entry.key) ?? '';
    return rest.length === 0
      ? [{ mapping: value, entry, keys: [name] }]
      : entriesAt(entry.value, rest).map((one) => ({ ...one, keys: [name, ...one.keys] }));
  });
}
