// The first day of a large repository, broken glass, ends that come, and what the history of the records says of a team.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commitOn, git, posture, repositoryOf } from './posture.ts';
import { inDays } from '../support/days.ts';

const statements = (count: number, action = 's3:*') =>
  `{\n  "Version": "2012-10-17",\n  "Statement": [\n${Array.from({ length: count }, (_, n) => `    {"Sid": "S${n}", "Effect": "Allow", "Action": "${action}", "Resource": "*"}`).join(',\n')}\n  ]\n}\n`;
const accept = (folder: string, ...more: string[]) =>
  posture(folder, [
    'accept',
    '--all',
    '--owner',
    '@acme/a',
    '--approved-by',
    '@lead',
    '--reason',
    'moves to OIDC',
    '--expires',
    inDays(20),
    '--yes',
    ...more,
  ]);
const check = (folder: string, ...more: string[]) => {
  const outcome = posture(folder, ['check', '--format', 'json', ...more]);
  const { findings } = JSON.parse(outcome.stdout) as { findings: { rule: string; standing?: string; message: string }[] };
  return { code: outcome.code, findings };
};
/** Lands everything on main, as of a day. */
const land = (folder: string, message: string, on = inDays(0)): string => commitOn(folder, on, message);

describe('the first day', () => {
  it('takes a repository full of findings without one acceptance and without stopping anybody for what is old', () => {
    const folder = repositoryOf(Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`policies/p${n}.json`, statements(50)])));
    const before = check(folder);
    expect(before.findings.length).toBeGreaterThan(1000);
    expect(before.code).toBe(1);
    expect(check(folder, '--diff', 'HEAD')).toMatchObject({ code: 0, findings: [] });
    const init = posture(folder, ['init', '--yes', '--owner', '@acme/platform']);
    expect(init).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/\d{4} will be recorded as open: known, counted, not stopping anybody before/),
    });
    expect(check(folder).code, 'the change itself only asks').toBe(3);
    land(folder, 'init');
    const after = check(folder, '--min-severity', 'medium');
    expect(after.code).toBe(0);
    expect(new Set(after.findings.map((one) => one.standing))).toEqual(new Set(['existing']));
    writeFileSync(join(folder, 'policies/new.json'), statements(1));
    expect(check(folder).code, 'what is new is not known').toBe(1);
  });

  it('gives what is open until the day that the policy names, and only as it was', () => {
    const folder = repositoryOf({ 'policies/ci.json': statements(1) });
    posture(folder, ['init', '--yes']);
    expect(readFileSync(join(folder, '.posture/policy.yaml'), 'utf8')).toContain(
      `open-until: {critical: ${inDays(30)}, high: ${inDays(90)}, medium: ${inDays(180)}}`,
    );
    land(folder, 'init');
    expect(check(folder, '--as-of', inDays(29)).code).toBe(0);
    expect(check(folder, '--as-of', inDays(181))).toMatchObject({
      code: 1,
      findings: expect.arrayContaining([expect.objectContaining({ standing: 'expired' })]),
    });
    expect(posture(folder, ['review', '--list', '--as-of', inDays(181)]).stdout).toContain('its time to be repaired ended');
    writeFileSync(join(folder, 'policies/ci.json'), statements(1, '*'));
    expect(check(folder).code, 'a grant that grew is not the one that was recorded').toBe(1);
  });
});

