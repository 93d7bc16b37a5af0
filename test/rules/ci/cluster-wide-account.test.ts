import { clusterWideAccount } from '../../../rules/ci/cluster-wide-account.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(clusterWideAccount, {
  valid: [
    {
      file: 'ci/a.yaml',
      text: `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: { name: build, namespace: ci }
spec:
  serviceAccountName: builder
`,
      because: 'a role that only reads',
      beside: {
        'ci/rbac.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: b, namespace: ci }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects:
  - { kind: ServiceAccount, name: builder, namespace: ci }
`,
      },
    },
    {
      file: 'ci/a.yaml',
      text: `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: { name: build, namespace: ci }
spec:
  serviceAccountName: builder
`,
      because: 'in its own namespace',
      beside: {
        'ci/rbac.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: b, namespace: ci }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects:
  - { kind: ServiceAccount, name: builder, namespace: ci }
`,
      },
    },
  ],
  invalid: [
    {
      file: 'ci/a.yaml',
      text: `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: { name: build, namespace: ci }
spec:
  serviceAccountName: «builder»
`,
      beside: {
        'ci/rbac.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: b, namespace: ci }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects:
  - { kind: ServiceAccount, name: builder, namespace: ci }
`,
      },
      severity: 'critical',
    },
  ],
});
