// Grants that commands add to objects of a cluster: `kubectl patch` of bindings, roles and security context constraints,
// `kubectl set subject`, labels that take pod security away and annotations that give the default account an identity of a
// cloud. Only what a command adds is known, so that the object is read with that alone. A binding keeps the role it has,
// which the command does not name: only those that every cluster is born with are known by their name.
import { shellHoles, type CommandWord, type ShellCommand } from '../commands/shell.ts';
import { parseEmbeddedJson } from '../embedded-json.ts';
import { inlineDocuments, operationsOf } from '../kustomize/patches.ts';
import { entryFrom, listFrom, mappingFrom, wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { textOf, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import { contextOf, type KubernetesOptions } from './context.ts';
import { readGitOps } from './gitops.ts';
import { readGuards } from './guards.ts';
import { nameOf } from './objects.ts';
import { cannedPrivileged } from './openshift.ts';
import { readKubernetesObject } from './rbac.ts';

const rbac = 'rbac.authorization.k8s.io/v1';
interface Kind {
  readonly kind: string;
  readonly apiVersion: string;
}

/** What `kubectl` calls the kinds whose changes are read. */
const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries({
    clusterrolebinding: { kind: 'ClusterRoleBinding', apiVersion: rbac },
    rolebinding: { kind: 'RoleBinding', apiVersion: rbac },
    clusterrole: { kind: 'ClusterRole', apiVersion: rbac },
    role: { kind: 'Role', apiVersion: rbac },
    securitycontextconstraint: { kind: 'SecurityContextConstraints', apiVersion: 'security.openshift.io/v1' },
    scc: { kind: 'SecurityContextConstraints', apiVersion: 'security.openshift.io/v1' },
    namespace: { kind: 'Namespace', apiVersion: 'v1' },
    ns: { kind: 'Namespace', apiVersion: 'v1' },
    configmap: { kind: 'ConfigMap', apiVersion: 'v1' },
    cm: { kind: 'ConfigMap', apiVersion: 'v1' },
    serviceaccount: { kind: 'ServiceAccount', apiVersion: 'v1' },
    sa: { kind: 'ServiceAccount', apiVersion: 'v1' },
  }),
);

/** Reads one `patch`, `label`, `annotate` or `set subject`; `subjects` are those that its flags name. */
export function readChange(
  command: ShellCommand,
  text: string,
  namespace: Leaf | undefined,
  subjects: readonly Mapping[],
  into: Facts,
): void {
  const { whole: at } = command;
  const words = wordsOf(command);
  if (command.flags.has('local') || command.flags.has('list')) return;
  const [type, named] = textOf(words[0]?.leaf)?.split('/') ?? [];
  const typeName = type?.toLowerCase().replace(/\..*$/, '') ?? '';
  const found = kinds.get(typeName) ?? kinds.get(typeName.replace(/s$/, ''));
  const name = named === undefined ? words[1]?.leaf : wordAt(named, words[0]!.leaf.at);
  if (!found || !name || textOf(name)?.includes('=')) return;
  const keyed = words.slice(named === undefined ? 2 : 1).flatMap(({ leaf }) => keyedBy(leaf));
  const metadata = [
    entryFrom('name', name.at, name),
    ...(namespace && !found.kind.startsWith('Cluster') ? [entryFrom('namespace', namespace.at, namespace)] : []),
    ...(keyed.length > 0 ? [entryFrom(command.name === 'label' ? 'labels' : 'annotations', at, mappingFrom(keyed, at))] : []),
  ];
  const added =
    command.name === 'patch' ? addedBy(command, text) : subjects.length > 0 ? [entryFrom('subjects', at, listFrom(subjects, at))] : [];
  if (added.length === 0 && keyed.length === 0) return;
  const own = added.filter((entry) => !['apiVersion', 'kind', 'metadata', 'roleRef'].includes(textOf(entry.key) ?? ''));
  const more = added.find((entry) => textOf(entry.key) === 'metadata')?.value;
  const object = mappingFrom(
    [
      entryFrom('apiVersion', at, wordAt(found.apiVersion, at)),
      entryFrom('kind', command.at, wordAt(found.kind, command.at)),
      entryFrom('metadata', at, mappingFrom([...metadata, ...(more?.kind === 'mapping' ? more.entries : [])], at)),
      ...own,
      ...knownOf(found.kind, name),
    ],
    at,
  );
  const options: KubernetesOptions = { uri: at.uri, dialect: 'script', enabled: 'maybe' };
  // What the account and its namespace are otherwise is not known here.
  if (found.apiVersion === 'v1') for (const reader of [readGuards, readGitOps]) reader(contextOf(object, nameOf(object)!, options), into);
  else readKubernetesObject(object, into, options);
}

/** The words that belong to no flag, those behind a flag that takes none among them. */
function wordsOf(command: ShellCommand): readonly CommandWord[] {
  const swallowed = ['overwrite', 'record']
    .flatMap((flag) => command.flags.get(flag) ?? [])
    .filter(({ leaf }) => !/^(?:true|false)$/.test(textOf(leaf) ?? ''));
  return swallowed.length === 0
    ? command.words
    : [...command.words, ...swallowed].sort((one, other) => one.leaf.at.span[0] - other.leaf.at.span[0]);
}

/** What is known of an object by its name. */
function knownOf(kind: string, name: Leaf): Entry[] {
  const { at } = name;
  if (kind.endsWith('Binding')) {
    const isBorn = /^(?:cluster-admin|system:.+)$/.test(textOf(name) ?? '');
    const role: Leaf = isBorn
      ? wordAt(textOf(name)!, at)
      : { kind: 'unknown', why: 'the role that the binding has', at, token: at, via: [], encoding: 'none', editable: false };
    return [
      entryFrom(
        'roleRef',
        at,
        mappingFrom(
          [...(kind === 'ClusterRoleBinding' ? [entryFrom('kind', at, wordAt('ClusterRole', at))] : []), entryFrom('name', at, role)],
          at,
        ),
      ),
    ];
  }
  const isWide = kind === 'SecurityContextConstraints' && cannedPrivileged.has(textOf(name) ?? '');
  return isWide ? [entryFrom('allowPrivilegedContainer', at, wordAt('true', at))] : [];
}

/** `key=value` of a label or an annotation, or of a literal that a map is generated of. */
export function keyedBy(leaf: Leaf): Entry[] {
  const text = textOf(leaf);
  const equals = text?.indexOf('=') ?? -1;
  if (text === undefined || equals <= 0) return [];
  const [start, end] = leaf.at.span;
  const exact = end - start === text.length;
  const value = exact ? { uri: leaf.at.uri, span: [start + equals + 1, end] as const } : leaf.at;
  return [entryFrom(text.slice(0, equals), leaf.at, wordAt(text.slice(equals + 1), value), leaf.at)];
}

/** The entries that a patch adds at the top of an object: those of a merge, or what operations add and replace. */
function addedBy(command: ShellCommand, text: string): readonly Entry[] {
  const patch = command.flags.get('p')?.[0]?.leaf ?? command.flags.get('patch')?.[0]?.leaf;
  const value = patch && patchOf(patch, text);
  if (value?.kind === 'mapping') return value.entries;
  if (value?.kind !== 'list') return [];
  const lists = new Map<string, Value[]>();
  const entries: Entry[] = [];
  for (const {
    op,
    path: [key, item, ...rest],
    value: added,
  } of operationsOf(value)) {
    if ((op !== 'add' && op !== 'replace') || key === undefined || !added || rest.length > 0) continue;
    if (item === undefined) entries.push(entryFrom(key, added.at, added));
    else if (item === '-' || /^\d+$/.test(item)) (lists.get(key) ?? lists.set(key, []).get(key)!).push(added);
  }
  return [...entries, ...[...lists].map(([key, items]) => entryFrom(key, command.whole, listFrom(items, command.whole)))];
}

/** A patch as it stands in quotes: JSON keeps the places of its words, YAML has that of the whole. Variables are holes. */
function patchOf(leaf: Leaf, text: string): Value | undefined {
  const { at } = leaf;
  const quoted = text[at.span[0] - 1] === '"';
  const raw = text.slice(...at.span);
  let json = '';
  const offsets: number[] = [];
  const put = (written: string, from: number): void => {
    for (let index = 0; index < written.length; index++) offsets.push(from + index);
    json += written;
  };
  let last = 0;
  for (const match of quoted ? raw.matchAll(changed) : []) {
    put(raw.slice(last, match.index), last);
    put(match[1] ?? '\0', match.index);
    last = match.index + match[0].length;
  }
  put(raw.slice(last), last);
  offsets.push(raw.length);
  const inJson = parseEmbeddedJson(json, at, (offset) => at.span[0] + (offsets[offset] ?? raw.length), 'none', { editable: false });
  return inJson ?? (leaf.kind === 'scalar' ? inlineDocuments(leaf, { uri: at.uri, text })[0] : undefined);
}

/** What double quotes of a shell change: an escaped character, or a variable. */
const changed = new RegExp(String.raw`\\(["\\$${'`'}])|${shellHoles.source}`, 'g');
