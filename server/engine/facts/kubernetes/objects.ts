// The Kubernetes objects of a document: YAML streams, JSON, lists, and Helm templates with their holes. It knows what an
// object is (apiVersion and kind) and nothing of what kinds mean.
import type { Document } from '../../document.ts';
import type { Span } from '../../text/text.ts';
import type { ReadContext } from '../../readers.ts';
import { isTemplate, parseHelm, regionsAt } from '../../syntax/helm.ts';
import type { DataNode } from '../../syntax/data.ts';
import { parseJson } from '../../syntax/json.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { takenIn, type Decision } from '../helm/conditions.ts';
import { templateFiller } from '../helm/templates.ts';
import type { Installation } from '../helm/values.ts';
import { embeddedIn, mayEmbed } from './embedded.ts';
import type { Dialect, Grant } from '../types.ts';
import { entryOf, patternOf, textOf, valueAt, type Leaf, type Mapping, type Value } from '../value.ts';

export interface KubernetesSource {
  readonly objects: readonly Mapping[];
  /** Objects that stand whole in a named template, as it makes them here. */
  readonly takenIn: readonly Mapping[];
  readonly dialect: Extract<Dialect, 'kubernetes' | 'helm'>;
  /** Whether what stands at an offset is rendered: `maybe` inside `if`, `with` and `range`, `no` inside a template's definition. */
  enabledAt(offset: number): Grant['enabled'];
  /** What is known of the conditions around an offset, with the values of the chart; nothing where there is none. */
  decisionsAt(offset: number): readonly Decision[];
  /** Where the text breaks off; of a template nothing is known of that. */
  readonly problems: readonly { readonly message: string; readonly span: Span }[];
}

/** All objects of a document, lists taken apart; with what its chart makes of a template, where `chart` is given, as it is `installed` or else as it is shipped. Never throws. */
export function kubernetesObjects(document: Document, chart?: ReadContext, installed?: Installation): KubernetesSource {
  return chart && document.text.includes('{{')
    ? readObjects(document, chart, installed)
    : document.memo(kubernetesObjects, () => readObjects(document));
}

function readObjects(document: Document, chart?: ReadContext, installed?: Installation): KubernetesSource {
  const { text, uri } = document;
  const embeds = mayEmbed(text);
  if (document.format === 'yaml' && isTemplate(text)) {
    const helm = document.tree(parseHelm);
    const filler = chart && templateFiller(document, helm, chart, installed);
    let outer: readonly Decision[] | undefined;
    const around = (): readonly Decision[] => (outer ??= chart ? takenIn(document.uri, chart, installed) : []);
    const once = (root: DataNode): Mapping[] =>
      objectsAndTheirs(
        valueOf(root, uri, { text, holes: helm.holes, ...(filler ? { ...filler, masked: helm.masked } : {}) }),
        embeds,
        text,
      );
    const objects = helm.tree.roots.flatMap((root) => filler?.each(root.span, undefined, () => once(root)).flat() ?? once(root));
    const written = (filler?.documents() ?? []).flatMap(({ span, value }) =>
      filler!.each(span, undefined, () => objectsIn(value())).flat(),
    );
    return {
      objects,
      takenIn: written,
      dialect: 'helm',
      enabledAt: (offset) => enabledIn(regionsAt(helm, offset).map((region) => region.keyword)),
      decisionsAt: (offset) => [...around(), ...(filler?.decisions(offset) ?? [])],
      problems: [],
    };
  }
  const tree = document.tree(document.format === 'json' ? parseJson : parseYaml);
  return {
    objects: tree.roots.flatMap((root) => objectsAndTheirs(valueOf(root, uri), embeds, text)),
    takenIn: [],
    dialect: 'kubernetes',
    enabledAt: () => 'yes',
    decisionsAt: () => [],
    problems: tree.problems,
  };
}

function enabledIn(keywords: readonly string[]): Grant['enabled'] {
  if (keywords.includes('define')) return 'maybe';
  return keywords.length > 0 ? 'maybe' : 'yes';
}

