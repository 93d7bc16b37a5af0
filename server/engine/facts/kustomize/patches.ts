// Patches of a kustomization as values: strategic merges and JSON patches, inline or in files of their own. They are
// applied to values, so that what a patch adds keeps the token it was written in.
import type { Document } from '../../document.ts';
import type { ReadContext } from '../../readers.ts';
import { shownName, type ObjectName } from '../kubernetes/objects.ts';
import { parseJson } from '../../syntax/json.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { entryOf, itemsOf, textOf, valueAt, type Entry, type Mapping, type Scalar, type Value } from '../value.ts';
import { moved, withPlaces } from '../value-places.ts';
import { resolvePath } from './paths.ts';

export interface Patch {
  readonly target: Target;
  readonly merge?: Mapping;
  readonly operations?: readonly Operation[];
}

/** Which objects a patch changes; undefined parts match any. Kinds, names and namespaces are patterns, as kustomize reads them. */
interface Target {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: string;
  readonly annotations?: string;
}

interface Operation {
  readonly op: string;
  readonly path: readonly string[];
  readonly value: Value | undefined;
}

const mostPatches = 100;

/** All patches that a kustomization names, in the order in which they are applied. */
export function patchesOf(root: Value, document: Document, context: ReadContext): Patch[] {
  const found: Patch[] = [];
  const addFrom = (value: Value | undefined, target: Target): void => {
    for (const item of value ? documentsIn(value, document, context) : []) {
      if (found.length >= mostPatches) return;
      if (item.kind === 'list') found.push({ target, operations: operationsOf(item) });
      else if (item.kind === 'mapping')
        found.push({ target: Object.values(target).some((part) => part !== undefined) ? target : namedBy(item), merge: item });
    }
  };
  for (const item of itemsOf(valueAt(root, 'patchesStrategicMerge'))) addFrom(item, {});
  for (const key of ['patches', 'patchesJson6902']) {
    for (const item of itemsOf(valueAt(root, key))) {
      addFrom(valueAt(item, 'patch') ?? valueAt(item, 'path'), targetOf(valueAt(item, 'target')));
    }
  }
  return found;
}

/** What a `target` or a `select` names. */
export function targetOf(value: Value | undefined): Target {
  const part = (key: string): string | undefined => textOf(valueAt(value, key)) || undefined;
  return {
    group: part('group'),
    kind: part('kind'),
    name: part('name'),
    namespace: part('namespace'),
    labels: part('labelSelector'),
    annotations: part('annotationSelector'),
  };
}

/** A merge without a target is for the one object that it names. */
function namedBy(patch: Mapping): Target {
  const literal = (value: Value | undefined): string | undefined => textOf(value)?.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return { kind: literal(valueAt(patch, 'kind')), name: literal(valueAt(patch, 'metadata', 'name')) };
}

