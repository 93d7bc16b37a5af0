// The same main path in a real Neovim, which starts out/server.js itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withWorkspace, workflow, workflowFile } from './workspaces.mjs';

export function neovimCases({ server, cli }) {
  const run = (script, folder, command) =>
    execFileSync('nvim', ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-S', join(import.meta.dirname, script)], {
      cwd: folder,
      env: { ...process.env, POSTURE_SERVER: JSON.stringify(command), POSTURE_FILE: workflowFile },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
    });
  const mainPath = (command) => () =>
    withWorkspace({ [workflowFile]: workflow }, (folder) => {
      run('main-path.lua', folder, command);
      const text = readFileSync(join(folder, workflowFile), 'utf8');
      assert.doesNotMatch(text, /write-all/);
      assert.match(text, /^permissions:/m);
    });
  return [
    { name: 'Neovim: a finding stands on its token, a code action repairs the file, the finding goes', run: mainPath(['node', server, '--stdio']) },
    { name: 'Neovim: the same through `posture lsp --stdio`', run: mainPath(['node', cli, 'lsp', '--stdio']) },
  ];
}
