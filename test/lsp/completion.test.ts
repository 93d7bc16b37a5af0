// Words that are offered where they belong, in every dialect, in texts that are still being written. `‸` is the cursor.
import { onTestFinished, describe, expect, it } from 'vitest';
import type { CompletionItem } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { startEditor } from './editor.ts';
import { makeFolder } from './folder.ts';
import { expectLinear } from '../support/growth.ts';

const root = 'file:///srv/app';

/** What is offered at the mark, as items and as the text that choosing one would leave. */
async function offered(
  file: string,
  marked: string,
  languageId = 'plaintext',
  folder = root,
): Promise<{ items: CompletionItem[]; labels: string[]; chosen(label: string): string }> {
  const editor = await startEditor({ folders: [folder] });
  onTestFinished(() => editor.end());
  const uri = `${folder}/${file}`;
  const text = marked.replace('‸', '');
  await editor.open(uri, text, languageId);
  const document = TextDocument.create(uri, languageId, 1, text);
  const items = await editor.connection.sendRequest<CompletionItem[]>('textDocument/completion', {
    textDocument: { uri },
    position: document.positionAt(marked.indexOf('‸')),
  });
  return {
    items,
    labels: items.map(({ label }) => label),
    chosen(label) {
      const item = items.find((one) => one.label === label);
      if (!item)
        throw new Error(
          `${label} is not offered; there is ${items
            .slice(0, 5)
            .map((one) => one.label)
            .join(', ')} and ${items.length} in all`,
        );
      return TextDocument.applyEdits(document, [item.textEdit as { range: never; newText: string }]);
    },
  };
}

describe('words of a cluster', () => {
  const rbac = 'apiVersion: rbac.authorization.k8s.io/v1\n';

  it.each([
    [
      'a list on one line',
      `${rbac}kind: ClusterRole\nmetadata:\n  name: x\nrules:\n  - apiGroups: [""]\n    resources: [pods]\n    verbs: ["get", "‸"]\n`,
    ],
    [
      'an item of its own',
      `${rbac}kind: ClusterRole\nmetadata:\n  name: x\nrules:\n  - apiGroups: [""]\n    resources: [pods]\n    verbs:\n      - get\n      - w‸\n`,
    ],
    ['JSON in YAML', `{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "rules": [{"verbs": ["‸"]}]}`],
  ])('are verbs, those that hand out more at the end: %s', async (_, marked) => {
    const { items, labels, chosen } = await offered('deploy/role.yaml', marked, 'yaml');
    expect(labels).toContain('watch');
    expect(chosen('watch')).toContain('watch');
    const sorted = [...items].sort((a, b) => (a.sortText! < b.sortText! ? -1 : 1)).map(({ label }) => label);
    expect(sorted[0]).toBe('get');
    expect(sorted.at(-1)).toBe('impersonate');
  });

  it('are roles that a binding may refer to: those of the text first, of the kind that stands beside', async () => {
    const declared = `${rbac}kind: ClusterRole\nmetadata: { name: deployer }\nrules: [{ apiGroups: [apps], resources: [deployments], verbs: [patch] }]\n---\n${rbac}kind: Role\nmetadata: { name: reader, namespace: shop }\nrules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]\n---\n`;
    const bound = (kind: string): string =>
      `${declared}${rbac}kind: RoleBinding\nmetadata: { name: b, namespace: shop }\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ${kind}\n  name: ‸\nsubjects: []\n`;
    const { labels, chosen } = await offered('deploy/binding.yaml', bound('ClusterRole'), 'yaml');
    expect(labels).toEqual(['view', 'edit', 'admin', 'cluster-admin', 'deployer']);
    expect(chosen('deployer')).toContain('name: deployer\nsubjects');
    expect((await offered('deploy/binding.yaml', bound('Role'), 'yaml')).labels).toEqual(['reader']);
  });

  it('are none for other names, and none in other files', async () => {
    expect((await offered('deploy/binding.yaml', `${rbac}kind: ClusterRoleBinding\nmetadata:\n  name: ‸\n`, 'yaml')).labels).toEqual([]);
    expect((await offered('deploy/hook.yaml', 'kind: Webhook\nverbs: ["‸"]\n', 'yaml')).labels).toEqual([]);
  });

  it('are verbs in Terraform', async () => {
    const { labels } = await offered(
      'infra/rbac.tf',
      'resource "kubernetes_cluster_role" "x" {\n  rule {\n    verbs = ["‸"]\n  }\n}\n',
      'terraform',
    );
    expect(labels).toContain('deletecollection');
  });
});

