// Where a document lies decides how it is judged: its root, the nearest configuration, its neighbours, and whether the
// user trusts the folder.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, describe, expect, it } from 'vitest';
import type { CheckWorkspaceResult, FileFindings } from '../../server/lsp/protocol/findings.ts';
import { startEditor, type Editor, type EditorOptions } from './editor.ts';
import { makeFolder } from './folder.ts';

const workflowFile = '.github/workflows/ci.yml';
const workflow = 'on: push\npermissions: write-all\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n';

async function start(options: EditorOptions): Promise<Editor> {
  const editor = await startEditor(options);
  onTestFinished(() => editor.end());
  return editor;
}

async function severities(editor: Editor, uri: string): Promise<(number | undefined)[]> {
  return (await editor.diagnostics(uri)).map((diagnostic) => diagnostic.severity);
}

describe('configuration', () => {
  const lower = 'rules:\n  github/write-all-permissions: low\n';
  const off = 'rules:\n  github/write-all-permissions:\n    off: the token is narrowed by the organization\n';

  it('of the nearest folder counts, and each root has its own', async () => {
    const one = makeFolder({ '.posture/config.yaml': lower, 'service/.posture/config.yaml': off });
    const two = makeFolder();
    const editor = await start({ folders: [one.uri, two.uri] });
    for (const uri of [one.uriOf(workflowFile), one.uriOf(`service/${workflowFile}`), two.uriOf(workflowFile)])
      await editor.open(uri, workflow, 'yaml');
    expect(await severities(editor, one.uriOf(workflowFile))).toEqual([3]);
    expect(await severities(editor, one.uriOf(`service/${workflowFile}`))).toEqual([]);
    expect(await severities(editor, two.uriOf(workflowFile))).toEqual([1]);
  });

  it('counts as it is typed; while it is broken the last good one stays in force, and the mistake is shown', async () => {
    const folder = makeFolder({ '.posture/config.yaml': lower });
    const editor = await start({ folders: [folder.uri] });
    const configuration = folder.uriOf('.posture/config.yaml');
    const uri = folder.uriOf(workflowFile);
    await editor.open(uri, workflow, 'yaml');
    expect(await severities(editor, uri)).toEqual([3]);
    await editor.open(configuration, lower, 'yaml');
    await editor.type(configuration, 'low', 'medium');
    await editor.diagnostics(configuration);
    expect(await severities(editor, uri)).toEqual([2]);
    await editor.type(configuration, 'medium', 'mild');
    expect(await editor.underlined(configuration)).toEqual(['mild']);
    expect(await severities(editor, uri)).toEqual([2]);
    await editor.close(configuration);
    await expect.poll(async () => severities(editor, uri)).toEqual([3]);
  });

  it('changed on disk by someone else is read again', async () => {
    const folder = makeFolder({ '.posture/config.yaml': lower });
    const editor = await start({ folders: [folder.uri] });
    const uri = folder.uriOf(workflowFile);
    await editor.open(uri, workflow, 'yaml');
    expect(await severities(editor, uri)).toEqual([3]);
    folder.write('.posture/config.yaml', off);
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: folder.uriOf('.posture/config.yaml'), type: 2 }],
    });
    await expect.poll(async () => severities(editor, uri)).toEqual([]);
  });

  it('that goes with its folder counts no more, of which clients tell the folder alone', async () => {
    const folder = makeFolder({ '.posture/config.yaml': lower });
    const editor = await start({ folders: [folder.uri] });
    const uri = folder.uriOf(workflowFile);
    await editor.open(uri, workflow, 'yaml');
    expect(await severities(editor, uri)).toEqual([3]);
    rmSync(join(folder.path, '.posture'), { recursive: true });
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: folder.uriOf('.posture'), type: 3 }],
    });
    await expect.poll(async () => severities(editor, uri)).toEqual([1]);
  });

  it('of an untrusted workspace is not read until the user trusts it', async () => {
    const folder = makeFolder({ '.posture/config.yaml': off });
    const editor = await start({ folders: [folder.uri], initializationOptions: { trusted: false } });
    const uri = folder.uriOf(workflowFile);
    await editor.open(uri, workflow, 'yaml');
    expect(await severities(editor, uri)).toEqual([1]);
    await editor.connection.sendNotification('posture/trust');
    await expect.poll(async () => severities(editor, uri)).toEqual([]);
  });

  it('can leave out a path, and the least severity is the editor’s own', async () => {
    const folder = makeFolder({ '.posture/config.yaml': 'ignore:\n  - path: old/\n    reason: kept for the record\n' });
    const editor = await start({ folders: [folder.uri] });
    await editor.open(folder.uriOf(`old/${workflowFile}`), workflow, 'yaml');
    await editor.open(folder.uriOf(workflowFile), workflow, 'yaml');
    expect(await severities(editor, folder.uriOf(workflowFile))).toEqual([1]);
    expect(editor.published.filter((one) => one.uri === folder.uriOf(`old/${workflowFile}`)).flatMap((one) => one.diagnostics)).toEqual([]);
    await editor.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { posture: { minimumSeverity: 'critical' } },
    });
    await expect.poll(async () => severities(editor, folder.uriOf(workflowFile))).toEqual([]);
  });

  it('of an editor that means nothing does not count, and is said', async () => {
    const folder = makeFolder();
    const settings = { profile: 'stricter', minimumSeverity: 'critical', inlayHints: true, sync: { everyMinutes: 5 } };
    const editor = await start({ folders: [folder.uri], initializationOptions: { settings: settings as object } });
    await editor.open(folder.uriOf(workflowFile), workflow, 'yaml');
    expect(await severities(editor, folder.uriOf(workflowFile))).toEqual([]);
    expect(editor.logs).toEqual([
      'posture.profile is one of workspace, default, strict, audit, and not "stricter": it does not count.',
      'posture.inlayHints is { "enabled": true } or { "enabled": false }, and not true: it does not count.',
    ]);
  });
});

