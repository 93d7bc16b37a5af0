// Kubernetes objects in programs: classes of Pulumi's provider (`new k8s.rbac.v1.ClusterRole('r', {…})`), of cdk8s
// (`new KubeClusterRole(this, 'r', {…})`, `new ApiObject(…)`). Roles of cdk8s-plus are in cdk8s-plus.ts. Each becomes the object that it
// makes; what that means is read by facts/kubernetes/rbac.ts.
import type { Node } from '../../syntax/typescript.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import type { Span } from '../../text/text.ts';
import { valueOf } from '../data-value.ts';
import { readGivenValues } from '../helm/given-values.ts';
import { apiVersionOf } from '../kubernetes/pulumi-groups.ts';
import { readKubernetesObject } from '../kubernetes/rbac.ts';
import type { Facts } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, valueAt, type Entry, type Mapping, type Value } from '../value.ts';
import { moved } from '../value-places.ts';
import { readCdk8sPlus } from './cdk8s-plus.ts';
import { argumentOf, behind, nameOf, propertyNodes } from './constructs.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { fold } from './fold.ts';
import { placeOfNode, type Folding } from './folding.ts';
import { tableOf } from '../../table.ts';

type New = Extract<Node, { type: 'NewExpression' }>;

/** Groups of the kinds that cdk8s generates classes for, where they grant. */
export const cdk8sKinds = tableOf<string>({
  Role: 'rbac.authorization.k8s.io/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  ServiceAccount: 'v1',
  Secret: 'v1',
  Pod: 'v1',
  Deployment: 'apps/v1',
  DaemonSet: 'apps/v1',
  StatefulSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
});

/** Objects that a CDK program gives to a cluster: `cluster.addManifest('a', {…})`, `new eks.KubernetesManifest(this, 'a', { manifest: […] })`. */
export function readManifests(folding: Folding, into: Facts): void {
  for (const node of folding.module.nodes) {
    if (
      node.type === 'CallExpression' &&
      node.callee.type === 'MemberExpression' &&
      node.callee.property.type === 'Identifier' &&
      node.callee.property.name === 'addManifest'
    ) {
      for (let index = 1; index < node.arguments.length; index++) readWritten(argumentOf(node, index), 'cdk', folding, into);
    } else if (node.type === 'NewExpression' && nameOf(node.callee, folding.module)?.name === 'KubernetesManifest') {
      const manifest = propertyNodes(argumentOf(node, 2), folding).get('manifest');
      if (manifest) readWritten(manifest.node, 'cdk', manifest.folding, into);
    }
  }
}

/** Objects as they are written, one or a list. */
function readWritten(node: Node | undefined, dialect: 'pulumi' | 'cdk', folding: Folding, into: Facts): void {
  for (const object of node ? itemsOf(fold(node, folding)) : [])
    readKubernetesObject(object, into, { uri: folding.module.document.uri, dialect, enabled: 'yes' });
}

/** Manifests in texts of the program, one or a list, read where they stand; what is put into them is a hole. */
function readManifestTexts(value: Value, { module }: Folding, into: Facts): void {
  const { uri, text } = module.document;
  for (const leaf of leavesOf(value)) {
    const [start, end] = leaf.at.span;
    if (leaf.at.uri !== uri || leaf.kind === 'unknown') continue;
    const body = text.slice(start, end);
    const holes: Span[] = [...body.matchAll(/\$\{[^{}\n]*\}/g)].map((one) => [one.index, one.index + one[0].length]);
    const readable = body.replace(/\$\{[^{}\n]*\}/g, (hole) => 'x'.repeat(hole.length));
    for (const root of parseYaml(readable).roots)
      readKubernetesObject(moved(valueOf(root, uri, { text: body, holes }), start), into, { uri, dialect: 'pulumi', enabled: 'yes' });
  }
}

/** `rbac.v1.ClusterRole` of `@pulumi/kubernetes`; objects of a `ConfigGroup`, and the values of a chart. */
export function readPulumiObject(node: New, type: string, folding: Folding, into: Facts): void {
  const own = propertyNodes(argumentOf(node, 1), folding);
  if (/^yaml\.(?:v2\.)?ConfigGroup$/.test(type)) {
    readWritten(own.get('objs')?.node, 'pulumi', own.get('objs')?.folding ?? folding, into);
    const yaml = own.get('yaml');
    return yaml && readManifestTexts(fold(yaml.node, yaml.folding), yaml.folding, into);
  }
  if (/^helm\.v\d+\.(?:Release|Chart)$/.test(type)) {
    const values = own.get('values');
    const { uri } = folding.module.document;
    if (values)
      readGivenValues(fold(values.node, values.folding), into, {
        uri,
        dialect: 'pulumi',
        anchor: `pulumi|${uri}|${textOf(fold(argumentOf(node, 0) ?? node, folding)) ?? '?'}|values`,
        enabled: 'yes',
      });
    return;
  }
  const [group, version, kind] = type.split('.');
  if (!group || !version || !kind || !/^v\d/.test(version) || kind.endsWith('Patch') || kind.endsWith('List')) return;
  make(node, kind, apiVersionOf(group, version), argumentOf(node, 1), argumentOf(node, 0), 'pulumi', folding, into);
}

