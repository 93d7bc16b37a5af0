// Roles and bindings that are written inside of something else that makes them: Crossplane's and Open Cluster Management's
// objects, policies that generate, templates of workloads for a fleet, a task of Ansible; and the permissions of clouds that
// a composition of Crossplane or a graph of kro makes; and all of these in a block of text that is a manifest (files that a
// machine writes at its first start, further objects of a chart, templates of a function). They are told from references by
// what they say; other kinds are not looked for.
import { parseHelm } from '../../syntax/helm.ts';
import { valueOf } from '../data-value.ts';
import { entryFrom, mappingFrom } from '../made-values.ts';
import { textOf, valueAt, type Leaf, type Mapping, type Value } from '../value.ts';
import { moved } from '../value-places.ts';

const deepest = 24;
const most = 1000;
const kinds: ReadonlySet<string> = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);

/** Groups of the objects by which controllers make what a cloud has. */
const cloudGroup =
  /^[a-z0-9.-]{0,60}\.(?:aws(?:\.m)?\.(?:upbound|crossplane)\.io|services\.k8s\.aws|(?:gcp|azure|azuread)(?:\.m)?\.upbound\.io|cnrm\.cloud\.google\.com)\//;

const mayBeOfCloud = /\.(?:upbound\.io|crossplane\.io|services\.k8s\.aws|cnrm\.cloud\.google\.com)\//;

/** Whether a text may hold objects that others make. */
export function mayEmbed(text: string): boolean {
  return text.includes('rbac.authorization.k8s.io/') || (/\b(?:base|template|manifest)\b/.test(text) && mayBeOfCloud.test(text));
}

/** The roles, bindings and permissions of clouds below a value of a text, itself left out. Those that a task takes away are none. */
export function embeddedIn(value: Value, text: string): Mapping[] {
  const found: Mapping[] = [];
  collect(value, text, found, 0);
  return found;
}

function collect(value: Value, text: string, found: Mapping[], depth: number): void {
  if (depth > deepest || found.length >= most) return;
  if (value.kind === 'list') for (const item of value.items) visit(item, text, found, depth);
  if (value.kind === 'mapping' && textOf(valueAt(value, 'state')) !== 'absent')
    for (const entry of value.entries) visit(entry.value, text, found, depth);
}

function visit(value: Value, text: string, found: Mapping[], depth: number): void {
  const base = value.kind === 'mapping' ? valueAt(value, 'base') : undefined;
  const generated = value.kind === 'mapping' ? generatedBy(value) : undefined;
  if (base?.kind === 'mapping' && isOfCloud(base)) found.push(named(base, value as Mapping));
  else if (generated) found.push(generated);
  else if (value.kind === 'mapping' && (isGrant(value) || isOfCloud(value))) found.push(value);
  else if (value.kind === 'mapping' || value.kind === 'list') collect(value, text, found, depth + 1);
  else if ((value.kind === 'scalar' || value.kind === 'partial') && value.encoding === 'yaml-block')
    for (const object of manifestsIn(value, text)) visit(object, text, found, depth + 1);
}

/** How a text begins that is a manifest and no script. */
const manifest = /^(?:\s|#[^\n]*\n|---[^\n]*\n|\{\{[^\n]*\n)*(?:- )?(?:apiVersion|kind|metadata)[ \t]*:/;
const longestManifest = 200_000;

/** The documents of a block of text, read where it stands; templates in it are holes. */
function manifestsIn({ at }: Leaf, text: string): Value[] {
  const [start, end] = at.span;
  const from = text.lastIndexOf('\n', start - 1) + 1;
  if (end - from > longestManifest) return [];
  const body = text.slice(from, end);
  if (!(body.includes('rbac.authorization.k8s.io/') || mayBeOfCloud.test(body)) || !manifest.test(body)) return [];
  const found: Value[] = [];
  let offset = from;
  // What parts documents is indented with them, and parts nothing for a parser that does not know the block around.
  for (const part of body.split(/(?<=\n)(?=[ \t]{1,80}---[ \t]{0,80}\r?\n)/)) {
    const written = part.replace(/^([ \t]*)---/, '$1   ');
    const { tree, holes } = parseHelm(written);
    for (const root of tree.roots) found.push(moved(valueOf(root, at.uri, { text: written, holes }), offset));
    offset += part.length;
  }
  return found;
}

function isGrant(value: Mapping): boolean {
  return (
    kinds.has(textOf(valueAt(value, 'kind')) ?? '') &&
    (textOf(valueAt(value, 'apiVersion')) ?? '').startsWith('rbac.authorization.k8s.io/') &&
    ['rules', 'roleRef', 'aggregationRule'].some((key) => valueAt(value, key) !== undefined)
  );
}

/** What a policy of Kyverno generates: a kind and a name, and under `data` what the object says. */
function generatedBy(value: Mapping): Mapping | undefined {
  const data = valueAt(value, 'data');
  if (data?.kind !== 'mapping' || isGrant(value)) return undefined;
  const [name, namespace] = [valueAt(value, 'name'), valueAt(value, 'namespace')];
  const metadata = [
    ...(name ? [entryFrom('name', name.at, name)] : []),
    ...(namespace ? [entryFrom('namespace', namespace.at, namespace)] : []),
  ];
  const own = value.entries.filter((entry) => /^(?:apiVersion|kind)$/.test(textOf(entry.key) ?? ''));
  const said = data.entries.filter((entry) => textOf(entry.key) !== 'metadata');
  const whole = { ...value, entries: [...own, entryFrom('metadata', value.at, mappingFrom(metadata, value.at)), ...said] };
  return isGrant(whole) ? whole : undefined;
}

function isOfCloud(value: Mapping): boolean {
  return cloudGroup.test(textOf(valueAt(value, 'apiVersion')) ?? '') && valueAt(value, 'spec') !== undefined;
}

/** What a composition makes is mostly named when it is made; until then it goes by the name that it has in the composition. */
function named(base: Mapping, step: Mapping): Mapping {
  const name = valueAt(step, 'name');
  if (!name || textOf(name) === undefined || valueAt(base, 'metadata', 'name')) return base;
  const metadata = valueAt(base, 'metadata');
  const own = metadata?.kind === 'mapping' ? metadata.entries : [];
  return {
    ...base,
    entries: [
      ...base.entries.filter((entry) => textOf(entry.key) !== 'metadata'),
      entryFrom('metadata', name.at, mappingFrom([...own, entryFrom('name', name.at, name)], name.at)),
    ],
  };
}