describe('actions of AWS, with their access level', () => {
  it.each([
    [
      'a policy document',
      'policy.json',
      '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:Get‸"], "Resource": "*"}]}',
      'json',
    ],
    [
      'a policy document that is still open',
      'policy.json',
      '{\n  "Version": "2012-10-17",\n  "Statement": [{\n    "Effect": "Allow",\n    "Action": ["s3:GetObject", "s3:Get‸',
      'json',
    ],
    [
      'jsonencode',
      'main.tf',
      'resource "aws_iam_policy" "p" {\n  policy = jsonencode({\n    Statement = [{ Effect = "Allow", Action = ["s3:Get‸"], Resource = "*" }]\n  })\n}\n',
      'terraform',
    ],
    [
      'a heredoc',
      'main.tf',
      'resource "aws_iam_policy" "p" {\n  policy = <<EOF\n{ "Statement": [{ "Effect": "Allow", "Action": "s3:Get‸", "Resource": "*" }] }\nEOF\n}\n',
      'terraform',
    ],
    [
      'a policy document of Terraform',
      'main.tf',
      'data "aws_iam_policy_document" "p" {\n  statement {\n    actions   = ["s3:Get‸"]\n    resources = ["*"]\n  }\n}\n',
      'terraform',
    ],
    [
      'a policy document of Terraform that is still open',
      'main.tf',
      'data "aws_iam_policy_document" "p" {\n  statement {\n    actions   = ["s3:GetObject", "s3:Get‸\n',
      'terraform',
    ],
    [
      'CloudFormation in YAML',
      'template.yaml',
      'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n        Statement:\n          - Effect: Allow\n            Action:\n              - s3:Get‸\n            Resource: "*"\n',
      'yaml',
    ],
    [
      'CloudFormation in JSON',
      'template.json',
      '{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:Get‸", "Resource": "*"}]}}}}}',
      'json',
    ],
    [
      'SAM',
      'template.yaml',
      'Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Policies:\n        - Statement:\n            - Effect: Allow\n              Action: s3:Get‸\n              Resource: "*"\n',
      'yaml',
    ],
    [
      'the Serverless Framework',
      'serverless.yml',
      'service: x\nprovider:\n  name: aws\n  iam:\n    role:\n      statements:\n        - Effect: Allow\n          Action: ["s3:Get‸"]\n          Resource: "*"\n',
      'yaml',
    ],
    [
      'CDK',
      'stack.ts',
      "import { PolicyStatement } from 'aws-cdk-lib/aws-iam';\nnew PolicyStatement({ actions: ['s3:Get‸'], resources: ['*'] });\n",
      'typescript',
    ],
    [
      'Pulumi',
      'index.ts',
      "import * as aws from '@pulumi/aws';\nnew aws.iam.Policy('p', { policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:Get‸'], Resource: '*' }] } });\n",
      'typescript',
    ],
  ])('in %s', async (_, file, text, language) => {
    const { items, chosen } = await offered(file, text, language);
    expect(items.find((item) => item.label === 's3:GetObject')).toMatchObject({ detail: 'Read' });
    expect(items.every(({ label }) => label.startsWith('s3:'))).toBe(true);
    expect(chosen('s3:GetObjectAcl')).toBe(text.replace('s3:Get‸', 's3:GetObjectAcl'));
  });

  it('begins with services, and ends with those that change permissions', async () => {
    const { labels, items } = await offered(
      'policy.json',
      '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["‸"], "Resource": "*"}]}',
      'json',
    );
    expect(labels).toEqual(expect.arrayContaining(['s3:', 'iam:', 'dynamodb:']));
    expect(items.find(({ label }) => label === 's3:')).toMatchObject({ documentation: expect.stringContaining('S3') });
    const all = await offered(
      'policy.json',
      '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:‸"], "Resource": "*"}]}',
      'json',
    );
    const sorted = all.items.filter(({ sortText }) => sortText!.startsWith('1')).map(({ detail }) => detail!);
    expect(sorted.length).toBeGreaterThan(0);
    expect(sorted.every((detail) => detail.includes('Permissions management'))).toBe(true);
  });

  it.each([
    [
      'a workflow that has actions of its own',
      '.github/workflows/ci.yml',
      'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: x/y@v1\n        with:\n          action: s3:‸\n',
      'yaml',
    ],
    ['a Kubernetes manifest', 'deploy/x.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  action: s‸\n', 'yaml'],
    ['a program', 'app.ts', "export const action = ['s‸'];\n", 'typescript'],
    ['text', 'notes.md', 'Action: "s3:‸"\n', 'markdown'],
  ])('are not offered in %s', async (_, file, text, language) => {
    expect((await offered(file, text, language)).labels).toEqual([]);
  });
});

