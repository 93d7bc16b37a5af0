// `posture verify` over real signatures: keys are made here, commits are signed by git, and the policy names the signers.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, git, posture, write } from './posture.ts';
import { inDays } from '../support/days.ts';

const policyJson = (name: string) => `{
  "Version": "2012-10-17",
  "Statement": [{"Sid": "${name}", "Effect": "Allow", "Action": ["s3:*"], "Resource": "*"}]
}
`;

interface Person {
  readonly email: string;
  readonly key: string;
  readonly publicKey: string;
}

function person(folder: string, name: string): Person {
  const key = join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', key]);
  return { email: `${name}@example.com`, key, publicKey: readFileSync(`${key}.pub`, 'utf8').split(' ').slice(0, 2).join(' ') };
}

function commit(folder: string, who: Person, message: string, signed: boolean): void {
  git(folder, 'add', '-A');
  git(
    folder,
    '-c',
    `user.email=${who.email}`,
    '-c',
    'gpg.format=ssh',
    '-c',
    `user.signingkey=${who.key}`,
    'commit',
    '-q',
    `--author=x <${who.email}>`,
    '-m',
    message,
    ...(signed ? ['-S'] : ['--no-gpg-sign']),
  );
}

interface Report {
  readonly proven: number;
  readonly unproven: number;
  readonly selfApproved: number;
  readonly approvals: readonly {
    readonly state: string;
    readonly how: string;
    readonly remarks: readonly string[];
    readonly record: string;
  }[];
}

function verify(folder: string, ...more: string[]): Report & { code: number | null; first: Report['approvals'][number] | undefined } {
  const outcome = posture(folder, ['verify', '--format', 'json', ...more]);
  if (outcome.stdout === '') throw new Error(outcome.stderr);
  const report = JSON.parse(outcome.stdout) as Report;
  return { ...report, code: outcome.code, first: report.approvals[0] };
}

/** A repository in which dev wrote the code, with a policy that names lead's key, and the record not yet committed. */
function prepared(names: readonly string[] = ['Admin'], approver = '@lead'): { folder: string; lead: Person; dev: Person } {
  const keys = folderOf({});
  const lead = person(keys, 'lead');
  const dev = person(keys, 'dev');
  const folder = folderOf({
    ...Object.fromEntries(names.map((name) => [`policies/${name}.json`, policyJson(name)])),
    '.posture/policy.yaml': `v: 1\nsigners: {"@lead": ["${lead.publicKey}"]}\n`,
  });
  git(folder, 'init', '-q', '-b', 'main');
  commit(folder, dev, 'code', false);
  const accepted = posture(folder, [
    'accept',
    'aws/wildcard-action',
    '--owner',
    '@acme/a',
    '--approved-by',
    approver,
    '--reason',
    'why',
    '--expires',
    inDays(20),
    '--yes',
  ]);
  if (names.length > 0) expect(accepted.stderr).toBe('');
  return { folder, lead, dev };
}

