// What a person asks in the morning, at the end of a quarter and after a breach: routine, certify, blast, diff, trend.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { certificationOf, quarterOf } from '../../server/posture/certification.ts';
import { commitOn, folderOf, git, posture, write } from '../cli/posture.ts';
import { inDays } from '../support/days.ts';

const trust =
  'assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }, Action = "sts:AssumeRoleWithWebIdentity", Condition = { StringEquals = { "token.actions.githubusercontent.com:sub" = "repo:acme/shop:environment:production", "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" } } }] })';
const infra = (policy: string) => `resource "aws_iam_role" "deploy" {
  name = "deploy"
  tags = { owner = "@acme/payments" }
  ${trust}
}
resource "aws_iam_role_policy_attachment" "deploy" {
  role       = aws_iam_role.deploy.name
  policy_arn = "arn:aws:iam::aws:policy/${policy}"
}
resource "aws_iam_role_policy" "hop" {
  role   = aws_iam_role.deploy.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/backup" }] })
}
resource "aws_iam_role" "backup" {
  name = "backup"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "backup.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_role_policy" "backup" {
  role   = aws_iam_role.backup.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::backups/*" }] })
}
`;
const workflow =
  'on: push\npermissions: {}\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    environment: production\n    permissions: { id-token: write }\n    steps:\n      - uses: aws-actions/configure-aws-credentials@e3dd6a429d7300a6a4c196c26e071d42e0343502\n        with: { role-to-assume: "arn:aws:iam::123456789012:role/deploy", aws-region: eu-west-1 }\n      - run: make deploy\n';
const job = 'github:workflow-job:.github/workflows/deploy.yml#deploy';

/** The day on which a shop opens. */
const opened = inDays(-48);

function shop(policy = 'AdministratorAccess'): string {
  const folder = folderOf({
    'infra/main.tf': infra(policy),
    '.github/workflows/deploy.yml': workflow,
    '.github/CODEOWNERS': '/src @acme/web\n',
  });
  git(folder, 'init', '--quiet');
  commitOn(folder, opened);
  return folder;
}

describe('posture routine', () => {
  it('is three lists, each item with its owner and the command that comes next', () => {
    const folder = shop();
    write(folder, { 'src/a.env': 'TOKEN={{token:github-pat:1}}\n', 'src/b.env': 'TOKEN={{token:github-pat:1}}\n' });
    const { stdout, code } = posture(folder, ['routine', '--format', 'json', '--as-of', inDays(0)]);
    expect(code).toBe(0);
    const routine = JSON.parse(stdout) as Record<
      'rotate' | 'remove' | 'renew',
      { place: string; places: number; owner: string; command: string }[]
    >;
    expect(routine.rotate).toMatchObject([{ place: 'src/a.env:1', places: 2, owner: '@acme/web', command: 'posture blast src/a.env:1' }]);
    expect(routine.remove).toMatchObject([
      { place: 'infra/main.tf:8', owner: '@acme/payments', command: 'posture explain infra/main.tf:8' },
    ]);
    expect(routine.renew).toEqual([]);
    for (const { command } of [...routine.rotate, ...routine.remove])
      expect(posture(folder, command.split(' ').slice(1)).code, command).toBe(0);
    expect(posture(folder, ['routine']).stdout).toMatch(
      /^Rotate: 1 exposed or old credential\n[\s\S]*\(in 2 places\)[\s\S]*\nRemove: 1 standing privilege\n[\s\S]*\nRenew: nothing\n/,
    );
  });

  it('has the privilege of a cluster among what is to be removed', () => {
    const folder = shop('ReadOnlyAccess');
    write(folder, {
      'k8s/admin.yaml':
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: ci }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }\nsubjects:\n  - { kind: ServiceAccount, name: ci, namespace: ci }\n',
    });
    expect(JSON.parse(posture(folder, ['routine', '--format', 'json']).stdout).remove).toMatchObject([{ place: 'k8s/admin.yaml:4' }]);
  });

  it('has nothing to say of a repository in order', () => {
    expect(posture(shop('ReadOnlyAccess'), ['routine']).stdout).toBe('Rotate: nothing\n\nRemove: nothing\n\nRenew: nothing\n');
  });

  it('lists what has to be renewed', () => {
    const folder = shop();
    expect(
      posture(folder, [
        'accept',
        'infra/main.tf:8',
        '--owner',
        '@acme/payments',
        '--approved-by',
        '@lead',
        '--reason',
        'until OIDC',
        '--expires',
        inDays(5),
        '--yes',
      ]).code,
    ).toBe(0);
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '-m', 'accept');
    const { renew, remove } = JSON.parse(posture(folder, ['routine', '--format', 'json']).stdout);
    expect(remove).toEqual([]);
    expect(renew).toMatchObject([
      { owner: '@acme/payments', what: expect.stringMatching(/^aws\/managed-admin-attached: ends in [45] days$/) },
    ]);
  });
});

