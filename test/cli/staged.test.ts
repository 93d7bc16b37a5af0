import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findingsIn, folderOf, git, posture, repositoryOf, write } from './posture.ts';

const path = '.github/workflows/ci.yml';
const rule = 'github/write-all-permissions';
const body = 'jobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n';
const wide = `on: push\npermissions: write-all\n${body}`;
const narrow = `on: push\npermissions: {}\n${body}`;
const staged = (folder: string, ...more: string[]) => posture(folder, ['check', '--staged', '--format', 'json', ...more]);

describe('posture check --staged', () => {
  it('judges what the index holds, not the working tree', () => {
    const folder = repositoryOf({ [path]: narrow });
    write(folder, { [path]: wide });
    expect(findingsIn(staged(folder))).toEqual([]);
    git(folder, 'add', '.');
    write(folder, { [path]: narrow });
    expect(findingsIn(staged(folder))).toEqual([`${path}:2 ${rule}`]);
    expect(staged(folder).code).toBe(1);
  });

  it('says what was named and is nowhere', () => {
    const folder = repositoryOf({ [path]: narrow, 'gone.txt': 'a' });
    rmSync(join(folder, 'gone.txt'));
    git(folder, 'add', '.');
    const { code, stdout } = posture(folder, ['check', '--staged', 'gone.txt', 'infar', '.github']);
    expect(code, 'a script may well name what the commit removes').toBe(0);
    expect(stdout.match(/^There is no .*$/gm)).toEqual([
      'There is no gone.txt here, so nothing of it was checked.',
      'There is no infar here, so nothing of it was checked.',
    ]);
    expect(posture(folder, ['check', '--diff', 'HEAD', 'infar']).stdout).toContain('There is no infar here');
  });

  it('looks at staged files only', () => {
    const folder = repositoryOf({ [path]: wide });
    write(folder, { 'other.txt': 'a' });
    git(folder, 'add', '.');
    expect(JSON.parse(staged(folder).stdout).summary.filesChecked).toBe(1);
    expect(findingsIn(staged(folder))).toEqual([]);
  });

  it('stops for what the commit brings, and says in a line what stood in its files before', () => {
    const folder = repositoryOf({ [path]: `${wide}# end\n` });
    write(folder, { [path]: `${wide}# the end\n` });
    git(folder, 'add', '.');
    const touched = staged(folder);
    expect(findingsIn(touched)).toEqual([]);
    expect(touched.code).toBe(0);
    const pretty = posture(folder, ['check', '--staged']);
    expect(pretty.stdout + pretty.stderr).toContain('1 finding stood in these files before this commit and does not stop it');

    write(folder, { [path]: `${wide}  publish:\n    permissions: write-all\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n` });
    git(folder, 'add', '.');
    expect(findingsIn(staged(folder))).toEqual([`${path}:9 ${rule}`]);
    expect(staged(folder).code).toBe(1);
  });

  it('stops for a finding on an old line that a deletion brought', () => {
    const trust = (condition: string) =>
      `resource "aws_iam_role" "r" {\n  name = "r"\n  assume_role_policy = jsonencode({\n    Statement = [{\n      Effect = "Allow"\n      Principal = { AWS = "*" }\n      Action = "sts:AssumeRole"\n${condition}    }]\n  })\n}\n`;
    const folder = repositoryOf({ 'main.tf': trust('      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }\n') });
    write(folder, { 'main.tf': trust('') });
    git(folder, 'add', '.');
    expect(findingsIn(staged(folder))).toContain('main.tf:6 aws/trust-anyone');
  });

  it('asks the index for the rest of a module, and not the working tree', () => {
    const statement = (action: string) =>
      `data "aws_iam_policy_document" "d" {\n  statement {\n    actions   = [${action}]\n    resources = ["*"]\n  }\n}\n`;
    const role = 'resource "aws_iam_policy" "p" {\n  name   = "p"\n  policy = data.aws_iam_policy_document.d.json\n}\n';
    const folder = repositoryOf({
      'm/document.tf': statement('var.actions'),
      'm/variables.tf': 'variable "actions" {\n  default = "s3:GetObject"\n}\n',
      'm/variables.tf.md': 'a\n',
    });
    write(folder, { 'm/main.tf': role, 'm/document.tf': statement('"*"') });
    git(folder, 'add', '.');
    write(folder, { 'm/document.tf': statement('"s3:GetObject"'), 'm/variables.tf': '' });
    expect(findingsIn(staged(folder)).some((line) => line.startsWith('m/document.tf:3 aws/'))).toBe(true);
  });

  it('reads more than fits into one answer of git', () => {
    const folder = repositoryOf({ 'a.txt': 'a\n' });
    const line = `${'plain words of a long file '.repeat(40)}\n`;
    write(folder, {
      [path]: wide,
      ...Object.fromEntries(Array.from({ length: 5 }, (_, n) => [`big-${n}.txt`, `${n}\n${line.repeat(3700)}`])),
    });
    git(folder, 'add', '.');
    const outcome = staged(folder);
    expect(findingsIn(outcome)).toEqual([`${path}:2 ${rule}`]);
    expect(JSON.parse(outcome.stdout).summary.filesChecked).toBe(6);
  });

  it('works before the first commit, in a worktree and below the root', () => {
    const first = folderOf({ [path]: wide });
    git(first, 'init', '--quiet');
    git(first, 'add', '.');
    expect(findingsIn(staged(first))).toEqual([`${path}:2 ${rule}`]);
    expect(findingsIn(staged(join(first, '.github')))).toEqual([`${path}:2 ${rule}`]);

    const main = repositoryOf({ 'a.txt': 'a' });
    const tree = join(folderOf(), 'tree');
    git(main, 'worktree', 'add', '--quiet', tree);
    write(tree, { [path]: wide });
    git(tree, 'add', '.');
    expect(findingsIn(staged(tree))).toEqual([`${path}:2 ${rule}`]);
    expect(findingsIn(staged(main))).toEqual([]);
  });

  it('reads the index that a surrounding commit names', () => {
    const folder = repositoryOf({ [path]: narrow });
    write(folder, { [path]: wide });
    const index = join(folder, '.git/other-index');
    writeFileSync(index, readFileSync(join(folder, '.git/index')));
    const outcome = () => posture(folder, ['check', '--staged', '--format', 'json'], { env: { GIT_INDEX_FILE: index } });
    expect(findingsIn(outcome())).toEqual([]);
    const object = git(folder, 'hash-object', '-w', path).trim();
    const env = { GIT_INDEX_FILE: index };
    expect(env.GIT_INDEX_FILE).toBe(index);
    git(folder, '-c', 'alias.x=!GIT_INDEX_FILE=.git/other-index git update-index --cacheinfo 100644,' + object + ',' + path, 'x');
    expect(findingsIn(outcome())).toEqual([`${path}:2 ${rule}`]);
    expect(findingsIn(staged(folder))).toEqual([]);
  });

  it('takes the configuration from the index too', () => {
    const folder = repositoryOf({ [path]: narrow });
    write(folder, { [path]: wide, '.posture/config.yaml': `rules:\n  ${rule}: {off: staged with it}\n` });
    git(folder, 'add', path);
    expect(findingsIn(staged(folder))).toEqual([`${path}:2 ${rule}`]);
    git(folder, 'add', '.');
    expect(findingsIn(staged(folder))).toEqual([]);
  });

  it('passes links and submodules by, and says so', () => {
    const inner = repositoryOf({ 'a.txt': 'a' });
    const folder = repositoryOf({ 'a.txt': 'a' });
    symlinkSync('a.txt', join(folder, 'link.yml'));
    git(folder, 'submodule', '--quiet', 'add', inner, 'sub');
    git(folder, 'add', '.');
    const outcome = posture(folder, ['check', '--staged']);
    expect(outcome.stdout).toContain('1 symbolic link, not followed: link.yml');
    expect(outcome.stdout).toContain('1 submodule or folder, not entered: sub');
    expect(outcome.code).toBe(0);
  });

  it('says files in the middle of a merge, checks the rest, and ends with 2', () => {
    const folder = repositoryOf({ 'a.txt': 'a\n', [path]: narrow });
    git(folder, 'checkout', '--quiet', '-b', 'side');
    write(folder, { 'a.txt': 'b\n', [path]: wide });
    git(folder, 'commit', '--quiet', '-a', '-m', 'side');
    git(folder, 'checkout', '--quiet', 'main');
    write(folder, { 'a.txt': 'c\n' });
    git(folder, 'commit', '--quiet', '-a', '-m', 'main');
    expect(() => git(folder, 'merge', 'side')).toThrow();
    const outcome = posture(folder, ['check', '--staged']);
    expect(outcome.stdout).toContain(`${path}:2:14`);
    expect(outcome.stdout).toContain('Not checked: 1 in the middle of a merge: a.txt');
    expect(outcome.code).toBe(2);
  });

  it('says objects that are not here, fetches nothing, and ends with 2', () => {
    const origin = repositoryOf({ 'a.txt': 'a\n', [path]: wide });
    git(origin, 'config', 'uploadpack.allowFilter', 'true');
    const clone = join(folderOf(), 'clone');
    git(origin, 'clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${origin}`, clone);
    git(clone, 'read-tree', 'HEAD');
    // Staged against an empty history, so that every entry counts as staged.
    git(clone, 'symbolic-ref', 'HEAD', 'refs/heads/empty');
    const outcome = posture(clone, ['check', '--staged']);
    expect(outcome.stdout).toContain('2 not in this clone');
    expect(outcome.code).toBe(2);
    expect(git(clone, 'count-objects', '-v')).toMatch(/^count: 0$/m);
  });

  it('repairs only where index and working tree agree', () => {
    const expired = `# posture-ignore ${rule} until=2999-01-01: fine\n`;
    const folder = repositoryOf({ 'a.txt': 'a' });
    write(folder, { [path]: expired + wide });
    git(folder, 'add', '.');
    write(folder, { [path]: `${expired}${wide}# more\n` });
    const before = readFileSync(join(folder, path), 'utf8');
    posture(folder, ['check', '--staged', '--fix']);
    expect(readFileSync(join(folder, path), 'utf8')).toBe(before);
  });
});

describe('posture check --diff', () => {
  it('reports what is new since the merge base, on new lines and beyond them', () => {
    const folder = repositoryOf({ [path]: wide, 'old.txt': 'a' });
    git(folder, 'checkout', '--quiet', '-b', 'change');
    write(folder, { [path]: `# a comment above\n${wide}` });
    expect(findingsIn(posture(folder, ['check', '--diff', 'main', '--format', 'json']))).toEqual([]);
    write(folder, { '.github/workflows/new.yml': wide });
    expect(findingsIn(posture(folder, ['check', '--diff', 'main', '--format', 'json']))).toEqual([`.github/workflows/new.yml:2 ${rule}`]);
    git(folder, 'add', '.');
    git(folder, 'commit', '--quiet', '-m', 'change');
    expect(findingsIn(posture(folder, ['check', '--diff', 'main', '--format', 'json']))).toEqual([`.github/workflows/new.yml:2 ${rule}`]);
    expect(findingsIn(posture(folder, ['check', '--diff', 'main', '--format', 'json', 'old.txt']))).toEqual([]);
  });

  it('reports a finding on an old line that a deletion brought', () => {
    const folder = repositoryOf({ [path]: `on: push\n# posture-ignore ${rule}: reviewed\npermissions: write-all\n${body}` });
    git(folder, 'checkout', '--quiet', '-b', 'change');
    write(folder, { [path]: wide });
    expect(findingsIn(posture(folder, ['check', '--diff', 'main', '--format', 'json']))).toEqual([`${path}:2 ${rule}`]);
  });

  it('says an unknown base and a history that is not here, and ends with 2', () => {
    const folder = repositoryOf({ [path]: wide });
    const unknown = posture(folder, ['check', '--diff', 'origin/main']);
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain('there is no commit origin/main here\ngit branch --all');
    git(folder, 'remote', 'add', 'origin', 'https://git.example.com/a.git');
    expect(posture(folder, ['check', '--diff', 'origin/main']).stderr).toContain(
      'fetch it first, for example: git fetch origin main:refs/remotes/origin/main',
    );
    expect(posture(folder, ['check', '--diff', 'HEAD~40']).stderr).toContain('the history does not go back that far');
    expect(posture(folder, ['check', '--diff', 'main...HEAD']).stderr).toContain(
      'main...HEAD is a range, and one commit or branch is wanted\nname where it begins: main;',
    );
    expect(posture(folder, ['check', '--diff', '']).stderr).toContain('is no commit and no branch');
    git(folder, 'checkout', '--quiet', '--orphan', 'apart');
    git(folder, 'commit', '--quiet', '-m', 'apart');
    expect(posture(folder, ['check', '--diff', 'main'])).toMatchObject({ code: 2, stderr: expect.stringContaining('no commit in common') });
  });

  it('refuses a base that git would take for an option', () => {
    const folder = repositoryOf({ [path]: wide });
    const outcome = posture(folder, ['check', '--diff=--output=stolen']);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('is no commit and no branch');
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('knows paths with spaces, quotes and other scripts', () => {
    const odd = '.github/workflows/ä "b" \t.yml';
    const folder = repositoryOf({ 'a.txt': 'a', [odd]: narrow });
    git(folder, 'checkout', '--quiet', '-b', 'change');
    write(folder, { [odd]: wide });
    expect(findingsIn(posture(folder, ['check', '--diff', 'main', '--format', 'json']))).toEqual([`${odd}:2 ${rule}`]);
    rmSync(join(folder, odd));
    mkdirSync(join(folder, 'x'));
    expect(findingsIn(posture(folder, ['check', '--diff', 'main', '--format', 'json']))).toEqual([]);
  });
});