describe('conditions of AWS', () => {
  const json = (condition: string): string =>
    `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}, "Condition": ${condition}}]}`;

  it.each([
    ['JSON', 'trust.json', json('{"StringEquals": {"aws:Prin‸": "o-1"}}'), 'json'],
    ['JSON that is still open', 'trust.json', json('{"StringEquals": {"aws:Prin‸').replace('}]}', ''), 'json'],
    [
      'Terraform',
      'main.tf',
      'data "aws_iam_policy_document" "p" {\n  statement {\n    actions = ["s3:GetObject"]\n    condition {\n      test     = "StringEquals"\n      variable = "aws:Prin‸"\n      values   = ["o-1"]\n    }\n  }\n}\n',
      'terraform',
    ],
    [
      'jsonencode',
      'main.tf',
      'resource "aws_iam_policy" "p" {\n  policy = jsonencode({\n    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*", Condition = { StringEquals = { "aws:Prin‸" = "o-1" } } }]\n  })\n}\n',
      'terraform',
    ],
    [
      'CloudFormation',
      'template.yaml',
      'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n        Statement:\n          - Effect: Allow\n            Action: s3:*\n            Resource: "*"\n            Condition:\n              StringEquals:\n                aws:Prin‸\n',
      'yaml',
    ],
  ])('offer keys in %s', async (_, file, text, language) => {
    const { labels, items } = await offered(file, text, language);
    expect(labels).toEqual(expect.arrayContaining(['aws:PrincipalOrgID', 'aws:SourceArn', 'sts:ExternalId']));
    expect(items.find(({ label }) => label === 'aws:PrincipalOrgID')).toMatchObject({
      detail: 'String',
      documentation: expect.any(String),
    });
  });

  it('offer operators, and after one for many values the keys that have many', async () => {
    expect((await offered('trust.json', json('{"‸": {}}'), 'json')).labels).toContain('StringEquals');
    expect(
      (
        await offered(
          'main.tf',
          'data "aws_iam_policy_document" "p" {\n  statement {\n    condition {\n      test = "‸"\n    }\n  }\n}\n',
          'terraform',
        )
      ).labels,
    ).toContain('ArnLike');
    const { items } = await offered('trust.json', json('{"ForAnyValue:StringEquals": {"‸": "o-1"}}'), 'json');
    expect(items.filter(({ sortText }) => sortText!.startsWith('0')).map(({ label }) => label)).toEqual(
      expect.arrayContaining(['aws:PrincipalOrgPaths', 'aws:TagKeys']),
    );
  });
});

describe('roles and policies by name', () => {
  it.each([
    [
      'a managed policy in Terraform',
      'main.tf',
      'resource "aws_iam_role_policy_attachment" "a" {\n  role       = "x"\n  policy_arn = "arn:aws:iam::aws:policy/Read‸"\n}\n',
      'terraform',
      'ReadOnlyAccess',
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
    ],
    [
      'a managed policy in CloudFormation',
      'template.yaml',
      'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      ManagedPolicyArns:\n        - arn:aws:iam::aws:policy/‸\n',
      'yaml',
      'SecurityAudit',
      'arn:aws:iam::aws:policy/SecurityAudit',
    ],
    [
      'a role of Google in Terraform',
      'main.tf',
      'resource "google_project_iam_member" "m" {\n  project = "p"\n  role    = "roles/stor‸"\n  member  = "user:a@example.com"\n}\n',
      'terraform',
      'roles/storage.admin',
      'roles/storage.admin',
    ],
    [
      'a role of Google in YAML',
      'iam.yaml',
      'bindings:\n  - role: roles/‸\n    members: ["user:a@example.com"]\n',
      'yaml',
      'roles/owner',
      'roles/owner',
    ],
    [
      'a role of Azure by name',
      'main.tf',
      'resource "azurerm_role_assignment" "a" {\n  scope                = "x"\n  role_definition_name = "‸"\n  principal_id         = "y"\n}\n',
      'terraform',
      'Contributor',
      'Contributor',
    ],
    [
      'a role of Azure by GUID',
      'main.tf',
      'resource "azurerm_role_assignment" "a" {\n  role_definition_id = "/providers/Microsoft.Authorization/roleDefinitions/‸"\n}\n',
      'terraform',
      'Owner',
      '/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
    ],
  ])('%s', async (_, file, text, language, label, left) => {
    const { chosen, items } = await offered(file, text, language);
    expect(chosen(label)).toContain(left);
    expect(chosen(label)).toBe(text.replace(/(?:arn:|roles\/|\/providers)?[\w:/.-]*‸/, left));
    expect(items.find((item) => item.label === label)).toMatchObject({ detail: expect.any(String) });
  });
});

