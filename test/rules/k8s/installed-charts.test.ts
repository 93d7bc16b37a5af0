// Charts of the tree, worked out with the values that somebody installs them with: a release in Terraform, one in a helmfile,
// a file of values beside the chart. Seen through k8s/cluster-admin-binding and the rules about wildcards.
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/engine/fix.ts';
import { analyzeTexts, today } from '../../support/analyze-text.ts';

const chart = (folder: string, role = 'view'): Record<string, string> => ({
  [`${folder}/Chart.yaml`]: 'apiVersion: v2\nname: board\nversion: 1.0.0\ndependencies:\n  - name: worker\n    version: 1.0.0\n',
  [`${folder}/values.yaml`]: `rbac:\n  create: true\n  role: ${role}\n`,
  [`${folder}/templates/binding.yaml`]: binding('.Values.rbac.role'),
  [`${folder}/templates/role.yaml`]: `{{- with .Values.rbac.extraRules }}
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: board-extra
rules:
  {{- toYaml . | nindent 2 }}
{{- end }}
`,
  [`${folder}/charts/worker/Chart.yaml`]: 'apiVersion: v2\nname: worker\nversion: 1.0.0\n',
  [`${folder}/charts/worker/templates/binding.yaml`]: binding('.Values.boundTo | default "view"'),
});

const binding = (role: string): string => `{{- if .Values.rbac.create }}
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ .Release.Name }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ ${role} }}
subjects:
  - kind: ServiceAccount
    name: {{ .Release.Name }}
    namespace: {{ .Release.Namespace }}
{{- end }}
`;

async function found(files: Record<string, string>): Promise<string[]> {
  const { findings, failures } = await analyzeTexts(files);
  expect(failures).toEqual([]);
  return findings
    .filter((one) => one.rule.startsWith('k8s/'))
    .map((one) => `${one.at.uri} ${one.rule} «${files[one.at.uri]!.slice(...one.at.span)}»`)
    .sort();
}

const release = (body: string, path = './chart'): string => `resource "helm_release" "board" {
  name  = "board"
  chart = "${path}"
${body}
}
`;

describe('helm_release', () => {
  it.each([
    ['a block', '  set {\n    name  = "rbac.role"\n    value = "cluster-admin"\n  }', './chart'],
    ['a list', '  set = [{ name = "rbac.role", value = "cluster-admin" }]', './chart'],
    ['values as an object', '  values = [yamlencode({ rbac = { role = "cluster-admin" } })]', '${path.module}/chart'],
    ['values as a text', '  values = [<<-EOT\n    rbac:\n      role: cluster-admin\n  EOT\n  ]', './chart'],
    [
      'the last of several',
      '  values = [yamlencode({ rbac = { role = "view" } }), yamlencode({ rbac = { role = "cluster-admin" } })]',
      './chart',
    ],
    ['a chart in the chart', '  set {\n    name  = "worker.boundTo"\n    value = "cluster-admin"\n  }', './chart'],
  ])('%s that a template makes an administrator of is marked where it stands', async (_, body, path) => {
    expect(await found({ ...chart('chart'), 'main.tf': release(body, path) })).toEqual([
      'main.tf k8s/cluster-admin-binding «cluster-admin»',
    ]);
  });

  it('rules that it adds are judged', async () => {
    const body = '  values = [yamlencode({ rbac = { extraRules = [{ apiGroups = ["*"], resources = ["*"], verbs = ["*"] }] } })]';
    expect(await found({ ...chart('chart'), 'main.tf': release(body) })).toEqual(['main.tf k8s/wildcard-all «*»']);
  });

  it.each([
    ['a role that is none', '  set {\n    name  = "rbac.role"\n    value = "view"\n  }', './chart'],
    ['a name that no template asks for', '  set {\n    name  = "rbac.rolle"\n    value = "cluster-admin"\n  }', './chart'],
    [
      'one that is overruled',
      '  values = [yamlencode({ rbac = { role = "cluster-admin" } })]\n  set {\n    name  = "rbac.role"\n    value = "view"\n  }',
      './chart',
    ],
    [
      'a chart from elsewhere',
      '  repository = "https://charts.example.com"\n  set {\n    name  = "rbac.role"\n    value = "cluster-admin"\n  }',
      'chart',
    ],
    ['a value that is not known', '  set {\n    name  = "rbac.role"\n    value = var.role\n  }', './chart'],
  ])('%s says nothing', async (_, body, path) => {
    expect(await found({ ...chart('chart'), 'main.tf': release(body, path) })).toEqual([]);
  });

  it('what the chart ships is said at the chart and not once more at the release', async () => {
    const files = { ...chart('chart', 'cluster-admin'), 'main.tf': release('  set {\n    name  = "rbac.create"\n    value = true\n  }') };
    expect(await found(files)).toEqual([expect.stringContaining('chart/templates/binding.yaml k8s/cluster-admin-binding')]);
  });

  it('its repairs change the release and leave the chart as it is', async () => {
    const files = { ...chart('chart'), 'main.tf': release('  set {\n    name  = "rbac.role"\n    value = "cluster-admin"\n  }') };
    const { findings, documents } = await analyzeTexts(files);
    const [one] = findings.filter((finding) => finding.rule === 'k8s/cluster-admin-binding');
    const made = one!.suggestions.map((maker) => maker.make({ document: (uri) => documents.get(uri), today }));
    expect(made.length).toBeGreaterThan(0);
    for (const fix of made) expect(fix?.edits.map((edit) => edit.uri)).toEqual(['main.tf']);
    expect(applyEdits(files['main.tf'], made[0]!.edits)).toBe(files['main.tf'].replace('cluster-admin', 'view'));
  });
});

