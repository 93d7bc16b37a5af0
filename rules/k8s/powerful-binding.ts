// A binding that gives a workload a role, wherever it is written, that gives more than it says. People are named where
// the role itself is reported; only an administrator under another name is said again at their binding.
import { holdingOf } from '../../server/engine/facts/kubernetes/held-powers.ts';
import { kubernetesOf } from '../../server/engine/facts/kubernetes/lookup.ts';
import { wordsOf } from '../../server/engine/facts/kubernetes/powers.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import { patternOf, shownOf } from '../../server/engine/facts/value.ts';
import { bindInNamespace } from './binding-edits.ts';
import { isWorkload, namedAll, namespaceOf } from './subjects.ts';

/** What a deployer needs, and may have in its namespace. */
const deploying: ReadonlySet<string> = new Set([
  'pods-create',
  'workloads-change',
  'config-maps-write',
  'network-policies-write',
  'secrets-create',
]);

/** What the rules over roles say at low severity. */
const slight: ReadonlySet<string> = new Set(['config-maps-write', 'network-policies-write']);

const role = (rule: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: helper
rules:
${rule}`;
const binding = (mark: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: helper
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${mark}
subjects:
  - kind: ServiceAccount
    name: helper
    namespace: shop
`;

export const powerfulBinding = defineRule({
  id: 'k8s/powerful-binding',
  meta: {
    title: 'Binding to a role with dangerous permissions',
    category: 'rbac',
    severity: 'high',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [
      'CKV2_K8S_2',
      'CKV2_K8S_3',
      'CKV2_K8S_4',
      'CKV2_K8S_5',
      'clusterrolebindingPodExecAttach',
      'rolebindingClusterRolePodExecAttach',
      'rolebindingRolePodExecAttach',
    ],
    fix: 'suggestion',
    messages: {
      everything: '`{role}` is an administrator by another name and gives {subjects} everything {where}',
      powers: '`{role}` lets {subjects} {powers}, {where}',
    },
    docs: {
      what: 'A binding of a service account to a role of this tree that has one of the dangerous permissions, or of anyone to one that is an administrator.',
      why: 'The role and the binding are often written by different people in different files. Only together do they say what a workload can do, and the token of a service account lies in every pod that runs as it, for whoever breaks into the pod.',
      remedy: 'Take from the role what the subject does not use, or bind it in the namespaces where the subject works.',
      bad: [
        {
          file: 'deploy/binding.yaml',
          text: binding('«helper»'),
          beside: { 'deploy/role.yaml': role('  - apiGroups: [""]\n    resources: [pods/exec]\n    verbs: [create]\n') },
        },
      ],
      good: [
        {
          file: 'deploy/binding.yaml',
          text: binding('helper'),
          beside: { 'deploy/role.yaml': role('  - apiGroups: [""]\n    resources: [pods]\n    verbs: [get]\n') },
        },
      ],
      references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks'],
    },
  },
  on: {
    grant(grant, context) {
      if (grant.platform === 'k8s' && grant.role === 'binding' && grant.enabled !== 'no') judge(grant, context);
    },
  },
});

function judge(grant: Grant, context: RuleContext<'everything' | 'powers'>): void {
  // Kubernetes' own controllers have what they need, and their names say who they are.
  if (!grant.entitlement || /^(?:Cluster)?Role\/system:/.test(patternOf(grant.entitlement))) return;
  const index = kubernetesOf(context.project);
  const role = index.roleOf(grant);
  if (!role) return;
  const whole = holdingOf(grant, index);
  // To deploy into one namespace is what most bindings are for.
  const holding = { ...whole, powers: whole.powers.filter((held) => whole.inCluster || !held.power || !deploying.has(held.power.id)) };
  if (holding.powers.length === 0) return;
  const everything = holding.powers.some((held) => held.power === undefined);
  if (!everything && !grant.principals.some(isWorkload)) return;
  const names = holding.powers.slice(0, 3).map((held) => (held.power ? wordsOf(held.power, held.rule) : ''));
  const admin = everything || holding.powers.some((held) => held.power?.admin);
  const severity = holding.powers.every((held) => slight.has(held.power?.id ?? '')) ? 'low' : 'medium';
  context.report({
    at: grant.entitlement.at,
    message: everything ? 'everything' : 'powers',
    data: {
      role: shownOf(grant.entitlement).split('/').slice(1).join('/'),
      subjects: namedAll(grant.principals),
      where: holding.inCluster ? 'in every namespace' : `in ${namespaceOf(grant)}`,
      ...(everything ? {} : { powers: joined(names, holding.powers.length - names.length) }),
    },
    anchor: `${grant.anchor}|powers`,
    related: holding.powers.slice(0, 3).flatMap((held) =>
      held.rule?.statement
        ? [
            {
              at: held.rule.rule!.resources[0]?.at ?? held.rule.statement.at,
              message: held.power ? `the rule that lets it ${wordsOf(held.power, held.rule)}` : 'the rule that gives everything',
            },
          ]
        : [],
    ),
    ...(admin && (holding.inCluster || everything) ? {} : { severity: severity as 'low' | 'medium' }),
    suggestions: everything || role.rules.every(worksInNamespace) ? bindInNamespace(grant) : [],
  });
}

/** Resources that no namespace has, which a RoleBinding gives nothing of. */
const clusterWide: ReadonlySet<string> = new Set([
  'nodes',
  'namespaces',
  'persistentvolumes',
  'clusterroles',
  'clusterrolebindings',
  'customresourcedefinitions',
  'apiservices',
  'mutatingwebhookconfigurations',
  'validatingwebhookconfigurations',
  'mutatingadmissionpolicies',
  'validatingadmissionpolicies',
  'certificatesigningrequests',
  'signers',
  'storageclasses',
  'csidrivers',
  'csinodes',
  'volumeattachments',
  'priorityclasses',
  'runtimeclasses',
  'ingressclasses',
  'tokenreviews',
  'subjectaccessreviews',
  'users',
  'groups',
  'userextras',
  'uids',
  'securitycontextconstraints',
]);

/** Whether a rule gives the same when its role is bound in a namespace, only there. */
function worksInNamespace({ rule }: Grant): boolean {
  return (
    rule !== undefined && rule.urls.length === 0 && !rule.resources.some((resource) => clusterWide.has(patternOf(resource).split('/')[0]!))
  );
}

function joined(names: readonly string[], more: number): string {
  return names.join('; ') + (more > 0 ? `; and ${more} more` : '');
}
