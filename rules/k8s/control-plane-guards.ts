// Flags of the control plane that leave a guard out: a port without a login, no look at roles or at deleted accounts, one
// account for all controllers. Flags that open the API itself are in control-plane.ts.
import { shownOf } from '../../server/engine/facts/value.ts';
import type { Example, Rule } from '../../server/engine/rule.ts';
import { tableOf } from '../../server/engine/table.ts';
import { entitlementRule, type EntitlementRule } from './entitlement-rule.ts';

const pod = (program: string, ...flags: readonly string[]): Example => ({
  file: `manifests/${program}.yaml`,
  text: `apiVersion: v1
kind: Pod
metadata:
  name: ${program}
  namespace: kube-system
spec:
  automountServiceAccountToken: false
  containers:
    - name: ${program}
      image: registry.k8s.io/${program}@sha256:4c1f5a7d0b8e2f6a9d3c5b7e1f0a2d4c6e8b0a1c3e5f7a9b1d3e5f7a9b1d3e5f
      command:
        - ${program}
${flags.map((flag) => `        - ${flag}\n`).join('')}`,
});
const kubelet = (port: string): Example => ({
  file: 'nodes/kubelet.yaml',
  text: `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nreadOnlyPort: ${port}\n`,
});

const talos = (role: string): Example => ({
  file: 'talos/controlplane.yaml',
  text: `version: v1alpha1\nmachine:\n  type: controlplane\n  features:\n    kubernetesTalosAPIAccess:\n      enabled: true\n      allowedRoles:\n        - ${role}\n      allowedKubernetesNamespaces:\n        - backup\n`,
});

const apiServerFlags = 'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/';

/** What happens to requests, by what the reader found. */
const unguarded = tableOf<string>({
  'control-plane/no-roles':
    'Without `RBAC` among its modes the API server does not look at roles and bindings: what this tree grants and withholds counts for nothing',
  'control-plane/no-authorization-mode':
    'Without `--authorization-mode` the API server takes its default, AlwaysAllow: every credential is an administrator. Set `--authorization-mode=Node,RBAC`',
  'control-plane/always-allow':
    'With `alwaysAllow` the API server asks nobody what a caller may do: every credential is an administrator. Write `rbac: {}`',
});

