// One Kubernetes object to facts, whatever language it was written in: roles, bindings, service accounts, workloads and
// token secrets. Roles and bindings are not joined here: they may stand in different files, and the rules that need
// both join them over the whole tree (`joined.ts`).
import type { Facts, Grant, Principal } from '../types.ts';
import { itemsOf, patternOf, textOf, valueAt, type Leaf, type Mapping, type Value } from '../value.ts';
import { contextOf, ownerOf, traitsOf, type KubernetesOptions, type ObjectContext } from './context.ts';
import { readCertificate } from './certificates.ts';
import { readCloudKind } from './cloud-kinds.ts';
import { readApiServerConfiguration, readClusterApi, readKopsCluster, readKubeadm, readKubeletConfiguration } from './control-plane.ts';
import { readDatabaseKind } from './database-kinds.ts';
import { readGitOps } from './gitops.ts';
import { grantOf } from './grant.ts';
import { readGuards } from './guards.ts';
import { leafOf, nameOf, objectsIn, shownName } from './objects.ts';
import { identityName } from './identity-name.ts';
import { readAuthorizationPolicy } from './mesh.ts';
import { readConstraints } from './openshift.ts';
import { readRancher } from './rancher.ts';
import { clusterScope, namespaceScope, noKeys, readRules, type RoleOf } from './role-rules.ts';
import { principalOf, withPattern } from './subjects.ts';
import { readExternalSecret } from './external-secret.ts';
import { readStrimzi } from './strimzi.ts';
import { readTokenRequest, readTokenSecret, readWorkload } from './workload.ts';

/** Reads one object, or those of a list. Objects of other kinds give nothing. */
export function readKubernetesObject(value: Value, into: Facts, options: KubernetesOptions): void {
  for (const object of objectsIn(value)) {
    const name = nameOf(object);
    if (!name) continue;
    const context = contextOf(object, name, options);
    if (isRbac(name.group)) {
      if (name.kind === 'Role' || name.kind === 'ClusterRole') readRole(context, into);
      else if (name.kind === 'RoleBinding' || name.kind === 'ClusterRoleBinding') readBinding(context, into);
    }
    if (name.kind === 'ServiceAccount' && isCore(name.group)) readServiceAccount(context, into);
    else if (name.kind === 'Secret' && isCore(name.group)) readTokenSecret(context, into);
    else if (name.kind === 'TokenRequest') readTokenRequest(context, into);
    else if (name.kind === 'ClusterServiceVersion') readOperator(context, into);
    else if (name.kind === 'ExternalSecret' || name.kind === 'ClusterExternalSecret') readExternalSecret(context, into);
    else if (name.kind === 'SecurityContextConstraints') readConstraints(context, into);
    else if (name.kind === 'KubeletConfiguration') readKubeletConfiguration(context, into);
    else if (name.group === 'kubeadm.k8s.io') readKubeadm(context, object, into);
    else if (name.group === 'apiserver.config.k8s.io') readApiServerConfiguration(context, into);
    else if (name.group.endsWith('.cluster.x-k8s.io')) readClusterApi(context, into);
    else if (name.kind === 'Cluster' && name.group === 'kops.k8s.io') readKopsCluster(context, into);
    else if (name.kind === 'AuthorizationPolicy' && name.group === 'security.istio.io') readAuthorizationPolicy(context, into);
    else if (name.group === 'management.cattle.io') readRancher(context, into);
    else if (name.group === 'kafka.strimzi.io') readStrimzi(context, into);
    else readWorkload(context, into);
    readCertificate(context, into);
    readCloudKind(context, into);
    readDatabaseKind(context, into);
    readGitOps(context, into);
    readGuards(context, into);
  }
}

const none: readonly never[] = [];

const isInManifest = (dialect: Grant['carrier']['dialect']): boolean => dialect === 'kubernetes' || dialect === 'helm';

function isRbac(group: string): boolean {
  return group === 'rbac.authorization.k8s.io' || group === 'authorization.openshift.io' || group === '\0';
}

function isCore(group: string): boolean {
  return group === '' || group === '\0';
}

