// The built-in roles `admin` and `edit` for the whole cluster.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { bindInNamespace } from './binding-edits.ts';
import { cameFrom, namedAll } from './subjects.ts';
import { tableOf } from '../../server/engine/table.ts';

const what = tableOf<string>({
  'ClusterRole/admin': 'read all secrets, run pods as any service account and hand out roles',
  'ClusterRole/edit': 'read all secrets and run pods as any service account',
});

export const adminBinding = defineRule({
  id: 'k8s/admin-binding',
  meta: {
    title: 'Binding to admin or edit in the whole cluster',
    category: 'rbac',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['KSV-0111', 'C-0272'],
    fix: 'suggestion',
    messages: { cluster: '`{role}` lets {subjects} {what} in every namespace' },
    docs: {
      what: 'A ClusterRoleBinding whose role is the built-in `admin` or `edit`.',
      why: 'Both roles are made for one namespace. Bound for the cluster they reach kube-system, where a pod may run as the accounts that control the cluster: that is cluster-admin with one more step.',
      remedy: 'Use a RoleBinding in each namespace that the subject works in.',
      bad: [
        {
          file: 'deploy/rbac.yaml',
          text: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: release
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: «edit»
subjects:
  - kind: ServiceAccount
    name: release
    namespace: shop
`,
        },
      ],
      good: [
        {
          file: 'deploy/rbac.yaml',
          text: `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: release
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: edit
subjects:
  - kind: ServiceAccount
    name: release
    namespace: shop
`,
        },
      ],
      references: [
        'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles',
        'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation',
      ],
    },
  },
  on: {
    grant(grant, context) {
      if (grant.platform !== 'k8s' || grant.role !== 'binding' || grant.enabled === 'no' || grant.scope[0]?.level !== 'cluster') return;
      const role = grant.entitlement;
      const granted = what.get(textOf(role) ?? '');
      if (!role || !granted) return;
      context.report({
        at: role.at,
        message: 'cluster',
        data: { role: textOf(role)!.slice('ClusterRole/'.length), subjects: namedAll(grant.principals), what: granted },
        anchor: grant.anchor,
        related: cameFrom(role),
        suggestions: [
          ...bindInNamespace(grant),
          ...(role.editable ? [editing('Bind `view` instead', role.token.uri, () => [replaceText(role, 'view')])] : []),
        ],
      });
    },
  },
});
