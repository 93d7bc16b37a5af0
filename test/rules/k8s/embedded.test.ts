// Roles and bindings that other objects and tasks hold, and Rancher's own, seen through k8s/cluster-admin-binding and
// k8s/wildcard-all.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';

/** The marked text, and what is said of it. */
async function found(rule: string, marked: string, file: string): Promise<string[]> {
  const text = marked.replace(/[«»]/g, '');
  const analysis = await analyzeTexts({ [file]: text });
  expect(analysis.failures).toEqual([]);
  return analysis.findings
    .filter((one) => one.rule === rule)
    .map(
      (one) =>
        `${one.at.span[0] === marked.indexOf('«') && text.slice(...one.at.span) === /«(.*)»/.exec(marked)?.[1] ? 'at its mark' : text.slice(...one.at.span)}: ${one.message}`,
    );
}

const binding = (role: string, indent: number) =>
  `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: b}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role}}
subjects: [{kind: User, name: bob}]
`.replace(/^(?!$)/gm, ' '.repeat(indent));
const crossplane = (role: string) =>
  `apiVersion: kubernetes.crossplane.io/v1alpha2\nkind: Object\nmetadata: {name: x}\nspec:\n  forProvider:\n    manifest:\n${binding(role, 6)}`;
const fleet = (role: string) =>
  `apiVersion: work.open-cluster-management.io/v1\nkind: ManifestWork\nmetadata: {name: w, namespace: cluster1}\nspec:\n  workload:\n    manifests:\n      -\n${binding(role, 8)}`;
const kyverno = (role: string) =>
  `apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p}\nspec:\n  rules:\n    - name: r\n      generate:\n        data:\n${binding(role, 10)}`;
const task = (state: string, role: string) =>
  `- hosts: all\n  tasks:\n    - name: bind\n      kubernetes.core.k8s:\n        state: ${state}\n        definition:\n${binding(role, 10)}`;
const rancher = (kind: string, key: string, role: string, who: string) =>
  `apiVersion: management.cattle.io/v3\nkind: ${kind}\nmetadata: {name: x}\n${key}: ${role}\n${who}\n`;
const template = (verbs: string) =>
  `apiVersion: management.cattle.io/v3\nkind: RoleTemplate\nmetadata: {name: x}\ncontext: cluster\nrules:\n  - apiGroups: ["*"]\n    resources: ["${verbs === '*' ? '«*»' : '*'}"]\n    verbs: ["${verbs}"]\n`;

