// A repository that points out of itself: by links, by `..`, by absolute paths, in every dialect that follows a reference.
// Nothing outside is read and shown, and nothing outside is written.
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startEditor } from '../lsp/editor.ts';
import { folderOf, git, posture, repositoryOf, write } from '../cli/posture.ts';
import { inDays } from '../support/days.ts';

/** What stands outside. Each part would be a finding, or would change one, if somebody read it. */
const outside = {
  'module/main.tf':
    'resource "aws_iam_policy" "witness" {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "witness:*", Resource = "*" }] })\n}\noutput "actions" {\n  value = ["witness:*"]\n}\n',
  'base/kustomization.yaml': 'resources: [role.yaml]\n',
  'base/role.yaml':
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: witness }\nrules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]\n',
  'ci/shared.yml': 'witness:\n  script: [curl http://witness.acme.dev | sh]\n  variables: { TOKEN: "{{token:gitlab-pat}}" }\n',
  'values/values.yaml': 'verbs: ["witness"]\n',
  'role.bicep': "output witness string = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'\n",
  'policy.json': '{"Statement":[{"Effect":"Allow","Action":"witness:*","Resource":"*"}]}\n',
  'workflow.yml': 'on: workflow_call\npermissions: write-all\njobs: { witness: { runs-on: x, steps: [{ run: "witness" }] } }\n',
  'secret.txt': 'witness {{token:github-pat}}\n',
};

/** Files that reach out, with `@` for the way there. */
const reaching = (way: string): Readonly<Record<string, string>> => ({
  'infra/main.tf': `module "m" {\n  source = "${way}/module"\n}\nresource "aws_iam_policy" "p" {\n  policy = file("\${path.module}/${way}/policy.json")\n}\nresource "aws_iam_policy" "q" {\n  policy = templatefile("${way}/policy.json", {})\n}\nresource "aws_iam_policy" "r" {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = module.m.actions, Resource = "*" }] })\n}\n`,
  'deploy/kustomization.yaml': `resources:\n  - ${way}/base\n  - ${way}/base/role.yaml\npatches:\n  - path: ${way}/base/role.yaml\n`,
  '.gitlab-ci.yml': `include:\n  - local: ${way}/ci/shared.yml\n  - ${way}/ci/shared.yml\njob:\n  extends: witness\n  script: [make]\n`,
  'infra/main.bicep': `module m '${way}/role.bicep' = { name: 'm' }\nresource a 'Microsoft.Authorization/roleAssignments@2022-04-01' = {\n  name: guid('a')\n  properties: { principalId: 'p', roleDefinitionId: m.outputs.witness }\n}\n`,
  '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    uses: ${way}/workflow.yml\n`,
  'serverless.yml': `service: a\nprovider:\n  name: aws\n  iam: \${file(${way}/policy.json)}\n`,
  'lib/stack.ts': `import * as iam from 'aws-cdk-lib/aws-iam';\nimport { actions } from '${way}/module';\nimport policy from '${way}/policy.json';\nnew iam.PolicyStatement({ actions, resources: ['*'] });\niam.PolicyDocument.fromJson(policy);\n`,
});

const commands = [
  ['check', '--profile', 'audit'],
  ['check', '--profile', 'audit', '--format', 'json'],
  ['inventory'],
  ['check', '--fix-dry-run', '--profile', 'audit'],
  ['why', 'infra/main.tf'],
  ['explain', 'infra/main.tf:2'],
];

function quiet(folder: string, args: readonly string[]): void {
  const { stdout, stderr, code } = posture(folder, args);
  // What the repository itself says about its references is no news from outside.
  const own = new Set(['m.outputs.witness', 'extends: witness']);
  const said = [...own].reduce((text, one) => text.replaceAll(one, ''), stdout + stderr);
  expect(
    said.split('\n').filter((line) => /witness/i.test(line) && !line.includes('`witness`')),
    args.join(' '),
  ).toEqual([]);
  expect([0, 1, 2, 3]).toContain(code);
}

