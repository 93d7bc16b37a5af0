// k8s/cluster-admin-binding (cluster-admin-binding.ts), k8s/admin-binding (admin-binding.ts) and the open subjects
// (k8s/anonymous-subject, k8s/authenticated-subject, k8s/masters-subject of open-subjects.ts).
import { adminBinding } from '../../../rules/k8s/admin-binding.ts';
import { clusterAdminBinding } from '../../../rules/k8s/cluster-admin-binding.ts';
import { openSubjectRules } from '../../../rules/k8s/open-subjects.ts';
import { at, helm, kubernetes, ruleTester, type InvalidCase } from '../../support/rule-tester.ts';

const binding = (role: string, subject: string, kind = 'ClusterRoleBinding', namespace = '') => `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: b${namespace && `\n  namespace: ${namespace}`}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${role}
subjects:
${subject}`;
const account = '  - kind: ServiceAccount\n    name: ci\n    namespace: build\n';
const group = '  - kind: Group\n    name: ops\n';

const cluster: InvalidCase = {
  ...kubernetes``,
  text: binding('«cluster-admin»', account),
  severity: 'critical',
  message: 'gives service account build/ci every verb',
  suggestions: [
    `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: b
  namespace: build
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: cluster-admin
subjects:
${account}`,
    binding('view', account),
  ],
};

ruleTester(clusterAdminBinding, {
  valid: [
    { ...kubernetes``, text: binding('view', account) },
    { ...kubernetes``, text: binding('cluster-administrator', account), because: 'another role that begins alike' },
    {
      ...kubernetes``,
      text: binding('cluster-admin', '  - kind: Group\n    name: system:masters\n'),
      because: 'the default binding, as dumps hold it',
    },
    {
      ...kubernetes``,
      text: binding('cluster-admin', account).replace('rbac.authorization.k8s.io/v1', 'example.com/v1'),
      because: 'a custom resource that looks like RBAC',
    },
    {
      ...kubernetes``,
      text: binding('cluster-admin', account).replaceAll('kind: ClusterRole\n', 'kind: Role\n'),
      because: "a Role of that name is the namespace's own",
    },
    { ...helm``, text: binding('{{ .Values.role }}', account), because: 'unknown is no finding' },
    { ...at('values.yaml')``, text: 'roleRef:\n  name: cluster-admin\n' },
  ],
  invalid: [
    cluster,
    { ...kubernetes``, text: binding('«cluster-admin»', group), severity: 'high', message: 'group ops' },
    {
      ...kubernetes``,
      text: binding('«cluster-admin»', '  - kind: Group\n    name: system:serviceaccounts:build\n'),
      severity: 'critical',
      because: 'a group of workloads is no people',
    },
    {
      ...kubernetes``,
      text: binding('«cluster-admin»', '  - kind: User\n    name: system:serviceaccount:build:ci\n'),
      severity: 'critical',
      message: 'service account build/ci',
      because: 'a service account by its user name',
    },
    {
      ...kubernetes``,
      text: binding('«cluster-admin»', group)
        .replace('rbac.authorization.k8s.io/v1', 'authorization.openshift.io/v1')
        .replace('  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n', ''),
      because: 'OpenShift names a cluster role by its name alone',
    },
    {
      ...kubernetes``,
      text: `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBindingList\nitems:\n  - metadata: {name: b}\n    roleRef: {kind: ClusterRole, name: «cluster-admin»}\n    subjects: [{kind: ServiceAccount, name: ci, namespace: build}]\n`,
      because: 'items of a list that says what they are',
    },
    { ...kubernetes``, text: binding('"«cluster-admin»"', account, 'RoleBinding', 'shop'), severity: 'high', message: 'in namespace shop' },
    {
      ...kubernetes``,
      text: binding('«cluster-admin»', `${group}${account}${account}${account.replace('ci', 'cd')}${account.replace('ci', 'qa')}`),
      message: 'service account build/cd and 1 more',
    },
    {
      ...kubernetes``,
      text: `kind: ConfigMap\napiVersion: v1\n---\n${binding('«cluster-admin»', account)}---\n${binding('view', account)}`,
      because: 'one of several documents',
    },
    {
      ...helm``,
      text: `{{- if .Values.admin }}\n${binding('«cluster-admin»', '  - kind: ServiceAccount\n    name: {{ include "name" . }}\n    namespace: {{ .Release.Namespace }}\n')}{{- end }}\n`,
      message: 'a service account whose name is not known here',
    },
    {
      ...at('deploy/rbac.json')``,
      text: '{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"b"},"roleRef":{"kind":"ClusterRole","name":"«cluster-admin»"},"subjects":[{"kind":"ServiceAccount","name":"ci","namespace":"build"}]}]}',
      because: 'a list in JSON',
    },
  ],
});

ruleTester(adminBinding, {
  valid: [
    { ...kubernetes``, text: binding('edit', account, 'RoleBinding', 'shop'), because: 'in one namespace it is what the role is for' },
    { ...kubernetes``, text: binding('view', account) },
    { ...kubernetes``, text: binding('admin-of-nothing', account) },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: binding('«edit»', account),
      message: 'run pods as any service account',
      suggestions: [
        binding('edit', account, 'RoleBinding').replace('  name: b\n', '  name: b\n  namespace: build\n'),
        binding('view', account),
      ],
    },
    { ...kubernetes``, text: binding('«admin»', group), message: 'hand out roles' },
  ],
});

const [anonymous, authenticated, masters] = openSubjectRules;
const two = (name: string) => `  - kind: Group\n    name: ${name}\n${account}`;

ruleTester(anonymous!, {
  valid: [
    { ...kubernetes``, text: binding('system:public-info-viewer', two('system:unauthenticated')), because: 'every cluster has it' },
    { ...kubernetes``, text: binding('reader', two('system:anonymous-team')) },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: binding('reader', two('«system:unauthenticated»')),
      message: 'gives them ClusterRole/reader',
      suggestions: [binding('reader', account)],
    },
    {
      ...kubernetes``,
      text: binding('reader', '  - kind: User\n    name: "«system:anonymous»"\n'),
      because: 'the only subject: there is nothing to take out',
    },
  ],
});

ruleTester(authenticated!, {
  valid: [
    { ...kubernetes``, text: binding('system:basic-user', two('system:authenticated')), because: 'every cluster has it' },
    { ...kubernetes``, text: binding('system:discovery', two('system:authenticated')), because: 'every cluster has it' },
    { ...kubernetes``, text: binding('reader', two('authenticated')) },
  ],
  invalid: [{ ...kubernetes``, text: binding('reader', two('«system:authenticated»')), suggestions: [binding('reader', account)] }],
});

ruleTester(masters!, {
  valid: [
    { ...kubernetes``, text: binding('cluster-admin', '  - kind: Group\n    name: system:masters\n'), because: 'the default binding' },
    { ...kubernetes``, text: binding('reader', two('masters')) },
    {
      ...kubernetes``,
      text: binding('reader', '  - kind: User\n    name: system:masters\n'),
      because: 'a user of that name is nobody special',
    },
  ],
  invalid: [{ ...kubernetes``, text: binding('reader', two('«system:masters»')), suggestions: [binding('reader', account)] }],
});