describe('documents without a workspace folder', () => {
  it('are judged in the repository that holds them', async () => {
    const folder = makeFolder({
      '.git/HEAD': 'ref: refs/heads/main\n',
      '.posture/config.yaml': 'rules:\n  github/write-all-permissions: info\n',
    });
    const editor = await start({});
    await editor.open(folder.uriOf(workflowFile), workflow, 'yaml');
    expect(await severities(editor, folder.uriOf(workflowFile))).toEqual([4]);
  });

  it('that were never saved are judged by what the editor says they are', async () => {
    const editor = await start({});
    const uri = 'untitled:Untitled-1';
    await editor.open(uri, '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }] }', 'json');
    expect(await editor.underlined(uri)).toContain('s3:*');
    await editor.close(uri);
    await expect.poll(() => editor.published.at(-1)).toEqual({ uri, diagnostics: [] });
  });

  it('that were never saved and are plain text are judged by what they look like', async () => {
    const editor = await start({});
    const policy = '{\n  "Statement": [{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }],\n  "Version": "2012-10-17"\n}\n';
    const pasted: readonly (readonly [string, string])[] = [
      [policy, 's3:*'],
      [
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: ci }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }\nsubjects: [{ kind: ServiceAccount, name: ci, namespace: ci }]\n',
        'cluster-admin',
      ],
      [
        'resource "aws_iam_role_policy_attachment" "admin" {\n  role       = "ci"\n  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}\n',
        'arn:aws:iam::aws:policy/AdministratorAccess',
      ],
    ];
    for (const [number, [text, underlined]] of pasted.entries()) {
      const uri = `untitled:Untitled-${number + 1}`;
      await editor.open(uri, text, 'plaintext');
      expect(await editor.underlined(uri), text).toContain(underlined);
    }
    for (const text of ['Dear team: {"Action": "*"} is too much.\n', '', '# only a comment\n', '[section]\nname = 1\n']) {
      await editor.open('untitled:Untitled-9', text, 'plaintext');
      expect(await editor.underlined('untitled:Untitled-9'), text).toEqual([]);
      await editor.close('untitled:Untitled-9');
    }
  });
});

describe('neighbours', () => {
  it('come from disk unless they are open', async () => {
    const main =
      'resource "aws_iam_policy" "ci" {\n  policy = jsonencode({\n    Statement = [{ Effect = "Allow", Action = local.actions, Resource = "arn:aws:s3:::releases/*" }]\n  })\n}\n';
    const locals = (action: string): string => `locals {\n  actions = ["${action}"]\n}\n`;
    const folder = makeFolder({ 'main.tf': main, 'locals.tf': locals('s3:*') });
    const editor = await start({ folders: [folder.uri] });
    const uri = folder.uriOf('main.tf');
    const related = async (): Promise<number> =>
      (await editor.diagnostics(uri)).length +
      editor.published.filter((one) => one.uri === folder.uriOf('locals.tf')).flatMap((one) => one.diagnostics).length;
    await editor.open(folder.uriOf('locals.tf'), locals('s3:GetObject'), 'terraform');
    await editor.open(uri, main, 'terraform');
    expect(await related()).toBe(0);
    await editor.type(folder.uriOf('locals.tf'), 's3:GetObject', 's3:*');
    await expect
      .poll(async () => (await editor.underlined(folder.uriOf('locals.tf'))).concat(await editor.underlined(uri)))
      .not.toEqual([]);
  });

  it('that vanish from disk take their findings with them', async () => {
    const folder = makeFolder({ [workflowFile]: workflow });
    const editor = await start({ folders: [folder.uri] });
    await editor.connection.sendRequest('posture/checkWorkspace', {});
    expect(editor.published.find((one) => one.uri === folder.uriOf(workflowFile))?.diagnostics.length).toBeGreaterThan(0);
    rmSync(`${folder.path}/${workflowFile}`);
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: folder.uriOf(workflowFile), type: 3 }],
    });
    await expect.poll(() => editor.published.findLast((one) => one.uri === folder.uriOf(workflowFile))?.diagnostics).toEqual([]);
  });
});

