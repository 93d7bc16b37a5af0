// What overlays make of their bases, seen through k8s/cluster-admin-binding, k8s/wildcard-verbs and k8s/anonymous-subject.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { readMarks } from '../../support/rule-tester.ts';

const binding = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: b
roleRef:
  kind: ClusterRole
  name: view
subjects:
  - kind: ServiceAccount
    name: app
    namespace: shop
`;
const role =
  'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: r\nrules:\n  - apiGroups: [apps]\n    resources: [deployments]\n    verbs: [get]\n';
const base = { 'base/b.yaml': binding, 'base/r.yaml': role, 'base/kustomization.yaml': 'resources: [b.yaml, r.yaml]\n' };

/** Rules with the text they stand at, in the overlay. Marks must be the same. */
async function check(marked: string, rules: readonly string[], beside: Record<string, string> = base): Promise<void> {
  const { text, spans } = readMarks(marked);
  const uri = 'overlay/kustomization.yaml';
  const analysis = await analyzeTexts({ ...beside, [uri]: text });
  expect(analysis.failures).toEqual([]);
  const found = analysis.findings.filter((one) => one.at.uri === uri && one.severity !== 'low' && one.severity !== 'info');
  expect(found.map((one) => one.rule)).toEqual(rules);
  expect(found.map((one) => [...one.at.span])).toEqual(spans);
}

describe('kustomizations', () => {
  it('are clean where patches bring nothing in', async () => {
    await check('resources: [../base]\n', []);
    await check(
      'resources: [../base]\npatches:\n  - patch: |-\n      - op: replace\n        path: /metadata/name\n        value: c\n    target: {kind: ClusterRoleBinding}\n',
      [],
    );
  });
  it('report a role that a JSON patch swaps in', async () => {
    await check(
      'resources:\n  - ../base\npatches:\n  - target:\n      kind: ClusterRoleBinding\n      name: b\n    patch: |-\n      - op: replace\n        path: /roleRef/name\n        value: «cluster-admin»\n',
      ['k8s/cluster-admin-binding'],
    );
  });
  it('report what a replacement puts in', async () => {
    const replacing = (literal: string, target: string, source = '{kind: ConfigMap, name: env, fieldPath: data.role}') =>
      `resources: [../base]\nconfigMapGenerator:\n  - name: env\n    literals:\n      - ${literal}\n      - other=1\nreplacements:\n  - source: ${source}\n    targets:\n      - ${target}\n`;
    await check(replacing('role=«cluster-admin»', 'select: {kind: ClusterRoleBinding}\n        fieldPaths: [roleRef.name]'), [
      'k8s/cluster-admin-binding',
    ]);
    await check(replacing('role=cluster-admin', 'select: {kind: RoleBinding}\n        fieldPaths: [roleRef.name]'), []);
    await check(
      replacing(
        'role=cluster-admin',
        'select: {kind: ClusterRoleBinding}\n        fieldPaths: [roleRef.name]\n        options: {delimiter: "-", index: 0}',
      ),
      [],
    );
    await check(
      replacing(
        'role=cluster-admin',
        'select: {kind: ClusterRoleBinding}\n        fieldPaths: [roleRef.name]',
        '{kind: ConfigMap, name: elsewhere, fieldPath: data.role}',
      ),
      [],
    );
    await check(replacing('role=edit-some', 'select: {kind: ClusterRoleBinding}\n        fieldPaths: [roleRef.name]'), []);
    await check(
      replacing(
        'user=«system:anonymous»',
        'select: {name: b}\n        fieldPaths:\n          - subjects.[kind=ServiceAccount].name',
        '{kind: ConfigMap, name: env, fieldPath: data.user}',
      ),
      ['k8s/anonymous-subject'],
    );
    await check(
      'resources: [../base]\nreplacements: [{}, 1, {source: x, targets: y}, {path: none.yaml}, {source: {kind: Role}, targets: [{select: {}, fieldPaths: ["", ".", "a.[", "[=]"]}]}]\n',
      [],
    );
  });
  it('report it in the object that it comes from', async () => {
    const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: env}\ndata:\n  role: cluster-admin\n';
    const { findings } = await analyzeTexts({
      ...base,
      'overlay/env.yaml': map,
      'overlay/kustomization.yaml': 'resources: [../base, env.yaml]\nreplacements:\n  - path: swap.yaml\n',
      'overlay/swap.yaml':
        '- source: {kind: ConfigMap, name: env, fieldPath: data.role}\n  targets: [{select: {kind: ClusterRoleBinding}, fieldPaths: [roleRef.name]}]\n',
    });
    expect(
      findings.filter((one) => one.rule === 'k8s/cluster-admin-binding').map((one) => `${one.at.uri} ${map.slice(...one.at.span)}`),
    ).toEqual(['overlay/env.yaml cluster-admin']);
  });
  it('report what a strategic merge brings in', async () => {
    await check(
      'resources: [../base]\npatches:\n  - patch: |\n      apiVersion: rbac.authorization.k8s.io/v1\n      kind: ClusterRoleBinding\n      metadata:\n        name: b\n      subjects:\n        - kind: Group\n          name: «system:unauthenticated»\n',
      ['k8s/anonymous-subject'],
    );
  });
  it('report a verb that is added to a rule of the base', async () => {
    await check(
      "resources: [../base]\npatchesJson6902:\n  - target: {kind: Role, name: r}\n    patch: |-\n      - {op: add, path: /rules/0/verbs/-, value: '«*»'}\n",
      ['k8s/wildcard-verbs'],
    );
  });
  it('leave other objects alone', async () => {
    await check(
      'resources: [../base]\npatches:\n  - target: {kind: ClusterRoleBinding, name: other}\n    patch: |-\n      - {op: replace, path: /roleRef/name, value: cluster-admin}\n',
      [],
    );
  });
  it('choose by patterns of names and by labels', async () => {
    const patch = (target: string, role: string) =>
      `resources: [../base]\npatches:\n  - target: {${target}}\n    patch: |-\n      - {op: replace, path: /roleRef/name, value: ${role}}\n`;
    const labelled = { ...base, 'base/b.yaml': binding.replace('name: b\n', 'name: shop-admin\n  labels: {tier: back, app: shop}\n') };
    for (const target of [
      'kind: Role|ClusterRoleBinding',
      'kind: ClusterRoleBinding, name: shop-.*',
      'kind: ClusterRoleBinding, name: ^.*admin$',
      'labelSelector: "tier=back, app == shop"',
      'group: rbac.authorization.k8s.io, version: v1, kind: ClusterRoleBinding',
    ]) {
      await check(patch(target, '«cluster-admin»'), ['k8s/cluster-admin-binding'], labelled);
    }
    for (const target of [
      'kind: Role',
      'kind: ClusterRoleBinding, name: shop',
      'kind: ClusterRoleBinding, name: .*-shop',
      'labelSelector: tier=front',
      'labelSelector: tier!=front',
      'annotationSelector: a=b',
      'group: apps',
      'namespace: shop',
      'kind: "[A-Z]+.*"',
    ]) {
      await check(patch(target, 'cluster-admin'), [], labelled);
    }
  });
  it('take in the patches of components', async () => {
    const component =
      'kind: Component\npatches:\n  - target: {kind: ClusterRoleBinding}\n    patch: |-\n      - {op: replace, path: /roleRef/name, value: cluster-admin}\n';
    const { findings } = await analyzeTexts({
      ...base,
      'overlay/kustomization.yaml': 'resources: [../base]\ncomponents: [../wide]\n',
      'wide/kustomization.yaml': component,
    });
    expect(
      findings.filter((one) => one.rule === 'k8s/cluster-admin-binding').map((one) => [one.at.uri, component.slice(...one.at.span)]),
    ).toEqual([['wide/kustomization.yaml', 'cluster-admin']]);
  });
  it('report in the patch where it is a file of its own', async () => {
    const analysis = await analyzeTexts({
      ...base,
      'overlay/kustomization.yaml': 'resources: [../base]\npatches:\n  - path: p.yaml\n    target: {kind: ClusterRoleBinding}\n',
      'overlay/p.yaml': '- op: replace\n  path: /roleRef/name\n  value: cluster-admin\n',
    });
    expect(analysis.findings.filter((one) => one.rule === 'k8s/cluster-admin-binding').map((one) => one.at.uri)).toEqual([
      'overlay/p.yaml',
    ]);
  });
  it('end where they go in circles, are broken or point outside', async () => {
    await check(
      'resources: [../base, ../../../x, "https://example.com/x?ref=main", 1, {a: b}]\npatches: [1, {patch: "["}, {path: gone.yaml}, {patch: "- {op: add, path: /a/9/b, value: 1}"}, {patch: "- {op: remove, path: /roleRef}"}]\n',
      [],
      { ...base, 'base/kustomization.yaml': 'resources: [b.yaml, ../overlay]\n' },
    );
  });
});
