// The same main path in a real Neovim, which starts out/server.js itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mcp, mcpFile, withWorkspace, workflow, workflowFile } from './workspaces.mjs';

export function neovimCases({ server, cli }) {
  const run = (script, folder, command, file, snippet = '') =>
    execFileSync('nvim', ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-S', join(import.meta.dirname, script)], {
      cwd: folder,
      env: { ...process.env, POSTURE_SERVER: JSON.stringify(command), POSTURE_FILE: file, POSTURE_SNIPPET: snippet },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 180_000,
    });
  const mainPath = (command) => () =>
    withWorkspace({ [workflowFile]: workflow }, (folder) => {
      run('main-path.lua', folder, command, workflowFile);
      const text = readFileSync(join(folder, workflowFile), 'utf8');
      assert.doesNotMatch(text, /write-all/);
      assert.match(text, /^permissions:/m);
    });
  const onSave = () =>
    withWorkspace({ [mcpFile]: mcp }, (folder) => {
      const [, snippet] = /Repair on save\..*\n\n```lua\n([\s\S]*?)```/.exec(
        readFileSync(join(import.meta.dirname, '../../docs/editors.md'), 'utf8'),
      );
      run('repair-on-save.lua', folder, ['node', server, '--stdio'], mcpFile, snippet);
      assert.match(readFileSync(join(folder, mcpFile), 'utf8'), /"password": true/);
    });
  return [
    {
      name: 'Neovim: a finding stands on its token, a code action repairs the file, the finding goes',
      run: mainPath(['node', server, '--stdio']),
    },
    { name: 'Neovim: the same through `posture lsp --stdio`', run: mainPath(['node', cli, 'lsp', '--stdio']) },
    { name: 'Neovim: safe fixes are applied on save, as docs/editors.md sets it up', run: onSave },
  ];
}