/** The documents of a patch: its own text, or those of the file it names. */
export function documentsIn(value: Value, document: Document, context: ReadContext): Value[] {
  if (value.kind === 'mapping' || value.kind === 'list') return [value];
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return [];
  if (value.encoding !== 'yaml-block' && !/[\n:{[]/.test(value.value)) {
    const uri = resolvePath(document.uri, value.value);
    const file = uri === undefined ? undefined : context.neighbour(uri);
    return file ? file.tree(file.format === 'json' ? parseJson : parseYaml).roots.map((node) => valueOf(node, file.uri)) : [];
  }
  return inlineDocuments(value, document);
}

/** The YAML documents in a text. A block keeps its places: it is read where it stands, with everything before it blanked. Quoted text has places no finer than itself. */
export function inlineDocuments(
  {
    value,
    encoding,
    at: {
      span: [start, end],
    },
  }: Scalar,
  document: Pick<Document, 'uri' | 'text'>,
): Value[] {
  if (encoding !== 'yaml-block') {
    const at = { uri: document.uri, span: [start, end] as const };
    return parseYaml(String(value)).roots.map((node) =>
      withPlaces(valueOf(node, document.uri), (one) => ({ ...one, at, token: at, editable: false })),
    );
  }
  const lineStart = document.text.lastIndexOf('\n', start - 1) + 1;
  const body = document.text.slice(lineStart, end);
  return parseYaml(body).roots.map((node) => moved(valueOf(node, document.uri), lineStart));
}

/** The operations of a JSON patch; those without a path are left out. */
export function operationsOf(list: Value): Operation[] {
  return itemsOf(list).flatMap((item): Operation[] => {
    const op = textOf(valueAt(item, 'op'));
    const path = textOf(valueAt(item, 'path'));
    if (op === undefined || !path?.startsWith('/')) return [];
    return [
      {
        op,
        path: path
          .slice(1)
          .split('/')
          .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
        value: valueAt(item, 'value'),
      },
    ];
  });
}

/** Whether a patch is for an object. */
export function applies({ target }: Patch, object: Mapping, name: ObjectName): boolean {
  return (
    (target.group === undefined || target.group === name.group) &&
    matches(target.kind, name.kind) &&
    matches(target.name, shownName(name.name)) &&
    matches(target.namespace, shownName(name.namespace)) &&
    selects(target.labels, valueAt(object, 'metadata', 'labels')) &&
    selects(target.annotations, valueAt(object, 'metadata', 'annotations'))
  );
}

/** A pattern for the whole of a name. Only alternatives and `.*` are followed; anything finer matches nothing. */
function matches(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined) return true;
  return pattern
    .replace(/^\^|\$$/g, '')
    .split('|')
    .some((one) => {
      const parts = one.split('.*').map((part) => part.replace(/\\(.)/g, '$1'));
      if (parts.length === 1) return parts[0] === text;
      if (parts.length > 8 || /[*+?()[\]{}]/.test(one.replaceAll('.*', '').replace(/\\./g, ''))) return false;
      let at = parts[0]!.length;
      if (!text.startsWith(parts[0]!)) return false;
      for (const part of parts.slice(1, -1)) {
        const found = text.indexOf(part, at);
        if (found < 0) return false;
        at = found + part.length;
      }
      return text.length - at >= parts.at(-1)!.length && text.endsWith(parts.at(-1)!);
    });
}

/** `a=b,c=d`. Other selectors are not followed, so that what they choose is not known. */
function selects(selector: string | undefined, labels: Value | undefined): boolean {
  if (selector === undefined) return true;
  return selector.split(',').every((part) => {
    const [, key, value] = /^\s*([\w./-]+)\s*==?\s*(?:([\w.-]+)\s*)?$/.exec(part) ?? [];
    return key !== undefined && textOf(valueAt(labels, key)) === (value ?? '');
  });
}

/** The object with the patch in it; the object itself where the patch does not fit. */
export function applyPatch(object: Mapping, patch: Patch): Mapping {
  let current: Value = patch.merge ? merged(object, patch.merge) : object;
  for (const operation of patch.operations ?? []) current = operated(current, operation.path, operation) ?? current;
  return current.kind === 'mapping' ? current : object;
}

/** Maps are joined and everything else is replaced, as kustomize does for lists of roles and bindings, which have no merge keys. */
function merged(into: Value, from: Value): Value {
  if (into.kind !== 'mapping' || from.kind !== 'mapping') return from;
  const entries: Entry[] = [...into.entries];
  for (const entry of from.entries) {
    const key = textOf(entry.key);
    if (key === undefined || key.startsWith('$')) continue;
    const index = entries.findIndex((one) => textOf(one.key) === key);
    if (entry.value.kind === 'scalar' && entry.value.value === null) {
      if (index >= 0) entries.splice(index, 1);
    } else if (index < 0) {
      entries.push(entry);
    } else {
      entries[index] = { ...entries[index]!, value: merged(entries[index]!.value, entry.value) };
    }
  }
  return { ...into, entries };
}

function operated(value: Value, path: readonly string[], operation: Operation): Value | undefined {
  const [part, ...rest] = path;
  if (part === undefined) return operation.op === 'remove' ? undefined : operation.value;
  if (value.kind === 'list') {
    const [, key, wanted] = /^\[([^=\]]+)=([^\]]*)\]$/.exec(part) ?? [];
    const index =
      part === '-'
        ? value.items.length
        : key === undefined
          ? Number(part)
          : value.items.findIndex((item) => textOf(valueAt(item, key)) === wanted);
    if (!Number.isInteger(index) || index < 0 || index > value.items.length) return undefined;
    const items = [...value.items];
    if (rest.length === 0) {
      if (operation.op === 'remove') items.splice(index, 1);
      else if (!operation.value) return undefined;
      else items.splice(index, operation.op === 'replace' ? 1 : 0, operation.value);
    } else {
      const made = items[index] && operated(items[index], rest, operation);
      if (!made) return undefined;
      items[index] = made;
    }
    return { ...value, items };
  }
  if (value.kind !== 'mapping') return undefined;
  const entry = entryOf(value, part);
  if (rest.length === 0) {
    const others = value.entries.filter((one) => one !== entry);
    if (operation.op === 'remove') return { ...value, entries: others };
    if (!operation.value) return undefined;
    const key = entry?.key ?? {
      kind: 'scalar',
      known: 'resolved',
      value: part,
      at: operation.value.at,
      token: operation.value.at,
      via: [],
      encoding: 'none',
      editable: false,
    };
    return { ...value, entries: [...others, { key, value: operation.value, at: operation.value.at }] };
  }
  const made = entry && operated(entry.value, rest, operation);
  return made && { ...value, entries: value.entries.map((one) => (one === entry ? { ...one, value: made } : one)) };
}
