// From a place to what it is about: the outline, definitions and uses in files that nobody opened, and the one rename.
import { onTestFinished, describe, expect, it } from 'vitest';
import type { DocumentSymbol, Location, WorkspaceEdit } from 'vscode-languageserver/node';
import { startEditor, type Editor, type EditorOptions } from './editor.ts';
import { makeFolder } from './folder.ts';
import { makeRepository, recordFor, type Repository } from './repository.ts';

async function start(options: EditorOptions): Promise<Editor> {
  const editor = await startEditor(options);
  onTestFinished(() => editor.end());
  return editor;
}

function at(editor: Editor, uri: string, text: string, from = 0): { line: number; character: number } {
  const full = editor.text(uri);
  const offset = full.indexOf(text, from) + 1;
  const before = full.slice(0, offset);
  return { line: before.split('\n').length - 1, character: offset - before.lastIndexOf('\n') - 1 };
}

const places = (found: readonly Location[], root: string): string[] =>
  found.map(({ uri, range }) => `${uri.slice(root.length + 1)}:${range.start.line + 1}`).sort();

const terraform = `resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = { StringEquals = { "token.actions.githubusercontent.com:sub" = "repo:acme/app:ref:refs/heads/main" } }
    }]
  })
}
resource "aws_iam_policy" "read" {
  policy = jsonencode({ Statement = [{ Sid = "Read", Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::x/*" }] })
}
resource "aws_iam_role_policy_attachment" "read" {
  role       = aws_iam_role.deploy.name
  policy_arn = aws_iam_policy.read.arn
}
`;
const workflow = `on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - uses: aws-actions/configure-aws-credentials@e3dd6a429d7300a6a4c196c26e071d42e0343502
        with:
          role-to-assume: arn:aws:iam::123456789012:role/deploy
          aws-region: eu-west-1
`;
const account = (name = 'builder'): string => `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n  namespace: ci\n`;
const binding = (name = 'builder'): string =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: b\n  namespace: ci\nroleRef: {kind: ClusterRole, name: edit, apiGroup: rbac.authorization.k8s.io}\nsubjects:\n  - kind: ServiceAccount\n    name: "${name}"\n    namespace: ci\n`;
const workload = (name = 'builder'): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: builder\n  namespace: ci\nspec:\n  template:\n    spec:\n      serviceAccountName: ${name}\n      containers: []\n`;

describe('the outline', () => {
  it('holds identities, trusts and grants under the blocks that declare them', async () => {
    const editor = await start({ folders: ['file:///srv/app'] });
    const uri = 'file:///srv/app/infra/main.tf';
    await editor.open(uri, terraform, 'terraform');
    const symbols = await editor.connection.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri } });
    expect(symbols.map(({ name, detail, children = [] }) => [name, detail, children.map((one) => one.name)])).toEqual([
      ['aws_iam_role.deploy', 'role', ['trusts arn:aws:iam::123456789012:oidc-provider/token.actions.githubus…']],
      ['aws_iam_policy.read', 'aws_iam_policy', ['allow s3:GetObject']],
      ['aws_iam_role_policy_attachment.read', 'aws_iam_role_policy_attachment', [expect.stringMatching(/^allow /)]],
    ]);
    for (const { range, selectionRange } of symbols)
      expect([range.start.line <= selectionRange.start.line, selectionRange.end.line <= range.end.line]).toEqual([true, true]);
    await editor.open('file:///srv/app/notes.md', '# Notes\n', 'markdown');
    expect(
      await editor.connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri: 'file:///srv/app/notes.md' } }),
    ).toEqual([]);
  });
});

