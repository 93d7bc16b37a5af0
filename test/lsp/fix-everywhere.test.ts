// One repair everywhere: offered beside the others, shown before it is done, over open texts and everything else.
import { onTestFinished, expect, it, describe } from 'vitest';
import type { ApplyWorkspaceEditParams, CodeAction, InitializeParams, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import type { FixEverywhereParams, FixEverywhereResult } from '../../server/lsp/protocol/findings.ts';
import { startEditor, type Editor, type EditorOptions } from './editor.ts';
import { makeRepository } from './repository.ts';

const workflow = (permissions: string): string =>
  `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    permissions: ${permissions}\n    steps:\n      - run: make\n`;
const files = {
  'a/.github/workflows/ci.yml': workflow('write-all'),
  'b/.github/workflows/ci.yml': workflow('write-all'),
  'c/.github/workflows/ci.yml': workflow('{}'),
};
const rule = 'github/write-all-permissions';
const capabilities: InitializeParams['capabilities'] = {
  workspace: {
    applyEdit: true,
    executeCommand: {},
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'], changeAnnotationSupport: {} },
    workspaceFolders: true,
  },
  textDocument: {
    publishDiagnostics: {},
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } },
      resolveSupport: { properties: ['edit'] },
      dataSupport: true,
    },
  },
};

async function start(options: EditorOptions): Promise<Editor> {
  const editor = await startEditor(options);
  onTestFinished(() => editor.end());
  return editor;
}

async function offered(editor: Editor, uri: string): Promise<CodeAction | undefined> {
  const diagnostic = (await editor.diagnostics(uri)).find((one) => one.code === rule)!;
  return (await editor.actions(uri, diagnostic.range)).find((one) => one.command?.command === 'posture.fixEverywhere');
}

const edited = (edit: WorkspaceEdit, root: string): string[] =>
  edit
    .documentChanges!.map(
      (one) => `${(one as TextDocumentEdit).textDocument.uri.slice(root.length + 1)} ${(one as TextDocumentEdit).textDocument.version}`,
    )
    .sort();

describe('a repair everywhere', () => {
  it('is a command that the client shows, with an edit that asks to be looked at', async () => {
    const repository = makeRepository(files);
    const editor = await start({ folders: [repository.uri], capabilities, initializationOptions: { commands: ['posture.fixEverywhere'] } });
    expect(editor.initialized.capabilities.executeCommandProvider).toBeUndefined();
    const uri = repository.uriOf('a/.github/workflows/ci.yml');
    // What is open counts as it is typed, not as it lies on disk.
    await editor.open(uri, `# typed\n${workflow('write-all')}`, 'yaml');
    const action = (await offered(editor, uri))!;
    expect(action.title).toMatch(/: everywhere in the workspace…$/);
    const [params] = action.command!.arguments as [FixEverywhereParams];
    const result = await editor.connection.sendRequest<FixEverywhereResult>('posture/fixEverywhere', params);
    expect(result).toMatchObject({ files: 2, fixes: 2, left: 0 });
    expect(edited(result.edit, repository.uri)).toEqual(['a/.github/workflows/ci.yml 1', 'b/.github/workflows/ci.yml null']);
    expect(Object.values(result.edit.changeAnnotations!)).toEqual([{ label: params.title, needsConfirmation: true }]);
    await editor.apply(result.edit);
    expect(editor.text(uri)).not.toContain('write-all');
    expect(editor.text(uri)).toContain('# typed');
    expect((await editor.diagnostics(uri)).map((one) => one.code)).not.toContain(rule);
    expect(await editor.connection.sendRequest('posture/fixEverywhere', { rule, title: 'no such repair' })).toMatchObject({
      files: 0,
      fixes: 0,
      left: 1,
    });
  });

  it('is done by the server for a client that has no command for it', async () => {
    const repository = makeRepository(files);
    const editor = await start({ folders: [repository.uri], capabilities });
    const applied: ApplyWorkspaceEditParams[] = [];
    editor.connection.onRequest('workspace/applyEdit', (params: ApplyWorkspaceEditParams) => {
      applied.push(params);
      return { applied: true };
    });
    expect(editor.initialized.capabilities.executeCommandProvider).toEqual({ commands: ['posture.fixEverywhere'] });
    const uri = repository.uriOf('a/.github/workflows/ci.yml');
    await editor.open(uri, files['a/.github/workflows/ci.yml'], 'yaml');
    const { command } = (await offered(editor, uri))!;
    await editor.connection.sendRequest('workspace/executeCommand', { command: command!.command, arguments: command!.arguments });
    expect(edited(applied[0]!.edit, repository.uri)).toEqual(['a/.github/workflows/ci.yml 1', 'b/.github/workflows/ci.yml null']);
  });

  it('is not offered to a client that could do neither', async () => {
    const repository = makeRepository(files);
    const editor = await start({ folders: [repository.uri] });
    const uri = repository.uriOf('a/.github/workflows/ci.yml');
    await editor.open(uri, files['a/.github/workflows/ci.yml'], 'yaml');
    expect(await offered(editor, uri)).toBeUndefined();
  });
});
