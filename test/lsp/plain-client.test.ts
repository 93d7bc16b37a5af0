// An editor that says little about itself gets findings, and nothing that it would warn of: no notification of ours, no
// request that it did not say it answers.
import { expect, it } from 'vitest';
import { startEditor, type EditorOptions } from './editor.ts';

const workflow = 'on: push\npermissions: write-all\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n';

async function heard(options: EditorOptions): Promise<string[]> {
  const editor = await startEditor({ folders: ['file:///srv/app'], ...options });
  const methods = new Set<string>();
  editor.connection.onUnhandledNotification(({ method }) => methods.add(method));
  for (const method of ['workspace/diagnostic/refresh', 'workspace/codeLens/refresh', 'workspace/inlayHint/refresh'])
    editor.connection.onRequest(method, () => void methods.add(method));
  const uri = 'file:///srv/app/.github/workflows/ci.yml';
  await editor.open(uri, workflow, 'yaml');
  expect(await editor.diagnostics(uri)).toHaveLength(1);
  await editor.type(uri, 'write-all', '{}');
  expect(await editor.diagnostics(uri)).toEqual([]);
  // The second answer comes after whatever the first change led to.
  await editor.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 0 } });
  if (editor.statuses.length > 0) methods.add('posture/status');
  await editor.end();
  return [...methods].sort();
}

it('says nothing that was not asked for to a client that takes none of it', async () => {
  expect(await heard({ capabilities: { textDocument: { publishDiagnostics: {} } }, initializationOptions: { status: false } })).toEqual([]);
});

it('says it to one that does', async () => {
  expect(await heard({})).toEqual(expect.arrayContaining(['posture/status', 'workspace/codeLens/refresh']));
});