describe('what lies outside is not read', () => {
  it.each(['../../outside', '../outside', '/absolute'])('through %s', (way) => {
    const above = folderOf({});
    write(join(above, 'outside'), outside);
    const folder = join(above, 'repository');
    mkdirSync(folder);
    write(folder, reaching(way === '/absolute' ? join(above, 'outside') : way));
    git(folder, 'init', '--quiet');
    for (const command of commands) quiet(folder, command);
  });

  it.each([true, false])('through a link, with git: %s', (withGit) => {
    const above = folderOf({});
    write(join(above, 'outside'), outside);
    const folder = join(above, 'repository');
    mkdirSync(folder);
    write(folder, reaching('./link'));
    for (const inner of ['', 'infra', 'deploy', '.github/workflows', 'lib'])
      symlinkSync(join(above, 'outside'), join(folder, inner, 'link'));
    if (withGit) {
      git(folder, 'init', '--quiet');
      git(folder, 'add', '--all');
    }
    for (const command of commands) quiet(folder, command);
  });

  it('through links to single files', () => {
    const above = folderOf({});
    write(join(above, 'outside'), outside);
    const folder = repositoryOf(reaching('./own'));
    for (const base of ['', 'infra', 'deploy', '.github/workflows', 'lib']) {
      for (const name of Object.keys(outside)) {
        const at = join(folder, base, 'own', name);
        mkdirSync(join(at, '..'), { recursive: true });
        symlinkSync(join(above, 'outside', name), at);
      }
    }
    for (const command of commands) quiet(folder, command);
  });

  it('through a folder that git tracks and that has become a link', () => {
    const above = folderOf({});
    write(join(above, 'outside'), outside);
    const folder = repositoryOf({ 'part/secret.txt': 'nothing\n', 'part/policy.json': '{}\n', 'a.txt': 'a\n' });
    renameSync(join(folder, 'part'), join(above, 'away'));
    symlinkSync(join(above, 'outside'), join(folder, 'part'));
    for (const command of [
      ['check', '--profile', 'audit'],
      ['check', '--diff', 'HEAD'],
      ['check', '--fix', '--profile', 'audit'],
      ['inventory'],
    ])
      quiet(folder, command);
    expect(readFileSync(join(above, 'outside/policy.json'), 'utf8')).toBe(outside['policy.json']);
  });

  it('by the language server', async () => {
    const above = folderOf({});
    write(join(above, 'outside'), outside);
    const folder = join(above, 'repository');
    mkdirSync(folder);
    write(folder, reaching('./link'));
    for (const inner of ['', 'infra', 'deploy', '.github/workflows', 'lib'])
      symlinkSync(join(above, 'outside'), join(folder, inner, 'link'));
    const editor = await startEditor({
      folders: [pathToFileURL(folder).href],
      initializationOptions: { settings: { problems: 'all', profile: 'audit' } } as never,
    });
    onTestFinished(() => editor.end());
    for (const name of Object.keys(reaching(''))) {
      const uri = pathToFileURL(join(folder, name)).href;
      await editor.open(uri, readFileSync(join(folder, name), 'utf8'));
      await editor.diagnostics(uri);
    }
    await editor.connection.sendRequest('posture/checkWorkspace', {});
    const messages = editor.published.flatMap(({ uri, diagnostics }) => [uri, ...diagnostics.map((one) => String(one.message))]);
    expect(
      messages.filter((one) => /witness|\/link\//.test(one) && !one.includes('`witness`') && !one.includes('m.outputs.witness')),
    ).toEqual([]);
  });
});

describe('nothing outside is written', () => {
  const workflow = 'on: push\npermissions: write-all\njobs: {}\n';
  const everything = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const writing = [
    ['init', '--yes'],
    ['init', '--yes', '--owner', '@acme/team'],
    ['accept', '--all', '--owner', '@acme/team', '--reason', 'known', '--expires', inDays(60), '--yes'],
    ['approve', '--all', '--owner', '@acme/team', '--purpose', 'ci', '--yes'],
    ['fmt'],
    ['snapshot'],
    ['upgrade', '--yes'],
    ['certify', '--write', '--yes'],
    ['sync', '--evidence', '--yes'],
    ['prune'],
    ['check', '--fix', '--profile', 'audit'],
  ];

  it.each(['.posture', '.posture/decisions', '.posture/identities', '.posture/evidence'])('through %s as a link', (path) => {
    const above = folderOf({
      'away/kept.yaml': 'kept\n',
      'away/policy.yaml': 'v: 1\napprovers: [{ paths: ["**"], handles: ["@witness"] }]\n',
    });
    const folder = repositoryOf({ '.github/workflows/ci.yml': workflow, 'main.tf': 'resource "aws_iam_user" "a" {\n  name = "a"\n}\n' });
    mkdirSync(join(folder, path, '..'), { recursive: true });
    symlinkSync(join(above, 'away'), join(folder, path));
    const before = everything(join(above, 'away'));
    for (const command of writing) {
      const { stdout, stderr } = posture(folder, command);
      expect(stdout + stderr, command.join(' ')).not.toContain('@witness');
    }
    const report = join(above, 'export.json');
    writeFileSync(report, '[{"login":"a","id":1,"type":"User"}]');
    posture(folder, ['observe', 'github-members', report, '--place', 'github:acme']);
    expect(everything(join(above, 'away'))).toEqual(before);
    expect(readFileSync(join(above, 'away/kept.yaml'), 'utf8')).toBe('kept\n');
    expect(lstatSync(join(folder, path)).isSymbolicLink()).toBe(true);
  });

  it('where a fix would make or change a file that is a link', () => {
    const above = folderOf({ ignored: 'kept\n', example: 'kept\n', 'code.yml': workflow });
    const folder = repositoryOf({ '.env': 'API_TOKEN={{token:github-pat}}\n', 'src/a.ts': "const token = '{{token:github-pat}}';\n" });
    symlinkSync(join(above, 'ignored'), join(folder, '.gitignore'));
    symlinkSync(join(above, 'example'), join(folder, '.env.example'));
    mkdirSync(join(folder, '.github/workflows'), { recursive: true });
    symlinkSync(join(above, 'code.yml'), join(folder, '.github/workflows/ci.yml'));
    for (const command of [
      ['check', '--fix', '--profile', 'audit'],
      ['repair', '--all', '--yes'],
      ['repair', '--yes'],
    ])
      posture(folder, command);
    expect(readFileSync(join(above, 'ignored'), 'utf8')).toBe('kept\n');
    expect(readFileSync(join(above, 'example'), 'utf8')).toBe('kept\n');
    expect(readFileSync(join(above, 'code.yml'), 'utf8')).toBe(workflow);
  });

  it('under a name of a record that says so itself', () => {
    const folder = repositoryOf({
      '.github/workflows/ci.yml': workflow,
      '.posture/decisions/..%2f..%2fescape.yaml': 'v: 1\n',
      '.posture/decisions/\\..\\escape.yaml': 'v: 1\n',
    });
    for (const command of writing) posture(folder, command);
    expect(existsSync(join(folder, '..', 'escape.yaml'))).toBe(false);
  });
});
