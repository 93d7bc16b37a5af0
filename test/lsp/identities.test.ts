// Identities in the editor: the line above each, the list, one as a picture, and the record that approves it.
import { onTestFinished, describe, expect, it } from 'vitest';
import type { CodeLens } from 'vscode-languageserver/node';
import type { DecideResult } from '../../server/lsp/protocol/decisions.ts';
import type { ApprovalForm, IdentityEntry, IdentityPicture } from '../../server/lsp/protocol/identities.ts';
import { startEditor, type Editor, type EditorOptions } from './editor.ts';
import { makeRepository } from './repository.ts';

const main = `resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "deploy" {
  role = aws_iam_role.deploy.id
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::releases/*" },
      { Effect = "Allow", Action = "iam:*", Resource = "*" },
    ]
  })
}
`;
const rbac = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: reader
rules:
  - apiGroups: [""]
    resources: ["pods"]
    verbs: ["get"]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: reader
roleRef:
  kind: ClusterRole
  name: reader
  apiGroup: rbac.authorization.k8s.io
subjects:
  - kind: ServiceAccount
    name: builder
    namespace: ci
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: builder
  namespace: ci
`;

async function start(options: EditorOptions): Promise<Editor> {
  const editor = await startEditor(options);
  onTestFinished(() => editor.end());
  return editor;
}

const lenses = async (editor: Editor, uri: string): Promise<string[]> => {
  const found = await editor.connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
  return found.map(({ range, command }) => `${range.start.line}: ${command!.title}`);
};

describe('the line above an identity', () => {
  it('says who answers for it and how much it may do; with a record, what is not approved and when it is looked at again', async () => {
    const repository = makeRepository({
      'infra/main.tf': main,
      CODEOWNERS: 'infra/ @acme/payments\n',
      '.posture/policy.yaml': 'v: 1\n\nreview-days: 60\n',
    });
    const editor = await start({ folders: [repository.uri], initializationOptions: { commands: ['posture.showIdentity'] } });
    const uri = repository.uriOf('infra/main.tf');
    await editor.open(uri, main, 'terraform');
    expect(await lenses(editor, uri)).toEqual(['0: @acme/payments · 2 grants']);
    const [role] = (await editor.connection.sendRequest<IdentityEntry[]>('posture/identities', {})).filter((one) => one.kind === 'role');
    const form = (await editor.connection.sendRequest<ApprovalForm | null>('posture/approvalForm', { root: role!.root, id: role!.id }))!;
    expect(form).toMatchObject({
      owners: ['@acme/payments'],
      review: '2027-01-20',
      latest: '2027-01-20',
      removed: [],
      record: expect.stringMatching(/^\.posture\/identities\/role\/deploy-\w{16}\.yaml$/),
    });
    expect(form.added).toEqual(form.scope);
    expect(form.scope.join('\n')).toContain('iam:*');
    const approve = (more: object) =>
      editor.connection.sendRequest<DecideResult>('posture/approve', {
        root: role!.root,
        id: role!.id,
        owner: '@acme/payments',
        by: '@lead',
        review: '2026-12-31',
        purpose: 'deploys',
        ...more,
      });
    expect(await approve({ review: '2027-06-01' })).toEqual({ refused: expect.stringContaining('the policy allows 60') });
    expect(await approve({ purpose: ' ' })).toEqual({ refused: 'what it is for is missing' });
    const made = await approve({});
    if ('refused' in made) throw new Error(made.refused);
    const record = (made.edit.documentChanges!.at(-1) as { edits: { newText: string }[] }).edits[0]!.newText;
    repository.land({ [form.record]: record });
    await expect.poll(() => lenses(editor, uri)).toEqual(['0: @acme/payments · 2 grants · review due in 40 days']);
    await editor.type(uri, '"s3:GetObject"', '["s3:GetObject", "s3:PutObject"]');
    expect(await lenses(editor, uri)).toEqual(['0: @acme/payments · 2 grants, 1 not approved · review due in 40 days']);
    expect((await editor.diagnostics(uri)).map((one) => one.code)).toContain('drift/scope-grew');
  });

  it('is not there where the user does not want it, nor over what may do nothing', async () => {
    const editor = await start({ folders: ['file:///srv/app'], initializationOptions: { settings: { codeLens: { enabled: false } } } });
    await editor.open('file:///srv/app/infra/main.tf', main, 'terraform');
    expect(await lenses(editor, 'file:///srv/app/infra/main.tf')).toEqual([]);
    const other = await start({ folders: ['file:///srv/app'] });
    await other.open('file:///srv/app/infra/main.tf', main.slice(0, main.indexOf('resource "aws_iam_role_policy"')), 'terraform');
    expect(await lenses(other, 'file:///srv/app/infra/main.tf')).toEqual([]);
  });

  it('counts of a job what it may do, and not when, where and with what it runs', async () => {
    const editor = await start({ folders: ['file:///srv/app'] });
    const uri = 'file:///srv/app/.github/workflows/ci.yml';
    const job = (permissions: string): string =>
      `on: [push, pull_request]\npermissions: ${permissions}\njobs:\n  test:\n    runs-on: [self-hosted, linux]\n    steps:\n      - uses: actions/checkout@v5\n`;
    await editor.open(uri, job('{ contents: read, packages: write }'), 'yaml');
    expect(await lenses(editor, uri)).toEqual(['3: 2 grants']);
    await editor.type(uri, '{ contents: read, packages: write }', '{}');
    expect(await lenses(editor, uri)).toEqual([]);
  });
});

describe('the picture of an identity', () => {
  it('shows who may become it, what it may do and where, each from its line, with what is wrong there', async () => {
    const repository = makeRepository({ 'infra/main.tf': main, 'deploy/rbac.yaml': rbac });
    const editor = await start({ folders: [repository.uri] });
    await editor.connection.sendRequest('posture/checkWorkspace', {});
    const entries = await editor.connection.sendRequest<IdentityEntry[]>('posture/identities', {});
    const role = entries.find((one) => one.platform === 'aws' && one.kind === 'role')!;
    expect(role).toMatchObject({
      declared: true,
      grants: 2,
      notApproved: 0,
      worst: expect.stringMatching(/critical|high/),
      location: { uri: repository.uriOf('infra/main.tf'), range: { start: { line: 0 } } },
    });
    const picture = (await editor.connection.sendRequest<IdentityPicture | null>('posture/identity', { root: role.root, id: role.id }))!;
    expect(picture.trustedBy).toMatchObject([
      { text: expect.stringContaining('ec2.amazonaws.com'), location: { range: { start: { line: 3 } } } },
    ]);
    expect(picture.grantsGiven).toMatchObject([
      {
        effect: 'allow',
        actions: ['iam:*'],
        scope: ['*'],
        lifetime: 'standing',
        location: { range: { start: { line: 11 } } },
        severity: expect.stringMatching(/critical|high/),
      },
      { effect: 'allow', actions: ['s3:GetObject'], scope: ['arn:aws:s3:::releases/*'], location: { range: { start: { line: 10 } } } },
    ]);
    expect(picture.grantsGiven[1]!.severity).toBeUndefined();
    const account = entries.find((one) => one.kind === 'service-account')!;
    const bound = (await editor.connection.sendRequest<IdentityPicture | null>('posture/identity', {
      root: account.root,
      id: account.id,
    }))!;
    expect(bound.grantsGiven).toMatchObject([
      { role: 'ClusterRole/reader', definition: { uri: repository.uriOf('deploy/rbac.yaml'), range: { start: { line: 3 } } } },
    ]);
    expect(await editor.connection.sendRequest('posture/identity', { root: account.root, id: 'aws:role:none' })).toBeNull();
  });
});