/** Classes of cdk8s. */
export function readCdk8s(folding: Folding, into: Facts): void {
  readCdk8sPlus(folding, into);
  for (const node of folding.module.nodes) {
    if (node.type !== 'NewExpression') continue;
    const named = nameOf(node.callee, folding.module);
    if (!named || named.source === undefined) continue;
    const kind = /^Kube([A-Z]\w*?)(?:V\d\w*)?$/.exec(named.name)?.[1];
    const apiVersion = kind && cdk8sKinds.get(kind);
    if (apiVersion) make(node, kind, apiVersion, argumentOf(node, 2), argumentOf(node, 1), 'cdk', folding, into);
    else if (named.name === 'ApiObject' && /^cdk8s/.test(named.source)) anyObject(node, folding, into);
  }
}

function make(
  node: New,
  kind: string,
  apiVersion: string,
  args: Node | undefined,
  id: Node | undefined,
  dialect: 'pulumi' | 'cdk',
  folding: Folding,
  into: Facts,
): void {
  const at = placeOfNode(node.callee, folding);
  const body = args && fold(args, folding);
  if (body?.kind !== 'mapping') return;
  const entries = body.entries
    .filter((one) => !['apiVersion', 'kind', 'metadata'].includes(textOf(one.key) ?? ''))
    .map((one) => named(one, args, folding));
  const metadata = valueAt(body, 'metadata');
  const own = metadata?.kind === 'mapping' ? metadata.entries : [];
  // Without a name of its own the object is called after the resource, with something random behind it.
  const called =
    entryOf(metadata, 'name') || !id
      ? []
      : [entryFrom('name', placeOfNode(id, folding), wordAt(textOf(fold(id, folding)) ?? '?', placeOfNode(id, folding)))];
  const object = mappingFrom(
    [
      entryFrom('apiVersion', at, wordAt(apiVersion, at)),
      entryFrom('kind', at, wordAt(kind, at)),
      entryFrom('metadata', at, mappingFrom([...own, ...called], metadata?.at ?? at), metadata?.at ?? at),
      ...entries,
    ],
    placeOfNode(node, folding),
  );
  readKubernetesObject(object, into, { uri: folding.module.document.uri, dialect, enabled: 'yes' });
}

/** The name of another object of the program where an entry refers to it: `role.metadata.name`. */
function named(one: Entry, args: Node | undefined, folding: Folding): Entry {
  const key = textOf(one.key);
  if (key !== 'roleRef' && key !== 'subjects') return one;
  const written = propertyNodes(args, folding).get(key);
  if (!written) return one;
  const fix = (value: Value, node: Node | undefined, inside: Folding): Value => {
    if (value.kind !== 'mapping') return value;
    const property = propertyNodes(node, inside).get('name');
    const found = property && textOf(entryOf(value, 'name')?.value) === undefined ? nameBehind(property.node, property.folding) : undefined;
    return found === undefined
      ? value
      : ({
          ...value,
          entries: value.entries.map((part) => (textOf(part.key) === 'name' ? { ...part, value: found } : part)),
        } satisfies Mapping);
  };
  const list = behind(written.node, written.folding);
  if (one.value.kind === 'list' && list?.node.type === 'ArrayExpression') {
    const { elements } = list.node;
    return {
      ...one,
      value: {
        ...one.value,
        items: one.value.items.map((item, index) =>
          fix(item, elements[index] && elements[index].type !== 'SpreadElement' ? elements[index] : undefined, list.folding),
        ),
      },
    };
  }
  return { ...one, value: fix(one.value, written.node, written.folding) };
}

function nameBehind(node: Node, folding: Folding): Value | undefined {
  let at: Node = node;
  while (at.type === 'MemberExpression' && at.property.type === 'Identifier' && /^(?:name|metadata|id)$/.test(at.property.name))
    at = at.object;
  const found = at === node ? undefined : behind(at, folding);
  if (found?.node.type !== 'NewExpression') return undefined;
  const third = argumentOf(found.node, 2);
  const args =
    third && behind(third, found.folding)?.node.type === 'ObjectExpression' && argumentOf(found.node, 0)?.type === 'ThisExpression'
      ? third
      : argumentOf(found.node, 1);
  const name = args && valueAt(fold(args, found.folding), 'metadata', 'name');
  const id = name ? undefined : argumentOf(found.node, args === third ? 1 : 0);
  const text = textOf(name ?? (id && fold(id, found.folding)));
  return text === undefined ? undefined : wordAt(text, placeOfNode(node, folding));
}

function anyObject(node: New, folding: Folding, into: Facts): void {
  const args = argumentOf(node, 2);
  const object = args && fold(args, folding);
  if (object) readKubernetesObject(object, into, { uri: folding.module.document.uri, dialect: 'cdk', enabled: 'yes' });
}
