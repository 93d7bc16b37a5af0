// What a chart switches off with its own values is a possibility and no grant: low, and not said in the default profile. Who
// switches it on is told so at the value that does.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { expectLinear } from '../../support/growth.ts';

const binding = (role = 'cluster-admin', name = 'board'): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: ${name}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${role}
subjects:
  - kind: ServiceAccount
    name: {{ .Release.Name }}
    namespace: {{ .Release.Namespace }}
`;
const under = (condition: string, body = binding()): string => `{{- if ${condition} }}\n${body}{{- end }}\n`;
const chart = (template: string, values: string): Record<string, string> => ({
  'board/Chart.yaml': 'apiVersion: v2\nname: board\nversion: 1.0.0\n',
  'board/values.yaml': values,
  'board/templates/rbac.yaml': template,
});

async function found(files: Record<string, string>, profile: 'default' | 'audit' = 'audit'): Promise<string[]> {
  const { findings, failures } = await analyzeTexts(files, { profile });
  expect(failures).toEqual([]);
  return findings
    .filter((one) => one.rule.startsWith('k8s/'))
    .map((one) => `${one.at.uri} ${one.severity} ${one.rule} «${files[one.at.uri]!.slice(...one.at.span)}»`)
    .sort();
}

const off = 'board/templates/rbac.yaml low k8s/cluster-admin-binding «cluster-admin»';
const on = 'board/templates/rbac.yaml critical k8s/cluster-admin-binding «cluster-admin»';

describe('a block that the values of its chart leave off', () => {
  it.each([
    ['a switch', '.Values.rbac.create', 'rbac:\n  create: false\n'],
    ['one of two', 'and .Values.rbac.create .Values.rbac.admin', 'rbac:\n  create: true\n  admin: false\n'],
    ['one of two, and the other is for the installation', 'and (.Capabilities.APIVersions.Has "v1") .Values.admin', 'admin: false\n'],
    ['neither of two', 'or .Values.a .Values.b', 'a: false\nb: null\n'],
    ['a switch the other way round', 'not .Values.namespaced', 'namespaced: true\n'],
    ['another word', 'eq .Values.scope "cluster"', 'scope: namespace\n'],
    ['the word that it is not for', 'ne .Values.scope "namespace"', 'scope: namespace\n'],
    ['a blank', '.Values.adminGroup', 'adminGroup: ""\n'],
    ['no number', '.Values.admins', 'admins: 0\n'],
    ['nothing in a list', '.Values.admins', 'admins: []\n'],
    ['a switch that is looked up', 'index .Values "board-admin" "create"', 'board-admin:\n  create: false\n'],
    ['a switch that is fetched', 'get .Values.rbac "create"', 'rbac:\n  create: false\n'],
    ['a switch and its default', '.Values.admin | default false', 'admin: false\n'],
    ['the first of two that is anything', 'coalesce .Values.adminGroup .Values.adminUser', 'adminGroup: ""\nadminUser: ""\n'],
    ['the text of a switch', 'eq (.Values.admin | toString) "true"', 'admin: false\n'],
    ['a switch for all charts', '.Values.global.admin', 'global: {admin: false}\n'],
  ])('%s', async (_, condition, values) => {
    const files = chart(under(condition), values);
    expect(await found(files)).toEqual([off]);
    expect(await found(files, 'default')).toEqual([]);
  });

  it.each([
    ['a switch', '.Values.rbac.create', 'rbac:\n  create: true\n'],
    ['one of two', 'or .Values.a .Values.b', 'a: false\nb: true\n'],
    ['a word', 'eq .Values.scope "all" "cluster"', 'scope: cluster\n'],
    ['a text that only looks like a switch', '.Values.admin', 'admin: "false"\n'],
    ['what no file gives', '.Values.rbac.admin', 'rbac:\n  create: false\n'],
    ['what only an installation knows', '.Release.IsInstall', 'rbac:\n  create: false\n'],
    ['a function that is not followed', 'hasKey .Values "rbac"', 'rbac:\n  create: false\n'],
    ['a default that takes the place of what is off', '.Values.admin | default true', 'admin: false\n'],
  ])('is none where it is on, or where that is not known: %s', async (_, condition, values) => {
    expect(await found(chart(under(condition), values), 'default')).toEqual([on]);
  });

  it('is told what would switch it on, and where', async () => {
    const files = chart(under('and .Values.rbac.create .Values.rbac.admin'), 'rbac:\n  create: true\n  admin: false\n');
    const [one] = (await analyzeTexts(files)).findings.filter((finding) => finding.rule === 'k8s/cluster-admin-binding');
    expect(one!.message).toMatch(/once it is switched on: `rbac\.admin` is `false` in board\/values\.yaml$/);
    const said = one!.related.find(({ message }) => message === 'it is switched off here')!;
    expect(files[said.at.uri]!.slice(...said.at.span)).toBe('false');
  });

  it('of two branches is the one that is not written', async () => {
    const template = `{{- if .Values.namespaced }}\n${binding('edit', 'a')}{{- else if eq .Values.kind "all" }}\n---\n${binding('cluster-admin', 'b')}{{- else }}\n---\n${binding('admin', 'c')}{{- end }}\n`;
    const severities = async (values: string) =>
      (await found(chart(template, values))).map((line) => line.split(' ').slice(1, 3).join(' '));
    expect(await severities('namespaced: true\nkind: all\n')).toEqual([
      'high k8s/admin-binding',
      'low k8s/admin-binding',
      'low k8s/cluster-admin-binding',
    ]);
    expect(await severities('namespaced: false\nkind: all\n')).toEqual([
      'critical k8s/cluster-admin-binding',
      'low k8s/admin-binding',
      'low k8s/admin-binding',
    ]);
    expect(await severities('namespaced: false\n')).toEqual([
      'critical k8s/cluster-admin-binding',
      'high k8s/admin-binding',
      'low k8s/admin-binding',
    ]);
  });

  it('may be a part of a role that is on', async () => {
    const template = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: board
rules:
  - apiGroups: [""]
    resources: [nodes/proxy]
    verbs: [get]
  {{- if .Values.readSecrets }}
  - apiGroups: [""]
    resources: [secrets]
    verbs: [list]
  {{- end }}
`;
    expect(await found(chart(template, 'readSecrets: false\n'))).toEqual([
      'board/templates/rbac.yaml critical k8s/nodes-proxy «nodes/proxy»',
      'board/templates/rbac.yaml low k8s/secrets-read «secrets»',
    ]);
  });

  it('may be a whole chart that another one takes in', async () => {
    const files = (values: string) => ({
      ...chart('', values),
      'board/Chart.yaml':
        'apiVersion: v2\nname: board\nversion: 1.0.0\ndependencies:\n  - name: worker\n    version: 1.0.0\n    condition: work.enabled, worker.enabled\n',
      'board/charts/worker/templates/rbac.yaml': binding(),
    });
    const worker = (severity: string) => [`board/charts/worker/templates/rbac.yaml ${severity} k8s/cluster-admin-binding «cluster-admin»`];
    expect(await found(files('worker:\n  enabled: false\n'))).toEqual(worker('low'));
    expect(await found(files('worker:\n  enabled: true\n'))).toEqual(worker('critical'));
    expect(await found(files('worker: {}\n'))).toEqual(worker('critical'));
    expect(await found(files('work: {enabled: true}\nworker:\n  enabled: false\n'))).toEqual(worker('critical'));
  });

  it('gives its account nothing that a workload is said to run with', async () => {
    const workload = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: board
spec:
  template:
    spec:
      serviceAccountName: board
      containers: [{name: board, image: board}]
`;
    const rules = async (values: string) =>
      (
        await found({
          ...chart(under('.Values.admin', binding().replaceAll('{{ .Release.Name }}', 'board')), values),
          'board/templates/deployment.yaml': workload,
        })
      ).map((line) => line.split(' ')[2]);
    expect(await rules('admin: true\n')).toContain('k8s/workload-admin-account');
    expect(await rules('admin: false\n')).not.toContain('k8s/workload-admin-account');
  });
});

describe('who switches it on', () => {
  const shipped = chart(under('and .Values.rbac.create .Values.powers.all'), 'rbac:\n  create: true\npowers:\n  all: false\n');
  const release = (body: string): string => `resource "helm_release" "board" {\n  name  = "board"\n  chart = "./board"\n${body}\n}\n`;
  it.each([
    ['a file of values beside the chart', 'board/values-prod.yaml', 'powers:\n  all: true\n'],
    ['a release in Terraform', 'main.tf', release('  set {\n    name  = "powers.all"\n    value = "true"\n  }')],
    ['a command', 'deploy.sh', '#!/bin/sh\nhelm upgrade --install board ./board --set powers.all=true\n'],
    ['a helmfile', 'helmfile.yaml', 'releases:\n  - name: board\n    chart: ./board\n    values:\n      - powers:\n          all: true\n'],
    [
      'a release of Flux',
      'apps/board.yaml',
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: board, namespace: shop}\nspec:\n  serviceAccountName: deployer\n  chart:\n    spec:\n      chart: ./board\n      sourceRef: {kind: GitRepository, name: deploy}\n  values:\n    powers:\n      all: true\n',
    ],
  ])('is told so at the value: %s', async (_, file, text) => {
    expect(await found({ ...shipped, [file]: text }, 'default')).toEqual([`${file} critical k8s/cluster-admin-binding «true»`]);
    expect(await found({ ...shipped, [file]: text.replace(/true\b/, 'false') }, 'default')).toEqual([]);
  });

  it.each([
    ['a command', 'deploy.sh', '#!/bin/sh\nhelm upgrade --install board ./board -f env/prod.yaml --wait\n'],
    ['a command with the long word', 'deploy.sh', '#!/bin/sh\nhelm install board ./board --values=./env/prod.yaml\n'],
    ['a helmfile', 'helmfile.yaml', 'releases:\n  - name: board\n    chart: ./board\n    values: [env/prod.yaml]\n'],
    [
      'an application of Argo CD',
      'apps/board.yaml',
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: board, namespace: argocd}\nspec:\n  project: shop\n  source:\n    path: board\n    helm:\n      valueFiles: [../env/prod.yaml]\n',
    ],
  ])('may name a file of values that lies elsewhere: %s', async (_, file, text) => {
    const env = (all: string) => ({ 'env/prod.yaml': `powers:\n  all: ${all}\n` });
    expect(await found({ ...shipped, ...env('true'), [file]: text }, 'default')).toEqual([
      'env/prod.yaml critical k8s/cluster-admin-binding «true»',
    ]);
    expect(await found({ ...shipped, ...env('false'), [file]: text }, 'default')).toEqual([]);
  });

  it.each([
    ['a command with several files', 'deploy.sh', '#!/bin/sh\nhelm upgrade board ./board --values env/base.yaml,env/prod.yaml\n'],
    [
      'a kustomization',
      'kustomization.yaml',
      'helmGlobals:\n  chartHome: .\nhelmCharts:\n  - name: board\n    valuesFile: env/prod.yaml\n',
    ],
    [
      'an application of Argo CD with its values in another source',
      'apps/board.yaml',
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: board, namespace: argocd}\nspec:\n  project: shop\n  sources:\n    - path: board\n      helm:\n        valueFiles: [$values/env/prod.yaml]\n    - ref: values\n',
    ],
  ])('may name it from elsewhere: %s', async (_, file, text) => {
    const env = { 'env/prod.yaml': 'powers:\n  all: true\n', 'env/base.yaml': 'powers: {}\n' };
    expect(await found({ ...shipped, ...env, [file]: text }, 'default')).toEqual([
      'env/prod.yaml critical k8s/cluster-admin-binding «true»',
    ]);
  });

  it('may be a chart that takes it in from another folder', async () => {
    const around = (values: string, file = 'values.yaml') => ({
      ...shipped,
      'shop/Chart.yaml':
        'apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n  - name: board\n    alias: desk\n    version: 1.0.0\n    repository: file://../board\n',
      [`shop/${file}`]: values,
    });
    const on = 'desk:\n  powers:\n    all: true\n';
    expect(await found(around(on), 'default')).toEqual(['shop/values.yaml critical k8s/cluster-admin-binding «true»']);
    expect(await found(around(on, 'values-prod.yaml'), 'default')).toEqual([
      'shop/values-prod.yaml critical k8s/cluster-admin-binding «true»',
    ]);
    // What another chart is given is nothing for this one, and what stays off is nothing at all.
    expect(await found(around('board:\n  powers:\n    all: true\n'), 'default')).toEqual([]);
    expect(await found(around('desk:\n  powers:\n    all: false\n'), 'default')).toEqual([]);
  });

  it('is one step lower where it only shows how', async () => {
    expect(await found({ ...shipped, 'board/values-example.yaml': 'powers:\n  all: true\n' }, 'default')).toEqual([
      'board/values-example.yaml high k8s/cluster-admin-binding «true»',
    ]);
  });

  it('may be charts that take each other in', async () => {
    const chart = (other: string) =>
      `apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies:\n  - name: ${other}\n    repository: file://../${other}\n  - name: ${other}\n    alias: more\n    repository: file://../${other}\n`;
    const deep = (depth: number): string =>
      depth === 0 ? '{}' : `{a: ${deep(depth - 1)}, b: ${deep(depth - 1)}, more: ${deep(depth - 1)}}`;
    await found({
      'a/Chart.yaml': chart('b'),
      'b/Chart.yaml': chart('a'),
      'a/values-prod.yaml': deep(7),
      'b/templates/rbac.yaml': binding(),
    });
  });

  it('switches on a part of a role', async () => {
    const template = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: board
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs: [get]
  {{- if eq .Values.scope "cluster" }}
  - apiGroups: [""]
    resources: [secrets]
    verbs: [list]
  {{- end }}
`;
    const files = { ...chart(template, 'scope: namespace\n'), 'board/values-prod.yaml': 'scope: cluster\n' };
    expect(await found(files, 'default')).toEqual(['board/values-prod.yaml high k8s/secrets-read «cluster»']);
  });

  it('is told once where the name of the switch tells it, too', async () => {
    const files = {
      ...chart(under('.Values.rbac.clusterAdmin'), 'rbac:\n  clusterAdmin: false\n'),
      'board/values-prod.yaml': 'rbac:\n  clusterAdmin: true\n',
    };
    expect(await found(files, 'default')).toEqual(['board/values-prod.yaml critical k8s/cluster-admin-binding «true»']);
  });
});

it('takes time in proportion to the template', async () => {
  await expectLinear('conditions', 60, (size) => {
    const branches = Array.from(
      { length: size },
      (_, at) => `{{- else if eq .Values.kind "k${at}" }}\n---\n${binding('edit', `b${at}`)}`,
    ).join('');
    const files = chart(`{{- if .Values.on }}\n${binding()}${branches}{{- end }}\n`, 'on: false\nkind: none\n');
    return () => found(files);
  });
});