describe('ends that come', () => {
  it('a renewal asks for approval, and only that', () => {
    const folder = repositoryOf({ 'policies/ci.json': statements(1) });
    posture(folder, ['accept', '--all', '--owner', '@a', '--approved-by', '@lead', '--reason', 'x', '--expires', inDays(1), '--yes']);
    land(folder, 'accept');
    git(folder, 'checkout', '-q', '-b', 'feature');
    expect(check(folder, '--as-of', inDays(2)).code).toBe(1);
    const { due } = JSON.parse(posture(folder, ['review', '--format', 'json']).stdout) as { due: { id: string }[] };
    expect(
      posture(folder, ['review', ...due.map((one) => one.id), '--keep', '--approved-by', '@lead', '--until', inDays(20), '--yes']).code,
    ).toBe(0);
    expect(check(folder, '--as-of', inDays(2))).toMatchObject({ code: 3 });
    expect(posture(folder, ['status', '--as-of', inDays(2)]).stdout).toMatch(/asking for approval +[1-9]/);
  });

  it('are counted for 7, 14 and 30 days, with what asks, what expired and what is stale by name', () => {
    const folder = repositoryOf({ 'policies/a.json': statements(1), 'policies/b.json': statements(1) });
    accept(folder);
    land(folder, 'accept');
    const status = (on: number) =>
      JSON.parse(posture(folder, ['status', '--format', 'json', '--as-of', inDays(on)]).stdout) as {
        accepted: number;
        expired: number;
        stale: number;
        ending: object;
      };
    const { accepted } = status(0);
    expect(accepted).toBeGreaterThan(1);
    expect(status(0).ending).toEqual({ in7Days: 0, in14Days: 0, in30Days: accepted });
    expect(status(7).ending).toEqual({ in7Days: 0, in14Days: accepted, in30Days: accepted });
    expect(status(13).ending).toEqual({ in7Days: accepted, in14Days: accepted, in30Days: accepted });
    expect(status(21)).toMatchObject({ accepted: 0, expired: accepted });
    git(folder, 'rm', '-q', 'policies/a.json');
    expect(posture(folder, ['status']).stdout).toMatch(/stale: \.posture\/decisions\/aws\/.*\.yaml drift\/stale-decision/);
    expect(posture(folder, ['status', '--as-of', inDays(21)]).stdout).toMatch(/expired: policies\/b\.json:4 aws\//);
  });
});

describe('broken glass', () => {
  it('needs no approver beforehand, lasts three days, is said in every run, and is to be reviewed', () => {
    const folder = repositoryOf({
      'policies/ci.json': statements(1),
      '.posture/policy.yaml': 'v: 1\napprovers: ["@ciso"]\nwarn-days: 0\n',
    });
    expect(accept(folder)).toMatchObject({ code: 1, stdout: expect.stringContaining('none of the approvers') });
    expect(accept(folder, '--kind', 'break-glass')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('the policy allows 3 for break-glass'),
    });
    expect(accept(folder, '--kind', 'break-glass', '--expires', inDays(3)).code).toBe(0);
    land(folder, 'break glass');
    const during = check(folder);
    expect(during.code).toBe(0);
    expect(during.findings.map((one) => one.rule)).toContain('drift/approval-expiring');
    expect(posture(folder, ['review', '--list']).stdout).toContain('break-glass: ends in 3 days, and is to be reviewed');
    expect(check(folder, '--as-of', inDays(4)).code).toBe(1);
  });
});

it('metrics come from the history of the records: what is open and for how long, repairs, broken glass, renewals', () => {
  const folder = repositoryOf({ 'policies/a.json': statements(1), 'policies/b.json': statements(1), CODEOWNERS: '* @acme/payments\n' });
  posture(folder, ['init', '--yes']);
  land(folder, 'init', inDays(-100));
  const names = readdirSync(join(folder, '.posture/decisions/aws'));
  const records = names.length;
  const rules = [...new Set(names.map((name) => `aws/${name.slice(0, -'-0123456789abcdef.yaml'.length)}`))];
  git(folder, 'rm', '-q', 'policies/a.json');
  land(folder, 'repair', inDays(-41));
  posture(folder, ['prune', '--yes']);
  land(folder, 'prune', inDays(-40));
  posture(folder, [
    'accept',
    ...rules,
    '--kind',
    'break-glass',
    '--owner',
    '@acme/a',
    '--approved-by',
    '@lead',
    '--reason',
    'an outage',
    '--expires',
    inDays(3),
    '--yes',
  ]);
  land(folder, 'break glass', inDays(0));
  const { teams } = JSON.parse(posture(folder, ['status', '--metrics', '--format', 'json']).stdout) as { teams: { owner: string }[] };
  expect(teams).toEqual([
    {
      owner: '@acme/a',
      open: 0,
      accepted: records / 2,
      oldestDays: 100,
      medianDays: 100,
      repaired: 0,
      breakGlass: records / 2,
      renewals: 0,
    },
    {
      owner: '@acme/payments',
      open: 0,
      accepted: 0,
      oldestDays: 0,
      medianDays: 0,
      repaired: records / 2,
      medianRepairDays: 60,
      breakGlass: 0,
      renewals: 0,
    },
  ]);
  expect(posture(folder, ['status', '--metrics']).stdout).toMatch(/^team +open +accepted +oldest/);
});
