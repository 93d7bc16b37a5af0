// Permissions that give more than they say: what they lead to, in words. One table for the rules over roles, for the
// rules over bindings and workloads, and for what a subject can do.
// Source: Kubernetes documentation, "Role Based Access Control Good Practices", section on privilege escalation risks.
import type { Grant } from '../types.ts';
import { textOf } from '../value.ts';
import { cannedPrivileged } from './openshift.ts';
import { leafNamed, matchesOf, readVerbs, type Permission, type PermissionMatch } from './rule-match.ts';

export interface Power {
  readonly id: string;
  /** Completes "lets its subjects …". */
  readonly words: string;
  readonly permissions: readonly Permission[];
  /** Whether the holder is as good as an administrator of the cluster when it holds the power there. */
  readonly admin: boolean;
  /** Whether names of resources narrow it away. Creation has no name yet. */
  readonly narrowedByNames: 'always' | 'never';
  /** Names that narrow nothing: what bears them is as much as all of it. */
  readonly strongNames?: readonly string[];
  /** The verb is what gives the power, and not the resource, which others read and write without it. */
  readonly byVerb?: true;
  /** Resources that give a part of it, where no other is named, and what they give in words. */
  readonly lesser?: { readonly resources: readonly string[]; readonly words: string };
}

const rbac = 'rbac.authorization.k8s.io';
const write = ['create', 'update', 'patch'] as const;

