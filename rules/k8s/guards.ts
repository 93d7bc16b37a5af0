// Guards of a cluster that a manifest takes away: pod security of a namespace, policies of Kyverno, and the border between the
// pods of a namespace and an identity of a cloud.
import { patternOf, shownOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Example, Rule } from '../../server/engine/rule.ts';
import { entitlementRule, type EntitlementRule } from './entitlement-rule.ts';

const namespace = (level: string): Example => ({
  file: 'deploy/shop.yaml',
  text: `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    pod-security.kubernetes.io/enforce: ${level}\n`,
});
const exception = (kinds: string, more: string): Example => ({
  file: 'policies/legacy.yaml',
  text: `apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata:\n  name: legacy\n  namespace: policies\nspec:\n  exceptions:\n    - policyName: disallow-privileged\n      ruleNames: [privileged-containers]\n  match:\n    any:\n      - resources:\n          kinds: [${kinds}]\n${more}`,
});
const account = (name: string, role: string): Example => ({
  file: 'deploy/account.yaml',
  text: `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n  namespace: shop\n  labels:\n    team: shop\n  annotations:\n    eks.amazonaws.com/role-arn: ${role}\nautomountServiceAccountToken: false\n`,
});

const nodePool = (mode: string): Example => ({
  file: 'infra/nodes.tf',
  text: `resource "google_container_node_pool" "main" {\n  cluster = "main"\n\n  node_config {\n    service_account = "nodes@acme-prod.iam.gserviceaccount.com"\n\n    workload_metadata_config {\n      mode = "${mode}"\n    }\n  }\n}\n`,
});

/** Namespaces of the cluster itself, of which the agents on every node are part. */
const ofTheCluster = /^(?:kube-|openshift)|-system$|^\*$/;

/** A name as it is written; a star in words. */
function shown(leaf: Leaf, star: string, before = ''): string {
  const name = patternOf(leaf).replaceAll('\0', '*');
  return name === '*' ? star : `${before}\`${name}\``;
}

const table: readonly EntitlementRule[] = [
  {
    id: 'k8s/privileged-namespace',
    title: 'Namespace without pod security',
    severity: 'low',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    message:
      'In namespace `{namespace}` pods may be root on their node: whoever may create one there takes the tokens of all other pods of that node',
    what: 'A namespace whose label lets Pod Security Admission hold nothing back, other than those of the cluster itself.',
    why: 'Creating pods is what every pipeline may do. Where a pod may mount the file system of its node, that is control of the node, and with it of every service account that runs there.',
    remedy:
      'Enforce `baseline`, or `restricted` for what needs nothing of its node, and keep agents that do in a namespace that only the platform deploys to.',
    bad: namespace('«privileged»'),
    good: namespace('restricted'),
    reference: 'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
    fix: { title: 'Enforce baseline', to: 'baseline' },
    data(grant, entitlement) {
      const name = patternOf(grant.scope[0]!.id);
      return entitlement === 'Namespace/privileged' && !ofTheCluster.test(name) ? { namespace: name } : undefined;
    },
  },
  {
    id: 'k8s/policy-exception-for-all',
    title: 'Exception from a policy for everything',
    severity: 'medium',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    message: 'The exception names no namespace, object or subject: {kinds} has to keep to {policy} any more',
    what: 'A PolicyException of Kyverno that is for every object of its kinds.',
    why: 'The policy still stands in the tree and in reports, and nobody has to keep to it, whoever deploys.',
    remedy: 'Name the namespace and the objects that need the exception, or take the policy away.',
    bad: exception('«Pod»', ''),
    good: exception('Pod', '          namespaces: [monitoring]\n          names: [node-exporter-*]\n'),
    reference: 'https://kyverno.io/docs/exceptions/',
    fix: { why: 'Which objects need the exception is known to those who asked for it.' },
    data: (grant, entitlement) =>
      entitlement === 'PolicyException/everything'
        ? { kinds: shown(grant.actions[0]!, 'nothing', 'no '), policy: shown(grant.scope[0]!.id, 'any policy') }
        : undefined,
  },
  {
    id: 'k8s/default-account-cloud-identity',
    title: 'Identity of a cloud on the default account',
    severity: 'medium',
    frameworks: ['NHI9:2025', 'PR.AA-05'],
    message:
      'Every pod of namespace {namespace} that names no service account acts as `{identity}` in the cloud: give the workload that needs it an account of its own',
    what: 'The service account `default` with an annotation that makes it an identity of AWS, Google or Azure.',
    why: 'A pod runs as `default` unless it names another. Whoever may create a pod there, or gets into any of them, has the cloud identity without having asked for it.',
    remedy: 'Make a service account for the workload, move the annotation there, and name it in the pod and in the trust of the role.',
    bad: account('default', '«arn:aws:iam::111122223333:role/reports»'),
    good: account('reports', 'arn:aws:iam::111122223333:role/reports'),
    reference: 'https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html',
    fix: { why: 'The workload, its account and the trust of the role change together.' },
    data: (grant, entitlement) =>
      entitlement === 'ServiceAccount/cloud-identity'
        ? {
            namespace: shownOf(grant.scope[0]!.id) || 'default',
            identity: shownOf(grant.actions[0]!),
          }
        : undefined,
  },
  {
    id: 'k8s/node-account-for-pods',
    title: "Pods that act as their node's account",
    severity: 'medium',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    message:
      'With `{value}` every pod of these nodes fetches a token of the service account of its node, whatever its own account may do: let pods ask GKE for their own identity',
    what: 'A node pool of GKE whose metadata server shows pods what it shows the node, or whose legacy endpoints are on.',
    why: 'The account of a node pulls images and writes logs, and in many projects far more. Whoever gets into any pod has it with one request.',
    remedy: 'Set the mode `GKE_METADATA`, with a `workload_pool` on the cluster, and `disable-legacy-endpoints = "true"`.',
    bad: nodePool('«GCE_METADATA»'),
    good: nodePool('GKE_METADATA'),
    reference: 'https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity',
    fix: { why: 'What runs on the nodes as their account needs an identity of its own first.' },
    data: (grant, entitlement) => (entitlement === 'nodes/open-metadata' ? { value: shownOf(grant.actions[0]!) } : undefined),
  },
];

export const guardRules: readonly Rule[] = table.map(entitlementRule);
