// A disk that is full, a folder that is closed, a program that is killed while it writes: every file is the old one or the
// new one, and nothing is left beside it.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundle, folderOf, git, plainEnvironment, posture, repositoryOf, write } from '../cli/posture.ts';
import { inDays } from '../support/days.ts';

const workflow = (n: number) =>
  `on: push\npermissions: write-all\njobs:\n  job${n}:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo "\${{ github.event.issue.title }}"\n`;
const files = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`p${n}/.github/workflows/ci.yml`, workflow(n)]));
const writing: readonly (readonly string[])[] = [
  ['init', '--yes'],
  ['accept', '--all', '--owner', '@acme/team', '--approved-by', '@a', '--reason', 'known', '--expires', inDays(60), '--yes'],
  ['check', '--fix', '--profile', 'audit'],
  ['check', '--format', 'sarif', '--output', 'report.sarif'],
  ['inventory', '--format', 'json', '--output', 'inventory.json'],
];

const contents = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => !/^\.git(?:\/|$)/.test(name) && statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

/** Every file is as it was, or whole: records and reports parse, repaired workflows end as they ended. */
function nothingHalf(folder: string, before: ReadonlyMap<string, string>): void {
  for (const [name, text] of contents(folder)) {
    expect(name, 'a file that was left behind').not.toMatch(/\.posture$|\.new$|\.record$|\.facts$/);
    if (before.get(name) === text) continue;
    if (name.endsWith('.sarif') || name.endsWith('.json')) expect(() => JSON.parse(text), name).not.toThrow();
    else if (name.endsWith('ci.yml')) expect(text, name).toMatch(/title \}\}"\n$|TITLE"\n|\n$/);
    else expect(text.endsWith('\n'), name).toBe(true);
    expect(text.length, name).toBeGreaterThan(0);
  }
}

const mounted: string[] = [];
afterAll(() => {
  for (const path of mounted) spawnSync('umount', [path]);
});

/** A disk of so many bytes, where this user may mount one. */
function smallDisk(size: string): string | undefined {
  const path = folderOf({});
  if (process.platform !== 'linux' || spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]).status !== 0)
    return undefined;
  mounted.push(path);
  return path;
}

// A device that is always full is there on Linux alone.
describe.skipIf(process.platform !== 'linux')('a full disk behind standard output', () => {
  const folder = repositoryOf(files);
  it.each([
    ['check'],
    ['check', '--format', 'json'],
    ['inventory'],
    ['status'],
    ['report', '--format', 'csv'],
    ['rules'],
    ['--help'],
    ['doctor'],
    ['completion', 'bash'],
  ])('is said, and is no result: %s', (...command) => {
    const { status, stderr } = spawnSync('sh', ['-c', '"$0" "$@" > /dev/full', process.execPath, bundle, ...command], {
      cwd: folder,
      env: plainEnvironment,
      encoding: 'utf8',
    });
    expect(stderr).toContain('posture: standard output cannot be written (no space is left)\n');
    expect(stderr).not.toMatch(/\n {4}at /);
    expect(status).toBe(2);
  });

  it('leaves the result when only the words to people are lost', () => {
    const { status, stdout } = spawnSync('sh', ['-c', '"$0" "$@" 2> /dev/full', process.execPath, bundle, 'check', '--format', 'json'], {
      cwd: folder,
      env: plainEnvironment,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    expect(JSON.parse(stdout)).toMatchObject({ summary: { counts: {} } });
    expect(status).toBe(1);
  });

  it.each([['check'], ['inventory'], ['report'], ['report', '--format', 'json'], ['snapshot'], ['publish']])(
    'is said of the file that --output names: %s',
    (...command) => {
      expect(posture(folder, [...command, '--output', '/dev/full'])).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(/cannot be written to \/dev\/full \(no space is left\)/),
      });
    },
  );
});

describe('a full disk', () => {
  const codes: (number | null)[] = [];
  it.each(writing.map((command) => [command.slice(0, 2).join(' '), command] as const))('%s', (_, command) => {
    const disk = smallDisk('256k');
    // Only root may mount; the same walls are tried as a closed folder below.
    if (disk === undefined) return;
    const folder = join(disk, 'r');
    mkdirSync(folder);
    write(folder, files);
    const outside = folderOf({});
    git(folder, 'init', '--quiet', `--separate-git-dir=${join(outside, 'git')}`);
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message', 'first');
    // What is left is filled up but for a few bytes.
    const filler = join(disk, 'filler');
    for (let size = 65_536; size >= 4096; size /= 2) {
      for (let at = 0; at < 40; at++) {
        try {
          writeFileSync(filler, Buffer.alloc(size), { flag: 'a' });
        } catch {
          break;
        }
      }
    }
    const before = contents(folder);
    const { code, stdout, stderr } = posture(folder, command, { env: { POSTURE_CACHE: join(disk, 'cache'), TMPDIR: outside } });
    expect([0, 1, 2, 3]).toContain(code);
    expect(stdout + stderr).not.toContain('something went wrong in posture itself');
    codes.push(code);
    if (code === 2) expect(stderr).toMatch(/cannot be (?:written|replaced)|no space/i);
    nothingHalf(folder, before);
  });

  it('was full for some of them', () => {
    if (codes.length > 0) expect(codes).toContain(2);
  });
});

describe('a closed folder', () => {
  it.runIf(process.getuid?.() !== 0).each(writing.map((command) => [command.slice(0, 2).join(' '), command] as const))(
    '%s',
    (_, command) => {
      const folder = repositoryOf(files);
      for (const name of ['', ...Object.keys(files).map((one) => join(one, '..'))]) chmodSync(join(folder, name), 0o555);
      const before = contents(folder);
      const { stdout, stderr } = posture(folder, command);
      for (const name of ['', ...Object.keys(files).map((one) => join(one, '..'))]) chmodSync(join(folder, name), 0o755);
      expect(stdout + stderr).not.toContain('something went wrong in posture itself');
      expect(contents(folder)).toEqual(before);
    },
  );
});

describe('a program that is killed while it writes', () => {
  it('leaves every file old or new, and goes on the next time', async () => {
    const whole = repositoryOf(files);
    const started = performance.now();
    posture(whole, ['init', '--yes']);
    const takes = performance.now() - started;
    for (let n = 0; n < 10; n++) {
      const folder = repositoryOf(files);
      const before = contents(folder);
      const command = writing[n % writing.length]!;
      const child = spawn(process.execPath, [bundle, ...command], {
        cwd: folder,
        env: { ...plainEnvironment, POSTURE_CACHE: join(folder, '..', 'cache') },
        stdio: 'ignore',
      });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      setTimeout(() => child.kill('SIGKILL'), takes * (0.5 + (n % 10) / 20));
      await ended;
      for (const [name, text] of contents(folder)) {
        // A staged file may stay behind a kill; it is never taken for a record or a report.
        if (name.endsWith('.posture') && name.split('/').at(-1)!.startsWith('.')) continue;
        if (before.get(name) === text) continue;
        if (/\.(?:sarif|json)$/.test(name)) expect(() => JSON.parse(text), name).not.toThrow();
        else expect(text.endsWith('\n'), `${name} after ${command.join(' ')}`).toBe(true);
      }
      const again = posture(folder, command);
      expect([0, 1, 2, 3]).toContain(again.code);
      expect(again.stderr).not.toContain('something went wrong');
      expect(existsSync(join(folder, '.git/posture.lock'))).toBe(false);
    }
  });
});
