// Rules that join files: k8s/powerful-binding (powerful-binding.ts), k8s/workload-admin-account
// (workload-admin-account.ts), k8s/automounted-token (automounted-token.ts), k8s/aggregated-role (aggregated-role.ts).
import { aggregatedRole } from '../../../rules/k8s/aggregated-role.ts';
import { automountedToken } from '../../../rules/k8s/automounted-token.ts';
import { powerfulBinding } from '../../../rules/k8s/powerful-binding.ts';
import { workloadAdminAccount } from '../../../rules/k8s/workload-admin-account.ts';
import { helm, kubernetes, ruleTester, terraform } from '../../support/rule-tester.ts';

const role = (name: string, rule: string, kind = 'ClusterRole', more = '') => `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: ${name}
${more}rules:
  - ${rule}
`;
const exec = '{apiGroups: [""], resources: [pods/exec], verbs: [create]}';
const reads = '{apiGroups: [""], resources: [pods], verbs: [get]}';
const all = '{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}';
const binding = (
  ref: string,
  kind = 'ClusterRoleBinding',
  roleKind = 'ClusterRole',
  namespace = '',
) => `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: b
${namespace}roleRef:
  kind: ${roleKind}
  name: ${ref}
subjects:
  - kind: ServiceAccount
    name: web
    namespace: shop
`;

ruleTester(powerfulBinding, {
  valid: [
    { ...kubernetes``, text: binding('r'), beside: { 'deploy/role.yaml': role('r', reads) } },
    { ...kubernetes``, text: binding('r'), because: 'a role that is not in the tree is unknown' },
    {
      ...kubernetes``,
      text: binding('r'),
      beside: { 'a/role.yaml': role('r', exec), 'b/role.yaml': role('r', exec) },
      because: 'two roles of the name, neither nearer than the other',
    },
    {
      ...helm``,
      text: binding('{{ .x }}'),
      beside: { 'charts/app/templates/a.yaml': role('{{ .a }}', exec), 'charts/app/templates/b.yaml': role('{{ .b }}', exec) },
      because: 'two roles whose names nobody knows',
    },
    {
      ...kubernetes``,
      text: binding('r', 'RoleBinding'),
      beside: { 'role.yaml': role('r', '{apiGroups: [apps], resources: [deployments], verbs: [create]}') },
      because: 'a deployer in its namespace',
    },
    {
      ...kubernetes``,
      text: binding('r', 'RoleBinding', 'Role'),
      beside: { 'deploy/role.yaml': role('r', exec) },
      because: 'a ClusterRole of the name is not the Role',
    },
    {
      ...kubernetes``,
      text: binding('r', 'RoleBinding', 'Role', '  namespace: a\n'),
      beside: { 'deploy/role.yaml': role('r', exec, 'Role').replace('name: r', 'name: r\n  namespace: b') },
      because: 'a Role of another namespace',
    },
    {
      ...kubernetes``,
      text: binding('r').replace('ServiceAccount', 'Group').replace('    namespace: shop\n', ''),
      beside: { 'role.yaml': role('r', exec) },
      because: 'people are named where the role is reported',
    },
    {
      ...kubernetes``,
      text: binding('system:controller:x'),
      beside: { 'role.yaml': role('system:controller:x', exec) },
      because: "a controller of Kubernetes' own",
    },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: binding('«r»'),
      beside: { 'far/away.yaml': role('r', exec) },
      severity: 'high',
      message: 'lets service account shop/web run commands in running pods',
      suggestions: [binding('r', 'RoleBinding', 'ClusterRole', '  namespace: shop\n')],
    },
    { ...kubernetes``, text: binding('«r»', 'RoleBinding'), beside: { 'role.yaml': role('r', exec) }, severity: 'medium' },
    { ...kubernetes``, text: binding('«r»'), beside: { 'role.yaml': role('r', all) }, message: 'administrator by another name' },
    {
      ...kubernetes``,
      text: binding('«r»').replace('ServiceAccount', 'User'),
      beside: { 'role.yaml': role('r', all) },
      message: 'gives user web everything',
    },
    {
      ...kubernetes``,
      text: binding('«r»').replace('ServiceAccount', 'Group').replace('name: web', 'name: system:serviceaccounts:shop'),
      beside: { 'role.yaml': role('r', exec) },
    },
    {
      ...kubernetes``,
      text: binding('«r»'),
      beside: { 'role.yaml': role('r', '{apiGroups: [""], resources: ["*"], verbs: ["*"]}') },
      message: 'and 13 more',
      because: 'a wildcard has many powers',
    },
    {
      ...kubernetes``,
      text: binding('«sum»'),
      because: 'aggregated from a role in another file',
      beside: {
        'sum.yaml':
          'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: sum\naggregationRule:\n  clusterRoleSelectors:\n    - matchLabels:\n        rbac.example.com/sum: "true"\n',
        'part.yaml': role('part', exec, 'ClusterRole', '  labels:\n    rbac.example.com/sum: "true"\n'),
      },
    },
    {
      ...helm``,
      because: 'names made by one template, in one chart',
      text: binding('«{{ include "app.name" . }}-r»'),
      message: 'run commands',
      beside: {
        'charts/app/templates/role.yaml': role('{{ include "app.name" . }}-r', exec),
        'charts/other/templates/role.yaml': role('{{ include "app.name" . }}-r', all),
      },
    },
    {
      ...terraform``,
      because: 'Terraform',
      text: 'resource "kubernetes_cluster_role" "r" {\n  metadata {\n    name = "r"\n  }\n  rule {\n    api_groups = [""]\n    resources  = ["pods/exec"]\n    verbs      = ["create"]\n  }\n}\nresource "kubernetes_cluster_role_binding" "b" {\n  metadata {\n    name = "b"\n  }\n  role_ref {\n    kind = "ClusterRole"\n    name = "«r»"\n  }\n  subject {\n    kind      = "ServiceAccount"\n    name      = "ops"\n    namespace = "ops"\n  }\n}\n',
      suggestions: [
        'resource "kubernetes_cluster_role" "r" {\n  metadata {\n    name = "r"\n  }\n  rule {\n    api_groups = [""]\n    resources  = ["pods/exec"]\n    verbs      = ["create"]\n  }\n}\nresource "kubernetes_role_binding" "b" {\n  metadata {\n    name = "b"\n    namespace = "ops"\n  }\n  role_ref {\n    kind = "ClusterRole"\n    name = "r"\n  }\n  subject {\n    kind      = "ServiceAccount"\n    name      = "ops"\n    namespace = "ops"\n  }\n}\n',
      ],
    },
  ],
});

