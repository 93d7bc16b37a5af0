// What a chart makes of a library's named templates, and words that its templates choose by a condition, seen through
// k8s/secrets-read: high in the whole cluster, medium in one namespace.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { expectLinear } from '../../support/growth.ts';

const library = `{{- define "kit.access" -}}
{{- $root := .Root }}
{{- $of := .Of | default $root.Values }}
{{- $access := $of.access | default dict }}
{{- if $access.create }}
{{- $name := $access.name | default (include "kit.name" $root) }}
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ if $access.wide }}ClusterRole{{ else }}Role{{ end }}
metadata:
  name: {{ $name }}
  {{- if not $access.wide }}
  namespace: {{ $root.Release.Namespace }}
  {{- end }}
rules:
{{ toYaml ($access.rules | default list) | indent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ if $access.wide }}ClusterRoleBinding{{ else }}RoleBinding{{ end }}
metadata:
  name: {{ $name }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: {{ if $access.wide }}ClusterRole{{ else }}Role{{ end }}
  name: {{ $name }}
subjects:
  - kind: ServiceAccount
    name: board
    namespace: {{ $root.Release.Namespace }}
{{- end }}
{{- end }}
`;
const values = (access: string) =>
  `api:\n  access:\n    ${access}\n    rules:\n      - {apiGroups: [""], resources: [secrets], verbs: [list]}\n`;
const taken = '{{ include "kit.access" (dict "Root" $ "Of" .Values.api) }}\n';

async function say(files: Record<string, string>): Promise<string[]> {
  const { findings, failures } = await analyzeTexts(files);
  expect(failures).toEqual([]);
  return findings
    .filter((one) => one.rule === 'k8s/secrets-read')
    .map((one) => `${one.at.uri.split('/').at(-1)} ${files[one.at.uri]!.slice(0, one.at.span[0]).split('\n').length} ${one.severity}`);
}

const board = {
  'charts/board/Chart.yaml': 'apiVersion: v2\nname: board\nversion: 1.0.0\n',
};
const fromBeside = {
  'charts/kit/Chart.yaml': 'apiVersion: v2\nname: kit\ntype: library\nversion: 1.0.0\n',
  'charts/kit/templates/_access.tpl': library,
  'charts/board/Chart.yaml': `${board['charts/board/Chart.yaml']}dependencies:\n  - {name: kit, version: 1.0.0, repository: "file://../kit"}\n`,
  'charts/board/templates/access.yaml': taken,
};
const fromWithin = {
  'charts/board/Chart.yaml': `${board['charts/board/Chart.yaml']}dependencies:\n  - {name: kit, version: 1.0.0}\n`,
  'charts/board/charts/kit/Chart.yaml': 'apiVersion: v2\nname: kit\ntype: library\nversion: 1.0.0\n',
  'charts/board/charts/kit/templates/_access.tpl': library,
  'charts/board/templates/access.yaml': taken,
};

describe('several objects of a library', () => {
  it.each([
    ['beside the chart', fromBeside],
    ['within the chart', fromWithin],
  ])('%s are made of what they are handed', async (_, files) => {
    const withValues = (access: string) => ({ ...files, 'charts/board/values.yaml': values(access) });
    expect(await say(withValues('create: true\n    wide: true'))).toEqual(['access.yaml 1 high']);
    expect(await say(withValues('create: true\n    wide: false'))).toEqual(['access.yaml 1 medium']);
    // What is not written gives nobody anything.
    expect(await say(withValues('create: false\n    wide: true'))).toEqual([]);
    expect(await say({ ...files, 'charts/board/values.yaml': 'api: {}\n' })).toEqual([]);
  });
  it('are told of once, where their rules are written', async () => {
    const files = {
      ...board,
      'charts/board/values.yaml': 'x: 1\n',
      'charts/board/templates/_role.tpl':
        '{{- define "b.role" -}}\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: board\nrules:\n  - apiGroups: [""]\n    resources: [secrets]\n    verbs: [list]\n{{- end -}}\n',
      'charts/board/templates/role.yaml': '{{ include "b.role" . }}\n',
    };
    expect(await say(files)).toEqual(['_role.tpl 8 high']);
  });
  it('are no others for standing in one file', async () => {
    // The rules of the first belong to no role here.
    const parts = '{{- define "b.rules" }}\nrules:\n- apiGroups: [""]\n  resources: [secrets]\n  verbs: [list]\n{{- end }}\n';
    const role =
      '{{- define "b.role" }}\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: board\n{{- end }}\n';
    expect(await say({ ...board, 'charts/board/templates/_parts.tpl': parts + role })).toEqual([]);
  });
});

