// `posture hook install`: a pre-commit hook of plain git. Lives where git looks for hooks, and never takes the place of a
// hook that somebody else wrote.
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { FileError, GitError } from '../workspace/errors.ts';
import { gitSync } from '../workspace/git.ts';
import { repositoryAt } from '../workspace/repository.ts';
import { writeFiles } from '../workspace/write-files.ts';
import { printOut } from './print.ts';
import { textAt } from '../workspace/text-at.ts';

const mark = '# posture hook: checks what is staged before it is committed';

const script = `#!/bin/sh
${mark}
# Delete this file to take the hook away.
if command -v posture >/dev/null 2>&1; then
  exec posture check --staged
elif [ -x node_modules/.bin/posture ]; then
  exec node_modules/.bin/posture check --staged
else
  echo "posture: the commit was stopped, because posture is not here to check it" >&2
  echo "npm install --save-dev identity-posture brings it; git commit --no-verify goes on without it" >&2
  exit 1
fi
`;

export async function hookInstall(cwd: string = process.cwd()): Promise<void> {
  const repository = await repositoryAt(cwd, 'a hook');
  const folder = hooksFolder(repository.root);
  const path = join(folder, 'pre-commit');
  const there = textAt(path);
  if (there !== undefined) {
    if (there === script) return void printOut(`The hook is already there: ${path}\n${whatItLacks(repository.root)}`);
    if (!there.includes(mark))
      throw new FileError(`${path} is there already and is not ours; it was left as it is`, 'add this line to it: posture check --staged');
  }
  // Half a script would let every commit pass.
  writeFiles([{ path, text: script, before: there, mode: 0o755 }]);
  printOut(`Every commit is now checked first: ${path}\n${whatItLacks(repository.root)}`);
}

/** A line about the program that the hook runs, where it would not find one: whoever ran this once with npx has none. */
function whatItLacks(root: string): string {
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder)),
    join(root, 'node_modules', '.bin'),
  ];
  const found = folders.some((folder) => existsSync(join(folder, process.platform === 'win32' ? 'posture.cmd' : 'posture')));
  return found ? '' : 'It runs posture from PATH or from node_modules, and neither has it: npm install --save-dev identity-posture\n';
}

/** Whether a commit in this repository runs us: the hook of ours, or one of others that names us. */
export function hookAt(root: string): { readonly path: string; readonly checks: boolean } {
  const path = join(hooksFolder(root), 'pre-commit');
  return { path, checks: existsSync(path) && /\bposture\b/.test(readFileSync(path, 'utf8')) };
}

/** `core.hooksPath` where it is set, relative to the root of the working tree as git has it; else the repository's own. */
function hooksFolder(root: string): string {
  // The value itself, which our own calls of git override.
  const configured = gitSync({ cwd: root, command: ['config', '--show-origin', '-z', '--get-all', 'core.hooksPath'] });
  const values = configured.ok ? configured.stdout.toString('utf8').split('\0') : [];
  for (let i = values.length - 2; i > 0; i -= 2) {
    if (values[i - 1] === 'command line:') continue;
    const value = values[i]!.replace(/^~(?=\/|$)/, homedir());
    if (value !== '') return isAbsolute(value) ? value : resolve(root, value);
  }
  const common = gitSync({ cwd: root, command: ['rev-parse', '--git-common-dir'] });
  if (!common.ok) throw new GitError(`git does not say where its hooks are: ${common.message}`);
  return resolve(root, common.stdout.toString('utf8').trim(), 'hooks');
}