function readRole(context: ObjectContext, into: Facts): void {
  const { object, name } = context;
  const labels = labelsOf(object);
  const role = name.name && withPattern(name.name, `${name.kind}/${patternOf(name.name)}`);
  const of: RoleOf = { labels, role };
  const scope = name.kind === 'ClusterRole' ? clusterScope(context) : namespaceScope(context);
  // A template may write `rules` once in each branch of a condition.
  const rules = object.entries
    .filter((entry) => textOf(entry.key) === 'rules')
    .flatMap((entry) => itemsOf(entry.value))
    .filter((rule) => rule.kind === 'mapping');
  readRules(context, rules, scope, [], of, into);
  // Expressions choose in ways that are not followed here: unknown, and not the same as a selector without any condition.
  const selectors = itemsOf(valueAt(object, 'aggregationRule', 'clusterRoleSelectors')).filter(
    (one) => one.kind === 'mapping' && one.complete && !valueAt(one, 'matchExpressions'),
  );
  const aggregates = selectors.map((selector) => textsOf(valueAt(selector, 'matchLabels')));
  if (aggregates.length > 0) {
    const { at } = selectors[aggregates.findIndex((one) => Object.keys(one).length === 0)] ?? valueAt(object, 'aggregationRule')!;
    into.grants.push(
      grantOf(context, 'custom-role', `${context.anchor}|aggregationRule`, scope, {
        rule: { groups: none, resources: none, verbs: none, names: none, urls: none, role, labels, aggregates },
        statement: { at, index: 0, keys: noKeys },
      }),
    );
  }
}

function readBinding(context: ObjectContext, into: Facts): void {
  const { object, name } = context;
  const roleKind = textOf(valueAt(object, 'roleRef', 'kind')) ?? kindOfReference(context);
  const roleName = leafOf(valueAt(object, 'roleRef', 'name'));
  if (!roleName) return;
  const subjects = itemsOf(valueAt(object, 'subjects'));
  const at = object.at;
  into.grants.push(
    grantOf(context, 'binding', context.anchor, name.kind === 'ClusterRoleBinding' ? clusterScope(context) : namespaceScope(context), {
      principals: subjects.flatMap((subject) => principalOf(subject) ?? []),
      entitlement: withPattern(roleName, `${roleKind ?? '\0'}/${patternOf(roleName)}`),
      statement:
        isInManifest(context.dialect) && valueAt(object, 'kind')?.editable
          ? { at, index: 0, keys: noKeys }
          : { at, index: 0, keys: noKeys, value: object },
    }),
  );
}

/** Bindings of OpenShift's own group name a role by its namespace, and a cluster role by none. */
function kindOfReference({ object, name }: ObjectContext): string | undefined {
  if (name.group !== 'authorization.openshift.io') return undefined;
  return valueAt(object, 'roleRef', 'namespace') ? 'Role' : 'ClusterRole';
}

function readServiceAccount(context: ObjectContext, into: Facts): void {
  const { object, name } = context;
  const automount = leafOf(valueAt(object, 'automountServiceAccountToken'));
  into.identities.push({
    id: ['k8s:service-account:', identityName(name.namespace, shownName(name.name), context.uri)].join(''),
    platform: 'k8s',
    kind: 'service-account',
    name: shownName(name.name),
    owner: ownerOf(object),
    scopeItems: [],
    at: context.carrier.head,
    carrier: context.carrier,
    traits: traitsOf({ automount, namespace: name.namespace }),
  });
}

/** An operator's manifest names its service accounts and their rules in one place. */
function readOperator(context: ObjectContext, into: Facts): void {
  for (const key of ['clusterPermissions', 'permissions'] as const) {
    for (const permission of itemsOf(valueAt(context.object, 'spec', 'install', 'spec', key))) {
      const account = leafOf(valueAt(permission, 'serviceAccountName'));
      const principals: Principal[] = account ? [{ kind: 'serviceAccount', id: account }] : [];
      const rules = itemsOf(valueAt(permission, 'rules')).filter((rule) => rule.kind === 'mapping');
      readRules(context, rules, key === 'permissions' ? namespaceScope(context) : clusterScope(context), principals, {}, into);
    }
  }
}

function labelsOf(object: Mapping): Record<string, Leaf> | undefined {
  const labels = valueAt(object, 'metadata', 'labels');
  if (labels?.kind !== 'mapping') return undefined;
  const found: Record<string, Leaf> = {};
  for (const entry of labels.entries) {
    const leaf = leafOf(entry.value);
    if (entry.key.kind === 'scalar' && leaf && String(entry.key.value).startsWith('rbac.')) found[String(entry.key.value)] = leaf;
  }
  return Object.keys(found).length > 0 ? found : undefined;
}

function textsOf(value: Value | undefined): Record<string, string> {
  if (value?.kind !== 'mapping') return {};
  return Object.fromEntries(
    value.entries.flatMap((entry) =>
      entry.key.kind === 'scalar' && textOf(entry.value) !== undefined ? [[String(entry.key.value), textOf(entry.value)!]] : [],
    ),
  );
}
