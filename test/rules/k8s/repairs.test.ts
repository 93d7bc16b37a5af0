// Repairs that would lose what the author meant are not offered: seen through the rules that would offer them.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';

async function titles(rule: string, files: Record<string, string>): Promise<string[]> {
  const { findings, failures, documents } = await analyzeTexts(files);
  expect(failures).toEqual([]);
  const found = findings.filter((one) => one.rule === rule);
  expect(found.length).toBeGreaterThan(0);
  return found.flatMap((one) =>
    one.suggestions
      .filter((maker) => (maker.make({ document: (uri) => documents.get(uri), today: '2026-11-21' })?.edits.length ?? 0) > 0)
      .map((maker) => maker.title),
  );
}

const cluster = (rules: string) => ({
  'rbac.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: helper}
rules:
${rules}---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: helper}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: helper}
subjects: [{kind: ServiceAccount, name: helper, namespace: shop}]
`,
});

describe('a binding in one namespace', () => {
  const title = 'Bind it in namespace shop only';
  it.each([
    ['secrets', '  - {apiGroups: [""], resources: [secrets], verbs: [get, list]}\n', true],
    ['everything', '  - {apiGroups: ["*"], resources: ["*"], verbs: ["*"]}\n', true],
    ['nodes', '  - {apiGroups: [""], resources: [nodes/proxy], verbs: [get]}\n', false],
    [
      'webhooks beside secrets',
      '  - {apiGroups: [""], resources: [secrets], verbs: [get]}\n  - {apiGroups: [admissionregistration.k8s.io], resources: [mutatingwebhookconfigurations], verbs: [update]}\n',
      false,
    ],
    [
      'paths beside secrets',
      '  - {apiGroups: [""], resources: [secrets], verbs: [get]}\n  - {nonResourceURLs: [/metrics], verbs: [get]}\n',
      false,
    ],
  ])('is offered for what stands in one: %s', async (_, rules, offered) => {
    expect((await titles('k8s/powerful-binding', cluster(rules))).includes(title)).toBe(offered);
  });

  it('is not offered for the namespace of a release, whatever a template takes in its place', async () => {
    const template = (namespace: string) => ({
      'chart/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
      'chart/values.yaml': 'namespace: shop\nrole: cluster-admin\n',
      'chart/templates/b.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: b
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: cluster-admin
subjects:
  - kind: ServiceAccount
    name: b
    namespace: {{ ${namespace} | default "default" }}
`,
    });
    expect((await titles('k8s/cluster-admin-binding', template('.Values.namespace'))).join()).toContain(title);
    expect((await titles('k8s/cluster-admin-binding', template('.Release.Namespace'))).join()).not.toContain('Bind it in namespace');
  });
});

describe('an item of a list in a template', () => {
  const role = (resources: string) => ({
    'chart/templates/r.yaml': `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r}\nrules:\n- apiGroups: [""]\n  resources: ${resources}\n  verbs: [get, list]\n`,
  });
  it.each([
    ['["secrets", "pods"]', true],
    ['["secrets"{{ if .Values.pods }}, "pods"{{ end }}]', false],
    ['[{{ if .Values.pods }}"pods", {{ end }}"secrets", "services"]', false],
  ])('is taken out where no template chooses its commas: %s', async (resources, offered) => {
    expect((await titles('k8s/secrets-read', role(resources))).includes('Take secrets out of the rule')).toBe(offered);
  });
});