describe('a check of the whole workspace', () => {
  it('says what is wrong in a configuration that nobody has open, until it is mended', async () => {
    const wrong = 'rules:\n  github/no-such-rule:\n    off: it was renamed\n';
    const folder = makeFolder({ [workflowFile]: workflow, '.posture/config.yaml': wrong });
    const editor = await start({ folders: [folder.uri] });
    const configuration = folder.uriOf('.posture/config.yaml');
    const told = (): unknown => editor.published.findLast((one) => one.uri === configuration)?.diagnostics;
    await editor.connection.sendRequest('posture/checkWorkspace', {});
    expect(told()).toMatchObject([
      { message: expect.stringContaining('there is no rule github/no-such-rule') as string, range: { start: { line: 1 } } },
    ]);
    folder.write('.posture/config.yaml', 'rules: {}\n');
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: configuration, type: 2 }] });
    await expect.poll(told).toEqual([]);
  });

  it('publishes findings of files that are not open, with progress, and the open text counts before the disk', async () => {
    const folder = makeFolder({
      [workflowFile]: workflow,
      'service/.github/workflows/ci.yml': workflow,
      'node_modules/x/.github/workflows/ci.yml': workflow,
    });
    const editor = await start({ folders: [folder.uri] });
    await editor.open(folder.uriOf(workflowFile), workflow.replace('write-all', '{}'), 'yaml');
    const result = await editor.connection.sendRequest('posture/checkWorkspace', {});
    expect(result).toMatchObject({ files: 2, findings: 1, cancelled: false });
    expect(await editor.diagnostics(folder.uriOf(workflowFile))).toEqual([]);
    const other = editor.published.findLast((one) => one.uri === folder.uriOf('service/.github/workflows/ci.yml'));
    expect(other?.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['github/write-all-permissions']);
  });

  it('shows of a repository with a past only what is critical and what this branch changed, and lists all', async () => {
    const folder = makeFolder({
      'old/.github/workflows/ci.yml': workflow,
      'changed/.github/workflows/ci.yml': workflow.replace('write-all', '{}'),
      '.claude/settings.json': '{ "permissions": { "defaultMode": "bypassPermissions" } }\n',
    });
    const git = (...args: string[]): void =>
      void execFileSync(
        'git',
        ['-C', folder.path, '-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'init.defaultBranch=main', ...args],
        { stdio: 'ignore' },
      );
    git('init');
    git('add', '-A');
    git('commit', '-m', 'past');
    folder.write('changed/.github/workflows/ci.yml', workflow);
    const editor = await start({ folders: [folder.uri] });
    await editor.connection.sendRequest('posture/checkWorkspace', {});
    const shown = editor.published
      .filter((one) => one.diagnostics.length > 0)
      .map((one) => one.uri.slice(folder.uri.length + 1))
      .sort();
    expect(shown).toEqual(['.claude/settings.json', 'changed/.github/workflows/ci.yml']);
    const all = await editor.connection.sendRequest<FileFindings[]>('posture/findings', {});
    expect(all.map((file) => file.path).sort()).toEqual([
      '.claude/settings.json',
      'changed/.github/workflows/ci.yml',
      'old/.github/workflows/ci.yml',
    ]);
    await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: { posture: { problems: 'all' } } });
    await expect
      .poll(() => editor.published.some((one) => one.uri === folder.uriOf('old/.github/workflows/ci.yml') && one.diagnostics.length > 0))
      .toBe(true);
  });

  it('shows how far it is, and ends when the user ends its progress', async () => {
    const files = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`p${n}/.github/workflows/ci.yml`, workflow]));
    const folder = makeFolder(files);
    const editor = await start({ folders: [folder.uri], capabilities: { window: { workDoneProgress: true } } });
    const steps: string[] = [];
    editor.connection.onRequest('window/workDoneProgress/create', () => null);
    editor.connection.onNotification(
      '$/progress',
      ({ token, value }: { token: string; value: { kind: string; message?: string; cancellable?: boolean } }) => {
        steps.push(`${value.kind} ${value.message ?? ''}`);
        if (value.kind === 'begin') expect(value.cancellable).toBe(true);
        else if (value.kind === 'report') void editor.connection.sendNotification('window/workDoneProgress/cancel', { token });
      },
    );
    const result = await editor.connection.sendRequest<CheckWorkspaceResult>('posture/checkWorkspace', {});
    expect(result.cancelled).toBe(true);
    expect(result.files).toBeLessThan(400);
    expect(steps[1]).toMatch(/^report \d+ of 400 files$/);
    await expect.poll(() => steps.at(-1)).toBe('end ');
  });
});
