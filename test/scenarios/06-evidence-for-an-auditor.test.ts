// An auditor asks for evidence of access reviews of service accounts: ownership, privilege, rotation. The same commit and
// day give the same bytes, gaps are printed as gaps, and an approval of one's own line is seen.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, git, posture, repositoryOf, write } from '../cli/posture.ts';
import { inDays } from '../support/days.ts';
import { commit, run } from './support.ts';

const infra = `resource "aws_iam_user" "build" {
  name = "build"
  tags = { owner = "@acme/payments" }
}

resource "aws_iam_access_key" "build" {
  user = aws_iam_user.build.name
}

resource "aws_iam_user_policy_attachment" "build" {
  user       = aws_iam_user.build.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_role" "report" {
  name               = "report"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
`;
const columns =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';
const credentials = (made: string) =>
  `${columns}\nbuild,arn:aws:iam::123456789012:user/build,2023-01-01T00:00:00+00:00,false,N/A,N/A,N/A,false,true,${made}T00:00:00+00:00,${inDays(-2)}T00:00:00+00:00,eu-west-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n`;

type Row = Record<string, { text: string; state?: string }> & { id: string };
const reportOf = (folder: string, kind: string, ...more: string[]) =>
  JSON.parse(run(folder, 'report', '--kind', kind, '--format', 'json', ...more)) as {
    rows: Row[];
    notEvidenced: string[];
    sources: { source: string; files: { sha256: string }[] }[];
    figures: { label: string; value: number }[];
    controls: { id: string }[];
  };

/** A commit whose author is this person, signed with their key. */
function signed(folder: string, name: string, key: string, message: string): void {
  git(folder, 'add', '--all');
  git(
    folder,
    '-c',
    `user.email=${name}@example.com`,
    '-c',
    'gpg.format=ssh',
    '-c',
    `user.signingkey=${key}`,
    'commit',
    '--quiet',
    `--author=${name} <${name}@example.com>`,
    '-S',
    '-m',
    message,
  );
}

/** Makes the last commit that of a developer who approves nothing. */
const byDeveloper = (folder: string) => git(folder, 'commit', '--amend', '--quiet', '--no-edit', '--author=dev <dev@example.com>');

