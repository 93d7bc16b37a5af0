// Every command that writes is killed at every change it makes to the disk, one after the other: before each file that it
// makes, renames or removes, in the middle of each text it writes, before each thing it has git write. Whatever the moment,
// every file is the old one or the new one, and the command given once more comes to what it would have come to.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundle, folderOf, git, plainEnvironment, write } from '../cli/posture.ts';
import { credentialReport } from '../observe/samples.ts';
import { inDays } from '../support/days.ts';

const workflow = (n: number) =>
  `on: push\npermissions: write-all\njobs:\n  job${n}:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo "\${{ github.event.issue.title }}"\n`;
const workflows = { '.github/workflows/a.yml': workflow(1), '.github/workflows/b.yml': workflow(2) };
const unmasked = (id: string) =>
  `{\n  "inputs": [{ "type": "promptString", "id": "${id}-api-key", "description": "API key" }],\n  "servers": { "${id}": { "command": "npx", "args": ["x@1.0.0"], "env": { "API_KEY": "\${input:${id}-api-key}" } } }\n}\n`;
const words = ['--approved-by', '@lead', '--yes'];
const accept = ['accept', '--all', '--owner', '@acme/team', '--reason', 'known', '--expires', inDays(60), ...words];

/** A folder with a repository `r`, a team's repository and a home, all of which a command may write to. */
interface World {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

const repository = ({ folder }: World): string => join(folder, 'r');
const run = (world: World, args: readonly string[]) =>
  spawnSync(process.execPath, [bundle, ...args], { cwd: repository(world), env: world.env, encoding: 'utf8' });

function done(world: World, ...args: string[]): void {
  const { status, stderr } = run(world, args);
  if (status === null || status === 2) throw new Error(`${args.join(' ')}: ${stderr}`);
}

function land(world: World, message: string): void {
  git(repository(world), 'add', '--all');
  git(repository(world), 'commit', '--quiet', '--message', message);
}

const recordsIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(folder, name));

/** A team that changed one record and took one back since the last exchange, and two records that it has not seen. */
function exchange(world: World): void {
  const r = repository(world);
  const team = join(world.folder, 'team.git');
  mkdirSync(team);
  git(team, 'init', '--quiet', '--bare');
  git(r, 'remote', 'add', 'origin', 'https://example.com/acme/payments.git');
  write(r, { '.posture/config.yaml': `team: {url: ${team}, branch: main}\n` });
  land(world, 'a team');
  git(r, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
  done(world, ...accept);
  done(world, 'sync', '--yes', '--as', 'dev');
  git(team, 'update-ref', 'refs/heads/main', git(team, 'for-each-ref', '--format=%(objectname)', 'refs/heads/posture-proposals').trim());
  done(world, 'sync', '--yes', '--as', 'dev');
  const clone = join(folderOf(), 'clone');
  git(world.folder, 'clone', '--quiet', team, clone);
  const [first, second] = recordsIn(join(clone, 'repositories')) as [string, string];
  writeFileSync(first, readFileSync(first, 'utf8').replace(/^reason: .*$/m, 'reason: the team says it better'));
  rmSync(second);
  git(clone, 'commit', '--quiet', '--all', '--message', 'better');
  git(clone, 'push', '--quiet', 'origin', 'main');
  write(r, { '.github/workflows/c.yml': workflow(3), '.github/workflows/d.yml': workflow(4) });
  done(world, ...accept);
}

interface Writing {
  readonly args: readonly string[];
  readonly prepare?: (world: World) => void;
}

const commands: Readonly<Record<string, Writing>> = {
  init: { args: ['init', '--yes'] },
  accept: { args: accept },
  approve: { args: ['approve', '--all', '--owner', '@acme/team', '--purpose', 'builds', ...words] },
  'check --fix': {
    args: ['check', '--fix', '--profile', 'audit'],
    prepare: (world) => write(repository(world), { '.vscode/mcp.json': unmasked('a'), 'app/.vscode/mcp.json': unmasked('b') }),
  },
  repair: { args: ['repair', '--yes', '--choose', '1', 'github/write-all-permissions'] },
  fmt: {
    args: ['fmt'],
    prepare(world) {
      done(world, ...accept);
      for (const path of recordsIn(join(repository(world), '.posture')))
        writeFileSync(path, readFileSync(path, 'utf8').replaceAll(': ', ':   '));
    },
  },
  prune: {
    args: ['prune', '--yes'],
    prepare(world) {
      done(world, 'init', '--yes');
      done(world, ...accept);
      land(world, 'accepted');
      write(repository(world), {
        '.github/workflows/a.yml': 'on: push\npermissions: {}\njobs: {}\n',
        '.github/workflows/b.yml': 'on: push\npermissions: {}\njobs: {}\n',
      });
      land(world, 'mended');
    },
  },
  sync: { args: ['sync', '--yes', '--as', 'dev'], prepare: exchange },
  observe: {
    args: ['observe', 'aws-credential-report', 'report.csv', '--taken-at', '2026-01-01T00:00:00Z', '--place', 'aws:123456789012'],
    prepare: (world) => write(repository(world), { 'report.csv': credentialReport }),
  },
  'hook install': { args: ['hook', 'install'] },
  'check --output': {
    args: ['check', '--format', 'gitlab', '--output', 'report.json'],
    prepare: (world) => write(repository(world), { 'report.json': '[]\n' }),
  },
};

/** What a killed run leaves beside the files it was about to write, and what git takes care of itself. */
const isLeft = (name: string): boolean => /(?:^|\/)\.[^/]*\.(?:posture|facts|record)$|\.new$/.test(name);
const isOfGit = (name: string): boolean =>
  /(?:^|\/)(?:\.git|team\.git)\//.test(name) && !/\/hooks\/pre-commit$|\/posture-sync\.json/.test(name);

/** What sync found settled; without it, it looks at everything. */
const isNote = (name: string): boolean => name.endsWith('/posture-sync.json');

/** Every file with its text, and where the refs of sync stand. */
function stateOf({ folder }: World): Map<string, string> {
  const state = new Map<string, string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (isOfGit(name) || !statSync(join(folder, name)).isFile()) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    if (name.endsWith('pre-commit')) state.set(name, `${statSync(join(folder, name)).mode & 0o777} ${text}`);
    // What sync notes holds times and numbers of files, which are others in every run: it has to be whole.
    else if (isNote(name)) state.set(name, String(typeof JSON.parse(text)));
    // A record of evidence says when it was read, and is named by how many were there and by its digest.
    else if (name.endsWith('.jsonl'))
      state.set(name.replace(/\d{3}-[0-9a-f]{8}(?=\.jsonl$)/, ''), text.replace(/"read":"[^"]*"|"sha256":"[^"]*"\}\}\n$/g, ''));
    else state.set(name, text);
  }
  for (const [name, ref] of [
    ['r', 'refs/posture/synced'],
    ['team.git', 'refs/heads'],
  ] as const) {
    if (existsSync(join(folder, name)))
      state.set(`refs of ${name}`, git(join(folder, name), 'for-each-ref', '--format=%(objectname) %(refname)', ref));
  }
  return state;
}

