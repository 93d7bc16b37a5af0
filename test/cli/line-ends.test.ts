// A working tree as Git for Windows writes it: CRLF everywhere, LF in the commits. What was decided on one side holds on
// the other, and nobody is asked to write records anew that git will turn back.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inDays } from '../support/days.ts';
import { folderOf, git, posture, repositoryOf, write } from './posture.ts';

const files = {
  'infra/main.tf':
    'resource "aws_iam_role_policy" "a" {\n  role   = "x"\n  policy = <<EOF\n{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Effect": "Allow",\n      "Action": "s3:*",\n      "Resource": "*"\n    }\n  ]\n}\nEOF\n}\n',
  '.github/workflows/ci.yml':
    'on: push\npermissions: write-all\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          echo a\n          make\n',
};
const records = (folder: string) =>
  readdirSync(join(folder, '.posture/decisions'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(folder, '.posture/decisions', name));

/** Everything is checked out anew, with other line ends. */
function checkOut(folder: string, autocrlf: 'true' | 'false'): void {
  git(folder, 'config', 'core.autocrlf', autocrlf);
  git(folder, 'rm', '-q', '-r', '--cached', '.');
  git(folder, 'reset', '-q', '--hard');
}

it.each([
  ['false', 'true'],
  ['true', 'false'],
] as const)('decisions of a tree with core.autocrlf=%s hold in one with %s', (before, after) => {
  const folder = repositoryOf(files);
  checkOut(folder, before);
  expect(
    posture(folder, [
      'accept',
      '--all',
      '--owner',
      '@acme/payments',
      '--approved-by',
      '@sec-lead',
      '--reason',
      'moves to OIDC',
      '--expires',
      inDays(20),
      '--yes',
    ]).code,
  ).toBe(0);
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'accept');
  const count = records(folder).length;
  expect(count).toBeGreaterThan(2);
  expect(posture(folder, ['check'])).toMatchObject({ code: 0 });

  checkOut(folder, after);
  for (const path of [...records(folder), join(folder, 'infra/main.tf')])
    expect(readFileSync(path, 'utf8').includes('\r\n')).toBe(after === 'true');
  const checked = posture(folder, ['check']);
  expect(checked).toMatchObject({ code: 0, stderr: '' });
  expect(checked.stdout).toMatch(new RegExp(`${count} suppressed`));
  expect(posture(folder, ['fmt', '--check'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(new RegExp(`^${count} records, 0 to be written anew`)),
  });
  expect(posture(folder, ['drift']).code).toBe(0);
});

it('a sync over records with CRLF writes none of them anew, and proposes them with LF', () => {
  const folder = repositoryOf(files);
  const place = folderOf();
  const team = join(place, 'team.git');
  git(place, 'init', '-q', '--bare', team);
  write(folder, { '.posture/config.yaml': `team: { url: ${team}, branch: main }\n` });
  posture(folder, [
    'accept',
    '--all',
    '--owner',
    '@acme/payments',
    '--approved-by',
    '@sec-lead',
    '--reason',
    'moves to OIDC',
    '--expires',
    inDays(20),
    '--yes',
  ]);
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'accept');
  checkOut(folder, 'true');
  const env = { POSTURE_LOCAL_TEAM: 'allowed', XDG_CONFIG_HOME: join(place, 'config') };
  const before = records(folder).map((path) => readFileSync(path, 'utf8'));
  const synced = posture(folder, ['sync', '--yes', '--as', 'alice'], { env });
  expect(synced).toMatchObject({ code: 0, stdout: expect.not.stringMatching(/^changed /m) });
  expect(records(folder).map((path) => readFileSync(path, 'utf8'))).toEqual(before);
  const branch = git(team, 'for-each-ref', '--format=%(refname)').trim();
  for (const path of git(team, 'ls-tree', '-r', '--name-only', branch).trim().split('\n'))
    expect(git(team, 'show', `${branch}:${path}`)).not.toContain('\r');
  expect(git(folder, 'status', '--porcelain')).toBe('');
});