/** The objects of a document, and, where its text `embeds` any, the roles and bindings that they hold for others. Kubernetes' own kinds hold none. */
function objectsAndTheirs(root: Value, embeds: boolean, text: string): Mapping[] {
  const objects = objectsIn(root);
  if (!embeds) return objects;
  if (objects.length === 0) return embeddedIn(root, text);
  return objects.flatMap((object) => {
    const group = groupOf(textOf(valueAt(object, 'apiVersion')) ?? '');
    return (group.includes('.') && !group.endsWith('.k8s.io')) || isResourceSet(object) ? [object, ...embeddedIn(object, text)] : [object];
  });
}

/** Manifests that Cluster API applies to the clusters that it makes. */
function isResourceSet(object: Mapping): boolean {
  return textOf(valueAt(object, 'type')) === 'addons.cluster.x-k8s.io/resource-set';
}

/** The object itself, or those in a `List` or an OpenShift `Template`. */
export function objectsIn(value: Value | undefined, depth = 0): Mapping[] {
  if (value?.kind === 'list' && depth < 4) return value.items.flatMap((item) => objectsIn(item, depth + 1));
  if (value?.kind !== 'mapping') return [];
  const kind = textOf(valueAt(value, 'kind'));
  const items = kind === 'Template' ? valueAt(value, 'objects') : kind?.endsWith('List') ? valueAt(value, 'items') : undefined;
  if (items?.kind === 'list' && depth < 4)
    return items.items.flatMap((item) => objectsIn(kind === 'List' || kind === 'Template' ? item : kindFromList(item, value), depth + 1));
  return valueAt(value, 'kind') && valueAt(value, 'apiVersion') ? [value] : [];
}

/** Items of a `RoleBindingList` need not say what they are: the list does. */
function kindFromList(item: Value, list: Mapping): Value {
  if (item.kind !== 'mapping') return item;
  const missing = ['apiVersion', 'kind'].flatMap((key) => {
    const entry = entryOf(item, key) ? undefined : entryOf(list, key);
    const text = textOf(entry?.value);
    if (!entry || text === undefined) return [];
    const value: Value = {
      kind: 'scalar',
      known: 'resolved',
      value: key === 'kind' ? text.slice(0, -'List'.length) : text,
      at: entry.value.at,
      token: entry.value.token,
      via: [],
      encoding: 'none',
      editable: false,
    };
    return [{ ...entry, value }];
  });
  return missing.length === 0 ? item : { ...item, entries: [...missing, ...item.entries] };
}

export interface ObjectName {
  readonly kind: string;
  readonly group: string;
  readonly name: Leaf | undefined;
  readonly namespace: Leaf | undefined;
}

/** What names an object. Undefined where its kind is not known. */
export function nameOf(object: Mapping): ObjectName | undefined {
  const kind = kindOf(valueAt(object, 'kind'));
  if (kind === undefined) return undefined;
  const version = leafOf(valueAt(object, 'apiVersion'));
  return {
    kind,
    group: version?.kind === 'scalar' ? groupOf(String(version.value)) : '\0',
    name: leafOf(valueAt(object, 'metadata', 'name')) ?? leafOf(valueAt(object, 'metadata', 'generateName')),
    namespace: leafOf(valueAt(object, 'metadata', 'namespace')),
  };
}

/** A template that chooses between a role and a cluster role is at least a role, and so for bindings: the lesser of the two is said. */
function kindOf(value: Value | undefined): string | undefined {
  if (value?.kind !== 'partial' && value?.kind !== 'choice') return textOf(value);
  const words = value.kind === 'choice' ? value.options.map(textOf) : value.pattern.split('\0').map((word) => word.trim());
  return ['RoleBinding', 'Role'].find((kind) => words.some((word) => word === kind || word === `Cluster${kind}`));
}

/** The group of an apiVersion; empty for the core group. */
function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

export function leafOf(value: Value | undefined): Leaf | undefined {
  return value?.kind === 'scalar' || value?.kind === 'partial' || value?.kind === 'unknown' ? value : undefined;
}

/** A name as it can be shown and compared: what is known of it, `*` for each hole. */
export function shownName(leaf: Leaf | undefined): string {
  return leaf ? patternOf(leaf).replaceAll('\0', '*') : '';
}
