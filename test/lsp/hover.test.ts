// What a person learns by pointing at a token: the rule, the decision, the reach, who holds it and where it leads. Never a
// secret.
import { onTestFinished, describe, expect, it } from 'vitest';
import type { Hover } from 'vscode-languageserver/node';
import { fillTokens } from '../../server/engine/secrets/generate.ts';
import { scopeInWords } from '../../server/engine/facts/github/scope-words.ts';
import { scopesWith, tokenScopes } from '../../server/engine/facts/github/token.ts';
import { startEditor, type Editor, type EditorOptions } from './editor.ts';
import { makeRepository, recordFor } from './repository.ts';

async function start(options: EditorOptions): Promise<Editor> {
  const editor = await startEditor(options);
  onTestFinished(() => editor.end());
  return editor;
}

const words = (hover: Hover | null): string => (hover ? (hover.contents as { value: string }).value : '');

const main = `resource "aws_iam_role" "ci" {
  name = "ci"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:role/runner" } }] })
}
resource "aws_iam_role_policy" "ci" {
  role = aws_iam_role.ci.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"], Resource = "*" }]
  })
}
resource "azurerm_role_assignment" "all" {
  scope                = "/subscriptions/00000000-0000-0000-0000-000000000001"
  role_definition_name = "User Access Administrator"
  principal_id         = "p"
}
`;