describe('files of the team', () => {
  it.each([
    ['config.yaml', 'pro‸', ['profile', 'rules', 'ignore', 'root', 'team']],
    ['config.yaml', 'profile: ‸', ['default', 'strict', 'audit']],
    ['config.yaml', 'root: ‸', ['true', 'false']],
    ['config.yaml', 'ignore:\n  - ‸', ['path', 'reason']],
    ['config.yaml', 'team:\n  url: https://example.com/x\n  ‸', ['url', 'branch']],
    ['config.yaml', 'rules:\n  github/‸', ['github/write-all-permissions']],
    ['config.yaml', 'rules:\n  github/write-all-permissions: ‸', ['critical', 'high', 'medium', 'low', 'info']],
    ['config.yaml', 'rules:\n  github/write-all-permissions:\n    ‸', ['off', 'severity']],
    ['policy.yaml', 'v: 1\n\n‸', ['approvers', 'lifetimes', 'review-days']],
    ['policy.yaml', 'lifetimes:\n  ‸', ['critical', 'high', 'medium', 'low', 'info']],
    ['policy.yaml', 'lifetimes: {‸', ['critical', 'high']],
    ['decisions/x/y.yaml', 'kind: ‸', ['false-positive', 'test-data', 'accepted-risk', 'compensated', 'break-glass']],
    ['decisions/x/y.yaml', 'state: acc‸', ['open', 'accepted']],
    ['decisions/x/y.yaml', 'approved: {owner: "@a", ‸', ['by', 'on', 'until', 'seal']],
    ['decisions/x/y.yaml', 'rule: aws/‸', ['aws/wildcard-action']],
    ['identities/role/x.yaml', 'state: ‸', ['open', 'revoked', 'approved']],
  ])('.posture/%s: %j', async (file, text, expected) => {
    expect((await offered(`.posture/${file}`, text, 'yaml')).labels).toEqual(expect.arrayContaining(expected));
  });

  it('offer owners from CODEOWNERS, in quotes where YAML wants them, and in suppressions', async () => {
    const folder = makeFolder({ '.github/CODEOWNERS': '* @acme/platform\ninfra/ @acme/payments @ana\n' });
    const owners = ['@acme/payments', '@acme/platform', '@ana'];
    for (const [file, text] of [
      ['decisions/x/y.yaml', 'approved: {owner: "‸'],
      ['policy.yaml', 'approvers: ["@ana", "‸'],
      ['policy.yaml', 'approvers:\n  - "‸'],
      ['policy.yaml', 'fallback-owner: ‸'],
    ] as const) {
      expect((await offered(`.posture/${file}`, text, 'yaml', folder.uri)).labels, text).toEqual(owners);
    }
    expect((await offered('.posture/policy.yaml', 'fallback-owner: ‸', 'yaml', folder.uri)).chosen('@ana')).toBe('fallback-owner: "@ana"');
    const workflow = '# posture-ignore github/write-all-permissions owner=@‸\npermissions: write-all\non: push\njobs: {}\n';
    expect((await offered('.github/workflows/ci.yml', workflow, 'yaml', folder.uri)).chosen('owner=@ana')).toContain('owner=@ana\n');
  });
});

describe('the token of a workflow', () => {
  const job = (permissions: string): string =>
    `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    permissions:${permissions}\n    steps: []\n`;
  it.each([
    [' ‸', ['read-all', 'write-all', '{}']],
    ['\n      cont‸', ['contents', 'id-token', 'packages']],
    ['\n      id-token: ‸', ['write', 'none']],
    ['\n      contents: ‸', ['read', 'write', 'none']],
    [' { contents: read, pack‸ }', ['packages']],
  ])('%j', async (permissions, expected) => {
    expect((await offered('.github/workflows/ci.yml', job(permissions), 'yaml')).labels).toEqual(expect.arrayContaining(expected));
  });
});

it('takes time that grows with the line, in lines that a machine has made', async () => {
  await expectLinear('a line', 7_500, (size) => {
    const line = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*", "x": "${'# {"a": [{ '.repeat(size)}", "Action": ["s3:Get‸"]}]}`;
    return () => offered('policy.json', line, 'json');
  });
});
