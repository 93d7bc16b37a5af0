// Ways around the team's decisions that we know, each over a real clone of a real remote, as a CI job would run it. What
// decisions.test.ts has is not repeated: comments, configurations, policies, copies, revoked and lengthened approvals.
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, git, plainEnvironment, posture, write } from './posture.ts';
import { inDays } from '../support/days.ts';

const policyOf = (actions: string, sid = 'Admin') => `{
  "Version": "2012-10-17",
  "Statement": [{"Sid": "${sid}", "Effect": "Allow", "Action": ${actions}, "Resource": "*"}]
}
`;
const role = (action: string) => `variable "actions" {}

resource "aws_iam_role_policy" "ci" {
  role = "ci"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "Ci", Effect = "Allow", Action = ${action}, Resource = "*" }]
  })
}
`;
const commit = (folder: string, message: string): void => {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', message, '--allow-empty');
};
const accept = (folder: string, ...more: string[]) =>
  posture(folder, [
    'accept',
    '--all',
    '--owner',
    '@acme/a',
    '--approved-by',
    '@sec-lead',
    '--reason',
    'moves to OIDC',
    '--expires',
    inDays(20),
    '--yes',
    ...more,
  ]);
const check = (folder: string, env: NodeJS.ProcessEnv = {}, ...more: string[]) => {
  const outcome = posture(folder, ['check', '--format', 'json', ...more], { env });
  const report =
    outcome.stdout === ''
      ? { findings: [], notes: [] }
      : (JSON.parse(outcome.stdout) as { findings: { rule: string; file: string; standing?: string }[]; notes: string[] });
  return {
    code: outcome.code,
    findings: report.findings.map((one) => `${one.rule}${one.standing ? ` ${one.standing}` : ''}`),
    said: `${outcome.stdout}${outcome.stderr}`,
  };
};

/** A bare remote with these files and a policy on main, and a clone of it on a branch of its own. */
function cloned(files: Readonly<Record<string, string>>, policy = 'v: 1\napprovers: ["@sec-lead"]\n'): { remote: string; clone: string } {
  const remote = folderOf();
  git(remote, 'init', '-q', '--bare', '-b', 'main');
  const first = folderOf({ ...files, '.posture/policy.yaml': policy });
  git(first, 'init', '-q', '-b', 'main');
  commit(first, 'first');
  git(first, 'push', '-q', remote, 'main');
  const clone = join(folderOf(), 'clone');
  git(remote, 'clone', '-q', remote, clone);
  git(clone, 'checkout', '-q', '-b', 'feature');
  return { remote, clone };
}

/** Lands what is in the clone on the remote's branch, as a reviewed request would be. */
function land(clone: string, branch = 'main'): void {
  commit(clone, 'change');
  git(clone, 'push', '-q', 'origin', `HEAD:${branch}`);
  git(clone, 'fetch', '-q', 'origin');
}