describe('evidence of access reviews', () => {
  const keys = folderOf();
  const key = join(keys, 'lead');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'lead', '-f', key]);
  const folder = repositoryOf({
    'infra/main.tf': infra,
    '.gitignore': '*.csv\n',
    '.posture/policy.yaml': `v: 1\nsigners: {"@lead": [${JSON.stringify(readFileSync(`${key}.pub`, 'utf8').split(' ').slice(0, 2).join(' '))}]}\n`,
  });
  git(folder, 'branch', '--move', '--force', 'main');
  byDeveloper(folder);
  run(folder, 'approve', 'aws:user:build', '--owner', '@acme/payments', '--approved-by', '@lead', '--purpose', 'builds the shop', '--yes');
  signed(folder, 'lead', key, 'approve the build user');
  write(folder, { 'credentials.csv': credentials(inDays(-200)) });
  run(folder, 'observe', 'aws-credential-report', 'credentials.csv');

  it('has owner, privilege, reviewer, proof and the age of each key, with where each comes from', () => {
    const { rows, sources, controls } = reportOf(folder, 'access-review');
    const row = (id: string) => rows.find((one) => one.id === id)!;
    expect(row('aws:user:build')).toMatchObject({
      owner: { text: '@acme/payments' },
      privilege: { text: expect.stringContaining('critical: aws/managed-admin-attached'), state: 'bad' },
      verdict: { text: 'certified' },
      reviewer: { text: '@lead' },
      proof: { text: expect.stringMatching(/^signed by @lead in /), state: 'good' },
      used: { text: inDays(-2) },
      rotated: { text: inDays(-200) },
      place: { text: 'infra/main.tf:1' },
    });
    expect(row('aws:role:report')).toMatchObject({
      owner: { text: 'nobody', state: 'bad' },
      verdict: { text: 'never approved', state: 'bad' },
      used: { text: 'not evidenced', state: 'unknown' },
    });
    expect(sources).toMatchObject([{ source: 'aws-credential-report', files: [{ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }] }]);
    expect(controls.map(({ id }) => id)).toEqual(expect.arrayContaining(['PR.AA-05', 'NHI5:2025']));
    expect(
      reportOf(folder, 'rotation').rows.some((one) =>
        Object.values(one).some((cell) => typeof cell === 'object' && cell.text === 'overdue by 110 days'),
      ),
    ).toBe(true);
  });

  it('is the same bytes in every form, whatever lies in the working tree', () => {
    const day = inDays(0);
    for (const format of ['html', 'csv', 'json', 'oscal']) {
      const once = run(folder, 'report', '--format', format, '--as-of', day);
      write(folder, { 'infra/main.tf': infra.replace('AdministratorAccess', 'ReadOnlyAccess') });
      expect(run(folder, 'report', '--format', format, '--as-of', day), format).toBe(once);
      write(folder, { 'infra/main.tf': infra });
      expect(once).not.toContain(folder);
    }
  });

  it('says what is not evidenced, and takes nothing that is too old', () => {
    const { rows, notEvidenced } = reportOf(folder, 'access-review', '--as-of', inDays(30));
    expect(notEvidenced.join('\n')).toMatch(/What aws-credential-report says of aws:123456789012 is 30 days old and counts as unknown/);
    expect(rows.find(({ id }) => id === 'aws:user:build')).toMatchObject({
      used: { text: 'not evidenced', state: 'unknown' },
      rotated: { text: 'not evidenced', state: 'unknown' },
    });
    expect(posture(folder, ['certify', '--as-of', inDays(30), '--kind', 'user']).stdout).toMatch(
      /what was observed of aws is too old to certify against|before the quarter began/,
    );
    expect(posture(folder, ['report', '--as-of', '2020-01-01'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nothing had been committed by 2020-01-01'),
    });
  });

  it('shows who approved their own line, and who approved very many at once', () => {
    const mine = repositoryOf({ '.posture/policy.yaml': readFileSync(join(folder, '.posture/policy.yaml'), 'utf8') });
    git(mine, 'branch', '--move', '--force', 'main');
    const user = (n: number) =>
      `resource "aws_iam_user" "u${n}" {\n  name = "u${n}"\n}\nresource "aws_iam_user_policy_attachment" "u${n}" {\n  user       = aws_iam_user.u${n}.name\n  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"\n}\n`;
    write(mine, { 'infra/users.tf': Array.from({ length: 25 }, (_, n) => user(n)).join('\n') });
    commit(mine, 'users');
    byDeveloper(mine);
    write(mine, { 'infra/own.tf': user(100) });
    signed(mine, 'lead', key, 'a user of my own');
    run(mine, 'approve', '--all', '--owner', '@acme/payments', '--approved-by', '@lead', '--purpose', 'people', '--yes');
    signed(mine, 'lead', key, 'approve everything');
    const { rows, figures } = reportOf(mine, 'access-review');
    const figure = (label: string) => figures.find((one) => one.label === label)?.value;
    expect(figure('approved by whoever wrote it')).toBe(1);
    expect(figure('approved in bulk')).toBe(26);
    expect(rows.find(({ id }) => id === 'aws:user:u100')).toMatchObject({
      proof: { text: expect.stringMatching(/^self-approved: @lead signed .* and wrote the line/), state: 'bad' },
    });
    expect(rows.find(({ id }) => id === 'aws:user:u1')).toMatchObject({
      proof: {
        text: expect.stringMatching(/^signed by @lead .*; rubber stamp: one of 26 approvals that @lead gave at once/),
        state: 'bad',
      },
    });
  });
});