export const powers = {
  secretsRead: {
    id: 'secrets-read',
    words: 'read secrets, tokens of other accounts among them',
    permissions: [{ group: '', resources: ['secrets'], verbs: readVerbs }],
    admin: true,
    narrowedByNames: 'always',
  },
  secretsCreate: {
    id: 'secrets-create',
    words: 'have tokens of any service account written into a secret',
    permissions: [{ group: '', resources: ['secrets'], verbs: ['create'] }],
    admin: false,
    narrowedByNames: 'never',
  },
  podsExec: {
    id: 'pods-exec',
    words: 'run commands in running pods, as whatever they run as',
    permissions: [{ group: '', resources: ['pods/exec', 'pods/attach'], verbs: ['create', 'get'] }],
    admin: true,
    narrowedByNames: 'always',
  },
  podsPortforward: {
    id: 'pods-portforward',
    words: 'reach every port of every pod past network policies',
    permissions: [{ group: '', resources: ['pods/portforward'], verbs: ['create', 'get'] }],
    admin: false,
    narrowedByNames: 'always',
  },
  ephemeralContainers: {
    id: 'pods-ephemeral-containers',
    words: 'add containers to running pods, with their accounts and volumes',
    permissions: [{ group: '', resources: ['pods/ephemeralcontainers'], verbs: ['update', 'patch'] }],
    admin: true,
    narrowedByNames: 'always',
  },
  podsCreate: {
    id: 'pods-create',
    words: 'run pods as any service account and mount any secret',
    admin: true,
    narrowedByNames: 'never',
    permissions: [
      { group: '', resources: ['pods', 'replicationcontrollers', 'podtemplates'], verbs: ['create'] },
      { group: 'apps', resources: ['deployments', 'daemonsets', 'statefulsets', 'replicasets'], verbs: ['create'] },
      { group: 'extensions', resources: ['deployments', 'daemonsets', 'replicasets'], verbs: ['create'] },
      { group: 'batch', resources: ['jobs', 'cronjobs'], verbs: ['create'] },
    ],
  },
  workloadsChange: {
    id: 'workloads-change',
    words: 'change what running workloads run, and as which account',
    admin: false,
    narrowedByNames: 'always',
    permissions: [
      { group: '', resources: ['replicationcontrollers', 'podtemplates'], verbs: ['update', 'patch'] },
      { group: 'apps', resources: ['deployments', 'daemonsets', 'statefulsets', 'replicasets'], verbs: ['update', 'patch'] },
      { group: 'extensions', resources: ['deployments', 'daemonsets', 'replicasets'], verbs: ['update', 'patch'] },
      { group: 'batch', resources: ['jobs', 'cronjobs'], verbs: ['update', 'patch'] },
    ],
  },
  nodesProxy: {
    id: 'nodes-proxy',
    words: 'call the kubelet directly and run commands in every pod of a node, past admission and audit',
    permissions: [{ group: '', resources: ['nodes/proxy'], verbs: ['get', 'create', 'update', 'patch', 'delete', 'list', 'watch'] }],
    admin: true,
    narrowedByNames: 'always',
  },
  servicesProxy: {
    id: 'services-proxy',
    words: 'call every service and pod through the API server, past network policies',
    permissions: [{ group: '', resources: ['services/proxy', 'pods/proxy'], verbs: ['get', 'create', 'update', 'patch', 'delete'] }],
    admin: false,
    narrowedByNames: 'always',
  },
  nodesWrite: {
    id: 'nodes-write',
    words: 'draw pods onto a node of its choice by changing labels, taints and status',
    permissions: [{ group: '', resources: ['nodes', 'nodes/status', 'pods/status'], verbs: ['update', 'patch'] }],
    admin: false,
    narrowedByNames: 'always',
    lesser: { resources: ['pods/status'], words: 'have pods replaced or cut off from their services by what it says of their status' },
  },
  escalate: {
    id: 'escalate',
    words: 'write roles with more than it has itself',
    permissions: [{ group: rbac, resources: ['roles', 'clusterroles'], verbs: ['escalate'] }],
    admin: true,
    narrowedByNames: 'always',
    byVerb: true,
    strongNames: ['cluster-admin'],
  },
  bind: {
    id: 'bind',
    words: 'bind roles with more than it has itself, cluster-admin among them',
    permissions: [{ group: rbac, resources: ['roles', 'clusterroles'], verbs: ['bind'] }],
    admin: true,
    narrowedByNames: 'always',
    byVerb: true,
    strongNames: ['cluster-admin'],
  },
  bindingsWrite: {
    id: 'role-bindings-write',
    words: 'hand its own permissions to others',
    permissions: [{ group: rbac, resources: ['rolebindings', 'clusterrolebindings'], verbs: write }],
    admin: false,
    narrowedByNames: 'always',
  },
  rolesWrite: {
    id: 'roles-write',
    words: 'rewrite roles up to its own permissions',
    permissions: [{ group: rbac, resources: ['roles', 'clusterroles'], verbs: write }],
    admin: false,
    narrowedByNames: 'always',
  },
  impersonate: {
    id: 'impersonate',
    words: 'act as somebody else, with all that they may do',
    admin: true,
    narrowedByNames: 'always',
    strongNames: ['system:masters'],
    byVerb: true,
    permissions: [
      { group: '', resources: ['users', 'groups', 'serviceaccounts'], verbs: ['impersonate'] },
      { group: 'authentication.k8s.io', resources: ['userextras', 'uids'], verbs: ['impersonate'] },
    ],
  },
  tokenRequest: {
    id: 'service-account-tokens',
    words: 'have tokens of other service accounts made',
    permissions: [{ group: '', resources: ['serviceaccounts/token'], verbs: ['create'] }],
    admin: true,
    narrowedByNames: 'always',
  },
  csrApprove: {
    id: 'certificate-approval',
    words: 'have client certificates of any user signed',
    admin: true,
    narrowedByNames: 'always',
    strongNames: ['kubernetes.io/kube-apiserver-client', 'kubernetes.io/*'],
    permissions: [
      { group: 'certificates.k8s.io', resources: ['certificatesigningrequests/approval'], verbs: ['update', 'patch'] },
      { group: 'certificates.k8s.io', resources: ['signers'], verbs: ['approve', 'sign'] },
    ],
  },
  webhooks: {
    id: 'admission-webhooks-write',
    words: 'read and change every object that passes admission, secrets included',
    admin: true,
    narrowedByNames: 'always',
    lesser: {
      resources: ['validatingwebhookconfigurations', 'validatingadmissionpolicies', 'validatingadmissionpolicybindings'],
      words: 'read or refuse every object that passes admission, secrets included',
    },
    permissions: [
      {
        group: 'admissionregistration.k8s.io',
        verbs: write,
        resources: [
          'mutatingwebhookconfigurations',
          'validatingwebhookconfigurations',
          'mutatingadmissionpolicies',
          'mutatingadmissionpolicybindings',
          'validatingadmissionpolicies',
          'validatingadmissionpolicybindings',
        ],
      },
    ],
  },
  privilegedPods: {
    id: 'privileged-pods-use',
    words: 'run pods that are root on their node',
    admin: false,
    narrowedByNames: 'always',
    strongNames: [...cannedPrivileged],
    permissions: [{ group: 'security.openshift.io', resources: ['securitycontextconstraints'], verbs: ['use', ...write] }],
  },
  volumes: {
    id: 'persistent-volumes-create',
    words: 'mount any directory of a node by a hostPath volume',
    permissions: [{ group: '', resources: ['persistentvolumes'], verbs: ['create'] }],
    admin: false,
    narrowedByNames: 'never',
  },
  destroy: {
    id: 'destructive-delete',
    words: 'delete whole namespaces with all that is in them',
    admin: false,
    narrowedByNames: 'always',
    lesser: { resources: ['events'], words: 'delete the events that show what happened' },
    permissions: [
      { group: '', resources: ['namespaces', 'events'], verbs: ['delete', 'deletecollection'] },
      { group: 'events.k8s.io', resources: ['events'], verbs: ['delete', 'deletecollection'] },
    ],
  },
  servicesStatus: {
    id: 'services-status-write',
    words: 'point the address of a load balancer at itself and take its traffic (CVE-2020-8554)',
    permissions: [{ group: '', resources: ['services/status'], verbs: ['update', 'patch'] }],
    admin: false,
    narrowedByNames: 'always',
  },
  customKinds: {
    id: 'custom-kinds-write',
    words: 'change what kinds mean and where their requests go',
    admin: false,
    narrowedByNames: 'always',
    permissions: [
      { group: 'apiextensions.k8s.io', resources: ['customresourcedefinitions'], verbs: write },
      { group: 'apiregistration.k8s.io', resources: ['apiservices'], verbs: write },
    ],
  },
  configMapsWrite: {
    id: 'config-maps-write',
    words: 'change configuration that others trust, such as that of CoreDNS',
    permissions: [{ group: '', resources: ['configmaps'], verbs: write }],
    admin: false,
    narrowedByNames: 'always',
    // How names are looked up, and who is whom in a cluster of EKS.
    strongNames: ['coredns', 'aws-auth'],
  },
  networkWrite: {
    id: 'network-policies-write',
    words: 'open paths between workloads and to the outside',
    admin: false,
    narrowedByNames: 'always',
    permissions: [
      // What is not limited by a policy is open.
      { group: 'networking.k8s.io', resources: ['networkpolicies'], verbs: [...write, 'delete', 'deletecollection'] },
      { group: 'extensions', resources: ['networkpolicies'], verbs: [...write, 'delete', 'deletecollection'] },
      { group: 'networking.k8s.io', resources: ['ingresses'], verbs: write },
      { group: 'extensions', resources: ['ingresses'], verbs: write },
    ],
  },
} as const satisfies Readonly<Record<string, Power>>;