describe('nobody gets around the decisions', () => {
  it('by a shallow clone: what the target says is not known there, and that is an error with what to fetch', () => {
    const { remote, clone } = cloned({ 'policies/ci.json': policyOf('["s3:*"]') });
    accept(clone);
    commit(clone, 'mine');
    git(clone, 'push', '-q', 'origin', 'feature');
    const shallow = join(folderOf(), 'shallow');
    git(remote, 'clone', '-q', '--depth', '1', '--branch', 'feature', `file://${remote}`, shallow);
    expect(check(shallow)).toMatchObject({ code: 2, said: expect.stringContaining('git remote set-head origin --auto') });
    expect(check(shallow, { GITHUB_BASE_REF: 'main' })).toMatchObject({ code: 2, said: expect.stringContaining('git fetch origin main') });
    expect(check(shallow, {}, '--diff', 'origin/main').code).toBe(2);
    git(shallow, 'fetch', '-q', '--depth', '1', 'origin', 'main:refs/remotes/origin/main');
    expect(check(shallow, { GITHUB_BASE_REF: 'main' })).toMatchObject({ code: 3 });
  });

  it('by a stacked target: a branch that accepts everything counts for nobody, unless the policy of main names it', () => {
    const { clone } = cloned({ 'policies/ci.json': policyOf('["s3:*"]') });
    accept(clone);
    land(clone, 'loose');
    git(clone, 'checkout', '-q', '-b', 'stacked');
    const stacked = check(clone, { GITHUB_BASE_REF: 'loose' });
    expect(stacked.code).toBe(3);
    expect(stacked.said).toContain('the request goes to loose, which is not among the targets of the policy');
    expect(check(clone, { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'loose', CI_DEFAULT_BRANCH: 'main' }).code).toBe(3);
    git(clone, 'checkout', '-q', '-b', 'policy', 'origin/main');
    writeFileSync(join(clone, '.posture/policy.yaml'), 'v: 1\napprovers: ["@sec-lead"]\ntargets: ["loo*"]\n');
    land(clone);
    git(clone, 'checkout', '-q', 'stacked');
    expect(check(clone, { GITHUB_BASE_REF: 'loose' })).toMatchObject({ code: 0, findings: [] });
  });

  it('by pointing the request at another branch: the check is the same before and after', () => {
    const { clone } = cloned({ 'policies/ci.json': policyOf('["s3:*"]') });
    accept(clone);
    land(clone, 'release');
    const event = join(folderOf({ 'event.json': JSON.stringify({ repository: { default_branch: 'main' } }) }), 'event.json');
    const codes = ['release', 'main'].map((branch) => check(clone, { GITHUB_BASE_REF: branch, GITHUB_EVENT_PATH: event }).code);
    expect(codes).toEqual([3, 3]);
  });

  it('by a forged approver: what only the change says asks for approval, a broken seal counts for nothing, and a name proves nothing', () => {
    const { clone } = cloned({ 'policies/ci.json': policyOf('["s3:*"]') });
    accept(clone);
    expect(check(clone).code).toBe(3);
    const area = join(clone, '.posture/decisions/aws');
    for (const name of readdirSync(area))
      writeFileSync(join(area, name), readFileSync(join(area, name), 'utf8').replace('@acme/a', '@acme/other'));
    expect(check(clone)).toMatchObject({ code: 1, findings: expect.arrayContaining(['drift/approval-void']) });
    accept(clone);
    land(clone);
    expect(check(clone)).toMatchObject({ code: 0 });
    expect(posture(clone, ['verify'])).toMatchObject({ code: 1, stdout: expect.stringContaining('unproven') });
    const other = cloned({ 'policies/ci.json': policyOf('["s3:*"]') });
    posture(other.clone, [
      'accept',
      '--all',
      '--owner',
      '@acme/a',
      '--approved-by',
      '@me',
      '--reason',
      'x',
      '--expires',
      inDays(20),
      '--yes',
    ]);
    expect(readdirSync(join(other.clone, '.posture'))).not.toContain('decisions');
  });

  it('by a squash: decisions survive one, and an old branch that brings a revoked one back asks again', () => {
    const { clone } = cloned({ 'policies/ci.json': policyOf('["s3:*"]') });
    accept(clone);
    commit(clone, 'one');
    commit(clone, 'two');
    git(clone, 'checkout', '-q', '-b', 'squash', 'origin/main');
    git(clone, 'merge', '-q', '--squash', 'feature');
    land(clone);
    git(clone, 'checkout', '-q', 'feature');
    expect(check(clone)).toMatchObject({ code: 0 });
    git(clone, 'checkout', '-q', '-b', 'revoke', 'origin/main');
    git(clone, 'rm', '-rq', '.posture/decisions');
    land(clone);
    git(clone, 'checkout', '-q', '-b', 'again', 'origin/main');
    git(clone, 'merge', '-q', '--squash', 'feature', '-X', 'theirs', '--allow-unrelated-histories');
    git(clone, 'checkout', '-q', 'feature', '--', '.posture/decisions');
    commit(clone, 'squashed again');
    expect(check(clone)).toMatchObject({ code: 3 });
  });

  it('by moving what was approved for staging to production', () => {
    const { clone } = cloned({ 'envs/staging/ci.json': policyOf('["s3:*"]') });
    accept(clone);
    land(clone);
    expect(check(clone)).toMatchObject({ code: 0 });
    mkdirSync(join(clone, 'envs/other'));
    renameSync(join(clone, 'envs/staging/ci.json'), join(clone, 'envs/staging/renamed.json'));
    expect(check(clone), 'a rename in its environment keeps the approval').toMatchObject({ code: 0 });
    mkdirSync(join(clone, 'envs/prod'));
    renameSync(join(clone, 'envs/staging/renamed.json'), join(clone, 'envs/prod/ci.json'));
    expect(check(clone)).toMatchObject({
      code: 1,
      findings: expect.arrayContaining([expect.stringMatching(/^aws\/.* new$/), 'drift/stale-decision']),
    });
  });

  it('by moving it under another owner', () => {
    const { clone } = cloned({ 'a/ci.json': policyOf('["s3:*"]'), CODEOWNERS: 'a/ @acme/a\nb/ @acme/b\n' });
    accept(clone);
    land(clone);
    mkdirSync(join(clone, 'b'));
    renameSync(join(clone, 'a/ci.json'), join(clone, 'b/ci.json'));
    expect(check(clone).code).toBe(1);
  });

  it.each([
    ['the action', 'var.actions'],
    ['all of the statement', undefined],
  ])('by making %s unresolvable: it is not gone, and prune does not take the record away', (_, action) => {
    const { clone } = cloned({ 'infra/main.tf': role('"s3:*"') });
    accept(clone);
    land(clone);
    expect(check(clone)).toMatchObject({ code: 0 });
    writeFileSync(
      join(clone, 'infra/main.tf'),
      action ? role(action) : role('"s3:*"').replace(/Statement = \[.*\]/, 'Statement = var.actions'),
    );
    expect(check(clone)).toMatchObject({ code: 1, findings: expect.arrayContaining(['drift/became-unresolvable']) });
    expect(posture(clone, ['prune', '--yes']).stdout).toContain('Every decision is about something that is there');
    writeFileSync(join(clone, 'infra/main.tf'), role('"s3:GetObject"').replace('Resource = "*"', 'Resource = "arn:aws:s3:::a/*"'));
    expect(check(clone).findings, 'a known safe value is a repair').toEqual(expect.arrayContaining(['drift/stale-decision']));
  });

  it('by deleting the records, the policy, or all of .posture in the change', () => {
    const { clone } = cloned({ 'policies/ci.json': policyOf('["s3:*"]') });
    accept(clone);
    land(clone);
    write(clone, { 'policies/ci.json': policyOf('["s3:*", "iam:*"]') });
    git(clone, 'rm', '-rq', '--cached', '.posture');
    expect(check(clone)).toMatchObject({ code: 1, findings: expect.arrayContaining(['drift/scope-grew']) });
  });

  it('by loosening the policy in the change: that asks for approval, and is said by name', () => {
    const { clone } = cloned({ 'policies/ci.json': policyOf('["s3:*"]') });
    writeFileSync(join(clone, '.posture/policy.yaml'), 'v: 1\napprovers: ["@me"]\nlifetimes: {critical: 3650}\n');
    const loosened = check(clone);
    expect(loosened.code).toBe(1);
    expect(loosened.said).toContain('the policy of this change asks for approval (approvers, lifetimes)');
  });

  it('by a branch that is called like the remote one, or by moving the local copy of it', () => {
    const { clone } = cloned({ 'policies/ci.json': policyOf('["s3:*"]') });
    accept(clone);
    commit(clone, 'mine');
    git(clone, 'branch', '-f', 'main', 'HEAD');
    git(clone, 'branch', 'origin/main', 'HEAD');
    expect(check(clone).code).toBe(3);
    expect(check(clone, {}, '--target', 'main').code).toBe(3);
  });
});

describe('a change since a base', () => {
  it('is told of what grew under a decision, though the line itself is old, and not of what is old', () => {
    const { clone } = cloned({
      'policies/ci.json': policyOf('["s3:*"]').replace(
        '"Resource": "*"',
        '"Resource": "*",\n    "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}',
      ),
      'policies/other.json': policyOf('["iam:*"]', 'Other'),
    });
    accept(clone);
    land(clone);
    expect(check(clone, {}, '--diff', 'origin/main')).toMatchObject({ code: 0, findings: [] });
    writeFileSync(join(clone, 'policies/ci.json'), policyOf('["s3:*"]').replace('"Resource": "*"', '"Resource": "*"\n    '));
    const grown = check(clone, {}, '--diff', 'origin/main');
    expect(grown).toMatchObject({ code: 1, findings: expect.arrayContaining(['drift/scope-grew']) });
    expect(grown.findings.filter((one) => one.includes('stale'))).toEqual([]);
  });
});

it("the environment of these tests is nobody's", () => {
  expect(Object.keys(plainEnvironment)).not.toContain('GITHUB_BASE_REF');
});