describe('an approval', () => {
  it('is proven by a signature of the approver over the commit that brought it', () => {
    const { folder, lead } = prepared();
    commit(folder, lead, 'accept', true);
    const report = verify(folder);
    expect(report).toMatchObject({ code: 0, unproven: 0, selfApproved: 0 });
    expect(report.proven).toBeGreaterThan(0);
    expect(report.approvals[0]!.how).toMatch(/^signed by @lead in [0-9a-f]{7}$/);
  });

  it("is unproven without one, with a stranger's, and with a signature of somebody it does not name", () => {
    const unsigned = prepared();
    commit(unsigned.folder, unsigned.lead, 'accept', false);
    expect(verify(unsigned.folder)).toMatchObject({
      code: 1,
      proven: 0,
      first: { state: 'unproven', how: expect.stringContaining('nothing but the name @lead') },
    });
    const stranger = prepared();
    commit(stranger.folder, stranger.dev, 'accept', true);
    expect(verify(stranger.folder)).toMatchObject({
      code: 1,
      proven: 0,
      first: {
        how: expect.stringContaining('a key that the policy does not name'),
        remarks: ['whoever wrote the line also wrote the record'],
      },
    });
    const forged = prepared(['Admin'], '@ciso');
    commit(forged.folder, forged.lead, 'accept', true);
    expect(verify(forged.folder)).toMatchObject({ code: 1, proven: 0, first: { how: 'it names @ciso, and @lead approved it' } });
  });

  it('is proven by the signature over the merge that brought it', () => {
    const { folder, lead, dev } = prepared();
    git(folder, 'checkout', '-q', '-b', 'feature');
    commit(folder, dev, 'accept', false);
    git(folder, 'checkout', '-q', 'main');
    git(
      folder,
      '-c',
      `user.email=${lead.email}`,
      '-c',
      'gpg.format=ssh',
      '-c',
      `user.signingkey=${lead.key}`,
      'merge',
      '-q',
      '--no-ff',
      '-S',
      '-m',
      'merge',
      'feature',
    );
    expect(verify(folder)).toMatchObject({ code: 0, unproven: 0 });
  });

  it('is self-approved when the approver wrote the line', () => {
    const { folder, lead } = prepared();
    commit(folder, lead, 'accept', true);
    writeFileSync(join(folder, 'policies/Admin.json'), policyJson('Admin').replace('"Statement"', '"Id": "x", "Statement"'));
    commit(folder, lead, 'my line', true);
    expect(verify(folder)).toMatchObject({
      code: 1,
      first: { state: 'self-approved', how: expect.stringContaining('and wrote the line that it excuses (lead@example.com)') },
    });
  });

  it('that was taken back and put there again by somebody else is not proven by the old signature', () => {
    const { folder, lead, dev } = prepared();
    commit(folder, lead, 'accept', true);
    git(folder, 'rm', '-rq', '.posture/decisions');
    commit(folder, lead, 'revoke', true);
    git(folder, 'checkout', '-q', 'HEAD~1', '--', '.posture/decisions');
    commit(folder, dev, 'and back', false);
    expect(verify(folder)).toMatchObject({ code: 1, proven: 0 });
  });

  it('is not judged in a shallow clone, whose oldest commit looks as if it had brought everything', () => {
    const { folder, lead, dev } = prepared();
    commit(folder, dev, 'accept', false);
    expect(verify(folder)).toMatchObject({ proven: 0, unproven: 1 });
    write(folder, { 'README.md': 'later' });
    commit(folder, lead, 'something else', true);
    const shallow = join(folderOf({}), 'shallow');
    git(folder, 'clone', '-q', '--depth', '1', `file://${folder}`, shallow);
    expect(posture(shallow, ['verify'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('this clone is shallow: which commit brought what is not known here\ngit fetch --unshallow'),
    });
    expect(posture(shallow, ['status', '--metrics'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('git fetch --unshallow'),
    });
    const { rows } = JSON.parse(posture(shallow, ['report', '--kind', 'exceptions', '--format', 'json']).stdout) as {
      rows: { cells: unknown }[];
    };
    expect(JSON.stringify(rows)).toContain('this clone is shallow');
    expect(JSON.stringify(rows)).not.toContain('signed by');
    git(shallow, 'fetch', '-q', '--unshallow');
    expect(verify(shallow)).toMatchObject({ proven: 0, unproven: 1, first: { how: 'nothing but the name @lead in the record' } });
  });

  it('of an identity is proven in the same way', () => {
    const { folder, lead } = prepared([]);
    mkdirSync(join(folder, '.claude'));
    writeFileSync(join(folder, '.claude/settings.json'), '{"permissions": {"allow": ["Bash(make:*)"]}}\n');
    commit(folder, lead, 'agent', false);
    expect(posture(folder, ['approve', '--all', '--owner', '@acme/a', '--approved-by', '@lead', '--purpose', 'builds', '--yes']).code).toBe(
      0,
    );
    commit(folder, lead, 'approve', true);
    expect(verify(folder)).toMatchObject({ first: { state: 'self-approved' } });
  });

  it('is seen to be a rubber stamp when it is one of many at once', () => {
    const { folder, lead } = prepared(Array.from({ length: 25 }, (_, n) => `Admin${n}`));
    commit(folder, lead, 'accept', true);
    const report = verify(folder);
    expect(report.proven).toBeGreaterThan(20);
    expect(report.approvals[0]!.remarks[0]).toMatch(/^rubber stamp: one of \d+ approvals that @lead gave at once$/);
  });
});

describe('reviews of the host', () => {
  const review = (login: string, state: string, commitId: string, at = '2099-01-01T00:00:00Z') => ({
    user: { login },
    state,
    commit_id: commitId,
    submitted_at: at,
  });

  /** The feature branch as it was reviewed, and its squash on main. */
  function squashed(): { folder: string; head: string } {
    const { folder, dev } = prepared();
    git(folder, 'checkout', '-q', '-b', 'feature');
    commit(folder, dev, 'accept', false);
    const head = git(folder, 'rev-parse', 'HEAD').trim();
    git(folder, 'checkout', '-q', 'main');
    git(folder, 'merge', '-q', '--squash', 'feature');
    commit(folder, dev, 'squash', false);
    return { folder, head };
  }

  it('prove an approval when the commit that was reviewed holds the record as it stands, over a squash too', () => {
    const { folder, head } = squashed();
    expect(verify(folder)).toMatchObject({ code: 1, proven: 0 });
    const file = join(folder, '../', `${folder.split('/').at(-1)}-reviews.json`);
    writeFileSync(file, JSON.stringify([review('Lead', 'COMMENTED', head), review('Lead', 'APPROVED', head)]));
    expect(verify(folder, '--reviews', file)).toMatchObject({
      code: 0,
      first: { state: 'proven', how: expect.stringContaining('reviewed by @lead at') },
    });
    for (const reviews of [
      [review('someone', 'APPROVED', head)],
      [review('Lead', 'APPROVED', head), review('Lead', 'CHANGES_REQUESTED', head)],
      [review('Lead', 'APPROVED', head), review('Lead', 'DISMISSED', head)],
      [review('Lead', 'APPROVED', git(folder, 'rev-list', '--max-parents=0', 'main').trim())],
    ]) {
      writeFileSync(file, JSON.stringify(reviews));
      expect(verify(folder, '--reviews', file), JSON.stringify(reviews)).toMatchObject({ code: 1, proven: 0 });
    }
    writeFileSync(file, JSON.stringify([review('Lead', 'APPROVED', 'f'.repeat(40))]));
    expect(posture(folder, ['verify', '--reviews', file]).stdout).toContain('is not in this clone: git fetch origin');
    writeFileSync(file, '{"not": "a list"}');
    expect(posture(folder, ['verify', '--reviews', file])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no list of reviews'),
    });
  });
});

it('runs no program that the repository names', () => {
  const { folder, lead } = prepared();
  commit(folder, lead, 'accept', true);
  const mark = join(folder, 'ran');
  const program = join(folder, 'evil.sh');
  writeFileSync(program, `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
  for (const name of ['gpg.program', 'gpg.openpgp.program', 'gpg.ssh.program', 'gpg.x509.program', 'gpg.ssh.defaultKeyCommand'])
    git(folder, 'config', name, program);
  expect(verify(folder)).toMatchObject({ code: 0 });
  expect(readdirSync(folder)).not.toContain('ran');
});
