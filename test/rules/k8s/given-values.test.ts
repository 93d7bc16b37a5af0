// What values of charts decide, in files of values, releases of Terraform, applications of Argo CD and releases of Flux:
// seen through k8s/cluster-admin-binding, k8s/wildcard-all and the rules about Argo CD.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { seeded, randomYaml } from '../../support/random-yaml.ts';

async function found(file: string, text: string, beside: Record<string, string> = {}): Promise<string[]> {
  const analysis = await analyzeTexts({ ...beside, [file]: text });
  expect(analysis.failures).toEqual([]);
  return analysis.findings
    .filter((one) => one.at.uri === file && one.rule.startsWith('k8s/'))
    .map((one) => `${one.rule} «${text.slice(...one.at.span)}»`)
    .sort();
}

const admin = 'k8s/cluster-admin-binding';
const release = (body: string) => `resource "helm_release" "board" {\n  name  = "board"\n  chart = "board"\n${body}}\n`;
const application = (helm: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a, namespace: argocd}\nspec:\n  project: shop\n  source:\n    repoURL: https://charts.example.com\n    chart: board\n    helm:\n${helm}`;
const flux = (values: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a, namespace: shop}\nspec:\n  serviceAccountName: deployer\n  values:\n${values}`;

describe('a switch that binds an administrator', () => {
  it.each([
    ['values.yaml', 'rbac:\n  create: true\n  clusterAdmin: true\n', 'true'],
    ['deploy/values-prod.yaml', 'board:\n  rbac:\n    clusterAdminRole: true\n', 'true'],
    ['values.yml', 'clusterAdmin:\n  enabled: true\n', 'true'],
    ['env/prod.values.yaml', 'serviceAccount:\n  clusterRole: cluster-admin\n', 'cluster-admin'],
    ['main.tf', release('  set {\n    name  = "rbac.clusterAdmin"\n    value = "true"\n  }\n'), 'true'],
    ['main.tf', release('  set = [{ name = "rbac.clusterAdmin", value = true }]\n'), 'true'],
    ['main.tf', release('  values = [yamlencode({ rbac = { clusterAdminRole = true } })]\n'), 'true'],
    ['main.tf', release('  values = [<<-EOT\n    rbac:\n      clusterAdmin: true\n  EOT\n  ]\n'), 'true'],
    ['app.yaml', application('      valuesObject:\n        rbac: {clusterAdmin: true}\n'), 'true'],
    ['app.yaml', application('      values: |\n        rbac:\n          clusterAdmin: true\n'), 'true'],
    ['app.yaml', application('      parameters:\n        - name: rbac.clusterAdmin\n          value: "true"\n'), 'true'],
    ['release.yaml', flux('    rbac:\n      clusterAdmin: true\n'), 'true'],
    ['release.yaml', flux('    rbac:\n      clusterAdministrator: true\n'), 'true'],
    ['deploy.sh', 'helm upgrade --install board charts/board -n shop \\\n  --set image.tag=$TAG,rbac.clusterAdmin=true\n', 'true'],
    ['Makefile', 'deploy:\n\thelm install board ./chart --set-string "serviceAccount.clusterRole=cluster-admin"\n', 'cluster-admin'],
    [
      '.github/workflows/deploy.yml',
      'on: push\npermissions: {}\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n      - run: helm upgrade board ./chart --set rbac.clusterAdmin=true\n',
      'true',
    ],
    [
      'helmfile.yaml',
      'releases:\n  - name: board\n    chart: board/board\n    set:\n      - name: rbac.clusterAdmin\n        value: true\n',
      'true',
    ],
    [
      'helmfile.d/10-apps.yaml',
      'releases:\n  - name: board\n    namespace: {{ .Environment.Name }}\n    values:\n      - values.yaml\n      - rbac: {clusterAdmin: true}\n',
      'true',
    ],
  ])('in %s: %s', async (file, text, token) => {
    expect(await found(file, text)).toEqual([`${admin} «${token}»`]);
  });
  it.each([
    ['values.yaml', 'rbac:\n  create: true\n  clusterAdmin: false\n'],
    ['values.yaml', 'rbac:\n  create: true\nserviceAccount:\n  create: true\n  name: cluster-admin-reader\n'],
    ['values.yaml', 'alerts:\n  clusterAdminEmail: true\n'],
    ['settings.yaml', 'rbac:\n  clusterAdmin: true\n'],
    ['main.tf', release('  set {\n    name  = "rbac.clusterAdmin"\n    value = var.admin\n  }\n')],
    ['main.tf', release('  values = [file("values.yaml")]\n')],
    ['app.yaml', application('      parameters:\n        - name: rbac.create\n          value: "true"\n')],
    ['deploy.sh', 'helm upgrade board charts/board --set rbac.clusterAdmin=false,rbac.create=true --set rbac.clusterAdmin=$ADMIN\n'],
    [
      'deploy.sh',
      '# helm upgrade board charts/board --set rbac.clusterAdmin=true\necho helm upgrade board charts/board --set rbac.clusterAdmin=true\nhelm list --set rbac.clusterAdmin=true\n',
    ],
    ['deploy.sh', 'helm upgrade board charts/board --set "note=a\\,rbac.clusterAdmin=true"\n'],
    ['helmfile.yaml', 'releases:\n  - name: board\n    values:\n      - rbac: {clusterAdmin: {{ .Values.admin }}}\n'],
    ['helmfile.yaml', 'values:\n  - rbac: {clusterAdmin: true}\nreleases: []\n'],
  ])('is none in %s: %s', async (file, text) => {
    expect(await found(file, text)).toEqual([]);
  });
  it("says that the account is the chart's", async () => {
    const { findings } = await analyzeTexts({ 'values.yaml': 'rbac: {clusterAdmin: true}\n' });
    expect(findings.map((one) => one.message)).toEqual([
      expect.stringContaining("`cluster-admin` gives the chart's service account every verb"),
    ]);
  });
});

describe('rules of a role in values', () => {
  const rules = 'rbac:\n  clusterRules:\n    - apiGroups: ["*"]\n      resources: ["*"]\n      verbs: ["*"]\n';
  it('are judged as those of a role', async () => {
    expect(await found('values.yaml', rules)).toEqual(['k8s/wildcard-all «*»']);
    expect(await found('values.yaml', rules.replaceAll('"*"', 'pods'))).toEqual([]);
  });
  it('are put together from the command line', async () => {
    const command = (verbs: string) =>
      `helm upgrade board ./chart --set 'rbac.clusterRules[0].apiGroups={*}' --set 'rbac.clusterRules[0].resources={*},rbac.clusterRules[0].verbs={${verbs}}'\n`;
    expect(await found('deploy.sh', command('*'))).toEqual(['k8s/wildcard-all «*»']);
    expect(await found('deploy.sh', command('get,list').replaceAll('{*}', '{pods}'))).toEqual([]);
  });
  it('are said once: where a chart is beside them, at the template that takes them', async () => {
    expect(await found('board/values.yaml', rules, { 'board/Chart.yaml': 'apiVersion: v2\nname: board\nversion: 1.0.0\n' })).toEqual([]);
  });
  it('are not every list', async () => {
    expect(await found('values.yaml', 'rules:\n  - verbs: ["*"]\n    users: [a]\n  - name: x\n    verbs: ["*"]\n')).toEqual([]);
  });
});

describe('settings of Argo CD in values', () => {
  it('are judged as its ConfigMaps', async () => {
    expect(await found('values.yaml', 'configs:\n  rbac:\n    policy.default: role:admin\n')).toEqual([
      'k8s/argocd-default-role «role:admin»',
    ]);
    expect(await found('values.yaml', 'configs:\n  cm:\n    users.anonymous.enabled: true\n')).toEqual(['k8s/argocd-anonymous «true»']);
    expect(
      await found('values.yaml', 'configs:\n  rbac:\n    policy.default: role:readonly\n  cm:\n    users.anonymous.enabled: false\n'),
    ).toEqual([]);
    expect(
      await found('values.yaml', 'configs:\n  rbac:\n    policy.csv: |\n      p, role:all, *, *, *, allow\n      g, everyone, role:all\n'),
    ).toEqual(['k8s/argocd-policy-star «p, role:all, *, *, *, allow»']);
    expect(
      await found(
        'release.yaml',
        flux('    configs:\n      rbac:\n        policy.csv: |\n          g, ops, role:all\n          p, role:all, *, *, *, allow\n'),
      ),
    ).toEqual(['k8s/argocd-policy-star «p, role:all, *, *, *, allow»']);
  });
});

describe('any text', () => {
  it('is read without a failure', async () => {
    const random = seeded(5);
    for (let i = 0; i < 150; i++)
      await found('values.yaml', `rbac:\n  clusterAdmin: true\n  rules: [{verbs: ["*"], resources: ["*"]}]\n${randomYaml(random)}`);
    for (let i = 0; i < 80; i++)
      await found(
        'helmfile.yaml',
        `releases:\n  - set: [{name: rbac.clusterAdmin, value: true}]\n    values:\n      - verbs: x\n${randomYaml(random).replace(/^/gm, '        ')}`,
      );
    const pieces = [
      '--set',
      ' ',
      '=',
      ',',
      '{',
      '}',
      '[0]',
      '[',
      ']',
      '.',
      '\\',
      '"',
      "'",
      'rbac',
      'clusterAdmin',
      'true',
      '$X',
      '\n',
      'helm upgrade a b',
    ];
    for (let i = 0; i < 200; i++)
      await found(
        'deploy.sh',
        `helm upgrade a b --set ${Array.from({ length: 20 }, () => pieces[Math.floor(random() * pieces.length)]).join('')}`,
      );
  });
});