describe('definitions and uses', () => {
  async function opened(
    files: Readonly<Record<string, string>>,
    file: string,
    language: string,
  ): Promise<{
    editor: Editor;
    uri: string;
    repository: Repository;
    ask(method: 'definition' | 'references', text: string, from?: number): Promise<string[]>;
  }> {
    const repository = makeRepository(files);
    const editor = await start({ folders: [repository.uri] });
    const uri = repository.uriOf(file);
    await editor.open(uri, files[file]!, language);
    return {
      editor,
      uri,
      repository,
      ask: async (method, text, from) =>
        places(
          await editor.connection.sendRequest<Location[]>(`textDocument/${method}`, {
            textDocument: { uri },
            position: at(editor, uri, text, from),
            context: { includeDeclaration: false },
          }),
          repository.uri,
        ),
    };
  }

  it('lead from a workflow to the trust that it meets, in a file that is not open, and back', async () => {
    const files = { '.github/workflows/deploy.yml': workflow, 'infra/iam/main.tf': terraform };
    const { ask } = await opened(files, '.github/workflows/deploy.yml', 'yaml');
    expect(await ask('definition', 'role/deploy')).toEqual(['infra/iam/main.tf:4']);
    expect(await ask('references', 'role/deploy')).toContain('.github/workflows/deploy.yml:10');
    const back = await opened(files, 'infra/iam/main.tf', 'terraform');
    expect(await back.ask('references', 'resource "aws_iam_role" "deploy"')).toContain('.github/workflows/deploy.yml:10');
  });

  it('lead from an attachment to its policy and to its role', async () => {
    const { ask } = await opened({ 'infra/main.tf': terraform }, 'infra/main.tf', 'terraform');
    expect(await ask('definition', 'aws_iam_policy.read.arn')).toEqual(['infra/main.tf:12']);
    expect(await ask('definition', 'aws_iam_role.deploy.name')).toEqual(['infra/main.tf:1']);
    expect(await ask('definition', 'name = "deploy"')).toEqual([]);
  });

  it('lead from a binding to an account of another folder, and from the account to all that name it', async () => {
    const files = { 'deploy/account.yaml': account(), 'apps/rbac/binding.yaml': binding(), 'apps/web/app.yaml': workload() };
    const { ask } = await opened(files, 'apps/rbac/binding.yaml', 'yaml');
    const named = ['apps/rbac/binding.yaml:9', 'apps/web/app.yaml:9'];
    expect(await ask('definition', 'builder')).toEqual(['deploy/account.yaml:4']);
    expect(await ask('references', 'builder')).toEqual(named);
    const back = await opened(files, 'deploy/account.yaml', 'yaml');
    expect(await back.ask('references', 'builder')).toEqual(named);
    expect(await back.ask('definition', 'builder')).toEqual([]);
    const run = await opened(files, 'apps/web/app.yaml', 'yaml');
    const from = workload().indexOf('serviceAccountName');
    expect(await run.ask('definition', 'builder', from)).toEqual(['deploy/account.yaml:4']);
    expect(await run.ask('references', 'builder', from)).toEqual(named);
    // A workload of the same name is another thing.
    expect(await run.ask('references', 'builder')).toEqual([]);
  });

  it('lead from a decision to the line that it covers, and from the line to the decision', async () => {
    const text = 'on: push\npermissions: write-all\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n';
    const file = '.github/workflows/ci.yml';
    const record = await recordFor(file, text, 'github/write-all-permissions');
    const { ask, editor, repository } = await opened({ [record.path]: record.text, [file]: text }, record.path, 'yaml');
    expect(await ask('definition', 'rule:')).toEqual([`${file}:2`]);
    await editor.open(repository.uriOf(file), text, 'yaml');
    await editor.diagnostics(repository.uriOf(file));
    const found = await editor.connection.sendRequest<Location[]>('textDocument/references', {
      textDocument: { uri: repository.uriOf(file) },
      position: at(editor, repository.uriOf(file), 'write-all'),
      context: { includeDeclaration: false },
    });
    expect(places(found, repository.uri)).toEqual([`${record.path}:5`]);
  });
});

