// Approving and reviewing identities from the command line, over real repositories and at a real terminal.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundle, findingsIn, folderOf, git, plainEnvironment, posture, repositoryOf } from './posture.ts';
import { inDays } from '../support/days.ts';

const settings = (...allow: string[]) =>
  `{\n  "permissions": {\n    "allow": [${allow.map((one) => JSON.stringify(one)).join(', ')}]\n  }\n}\n`;
const workflow = (triggers: string) =>
  `on: ${triggers}\npermissions:\n  contents: read\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n`;

function repository(): string {
  const folder = repositoryOf({
    '.claude/settings.json': settings('Bash(make:*)'),
    '.github/workflows/ci.yml': workflow('push'),
    CODEOWNERS: '* @acme/payments\n',
  });
  git(folder, 'checkout', '-q', '-b', 'feature');
  return folder;
}

function land(folder: string): void {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'change');
  git(folder, 'checkout', '-q', 'main');
  git(folder, 'merge', '-q', 'feature');
  git(folder, 'checkout', '-q', 'feature');
}

const approve = (folder: string, ...more: string[]) =>
  posture(folder, ['approve', ...more, '--approved-by', '@lead', '--purpose', 'builds payments', '--yes']);
const drift = (folder: string, ...more: string[]) => {
  const outcome = posture(folder, ['check', '--format', 'json', ...more]);
  const { findings } = JSON.parse(outcome.stdout) as {
    findings: { rule: string; standing?: string; message: string; range: { start: { line: number } }; related: { message: string }[] }[];
  };
  return { code: outcome.code, findings: findings.filter((one) => one.rule.startsWith('drift/')) };
};
const recordsOf = (folder: string) =>
  readdirSync(join(folder, '.posture/identities'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort();

describe('approving', () => {
  it('records each identity with its owner, its scope and its review, and has nothing to do afterwards', () => {
    const folder = repository();
    const approved = approve(folder, '--all');
    expect(approved).toMatchObject({ code: 0, stderr: '' });
    expect(recordsOf(folder)).toEqual([
      expect.stringMatching(/^agent\/settings\.json-[0-9a-z]{16}\.yaml$/),
      expect.stringMatching(/^workflow-job\/github-workflows-ci\.yml-release-[0-9a-z]{16}\.yaml$/),
    ]);
    const record = readFileSync(join(folder, '.posture/identities', recordsOf(folder)[0]!), 'utf8');
    expect(record).toContain('owner: "@acme/payments", by: "@lead"');
    expect(record).toContain('scope:\n  - "cmd:claude-code:Bash(make:*)"\n');
    expect(record).toContain(`review: ${inDays(90)}`);
    expect(approve(folder, '--all')).toMatchObject({ code: 1, stdout: 'There is nothing to approve.\n' });
  });

  it('says what it needs, takes an identity by id, name, kind or file, and changes nothing on a dry run', () => {
    const folder = repository();
    expect(posture(folder, ['approve'])).toMatchObject({ code: 2, stderr: expect.stringContaining('name the identities') });
    expect(posture(folder, ['approve', '--all'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--approved-by is required') });
    expect(approve(folder, 'nobody')).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no identity nobody') });
    expect(approve(folder, 'agent', '--review', inDays(400))).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('the policy allows 180'),
    });
    for (const name of ['agent', 'settings.json', '.claude/settings.json', 'agent:claude-code:.claude/settings.json#settings.json'])
      expect(approve(folder, name, '--dry-run').stdout, name).toMatch(/^would approve: agent settings.json with 1 item/);
    expect(existsSync(join(folder, '.posture'))).toBe(false);
    rmSync(join(folder, 'CODEOWNERS'));
    expect(approve(folder, 'agent')).toMatchObject({ code: 1, stdout: expect.stringContaining('nobody answers for it') });
  });
});

describe('an approved identity', () => {
  function approved(): string {
    const folder = repository();
    approve(folder, '--all');
    land(folder);
    expect(drift(folder)).toEqual({ code: 0, findings: [] });
    return folder;
  }

  it('that got more is said at the new item, with what was approved beside it, until that is approved too', () => {
    const folder = approved();
    writeFileSync(join(folder, '.claude/settings.json'), settings('Bash(make:*)', 'Bash(cargo test:*)'));
    writeFileSync(join(folder, '.github/workflows/ci.yml'), workflow('[push, workflow_dispatch]'));
    const grown = drift(folder);
    expect(grown.code).toBe(1);
    expect(grown.findings.map((one) => `${one.rule}:${one.range.start.line}`)).toEqual([
      'drift/agent-scope-grew:3',
      'drift/agent-scope-grew:1',
    ]);
    expect(grown.findings[0]).toMatchObject({
      message: expect.stringContaining('"cmd:claude-code:Bash(cargo test:*)" is new'),
      related: [{ message: expect.stringContaining('approved by @lead') }],
    });
    expect(posture(folder, ['status']).stdout).toMatch(/identities +0 approved, 0 asking, 2 with more than was approved, 0 not approved/);
    expect(approve(folder, '--all').stdout).toContain('1 new and 0 gone');
    expect(drift(folder)).toMatchObject({ code: 3, findings: [{ standing: 'pending' }, { standing: 'pending' }] });
    land(folder);
    expect(drift(folder)).toEqual({ code: 0, findings: [] });
  });

  it('is not excused by an edit of its record, by deleting it, nor by deleting all of .posture', () => {
    const folder = approved();
    writeFileSync(join(folder, '.claude/settings.json'), settings('Bash(make:*)', 'Bash(cargo test:*)'));
    const path = join(folder, '.posture/identities', recordsOf(folder)[0]!);
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      text.replace('  - "cmd:claude-code:Bash(make:*)"', '  - "cmd:claude-code:Bash(cargo test:*)"\n  - "cmd:claude-code:Bash(make:*)"'),
    );
    expect(drift(folder)).toMatchObject({ code: 1, findings: [{ rule: 'drift/agent-scope-grew' }] });
    rmSync(path);
    expect(drift(folder).code).toBe(1);
    writeFileSync(path, text);
    writeFileSync(join(folder, '.posture/policy.yaml'), 'v: 1\n');
    land(folder);
    writeFileSync(join(folder, '.claude/settings.json'), settings('Bash(make:*)', 'Bash(cargo test:*)', 'Bash(rm:*)'));
    rmSync(join(folder, '.posture'), { recursive: true });
    expect(drift(folder)).toMatchObject({ code: 1 });
  });

  it('is due for review on its day, and is kept or revoked there', () => {
    const folder = approved();
    expect(posture(folder, ['review', '--list'])).toMatchObject({ code: 0, stdout: 'Nothing is due within 30 days.\n' });
    const soon = posture(folder, ['review', '--list', '--as-of', inDays(80)]);
    expect(soon.stdout).toContain('agent settings.json at .claude/settings.json:2, @acme/payments: its review is due in 10 days');
    const late = JSON.parse(posture(folder, ['review', '--format', 'json', '--as-of', inDays(91)]).stdout) as {
      due: { id: string; days: number }[];
    };
    expect(late.due.map((one) => one.days)).toEqual([-1, -1]);
    expect(drift(folder, '--as-of', inDays(91)).findings.map((one) => one.rule)).toEqual(['drift/review-overdue', 'drift/review-overdue']);
    const [first, second] = late.due.map((one) => one.id);
    expect(posture(folder, ['review', first!, '--keep', '--as-of', inDays(91), '--yes'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--approved-by is required'),
    });
    expect(posture(folder, ['review', first!, '--keep', '--approved-by', '@lead', '--as-of', inDays(91), '--yes'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`kept until ${inDays(181)}`),
    });
    expect(posture(folder, ['review', second!, '--revoke', '--reason', 'not used', '--as-of', inDays(91), '--yes'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('revoked:'),
    });
    land(folder);
    expect(drift(folder, '--as-of', inDays(91)).findings.map((one) => one.rule)).toEqual(['drift/resurrected']);
  });

  it('is asked for once the policy names its kind', () => {
    const folder = repository();
    mkdirSync(join(folder, '.posture'));
    writeFileSync(join(folder, '.posture/policy.yaml'), 'v: 1\napprove: [agent]\n');
    expect(drift(folder).findings).toEqual([]);
    land(folder);
    expect(drift(folder)).toMatchObject({ code: 1, findings: [{ rule: 'drift/unapproved-identity' }] });
    approve(folder, 'agent');
    expect(drift(folder)).toMatchObject({ code: 3, findings: [{ rule: 'drift/unapproved-identity', standing: 'pending' }] });
  });
});

describe('at a terminal', () => {
  /** Runs the command on a terminal of its own and gives each answer when its question stands there. */
  function atTerminal(
    folder: string,
    args: readonly string[],
    answers: readonly (readonly [question: string, answer: string])[],
  ): Promise<{ code: number | null; text: string }> {
    return new Promise((resolve) => {
      const child = spawn('script', ['-qec', [process.execPath, bundle, ...args].map((part) => `'${part}'`).join(' '), '/dev/null'], {
        cwd: folder,
        env: { ...plainEnvironment, TERM: 'dumb' },
      });
      let text = '';
      let seen = 0;
      const left = [...answers];
      const next = (): void => {
        const [question, answer] = left[0] ?? [];
        if (question === undefined) return;
        const found = text.indexOf(question, seen);
        if (found < 0) return;
        seen = found + question.length;
        left.shift();
        child.stdin.write(`${answer}\r`);
      };
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        next();
      });
      child.on('close', (code) => resolve({ code, text }));
    });
  }

  it('walks through what nobody approved, and writes what was answered with yes', async () => {
    const folder = repository();
    const walked = await atTerminal(
      folder,
      ['approve'],
      [
        ['Approve it as it is?', 'y'],
        ['Who answers for it', ''],
        ['Who approves?', '@lead'],
        ['What is it for?', ''],
        ['An answer is needed', 'builds payments'],
        ['When is it looked at again?', '2020-01-01'],
        ['That day has passed', ''],
        ['Approve it as it is?', 'n'],
        ['Write 1 record?', 'y'],
      ],
    );
    expect(walked.text).toContain('1 of 2: the agent settings.json, .claude/settings.json:2');
    expect(walked.text).toContain('cmd:claude-code:Bash(make:*)');
    expect(recordsOf(folder)).toHaveLength(1);
    expect(readFileSync(join(folder, '.posture/identities', recordsOf(folder)[0]!), 'utf8')).toContain('purpose: "builds payments"');
  });

  it('asks what to accept, one finding after the other, and offers for the next what was answered for the last', async () => {
    const folder = repositoryOf({
      'policies/ci.json':
        '{"Version": "2012-10-17", "Statement": [{"Sid": "Admin", "Effect": "Allow", "Action": ["s3:*"], "Resource": "*"}]}\n',
    });
    const walked = await atTerminal(
      folder,
      ['accept'],
      [
        ['Accept it?', 'r'],
        ['Who answers for it', '@acme/a'],
        ['Who approves?', '@lead'],
        ['Why is it fine?', 'moves to OIDC'],
        ['Until when?', ''],
        ['Accept it?', 'f'],
        ['Who answers for it', ''],
        ['Who approves?', ''],
        ['Why is it fine?', ''],
        ['Write 2 records?', 'y'],
      ],
    );
    expect(walked.text).toContain('1 of 2: policies/ci.json:1');
    const texts = readdirSync(join(folder, '.posture/decisions/aws')).map((name) =>
      readFileSync(join(folder, '.posture/decisions/aws', name), 'utf8'),
    );
    expect(texts.map((text) => /^kind: (.*)$/m.exec(text)![1]).sort()).toEqual(['accepted-risk', 'false-positive']);
    for (const text of texts) expect(text).toContain('owner: "@acme/a", by: "@lead"');
  });

  it('walks through what is due: what is kept is approved anew, what is skipped stays', async () => {
    const folder = folderOf({
      'policies/ci.json':
        '{"Version": "2012-10-17", "Statement": [{"Sid": "Admin", "Effect": "Allow", "Action": ["s3:*"], "Resource": "*"}]}\n',
    });
    git(folder, 'init', '-q', '-b', 'main');
    posture(folder, [
      'accept',
      'aws/wildcard-action',
      '--owner',
      '@acme/a',
      '--approved-by',
      '@lead',
      '--reason',
      'moves',
      '--expires',
      inDays(20),
      '--yes',
    ]);
    git(folder, 'add', '-A');
    git(folder, 'commit', '-qm', 'x');
    const walked = await atTerminal(
      folder,
      ['review'],
      [
        ['What becomes of it?', 'c'],
        ['Who approves?', '@ciso'],
        ['Until when?', inDays(400)],
        ['The policy allows', inDays(60)],
        ['Who answers for it?', '@acme/b'],
        ['Why is it fine?', ''],
        ['Write 1 record?', ''],
      ],
    );
    expect(walked.text).toContain('ends in 20 days');
    const [name] = readdirSync(join(folder, '.posture/decisions/aws'));
    expect(readFileSync(join(folder, '.posture/decisions/aws', name!), 'utf8')).toMatch(
      new RegExp(`approved: \\{owner: "@acme/b", by: "@ciso", on: ${inDays(0)}, until: ${inDays(60)}`),
    );
    const left = await atTerminal(folder, ['review', '--within', '90'], [['What becomes of it?', 'q']]);
    expect(left.text).toContain('Nothing was changed');
  });
});

it('findings of drift count like any other in a report', () => {
  const folder = repository();
  approve(folder, '--all');
  land(folder);
  writeFileSync(join(folder, '.claude/settings.json'), settings('Bash(make:*)', 'Bash(cargo test:*)'));
  expect(findingsIn(posture(folder, ['drift', '--format', 'json']))).toEqual(['.claude/settings.json:3 drift/agent-scope-grew']);
});
