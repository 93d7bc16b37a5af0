// Roles and bindings that a program in Go makes of Kubernetes' own types: `rbacv1.ClusterRoleBinding{RoleRef: …}`, as
// installers and operators do, whole or in pieces: `role.Rules = []rbacv1.PolicyRule{…}`. There is no tree of Go here:
// literals of the types that an import names, and the constants in them. Other objects are left to manifests.
import type { Document } from '../../document.ts';
import { entryFrom, listFrom, mappingFrom, wordAt } from '../made-values.ts';
import { readLiteral } from '../source-policies/literal.ts';
import { namesOf } from '../source-policies/program-names.ts';
import { itemsOf, textOf, valueAt, type Entry, type Mapping, type Value } from '../value.ts';
import { tableOf } from '../../table.ts';

const imported = /^[ \t]*(?:import[ \t]+)?(?:(\w{1,60})[ \t]+)?"k8s\.io\/api\/rbac\/(v1(?:alpha1|beta1)?)"/m;
const literal = /(?<![\w.\]*])(?:&|\[\]\*?)?(\w{1,60})\.((?:Cluster)?Role(?:Binding)?|PolicyRule|RoleRef|Subject)(?=\{)/g;
/** Before a piece that is only compared with. */
const compared = /[!=]=\s{0,40}\(?\s{0,40}$/;
/** Constants of the package. */
const constants = tableOf<string>({
  VerbAll: '*',
  ResourceAll: '*',
  APIGroupAll: '*',
  NonResourceAll: '*',
  ServiceAccountKind: 'ServiceAccount',
  UserKind: 'User',
  GroupKind: 'Group',
  GroupName: 'rbac.authorization.k8s.io',
});

/** Whether a program may make roles or bindings. */
export const mayMakeRoles = (text: string): boolean => text.includes('k8s.io/api/rbac/v1');

interface Written {
  readonly type: string;
  /** From the name of the type to the end. */
  readonly span: readonly [number, number];
  readonly head: { readonly uri: string; readonly span: readonly [number, number] };
  readonly value: Value;
}

/** The objects that the literals of a program come to. */
export function rolesOfGo(document: Document): Mapping[] {
  const named = imported.exec(document.text);
  if (!named) return [];
  const version = named[2]!;
  const all = literalsIn(document, named[1] ?? version);
  const made = all.flatMap((one) => {
    const isObject = one.type.startsWith('Cluster') || one.type === 'Role' || one.type === 'RoleBinding';
    return isObject && one.value.kind === 'mapping' ? [objectOf(one, one.type, version, one.value.entries, one.value.complete)] : [];
  });
  return [...made, ...loosePieces(all, document.text, version)];
}

function literalsIn(document: Document, name: string): Written[] {
  const { text, uri } = document;
  const names = namesOf(document);
  const found: Written[] = [];
  // Text that only looks like literals is not read over and over.
  let left = 4 * text.length + 100_000;
  let readTo = 0;
  for (const match of text.matchAll(literal)) {
    if (match[1] !== name || left <= 0 || match.index < readTo || !names.isCode(match.index)) continue;
    const open = match.index + match[0].length;
    const isList = match[0].startsWith('[');
    const body = readLiteral(text, isList ? match.index : open, uri, false, names.runsAt(match.index)[0]);
    left -= body ? body.at.span[1] - open : 60_000;
    if (body?.kind !== 'mapping' && body?.kind !== 'list') continue;
    const [, end] = body.at.span;
    readTo = end;
    found.push({ type: match[2]!, span: [match.index, end], head: { uri, span: [match.index, open] }, value: converted(body, text, 0) });
  }
  return found;
}

function objectOf({ head, span }: Written, kind: string, version: string, entries: readonly Entry[], complete = true): Mapping {
  const own = [
    entryFrom('apiVersion', head, wordAt(`rbac.authorization.k8s.io/${version}`, head)),
    entryFrom('kind', head, wordAt(kind, head)),
  ];
  return mappingFrom([...own, ...entries], { uri: head.uri, span }, complete);
}

/** How far the subjects of a binding may stand from its role. */
const nearby = 1500;

/**
 * The objects of rules, references and subjects that stand alone. Which object they become is not followed: it is the one of
 * the cluster only where the program knows no other.
 */
function loosePieces(all: readonly Written[], text: string, version: string): Mapping[] {
  const kindOf = (kind: string): string =>
    new RegExp(`\\.Cluster${kind}\\b`).test(text) && !new RegExp(`\\.${kind}\\b`).test(text) ? `Cluster${kind}` : kind;
  const rules = all.filter(({ type }) => type === 'PolicyRule');
  const items = rules.flatMap(({ value }) => itemsOf(value));
  const [first] = rules;
  const role = first ? [objectOf(first, kindOf('Role'), version, [entryFrom('rules', first.head, listFrom(items, first.head))])] : [];
  const subjects = all.filter(({ type }) => type === 'Subject');
  const bindings = all.flatMap((one) => {
    if (one.type !== 'RoleRef' || one.value.kind !== 'mapping' || compared.test(text.slice(Math.max(0, one.span[0] - 20), one.span[0])))
      return [];
    const near = subjects.filter(({ span }) => Math.abs(span[0] - one.span[0]) < nearby).flatMap(({ value }) => itemsOf(value));
    const name = valueAt(one.value, 'name');
    const metadata = mappingFrom(name ? [entryFrom('name', one.head, name)] : [], one.head);
    return [
      objectOf(one, kindOf('RoleBinding'), version, [
        entryFrom('metadata', one.head, metadata),
        entryFrom('roleRef', one.head, one.value),
        entryFrom('subjects', one.head, listFrom(near, one.head)),
      ]),
    ];
  });
  return [...role, ...bindings];
}

const fields = tableOf<string>({
  ObjectMeta: 'metadata',
  APIGroup: 'apiGroup',
  APIGroups: 'apiGroups',
  NonResourceURLs: 'nonResourceURLs',
});

/** Fields as manifests name them. */
function inWordsOfYaml(entry: Entry, text: string, depth: number): Entry {
  const name = textOf(entry.key) ?? '';
  const key =
    entry.key.kind === 'scalar' && /^[A-Z]\w*$/.test(name)
      ? { ...entry.key, value: fields.get(name) ?? name[0]!.toLowerCase() + name.slice(1) }
      : entry.key;
  return { ...entry, key, value: converted(entry.value, text, depth + 1) };
}

function converted(value: Value, text: string, depth: number): Value {
  if (depth > 12) return value;
  if (value.kind === 'mapping') return { ...value, entries: value.entries.map((entry) => inWordsOfYaml(entry, text, depth)) };
  if (value.kind === 'list') return { ...value, items: value.items.map((item) => converted(item, text, depth + 1)) };
  const constant = value.kind === 'unknown' ? constants.get(/\.(\w{1,40})$/.exec(text.slice(...value.at.span))?.[1] ?? '') : undefined;
  return constant === undefined ? value : wordAt(constant, value.at);
}
