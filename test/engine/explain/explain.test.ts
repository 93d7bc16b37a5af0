import { describe, expect, it } from 'vitest';
import { createDocument, folderOf } from '../../../server/engine/document.ts';
import { createEngine } from '../../../server/engine/engine.ts';
import { explainAt, mostExplained } from '../../../server/engine/explain/explain.ts';
import type { Explanation } from '../../../server/engine/explain/explanation.ts';
import { unknownWorkspace } from '../../../server/engine/project.ts';
import { defaultSettings } from '../../../server/engine/settings.ts';
import { rulesOf } from '../../../rules/registry.ts';
import { today, type Texts } from '../../support/analyze-text.ts';

/** What is said where `¦` stands in one of the texts. */
async function at(texts: Texts) {
  const marked = Object.entries(texts).find(([, text]) => text.includes('¦'))!;
  const offset = marked[1].indexOf('¦');
  const documents = new Map(Object.entries(texts).map(([uri, text]) => [uri, createDocument(uri, text.replace('¦', ''))]));
  const engine = createEngine({
    rulesOf,
    workspace: unknownWorkspace(today),
    settingsFor: () => defaultSettings,
    source: {
      document: (uri) => documents.get(uri),
      siblings: (folder) => [...documents.keys()].filter((uri) => folderOf(uri) === folder),
    },
  });
  await engine.read([...documents.values()]);
  return explainAt(await engine.project(), marked[0], [offset, offset]);
}

const part = (explanation: Explanation | undefined, title: string): string[] =>
  explanation?.parts.find((one) => one.title === title)?.lines.map((line) => line.text) ?? [];
const policy = (statement: string) => `{\n  "Version": "2012-10-17",\n  "Statement": [\n    ${statement}\n  ]\n}\n`;

describe('what a statement allows', () => {
  it('is counted by access level, permissions first', async () => {
    const { explanations } = await at({ 'iam/app.json': policy('{ "Sid": "Q", "Effect": "Allow", "Action": "sqs:¦*", "Resource": "*" }') });
    expect(explanations).toHaveLength(1);
    expect(explanations[0]!.subject).toContain('allow statement `Q`');
    const allows = part(explanations[0], 'allows');
    expect(allows[0]).toMatch(/^1 pattern, \d+ actions$/);
    expect(allows[1]).toMatch(/^\d change permissions: .*sqs:AddPermission/);
    expect(allows.findIndex((line) => line.includes(' write: '))).toBe(2);
  });

  it('names what AWS does not know', async () => {
    const { explanations } = await at({
      'iam/app.json': policy('{ "Effect": "Allow", "Action": ["sqs:SendMessag¦", "sqs:SendMessage"], "Resource": "*" }'),
    });
    expect(part(explanations[0], 'allows').at(-1)).toContain('`sqs:SendMessag` is in no list of AWS');
  });

  it('is what the tables say of roles of the other clouds', async () => {
    const {
      explanations: [gcp],
    } = await at({
      'infra/main.tf':
        'resource "google_project_iam_member" "a" {\n  project = "p"\n  role    = "roles/ow¦ner"\n  member  = "user:anna@example.com"\n}\n',
    });
    expect(part(gcp, 'allows').join()).toContain('administers');
    expect(part(gcp, 'held by').join()).toContain('anna@example.com');
    const binding =
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: ci\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: cluster-¦admin\nsubjects:\n  - kind: Group\n    name: devs\n';
    const {
      explanations: [k8s],
    } = await at({ 'deploy/b.yaml': binding });
    expect(part(k8s, 'allows')).toEqual(['everything, in every namespace']);
    expect(part(k8s, 'held by').join()).toContain('`devs`');
  });
});

