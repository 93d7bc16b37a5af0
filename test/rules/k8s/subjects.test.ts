// The rules of subject-habits.ts (k8s/default-account-subject, k8s/all-service-accounts-subject, k8s/user-subject,
// k8s/cross-namespace-subject, k8s/missing-subject) and k8s/long-projected-token (long-projected-token.ts).
import { longProjectedToken } from '../../../rules/k8s/long-projected-token.ts';
import { subjectHabitRules } from '../../../rules/k8s/subject-habits.ts';
import { helm, kubernetes, ruleTester, terraform } from '../../support/rule-tester.ts';

const [defaultAccount, allAccounts, user, crossNamespace, missing] = subjectHabitRules;

const binding = (subject: string, role = 'report', kind = 'RoleBinding') => `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: b
  namespace: shop
roleRef:
  kind: ${role === 'report' ? 'Role' : 'ClusterRole'}
  name: ${role}
subjects:
  - ${subject}
`;
const account = (name: string, namespace = 'shop') => `{kind: ServiceAccount, name: ${name}, namespace: ${namespace}}`;
const beside = { 'accounts.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: report\n  namespace: shop\n' };

ruleTester(defaultAccount!, {
  valid: [
    { ...kubernetes``, text: binding(account('report')) },
    { ...kubernetes``, text: binding('{kind: User, name: default}') },
  ],
  invalid: [{ ...kubernetes``, text: binding(account('«default»')), message: 'Every pod of namespace shop' }],
});

ruleTester(allAccounts!, {
  valid: [
    {
      ...kubernetes``,
      text: binding('{kind: Group, name: system:serviceaccounts}', 'system:image-puller'),
      because: 'as installers bind it',
    },
    { ...kubernetes``, text: binding('{kind: Group, name: system:serviceaccount}') },
    { ...helm``, text: binding('{kind: Group, name: "system:serviceaccounts:{{ .Release.Namespace }}-x"}', 'view') },
  ],
  invalid: [
    { ...kubernetes``, text: binding('{kind: Group, name: «system:serviceaccounts:dev»}') },
    { ...kubernetes``, text: binding('{kind: Group, name: "«system:serviceaccounts»"}', 'edit') },
  ],
});

ruleTester(user!, {
  valid: [
    { ...kubernetes``, text: binding('{kind: Group, name: ops}') },
    { ...kubernetes``, text: binding('{kind: User, name: system:kube-scheduler}') },
    { ...kubernetes``, text: binding('{kind: User, name: eks:addon-manager}'), because: 'a part of EKS and no person' },
    { ...helm``, text: binding('{kind: User, name: "{{ .Values.user }}"}') },
  ],
  invalid: [{ ...kubernetes``, text: binding('{kind: User, name: «ada»}'), message: '`ada` is one person' }],
});

ruleTester(crossNamespace!, {
  valid: [
    { ...kubernetes``, text: binding(account('report')) },
    { ...kubernetes``, text: binding(account('controller', 'kube-system')) },
    { ...kubernetes``, text: binding(account('report', 'dev'), 'view', 'ClusterRoleBinding'), because: 'no namespace to cross' },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: binding(account('«report»', 'dev')),
      message: 'Service account `report` of namespace dev gets a role in namespace shop',
    },
  ],
});

ruleTester(missing!, {
  valid: [
    { ...kubernetes``, text: binding(account('report')), beside },
    { ...kubernetes``, text: binding(account('gone')), because: 'no account of the namespace is in the tree, so that nothing is known' },
    { ...kubernetes``, text: binding(account('default')), beside },
  ],
  invalid: [{ ...kubernetes``, text: binding(account('«gone»')), beside, message: '`gone` in namespace shop' }],
});

const pod = (seconds: string) => `apiVersion: v1
kind: Pod
metadata:
  name: p
spec:
  containers: [{name: c, image: i}]
  volumes:
    - name: t
      projected:
        sources:
          - serviceAccountToken:
              path: t
              expirationSeconds: ${seconds}
`;

const request = (seconds: string) =>
  `resource "kubernetes_token_request_v1" "ci" {\n  metadata {\n    name = "ci"\n  }\n  spec {\n    expiration_seconds = ${seconds}\n  }\n}\n`;

ruleTester(longProjectedToken, {
  valid: [
    { ...kubernetes``, text: pod('86400') },
    { ...helm``, text: pod('{{ .Values.seconds }}') },
    { ...terraform``, text: request('3600') },
    { ...kubernetes``, text: pod('8358387705804627521'), because: 'the API takes no more than 2^32 seconds: a number that was made up' },
  ],
  invalid: [
    { ...kubernetes``, text: pod('«86401»'), message: 'lives 1 day;', suggestions: [pod('3600')] },
    { ...kubernetes``, text: pod('«604800»'), message: '7 days' },
    { ...terraform``, text: request('«31536000»'), message: 'wherever it is copied to' },
  ],
});
