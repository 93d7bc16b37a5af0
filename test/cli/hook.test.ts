import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundle, folderOf, git, plainEnvironment, posture, repositoryOf, write } from './posture.ts';

const path = '.github/workflows/ci.yml';
const wide = 'on: push\npermissions: write-all\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n';
const narrow = wide.replace('write-all', '{}');

/** A folder with a program named `posture`, as an installation would put it on the path. */
function onPath(): string {
  const folder = folderOf({ posture: `#!/bin/sh\nexec "${process.execPath}" "${bundle}" "$@"\n` });
  return `${folder}:${plainEnvironment.PATH}`;
}

function commit(cwd: string, env: NodeJS.ProcessEnv): { status: number | null; output: string } {
  const result = spawnSync('git', ['commit', '--message', 'x'], { cwd, env: { ...plainEnvironment, ...env }, encoding: 'utf8' });
  return { status: result.status, output: result.stdout + result.stderr };
}

describe('posture hook install', () => {
  it('stops a commit with a finding and lets another through', () => {
    const folder = repositoryOf({ 'a.txt': 'a' });
    expect(posture(folder, ['hook', 'install']).code).toBe(0);
    expect(posture(folder, ['hook', 'install']).stdout).toContain('already there');
    const env = { PATH: onPath() };
    write(folder, { [path]: wide });
    git(folder, 'add', '.');
    const stopped = commit(folder, env);
    expect(stopped.status).not.toBe(0);
    expect(stopped.output).toContain('github/write-all-permissions');
    write(folder, { [path]: narrow });
    expect(commit(folder, env).status, 'the index still holds the finding').not.toBe(0);
    git(folder, 'add', '.');
    expect(commit(folder, env)).toMatchObject({ status: 0 });
  });

  it('judges what `git commit <path>` commits, which is another index', () => {
    const folder = repositoryOf({ [path]: narrow, 'a.txt': 'a' });
    posture(folder, ['hook', 'install']);
    write(folder, { [path]: wide, 'a.txt': 'b' });
    const only = (file: string) =>
      spawnSync('git', ['commit', '--message', 'x', file], { cwd: folder, env: { ...plainEnvironment, PATH: onPath() }, encoding: 'utf8' });
    expect(only('a.txt').status).toBe(0);
    expect(only(path).status).not.toBe(0);
  });

  it('says when posture is not installed, and stops: not checked is not clean', () => {
    const folder = repositoryOf({ 'a.txt': 'a' });
    const bin = folderOf();
    symlinkSync(spawnSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).stdout.trim(), join(bin, 'git'));
    expect(posture(folder, ['hook', 'install'], { env: { PATH: bin } }).stdout).toContain('npm install --save-dev identity-posture');
    expect(posture(folder, ['hook', 'install'], { env: { PATH: onPath() } }).stdout).not.toContain('npm install');
    write(folder, { 'b.txt': 'b' });
    git(folder, 'add', '.');
    const outcome = commit(folder, {});
    expect(outcome.status).not.toBe(0);
    expect(outcome.output).toContain('the commit was stopped, because posture is not here to check it');
    expect(outcome.output).toContain('git commit --no-verify');
  });

  it('goes where core.hooksPath says, from a worktree too', () => {
    const folder = repositoryOf({ 'a.txt': 'a' });
    git(folder, 'config', 'core.hooksPath', '.githooks');
    posture(folder, ['hook', 'install']);
    expect(statSync(join(folder, '.githooks/pre-commit')).mode & 0o111).not.toBe(0);
    expect(existsSync(join(folder, '.git/hooks/pre-commit'))).toBe(false);

    const main = repositoryOf({ 'a.txt': 'a' });
    const tree = join(folderOf(), 'tree');
    git(main, 'worktree', 'add', '--quiet', tree);
    posture(tree, ['hook', 'install']);
    expect(existsSync(join(main, '.git/hooks/pre-commit'))).toBe(true);
  });

  it('never takes the place of another hook', () => {
    const folder = repositoryOf({ 'a.txt': 'a' });
    write(folder, { '.git/hooks/pre-commit': '#!/bin/sh\nexit 0\n' });
    const outcome = posture(folder, ['hook', 'install']);
    expect(outcome).toMatchObject({ code: 2, stderr: expect.stringContaining('is not ours; it was left as it is') });
    expect(readFileSync(join(folder, '.git/hooks/pre-commit'), 'utf8')).toBe('#!/bin/sh\nexit 0\n');
  });

  it('needs a repository', () => {
    expect(posture(folderOf(), ['hook', 'install'])).toMatchObject({ code: 2, stderr: expect.stringContaining('needs a git repository') });
  });
});

