// `kubectl get … -A -o json`: service accounts, roles and bindings of a cluster, and certificates of cert-manager where
// they are in the list. Names, bindings and times; nothing of a Secret is read.
import { entriesOf, fieldOf, instantOf, listOf, textOf } from '../fields.ts';
import { jsonFile, shown, type Reading, type Source } from '../reading.ts';

/** An annotation of ours by which a binding says when it ends; somebody or something has to remove it then. */
const expiry = ['posture.dev/expires', 'identity-posture.dev/expires'];
const owners = ['owner', 'team', 'app.kubernetes.io/owner', 'backstage.io/owner', 'identity-posture.dev/owner'];

export const kubectlList: Source = {
  id: 'kubectl',
  title: 'service accounts, roles and bindings of a Kubernetes cluster',
  reference: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/',
  commands: [
    { program: 'kubectl', args: ['get', 'serviceaccounts,roles,clusterroles,rolebindings,clusterrolebindings', '-A', '-o', 'json'] },
  ],
  placeForm: 'k8s:CLUSTER',
  open(reading) {
    const kinds = new Set<string>();
    let systemAccounts = false;
    return {
      file(name) {
        let isList = false;
        const inner = jsonFile(
          reading,
          name,
          [['items', '#']],
          (_path, item) => {
            const kind = textOf(item, 'kind') ?? '';
            const named = textOf(item, 'metadata', 'name');
            if (named === undefined) return reading.gap('an object without a name');
            const version = textOf(item, 'apiVersion') ?? '';
            const namespace = textOf(item, 'metadata', 'namespace');
            const known = knownGroup(kind, version);
            if (known === undefined) return;
            if (known !== version) return reading.gap(`${kind} of ${shown(version)}, which is not read; ${known} is`);
            kinds.add(kind);
            if (!reading.first(kind, `${namespace ?? ''}/${named}`, withoutChurn(item))) return;
            if (kind === 'ServiceAccount') {
              if (namespace === 'kube-system') systemAccounts = true;
              addServiceAccount(reading, item, namespace ?? 'default', named);
            } else if (kind === 'RoleBinding' || kind === 'ClusterRoleBinding') addBinding(reading, item, kind, namespace, named);
            else if (kind === 'Certificate') addCertificate(reading, item, namespace ?? 'default', named);
          },
          (path, list) => {
            if (list && path.length === 1 && path[0] === 'items') isList = true;
          },
        );
        return {
          push: inner.push,
          end() {
            inner.end();
            if (!isList) reading.refuse(`${name} is no list of objects: use kubectl get … -A -o json`);
          },
        };
      },
      finish: () => ({
        place: reading.place ?? 'k8s:cluster',
        // Every cluster has service accounts in kube-system: without them the list was of some namespaces only.
        complete: systemAccounts
          ? [
              ...(kinds.has('ServiceAccount') ? ['identity' as const] : []),
              ...(kinds.has('RoleBinding') && kinds.has('ClusterRoleBinding') ? ['grant' as const] : []),
            ]
          : [],
      }),
    };
  },
};

/** The version that is read of a kind; undefined for kinds that are left alone. */
function knownGroup(kind: string, version: string): string | undefined {
  if (kind === 'ServiceAccount') return 'v1';
  if (kind === 'RoleBinding' || kind === 'ClusterRoleBinding')
    return version.startsWith('rbac.') ? 'rbac.authorization.k8s.io/v1' : undefined;
  return kind === 'Certificate' && version.startsWith('cert-manager.io/') ? 'cert-manager.io/v1' : undefined;
}

/** Two pages can hold an object that changed its version between them and is otherwise the same. */
function withoutChurn(item: unknown): unknown {
  return [fieldOf(item, 'subjects'), fieldOf(item, 'roleRef'), textOf(item, 'metadata', 'uid')];
}

