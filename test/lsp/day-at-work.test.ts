// What people do to files while the server runs: odd names, line ends, taking a repair back, another branch.
import { onTestFinished, describe, expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import type { CheckWorkspaceResult } from '../../server/lsp/protocol/findings.ts';
import { startEditor, type Editor, type EditorOptions } from './editor.ts';
import { makeFolder } from './folder.ts';

const workflow = 'on: push\npermissions: write-all\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n';
const narrow = workflow.replace('write-all', '{}');
const workflowFile = '.github/workflows/ci.yml';

async function start(options: EditorOptions): Promise<Editor> {
  const editor = await startEditor(options);
  onTestFinished(() => editor.end());
  return editor;
}

const shown = (editor: Editor, uri: string): readonly string[] =>
  (editor.published.findLast((one) => one.uri === uri)?.diagnostics ?? []).map(({ code }) => String(code));

/** As VS Code writes URIs. */
const asClient = (uri: string): string => URI.parse(uri).toString();

async function repair(editor: Editor, uri: string): Promise<void> {
  const [diagnostic] = await editor.diagnostics(uri);
  const [action] = await editor.actions(uri, diagnostic!.range);
  const { edit } = await editor.connection.sendRequest<CodeAction>('codeAction/resolve', action);
  expect(edit!.documentChanges?.map((change) => ('textDocument' in change ? change.textDocument.uri : undefined))).toEqual([uri]);
  await editor.apply(edit!);
}

describe('a file', () => {
  it.each(['Büro (neu) & Söhne', 'packages/@acme/a b/c%20d', '日本/#1', "it's [x] {y}"])(
    'below %s is judged and repaired under the name that the client gave it',
    async (name) => {
      const folder = makeFolder({
        [`${name}/${workflowFile}`]: workflow,
        [`${name}/.posture/config.yaml`]: 'rules:\n  github/write-all-permissions: low\n',
      });
      const root = asClient(folder.uriOf(name));
      const uri = asClient(folder.uriOf(`${name}/${workflowFile}`));
      const editor = await start({ folders: [root] });
      await editor.open(uri, workflow, 'yaml');
      expect((await editor.diagnostics(uri)).map(({ code, severity }) => [code, severity])).toEqual([['github/write-all-permissions', 3]]);
      await repair(editor, uri);
      expect(await editor.diagnostics(uri)).toEqual([]);
      await editor.close(uri);
      expect(await editor.connection.sendRequest<CheckWorkspaceResult>('posture/checkWorkspace', {})).toMatchObject({
        files: 2,
        findings: 1,
      });
      expect(shown(editor, uri)).toEqual(['github/write-all-permissions']);
    },
  );

  it('keeps its line ends and its byte order mark, whichever repair is chosen', async () => {
    const editor = await start({ folders: ['file:///srv/app'] });
    const uri = `file:///srv/app/${workflowFile}`;
    const text = `\uFEFF${workflow.replaceAll('\n', '\r\n')}`;
    await editor.open(uri, text, 'yaml');
    const repairs = async (): Promise<CodeAction[]> =>
      (await editor.actions(uri, (await editor.diagnostics(uri))[0]!.range)).filter((action) => !action.command);
    const count = (await repairs()).length;
    expect(count).toBeGreaterThan(1);
    for (let at = 0; at < count; at++) {
      const action = (await repairs())[at]!;
      const { edit } = await editor.connection.sendRequest<CodeAction>('codeAction/resolve', action);
      await editor.apply(edit!);
      expect(editor.text(uri), action.title).not.toBe(text);
      expect(editor.text(uri), action.title).not.toMatch(/[^\r]\n|\r[^\n]/);
      expect(editor.text(uri).startsWith('\uFEFF'), action.title).toBe(true);
      await editor.change(uri, [{ text }]);
    }
  });

  it('has its finding and its repairs again when the repair is taken back', async () => {
    const editor = await start({ folders: ['file:///srv/app'] });
    const uri = `file:///srv/app/${workflowFile}`;
    await editor.open(uri, workflow, 'yaml');
    const titles = async (): Promise<string[]> => {
      const [diagnostic] = await editor.diagnostics(uri);
      return (await editor.actions(uri, diagnostic!.range)).map(({ title }) => title);
    };
    const before = await titles();
    for (let round = 0; round < 3; round++) {
      await repair(editor, uri);
      expect(await editor.diagnostics(uri)).toEqual([]);
      await editor.change(uri, [{ text: workflow }]);
      expect(await titles()).toEqual(before);
    }
  });
});

describe('a folder', () => {
  it('whose files another branch brings at once is judged as it stands then', async () => {
    const many = Array.from({ length: 500 }, (_, n) => `services/s${n}/${workflowFile}`);
    const folder = makeFolder(Object.fromEntries(many.map((file, n) => [file, n % 2 === 0 ? workflow : narrow])));
    const editor = await start({ folders: [folder.uri], initializationOptions: { settings: { problems: 'all' } } });
    const wide = (): number => many.filter((file) => shown(editor, folder.uriOf(file)).includes('github/write-all-permissions')).length;
    const first = many[0]!;
    await editor.open(folder.uriOf(first), workflow, 'yaml');
    await editor.connection.sendRequest('posture/checkWorkspace', {});
    expect(wide()).toBe(250);
    many.forEach((file, n) => folder.write(file, n % 5 === 0 ? workflow : narrow));
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: many.map((file) => ({ uri: folder.uriOf(file), type: 2 })),
    });
    // Unsaved text counts before the disk, whatever the branch brought.
    await editor.type(folder.uriOf(first), 'write-all', '{}');
    await expect.poll(wide, { timeout: 60_000 }).toBe(99);
  });
});