const withoutLeft = (state: ReadonlyMap<string, string>): [string, string][] =>
  [...state].filter(([name]) => !isLeft(name)).sort(([a], [b]) => (a < b ? -1 : 1));

/** Everything a killed run left is an hour old: it is nobody's any more. */
function anHourLater({ folder }: World): void {
  const hour = Date.now() / 1000 - 3600;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (isLeft(name)) utimesSync(join(folder, name), hour, hour);
}

/** Runs a command that dies at its change number `at`. Gives whether it came that far. */
async function dies(world: World, args: readonly string[], at: number): Promise<boolean> {
  const below = ['r', 'home'].map((name) => join(world.folder, name)).join(delimiter);
  const child = spawn(process.execPath, ['--require', resolve('test/security/die-at-change.cjs'), bundle, ...args], {
    cwd: repository(world),
    env: { ...world.env, DIE_AT: String(at), DIE_BELOW: below },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code, signal] = await new Promise<[number | null, string | null]>((ended) => child.once('close', (...how) => ended(how)));
  expect(said).not.toMatch(/is not counted by|something went wrong/);
  expect(signal === 'SIGKILL' || code !== null).toBe(true);
  return signal === 'SIGKILL';
}

describe('killed at every change to the disk', () => {
  it.concurrent.each(Object.entries(commands))('%s', async (_, { args, prepare }) => {
    const folder = folderOf();
    const world: World = { folder, env: { ...plainEnvironment, HOME: join(folder, 'home'), POSTURE_LOCAL_TEAM: 'allowed' } };
    const first = join(folderOf(), 'first');
    const again = (): void => {
      rmSync(folder, { recursive: true });
      cpSync(first, folder, { recursive: true, preserveTimestamps: true });
    };
    mkdirSync(join(folder, 'home'));
    write(repository(world), workflows);
    git(repository(world), 'init', '--quiet');
    land(world, 'first');
    prepare?.(world);
    cpSync(folder, first, { recursive: true, preserveTimestamps: true });
    const before = stateOf(world);
    done(world, ...args);
    const after = stateOf(world);
    const seen = new Set<string>();
    let killed = 0;
    for (again(); await dies(world, args, killed + 1); again()) {
      killed++;
      const moment = `killed at change ${killed}`;
      const state = stateOf(world);
      for (const [name, text] of withoutLeft(state)) expect([before.get(name), after.get(name)], `${name}, ${moment}`).toContain(text);
      for (const name of before.keys())
        if (after.has(name) && !isNote(name)) expect(state.has(name), `${name} is lost, ${moment}`).toBe(true);
      const kind = JSON.stringify([...state].map(([name, text]) => [name.replace(/[0-9a-f]{12,16}(?=\.\w+$)/, ''), text]).sort());
      if (seen.has(kind)) continue;
      seen.add(kind);
      anHourLater(world);
      const { status, stderr } = run(world, args);
      expect([0, 1, 3], `${moment}, then once more: ${stderr}`).toContain(status);
      expect(withoutLeft(stateOf(world)), `${moment}, then once more`).toEqual(withoutLeft(after));
    }
    // The run that was not killed came to the same, and there was something to kill.
    expect(withoutLeft(stateOf(world))).toEqual(withoutLeft(after));
    expect(after).not.toEqual(before);
    expect(killed).toBeGreaterThan(3);
  });
});