describe('what is not known', () => {
  it('is said where no fact stands for it', async () => {
    const {
      explanations: [one],
    } = await at({
      'infra/main.tf': 'resource "aws_iam_role_policy" "a" {\n  role   = "a"\n  policy = data.http.policy¦.response_body\n}\n',
    });
    expect(one?.subject).toBe('what stands here is not known');
    expect(part(one, 'not resolved')).toEqual([expect.stringContaining('data.http.policy is not known here')]);
  });

  it('is nothing where nothing is written', async () => {
    expect((await at({ 'infra/main.tf': 'resource "aws_sqs_queue" "a" {\n  name = "¦a"\n}\n' })).explanations).toEqual([]);
  });
});

describe('what runs as a role', () => {
  it('is named at what the role holds', async () => {
    const role =
      'resource "aws_iam_role" "worker" {\n  name               = "worker"\n  assume_role_policy = "{}"\n  managed_policy_arns = ["arn:aws:iam::aws:policy/Administrator¦Access"]\n}\n';
    const {
      explanations: [one],
    } = await at({
      'infra/roles.tf': role,
      'infra/run.tf':
        'resource "aws_lambda_function" "resize" {\n  function_name = "resize"\n  role          = aws_iam_role.worker.arn\n}\n',
    });
    expect(part(one, 'held by')).toContain('Lambda function `resize` runs as it');
  });
});

describe('on other platforms', () => {
  it('names a role of Azure that stands there as a GUID, and a scope that the deployment decides', async () => {
    const {
      explanations: [one],
    } = await at({
      'main.bicep':
        "targetScope = 'subscription'\nresource a 'Microsoft.Authorization/roleAssignments@2022-04-01' = {\n  name: 'a'\n  properties: {\n    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '8e3af657-a8ff-443c-¦a75c-2fe8c4bcb635')\n    principalId: 'p'\n  }\n}\n",
    });
    expect(one!.subject).toBe('`Owner` in `a` (binding)');
    expect(part(one, 'on')).toEqual(['the subscription']);
  });

  it('keeps the paths of a Vault policy apart', async () => {
    const { explanations } = await at({
      'vault/app.hcl': 'path "secret/data/a" {\n  capabilities = ["read"]\n}\npath "secret/data/b" {\n  capabilities = ["read"]\n¦}\n',
    });
    expect(explanations.map((one) => part(one, 'on'))).toEqual([['`secret/data/b`']]);
  });

  it('says that an end is in reach, and that one is not', async () => {
    const member = (end: string) => ({
      'infra/main.tf': `resource "google_project_iam_member" "a" {\n  project = "p"\n  role    = "roles/compute.ad¦min"\n  member  = "user:ann@example.com"\n  condition {\n    title      = "t"\n    expression = "request.time < timestamp(\\"${end}T00:00:00Z\\")"\n  }\n}\n`,
    });
    expect(part((await at(member('2026-12-01'))).explanations[0], 'in its favour').join()).toContain('it is no standing grant');
    expect(part((await at(member('2036-12-01'))).explanations[0], 'in its favour')).toEqual([]);
  });
});

const role =
  'resource "aws_iam_role" "ci" {\n  name = "ci"\n  assume_role_policy = jsonencode({\n    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:role/dev" } }]\n  })\n}\n';

