// Bindings whose subject is no grave mistake and still a habit to break: default accounts, all accounts, single users,
// accounts of other namespaces, and names that nothing in the tree has.
import type { Severity } from '../../server/engine/finding.ts';
import type { Grant, Principal } from '../../server/engine/facts/types.ts';
import { patternOf, shownOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule, type Example, type Rule, type RuleContext, type RuleMeta } from '../../server/engine/rule.ts';
import type { Project } from '../../server/engine/project.ts';
import { isAccountMade } from '../../server/engine/facts/kubernetes/lookup.ts';
import { namespaceOf } from './subjects.ts';

interface SubjectHabit {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly profile?: RuleMeta['profile'];
  readonly framework: string;
  readonly peers: readonly string[];
  readonly message: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly whyNoFix: string;
  readonly bad: string;
  readonly good: string;
  matches(principal: Principal, binding: Grant, project: Project): boolean;
}

const account = (name: string, namespace = 'shop'): string => `  - kind: ServiceAccount\n    name: ${name}\n    namespace: ${namespace}\n`;
const group = (name: string): string => `  - kind: Group\n    apiGroup: rbac.authorization.k8s.io\n    name: ${name}\n`;
const user = (name: string): string => `  - kind: User\n    apiGroup: rbac.authorization.k8s.io\n    name: ${name}\n`;

const example = (subject: string): Example => ({
  file: 'deploy/rbac.yaml',
  text: `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: report
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: report
subjects:
${subject}`,
  beside: {
    'deploy/account.yaml':
      'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: report\n  namespace: shop\nautomountServiceAccountToken: false\n',
  },
});

const habits: readonly SubjectHabit[] = [
  {
    id: 'k8s/default-account-subject',
    title: 'Binding to a default service account',
    severity: 'medium',
    framework: 'NHI9:2025',
    peers: ['C-0189', 'CKV_K8S_42', 'default-service-account'],
    message:
      'Every pod of {namespace} that names no service account runs as `{subject}` and gets this role too; give the workload an account of its own',
    what: 'A binding whose subject is the service account `default`.',
    why: 'Kubernetes runs each pod that names no account as `default`. A role that one workload needs is thereby given to all others, those of tomorrow included.',
    remedy: 'Make a service account for the workload, name it in the pod and bind the role to it.',
    whyNoFix: 'The account that should have the role has to be made and named in the workload first.',
    bad: account('«default»'),
    good: account('report'),
    matches: (principal) => principal.kind === 'serviceAccount' && textOf(principal.id) === 'default',
  },
  {
    id: 'k8s/all-service-accounts-subject',
    title: 'Binding to all service accounts',
    severity: 'high',
    framework: 'NHI9:2025',
    peers: [],
    message: '`{subject}` is every service account there, those of workloads to come included; name the accounts that need the role',
    what: 'A binding whose subject is the group `system:serviceaccounts`, for the cluster or for one namespace.',
    why: 'Every pod has a service account, so that every workload gets the role, whoever deployed it and whatever it does.',
    remedy: 'Name the service accounts.',
    whyNoFix: 'Which of the accounts need the role is not written anywhere.',
    bad: group('«system:serviceaccounts:shop»'),
    good: account('report'),
    matches: (principal, binding) =>
      /^system:serviceaccounts(?::.+)?$/.test(textOf(principal.id) ?? '') &&
      !/^ClusterRole\/(?:view|system:.*)$/.test(textOf(binding.entitlement) ?? ''),
  },
  {
    id: 'k8s/user-subject',
    title: 'Binding to a single user',
    severity: 'info',
    profile: 'strict',
    framework: 'NHI10:2025',
    peers: ['C-0286'],
    message: '`{subject}` is one person: bind a group that the identity provider fills, so that the role goes when the person goes',
    what: 'A binding whose subject is a user.',
    why: 'Nobody takes a person out of a manifest on the day that they leave, and a new user of the same name inherits the role.',
    remedy: 'Bind a group of the identity provider.',
    whyNoFix: 'The group has to exist at the identity provider.',
    bad: user('«ada@example.com»'),
    good: group('reporters'),
    matches: (principal) =>
      principal.kind === 'user' && principal.id.kind === 'scalar' && !/^(?:system|eks):/.test(textOf(principal.id) ?? ''),
  },
  {
    id: 'k8s/cross-namespace-subject',
    title: 'Binding to an account of another namespace',
    severity: 'medium',
    profile: 'strict',
    framework: 'NHI8:2025',
    peers: [],
    message: 'Service account `{subject}` of namespace {other} gets a role in {namespace}: whoever may run pods in {other} has it',
    what: 'A RoleBinding whose subject is a service account of another namespace.',
    why: 'Namespaces are where permissions end. With this binding whoever deploys to the other namespace acts in this one.',
    remedy: 'Run the workload in the namespace that it works on, or write down why it does not.',
    whyNoFix: 'Where the workload should run is a decision.',
    bad: account('«report»', 'dev'),
    good: account('report'),
    matches(principal, binding) {
      const own = binding.scope[0]?.level === 'namespace' ? textOf(binding.scope[0].id) : undefined;
      const other = textOf(principal.namespace);
      return principal.kind === 'serviceAccount' && Boolean(own) && Boolean(other) && own !== other && other !== 'kube-system';
    },
  },
  {
    id: 'k8s/missing-subject',
    title: 'Binding to an account that is not there',
    severity: 'low',
    profile: 'strict',
    framework: 'NHI1:2025',
    peers: ['C-0307'],
    message:
      'Nothing in this tree makes the service account `{subject}` in {namespace}: whoever may make accounts there makes it and has the role',
    what: 'A binding whose subject is a service account that no manifest of the tree makes, where manifests make others.',
    why: 'A binding outlives its account. The name can be taken again by anyone who may create service accounts in the namespace.',
    remedy: 'Delete the binding, or keep the account beside it.',
    whyNoFix: 'Whether the account is made elsewhere is not known here.',
    bad: account('«retired»'),
    good: account('report'),
    matches(principal, _, project) {
      const name = textOf(principal.id);
      const namespace = textOf(principal.namespace);
      if (principal.kind !== 'serviceAccount' || !name || !namespace || name === 'default') return false;
      return isAccountMade(project, namespace, name) === false;
    },
  },
];

