// The rules of guards.ts: k8s/privileged-namespace, k8s/policy-exception-for-all and k8s/default-account-cloud-identity.
import { guardRules } from '../../../rules/k8s/guards.ts';
import { at, helm, kubernetes, ruleTester, terraform } from '../../support/rule-tester.ts';

const [privileged, exception, cloudIdentity] = guardRules;
const namespace = (level: string, name = 'shop') =>
  `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n  labels:\n    team: shop\n    pod-security.kubernetes.io/enforce: ${level}\n`;

ruleTester(privileged!, {
  valid: [
    { ...kubernetes``, text: namespace('baseline') },
    { ...kubernetes``, text: namespace('restricted').replace('restricted', 'restricted\n    pod-security.kubernetes.io/warn: privileged') },
    { ...kubernetes``, text: namespace('privileged', 'kube-system'), because: 'agents of the cluster itself' },
    { ...kubernetes``, text: namespace('privileged', 'longhorn-system'), because: 'storage on every node' },
    { ...kubernetes``, text: namespace('privileged').replace('v1', 'example.com/v1'), because: 'a kind of another group' },
    { ...helm``, text: namespace('{{ .Values.podSecurity }}') },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: namespace('«privileged»'),
      severity: 'low',
      message: 'In namespace `shop`',
      suggestions: [namespace('baseline')],
    },
    { ...kubernetes``, text: namespace("'«privileged»'"), suggestions: [namespace("'baseline'")] },
    {
      ...terraform``,
      text: 'resource "kubernetes_namespace_v1" "shop" {\n  metadata {\n    name = "shop"\n    labels = {\n      "pod-security.kubernetes.io/enforce" = "«privileged»"\n    }\n  }\n}\n',
    },
    {
      ...at('overlays/prod/kustomization.yaml')``,
      text: 'resources:\n  - ../../base/ns.yaml\npatches:\n  - patch: |\n      apiVersion: v1\n      kind: Namespace\n      metadata:\n        name: shop\n        labels:\n          pod-security.kubernetes.io/enforce: «privileged»\n',
      beside: { 'base/ns.yaml': namespace('restricted') },
    },
  ],
});

const exempt = (match: string, more = '') =>
  `apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata:\n  name: legacy\n  namespace: policies\nspec:\n  exceptions:\n    - policyName: disallow-privileged\n      ruleNames: ["*"]\n  match:\n    any:\n      - ${match}\n${more}`;

ruleTester(exception!, {
  valid: [
    { ...kubernetes``, text: exempt('resources: {kinds: [Pod], namespaces: [monitoring]}') },
    { ...kubernetes``, text: exempt('resources: {kinds: [Pod], names: [node-exporter-*]}') },
    { ...kubernetes``, text: exempt('resources: {kinds: [Pod], selector: {matchLabels: {app: agent}}}') },
    { ...kubernetes``, text: exempt('resources: {kinds: [Pod]}\n        subjects: [{kind: Group, name: platform}]') },
    { ...kubernetes``, text: exempt('resources: {kinds: [Pod]}', '  conditions:\n    any: []\n'), because: 'conditions choose' },
    {
      ...helm``,
      text: exempt('resources:\n          kinds: [Pod]\n          {{- toYaml .Values.match | nindent 10 }}'),
      because: 'the values may name namespaces',
    },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: exempt('resources: {kinds: [«Pod», Deployment]}'),
      severity: 'medium',
      message: 'no `Pod` has to keep to `disallow-privileged`',
    },
    {
      ...kubernetes``,
      text: exempt('resources:\n          kinds: ["«*»"]\n          namespaces: ["*"]\n          names: ["*"]'),
      message: 'nothing has to keep to `disallow-privileged`',
    },
  ],
});

const account = (name: string, annotation: string) =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n  namespace: shop\n  annotations:\n    ${annotation}\n`;

ruleTester(cloudIdentity!, {
  valid: [
    { ...kubernetes``, text: account('reports', 'eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/reports') },
    { ...kubernetes``, text: account('default', 'example.com/note: none') },
    { ...kubernetes``, text: account('default', "eks.amazonaws.com/role-arn: ''") },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: account('default', 'eks.amazonaws.com/role-arn: «arn:aws:iam::111122223333:role/reports»'),
      severity: 'medium',
      message: 'Every pod of namespace shop',
    },
    { ...kubernetes``, text: account('default', 'iam.gke.io/gcp-service-account: «reports@shop-prod.iam.gserviceaccount.com»') },
    { ...kubernetes``, text: account('default', 'azure.workload.identity/client-id: «11111111-2222-3333-4444-555555555555»') },
    { ...helm``, text: account('default', 'eks.amazonaws.com/role-arn: «{{ .Values.role }}»'), because: 'whichever role it is' },
    {
      ...terraform``,
      text: 'resource "kubernetes_service_account_v1" "all" {\n  metadata {\n    name      = "default"\n    namespace = "shop"\n    annotations = {\n      "iam.gke.io/gcp-service-account" = "«reports@shop-prod.iam.gserviceaccount.com»"\n    }\n  }\n}\n',
    },
  ],
});
