// Repositories that try to run code or to reach the network when somebody looks at them.
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, git, posture, repositoryOf, write } from './posture.ts';

const workflow = 'on: push\npermissions: write-all\njobs: {}\n';

/** Configuration that runs a program wherever git would let it. */
function trap(witness: string): string {
  const run = `"touch ${witness}; true"`;
  return `[core]
	fsmonitor = ${run}
	sshCommand = ${run}
	pager = ${run}
	editor = ${run}
	askPass = ${run}
	hooksPath = hooks
	attributesFile = attributes
[diff]
	external = ${run}
[diff "trap"]
	command = ${run}
	textconv = ${run}
[filter "trap"]
	clean = ${run}
	smudge = ${run}
	process = ${run}
	required = true
[credential]
	helper = ${run}
[gpg]
	program = ${run}
[log]
	showSignature = true
[uploadpack]
	packObjectsHook = ${run}
[remote "origin"]
	url = ext::sh -c touch% ${witness}
	promisor = true
	partialclonefilter = blob:none
[alias]
	ls-files = !touch ${witness}
	diff = !touch ${witness}
`;
}

const commands = [
  ['check'],
  ['check', '--staged'],
  ['check', '--diff', 'HEAD'],
  ['check', '--diff', 'main'],
  ['why', 'a.yml'],
  ['check', '--fix'],
];

describe('a hostile repository', () => {
  it('runs nothing through a committed bare repository', () => {
    const witness = join(folderOf(), 'witness');
    const folder = repositoryOf({ 'a.yml': workflow });
    git(folder, 'init', '--quiet', '--bare', 'docs/inner');
    writeFileSync(
      join(folder, 'docs/inner/config'),
      `${trap(witness)}[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ..\n`,
    );
    write(folder, { 'docs/inner/a.yml': workflow });
    git(folder, 'add', '--force', '.');
    git(folder, 'commit', '--quiet', '-m', 'trap');
    for (const command of commands) posture(join(folder, 'docs/inner'), command);
    for (const command of commands) posture(folder, command);
    posture(folder, ['check', 'docs/inner/a.yml']);
    expect(existsSync(witness)).toBe(false);
  });

  it('shows that the trap works where git is called plainly', () => {
    const witness = join(folderOf(), 'witness');
    const folder = repositoryOf({ 'a.yml': workflow });
    writeFileSync(join(folder, '.git/config'), `${trap(witness)}[core]\n\trepositoryformatversion = 0\n`);
    try {
      git(folder, 'status');
    } catch {
      // What the trap makes of git's answer does not matter.
    }
    expect(existsSync(witness)).toBe(true);
  });

  it('runs nothing through its own configuration, attributes and hooks', () => {
    const witness = join(folderOf(), 'witness');
    const folder = repositoryOf({
      'a.yml': workflow,
      '.gitattributes': '* filter=trap diff=trap\n',
      'hooks/pre-commit': `#!/bin/sh\ntouch ${witness}\n`,
      'hooks/post-index-change': `#!/bin/sh\ntouch ${witness}\n`,
    });
    writeFileSync(join(folder, '.git/config'), `${trap(witness)}[core]\n\trepositoryformatversion = 0\n`);
    write(folder, { 'a.yml': `${workflow}# more\n`, 'b.yml': workflow });
    for (const command of commands) posture(folder, command);
    expect(existsSync(witness)).toBe(false);
  });

  it('fetches nothing for objects that it says it has elsewhere', () => {
    const witness = join(folderOf(), 'witness');
    const folder = repositoryOf({ 'a.yml': workflow });
    const object = git(folder, 'rev-parse', 'HEAD:a.yml').trim();
    git(folder, 'rm', '--quiet', '--cached', 'a.yml');
    git(folder, 'commit', '--quiet', '-m', 'gone');
    git(folder, 'update-index', '--add', '--cacheinfo', `100644,${object},a.yml`);
    renameSync(join(folder, '.git/objects', object.slice(0, 2), object.slice(2)), join(folder, 'away'));
    writeFileSync(
      join(folder, '.git/config'),
      `[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n[remote "origin"]\n\turl = ext::sh -c touch% ${witness}\n\tpromisor = true\n[protocol "ext"]\n\tallow = always\n`,
    );
    const outcome = posture(folder, ['check', '--staged']);
    expect(outcome.stdout).toContain('1 not in this clone: a.yml');
    expect(outcome.code).toBe(2);
    expect(existsSync(witness)).toBe(false);
  });
});

describe('no network', () => {
  it('opens no socket in check, staged, diff, fix and why', () => {
    const folder = repositoryOf({ 'a.txt': 'a' });
    write(folder, { '.github/workflows/ci.yml': workflow, '.env': 'TOKEN={{token:github-pat}}\n' });
    git(folder, 'add', '.');
    const guard = resolve('test/cli/no-sockets.mjs');
    for (const command of [...commands, ['rules'], ['explain', 'github/write-all-permissions']]) {
      const outcome = posture(folder, command, { node: ['--import', guard] });
      expect(outcome.stderr, command.join(' ')).not.toContain('a socket was opened');
      expect([0, 1, 2]).toContain(outcome.code);
    }
    const proof = posture(folder, ['check'], {
      node: ['--import', guard, '--import', 'data:text/javascript,import net from "node:net"; net.connect(9, "127.0.0.1")'],
    });
    expect(proof.stderr).toContain('a socket was opened');
  });
});
