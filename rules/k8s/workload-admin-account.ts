// Workloads whose service account controls the cluster, joined over all files.
import { holdingsOf, type Holding } from '../../server/engine/facts/kubernetes/held-powers.ts';
import { isNear } from '../../server/engine/facts/kubernetes/joined.ts';
import { kubernetesOf } from '../../server/engine/facts/kubernetes/lookup.ts';
import type { Power } from '../../server/engine/facts/kubernetes/powers.ts';
import { patternOf, textOf } from '../../server/engine/facts/value.ts';
import type { Identity } from '../../server/engine/facts/types.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import { mayBeOff } from './automount.ts';

/** Powers that are the cluster in one step. Others are reported at the role. */
const control = new Set([
  'escalate',
  'bind',
  'impersonate',
  'nodes-proxy',
  'certificate-approval',
  'admission-webhooks-write',
  'service-account-tokens',
]);

const pod = (account: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  serviceAccountName: ${account}
  automountServiceAccountToken: true
  containers:
    - name: web
      image: registry.example.com/web@sha256:4c1f5a7d0b8e2f6a9d3c5b7e1f0a2d4c6e8b0a1c3e5f7a9b1d3e5f7a9b1d3e5f
`;
const rbac = (role: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: web
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${role}
subjects:
  - kind: ServiceAccount
    name: web
    namespace: shop
`;

export const workloadAdminAccount = defineRule({
  id: 'k8s/workload-admin-account',
  meta: {
    title: 'Workload that runs as an administrator',
    category: 'rbac',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['C-0267', 'C-0272', 'CKV2_K8S_1'],
    fix: 'none',
    whyNoFix: 'What the workload asks of the API is not in its manifest: the role has to be cut to that first.',
    messages: {
      everything:
        '{workload} runs as service account `{account}`, which `{role}` makes an administrator of {where}: a flaw in the workload is a flaw in all of it',
      power: '{workload} runs as service account `{account}`, which `{role}` lets {words} in the whole cluster: one step to administrator',
    },
    docs: {
      what: 'A pod or a workload whose service account is bound to cluster-admin, to a role that is as much, or to one that is a step from it.',
      why: 'The token lies in the file system of every container of the pod. Whoever gets code to run there, through a dependency or a request, has the cluster.',
      remedy:
        'Give the workload a service account of its own with a role that lists what it uses, and mount no token where it uses nothing.',
      bad: [{ file: 'deploy/web.yaml', text: pod('«web»'), beside: { 'rbac/web.yaml': rbac('cluster-admin') } }],
      good: [{ file: 'deploy/web.yaml', text: pod('web'), beside: { 'rbac/web.yaml': rbac('view') } }],
      references: [
        'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
        'https://kubernetes.io/docs/concepts/security/service-accounts/',
      ],
    },
  },
  on: {
    identity: judge,
  },
});

type Context = RuleContext<'everything' | 'power'>;

/** A binding that makes the account an administrator, or all but one. */
interface Control {
  readonly holding: Holding;
  /** Undefined for an administrator. */
  readonly step: Power | undefined;
}

function judge(identity: Identity, context: Context): void {
  if (identity.platform !== 'k8s' || identity.kind !== 'machine') return;
  const { serviceAccount, namespace } = identity.traits;
  const account = serviceAccount ? textOf(serviceAccount) : 'default';
  if (account === undefined) return;
  const found = controlOf(account, textOf(namespace), serviceAccount !== undefined, identity.at.uri, context);
  if (!found || mayBeOff(identity, account, context.project)) return;
  const {
    holding: { binding, inCluster },
    step,
  } = found;
  const role = patternOf(binding.entitlement!).split('/').slice(1).join('/');
  const data = { workload: `${identity.carrier.kind} \`${identity.name}\``, account, role };
  context.report({
    at: serviceAccount?.at ?? identity.at,
    message: step ? 'power' : 'everything',
    data: step ? { ...data, words: step.words } : { ...data, where: inCluster ? 'the cluster' : 'its namespace' },
    anchor: `${identity.id}|service-account`,
    related: [{ at: binding.entitlement!.at, message: `bound to ${role} here` }],
    ...(!step && inCluster ? {} : { severity: 'high' as const }),
  });
}

/** What was found for the accounts of one document: thousands of its pods may run as one account that thousands bind. */
const controls = new WeakMap<Context, Map<string, Control | undefined>>();

function controlOf(account: string, namespace: string | undefined, isNamed: boolean, uri: string, context: Context): Control | undefined {
  const known = controls.get(context) ?? new Map<string, Control | undefined>();
  controls.set(context, known);
  const key = JSON.stringify([account, namespace, isNamed, uri]);
  if (!known.has(key)) known.set(key, findControl(account, namespace, isNamed, uri, context));
  return known.get(key);
}

function findControl(account: string, namespace: string | undefined, isNamed: boolean, uri: string, context: Context): Control | undefined {
  for (const holding of holdingsOf(account, namespace, uri, kubernetesOf(context.project))) {
    // A pod that names no account runs as the `default` of its own cluster; a binding far away may be of another.
    if (!isNamed && !isNear(holding.binding.carrier.block.uri, uri)) continue;
    if (holding.powers.some((held) => held.power === undefined)) return { holding, step: undefined };
    const step = holding.inCluster ? holding.powers.find((held) => held.power && control.has(held.power.id)) : undefined;
    if (step) return { holding, step: step.power };
  }
  return undefined;
}
