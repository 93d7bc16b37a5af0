// Decisions from the command line, over real repositories: whose word counts, and every way around it that we know.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, git, posture, write } from './posture.ts';
import { inDays } from '../support/days.ts';

const policy = (actions: string) => `{
  "Version": "2012-10-17",
  "Statement": [{"Sid": "Admin", "Effect": "Allow", "Action": ${actions}, "Resource": "*"}]
}
`;
const who = ['--owner', '@acme/payments', '--approved-by', '@sec-lead', '--reason', 'moves to OIDC'];
const accept = (folder: string, ...more: string[]) =>
  posture(folder, ['accept', '--all', ...who, '--expires', inDays(20), '--yes', ...more]);
const states = (folder: string, ...more: string[]) => {
  const result = posture(folder, ['check', '--format', 'json', ...more]);
  const { findings } = JSON.parse(result.stdout) as { findings: { rule: string; standing?: string }[] };
  return { code: result.code, findings: findings.map((one) => `${one.rule} ${one.standing ?? ''}`.trim()), stderr: result.stderr };
};

/** A repository whose main branch holds the policy, and a feature branch that is checked out. */
function repository(actions = '["s3:*"]'): string {
  const folder = folderOf({ 'policies/ci.json': policy(actions) });
  git(folder, 'init', '-q', '-b', 'main');
  commit(folder, 'base');
  git(folder, 'checkout', '-q', '-b', 'feature');
  return folder;
}

function commit(folder: string, message: string): void {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', message);
}

/** Merges what the feature branch holds, as a reviewed pull request would. */
function land(folder: string): void {
  commit(folder, 'change');
  git(folder, 'checkout', '-q', 'main');
  git(folder, 'merge', '-q', 'feature');
  git(folder, 'checkout', '-q', 'feature');
}

const recordOf = (folder: string) => {
  const [area] = readdirSync(join(folder, '.posture/decisions'));
  const [name] = readdirSync(join(folder, '.posture/decisions', area!));
  return join(folder, '.posture/decisions', area!, name!);
};

