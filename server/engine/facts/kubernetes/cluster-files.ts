// Files of tools that set clusters up and are no Kubernetes objects: k3s and RKE2, Talos, RKE, Kubespray. They hold flags of
// the API server and the kubelet under names of their own; what the flags mean is in control-plane.ts.
import type { Document } from '../../document.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { itemsOf, leavesOf, textOf, valueAt, type Leaf, type Mapping, type Value } from '../value.ts';
import type { ObjectContext } from './context.ts';
import { allow, readFlags, readSetting, readSettings, type Setting } from './control-plane.ts';
import { leafOf } from './objects.ts';

/** Reads the flags of a file that sets a cluster up. Never throws. */
export function readClusterFile(document: Document, into: Facts): void {
  for (const root of document.tree(parseYaml).roots) readClusterSettings(valueOf(root, document.uri), document.uri, into);
}

/** Reads what such a file holds, where a script writes it, too. Objects with a version are others'. */
export function readClusterSettings(value: Value, uri: string, into: Facts): void {
  if (value.kind !== 'mapping' || valueAt(value, 'apiVersion')) return;
  const context = contextOfFile(value, uri);
  for (const [key, name] of listsOfFlags) {
    const given = leavesOf(valueAt(value, key)).flatMap((word): Setting[] => {
      const [, flag, said] = /^(?:--)?([a-z-]+)=(.*)$/s.exec(textOf(word) ?? '') ?? [];
      return flag === undefined ? [] : [{ flag, value: said, word }];
    });
    readSettings(context, name, given, into);
  }
  const mode = leafOf(valueAt(value, 'write-kubeconfig-mode'));
  if (mode) kubeconfigMode(context, mode, into);
  for (const [path, name] of mappingsOfFlags) readFlags(context, name, withAdditions(path, valueAt(value, ...path)), into);
  readTalosAccess(context, valueAt(value, 'machine', 'features', 'kubernetesTalosAPIAccess'), into);
  readKubespray(context, value, into);
  readRke(context, value, into);
}

/** k3s and RKE2 hand flags on as they are written. */
const listsOfFlags = [
  ['kube-apiserver-arg', 'kube-apiserver'],
  ['kube-controller-manager-arg', 'kube-controller-manager'],
  ['kubelet-arg', 'kubelet'],
] as const;

/** The kubeconfig of k3s and RKE2 is the administrator's; with a mode whose last digit lets others read it, everybody's on the node. */
export function kubeconfigMode(context: ObjectContext, mode: Leaf, into: Facts): void {
  if (/^0?[0-7]{2}[4-7]$/.test(textOf(mode) ?? '')) allow(context, 'kubeconfig', 'open-kubeconfig', mode, into);
}

/** Talos and RKE name each flag with its value. */
const mappingsOfFlags: readonly (readonly [readonly string[], string])[] = [
  [['cluster', 'apiServer', 'extraArgs'], 'kube-apiserver'],
  [['cluster', 'controllerManager', 'extraArgs'], 'kube-controller-manager'],
  [['machine', 'kubelet', 'extraArgs'], 'kubelet'],
  [['services', 'kube-api', 'extra_args'], 'kube-apiserver'],
  [['services', 'kube-controller', 'extra_args'], 'kube-controller-manager'],
  [['services', 'kubelet', 'extra_args'], 'kubelet'],
];

/**
 * Flags of Talos as they count: to modes and to plugins it adds its own (`Node,RBAC` and `NodeRestriction`), so that what a file
 * leaves out of these lists is not left out.
 */
function withAdditions(path: readonly string[], flags: Value | undefined): Value | undefined {
  if (path[0] !== 'cluster' || flags?.kind !== 'mapping') return flags;
  const said = flags.entries.filter(
    ({ key, value }) =>
      textOf(key) !== 'enable-admission-plugins' &&
      (textOf(key) !== 'authorization-mode' || leavesOf(value).some((mode) => textOf(mode)?.includes('AlwaysAllow'))),
  );
  return { ...flags, entries: said };
}

/** Roles of Talos' own API that pods of some namespaces may ask for. The administrator's is every node and its keys. */
function readTalosAccess(context: ObjectContext, access: Value | undefined, into: Facts): void {
  if (textOf(valueAt(access, 'enabled')) !== 'true') return;
  const role = leavesOf(valueAt(access, 'allowedRoles')).find((leaf) => textOf(leaf) === 'os:admin');
  if (role) allow(context, 'talos', 'talos-administrator', role, into);
}

/** Variables of Kubespray for the API server. */
function readKubespray(context: ObjectContext, value: Mapping, into: Facts): void {
  const anonymous = leafOf(valueAt(value, 'kube_api_anonymous_auth'));
  if (anonymous) readSetting(context, 'kube-apiserver', 'anonymous-auth', textOf(anonymous) ?? '', anonymous, into);
  const modes = itemsOf(valueAt(value, 'authorization_modes'));
  const open = modes.map(leafOf).find((mode) => textOf(mode) === 'AlwaysAllow');
  // Not to be edited: `Node,RBAC` would be two modes in one item, and Kubespray asks for an item that is `RBAC`.
  if (open) readSetting(context, 'kube-apiserver', 'authorization-mode', 'AlwaysAllow', { ...open, editable: false }, into);
}

/** RKE starts the API server with roles, unless its file says `none`. */
function readRke(context: ObjectContext, value: Mapping, into: Facts): void {
  const mode = leafOf(valueAt(value, 'authorization', 'mode'));
  if (textOf(mode) === 'none' && (valueAt(value, 'nodes') || valueAt(value, 'services')))
    allow(context, 'kube-apiserver', 'no-roles', mode!, into);
}

/** Such a file is one object without a kind. */
function contextOfFile(object: Mapping, uri: string): ObjectContext {
  const head = object.entries[0]?.key.at ?? object.at;
  return {
    uri,
    dialect: 'kubernetes',
    enabled: 'yes',
    object,
    name: { kind: '', group: '', name: wordAt('cluster', head), namespace: undefined },
    anchor: `kubernetes|${uri}|cluster`,
    carrier: { dialect: 'kubernetes', kind: 'cluster', address: 'cluster', block: object.at, head },
  };
}