const program = spawnSync('pre-commit', ['--version'], { encoding: 'utf8' });

describe('the real pre-commit', () => {
  it.skipIf(program.status !== 0)(
    `stops and lets through (${program.status === 0 ? program.stdout.trim() : 'skipped: the program pre-commit is not installed'})`,
    () => {
      // The hook's repository as an installation sees it: a package without dependencies, its bundle, and the scripts that npm
      // runs when it packs, which may say nothing where pre-commit reads the name of the tarball.
      const { devDependencies: _, ...manifest } = JSON.parse(readFileSync('package.json', 'utf8'));
      const hook = folderOf({
        'package.json': JSON.stringify(manifest),
        'build.mjs': "console.log('built');\n",
        '.npmrc': readFileSync('.npmrc'),
        '.npmignore': readFileSync('.npmignore'),
        '.pre-commit-hooks.yaml': readFileSync('.pre-commit-hooks.yaml'),
      });
      cpSync(dirname(bundle), join(hook, 'out'), { recursive: true });
      git(hook, 'init', '--quiet');
      git(hook, 'add', '--force', '.');
      git(hook, 'commit', '--quiet', '-m', 'hook');
      const revision = git(hook, 'rev-parse', 'HEAD').trim();

      const home = folderOf();
      const env = {
        ...plainEnvironment,
        HOME: home,
        PRE_COMMIT_HOME: join(home, 'cache'),
        npm_config_cache: join(home, 'npm'),
        npm_config_update_notifier: 'false',
      };
      const folder = repositoryOf({
        'a.txt': 'a',
        '.pre-commit-config.yaml': `default_language_version: {node: system}\nrepos:\n  - repo: ${hook}\n    rev: ${revision}\n    hooks:\n      - id: posture\n`,
      });
      const run = (...args: string[]) => {
        const result = spawnSync('pre-commit', ['run', ...args], { cwd: folder, env, encoding: 'utf8' });
        return { status: result.status, output: result.stdout + result.stderr };
      };
      write(folder, { [path]: wide });
      git(folder, 'add', '.');
      // Unstaged changes are put away by pre-commit, so what is judged is what is committed.
      writeFileSync(join(folder, path), narrow);
      const stopped = run();
      expect(stopped.output).toContain('github/write-all-permissions');
      expect(stopped.status).toBe(1);
      git(folder, 'add', '.');
      expect(run()).toMatchObject({ status: 0 });
      expect(run('--all-files')).toMatchObject({ status: 0 });
      // What stood there before stops the hook as it is, and not with the option that the guide names.
      write(folder, { [path]: wide });
      git(folder, 'add', '.');
      git(folder, 'commit', '--quiet', '--no-verify', '-m', 'old');
      write(folder, { [path]: `${wide}# more\n` });
      git(folder, 'add', '.');
      expect(run()).toMatchObject({ status: 1 });
      write(folder, {
        '.pre-commit-config.yaml': readFileSync(join(folder, '.pre-commit-config.yaml'), 'utf8').replace(
          'id: posture\n',
          'id: posture\n        args: [--staged]\n',
        ),
      });
      git(folder, 'add', '.');
      expect(run()).toMatchObject({ status: 0 });
    },
  );
});