describe('who holds it', () => {
  it('is the role, who may become the role, and who else has the same', async () => {
    const attach = (name: string, mark = '') =>
      `resource "aws_iam_role_policy_attachment" "${name}" {\n  role       = aws_iam_role.${name}.name\n  policy_arn = "arn:aws:iam::aws:policy/IAMFull${mark}Access"\n}\n`;
    const {
      explanations: [one],
    } = await at({
      'infra/main.tf': role + attach('ci', '¦'),
      'other/main.tf': 'resource "aws_iam_role" "x" {\n  name = "x"\n}\n' + attach('x'),
    });
    expect(part(one, 'held by')).toEqual(['role `aws_iam_role.ci`', 'who may become it: role `arn:aws:iam::111122223333:role/dev`']);
    expect(part(one, 'others with the same')).toEqual(['role `aws_iam_role.x`']);
  });

  it('shows the steps to administrator, those in other files too', async () => {
    const inline = (name: string, action: string) =>
      `resource "aws_iam_role_policy" "${name}" {\n  role   = aws_iam_role.ci.id\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "${action}", Resource = "*" }] })\n}\n`;
    const {
      explanations: [one],
    } = await at({ 'infra/main.tf': role + inline('a', 'iam:Pass¦Role'), 'infra/more.tf': inline('b', 'ec2:RunInstances') });
    const found = one!.parts.find((each) => each.title === 'leads to administrator')!;
    expect(found.lines[0]!.text).toBe('`aws_iam_role.ci` can start an instance with a role of its choice and read its credentials');
    expect(found.lines.map((line) => line.at?.uri)).toEqual([undefined, 'infra/main.tf', 'infra/more.tf']);
    const {
      explanations: [alone],
    } = await at({ 'infra/main.tf': role + inline('a', 'iam:Pass¦Role') });
    expect(part(alone, 'leads to administrator')).toEqual([]);
    expect(part(alone, 'in its favour').join()).toContain('none of the');
    const attached =
      'resource "aws_iam_role_policy_attachment" "ops" {\n  role       = aws_iam_role.ci.name\n  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}\n';
    const {
      explanations: [already],
    } = await at({ 'infra/main.tf': role + inline('a', 'iam:Pass¦Role') + attached });
    expect(part(already, 'leads to administrator').join()).toContain('is an administrator already, by');
    expect(part(already, 'in its favour').join()).not.toContain('none of the');
  });
});

describe('why something is not reported', () => {
  const reasons: readonly (readonly [string, string, string, string])[] = [
    [
      'actions that take nothing but a star',
      'iam/a.json',
      '{ "Effect": "Allow", "Action": ["ec2:Describe¦Instances"], "Resource": "*" }',
      'nothing but `*`',
    ],
    [
      'a condition',
      'iam/a.json',
      '{ "Effect": "Allow", "Action": "s3:Put¦Object", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceAccount": "111122223333" } } }',
      'a condition narrows it (aws:ResourceAccount)',
    ],
    ['a limit', 'iam/permissions-boundary.json', '{ "Effect": "Allow", "Action": "¦*", "Resource": "*" }', 'permissions boundary'],
    ['a deny', 'iam/a.json', '{ "Effect": "Deny", "Action": "¦*", "Resource": "*" }', 'it denies'],
    [
      'an end',
      'iam/a.json',
      '{ "Effect": "Allow", "Action": "¦*", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "2026-12-01T00:00:00Z" } } }',
      'no standing grant',
    ],
    [
      'an end that is past',
      'iam/a.json',
      '{ "Effect": "Allow", "Action": "¦*", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "2025-12-01T00:00:00Z" } } }',
      'it ended',
    ],
    [
      'named resources',
      'iam/a.json',
      '{ "Effect": "Allow", "Action": "s3:Get¦Object", "Resource": "arn:aws:s3:::releases/*" }',
      'narrower than a whole type',
    ],
  ];
  it.each(reasons)('%s', async (_what, uri, statement, expected) => {
    const { explanations } = await at({ [uri]: policy(statement) });
    expect(part(explanations[0], 'in its favour').join('\n')).toContain(expected);
  });

  it('names what could not be resolved', async () => {
    const { explanations } = await at({
      'infra/main.tf':
        'variable "bucket" {}\nresource "aws_iam_policy" "a" {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:Get¦Object", Resource = var.bucket }] })\n}\n',
    });
    expect(part(explanations[0], 'not resolved').join()).toContain('a resource');
  });
});