describe('words that a condition chooses', () => {
  const role = (kind: string) =>
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata:\n  name: board\nrules:\n  - apiGroups: [""]\n    resources: [secrets]\n    verbs: [list]\n`;
  const named = (body: string) => ({ 'charts/board/templates/_helpers.tpl': `{{- define "b.kind" -}}\n${body}\n{{- end }}\n` });
  const with_ = (kind: string, own: string, more: Record<string, string> = {}) =>
    say({ ...board, ...more, 'charts/board/values.yaml': own, 'charts/board/templates/r.yaml': role(kind) });
  const inLine = '{{ if .Values.wide }}ClusterRole{{ else }}Role{{ end }}';
  it.each([
    ['on', inLine, 'wide: true\n', 'high'],
    ['off', inLine, 'wide: false\n', 'medium'],
    ['not known, which is the lesser', inLine, 'other: 1\n', 'medium'],
    ['with blanks', '{{ if .Values.wide }} ClusterRole {{ else }} Role {{ end }}', 'wide: true\n', 'high'],
    ['in quotes', '"{{ if .Values.wide }}ClusterRole{{ else }}Role{{ end }}"', 'wide: true\n', 'high'],
    ['for a part of the word', '{{ if .Values.wide }}Cluster{{ end }}Role', 'wide: true\n', 'high'],
    ['for no part of the word', '{{ if .Values.wide }}Cluster{{ end }}Role', 'wide: false\n', 'medium'],
    ['the other way round', '{{ if not .Values.wide }}Role{{ else }}ClusterRole{{ end }}', 'wide: true\n', 'high'],
    [
      'in three branches',
      '{{ if eq .Values.mode "a" }}Role{{ else if eq .Values.mode "b" }}ClusterRole{{ else }}Role{{ end }}',
      'mode: b\n',
      'high',
    ],
    [
      'in each other',
      '{{ if .Values.a }}{{ if .Values.b }}ClusterRole{{ else }}Role{{ end }}{{ else }}Role{{ end }}',
      'a: true\nb: true\n',
      'high',
    ],
    [
      'in each other, off',
      '{{ if .Values.a }}{{ if .Values.b }}ClusterRole{{ else }}Role{{ end }}{{ else }}Role{{ end }}',
      'a: false\nb: true\n',
      'medium',
    ],
  ])('in a line: %s', async (_, kind, own, severity) => {
    expect(await with_(kind, own)).toEqual([`r.yaml 7 ${severity}`]);
  });
  it.each([
    ['in a line', '{{- if .Values.wide }}ClusterRole{{ else }}Role{{ end }}'],
    ['in lines of their own', '{{- if .Values.wide -}}\nClusterRole\n{{- else -}}\nRole\n{{- end -}}'],
    ['as values', '{{- if .Values.wide -}}\n{{ .Values.most }}\n{{- else -}}\nRole\n{{- end -}}'],
  ])('in a named template: %s', async (_, body) => {
    const kind = '{{ template "b.kind" . }}';
    expect(await with_(kind, 'wide: true\nmost: ClusterRole\n', named(body))).toEqual(['r.yaml 7 high']);
    expect(await with_(kind, 'wide: false\n', named(body))).toEqual(['r.yaml 7 medium']);
    expect(await with_(kind, 'other: 1\n', named(body))).toEqual([]);
  });
});

it('loops over what `dig` finds have the names of its entries', async () => {
  const template = `{{- $own := .Values | default dict }}
{{- range $name, $one := dig "access" dict $own }}
{{- $kind := default "Role" $one.kind }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ $kind }}
metadata:
  name: {{ $name }}
rules: {{ toYaml $one.rules | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ if eq $kind "Role" }}RoleBinding{{ else }}ClusterRoleBinding{{ end }}
metadata:
  name: {{ $name }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: {{ $kind }}
  name: {{ $name }}
subjects: {{ toYaml $one.subjects | nindent 2 }}
{{- end }}
`;
  const one = (name: string, kind: string) =>
    `  ${name}:\n    kind: ${kind}\n    rules:\n      - {apiGroups: [""], resources: [secrets], verbs: [list]}\n    subjects:\n      - {kind: ServiceAccount, name: ${name}, namespace: shop}\n`;
  const { findings } = await analyzeTexts({
    ...board,
    'charts/board/templates/access.yaml': template,
    'charts/board/values.yaml': `access:\n${one('board', 'ClusterRole')}`,
  });
  expect(findings.find(({ rule }) => rule === 'k8s/powerful-binding')?.message).toMatch(
    /^`board` lets service account shop\/board read secrets/,
  );
  const several = { ...board, 'charts/board/templates/access.yaml': template };
  expect(await say({ ...several, 'charts/board/values.yaml': `access:\n${one('a', 'ClusterRole')}${one('b', 'Role')}` })).toEqual([
    'access.yaml 9 high',
    'access.yaml 9 medium',
  ]);
  expect(await say({ ...several, 'charts/board/values.yaml': 'access: {}\n' })).toEqual([]);
});

describe('conditions', () => {
  it.each([
    ['never closed', '{{ if .Values.a }}a{{ else }}'],
    ['in each other', '{{ if .Values.a }}{{ if .Values.a }}'],
    ['one behind the other', '{{ if .Values.a }}a{{ else }}b{{ end }}'],
    ['closed too often', '{{ end }}{{ end }}'],
  ])('take time in proportion to the text: %s', async (_, part) => {
    await expectLinear(part, 60, (size) => {
      const text = `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${part.repeat(size)}\nmetadata: {name: x}\nrules: []\n`;
      return () => say({ ...board, 'charts/board/values.yaml': 'a: true\n', 'charts/board/templates/r.yaml': text });
    });
  });
});
