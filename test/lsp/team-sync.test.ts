// The exchange of decisions with a team as an editor asks for it: over a real bare repository, after a yes and never
// before, and never in a workspace that is not trusted.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Decision } from '../../server/engine/decision.ts';
import type { SyncOutcome } from '../../server/lsp/protocol/sync.ts';
import { syncHere } from '../../server/lsp/team-sync.ts';
import { printDecision } from '../../server/posture/record.ts';
import { decisionId, decisionPath, sealed } from '../../server/posture/seal.ts';
import { startEditor } from './editor.ts';

let folder: string;
let team: string;
let root: string;
let restore: () => void;
const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', ['-C', cwd, '-c', 'user.name=lead', '-c', 'user.email=l@example.com', '-c', 'commit.gpgsign=false', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
const branches = (): string => git(team, 'for-each-ref', '--format=%(refname:short)');
const decision: Decision = sealed(
  { v: 1, id: decisionId('aws/x', 'a|b'), rule: 'aws/x', anchor: 'a|b', kind: 'accepted-risk', state: 'accepted', reason: 'why' },
  { owner: '@a', by: '@b', on: '2026-11-01', until: '2027-01-01' },
);
const record = (): string => join(root, decisionPath(decision));
const rewrite = (file: string, reason: string): void =>
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^reason: .*$/m, `reason: ${JSON.stringify(reason)}`));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'posture-team-'));
  team = join(folder, 'team.git');
  root = join(folder, 'work');
  mkdirSync(root);
  git(folder, 'init', '-q', '--bare', '-b', 'main', team);
  git(root, 'init', '-q', '-b', 'main');
  git(root, 'config', 'user.name', 'lead');
  mkdirSync(dirname(record()), { recursive: true });
  writeFileSync(record(), printDecision(decision));
  writeFileSync(join(root, '.posture', 'config.yaml'), `team: {url: ${team}, branch: main}\n`);
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'first');
  const before = { team: process.env['POSTURE_LOCAL_TEAM'], config: process.env['XDG_CONFIG_HOME'] };
  process.env['POSTURE_LOCAL_TEAM'] = 'allowed';
  process.env['XDG_CONFIG_HOME'] = join(folder, 'config');
  restore = () => {
    for (const [name, value] of [
      ['POSTURE_LOCAL_TEAM', before.team],
      ['XDG_CONFIG_HOME', before.config],
    ] as const) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
});
afterEach(() => {
  restore();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const exchange = (confirmed?: string): Promise<SyncOutcome | undefined> =>
  syncHere({ uri: pathToFileURL(root).href, path: root }, confirmed);

describe('an exchange with the team', () => {
  it('asks first and sends nothing; a yes to another address is none; a yes is remembered', async () => {
    const asks = await exchange();
    expect(asks).toMatchObject({ state: 'asks', address: `main of ${team}` });
    expect(await exchange('main of https://example.com/other')).toMatchObject({ state: 'asks' });
    expect(branches()).toBe('');
    expect(await exchange(asks!.address)).toMatchObject({
      state: 'done',
      changed: [],
      conflicts: [],
      proposed: expect.stringMatching(/^posture-proposals\/lead-/),
    });
    expect(branches()).toMatch(/^posture-proposals\/lead-/);
    expect(await exchange()).toMatchObject({ state: 'done' });
  });

  it('tells what differs with both records whole, and what changed here by its address', async () => {
    await exchange(`main of ${team}`);
    const clone = join(folder, 'clone');
    git(folder, 'clone', '-q', '-b', branches(), team, clone);
    rewrite(join(clone, git(clone, 'ls-files', '*.yaml')), 'they say so');
    git(clone, 'commit', '-qam', 'reason');
    git(clone, 'push', '-q', 'origin', 'HEAD:main');
    rewrite(record(), 'we say so');
    const outcome = await exchange();
    const uri = pathToFileURL(record()).href;
    expect(outcome).toMatchObject({
      state: 'done',
      changed: [uri],
      tip: expect.stringMatching(/^[0-9a-f]{7}$/),
      conflicts: [{ uri, field: 'reason' }],
    });
    const [conflict] = outcome!.state === 'done' ? outcome!.conflicts : [];
    expect(conflict!.mine).toContain('reason: "we say so"');
    expect(conflict!.theirs).toContain('reason: "they say so"');
  });

  it('says why it failed, and that there is no team', async () => {
    rmSync(team, { recursive: true });
    expect(await exchange(`main of ${team}`)).toMatchObject({ state: 'failed', why: expect.stringContaining(team) });
    writeFileSync(join(root, '.posture', 'config.yaml'), 'profile: strict\n');
    expect(await exchange()).toBeUndefined();
  });

  it('that is ended gives its place free, and the next one is made', async () => {
    const ending = new AbortController();
    ending.abort();
    const own = { uri: pathToFileURL(root).href, path: root };
    expect(await syncHere(own, `main of ${team}`, ending.signal)).toMatchObject({ state: 'failed', why: 'it was ended' });
    expect(branches()).toBe('');
    expect(await exchange()).toMatchObject({ state: 'done' });
  });

  it('is not made in a workspace that is not trusted, nor for a folder that is no repository', async () => {
    const editor = await startEditor({ folders: [pathToFileURL(root).href], initializationOptions: { trusted: false } });
    expect(await editor.connection.sendRequest('posture/sync', { confirmed: `main of ${team}` })).toEqual([]);
    await editor.end();
    expect(branches()).toBe('');
    expect(existsSync(join(folder, 'config'))).toBe(false);
    rmSync(join(root, '.git'), { recursive: true });
    expect(await exchange(`main of ${team}`)).toBeUndefined();
  });
});
