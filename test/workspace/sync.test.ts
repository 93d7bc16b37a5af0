// Sync over real bare repositories: many at once, killed at any point, and everything a remote can do to one.
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Decision } from '../../server/engine/decision.ts';
import type { IdentityRecord } from '../../server/engine/identity-record.ts';
import { identityPath, identityRecordId, printIdentity, readIdentity, sealedIdentity } from '../../server/posture/identity-file.ts';
import { printDecision, readDecision } from '../../server/posture/record.ts';
import { decisionId, decisionPath, isSealed, sealed } from '../../server/posture/seal.ts';
import { decisionsIn } from '../../server/workspace/decision-files.ts';
import { lock } from '../../server/workspace/sync/lock.ts';
import { sync, type SyncRequest } from '../../server/workspace/sync/sync.ts';
import { confirmAddress, isConfirmed, teamIn } from '../../server/workspace/sync/team-address.ts';
import { lastSynced, userConfiguration } from '../../server/workspace/sync/team-branch.ts';

let folder: string;
let team: string;
const place = 'repositories/example.com/acme/payments';
const git = (cwd: string, ...args: string[]) => {
  const run = spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`git ${args.join(' ')}: ${run.stderr}`);
  return run.stdout.trim();
};
const decision = (name: string, more: Partial<Decision> = {}, until = '2027-01-01'): Decision =>
  sealed(
    {
      v: 1,
      id: decisionId('aws/x', name),
      rule: 'aws/x',
      anchor: name,
      kind: 'accepted-risk',
      state: 'accepted',
      grant: ['action *', 'effect allow'],
      reason: 'why',
      ...more,
    },
    { owner: '@a', by: '@b', on: '2026-11-01', until },
  );

function put(root: string, one: Decision): void {
  const path = join(root, decisionPath(one));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, printDecision(one));
}

function work(name: string): string {
  const root = join(folder, name);
  mkdirSync(root);
  git(root, 'init', '-q', '-b', 'main');
  git(root, 'commit', '-q', '--allow-empty', '-m', 'first');
  return realpathSync(root);
}

const request = (root: string, handle = 'lead'): SyncRequest => ({
  root,
  address: { url: team, branch: 'main', transport: 'file' },
  place,
  handle,
});

/** Merges every proposal into the team's branch, as reviewed pull requests would be. */
function mergeProposals(): void {
  const clone = mkdtempSync(join(folder, 'clone-'));
  git(folder, 'clone', '-q', team, clone);
  for (const branch of git(clone, 'for-each-ref', '--format=%(refname:short)', 'refs/remotes/origin/posture-proposals')
    .split('\n')
    .filter(Boolean)) {
    if (existsSync(join(clone, '.git/refs/heads/main')) || git(clone, 'rev-parse', '--verify', '-q', 'HEAD') !== '')
      git(clone, 'merge', '-q', '--no-edit', '--allow-unrelated-histories', branch);
  }
  git(clone, 'push', '-q', 'origin', 'HEAD:main');
}

/** The team's own change to a record, landed on its branch. */
function land(change: (clone: string) => void): void {
  const clone = mkdtempSync(join(folder, 'clone-'));
  git(folder, 'clone', '-q', team, clone);
  change(clone);
  git(clone, 'add', '-A');
  git(clone, 'commit', '-qm', 'change');
  git(clone, 'push', '-q', 'origin', 'HEAD:main');
}