function ownerIn(item: unknown): string | undefined {
  for (const where of ['annotations', 'labels'])
    for (const key of owners) {
      const found = textOf(item, 'metadata', where, key);
      if (found !== undefined) return found;
    }
  return undefined;
}

function addServiceAccount(reading: Reading, item: unknown, namespace: string, name: string): void {
  const created = reading.past(textOf(item, 'metadata', 'creationTimestamp'));
  const owner = ownerIn(item);
  reading.add({
    fact: 'identity',
    id: `k8s:service-account:${namespace}/${name}`,
    platform: 'k8s',
    kind: 'service-account',
    name: `${namespace}/${name}`,
    reference: `system:serviceaccount:${namespace}:${name}`,
    ...(created ? { created } : {}),
    ...(owner ? { owner } : {}),
    // Every namespace gets one of this name, and the system's own controllers live in these namespaces.
    ...(name === 'default' || /^kube-(?:system|public|node-lease)$/.test(namespace) ? { vendorMade: true } : {}),
  });
}

function addBinding(reading: Reading, item: unknown, kind: string, namespace: string | undefined, name: string): void {
  const role = `${textOf(item, 'roleRef', 'kind') ?? 'Role'}/${textOf(item, 'roleRef', 'name') ?? ''}`;
  const bootstrapped =
    entriesOf(item, 'metadata', 'labels').some(([key, value]) => key === 'kubernetes.io/bootstrapping' && value === 'rbac-defaults') ||
    name.startsWith('system:');
  const where = kind === 'ClusterRoleBinding' ? 'cluster' : (namespace ?? 'default');
  const created = reading.past(textOf(item, 'metadata', 'creationTimestamp'));
  const written = expiry.map((key) => textOf(item, 'metadata', 'annotations', key)).find((one) => one !== undefined);
  const until = instantOf(written);
  if (written !== undefined && until === undefined) reading.gap('an end of a binding that is no date');
  for (const subject of listOf(item, 'subjects')) {
    const subjectName = textOf(subject, 'name');
    const subjectKind = textOf(subject, 'kind');
    if (subjectName === undefined) continue;
    const account = subjectKind === 'ServiceAccount' || subjectName.startsWith('system:serviceaccount:');
    const full =
      subjectKind === 'ServiceAccount'
        ? `${textOf(subject, 'namespace') ?? namespace ?? 'default'}/${subjectName}`
        : subjectName.replace(/^system:serviceaccount:([^:]+):(.+)$/, '$1/$2');
    const identityKind = account ? 'service-account' : subjectKind === 'Group' ? 'group' : 'user';
    const id = `k8s:${identityKind}:${full}`;
    if (!account && reading.first(identityKind, full, full)) {
      reading.add({
        fact: 'identity',
        id,
        platform: 'k8s',
        kind: identityKind,
        name: full,
        reference: full,
        ...(full.startsWith('system:') || bootstrapped ? { vendorMade: true } : {}),
        ...(identityKind === 'user' ? { human: true } : {}),
      });
    }
    reading.add({
      fact: 'grant',
      identity: id,
      by: `${kind} ${namespace ? `${namespace}/` : ''}${name}`,
      items: ['effect allow', `resource ${where}`, `role ${role}`],
      ...(created ? { created } : {}),
      ...(until ? { until } : {}),
      ...(where === 'cluster' && role === 'ClusterRole/cluster-admin' && !bootstrapped ? { reach: 'admin' } : {}),
    });
  }
}

function addCertificate(reading: Reading, item: unknown, namespace: string, name: string): void {
  const until = instantOf(textOf(item, 'status', 'notAfter'));
  if (until === undefined) return reading.gap('a certificate that was not issued yet');
  const created = reading.past(textOf(item, 'status', 'notBefore'));
  reading.add({
    fact: 'credential',
    kind: 'certificate',
    name: `Certificate ${namespace}/${name}`,
    until,
    ...(created ? { created } : {}),
  });
}