describe('where to look', () => {
  it('takes the closest facts, and says instances of one block once', async () => {
    const { explanations, more } = await at({
      'infra/main.tf':
        'resource "aws_iam_policy" "a" {\n  for_each = toset(["x", "y", "z"])\n  name     = each.key\n  policy   = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:Get¦Object", Resource = "*" }] })\n}\n',
    });
    expect(explanations).toHaveLength(1);
    expect(explanations[0]!.subject).toContain('and 2 more alike');
    expect(more).toBe(0);
  });

  it('counts what is too much to explain', async () => {
    const statements = Array.from(
      { length: mostExplained + 3 },
      (_, i) => `{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::b${i}" }`,
    ).join(', ');
    const { explanations, more } = await at({
      'infra/main.tf': `resource "aws_iam_policy" "a" {\n  na¦me = "a"\n  policy = jsonencode({ Statement = [${statements}] })\n}\n`,
    });
    expect(explanations).toHaveLength(mostExplained);
    expect(more).toBe(3);
  });

  it.each([
    ['StringLike', 'lets in every customer of the provider', 'narrows nothing'],
    ['StringEquals', 'lets in nobody', 'narrows who'],
    ['StringNotLike', undefined, 'narrows nothing'],
  ])('of a subject with %s: whom it lets in, and what it narrows', async (operator, letsIn, narrows) => {
    const {
      explanations: [one],
    } = await at({
      'iam/trust.json': `{\n  "Statement": [{ "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Condition": { "${operator}": { "token.actions.githubusercontent.com:sub": "repo:¦*" } } }]\n}\n`,
    });
    expect(part(one, 'provider').find((line) => line.includes('repo:'))).toEqual(letsIn && expect.stringContaining(letsIn));
    expect(part(one, 'if').join('\n')).toContain(narrows);
  });

  it('explains trusts by what their subjects let in, and keys by how long they live', async () => {
    const trust =
      '{\n  "Statement": [{ "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": "repo:octo-org/¦*" } } }]\n}\n';
    const {
      explanations: [one],
    } = await at({ 'iam/trust.json': trust });
    expect(part(one, 'provider').join('\n')).toContain('`repo:octo-org/*` lets in every project of one organization');
    const {
      explanations: [key],
    } = await at({ 'infra/main.tf': 'resource "aws_iam_access_key" "¦k" {\n  user = "ci"\n}\n' });
    expect(part(key, 'lives')).toEqual(['until somebody removes it']);
    const { explanations: none } = await at({ 'infra/main.tf': 'locals {\n  a = "¦b"\n}\n' });
    expect(none).toEqual([]);
  });
});

describe('what a workflow gives the token of its jobs', () => {
  const uri = '.github/workflows/ci.yml';
  const checkout = '{ runs-on: x, steps: [{ uses: actions/checkout@v4 }] }';
  const subjects = async (text: string): Promise<string[]> => (await at({ [uri]: text })).explanations.map(({ subject }) => subject);

  it('is said of one word for all scopes, at the word and at its key', async () => {
    for (const line of ['permissions: write-¦all', 'perm¦issions: write-all']) {
      const { explanations } = await at({ [uri]: `on: push\n${line}\njobs:\n  a: ${checkout}\n` });
      expect(explanations.map(({ subject }) => subject)).toEqual([
        '`write-all`: the token of a job may write all 15 scopes that can be written',
      ]);
      expect(part(explanations[0], 'jobs')).toEqual(['counts for job `a`']);
    }
  });

  it('is said of a scope with who uses it, and not of the job around it', async () => {
    const job = (permissions: string): string =>
      `on: push\njobs:\n  a:\n    permissions:${permissions}\n    runs-on: x\n    steps: [{ uses: actions/checkout@v4 }]\n`;
    const { explanations } = await at({ [uri]: job('\n      contents: re¦ad\n      issues: write') });
    expect(explanations.map(({ subject }) => subject)).toEqual([
      '`contents: read` lets the token of the job read code, commits and releases',
    ]);
    expect(part(explanations[0], 'jobs')).toEqual(['job `a`: used by `actions/checkout`']);
    expect((await subjects(job('\n      contents: read\n      issues: write').replace('permissions', 'permi¦ssions'))).length).toBe(2);
    expect(await subjects(job(' {}').replace('runs-on', 'runs-¦on'))).toEqual(['workflow job `.github/workflows/ci.yml#a`']);
  });
});
