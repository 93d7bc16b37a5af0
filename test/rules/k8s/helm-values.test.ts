// Templates judged by what their chart ships, seen through k8s/cluster-admin-binding and k8s/wildcard-verbs.
import { clusterAdminBinding } from '../../../rules/k8s/cluster-admin-binding.ts';
import { wildcardVerbs } from '../../../rules/k8s/wildcards.ts';
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { expectLinear } from '../../support/growth.ts';
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
  return analysis.findings
    .filter((one) => one.rule === rule && one.at.uri === file)
    .map((one) => `${text.slice(...one.at.span)} ${one.message}`);
}

describe('values of a chart', () => {
  const id = clusterAdminBinding.id;
  it('are looked up', async () => {
    const got = await found(id, binding('{{ .Values.rbac.role | quote }}'), {
      'charts/app/values.yaml': 'rbac:\n  role: cluster-admin\naccount:\n  name: ""\n',
    });
    expect(got).toEqual([expect.stringContaining('{{ .Values.rbac.role | quote }} `cluster-admin` gives service account app every verb')]);
  });
  it('leave blanks unknown', async () => {
    for (const values of ['rbac:\n  role: ""\n', 'rbac: {}\n', 'other: 1\n', 'rbac:\n  role:\n', '- x\n', ': {{ broken']) {
      expect(await found(id, binding('{{ .Values.rbac.role }}'), { 'charts/app/values.yaml': values })).toEqual([]);
    }
    expect(await found(id, binding('{{ .Values.rbac.role }}'), {})).toEqual([]);
  });
  it('take the default of the template', async () => {
    expect(
      await found(id, binding('{{ default "cluster-admin" .Values.rbac.role }}'), { 'charts/app/values.yaml': 'rbac: {}\n' }),
    ).toHaveLength(1);
    expect(
      await found(id, binding('{{ .Values.rbac.role | default "cluster-admin" }}'), { 'charts/app/values.yaml': 'rbac: {role: view}\n' }),
    ).toEqual([]);
  });
  it('are overruled by the chart around it', async () => {
    const text = binding('{{ .Values.role }}');
    const analysis = await analyzeTexts({
      'top/charts/sub/templates/b.yaml': text,
      'top/charts/sub/values.yaml': 'role: view\n',
      'top/values.yaml': 'sub:\n  role: cluster-admin\n',
    });
    expect(analysis.findings.filter((one) => one.rule === id)).toHaveLength(1);
  });
  it('are not trusted where the expression is more than a look', async () => {
    expect(
      await found(id, binding('{{ .Values.rbac.role | replace "x" "y" }}'), { 'charts/app/values.yaml': 'rbac:\n  role: cluster-admin\n' }),
    ).toEqual([]);
    expect(await found(id, binding('{{ include "role" . }}'), { 'charts/app/values.yaml': 'role: cluster-admin\n' })).toEqual([]);
  });
  it('may be words of a named template, or a file of the chart', async () => {
    const helpers = {
      'charts/app/templates/_helpers.tpl':
        '{{- define "role" -}}cluster-admin{{- end }}\n{{- define "either" -}}\n{{ if .Values.x }}cluster-admin{{ else }}view{{ end }}\n{{- end }}\n{{- define "named" -}}\n{{ .Release.Name }}-admin\n{{- end }}\n',
    };
    expect(await found(id, binding('{{ include "role" . }}'), helpers)).toEqual([
      expect.stringContaining('{{ include "role" . }} `cluster-admin` gives'),
    ]);
    expect(await found(id, binding('{{ include "either" . }}'), helpers)).toEqual([]);
    expect(await found(id, binding('{{ include "named" . }}'), helpers)).toEqual([]);
    const role = (rules: string) =>
      `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: app\nrules:\n${rules}\n`;
    const files = {
      'charts/app/files/rules.yaml': '- apiGroups: [apps]\n  resources: [deployments]\n  verbs: ["*"]\n',
      'rules.yaml': '- apiGroups: [apps]\n  resources: [deployments]\n  verbs: ["*"]\n',
    };
    expect(await found(wildcardVerbs.id, role('{{ .Files.Get "files/rules.yaml" | indent 2 }}'), files)).toEqual([
      expect.stringContaining('every verb on deployments'),
    ]);
    expect(await found(wildcardVerbs.id, role('  {{- $.Files.Get "files/rules.yaml" | nindent 2 }}'), files)).toHaveLength(1);
    for (const other of [
      '{{ .Files.Get "files/none.yaml" | indent 2 }}',
      '{{ .Files.Get "../../rules.yaml" | indent 2 }}',
      '{{ (.Files.Glob "files/*").AsConfig | indent 2 }}',
      '{{ .Files.Get | indent 2 }}',
    ]) {
      expect(await found(wildcardVerbs.id, role(other), files), other).toEqual([]);
    }
  });
  it('of a sub-chart stand under its alias, and global ones under their own name', async () => {
    const chart = 'name: top\ndependencies:\n  - name: sub\n    alias: worker\n';
    const files = (text: string, values: string) => ({
      'top/charts/sub/templates/b.yaml': text,
      'top/Chart.yaml': chart,
      'top/values.yaml': values,
    });
    const count = async (text: string, values: string) =>
      (await analyzeTexts(files(text, values))).findings.filter((one) => one.rule === id).length;
    expect(await count(binding('{{ .Values.role }}'), 'worker:\n  role: cluster-admin\n')).toBe(1);
    expect(await count(binding('{{ .Values.role }}'), 'sub:\n  role: cluster-admin\n')).toBe(0);
    expect(await count(binding('{{ .Values.global.role }}'), 'global:\n  role: cluster-admin\n')).toBe(1);
  });
  it('are followed through with, range and variables', async () => {
    const beside = { 'charts/app/values.yaml': 'rbac:\n  role: cluster-admin\n  roles: [view, cluster-admin]\n' };
    for (const role of [
      '{{- with .Values.rbac }}{{ .role }}{{ end }}',
      '{{ $.Values.rbac.role }}',
      '{{ (index .Values "rbac" "role") | quote }}',
      '{{ required "a role" .Values.rbac.role }}',
      '{{ .Values.rbac.other | default .Values.rbac.role }}',
      '{{ printf "%s-%s" "cluster" "admin" }}',
    ]) {
      expect([
        role,
        await found(
          id,
          binding(role).replace('{{- with .Values.rbac }}{{ .role }}{{ end }}', '\n{{- with .Values.rbac }}\n    {{ .role }}\n{{- end }}'),
          beside,
        ),
      ]).toEqual([role, [expect.stringContaining('cluster-admin')]]);
    }
    expect(await found(id, `{{- range .Values.rbac.roles }}\n---\n${binding('{{ . }}')}{{- end }}\n`, beside)).toEqual([]);
    expect(await found(id, `{{- $role := .Values.rbac.role -}}\n${binding('{{ $role }}')}`, beside)).toHaveLength(1);
    expect(await found(id, `{{- range $one := .Values.rbac.none }}\n${binding('{{ $one }}')}{{- end }}\n`, beside)).toEqual([]);
  });
  it('are read as whole blocks', async () => {
    const text =
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: r\nrules:\n  {{- toYaml .Values.rules | nindent 2 }}\n';
    const got = await found(wildcardVerbs.id, text, {
      'charts/app/values.yaml': 'rules:\n  - apiGroups: [apps]\n    resources: [deployments]\n    verbs: ["*"]\n',
    });
    expect(got).toEqual([expect.stringContaining('{{- toYaml .Values.rules | nindent 2 }} `*` allows every verb on deployments')]);
  });
});