const pod = (spec: string, namespace = 'shop') =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  namespace: ${namespace}\nspec:\n${spec}  containers: [{name: c, image: i}]\n`;
const deployment = (account: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: d\nspec:\n  template:\n    spec:\n      serviceAccountName: ${account}\n      containers: [{name: c, image: i}]\n`;

ruleTester(workloadAdminAccount, {
  valid: [
    { ...kubernetes``, text: pod('  serviceAccountName: web\n'), beside: { 'b.yaml': binding('view') } },
    { ...kubernetes``, text: pod('  serviceAccountName: other\n'), beside: { 'b.yaml': binding('cluster-admin') } },
    {
      ...kubernetes``,
      text: pod('  serviceAccountName: web\n', 'other'),
      beside: { 'b.yaml': binding('cluster-admin') },
      because: 'an account of the same name elsewhere',
    },
    {
      ...kubernetes``,
      text: pod('  serviceAccountName: web\n'),
      beside: { 'b.yaml': binding('r'), 'r.yaml': role('r', exec) },
      because: 'said at the role',
    },
    {
      ...kubernetes``,
      text: pod('  serviceAccountName: web\n  automountServiceAccountToken: false\n'),
      beside: { 'b.yaml': binding('cluster-admin') },
      because: 'no token is mounted',
    },
    {
      ...kubernetes``,
      text: deployment('web'),
      beside: { 'other/place/b.yaml': binding('cluster-admin') },
      because: 'a deployment that leaves its namespace open, and a binding of another folder',
    },
    {
      ...kubernetes``,
      text: pod(''),
      beside: { 'other/cluster/b.yaml': binding('cluster-admin').replace('name: web', 'name: default') },
      because: 'the default account, maybe of another cluster',
    },
    { ...helm``, text: deployment('{{ .Values.account }}'), beside: { 'b.yaml': binding('cluster-admin') } },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: pod('  serviceAccountName: «web»\n'),
      beside: { 'b.yaml': binding('cluster-admin') },
      severity: 'critical',
      message: 'Pod `p` runs as service account `web`',
    },
    { ...kubernetes``, text: deployment('«web»'), beside: { 'b.yaml': binding('r'), 'r.yaml': role('r', all) }, severity: 'critical' },
    {
      ...kubernetes``,
      text: deployment('«web»'),
      beside: { 'b.yaml': binding('cluster-admin', 'RoleBinding') },
      severity: 'high',
      message: 'of its namespace',
    },
    {
      ...kubernetes``,
      text: deployment('«web»'),
      beside: { 'b.yaml': binding('r'), 'r.yaml': role('r', '{apiGroups: [""], resources: [users], verbs: [impersonate]}') },
      severity: 'high',
      message: 'act as somebody else',
    },
    {
      ...kubernetes``,
      text: pod('').replace('name: p', 'name: «p»'),
      beside: { 'b.yaml': binding('cluster-admin').replace('name: web', 'name: default') },
      because: 'the account that pods have when they name none',
    },
  ],
});

