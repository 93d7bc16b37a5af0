// `cluster-admin` bound to a subject, for the cluster or for one namespace.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { bindInNamespace } from './binding-edits.ts';
import { cameFrom, isDefaultBinding, isWorkload, namedAll, namespaceOf } from './subjects.ts';
import { tableOf } from '../../server/engine/table.ts';

/** What Rancher calls it, by the kind of the binding. */
const names = tableOf<string>({ GlobalRoleBinding: 'admin', ClusterRoleTemplateBinding: 'cluster-owner' });

export const clusterAdminBinding = defineRule({
  id: 'k8s/cluster-admin-binding',
  meta: {
    title: 'Binding to cluster-admin',
    category: 'rbac',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['C-0185', 'C-0035', 'KSV-0111', 'cluster-admin-role-binding'],
    fix: 'suggestion',
    messages: {
      cluster: '`{role}` gives {subjects} every verb on every resource in every namespace, secrets and roles included',
      namespace: '`{role}` gives {subjects} every verb on every resource in {namespace}, its secrets and roles included',
    },
    subsumes: ['k8s/admin-binding'],
    docs: {
      what: 'A ClusterRoleBinding or RoleBinding whose role is `cluster-admin`, or one of Rancher whose role is its `admin` or `cluster-owner`.',
      why: 'Whoever holds a token of the subject owns the cluster: reads all secrets, changes all workloads, makes itself new accounts. A workload with such an account turns any flaw of that workload into a flaw of the cluster, and Kubernetes has no end date for a binding.',
      remedy:
        'Bind a role that lists what the subject needs, in the namespace where it needs it. For people, give the role to a group that an identity provider fills for a limited time.',
      bad: [
        {
          file: 'deploy/rbac.yaml',
          text: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: deployer
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: «cluster-admin»
subjects:
  - kind: ServiceAccount
    name: deployer
    namespace: ci
`,
        },
      ],
      good: [
        {
          file: 'deploy/rbac.yaml',
          text: `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: deployer
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: deployer
subjects:
  - kind: ServiceAccount
    name: deployer
    namespace: shop
`,
        },
      ],
      references: [
        'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles',
        'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
      ],
    },
  },
  on: {
    grant(grant, context) {
      if (grant.platform !== 'k8s' || grant.role !== 'binding' || grant.enabled === 'no' || !grant.entitlement) return;
      if (textOf(grant.entitlement) !== 'ClusterRole/cluster-admin' || isDefaultBinding(grant)) return;
      const inCluster = grant.scope[0]?.level === 'cluster';
      const people = grant.principals.length > 0 && !grant.principals.some(isWorkload);
      const role = grant.entitlement;
      context.report({
        at: role.at,
        message: inCluster ? 'cluster' : 'namespace',
        data: {
          role: names.get(grant.carrier.kind) ?? 'cluster-admin',
          subjects: namedAll(grant.principals),
          ...(inCluster ? {} : { namespace: namespaceOf(grant) }),
        },
        anchor: grant.anchor,
        related: cameFrom(role),
        ...(inCluster && !people ? {} : { severity: 'high' as const }),
        suggestions: [
          ...bindInNamespace(grant),
          ...(role.editable && role.kind === 'scalar'
            ? [editing('Bind `view` instead: read everything but secrets and roles', role.token.uri, () => [replaceText(role, 'view')])]
            : []),
        ],
      });
    },
  },
});