const role = (rules: string) => `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: r\nrules:\n${rules}`;
const helpers = (body: string) => ({
  'charts/app/templates/_helpers.tpl': `{{/* what it may do */}}\n{{- define "app.rules" -}}\n${body}{{- end -}}\n{{- define "app.role" -}}\n{{ .Values.role | default "cluster-admin" }}\n{{- end -}}\n`,
});
const everyVerb = '- apiGroups: [apps]\n  resources: [deployments]\n  verbs: ["*"]\n';

describe('lines that a template writes', () => {
  const id = wildcardVerbs.id;
  it('come from named templates', async () => {
    expect(await found(id, role('  {{- include "app.rules" . | nindent 2 }}\n'), helpers(everyVerb))).toEqual([
      expect.stringMatching(/^\{\{- include "app.rules" \. \| nindent 2 \}\} .* every verb on deployments/),
    ]);
    expect(
      await found(
        id,
        role('{{ include "app.rules" . | indent 2 }}\n'),
        helpers('{{- range .Values.rules }}\n- verbs: ["*"]\n{{- end }}\n'),
      ),
    ).toEqual([]);
    expect(await found(id, role('{{ include "nobody.rules" . | indent 2 }}\n'), helpers(everyVerb))).toEqual([]);
    expect(await found(clusterAdminBinding.id, binding('{{ template "app.role" . }}'), helpers(everyVerb))).toHaveLength(1);
  });
  it('are put into the block that they are indented for', async () => {
    const values = {
      'charts/app/values.yaml': `rules:\n  - apiGroups: [apps]\n    resources: [deployments]\n    verbs: ["*"]\nverbs: ["*"]\nempty: []\n`,
    };
    const known = '  - apiGroups: [apps]\n    resources: [daemonsets]\n    verbs:\n      - get\n';
    expect(await found(id, role(`${known}  {{- toYaml .Values.rules | nindent 2 }}\n`), values)).toEqual([
      expect.stringContaining('every verb on deployments'),
    ]);
    expect(await found(id, role(`${known}      {{- toYaml .Values.verbs | nindent 6 }}\n`), values)).toEqual([
      expect.stringContaining('every verb on daemonsets'),
    ]);
    expect(await found(id, role(`${known}{{- with .Values.rules }}\n{{ toYaml . | indent 2 }}\n{{- end }}\n`), values)).toEqual([
      expect.stringContaining('every verb on deployments'),
    ]);
    expect(
      await found(
        id,
        role(
          '  {{- if .Values.rules }}\n  {{- .Values.rules | toYaml | nindent 2 }}\n  {{- else }}\n  - apiGroups: [""]\n    resources: [pods]\n    verbs: [get]\n  {{- end }}\n',
        ),
        values,
      ),
    ).toHaveLength(1);
    expect(await found(id, role(`${known}  {{- toYaml .Values.empty | nindent 2 }}\n`), values)).toEqual([]);
    expect(await found(id, role(`${known}aggregationRule:\n  {{- toYaml .Values.rules | nindent 2 }}\n`), values)).toEqual([]);
  });
  it('say where the chart has them from', async () => {
    const { file } = helm``;
    const { findings } = await analyzeTexts({
      [file]: role('  {{- toYaml .Values.rules | nindent 2 }}\n'),
      'charts/app/values.yaml': `rules:\n${everyVerb}`,
    });
    expect(findings.find((one) => one.rule === id)!.related).toEqual([
      { at: { uri: 'charts/app/values.yaml', span: [65, 66] }, message: 'it comes from here' },
    ]);
  });
});