ruleTester(automountedToken, {
  valid: [
    { ...kubernetes``, text: pod('  automountServiceAccountToken: false\n') },
    { ...kubernetes``, text: pod('  automountServiceAccountToken: no\n'), because: 'Kubernetes reads YAML 1.1' },
    { ...kubernetes``, text: pod('  serviceAccountName: web\n'), beside: { 'b.yaml': binding('view') }, because: 'the account has a role' },
    {
      ...kubernetes``,
      text: pod('  serviceAccountName: web\n'),
      beside: {
        'a.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: web\n  namespace: shop\nautomountServiceAccountToken: false\n',
      },
      because: 'off at the account',
    },
    { ...helm``, text: pod('  automountServiceAccountToken: {{ .Values.mount }}\n') },
    { ...kubernetes``, text: 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: web\n', because: 'pods decide' },
    {
      ...kubernetes``,
      text: 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: web\n  namespace: shop\nautomountServiceAccountToken: true\n',
      beside: { 'b.yaml': binding('view') },
      because: 'the account has a role, and its pods use the token',
    },
    {
      ...kubernetes``,
      text: 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: web\nautomountServiceAccountToken: true\n',
      beside: { 'pod.yaml': pod('  automountServiceAccountToken: false\n  serviceAccountName: web\n') },
      because: 'the pod that runs as it is where it is said',
    },
    { ...kubernetes``, text: 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: default\nautomountServiceAccountToken: false\n' },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: pod('').replace('name: p', 'name: «p»'),
      message: 'service account `default`',
      suggestions: [pod('').replace('  containers', '  automountServiceAccountToken: false\n  containers')],
    },
    {
      ...kubernetes``,
      text: pod('  automountServiceAccountToken: «true»\n'),
      suggestions: [pod('  automountServiceAccountToken: false\n')],
    },
    {
      ...kubernetes``,
      text: pod('  automountServiceAccountToken: «true»\n  serviceAccountName: web\n'),
      beside: { 'a.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: web\nautomountServiceAccountToken: false\n' },
      because: 'the pod overrules the account',
    },
    {
      ...kubernetes``,
      text: 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: «default»\n',
      message: 'Every pod of the namespace',
      suggestions: ['apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: default\nautomountServiceAccountToken: false\n'],
    },
    {
      ...kubernetes``,
      text: 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: build\nautomountServiceAccountToken: «true»\n',
      message: 'Every pod that names this account',
      suggestions: ['apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: build\nautomountServiceAccountToken: false\n'],
    },
    {
      ...terraform``,
      text: 'resource "kubernetes_service_account" "build" {\n  metadata {\n    name = "build"\n  }\n  automount_service_account_token = «true»\n}\n',
    },
  ],
});

const labelled = (into: string, value: string, rule: string) =>
  role('r', rule, 'ClusterRole', `  labels:\n    app: x\n    rbac.authorization.k8s.io/aggregate-to-${into}: ${value}\n`);

ruleTester(aggregatedRole, {
  valid: [
    { ...kubernetes``, text: labelled('view', '"true"', reads) },
    { ...kubernetes``, text: labelled('view', '"false"', exec) },
    { ...kubernetes``, text: labelled('edit', '"true"', exec), because: 'edit has it already' },
    { ...kubernetes``, text: labelled('tenant', '"true"', exec), because: 'a role of their own' },
    {
      ...kubernetes``,
      text: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r}\naggregationRule:\n  clusterRoleSelectors:\n    - matchExpressions: [{key: app, operator: Exists}]\n',
      because: 'a condition that is not followed',
    },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: labelled('view', '"«true»"', exec),
      message: 'bound to `view`',
      suggestions: [role('r', exec, 'ClusterRole', '  labels:\n    app: x\n')],
    },
    { ...kubernetes``, text: labelled('admin', '"«true»"', all), message: 'everything' },
    {
      ...kubernetes``,
      text: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r}\naggregationRule:\n  clusterRoleSelectors:\n    - matchLabels: {a: b}\n    - «{}»\n',
      message: 'takes in every ClusterRole',
    },
    {
      ...kubernetes``,
      text: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r}\naggregationRule:\n  clusterRoleSelectors:\n    - «matchLabels: {}»\n',
    },
  ],
});