describe('accepting', () => {
  it('asks for approval until the record stands on the target branch, then the finding is put aside', () => {
    const folder = repository();
    expect(states(folder)).toMatchObject({ code: 1 });
    const accepted = accept(folder);
    expect(accepted.stderr).toBe('');
    expect(accepted).toMatchObject({ code: 0 });
    expect(accepted.stdout).toContain('accepted: policies/ci.json:3 aws/');
    const pending = states(folder);
    expect(pending.code).toBe(3);
    expect(pending.findings.filter((one) => !one.endsWith(' pending'))).toEqual([]);
    commit(folder, 'accept');
    expect(states(folder).code).toBe(3);
    land2(folder);
    expect(states(folder)).toMatchObject({ code: 0, findings: [] });
  });

  it('is about what a sparse check-out leaves out, too: nothing there is stale, and nothing is pruned', () => {
    const folder = repository();
    write(folder, { 'docs/a.md': 'a\n' });
    accept(folder);
    land(folder);
    git(folder, 'sparse-checkout', 'set', 'docs', '.posture');
    const outcome = posture(folder, ['check']);
    expect(outcome).toMatchObject({ code: 0, stdout: expect.stringContaining('No findings.') });
    expect(outcome.stdout).toContain('1 left out by the sparse check-out: policies/ci.json');
    expect(posture(folder, ['check', '--staged']).stdout).not.toContain('finding stood');
    expect(posture(folder, ['prune', '--yes']).stdout).toContain('Every decision is about something that is there.');
    // What is deleted is gone all the same.
    git(folder, 'sparse-checkout', 'disable');
    git(folder, 'rm', '-q', 'policies/ci.json');
    expect(posture(folder, ['drift']).stdout).toContain('drift/stale-decision');
  });

  it('does not hold up a commit', () => {
    const folder = repository();
    writeFileSync(join(folder, 'policies/ci.json'), policy('["s3:*"]').replace('Admin', 'Other'));
    accept(folder);
    git(folder, 'add', '-A');
    expect(posture(folder, ['check', '--staged']).code).toBe(0);
  });

  it('says what it needs, writes nothing by halves and changes nothing on a dry run', () => {
    const folder = repository();
    expect(posture(folder, ['accept', '--all', '--yes'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--owner is required'),
    });
    expect(posture(folder, ['accept', 'aws/no-such', ...who])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no finding aws/no-such'),
    });
    expect(posture(folder, ['accept', '--all', ...who, '--expires', inDays(20)])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('give --yes'),
    });
    expect(accept(folder, '--dry-run').stdout).toContain('would accept');
    expect(posture(folder, ['accept', '--all', ...who, '--yes'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('asks for an end'),
    });
    expect(posture(folder, ['accept', '--all', ...who, '--expires', inDays(900), '--yes'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('the policy allows'),
    });
    expect(readdirSync(folder)).not.toContain('.posture');
  });

  it('does not take a live token for an accepted risk', () => {
    const folder = folderOf({ 'src/a.ts': "export const token = '{{token:github-pat}}';\n" });
    git(folder, 'init', '-q', '-b', 'main');
    commit(folder, 'base');
    const result = accept(folder);
    expect(result).toMatchObject({ code: 1, stdout: expect.stringContaining('Rotate it') });
  });
});

/** Lands what is committed on the feature branch already. */
function land2(folder: string): void {
  git(folder, 'checkout', '-q', 'main');
  git(folder, 'merge', '-q', 'feature');
  git(folder, 'checkout', '-q', 'feature');
}

describe('nobody excuses themselves', () => {
  function accepted(): string {
    const folder = repository();
    accept(folder);
    land(folder);
    expect(states(folder).code).toBe(0);
    return folder;
  }

  it('by widening what was approved', () => {
    const folder = accepted();
    writeFileSync(join(folder, 'policies/ci.json'), policy('["s3:*", "iam:*"]'));
    const after = states(folder);
    expect(after.code).toBe(1);
    expect(after.findings).toContain('drift/scope-grew');
  });

  it('by editing the record in the same change', () => {
    const folder = accepted();
    writeFileSync(join(folder, 'policies/ci.json'), policy('["s3:*", "iam:*"]'));
    writeFileSync(recordOf(folder), readFileSync(recordOf(folder), 'utf8').replace('"action s3:*"', '"action iam:*", "action s3:*"'));
    expect(states(folder).code).toBe(1);
  });

  it('by lengthening the approval on the target branch without sealing it', () => {
    const folder = accepted();
    writeFileSync(recordOf(folder), readFileSync(recordOf(folder), 'utf8').replace(inDays(20), inDays(25)));
    land(folder);
    const after = states(folder);
    expect(after.code).toBe(1);
    expect(after.findings).toContain('drift/approval-void');
  });

  it('by copying what was approved to another place', () => {
    const folder = accepted();
    mkdirSync(join(folder, 'prod'));
    writeFileSync(join(folder, 'prod/ci.json'), policy('["s3:*"]'));
    expect(states(folder).code).toBe(1);
  });

  it('by a policy of their own: the one on the target branch counts', () => {
    const folder = repository();
    mkdirSync(join(folder, '.posture'), { recursive: true });
    writeFileSync(join(folder, '.posture/policy.yaml'), 'v: 1\napprovers: ["@ciso"]\n');
    land(folder);
    writeFileSync(join(folder, '.posture/policy.yaml'), 'v: 1\napprovers: ["@sec-lead"]\n');
    accept(folder);
    commit(folder, 'mine');
    git(folder, 'checkout', '-q', 'main');
    git(folder, 'checkout', '-q', 'feature', '--', '.posture/decisions');
    commit(folder, 'only the record lands');
    git(folder, 'checkout', '-q', 'feature');
    const after = states(folder);
    expect(after.code).toBe(1);
    expect(after.findings).toContain('drift/approval-void');
  });

  it('by an approval that the target branch took back while this branch kept it', () => {
    const folder = accepted();
    git(folder, 'checkout', '-q', 'main');
    git(folder, 'rm', '-rq', '.posture');
    commit(folder, 'revoke');
    git(folder, 'checkout', '-q', 'feature');
    expect(states(folder).code).toBe(3);
  });

  const govern = (folder: string) => {
    mkdirSync(join(folder, '.posture'), { recursive: true });
    writeFileSync(join(folder, '.posture/policy.yaml'), 'v: 1\n');
  };

  it('by a comment: one that the change adds asks for approval, one that stands on the target branch counts', () => {
    const workflow = (comment: string) =>
      `on: push\n${comment}permissions: write-all\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n`;
    const folder = folderOf({ '.github/workflows/ci.yml': workflow('') });
    git(folder, 'init', '-q', '-b', 'main');
    govern(folder);
    commit(folder, 'base');
    git(folder, 'checkout', '-q', '-b', 'feature');
    const comment = '# posture-ignore github/write-all-permissions until=2099-01-01 owner=@acme/ci: publishes\n';
    writeFileSync(join(folder, '.github/workflows/ci.yml'), workflow(comment));
    expect(states(folder)).toMatchObject({ code: 3, findings: ['github/write-all-permissions pending'] });
    land(folder);
    expect(states(folder)).toMatchObject({ code: 0, findings: [] });
    writeFileSync(join(folder, '.github/workflows/ci.yml'), workflow(comment.replace('2099', '2199')));
    expect(states(folder).code).toBe(3);
  });

  it('by a configuration beside the file, nor by taking away the one that is strict', () => {
    const folder = repository();
    govern(folder);
    land(folder);
    const rules = states(folder).findings;
    expect(rules.length).toBeGreaterThan(0);
    mkdirSync(join(folder, 'policies/.posture'));
    writeFileSync(join(folder, 'policies/.posture/config.yaml'), 'ignore:\n  - path: "*.json"\n    reason: mine\n');
    expect(states(folder)).toMatchObject({ code: 3, findings: rules.map((one) => `${one.split(' ')[0]} pending`) });
    land(folder);
    expect(states(folder)).toMatchObject({ code: 0, findings: [] });
  });

  it('by a remote that is not known here: that is an error and no word about being clean', () => {
    const folder = accepted();
    git(folder, 'remote', 'add', 'origin', '/nonexistent');
    const after = posture(folder, ['check']);
    expect(after.code).toBe(2);
    expect(after.stdout + after.stderr).toContain('git remote set-head origin --auto');
  });
});

// Windows allows no such name.
describe.skipIf(process.platform === 'win32')('a name with a control character', () => {
  it('is in no record, and what was not recorded is said', () => {
    const folder = folderOf({ 'new\nline/ci.json': policy('["s3:*"]'), 'plain/ci.json': policy('["s3:*"]') });
    git(folder, 'init', '-q', '-b', 'main');
    const init = posture(folder, ['init', '--yes']);
    expect(init.stdout).toContain('1 will be recorded as open');
    expect(init.stdout).toContain('not recorded: new\u00b7line/ci.json:3 aws/wildcard-action: a control character stands in the name');
    commit(folder, 'init');
    expect(posture(folder, ['fmt', '--check'])).toMatchObject({ code: 0 });
    expect(accept(folder).stdout).toContain(
      'not accepted: new\u00b7line/ci.json:3 aws/wildcard-action: a control character stands in the name',
    );
    expect(states(folder)).toMatchObject({ code: 1, stderr: expect.not.stringContaining('not checked') });
  });

  it('in a record that somebody wrote is said once', () => {
    const folder = repository();
    write(folder, { '.posture/decisions/aws/x-0000000000000000.yaml': 'v: 1\nid: "0000000000000000"\nanchor: "a\\nb"\n' });
    land(folder);
    expect(posture(folder, ['check']).stdout.match(/^Not checked: record/gm)).toHaveLength(1);
  });
});

describe('the first day and after', () => {
  it('init records what is there as open, accepts nothing, and stops nobody once it has landed', () => {
    const folder = repository();
    expect(posture(folder, ['init'])).toMatchObject({ code: 2, stderr: expect.stringContaining('give --yes') });
    expect(readdirSync(folder)).not.toContain('.posture');
    const init = posture(folder, ['init', '--yes', '--owner', '@acme/platform']);
    expect(init).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('Nothing is accepted') });
    expect(init.stdout).toMatch(/^\d+ findings? in 1 of \d+ files?\.\n/);
    expect(posture(folder, ['doctor']).stdout).toContain('commit .posture and have it merged into main');
    expect(readFileSync(recordOf(folder), 'utf8')).toContain('state: open');
    land(folder);
    const after = states(folder);
    expect(after.code).toBe(0);
    const open = after.findings.filter((one) => one.endsWith(' existing')).length;
    expect(open).toBeGreaterThan(0);
    expect(posture(folder, ['check']).stdout).toMatch(
      open === 1
        ? /^1 finding is known and open, and stops nobody\.$/m
        : new RegExp(`^${open} findings are known and open, and stop nobody\\.$`, 'm'),
    );
    writeFileSync(join(folder, 'policies/more.json'), policy('["iam:*"]'));
    expect(states(folder).code).toBe(1);
    expect(posture(folder, ['init', '--yes'])).toMatchObject({ code: 2, stderr: expect.stringContaining('there already') });
  });

  it('status counts, drift lists, prune removes what is gone', () => {
    const folder = repository();
    expect(posture(folder, ['status']).stdout).toContain('nobody yet');
    expect(posture(folder, ['drift']).stdout).toMatch(
      /^No drift: nothing was decided or observed here yet, and posture init begins a baseline\.\n/,
    );
    accept(folder);
    land(folder);
    expect(posture(folder, ['status']).stdout).toMatch(/decisions of +main@[0-9a-f]{7}\naccepted +[1-9]/);
    expect(posture(folder, ['drift'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^No drift\.\n/) });
    writeFileSync(join(folder, 'policies/ci.json'), '{}\n');
    land(folder);
    const drift = posture(folder, ['drift', '--format', 'json']);
    expect(drift.code).toBe(1);
    expect((JSON.parse(drift.stdout) as { findings: { rule: string }[] }).findings.map((one) => one.rule)).toContain(
      'drift/stale-decision',
    );
    expect(posture(folder, ['prune'])).toMatchObject({ code: 2, stderr: expect.stringContaining('give --yes') });
    expect(posture(folder, ['prune', '--yes'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Removed') });
    land(folder);
    expect(posture(folder, ['prune', '--yes']).stdout).toContain('Every decision is about something that is there');
  });
});

describe('baselines of other tools', () => {
  it('are taken over where the same thing is found here, and counted where it is not', () => {
    const folder = repository();
    writeFileSync(
      join(folder, '.checkov.baseline'),
      JSON.stringify({
        failed_checks: [
          { file: '/policies/ci.json', findings: [{ resource: 'x', check_ids: ['CKV_AWS_63'] }] },
          { file: '/gone.tf', findings: [{ resource: 'y', check_ids: ['CKV_AWS_1'] }] },
        ],
      }),
    );
    writeFileSync(join(folder, 'policies/ci.json'), policy('["s3:*"]'));
    const result = posture(folder, [
      'import',
      '.checkov.baseline',
      '--owner',
      '@a',
      '--approved-by',
      '@b',
      '--expires',
      inDays(20),
      '--yes',
    ]);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toContain('checkov: 2 entries, 1 found here, 1 not found here');
    writeFileSync(join(folder, '.trivyignore'), 'AVD-AWS-0057\nCVE-2020-1\n');
    const trivy = posture(folder, ['import', '.trivyignore', '--owner', '@a', '--approved-by', '@b', '--expires', inDays(20), '--yes']);
    expect(trivy.stdout).toMatch(/trivy: 2 entries, 1 found here, 1 not found here; [1-9]\d* decisions?/);
    expect(readFileSync(recordOf(folder), 'utf8')).toContain('taken over from trivy');
    write(folder, {
      '.github/workflows/ci.yml':
        'on: push\npermissions: write-all\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n',
      '.github/zizmor.yml': 'rules:\n  excessive-permissions:\n    ignore:\n      - ci.yml:2\n      - other.yml\n',
    });
    const zizmor = posture(folder, [
      'import',
      '.github/zizmor.yml',
      '--owner',
      '@a',
      '--approved-by',
      '@b',
      '--expires',
      inDays(20),
      '--yes',
    ]);
    expect(zizmor.stdout).toMatch(
      /zizmor: 2 entries, 1 found here, 1 not found here; [1-9]\d* decisions?\nThese count when they are merged/,
    );
    expect(posture(folder, ['import', 'policies/ci.json', '--owner', '@a', '--approved-by', '@b'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no baseline that is known'),
    });
  });
});

it('a broken record is said, counts for nothing, and the run is not complete', () => {
  const folder = repository();
  accept(folder);
  land(folder);
  writeFileSync(recordOf(folder), 'v: [');
  land(folder);
  const after = posture(folder, ['check', '--format', 'json']);
  expect(after.code).toBe(2);
  expect(after.stderr).toContain('.posture/decisions/aws/');
});

it('says when an approval ended', () => {
  const folder = repository();
  accept(folder);
  land(folder);
  const later = inDays(21);
  const after = posture(folder, ['check', '--as-of', later]);
  expect(after.code).toBe(1);
  expect(after.stdout).toContain('ended 1 day ago');
});

it('is renewed, revoked and accepted again at its place, which is about what stands there and not about its decision', () => {
  const folder = repository();
  const place = 'policies/ci.json:3';
  const run = (...args: string[]) => posture(folder, [...args, '--yes']);
  expect(run('accept', place, ...who, '--until', inDays(20)).code).toBe(0);
  land(folder);
  const [id] = /^\S+/.exec(posture(folder, ['review', '--list']).stdout)!;
  expect(run('review', id!, '--keep', '--approved-by', '@lead', '--expires', inDays(30)).stdout).toContain(`kept until ${inDays(30)}`);
  expect(run('review', id!, '--revoke', '--reason', 'not needed').stdout).toContain('revoked:');
  land(folder);
  const revoked = states(folder);
  expect(revoked.findings).toContain('drift/resurrected');
  expect(posture(folder, ['check']).stdout).toContain('is recorded as revoked here, and it stands');
  const again = run('accept', place, ...who, '--expires', inDays(20));
  expect(again.code, again.stderr).toBe(0);
  expect(again.stdout).not.toContain('drift/');
  land(folder);
  expect(states(folder)).toMatchObject({ findings: [] });
});