describe('loops over several mappings', () => {
  const values = (text: string) => ({ 'charts/app/values.yaml': text });
  it('make an object for each', async () => {
    const text = `{{- range .Values.bindings }}\n---\n${binding('{{ .role }}').replace('{{ .Values.account.name | default "app" }}', '{{ .account }}')}{{- end }}\n`;
    const got = await found(
      clusterAdminBinding.id,
      text,
      values(
        'bindings:\n  - {account: ci, role: cluster-admin}\n  - {account: web, role: view}\n  - {account: ops, role: cluster-admin}\n',
      ),
    );
    expect(got).toEqual([expect.stringContaining('service account ci every'), expect.stringContaining('service account ops every')]);
    expect(
      await found(clusterAdminBinding.id, text, values('bindings:\n  - {account: ci, role: edit}\n  - {account: web, role: view}\n')),
    ).toEqual([]);
  });
  it('know the key of each', async () => {
    const text = `{{- range $name, $one := .Values.accounts }}\n---\n${binding('{{ $one.role }}').replace('{{ .Values.account.name | default "app" }}', '{{ $name }}')}{{- end }}\n`;
    expect(await found(clusterAdminBinding.id, text, values('accounts:\n  ci: {role: cluster-admin}\n  web: {role: view}\n'))).toEqual([
      expect.stringContaining('service account ci every'),
    ]);
  });
  it('make an item for each, whose parts belong together', async () => {
    const rules =
      '  {{- range .Values.rules }}\n  - apiGroups:\n      {{- toYaml .groups | nindent 6 }}\n    resources:\n      {{- toYaml .resources | nindent 6 }}\n    verbs: {{ .verbs | toJson }}\n  {{- end }}\n  - apiGroups: [""]\n    resources: [events]\n    verbs: [create]\n';
    const got = await found(
      wildcardVerbs.id,
      role(rules),
      values(
        'rules:\n  - {groups: [""], resources: [endpoints], verbs: ["*"]}\n  - {groups: [apps], resources: [deployments], verbs: [get]}\n',
      ),
    );
    expect(got).toEqual([expect.stringContaining('every verb on endpoints')]);
  });
  it('stand in each other', async () => {
    const text = `{{- range .Values.roles }}\n---\n${role('  {{- range .rules }}\n  - apiGroups: [apps]\n    resources: [{{ .on }}]\n    verbs: ["{{ .verb }}"]\n  {{- end }}\n')}{{- end }}\n`;
    const got = await found(
      wildcardVerbs.id,
      text,
      values(
        'roles:\n  - rules: [{on: deployments, verb: get}, {on: daemonsets, verb: "*"}]\n  - rules: [{on: statefulsets, verb: "*"}, {on: replicasets, verb: get}]\n',
      ),
    );
    expect(got).toEqual([expect.stringContaining('every verb on daemonsets'), expect.stringContaining('every verb on statefulsets')]);
  });
  it('leave unknown what a helper does with the value that it is handed, but the value', async () => {
    const handed = 'rules:\n  - {apiGroups: [apps], resources: [deployments], verbs: ["*"]}\nrole: "{{ .Values.other }}"\n';
    expect(
      await found(
        wildcardVerbs.id,
        role('  {{- include "common.tplvalues.render" (dict "value" .Values.rules "context" $) | nindent 2 }}\n'),
        values(handed),
      ),
    ).toHaveLength(1);
    expect(
      await found(
        wildcardVerbs.id,
        role('  {{- include "common.rules" (dict "value" .Values.rules "context" $) | nindent 2 }}\n'),
        values(handed),
      ),
    ).toEqual([]);
    expect(
      await found(
        clusterAdminBinding.id,
        binding('{{ include "common.tplvalues.render" (dict "value" .Values.role "context" $) }}'),
        values(handed),
      ),
    ).toEqual([]);
  });
  it.each([
    ['loops', '{{- range .Values.many }}\n- a: {{ .a }}\n{{- end }}\n'],
    ['loops in loops', '{{- range .Values.many }}\n- a:\n  {{- range .more }}\n  - b: {{ .b }}\n  {{- end }}\n{{- end }}\n'],
    ['loops that are never closed', '{{- range .Values.many }}\n- a: {{ .a }}\n'],
    ['the same over everything', '{{- range $.Values.many }}\n- a: {{ .a }}\n'],
  ])('take time in proportion to the text: %s', async (_, part) => {
    const many = `many:\n${'  - a: x\n    more: [{b: 1}, {b: 2}, {b: 3}]\n'.repeat(8)}`;
    await expectLinear(part, 60, (size) => {
      const text = role(part.repeat(size));
      return () => found(wildcardVerbs.id, text, values(many));
    });
  });
});