const teamRecord = (clone: string, one: Decision) => join(clone, place, 'decisions', decisionPath(one).slice('.posture/decisions/'.length));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'posture-sync-'));
  team = join(folder, 'team.git');
  mkdirSync(team);
  git(team, 'init', '-q', '--bare', '-b', 'main');
  land((clone) => writeFileSync(join(clone, 'README.md'), 'posture\n'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

describe('sync', () => {
  it('proposes what the team does not have, never pushes its branch, and has nothing to do afterwards', async () => {
    const root = work('a');
    const before = git(team, 'rev-parse', 'main');
    put(root, decision('one'));
    const first = await sync(request(root));
    expect(first).toMatchObject({ written: [], conflicts: [], proposed: expect.stringMatching(/^posture-proposals\/lead-[0-9a-f]{12}$/) });
    expect(git(team, 'rev-parse', 'main')).toBe(before);
    // A second later, a time stamp of its own would make it another commit.
    await new Promise((done) => setTimeout(done, 1100));
    expect((await sync(request(root))).proposed).toBe(first.proposed);
    mergeProposals();
    expect(await sync(request(root))).toMatchObject({ written: [], proposed: undefined });
    const other = work('b');
    expect((await sync(request(other))).written).toEqual([join(other, decisionPath(decision('one')))]);
    expect(git(root, 'status', '--porcelain', '-uno')).toBe('');
  });

  it('merges field by field, the safer value counting', async () => {
    const root = work('a');
    put(root, decision('one', {}, '2027-06-01'));
    await sync(request(root));
    mergeProposals();
    await sync(request(root));
    land((clone) => {
      const path = teamRecord(clone, decision('one'));
      const { approved: _gone, ...rest } = readDecision(readFileSync(path, 'utf8')).decision!;
      writeFileSync(path, printDecision({ ...rest, state: 'revoked' }));
    });
    put(root, decision('one', { reason: 'better words' }, '2027-09-01'));
    const result = await sync(request(root));
    const merged = readDecision(readFileSync(join(root, decisionPath(decision('one'))), 'utf8')).decision!;
    expect(merged).toMatchObject({ state: 'revoked', reason: 'better words' });
    expect(merged.approved).toBeUndefined();
    expect(result.proposed).toBeDefined();
  });

  it('exchanges identities as it does decisions, and keeps the safer of two', async () => {
    const root = work('a');
    const record = (more: Partial<IdentityRecord> = {}, review = '2027-03-01') =>
      sealedIdentity(
        {
          v: 1,
          id: identityRecordId('aws:role:ci'),
          identity: 'aws:role:ci',
          kind: 'role',
          name: 'ci',
          place: 'a.tf',
          state: 'approved',
          scope: ['env:prod'],
          purpose: 'deploys',
          ...more,
        },
        { owner: '@a', by: '@b', on: '2026-11-01', review },
      );
    const file = (one: IdentityRecord) => join(root, identityPath(one));
    mkdirSync(dirname(file(record())), { recursive: true });
    writeFileSync(file(record()), printIdentity(record()));
    expect((await sync(request(root))).proposed).toBeDefined();
    mergeProposals();
    await sync(request(root));
    land((clone) =>
      writeFileSync(join(clone, place, identityPath(record()).slice('.posture/'.length)), printIdentity(record({}, '2027-01-01'))),
    );
    writeFileSync(file(record()), printIdentity(record({ purpose: 'builds' }, '2027-02-01')));
    const result = await sync(request(root));
    expect(readIdentity(readFileSync(file(record()), 'utf8')).record).toMatchObject({
      purpose: 'builds',
      approved: { review: '2027-01-01' },
    });
    expect(result.proposed).toBeDefined();
    const other = work('b');
    expect((await sync(request(other))).written).toEqual([join(other, identityPath(record()))]);
  });

  it('looks at no record when nothing has moved, and at all of them when anything has', async () => {
    const root = work('a');
    put(root, decision('one'));
    const { proposed } = await sync(request(root));
    const note = join(root, '.git/posture-sync.json');
    expect(JSON.parse(readFileSync(note, 'utf8'))).toMatchObject({ proposed });
    // A note that is wrong about nothing is believed, so that this one shows whether it was looked at.
    writeFileSync(note, readFileSync(note, 'utf8').replace(proposed!, 'posture-proposals/from-the-note'));
    expect((await sync(request(root))).proposed).toBe('posture-proposals/from-the-note');
    put(root, decision('two'));
    expect((await sync(request(root))).proposed).toMatch(/^posture-proposals\/lead-/);
    writeFileSync(note, '{"with": ');
    expect((await sync(request(root))).proposed).toMatch(/^posture-proposals\/lead-/);
    mergeProposals();
    expect(await sync(request(root))).toMatchObject({ proposed: undefined });
    writeFileSync(join(root, decisionPath(decision('two'))), printDecision(decision('two', { reason: 'other words' })));
    expect((await sync(request(root))).proposed).toBeDefined();
  });

  it('loses nothing of fifty proposals made at once, and none touches the branch', async () => {
    const before = git(team, 'rev-parse', 'main');
    const roots = Array.from({ length: 50 }, (_, n) => {
      const root = work(`w${n}`);
      put(root, decision(`from ${n}`));
      return root;
    });
    for (let n = 0; n < roots.length; n += 10)
      await Promise.all(roots.slice(n, n + 10).map((root, index) => sync(request(root, `dev${n + index}`))));
    expect(git(team, 'rev-parse', 'main')).toBe(before);
    mergeProposals();
    expect(git(team, 'ls-tree', '-r', '--name-only', 'main', `${place}/`).split('\n')).toHaveLength(50);
  });

  it('reads 20,000 records', async () => {
    const root = work('many');
    const stream = Array.from({ length: 20_000 }, (_, n) => {
      const one = decision(`n${n}`);
      const text = printDecision(one);
      return `M 100644 inline ${place}/decisions/${decisionPath(one).slice('.posture/decisions/'.length)}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
    }).join('');
    spawnSync('git', ['fast-import', '--quiet', '--force', '--date-format=now'], {
      cwd: team,
      input: `commit refs/heads/main\ncommitter a <a@b> now\ndata 1\nx\n${stream}`,
      maxBuffer: 1 << 28,
    });
    const result = await sync(request(root));
    expect(result.written).toHaveLength(20_000);
    expect(result.refused).toEqual([]);
  });
});

describe('what reaches a remote', () => {
  it("is the user's own configuration, helpers for one host too, in their order", () => {
    const root = work('a');
    git(root, 'config', 'credential.helper', 'of the repository');
    const own = join(folder, 'own');
    git(folder, 'config', '--file', own, 'core.sshCommand', 'ssh -i key');
    git(folder, 'config', '--file', own, '--add', 'credential.helper', 'cache');
    git(folder, 'config', '--file', own, '--add', 'credential.https://github.com.helper', '');
    git(folder, 'config', '--file', own, '--add', 'credential.https://github.com.helper', '!gh auth git-credential');
    const settings = { GIT_CONFIG_GLOBAL: own, GIT_CONFIG_SYSTEM: join(folder, 'none') };
    const before = Object.keys(settings).map((name) => [name, process.env[name]] as const);
    Object.assign(process.env, settings);
    try {
      expect(userConfiguration(root)).toEqual([
        'credential.helper=',
        'core.sshCommand=ssh',
        'core.sshcommand=ssh -i key',
        'credential.helper=cache',
        'credential.https://github.com.helper=',
        'credential.https://github.com.helper=!gh auth git-credential',
      ]);
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });
});

describe('what can go wrong', () => {
  it('a branch that moved back is refused, and what was synced still stands', async () => {
    const root = work('a');
    put(root, decision('one'));
    await sync(request(root));
    mergeProposals();
    await sync(request(root));
    const synced = lastSynced(root);
    git(team, 'update-ref', 'refs/heads/main', git(team, 'rev-list', '--max-parents=0', 'main').split('\n')[0]!);
    await expect(sync(request(root))).rejects.toThrow('moved back');
    expect(lastSynced(root)).toBe(synced);
    expect(decisionsIn(root).records).toHaveLength(1);
  });

  it('an unreachable or refusing remote is said, and nothing is lost', async () => {
    const root = work('a');
    put(root, decision('one'));
    await expect(
      sync({ ...request(root), address: { url: join(folder, 'nowhere.git'), branch: 'main', transport: 'file' } }),
    ).rejects.toThrow('cannot be asked');
    mkdirSync(join(team, 'hooks'), { recursive: true });
    writeFileSync(join(team, 'hooks/pre-receive'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    await expect(sync(request(root))).rejects.toThrow('cannot be pushed');
    expect(decisionsIn(root).records).toHaveLength(1);
    rmSync(join(team, 'hooks/pre-receive'));
    expect((await sync(request(root))).proposed).toBeDefined();
  });

  it('a rebase in progress is left alone', async () => {
    const root = work('a');
    mkdirSync(join(root, '.git/rebase-merge'));
    await expect(sync(request(root))).rejects.toThrow('a rebase is going on');
  });

  it('two at once: one waits its turn; a lock that a killed run left behind is taken over', async () => {
    const root = work('a');
    const lock = join(root, '.git/posture-sync.lock');
    const isLocked = () => lstatSync(lock, { throwIfNoEntry: false }) !== undefined;
    const gone = `${spawnSync(process.execPath, ['--version']).pid} ${hostname()}`;
    // A link where links are allowed, a file elsewhere.
    for (const held of [symlinkSync, (holder: string, path: string) => writeFileSync(path, holder)]) {
      held(`${process.pid} ${hostname()}`, lock);
      await expect(sync(request(root)), 'whoever holds it runs').rejects.toThrow('another sync');
      rmSync(lock);
      held(`${process.pid} another-machine`, lock);
      await expect(sync(request(root)), 'nobody here knows').rejects.toThrow('another sync');
      lutimesSync(lock, new Date(0), new Date(0));
      await sync(request(root));
      expect(isLocked()).toBe(false);
      held(gone, lock);
      await sync(request(root));
      expect(isLocked()).toBe(false);
    }
  });

  it('the lock is made whole: at no moment does it not say who holds it', () => {
    const root = work('a');
    const path = join(root, '.git/posture-sync.lock');
    const release = lock(path);
    expect(readlinkSync(path)).toBe(`${process.pid} ${hostname()}`);
    expect(() => lock(path)).toThrow('another sync');
    release();
    expect(lstatSync(path, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('detached heads, worktrees and shallow clones sync like any other', async () => {
    const root = work('a');
    git(root, 'commit', '-q', '--allow-empty', '-m', 'second');
    git(root, 'checkout', '-q', '--detach', 'HEAD~1');
    put(root, decision('detached'));
    expect((await sync(request(root))).proposed).toBeDefined();
    git(root, 'worktree', 'add', '-q', join(folder, 'tree'), 'main');
    put(join(folder, 'tree'), decision('in a worktree'));
    expect((await sync(request(realpathSync(join(folder, 'tree'))))).proposed).toBeDefined();
    git(folder, 'clone', '-q', '--depth', '1', `file://${root}`, join(folder, 'shallow'));
    put(join(folder, 'shallow'), decision('shallow'));
    expect((await sync(request(realpathSync(join(folder, 'shallow'))))).proposed).toBeDefined();
  });

  it('a partial clone, a branch without upstream and one that was renamed sync like any other', async () => {
    const root = work('a');
    put(root, decision('here'));
    git(root, 'add', '-A');
    git(root, 'commit', '-qm', 'records');
    git(root, 'config', 'uploadpack.allowFilter', 'true');
    const partial = join(folder, 'partial');
    git(folder, 'clone', '-q', '--filter=blob:none', `file://${root}`, partial);
    put(partial, decision('partial'));
    expect((await sync(request(realpathSync(partial)))).proposed).toBeDefined();
    git(root, 'checkout', '-q', '-b', 'alone');
    put(root, decision('without an upstream'));
    expect((await sync(request(root))).proposed).toBeDefined();
    git(root, 'branch', '-m', 'alone', 'renamed');
    put(root, decision('renamed'));
    expect((await sync(request(root))).proposed).toBeDefined();
    expect(git(root, 'status', '--porcelain', '--branch').split('\n')[0]).toBe('## renamed');
  });

  it("a team's branch that was renamed is asked for under its new name, and one that is gone takes nothing away", async () => {
    const root = work('a');
    put(root, decision('one'));
    await sync(request(root));
    mergeProposals();
    await sync(request(root));
    git(team, 'branch', '-m', 'main', 'trunk');
    await expect(sync(request(root))).rejects.toThrow('main of');
    await expect(sync(request(root))).rejects.toThrow('is gone; it stood at');
    expect(decisionsIn(root).records).toHaveLength(1);
    const found = await sync({ ...request(root), address: { url: team, branch: 'trunk', transport: 'file' } });
    expect(found).toMatchObject({ tip: git(team, 'rev-parse', 'trunk'), written: [], proposed: undefined });
  });

  it.each(['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'BISECT_LOG', 'rebase-apply'])(
    '%s: what git is in the middle of is left alone',
    async (name) => {
      const root = work('a');
      if (name === 'rebase-apply') mkdirSync(join(root, '.git', name));
      else writeFileSync(join(root, '.git', name), '');
      await expect(sync(request(root))).rejects.toThrow('is going on here');
      rmSync(join(root, '.git', name), { recursive: true });
      await sync(request(root));
    },
  );

  it('a broken record is said and left as it is', async () => {
    const root = work('a');
    put(root, decision('one'));
    writeFileSync(join(root, decisionPath(decision('two')).replace('x-', 'y-')), '<<<<<<< ours\nv: 1\n');
    const result = await sync(request(root));
    expect(result.refused).toMatchObject([{ problems: [{ conflict: true }] }]);
    expect(result.proposed).toBeDefined();
  });
});

it('killed at any point, the next run finds the old or the new state', async () => {
  const root = work('a');
  git(root, 'remote', 'add', 'origin', 'https://example.com/acme/payments.git');
  land((clone) => {
    for (let n = 0; n < 40; n++) {
      const path = teamRecord(clone, decision(`n${n}`));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, printDecision(decision(`n${n}`)));
    }
  });
  const home = mkdtempSync(join(folder, 'home-'));
  mkdirSync(join(root, '.posture'), { recursive: true });
  writeFileSync(join(root, '.posture/config.yaml'), `team: {url: ${team}, branch: main}\n`);
  git(root, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
  put(root, decision('mine'));
  const cli = process.env.POSTURE_CLI ?? 'out/cli.js';
  for (let n = 0; n < 20; n++) {
    const child = spawn(process.execPath, [join(process.cwd(), cli).replace(`${process.cwd()}//`, '/'), 'sync', '--yes', '--as', 'dev'], {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: home, POSTURE_LOCAL_TEAM: 'allowed' },
      stdio: 'ignore',
      detached: true,
    });
    await new Promise((done) => setTimeout(done, 40 + n * 12));
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // It had ended by itself.
    }
    await new Promise((done) => (child.exitCode !== null || child.signalCode !== null ? done(undefined) : child.on('exit', done)));
    for (const { decision: one } of decisionsIn(root).records) expect(isSealed(one)).toBe(true);
    expect(decisionsIn(root).refused).toEqual([]);
  }
  expect(await sync(request(root))).toMatchObject({ refused: [], conflicts: [] });
  expect(decisionsIn(root).records).toHaveLength(41);
  rmSync(join(root, decisionPath(decision('n7'))));
  await sync(request(root));
  expect(decisionsIn(root).records, 'a record that is missing here comes back').toHaveLength(41);
});

describe('an address', () => {
  it('is https or ssh, and no option, no password, no other transport', () => {
    for (const url of ['https://example.com/acme/posture.git', 'ssh://git@example.com/acme/posture', 'git@example.com:acme/posture.git'])
      expect(teamIn(`team: {url: "${url}"}`)).toMatchObject({ url, branch: 'main' });
    for (const url of [
      '--upload-pack=touch x',
      'ext::sh -c id',
      'http://example.com/a',
      'https://user:word@example.com/a',
      'file:///etc',
      '/srv/x.git',
      'git://example.com/a',
      '-oProxyCommand=x:y',
    ]) {
      expect(() => teamIn(`team: {url: ${JSON.stringify(url)}}`), url).toThrow();
    }
    expect(() => teamIn('team: {url: https://example.com/a, branch: --force}')).toThrow('no name of a branch');
    expect(teamIn('profile: strict\n')).toBeUndefined();
  });

  it('is confirmed for one repository and one address, and a changed one is not', () => {
    const path = join(folder, 'config/teams.json');
    const address = { url: 'https://example.com/a', branch: 'main', transport: 'https' as const };
    expect(isConfirmed(path, '/a', address)).toBe(false);
    confirmAddress(path, '/a', address);
    expect(isConfirmed(path, '/a', address)).toBe(true);
    expect(isConfirmed(path, '/b', address)).toBe(false);
    expect(isConfirmed(path, '/a', { ...address, url: 'https://example.com/b' })).toBe(false);
    writeFileSync(path, 'not json');
    expect(isConfirmed(path, '/a', address)).toBe(false);
  });
});