const table: readonly EntitlementRule[] = [
  {
    id: 'k8s/authorization-without-roles',
    title: 'API server that does not look at roles',
    severity: 'critical',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    message: '{what}',
    what: 'An API server that is given no authorization mode, modes without RBAC, or a kOps cluster that allows everything.',
    why: 'The default of the API server is AlwaysAllow. Roles and bindings are written and reviewed, and nobody asks them.',
    remedy: 'Set `--authorization-mode=Node,RBAC`, or name a file with `--authorization-config`.',
    bad: pod('kube-apiserver', '«--authorization-mode=Node»'),
    good: pod('kube-apiserver', '--authorization-mode=Node,RBAC'),
    reference: apiServerFlags,
    fix: { why: 'Before roles count, those that are in use have to be there.' },
    data(_, entitlement) {
      const what = unguarded.get(entitlement);
      return what === undefined ? undefined : { what };
    },
  },
  {
    id: 'k8s/no-node-authorization',
    title: 'Nodes that are not limited to their own pods',
    severity: 'low',
    profile: 'audit',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    message:
      'Without `Node` among the modes the kubelets need a role for what they do, and a role knows no borders between nodes: one node that is taken over reads the secrets of all. Set `--authorization-mode=Node,RBAC`',
    what: 'An API server with RBAC and without the Node mode.',
    why: 'The Node mode lets a kubelet read only what the pods on its node use. A role for the group of all nodes gives each the secrets of all.',
    remedy: 'Add `Node` in front of `RBAC`, and the admission plugin NodeRestriction.',
    bad: pod('kube-apiserver', '«--authorization-mode=RBAC»'),
    good: pod('kube-apiserver', '--authorization-mode=Node,RBAC'),
    reference: 'https://kubernetes.io/docs/reference/access-authn-authz/node/',
    fix: { why: 'Kubelets whose names do not follow the pattern of the mode would be locked out.' },
    data: (_, entitlement) => (entitlement === 'control-plane/no-node-mode' ? {} : undefined),
  },
  {
    id: 'k8s/insecure-api-port',
    title: 'Port of the API server without a login',
    severity: 'critical',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    message:
      'On this port the API server asks for no credential and no role: whoever reaches it is an administrator. Take the flag out; newer versions of Kubernetes know it no more',
    what: 'An API server with `--insecure-port` or `--insecure-bind-address`.',
    why: 'Requests to the port pass neither authentication nor authorization. Pods on the network of the host reach it even where it listens on localhost.',
    remedy: 'Take both flags out, and set `--insecure-port=0` where a version has a port by default.',
    bad: pod('kube-apiserver', '--authorization-mode=Node,RBAC', '«--insecure-port=8080»'),
    good: pod('kube-apiserver', '--authorization-mode=Node,RBAC', '--insecure-port=0'),
    reference: 'https://kubernetes.io/docs/concepts/security/controlling-access/',
    fix: { why: 'What still uses the port has to be given a credential first.' },
    data: (_, entitlement) => (entitlement === 'control-plane/insecure-port' ? {} : undefined),
  },
  {
    id: 'k8s/kubelet-read-only-port',
    title: 'Port of the kubelet without a login',
    severity: 'medium',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    message:
      'On its read-only port the kubelet asks for no credential: whoever reaches the node reads the specifications of all its pods, environment variables included. Set it to 0',
    what: 'A kubelet with a read-only port.',
    why: 'The port has neither authentication nor authorization, and the pods that it shows name accounts, images, and what stands in their environment.',
    remedy: 'Set `readOnlyPort: 0`, and let monitoring use the authenticated port with a token.',
    bad: kubelet('«10255»'),
    good: kubelet('0'),
    reference: 'https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/',
    fix: { why: 'What monitors the nodes may still read from the port.' },
    data: (_, entitlement) => (entitlement === 'control-plane/read-only-port' ? {} : undefined),
  },
  {
    id: 'k8s/deleted-account-tokens',
    title: 'Tokens that outlive their service account',
    severity: 'medium',
    frameworks: ['NHI1:2025', 'PR.AA-01'],
    message:
      'The API server does not look whether the account of a token is still there: a token that was stolen goes on working after its account or secret is deleted. Set it to true',
    what: 'An API server with `--service-account-lookup=false`.',
    why: 'To delete a secret or an account is the only way to take back a token without an end. Without the look, nothing takes it back but new keys for all.',
    remedy: 'Take the flag out: true is the default.',
    bad: pod('kube-apiserver', '--authorization-mode=Node,RBAC', '«--service-account-lookup=false»'),
    good: pod('kube-apiserver', '--authorization-mode=Node,RBAC', '--service-account-lookup=true'),
    reference: apiServerFlags,
    fix: { why: 'Tokens of accounts that are gone stop working, and somebody may still use one.' },
    data: (_, entitlement) => (entitlement === 'control-plane/no-account-lookup' ? {} : undefined),
  },
  {
    id: 'k8s/shared-controller-credentials',
    title: 'All controllers share one account',
    severity: 'low',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    message:
      'All controllers act with the one credential of the controller manager, so that each may do what any of them needs: set `--use-service-account-credentials=true`, and each has an account with a role of its own',
    what: 'A controller manager without `--use-service-account-credentials=true`.',
    why: 'With the flag each controller has a service account and a role for what it does. Without it the one account needs all of that together, and the audit log does not tell which controller acted.',
    remedy: 'Set `--use-service-account-credentials=true`; the roles are there in every cluster with RBAC.',
    bad: pod('kube-controller-manager', '«--use-service-account-credentials=false»'),
    good: pod('kube-controller-manager', '--use-service-account-credentials=true'),
    reference: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#controller-roles',
    fix: { why: 'A cluster without RBAC has no roles for the accounts.' },
    data: (_, entitlement) => (entitlement === 'control-plane/shared-controller-credentials' ? {} : undefined),
  },
  {
    id: 'k8s/etcd-without-certificates',
    title: 'etcd that asks nobody for a certificate',
    severity: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    message:
      'Without a certificate of the client etcd knows nobody from anybody: whoever reaches it reads every secret of the cluster and writes roles past the API server. Set `--client-cert-auth=true`',
    what: 'An etcd with `--client-cert-auth=false`.',
    why: 'etcd holds all objects of the cluster, secrets and roles among them. The API server judges requests that come through it; what goes to etcd itself nobody judges.',
    remedy: 'Set `--client-cert-auth=true` and `--trusted-ca-file`, and give the API server a certificate with `--etcd-certfile`.',
    bad: pod('etcd', '«--client-cert-auth=false»'),
    good: pod('etcd', '--client-cert-auth=true'),
    reference: 'https://etcd.io/docs/latest/op-guide/security/',
    fix: { why: 'The API server needs a certificate first.' },
    data: (_, entitlement) => (entitlement === 'control-plane/etcd-without-certificates' ? {} : undefined),
  },
  {
    id: 'k8s/no-account-admission',
    title: 'Service accounts that admission does not look at',
    severity: 'medium',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    message:
      'With the admission plugin ServiceAccount turned off pods get no account and no token of their own as the cluster hands them out, so that each has to bring a credential that somebody keeps: take it out of the list',
    what: 'An API server that turns the admission plugin ServiceAccount off.',
    why: 'The plugin gives each pod its account and a token that ends with it. Without it, workloads are given long-lived tokens by hand.',
    remedy: 'Take `ServiceAccount` out of `--disable-admission-plugins`.',
    bad: pod('kube-apiserver', '--authorization-mode=Node,RBAC', '«--disable-admission-plugins=ServiceAccount»'),
    good: pod('kube-apiserver', '--authorization-mode=Node,RBAC', '--disable-admission-plugins=DefaultStorageClass'),
    reference: 'https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/',
    fix: { why: 'Pods that bring a token of their own may then have two.' },
    data: (_, entitlement) => (entitlement === 'control-plane/no-account-admission' ? {} : undefined),
  },
  {
    id: 'k8s/no-node-restriction',
    title: 'Nodes that may change other nodes',
    severity: 'low',
    profile: 'audit',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    message:
      'The list names no NodeRestriction, which is not on by default: a node that is taken over may label and change other nodes, and so draw their pods and secrets to itself. Add it to the list',
    what: 'An API server with the Node mode whose admission plugins leave NodeRestriction out.',
    why: 'The Node mode limits what a kubelet reads. What it writes is limited by the plugin alone.',
    remedy: 'Add `NodeRestriction` to `--enable-admission-plugins`.',
    bad: pod('kube-apiserver', '--authorization-mode=Node,RBAC', '«--enable-admission-plugins=NamespaceLifecycle»'),
    good: pod('kube-apiserver', '--authorization-mode=Node,RBAC', '--enable-admission-plugins=NodeRestriction'),
    reference: 'https://kubernetes.io/docs/reference/access-authn-authz/node/',
    fix: { why: 'Kubelets whose names do not follow the pattern of the mode would be locked out.' },
    data: (_, entitlement) => (entitlement === 'control-plane/no-node-restriction' ? {} : undefined),
  },
  {
    id: 'k8s/talos-administrator-for-pods',
    title: 'Pods that may be administrators of Talos',
    severity: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    message:
      'Pods of the allowed namespaces may ask for `os:admin`, which is every node with its keys and its kubeconfig: whoever may create a pod there has the cluster. Allow the role that the workload needs',
    what: 'Access to the API of Talos from Kubernetes with the role `os:admin`.',
    why: 'The API configures, resets and reads the nodes below Kubernetes. No role of Kubernetes stands between a pod in the namespace and it, only who may create service accounts of Talos there.',
    remedy: 'Allow `os:reader` or `os:etcd:backup`, in a namespace of its own.',
    bad: talos('«os:admin»'),
    good: talos('os:etcd:backup'),
    reference: 'https://docs.siderolabs.com/kubernetes-guides/advanced-guides/talos-api-access-from-k8s',
    fix: { title: 'Allow reading alone', to: 'os:reader' },
    data: (_, entitlement) => (entitlement === 'control-plane/talos-administrator' ? {} : undefined),
  },
  {
    id: 'k8s/kubeconfig-for-everybody',
    title: "Administrator's kubeconfig that everybody on the node reads",
    severity: 'medium',
    frameworks: ['NHI2:2025', 'PR.AA-05'],
    message:
      'With mode {mode} every user and process of the node reads the kubeconfig of the administrator, which holds a certificate for the group system:masters: write `600`',
    what: 'k3s or RKE2 that write their kubeconfig with a mode that lets others read it.',
    why: 'The file is the whole cluster. Whatever runs on the node without being root, a web server that is broken into for one, becomes its administrator by reading it.',
    remedy: 'Leave the mode out or set `600`, and give people a kubeconfig of their own.',
    bad: { file: 'k3s/config.yaml', text: 'write-kubeconfig-mode: "«0644»"\n' },
    good: { file: 'k3s/config.yaml', text: 'write-kubeconfig-mode: "0600"\n' },
    reference: 'https://docs.k3s.io/cluster-access',
    fix: { title: 'Let root alone read it', to: '600' },
    data: (grant, entitlement) => (entitlement === 'control-plane/open-kubeconfig' ? { mode: shownOf(grant.actions[0]!) } : undefined),
  },
];

export const controlPlaneGuardRules: readonly Rule[] = table.map(entitlementRule);
