import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Decision } from '../../server/engine/decision.ts';
import { printDecision } from '../../server/posture/record.ts';
import { decisionId, decisionPath, sealed } from '../../server/posture/seal.ts';
import { decisionsAt, decisionsIn } from '../../server/workspace/decision-files.ts';
import { isTarget, targetBranch } from '../../server/workspace/target-branch.ts';

let root: string;
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
const decision = (anchor: string): Decision =>
  sealed(
    { v: 1, id: decisionId('aws/x', anchor), rule: 'aws/x', anchor, kind: 'accepted-risk', state: 'accepted', reason: 'why' },
    { owner: '@a', by: '@b', on: '2026-11-01', until: '2027-01-01' },
  );
function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
const record = (one: Decision) => put(decisionPath(one), printDecision(one));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'posture-decisions-'));
  git('init', '-q', '-b', 'main');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('decision files', () => {
  it('are read from a commit as they stood there, and from the working tree as they stand', () => {
    record(decision('a'));
    git('add', '.');
    git('commit', '-qm', 'one');
    const commit = git('rev-parse', 'HEAD');
    record(decision('b'));
    expect(decisionsAt(root, commit).records.map((one) => one.decision)).toEqual([decision('a')]);
    expect(
      decisionsIn(root)
        .records.map((one) => one.decision.anchor)
        .sort(),
    ).toEqual(['a', 'b']);
  });

  it('that are links, misnamed or broken are refused and said; the rest counts', () => {
    record(decision('a'));
    put('.posture/decisions/aws/x-0000000000000000.yaml', printDecision(decision('b')));
    put('.posture/decisions/aws/broken.yaml', 'v: [');
    writeFileSync(join(root, 'secret'), printDecision(decision('c')));
    symlinkSync('../../../secret', join(root, decisionPath(decision('c'))));
    git('add', '.');
    git('commit', '-qm', 'one');
    for (const files of [decisionsAt(root, git('rev-parse', 'HEAD')), decisionsIn(root)]) {
      expect(files.records.map((one) => one.decision.anchor)).toEqual(['a']);
      expect(files.refused.map((one) => one.uri).sort()).toEqual(
        ['.posture/decisions/aws/broken.yaml', '.posture/decisions/aws/x-0000000000000000.yaml', decisionPath(decision('c'))].sort(),
      );
      expect(files.refused.every((one) => one.problems.length > 0)).toBe(true);
    }
  });

  it('are none where the folder is missing', () => {
    expect(decisionsIn(root)).toEqual({ records: [], refused: [] });
    git('commit', '-q', '--allow-empty', '-m', 'empty');
    expect(decisionsAt(root, git('rev-parse', 'HEAD'))).toEqual({ records: [], refused: [] });
  });

  it('may not be reached through a link in place of the folder', () => {
    put('elsewhere/aws/y.yaml', 'v: 1');
    mkdirSync(join(root, '.posture'));
    symlinkSync('../elsewhere', join(root, '.posture/decisions'));
    expect(decisionsIn(root)).toMatchObject({ records: [], refused: [{ problems: [{ message: expect.stringContaining('link') }] }] });
    unlinkSync(join(root, '.posture/decisions'));
  });
});

describe('the target branch', () => {
  it('is nothing before the first commit, then the local default branch', () => {
    expect(targetBranch(root)).toMatchObject({ nothingYet: true });
    git('commit', '-q', '--allow-empty', '-m', 'one');
    git('checkout', '-q', '-b', 'feature');
    git('commit', '-q', '--allow-empty', '-m', 'two');
    expect(targetBranch(root)).toMatchObject({ name: 'main', commit: git('rev-parse', 'main') });
  });

  it('is not known, rather than not there yet, where git cannot be run', () => {
    const path = process.env['PATH'];
    process.env['PATH'] = root;
    try {
      expect(targetBranch(root)).toMatchObject({ nothingYet: false, why: expect.stringContaining('git is not installed') });
    } finally {
      process.env['PATH'] = path;
    }
  });

  it("is the remote's default branch where there is a remote, never the local copy that a change could move", () => {
    git('commit', '-q', '--allow-empty', '-m', 'one');
    const clone = mkdtempSync(join(tmpdir(), 'posture-clone-'));
    try {
      execFileSync('git', ['clone', '-q', root, clone], { stdio: 'ignore' });
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-q', '--allow-empty', '-m', 'mine'], {
        cwd: clone,
      });
      const target = targetBranch(clone);
      expect(isTarget(target) && target.name).toBe('origin/main');
      expect(target).toMatchObject({ commit: git('rev-parse', 'main') });
      expect(targetBranch(clone, 'release')).toMatchObject({ why: expect.stringContaining('git fetch origin release') });
      execFileSync('git', ['update-ref', '-d', 'refs/remotes/origin/main'], { cwd: clone });
      expect(targetBranch(clone)).toMatchObject({ nothingYet: false, why: expect.stringContaining('set-head') });
    } finally {
      rmSync(clone, { recursive: true, force: true });
    }
  });

  it('refuses names that git would take for options', () => {
    git('commit', '-q', '--allow-empty', '-m', 'one');
    expect(targetBranch(root, '--upload-pack=x')).toMatchObject({ nothingYet: false });
  });
});