export const subjectHabitRules: readonly Rule[] = habits.map((habit) =>
  defineRule({
    id: habit.id,
    meta: {
      title: habit.title,
      category: 'rbac',
      severity: habit.severity,
      confidence: 'high',
      ...(habit.profile ? { profile: habit.profile } : {}),
      frameworks: [habit.framework, 'PR.AA-05'],
      peers: habit.peers,
      fix: 'none',
      whyNoFix: habit.whyNoFix,
      messages: { subject: habit.message },
      docs: {
        what: habit.what,
        why: habit.why,
        remedy: habit.remedy,
        bad: [example(habit.bad)],
        good: [example(habit.good)],
        references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects'],
      },
    },
    on: { grant: (grant, context) => judge(habit, grant, context) },
  }),
);

function judge(habit: SubjectHabit, binding: Grant, context: RuleContext<'subject'>): void {
  if (binding.platform !== 'k8s' || binding.role !== 'binding' || binding.enabled === 'no') return;
  for (const principal of binding.principals) {
    if (!habit.matches(principal, binding, context.project)) continue;
    const other = principal.namespace ? patternOf(principal.namespace) : '';
    const namespace =
      habit.id !== 'k8s/cross-namespace-subject' && other ? `namespace ${other.replaceAll('\0', '…')}` : namespaceOf(binding);
    context.report({
      at: principal.id.at,
      message: 'subject',
      data: { subject: shownOf(principal.id), namespace, other: other.replaceAll('\0', '…') },
      anchor: `${binding.anchor}|${other.replaceAll('\0', '*')}/${patternOf(principal.id)}`,
    });
  }
}
