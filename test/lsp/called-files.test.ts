// A workflow that is open is judged with the actions and workflows of its repository that it runs, open or not.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { FileChangeType } from 'vscode-languageserver/node';
import { makeFolder, type Folder } from './folder.ts';
import { startEditor, type Editor } from './editor.ts';

const workflow =
  'on: push\npermissions: {}\njobs:\n  docs:\n    runs-on: ubuntu-latest\n    permissions:\n      contents: read\n      issues: write\n    steps:\n      - uses: actions/checkout@v5\n        with:\n          persist-credentials: false\n      - uses: ./.github/actions/setup\n';
const action = (uses: string): string => `name: setup\ndescription: sets up\nruns:\n  using: composite\n  steps:\n    - uses: ${uses}\n`;
const harmless = 'actions/setup-node@v5';

let editor: Editor;
afterEach(() => editor.end());

async function surplusOf(folder: Folder, uri: string): Promise<string[]> {
  editor = await startEditor({ folders: [folder.uri], initializationOptions: { settings: { profile: 'audit', minimumSeverity: 'info' } } });
  await editor.open(uri, workflow, 'yaml');
  return surplus(uri);
}

const surplus = async (uri: string): Promise<string[]> =>
  (await editor.diagnostics(uri)).filter(({ code }) => code === 'github/surplus-permissions').map(({ code }) => String(code));

it.each(['.github/actions/node/action.yaml', '.github/actions'])(
  'knows what a local action needs, through another one, until %s is gone',
  async (gone) => {
    const folder = makeFolder({
      '.github/workflows/ci.yml': workflow,
      '.github/actions/setup/action.yml': action('./.github/actions/node'),
      '.github/actions/node/action.yaml': action(harmless),
    });
    const uri = folder.uriOf('.github/workflows/ci.yml');
    expect(await surplusOf(folder, uri)).toHaveLength(1);
    rmSync(join(folder.path, gone), { recursive: true });
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: folder.uriOf(gone), type: FileChangeType.Deleted }],
    });
    await expect.poll(() => surplus(uri), { timeout: 60_000 }).toEqual([]);
  },
);

it('says nothing where an action is not there, or runs itself', async () => {
  const folder = makeFolder({ '.github/workflows/ci.yml': workflow });
  expect(await surplusOf(folder, folder.uriOf('.github/workflows/ci.yml'))).toEqual([]);
  await editor.end();
  folder.write('.github/actions/setup/action.yml', action('./.github/actions/setup'));
  expect(await surplusOf(folder, folder.uriOf('.github/workflows/ci.yml'))).toEqual([]);
});
