// The certification of a quarter, in step with what runs: pending records, keep or revoke, whatever changes afterwards reopens,
// live access that nobody certified is said, and evidence that is too old certifies nothing.
import { describe, expect, it } from 'vitest';
import { quarterOf } from '../../server/posture/certification.ts';
import { git, posture, repositoryOf, write } from '../cli/posture.ts';
import { inDays } from '../support/days.ts';
import { check, commit, run } from './support.ts';

const infra = (action: string) => `resource "aws_iam_role" "ship" {
  name               = "ship"
  tags               = { owner = "@acme/payments" }
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_iam_role_policy" "ship" {
  name   = "ship"
  role   = aws_iam_role.ship.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "Ship", Effect = "Allow", Action = ["${action}"], Resource = "arn:aws:s3:::builds/*" }] })
}
`;
const live = (lastUsed: string, ...actions: string[]) =>
  JSON.stringify({
    UserDetailList: [],
    GroupDetailList: [],
    Policies: [],
    RoleDetailList: [
      {
        Path: '/',
        RoleName: 'ship',
        RoleId: 'AROAEXAMPLE',
        Arn: 'arn:aws:iam::123456789012:role/ship',
        CreateDate: '2024-01-02T03:04:05+00:00',
        AssumeRolePolicyDocument: {},
        InstanceProfileList: [],
        AttachedManagedPolicies: [],
        Tags: [],
        RolePolicyList: [
          {
            PolicyName: 'ship',
            PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: 'arn:aws:s3:::builds/*' }] },
          },
        ],
        RoleLastUsed: { LastUsedDate: `${lastUsed}T10:00:00+00:00`, Region: 'eu-west-1' },
      },
    ],
  });

const quarter = quarterOf(undefined, inDays(0))!;
interface Certified {
  readonly id: string;
  readonly state: string;
  readonly why: string;
}

function certify(folder: string, ...more: string[]): { code: number | null; identities: Certified[] } {
  const outcome = posture(folder, ['certify', '--quarter', quarter.name, '--format', 'json', ...more]);
  return { code: outcome.code, identities: (JSON.parse(outcome.stdout) as { identities: Certified[] }).identities };
}

describe('the certification of a quarter', () => {
  const folder = repositoryOf({ 'infra/main.tf': infra('s3:GetObject'), '.gitignore': '*.json\n' });
  git(folder, 'branch', '--move', '--force', 'main');
  const observe = (text: string, taken = inDays(0)): void => {
    write(folder, { 'live.json': text });
    run(folder, 'observe', 'aws-authorization-details', 'live.json', '--taken-at', `${taken}T00:00:00Z`);
  };

  it('begins with open records that approve nothing', () => {
    expect(posture(folder, ['certify', '--quarter', quarter.name, '--write', '--yes']).stderr).toContain(
      '1 open record written; what is open approves nothing',
    );
    commit(folder, 'begin the review');
    expect(certify(folder)).toMatchObject({ code: 1, identities: [{ id: 'aws:role:ship', state: 'to review', why: 'never approved' }] });
  });

  it('is given by an approval of what stands, once it is on the target branch', () => {
    observe(live(inDays(-1), 's3:GetObject'));
    run(folder, 'approve', 'aws:role:ship', '--owner', '@acme/payments', '--approved-by', '@lead', '--purpose', 'ships builds', '--yes');
    expect(certify(folder).identities).toMatchObject([{ why: expect.stringContaining('not yet on the target branch') }]);
    commit(folder, 'keep');
    expect(certify(folder)).toMatchObject({ code: 0, identities: [{ state: 'certified' }] });
    expect(check(folder).findings).toEqual([]);
  });

  it('is reopened by any later change, and by access that only runs', () => {
    write(folder, { 'infra/main.tf': infra('s3:*') });
    expect(certify(folder)).toMatchObject({
      code: 1,
      identities: [
        {
          state: 'to review',
          why: expect.stringMatching(/^changed since it was approved: action s3:\*|^changed since it was approved: grant:action s3:\*/),
        },
      ],
    });
    write(folder, { 'infra/main.tf': infra('s3:GetObject') });
    observe(live(inDays(-1), 's3:GetObject', 's3:DeleteObject'));
    expect(check(folder).rules).toContain('drift/shadow');
    observe(live(inDays(-120), 's3:GetObject'));
    expect(check(folder).rules, 'certified and not used for 120 days').toEqual(['drift/unused']);
  });

  it('rests on nothing that is too old', () => {
    const old = repositoryOf({ 'infra/main.tf': infra('s3:GetObject'), '.gitignore': '*.json\n' });
    git(old, 'branch', '--move', '--force', 'main');
    run(old, 'approve', 'aws:role:ship', '--owner', '@acme/payments', '--approved-by', '@lead', '--purpose', 'ships builds', '--yes');
    commit(old, 'keep');
    expect(certify(old)).toMatchObject({ code: 0 });
    write(old, { 'live.json': live(inDays(-10), 's3:GetObject') });
    run(old, 'observe', 'aws-authorization-details', 'live.json', '--taken-at', `${inDays(-8)}T00:00:00Z`);
    expect(certify(old)).toMatchObject({
      code: 1,
      identities: [{ state: 'to review', why: 'what was observed of aws is too old to certify against' }],
    });
    write(old, { '.posture/policy.yaml': 'v: 1\nevidence-days: 9\n' });
    commit(old, 'policy');
    expect(certify(old), 'the policy says how old is too old').toMatchObject({ code: 0 });
  });

  it('ends with a revocation that is seen until it is carried out', () => {
    const { due } = JSON.parse(posture(folder, ['review', '--list', '--within', '365', '--format', 'json']).stdout) as {
      due: { id: string }[];
    };
    run(folder, 'review', due[0]!.id, '--within', '365', '--revoke', '--reason', 'nobody uses it', '--yes');
    commit(folder, 'revoke');
    expect(certify(folder).identities).toMatchObject([{ why: 'it was revoked and is still in the code' }]);
    git(folder, 'rm', '--quiet', 'infra/main.tf');
    expect(check(folder).rules).toContain('drift/not-removed');
    observe(
      JSON.stringify({ UserDetailList: [], GroupDetailList: [], Policies: [], RoleDetailList: [], IsTruncated: false }).replace(
        '"RoleDetailList":[]',
        `"RoleDetailList":[${JSON.stringify({ Path: '/', RoleName: 'other', RoleId: 'AROAOTHER', Arn: 'arn:aws:iam::123456789012:role/other', CreateDate: '2024-01-02T03:04:05+00:00', AssumeRolePolicyDocument: {}, RolePolicyList: [], AttachedManagedPolicies: [], InstanceProfileList: [], RoleLastUsed: {} })}]`,
      ),
    );
    expect(check(folder).rules).not.toContain('drift/not-removed');
  });
});
