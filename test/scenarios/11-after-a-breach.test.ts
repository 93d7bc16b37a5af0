// After a breach: the present secrets beside what was ever approved. Every place, owner and approval of one credential, what
// its holder reaches, what changed between two days, and a timeline. From the history of git and an export of access keys.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commitOn, folderOf, git, posture, write } from '../cli/posture.ts';
import { inDays } from '../support/days.ts';
import { run } from './support.ts';

const infra = (policy: string) => `resource "aws_iam_user" "build" {
  name = "build"
  tags = { owner = "@acme/payments" }
}

resource "aws_iam_user_policy_attachment" "build" {
  user       = aws_iam_user.build.name
  policy_arn = "arn:aws:iam::aws:policy/${policy}"
}

resource "aws_iam_user_policy" "hop" {
  user   = aws_iam_user.build.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/backup" }] })
}

resource "aws_iam_role" "backup" {
  name               = "backup"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_user.build.arn }, Action = "sts:AssumeRole" }] })
}

resource "aws_iam_role_policy" "backup" {
  role   = aws_iam_role.backup.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::backups/*" }] })
}
`;

describe('after a breach', () => {
  const folder = folderOf({ 'infra/main.tf': infra('ReadOnlyAccess'), '.gitignore': '*.json\n' });
  git(folder, 'init', '--quiet');
  commitOn(folder, inDays(-60));
  write(folder, {
    'infra/main.tf': infra('AdministratorAccess'),
    'scripts/build.env': 'AWS_ACCESS_KEY_ID={{token:aws-access-key-id:1}}\n',
    'old/build.env': 'AWS_ACCESS_KEY_ID={{token:aws-access-key-id:1}}\n',
  });
  commitOn(folder, inDays(-20));
  run(
    folder,
    'accept',
    'infra/main.tf:8',
    '--owner',
    '@acme/payments',
    '--approved-by',
    '@lead',
    '--reason',
    'until OIDC',
    '--expires',
    inDays(20),
    '--yes',
  );
  commitOn(folder, inDays(-1));

  it('every place of the key is known, and by what was observed whose it is and what it reaches', () => {
    const before = JSON.parse(run(folder, 'blast', 'scripts/build.env:1', '--format', 'json')) as {
      identities: unknown[];
      notKnown: string[];
    };
    expect(before.identities).toEqual([]);
    expect(before.notKnown.join('\n')).toContain('Whose it is: neither the code nor what was observed says');
    write(folder, {
      'keys.json': JSON.stringify({
        AccessKeyMetadata: [
          {
            UserName: 'build',
            AccessKeyId: '{{token:aws-access-key-id:1}}',
            Status: 'Active',
            CreateDate: `${inDays(-500)}T00:00:00+00:00`,
          },
        ],
      }),
    });
    run(folder, 'observe', 'aws-access-keys', 'keys.json', '--place', 'aws:123456789012');
    const outcome = posture(folder, ['blast', 'scripts/build.env:1', '--format', 'json']);
    const told = JSON.parse(outcome.stdout) as {
      places: { place: string }[];
      approvals: string[];
      identities: [{ id: string; owner: string; may: string[]; becomes: { id: string; may: string[] }[] }];
    };
    expect(told.places.map(({ place }) => place)).toEqual(['old/build.env:1', 'scripts/build.env:1']);
    expect(told.approvals, 'the key itself was never approved').toEqual([]);
    expect(told.identities).toMatchObject([
      {
        id: 'aws:user:build',
        owner: '@acme/payments',
        may: expect.arrayContaining([expect.stringContaining('AdministratorAccess')]),
        becomes: [{ id: 'aws:role:backup', may: [expect.stringContaining('s3:GetObject')] }],
      },
    ]);
    const key = readFileSync(join(folder, 'scripts/build.env'), 'utf8').split('=')[1]!.trim();
    expect(`${outcome.stdout}${outcome.stderr}`).not.toContain(key);
  });

  it('what changed, and what was decided about it, is told between two days', () => {
    const events = (
      JSON.parse(run(folder, 'diff', '--from', inDays(-50), '--to', inDays(0), '--format', 'json')) as {
        events: { what: string; state: string; subject: string; says: string }[];
      }
    ).events;
    expect(events.map(({ what, state, subject }) => `${what} ${state} ${subject}`)).toEqual(
      expect.arrayContaining(['identity changed aws:user:build', 'decision new aws/managed-admin-attached']),
    );
    expect(events.find(({ what }) => what === 'decision')?.says).toContain('accepted by @lead for @acme/payments');
    const aboutUser = JSON.parse(
      run(folder, 'diff', '--from', inDays(-50), '--to', inDays(0), '--subject', 'aws:user:build', '--format', 'json'),
    ) as { events: unknown[] };
    expect(aboutUser.events).toHaveLength(1);
  });

  it('how it went is a line a day, from the commits of those days', () => {
    const { points } = JSON.parse(run(folder, 'trend', '--from', inDays(-40), '--to', inDays(0), '--points', '3', '--format', 'json')) as {
      points: { standingAdmin: number; accepted: number }[];
    };
    expect(points.map(({ standingAdmin, accepted }) => [standingAdmin, accepted])).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
    ]);
  });

  it('a key that was switched off and still stands is said at each place', () => {
    write(folder, {
      'keys.json': JSON.stringify({
        AccessKeyMetadata: [
          {
            UserName: 'build',
            AccessKeyId: '{{token:aws-access-key-id:1}}',
            Status: 'Inactive',
            CreateDate: `${inDays(-500)}T00:00:00+00:00`,
          },
        ],
      }),
    });
    run(folder, 'observe', 'aws-access-keys', 'keys.json', '--place', 'aws:123456789012');
    const { findings } = JSON.parse(posture(folder, ['check', '--format', 'json']).stdout) as {
      findings: { rule: string; file: string }[];
    };
    expect(
      findings
        .filter(({ rule }) => rule === 'drift/rotated-but-old-still-here')
        .map(({ file }) => file)
        .sort(),
    ).toEqual(['old/build.env', 'scripts/build.env']);
  });
});