describe('posture blast', () => {
  it('follows an identity to everything it may become and do', () => {
    const { stdout } = posture(shop(), ['blast', job, '--format', 'json']);
    const [told] = JSON.parse(stdout).identities as [{ becomes: { depth: number; id: string; may: string[] }[] }];
    expect(told.becomes).toMatchObject([
      { depth: 1, id: 'aws:role:deploy', may: expect.arrayContaining([expect.stringContaining('AdministratorAccess')]) },
      { depth: 2, id: 'aws:role:backup', may: [expect.stringContaining('s3:GetObject on arn:aws:s3:::backups/*')] },
    ]);
    const back = JSON.parse(posture(shop(), ['blast', 'aws:role:backup', '--format', 'json']).stdout);
    expect(back.identities[0].reachedFrom).toMatchObject([
      { depth: 1, id: 'aws:role:deploy' },
      { depth: 2, id: job },
    ]);
  });

  it('finds every place of a credential, says what was approved, and shows no value', () => {
    const folder = shop();
    write(folder, {
      'a.env': 'TOKEN={{token:github-pat:1}}\n',
      'deep/b.yaml': 'token: {{token:github-pat:1}}\n',
      'c.env': 'TOKEN={{token:github-pat:2}}\n',
    });
    const outcome = posture(folder, ['blast', 'a.env:1', '--format', 'json']);
    const told = JSON.parse(outcome.stdout);
    expect(told.places).toEqual([
      { place: 'a.env:1', state: 'stands' },
      { place: 'deep/b.yaml:1', state: 'stands' },
    ]);
    expect(told.approvals).toEqual([]);
    expect(told.notKnown.join('\n')).toContain('posture check --history');
    const token = readFileSync(join(folder, 'a.env'), 'utf8').slice(6).trim();
    for (const text of [outcome.stdout, posture(folder, ['blast', 'a.env:1']).stdout]) expect(text).not.toContain(token.slice(8));
  });

  it('ends where a hop leads back, and says when nothing is known', () => {
    const role = (name: string, other: string) =>
      `resource "aws_iam_role" "${name}" {\n  name = "${name}"\n  assume_role_policy = "{}"\n}\nresource "aws_iam_role_policy" "${name}" {\n  role = aws_iam_role.${name}.name\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/${other}" }] })\n}\n`;
    const folder = folderOf({ 'main.tf': role('a', 'b') + role('b', 'a') });
    git(folder, 'init', '--quiet');
    expect(JSON.parse(posture(folder, ['blast', 'aws:role:a', '--format', 'json']).stdout).identities[0].becomes).toHaveLength(1);
    expect(posture(folder, ['blast', 'aws:role:none'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nothing is known here as "aws:role:none"'),
    });
  });
});

describe('posture certify', () => {
  const approve = (folder: string, id: string) =>
    posture(folder, ['approve', id, '--owner', '@acme/payments', '--approved-by', '@lead', '--purpose', 'deploys', '--yes']);

  it('counts what was approved in the quarter as it stands, and a later change takes it back', () => {
    const folder = shop('ReadOnlyAccess');
    const quarter = quarterOf(undefined, inDays(0))!.name;
    const certify = (...more: string[]) => posture(folder, ['certify', '--quarter', quarter, '--format', 'json', ...more]);
    const states = () =>
      Object.fromEntries(
        (JSON.parse(certify().stdout).identities as { id: string; state: string; why: string }[]).map(({ id, state, why }) => [
          id,
          `${state}: ${why}`,
        ]),
      );
    expect(certify().code).toBe(1);
    for (const id of Object.keys(states())) expect(approve(folder, id).code).toBe(0);
    expect(Object.values(states()).every((state) => state.startsWith('to review: its approval is in this change'))).toBe(true);
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '-m', 'approve');
    expect(Object.values(states()).filter((state) => !state.startsWith('certified: approved on'))).toEqual([]);
    expect(certify().code).toBe(0);
    write(folder, { 'infra/main.tf': infra('AdministratorAccess') });
    expect(states()['aws:role:deploy']).toMatch(/^to review: changed since it was approved: /);
    expect(certify('--quarter', '2031Q1').code).toBe(1);
  });

  it('writes open records that approve nothing', () => {
    const folder = shop();
    const before = posture(folder, ['certify', '--write', '--yes']);
    expect(before.stderr).toMatch(/\d open records? written; what is open approves nothing/);
    const kinds = readdirSync(join(folder, '.posture/identities'));
    expect(kinds).toContain('role');
    expect(posture(folder, ['certify']).stdout).toBe(before.stdout);
    expect(
      readFileSync(join(folder, '.posture/identities/role', readdirSync(join(folder, '.posture/identities/role'))[0]!), 'utf8'),
    ).toContain('state: open');
  });

  it('knows its quarters', () => {
    expect(quarterOf('2026Q4', '2020-01-01')).toEqual({ name: '2026Q4', from: '2026-10-01', to: '2026-12-31' });
    expect(quarterOf('2024-q1', '2020-01-01')).toEqual({ name: '2024Q1', from: '2024-01-01', to: '2024-03-31' });
    expect(quarterOf(undefined, '2026-06-30')).toEqual({ name: '2026Q2', from: '2026-04-01', to: '2026-06-30' });
    for (const wrong of ['2026Q5', '26Q1', 'Q1', '2026']) expect(quarterOf(wrong, '2026-01-01')).toBeUndefined();
    expect(posture(shop(), ['certify', '--quarter', 'summer'])).toMatchObject({ code: 2, stderr: expect.stringContaining('2026Q4') });
    expect(
      certificationOf({ identities: [], quarter: quarterOf('2026Q4', '')!, observed: { current: [], old: [], before: [] }, kinds: [] }),
    ).toEqual([]);
  });
});