describe('a hover', () => {
  it('says who holds a permission, who may become them, and that it leads to administrator', async () => {
    const editor = await start({ folders: ['file:///srv/app'] });
    const uri = 'file:///srv/app/infra/main.tf';
    await editor.open(uri, main, 'terraform');
    const said = words(await editor.hover(uri, 'iam:PassRole'));
    expect(said).toContain('aws_iam_role.ci');
    expect(said).toContain('arn:aws:iam::123456789012:role/runner');
    expect(said).toMatch(/leads to administrator/);
    expect(words(await editor.hover(uri, 'User Access Administrator'))).toMatch(/administers/);
    expect(await editor.hover(uri, '[{ Effect = "Allow", Action = ["iam')).toBeNull();
  });

  it('says what an identity may do that is only named there', async () => {
    const files = {
      'infra/main.tf': main,
      '.github/workflows/ci.yml': `on: push
jobs:
  build:
    runs-on: ubuntu-latest
    permissions: { id-token: write }
    steps:
      - uses: aws-actions/configure-aws-credentials@e3dd6a429d7300a6a4c196c26e071d42e0343502
        with:
          role-to-assume: arn:aws:iam::123456789012:role/ci
          aws-region: eu-west-1
`,
      'deploy/rbac.yaml': `apiVersion: v1
kind: ServiceAccount
metadata: { name: shop, namespace: prod }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: all }
roleRef: { kind: ClusterRole, name: edit, apiGroup: rbac.authorization.k8s.io }
subjects:
  - kind: ServiceAccount
    name: "shop"
    namespace: prod
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: prod }
spec: { template: { spec: { serviceAccountName: 'shop', containers: [] } } }
`,
    };
    const repository = makeRepository(files);
    const editor = await start({ folders: [repository.uri] });
    const ask = async (file: keyof typeof files, needle: string): Promise<string> => {
      const uri = repository.uriOf(file);
      await editor.open(uri, files[file], file.endsWith('.tf') ? 'terraform' : 'yaml');
      return words(await editor.hover(uri, needle));
    };
    // The file that declares the role is not open: it is found by its name.
    const assumed = await ask('.github/workflows/ci.yml', 'role/ci');
    expect(assumed).toContain('**role `ci`**');
    expect(assumed).toContain('iam:PassRole');
    expect(assumed).toContain('infra/main.tf:1');
    const referenced = await ask('infra/main.tf', 'aws_iam_role.ci.id');
    expect(referenced).toContain('**role `ci`**');
    expect(referenced).not.toContain('infra/main.tf:1');
    expect(await ask('deploy/rbac.yaml', '"shop"')).toContain('service account `shop`');
    expect(await ask('deploy/rbac.yaml', "'shop'")).toContain('service account `shop`');
    // A word that stands in an address names nothing, and neither does a role that nobody declares.
    expect(await ask('infra/main.tf', 'principal_id')).toBe('');
    expect(await ask('.github/workflows/ci.yml', 'aws-region')).toBe('');
  });

  it('says what a pattern covers: few actions by their names, one of them as one', async () => {
    const editor = await start({ folders: ['file:///srv/app'] });
    const uri = 'file:///srv/app/policies/ci.json';
    await editor.open(
      uri,
      '{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "Allow", "Action": ["iam:Pass*", "sqs:Add*"], "Resource": "*" }]\n}\n',
      'json',
    );
    expect(words(await editor.hover(uri, 'iam:Pass*'))).toMatch(/^`iam:Pass\*` covers \*\*1 action\*\*\n\n- write: `PassRole`\n/);
    expect(words(await editor.hover(uri, 'sqs:Add*'))).toMatch(
      /^`sqs:Add\*` covers \*\*1 action\*\*\n\n- change permissions: `AddPermission`\n/,
    );
  });

  it('says what a scope of a job’s token is good for, and which step uses it', async () => {
    const editor = await start({ folders: ['file:///srv/app'] });
    const uri = 'file:///srv/app/.github/workflows/ci.yml';
    await editor.open(
      uri,
      `on: push
permissions: write-all
jobs:
  build:
    runs-on: ubuntu-latest
    permissions:
      contents: write
      issues: write
      id-token: write
      packages: none
    steps:
      - uses: actions/checkout@v5
        with: { persist-credentials: false }
      - uses: aws-actions/configure-aws-credentials@v5
        with: { role-to-assume: arn:aws:iam::123456789012:role/ci, aws-region: eu-west-1 }
      - run: make
  own:
    runs-on: ubuntu-latest
    permissions: {}
    steps: [{ uses: someone/unknown@v1 }]
`,
      'yaml',
    );
    expect(words(await editor.hover(uri, 'contents: write'))).toBe(
      '`contents: write` lets the token of the job push commits and tags, and publish releases\n\n- job `build`: `actions/checkout` only reads it',
    );
    expect(words(await editor.hover(uri, 'issues'))).toMatch(
      /^`issues: write` lets the token of the job open, change and comment on issues\n\n- job `build`: no step uses it/,
    );
    expect(words(await editor.hover(uri, 'id-token'))).toMatch(
      /OpenID Connect token.*\n\n- job `build`: used by `aws-actions\/configure-aws-credentials`/,
    );
    expect(words(await editor.hover(uri, 'write-all'))).toBe(
      '`write-all`: the token of a job may write all 15 scopes that can be written\n\n- counts for no job: each has `permissions` of its own',
    );
    expect(await editor.hover(uri, 'packages')).toBeNull();
  });

  it('says what was decided about a finding that is not shown, and links the record', async () => {
    const file = '.github/workflows/ci.yml';
    const text = 'on: push\npermissions: write-all\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n';
    const repository = makeRepository({ [file]: text, CODEOWNERS: '* @acme/platform\n' });
    const record = await recordFor(file, text, 'github/write-all-permissions', { reason: 'moves [soon](http://evil.example) `x`' });
    repository.land({ [record.path]: record.text });
    repository.git('merge', '-q', 'main');
    const editor = await start({ folders: [repository.uri] });
    await editor.open(repository.uriOf(file), text, 'yaml');
    const said = words(await editor.hover(repository.uriOf(file), 'write-all'));
    expect(said).toContain('**Accepted** (github/write-all-permissions): @acme/payments answers for it, until 2027-01-10 (50 days left).');
    expect(said).toContain('moves \\[soon\\]\\(http://evil.example\\) \\`x\\`');
    expect(said).toContain(`(${repository.uriOf(record.path)}#L5)`);
    expect(said).toContain('Owner: @acme/platform');
  });

  it('says what a token tells of itself, and never the token', async () => {
    const editor = await start({ folders: ['file:///srv/app'] });
    const uri = 'file:///srv/app/app/config.yaml';
    const text = fillTokens('github_token: {{token:github-pat}}\naws_access_key_id: {{token:aws-access-key-id}}\n');
    await editor.open(uri, text, 'yaml');
    const values = text
      .split('\n')
      .filter(Boolean)
      .map((line) => line.slice(line.indexOf(': ') + 2));
    for (const value of values) {
      const said = words(await editor.hover(uri, value));
      expect(said).toMatch(/characters|checksum/);
      for (const other of values) expect(said).not.toContain(other);
    }
    expect(words(await editor.hover(uri, values[0]!))).toContain('a checksum or its structure proves it');
  });
});

it.each(['read', 'write'] as const)('a scope of a job that takes %s access has words for it, and no other has', (access) => {
  expect(tokenScopes.filter((scope) => scopeInWords(scope, access) !== undefined)).toEqual(scopesWith(access));
});
