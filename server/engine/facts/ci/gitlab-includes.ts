// What a GitLab pipeline is made of beyond its own file: local includes of this repository, merged under it as GitLab does,
// and `!reference`. Templates, components, projects and remotes are not fetched, and what they add is not known.
import type { Document } from '../../document.ts';
import type { ReadContext } from '../../readers.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf, type ValueOptions } from '../data-value.ts';
import { entryOf, itemsOf, textOf, type Entry, type Mapping, type Scalar, type Value } from '../value.ts';

/** Files that one pipeline may include; GitLab's own limit is 150. */
const mostFiles = 150;

/** `!reference [job, key]` becomes a mapping with this one key, to be looked up when the whole pipeline is known. */
const referenceKey = '!reference';

export const gitlabValues: ValueOptions = {
  tagged(node, convert) {
    if (node.tag !== '!reference' || node.kind !== 'list') return undefined;
    const items = node.items.map(convert);
    const first = items[0];
    if (first?.kind !== 'scalar') return undefined;
    const key: Scalar = { ...first, value: referenceKey, editable: false };
    const list: Value = {
      kind: 'list',
      items,
      complete: true,
      at: first.at,
      token: first.token,
      via: first.via,
      encoding: first.encoding,
      editable: false,
    };
    return {
      kind: 'mapping',
      entries: [{ key, value: list, at: first.at }],
      complete: true,
      at: first.at,
      token: first.token,
      via: first.via,
      encoding: first.encoding,
      editable: false,
    };
  },
};

/** The root with the entries of its local includes before its own, so that its own count; jobs of one name are merged. */
export function withIncludes(root: Mapping, document: Document, context: ReadContext): Mapping {
  const seen = new Set([document.uri]);
  const included = includedRoots(root, document.uri, context, seen);
  return included.reduceRight((whole, one) => merged(one, whole), root);
}

function includedRoots(root: Mapping, uri: string, context: ReadContext, seen: Set<string>): Mapping[] {
  const found: Mapping[] = [];
  for (const item of itemsOf(entryOf(root, 'include')?.value)) {
    const local = textOf(item.kind === 'mapping' ? entryOf(item, 'local')?.value : item);
    if (local === undefined || /[*$]|^[a-z]+:/i.test(local)) continue;
    const document = candidates(local, uri)
      .map((path) => context.neighbour(path))
      .find((one) => one !== undefined);
    if (!document || seen.has(document.uri) || seen.size >= mostFiles) continue;
    seen.add(document.uri);
    for (const node of document.tree(parseYaml).roots) {
      const value = valueOf(node, document.uri, gitlabValues);
      if (value.kind === 'mapping') found.push(...includedRoots(value, document.uri, context, seen), value);
    }
  }
  return found;
}

/** A local path counts from the root of the repository, which is the folder of the pipeline or one above it. */
function candidates(local: string, uri: string): string[] {
  const path = local.replace(/^\.?\//, '');
  const found = [path];
  for (let end = uri.indexOf('/'); end >= 0; end = uri.indexOf('/', end + 1)) found.unshift(`${uri.slice(0, end)}/${path}`);
  return found;
}

function merged(under: Mapping, over: Mapping): Mapping {
  const below = new Map(under.entries.map((entry) => [textOf(entry.key), entry]));
  below.delete('include');
  const own = new Set(over.entries.map((entry) => textOf(entry.key)));
  const entries = over.entries.map((entry): Entry => {
    const other = below.get(textOf(entry.key));
    if (other?.value.kind !== 'mapping' || entry.value.kind !== 'mapping') return entry;
    const written = new Set(entry.value.entries.map((inner) => textOf(inner.key)));
    return {
      ...entry,
      value: {
        ...entry.value,
        entries: [...other.value.entries.filter((inner) => !written.has(textOf(inner.key))), ...entry.value.entries],
      },
    };
  });
  return { ...over, entries: [...[...below.values()].filter((entry) => !own.has(textOf(entry.key))), ...entries] };
}

/** The value with each `!reference` in it replaced by what it names; nothing where that is not in the files, or is itself. */
export function dereferenced(value: Value | undefined, root: Mapping, open: readonly string[] = []): Value | undefined {
  if (!value || open.length > 10) return undefined;
  if (value.kind === 'list') return { ...value, items: value.items.flatMap((item) => dereferenced(item, root, open) ?? []) };
  if (value.kind !== 'mapping' || textOf(value.entries[0]?.key) !== referenceKey) return value;
  const path = itemsOf(value.entries[0]!.value).map((part) => textOf(part) ?? '');
  const name = path.join('\0');
  if (open.includes(name)) return undefined;
  let current: Value | undefined = root;
  for (const part of path) current = current && entryOf(current, part)?.value;
  return dereferenced(current, root, [...open, name]);
}