describe('between two days', () => {
  it('tells what came, what went and what was decided, and how it went', () => {
    const folder = shop('ReadOnlyAccess');
    write(folder, { 'infra/main.tf': infra('AdministratorAccess') });
    commitOn(folder, inDays(-21));
    posture(folder, [
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
    ]);
    commitOn(folder, inDays(0));
    const diff = (...more: string[]) =>
      JSON.parse(posture(folder, ['diff', '--from', inDays(-43), '--to', inDays(1), '--format', 'json', ...more]).stdout).events as {
        what: string;
        state: string;
        subject: string;
        says: string;
      }[];
    expect(diff()).toMatchObject([
      { what: 'identity', state: 'changed', subject: 'aws:role:deploy', says: expect.stringContaining('AdministratorAccess') },
      {
        what: 'decision',
        state: 'new',
        subject: 'aws/managed-admin-attached',
        says: expect.stringContaining('accepted by @lead for @acme/payments'),
      },
    ]);
    expect(diff('--to', inDays(-17))).toMatchObject([
      { what: 'identity' },
      { what: 'finding', state: 'new', subject: 'aws/managed-admin-attached' },
    ]);
    expect(diff('--subject', 'backup')).toEqual([]);
    expect(posture(folder, ['diff', '--from', inDays(-20), '--to', inDays(-12)]).stdout).toContain('Nothing differs');
    const { points } = JSON.parse(
      posture(folder, ['trend', '--from', inDays(-47), '--to', inDays(1), '--points', '2', '--format', 'json']).stdout,
    );
    expect(
      points.map(({ day, standingAdmin, accepted }: { day: string; standingAdmin: number; accepted: number }) => [
        day,
        standingAdmin,
        accepted,
      ]),
    ).toEqual([
      [inDays(-47), 0, 0],
      [inDays(1), 0, 1],
    ]);
    expect(posture(folder, ['trend', '--from', inDays(-2), '--to', inDays(-52)])).toMatchObject({ code: 2 });
    expect(posture(folder, ['diff', '--from', 'yesterday'])).toMatchObject({ code: 2, stderr: expect.stringContaining('no day') });
  });
});
