// Templates judged by what their chart ships, seen through k8s/cluster-admin-binding and k8s/wildcard-verbs.
import { clusterAdminBinding } from '../../../rules/k8s/cluster-admin-binding.ts';
import { wildcardVerbs } from '../../../rules/k8s/wildcards.ts';
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { helm } from '../../support/rule-tester.ts';

const binding = (role: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ .Release.Name }}
roleRef:
  kind: ClusterRole
  name: ${role}
subjects:
  - kind: ServiceAccount
    name: {{ .Values.account.name | default "app" }}
    namespace: {{ .Release.Namespace }}
`;

async function found(rule: string, text: string, beside: Record<string, string>): Promise<string[]> {
  const { file } = helm``;
  const analysis = await analyzeTexts({ [file]: text, ...beside });
  expect(analysis.failures).toEqual([]);
  return analysis.findings.filter((one) => one.rule === rule && one.at.uri === file).map((one) => `${text.slice(...one.at.span)} ${one.message}`);
}

describe('values of a chart', () => {
  const id = clusterAdminBinding.id;
  it('are looked up', async () => {
    const got = await found(id, binding('{{ .Values.rbac.role | quote }}'), { 'charts/app/values.yaml': 'rbac:\n  role: cluster-admin\naccount:\n  name: ""\n' });
    expect(got).toEqual([expect.stringContaining('{{ .Values.rbac.role | quote }} `cluster-admin` gives service account */app every verb')]);
  });
  it('leave blanks unknown', async () => {
    for (const values of ['rbac:\n  role: ""\n', 'rbac: {}\n', 'other: 1\n', 'rbac:\n  role:\n', '- x\n', ': {{ broken']) {
      expect(await found(id, binding('{{ .Values.rbac.role }}'), { 'charts/app/values.yaml': values })).toEqual([]);
    }
    expect(await found(id, binding('{{ .Values.rbac.role }}'), {})).toEqual([]);
  });
  it('take the default of the template', async () => {
    expect(await found(id, binding('{{ default "cluster-admin" .Values.rbac.role }}'), { 'charts/app/values.yaml': 'rbac: {}\n' })).toHaveLength(1);
    expect(await found(id, binding('{{ .Values.rbac.role | default "cluster-admin" }}'), { 'charts/app/values.yaml': 'rbac: {role: view}\n' })).toEqual([]);
  });
  it('are overruled by the chart around it', async () => {
    const text = binding('{{ .Values.role }}');
    const analysis = await analyzeTexts({ 'top/charts/sub/templates/b.yaml': text, 'top/charts/sub/values.yaml': 'role: view\n', 'top/values.yaml': 'sub:\n  role: cluster-admin\n' });
    expect(analysis.findings.filter((one) => one.rule === id)).toHaveLength(1);
  });
  it('are not trusted where the expression is more than a look', async () => {
    expect(await found(id, binding('{{ .Values.rbac.role | replace "x" "y" }}'), { 'charts/app/values.yaml': 'rbac:\n  role: cluster-admin\n' })).toEqual([]);
    expect(await found(id, binding('{{ include "role" . }}'), { 'charts/app/values.yaml': 'role: cluster-admin\n' })).toEqual([]);
  });
  it('are read as whole blocks', async () => {
    const text = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: r\nrules:\n  {{- toYaml .Values.rules | nindent 2 }}\n';
    const got = await found(wildcardVerbs.id, text, { 'charts/app/values.yaml': 'rules:\n  - apiGroups: [apps]\n    resources: [deployments]\n    verbs: ["*"]\n' });
    expect(got).toEqual([expect.stringContaining('{{- toYaml .Values.rules | nindent 2 }} `*` allows every verb on deployments')]);
  });
});