describe('renaming', () => {
  const rename = (editor: Editor, uri: string, text: string, newName: string) =>
    editor.connection.sendRequest<WorkspaceEdit | null>('textDocument/rename', {
      textDocument: { uri },
      position: at(editor, uri, text),
      newName,
    });
  const prepare = (editor: Editor, uri: string, text: string) =>
    editor.connection.sendRequest<{ placeholder: string } | null>('textDocument/prepareRename', {
      textDocument: { uri },
      position: at(editor, uri, text),
    });

  it('takes a service account through its bindings and workloads, wherever they lie', async () => {
    const repository = makeRepository({
      'deploy/account.yaml': account(),
      'apps/rbac/binding.yaml': binding(),
      'apps/web/app.yaml': workload(),
      'notes.md': 'the builder builds\n',
    });
    const editor = await start({ folders: [repository.uri] });
    const uri = repository.uriOf('apps/rbac/binding.yaml');
    await editor.open(uri, binding(), 'yaml');
    expect(await prepare(editor, uri, 'builder')).toMatchObject({ placeholder: 'builder' });
    const edit = await rename(editor, uri, 'builder', 'ship');
    expect(
      edit!
        .documentChanges!.map((change) =>
          'edits' in change
            ? `${change.textDocument.uri.slice(repository.uri.length + 1)} ${change.edits.map((one) => `${one.range.start.line}:${one.range.start.character} ${'newText' in one ? one.newText : ''}`).join()}`
            : change.kind,
        )
        .sort(),
    ).toEqual(['apps/rbac/binding.yaml 8:11 ship', 'apps/web/app.yaml 8:26 ship', 'deploy/account.yaml 3:8 ship']);
    await expect(rename(editor, uri, 'builder', 'Not A Name')).rejects.toMatchObject({
      message: expect.stringContaining('is no name of a service account'),
    });
  });

  it.each([
    [
      'another system that trusts the name',
      {
        'infra/main.tf':
          'resource "google_service_account_iam_member" "m" {\n  member = "serviceAccount:acme.svc.id.goog[ci/builder]"\n}\n',
      },
      'infra/main.tf:2 names it for another system',
    ],
    ['a second account of the name', { 'other/account.yaml': account() }, 'is declared 2 times'],
    [
      'a name that is computed',
      {
        'chart/Chart.yaml': 'name: c\nversion: 1.0.0\napiVersion: v2\n',
        'chart/values.yaml': 'sa: builder\n',
        'chart/templates/b.yaml': binding('{{ .Values.sa }}'),
      },
      'chart/values.yaml:1 names it for another system',
    ],
    [
      'values of a chart from elsewhere',
      { 'prod.yaml': 'serviceAccount:\n  create: false\n' + '  name: x\nother:\n  serviceAccountName: builder\n' },
      'prod.yaml:5 names it for another system',
    ],
    ['a subject without a namespace', { 'rbac/b.yaml': binding().replace('    namespace: ci\n', '') }, 'says no namespace'],
  ])('is refused for %s, with the place', async (_, more, why) => {
    const repository = makeRepository({ 'deploy/account.yaml': account(), ...more });
    const editor = await start({ folders: [repository.uri] });
    const uri = repository.uriOf('deploy/account.yaml');
    await editor.open(uri, account(), 'yaml');
    await expect(prepare(editor, uri, 'builder')).rejects.toMatchObject({ message: expect.stringContaining(why) });
  });

  it('is refused where nobody can say what else names it, and is nothing for other words', async () => {
    const folder = makeFolder({ 'deploy/account.yaml': account() });
    const editor = await start({ folders: [folder.uri], initializationOptions: { trusted: false } });
    const uri = folder.uriOf('deploy/account.yaml');
    await editor.open(uri, account(), 'yaml');
    await expect(prepare(editor, uri, 'builder')).rejects.toMatchObject({ message: expect.stringContaining('git cannot say') });
    expect(await prepare(editor, uri, 'metadata')).toBeNull();
    await editor.open(folder.uriOf('deploy/other.yaml'), account('builder').replace('  namespace: ci\n', ''), 'yaml');
    await expect(prepare(editor, folder.uriOf('deploy/other.yaml'), 'builder')).rejects.toThrow();
  });
});