describe('a binding to an administrator', () => {
  const rule = 'k8s/cluster-admin-binding';
  it.each([
    ['an object of Crossplane', 'a.yaml', crossplane('«cluster-admin»'), 'user bob'],
    ['the work of a fleet', 'a.yaml', fleet('«cluster-admin»'), 'user bob'],
    ['a policy that generates', 'a.yaml', kyverno('«cluster-admin»'), 'user bob'],
    ['a task of Ansible', 'play.yml', task('present', '«cluster-admin»'), 'user bob'],
    [
      'an administrator of Rancher',
      'a.yaml',
      rancher('GlobalRoleBinding', 'globalRoleName', '«admin»', 'userName: u-1'),
      '`admin` gives user u-1',
    ],
    [
      'the owner of a cluster of Rancher',
      'a.yaml',
      rancher('ClusterRoleTemplateBinding', 'roleTemplateName', '«cluster-owner»', 'groupPrincipalName: "okta_group://devs"'),
      '`cluster-owner` gives group okta_group://devs',
    ],
    [
      'an administrator of Rancher in Terraform',
      'main.tf',
      'resource "rancher2_global_role_binding" "ops" {\n  name           = "ops"\n  global_role_id = "«admin»"\n  user_id        = "u-1"\n}\n',
      '`admin` gives user u-1',
    ],
    [
      'what a policy generates by kind and name',
      'a.yaml',
      'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p}\nspec:\n  rules:\n    - name: r\n      generate:\n        apiVersion: rbac.authorization.k8s.io/v1\n        kind: RoleBinding\n        name: owner\n        namespace: "{{request.object.metadata.name}}"\n        data:\n          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: «cluster-admin»}\n          subjects: [{kind: User, name: bob, apiGroup: rbac.authorization.k8s.io}]\n',
      'bob',
    ],
    [
      'the owner of a cluster of Rancher in Terraform',
      'main.tf',
      'resource "rancher2_cluster_role_template_binding" "ops" {\n  name               = "ops"\n  cluster_id         = "c-1"\n  role_template_id   = "«cluster-owner»"\n  group_principal_id = "okta_group://devs"\n}\n',
      '`cluster-owner` gives group okta_group://devs',
    ],
  ])('is found in %s', async (_, file, text, words) => {
    const [one, ...more] = await found(rule, text, file);
    expect(one).toMatch(/^at its mark: /);
    expect(one).toContain(words);
    expect(more).toEqual([]);
  });
  it.each([
    ['another role', 'a.yaml', crossplane('view')],
    ['a task that takes it away', 'play.yml', task('absent', 'cluster-admin')],
    [
      'a reference to a role',
      'a.yaml',
      'apiVersion: x.example.com/v1\nkind: Check\nmetadata: {name: x}\nspec:\n  expect: {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, name: cluster-admin}\n',
    ],
    [
      'a kind of Kubernetes itself, which makes no others',
      'a.yaml',
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\nspec:\n${binding('cluster-admin', 2)}`,
    ],
    [
      'a user of Rancher in Terraform',
      'main.tf',
      'resource "rancher2_global_role_binding" "ops" {\n  name           = "ops"\n  global_role_id = "user-base"\n  user_id        = "u-1"\n}\n',
    ],
    ['a user of Rancher', 'a.yaml', rancher('GlobalRoleBinding', 'globalRoleName', 'user', 'userName: u-1')],
    [
      'a member of a cluster of Rancher',
      'a.yaml',
      rancher('ClusterRoleTemplateBinding', 'roleTemplateName', 'cluster-member', 'groupPrincipalName: "okta_group://devs"'),
    ],
  ])('is not %s', async (_, file, text) => {
    expect(await found(rule, text, file)).toEqual([]);
  });
});

describe('a template of a role', () => {
  it('holds rules as a role does', async () => {
    expect(await found('k8s/wildcard-all', template('*'), 'a.yaml')).toEqual([expect.stringMatching(/^at its mark: /)]);
    expect(await found('k8s/wildcard-all', template('get'), 'a.yaml')).toEqual([]);
  });
});

describe('a manifest in a block of text', () => {
  const rule = 'k8s/cluster-admin-binding';
  const cloudInit = (role: string) => `#cloud-config\nwrite_files:\n  - path: /etc/manifests/a.yaml\n    content: |\n${binding(role, 6)}`;
  const values = (role: string) =>
    `image: {tag: "1"}\nextraObjects:\n  - |\n    # for the release\n${binding(role, 4).replace('{name: b}', '{name: "{{ .Release.Name }}-b"}')}`;
  const copied = (role: string) =>
    `- hosts: all\n  tasks:\n    - copy:\n        dest: /tmp/a.yaml\n        content: |-\n          ---\n${binding(role, 10)}`;
  const resources = (role: string) =>
    `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ntype: addons.cluster.x-k8s.io/resource-set\nstringData:\n  a.yaml: |\n${binding(role, 4)}`;
  it.each([
    ['resources.yaml', resources],
    ['user-data.yaml', cloudInit],
    ['values.yaml', values],
    ['play.yml', copied],
  ])('in %s', async (file, text) => {
    expect(await found(rule, text('«cluster-admin»'), file)).toEqual([expect.stringContaining('at its mark: ')]);
    expect(await found(rule, text('view'), file)).toEqual([]);
  });
  it('and not a script that has one in it, nor a description', async () => {
    const script = `job:\n  run: |\n    echo "\n${binding('cluster-admin', 4)}    "\n`;
    expect(await found(rule, script, 'job.yaml')).toEqual([]);
  });
});