describe('other installations', () => {
  it('a file of values beside the chart', async () => {
    const files = { ...chart('chart'), 'chart/values-prod.yaml': 'rbac:\n  role: cluster-admin\n' };
    expect(await found(files)).toEqual(['chart/values-prod.yaml k8s/cluster-admin-binding «cluster-admin»']);
  });

  it.each([
    ['parameters', 'parameters:\n        - name: rbac.role\n          value: ROLE\n'],
    ['an object', 'valuesObject:\n        rbac: {role: ROLE}\n'],
    ['a text', 'values: |\n        rbac:\n          role: ROLE\n'],
    [
      'parameters over an object',
      'valuesObject:\n        rbac: {role: edit-nothing}\n      parameters:\n        - {name: rbac.role, value: ROLE}\n',
    ],
  ])('an application of Argo CD with a chart of the tree: %s', async (_, helm) => {
    const of = (role: string, path: string) =>
      found({
        ...chart('charts/board'),
        'apps/board.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: board, namespace: argocd}
spec:
  project: shop
  source:
    repoURL: https://git.example.com/acme/deploy.git
    path: ${path}
    helm:
      ${helm.replace('ROLE', role)}`,
      });
    expect(await of('cluster-admin', 'charts/board')).toEqual(['apps/board.yaml k8s/cluster-admin-binding «cluster-admin»']);
    expect(await of('view', 'charts/board')).toEqual([]);
    expect(await of('cluster-admin', 'charts/elsewhere')).toEqual([]);
  });
  it.each([
    ['by its path', 'chart: ./charts/board\n      sourceRef: {kind: GitRepository, name: deploy}', ['«cluster-admin»']],
    ['of a repository of charts', 'chart: charts/board\n      sourceRef: {kind: HelmRepository, name: acme}', []],
    ['that lies elsewhere', 'chart: ./charts/elsewhere\n      sourceRef: {kind: GitRepository, name: deploy}', []],
  ])('a release of Flux with a chart %s', async (_, chartSpec, marks) => {
    const release = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: board, namespace: shop}
spec:
  serviceAccountName: board
  chart:
    spec:
      ${chartSpec}
  values:
    rbac:
      role: cluster-admin
`;
    const said = await found({ ...chart('charts/board'), 'apps/board.yaml': release });
    expect(said).toEqual(marks.map((mark) => `apps/board.yaml k8s/cluster-admin-binding ${mark}`));
  });

  it.each([
    ['from the folder of the script', 'ci/deploy.sh', 'helm upgrade --install board ../charts/board -n shop --set rbac.role=ROLE'],
    ['from the root', 'ci/deploy.sh', 'helm upgrade board ./charts/board --wait --set rbac.role=ROLE --set rbac.create=true'],
    ['behind a switch', 'deploy.sh', 'helm upgrade board --install charts/board/ --set-string rbac.role=ROLE'],
    ['the last of two counts', 'deploy.sh', 'helm install board charts/board --set rbac.role=view,rbac.role=ROLE'],
  ])('a command of helm with a chart of the tree: %s', async (_, file, line) => {
    const of = (role: string) => found({ ...chart('charts/board'), [file]: `#!/bin/sh\n${line.replace('ROLE', role)}\n` });
    expect(await of('cluster-admin')).toEqual([`${file} k8s/cluster-admin-binding «cluster-admin»`]);
    expect(await of('view')).toEqual([]);
    expect(await of('$ROLE')).toEqual([]);
  });

  it.each([
    'helm upgrade board acme/board --set rbac.role=cluster-admin',
    'helm upgrade board oci://ghcr.io/acme/charts/board --set rbac.role=cluster-admin',
    'helm upgrade board "$CHART" --set rbac.role=cluster-admin',
    'helm upgrade board ./charts/board --set rbac.rolle=cluster-admin',
    'helm upgrade board ./charts/board --set rbac.create=false --set rbac.role=cluster-admin',
  ])('%s says nothing: another chart, a value that no template asks for, or a switch that is off', async (line) => {
    expect(await found({ ...chart('charts/board'), 'deploy.sh': `#!/bin/sh\n${line}\n` })).toEqual([]);
  });

  it('a chart that a kustomization takes in', async () => {
    const of = (value: boolean) =>
      found({
        'kustomization.yaml': `helmCharts:\n  - name: board\n    repo: https://charts.example.com\n    valuesInline:\n      rbac: {clusterAdmin: ${value}}\n`,
      });
    expect(await of(true)).toEqual(['kustomization.yaml k8s/cluster-admin-binding «true»']);
    expect(await of(false)).toEqual([]);
  });

  it('a release of a helmfile', async () => {
    const of = (role: string) =>
      found({
        ...chart('charts/board'),
        'helmfile.yaml': `releases:\n  - name: board\n    chart: ./charts/board\n    values:\n      - rbac: {role: ${role}}\n`,
      });
    expect(await of('cluster-admin')).toEqual(['helmfile.yaml k8s/cluster-admin-binding «cluster-admin»']);
    expect(await of('view')).toEqual([]);
  });
});

describe('a template that takes in another', () => {
  const named = `{{- define "board.binding" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ .name }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ .role | default "view" }}
subjects:
  - kind: ServiceAccount
    name: {{ .name }}
    namespace: shop
{{- end -}}
`;
  const taken = (role: string) =>
    `{{- include "board.binding" (dict "name" "a"${role}) }}\n---\n# the second\n{{ template "board.binding" (dict "name" "b") }}\n`;
  const say = async (files: Record<string, string>) => (await found(files)).map((one) => one.split(' «')[0]);
  it.each([
    ['of its own chart', 'chart/templates/_helpers.tpl'],
    ['of a library that the chart takes in', 'chart/charts/worker/templates/_binding.tpl'],
  ])('%s', async (_, helper) => {
    const files = (role: string) => ({ ...chart('chart'), [helper]: named, 'chart/templates/all.yaml': taken(role) });
    expect(await say(files(' "role" "cluster-admin"'))).toEqual(['chart/templates/all.yaml k8s/cluster-admin-binding']);
    expect(await say(files(' "role" "edit-nothing"'))).toEqual([]);
  });
  it('once for each round of a loop', async () => {
    const files = {
      ...chart('chart'),
      'chart/templates/_helpers.tpl': named,
      'chart/values.yaml': 'rbac: {create: true, role: view}\nbound:\n  - {name: a, role: view}\n  - {name: b, role: cluster-admin}\n',
      'chart/templates/all.yaml': '{{- range .Values.bound }}\n---\n{{ include "board.binding" . }}\n{{- end }}\n',
    };
    expect(await say(files)).toEqual(['chart/templates/all.yaml k8s/cluster-admin-binding']);
  });
  it('with values that are merged', async () => {
    const files = (merged: string) => ({
      ...chart('chart'),
      'chart/values.yaml': 'rbac: {create: true, role: view}\nown: {role: cluster-admin}\nshared: {role: view}\n',
      'chart/templates/all.yaml': binding(`(${merged}).role`),
    });
    for (const bad of [
      'merge (deepCopy .Values.own) .Values.shared',
      'merge (dict "name" "x") .Values.own',
      'merge .Values.unsaid .Values.own',
      'mergeOverwrite .Values.shared .Values.own',
    ])
      expect(await say(files(bad)), bad).toEqual(['chart/templates/all.yaml k8s/cluster-admin-binding']);
    for (const good of [
      'merge (deepCopy .Values.shared) .Values.own',
      'merge (dict "role" "view") .Values.own',
      'merge (lookup "v1" "ConfigMap" "a" "b").data .Values.own',
      'merge $unknown .Values.own',
      'merge (include "not.here" . | fromYaml) .Values.own',
      'mergeOverwrite .Values.own (include "not.here" . | fromYaml)',
    ])
      expect(await say(files(good)), good).toEqual([]);
  });
});