/** Where a rule grants a power; none where the names of resources narrow it away. `wildcards` lets `*` among the resources count. */
export function grantsOf(grant: Grant, power: Power, wildcards = false): PermissionMatch[] {
  const { rule } = grant;
  if (!rule || grant.effect !== 'allow' || grant.enabled === 'no') return [];
  const matches = power.permissions.flatMap((permission) => matchesOf(rule, permission, wildcards));
  if (matches.length === 0 || rule.names.length === 0 || power.narrowedByNames === 'never') return matches;
  return rule.names.some((name) => power.strongNames?.includes(textOf(name) ?? '\0')) ? matches : [];
}

/** Whether what is granted of a power is the lesser part of it alone. */
export function isLesser({ lesser }: Power, matches: readonly PermissionMatch[]): boolean {
  return lesser !== undefined && matches.length > 0 && matches.every(({ resource }) => lesser.resources.includes(textOf(resource) ?? '\0'));
}

/** What a rule that gives a power lets its holder do, in words. */
export function wordsOf(power: Power, rule: Grant | undefined): string {
  return rule && isLesser(power, grantsOf(rule, power, true)) ? power.lesser!.words : power.words;
}

/** Every verb on every resource of every group, written out or by taking in every other role. */
export function isEverything(grant: Grant): boolean {
  const { rule } = grant;
  if (rule?.aggregates?.some((selector) => Object.keys(selector).length === 0)) return true;
  return (
    rule !== undefined &&
    leafNamed(rule.groups, '*') !== undefined &&
    leafNamed(rule.resources, '*') !== undefined &&
    leafNamed(rule.verbs, '*') !== undefined
  );
}

/** What a rule gives depends on the rule alone, and one rule is held by as many as it is bound to. */
const powersOfRules = new WeakMap<Grant, readonly Power[]>();

/** The powers that a rule gives, stars among its resources counted. */
export function powersOfRule(rule: Grant): readonly Power[] {
  const known = powersOfRules.get(rule) ?? Object.values(powers).filter((power) => grantsOf(rule, power, true).length > 0);
  powersOfRules.set(rule, known);
  return known;
}
