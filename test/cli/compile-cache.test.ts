import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeToken } from '../../server/engine/secrets/generate.ts';
import { folderOf, git, posture } from './posture.ts';

const leak = { '.env': 'GITHUB_TOKEN={{token:github-pat:5}}\n', 'main.tf': 'resource "aws_iam_user" "u" {\n  name = "u"\n}\n' };

/** Every file below `folder`, with its bytes. */
function filesBelow(folder: string): [string, Buffer][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => [path, readFileSync(path)]);
}

describe('the compile cache', () => {
  it('changes nothing but time: cold, warm, broken and turned off give the same', () => {
    const folder = folderOf(leak);
    const cache = join(folderOf(), 'cache');
    const run = (POSTURE_CACHE: string) => posture(folder, ['check', '--format', 'json', '--quiet'], { env: { POSTURE_CACHE } });
    const off = run('off');
    expect(off.code).toBe(1);
    expect(run(cache)).toEqual(off);
    const kept = filesBelow(cache);
    expect(kept.length).toBeGreaterThan(5);
    expect(run(cache)).toEqual(off);
    for (const [path, bytes] of kept) {
      const broken = Buffer.from(bytes);
      broken[bytes.length >> 1]! ^= 0xff;
      writeFileSync(path, broken);
    }
    expect(run(cache)).toEqual(off);
    for (const [path, bytes] of kept) writeFileSync(path, bytes.subarray(0, bytes.length / 3));
    expect(run(cache)).toEqual(off);
    for (const [path] of kept) writeFileSync(path, '');
    expect(run(cache)).toEqual(off);
  });

  it('mends what was broken', () => {
    const folder = folderOf(leak);
    const cache = join(folderOf(), 'cache');
    const run = () => posture(folder, ['check', '--quiet'], { env: { POSTURE_CACHE: cache } });
    run();
    const before = filesBelow(cache);
    for (const [path] of before) writeFileSync(path, 'x');
    run();
    expect(filesBelow(cache).map(([path, bytes]) => [path, bytes.length > 1])).toEqual(before.map(([path]) => [path, true]));
  });

  it('takes what a run over a tree kept, and leaves what a hook kept alone', () => {
    const folder = folderOf({
      ...leak,
      ...Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`src/${n % 7}/${n}.yaml`, `kind: Role\nn: ${n}\n`])),
    });
    git(folder, 'init', '--quiet');
    git(folder, 'add', '.env');
    const cache = join(folderOf(), 'cache');
    const run = (...args: string[]) => posture(folder, ['check', '--quiet', ...args], { env: { POSTURE_CACHE: cache } });
    const kept = () => filesBelow(join(cache, 'code')).map(([path]) => [path, statSync(path).mtimeMs]);
    run();
    run('--staged');
    const before = kept();
    run();
    run('--staged');
    // What V8 made under other settings it does not take, and it would be kept anew each time.
    expect(kept()).toEqual(before);
    expect(new Set(before.map(([path]) => dirname(path as string)))).toHaveProperty('size', 2);
  });

  it('forgets what is old, so that it does not grow with every build', () => {
    const cache = join(folderOf(), 'cache');
    const old = join(cache, 'code', '0.0.1-node-20.0.0-x64');
    mkdirSync(old, { recursive: true, mode: 0o700 });
    writeFileSync(join(old, 'chunk.js.bin'), 'x');
    utimesSync(old, new Date(0), new Date(0));
    posture(folderOf(leak), ['check'], { env: { POSTURE_CACHE: cache } });
    expect(existsSync(old)).toBe(false);
  });

  it('is kept where the platform keeps such things, for its user alone', () => {
    const home = folderOf();
    posture(folderOf(leak), ['check'], {
      env: { POSTURE_CACHE: undefined, XDG_CACHE_HOME: undefined, HOME: home, LOCALAPPDATA: undefined },
    });
    const [found] = readdirSync(home);
    expect([process.platform === 'darwin' ? 'Library' : '.cache']).toEqual([found]);
    for (const [path] of filesBelow(home)) expect(statSync(path).mode & 0o022).toBe(0);
  });

  it('makes no home for a user who has none, and uses no folder that others may write to', () => {
    const none = join(folderOf(), 'missing');
    posture(folderOf(leak), ['check'], { env: { POSTURE_CACHE: undefined, XDG_CACHE_HOME: undefined, HOME: none } });
    expect(existsSync(none)).toBe(false);
    const open = join(folderOf(), 'open');
    posture(folderOf(leak), ['check'], { env: { POSTURE_CACHE: open } });
    const [code] = readdirSync(join(open, 'code'));
    const folder = join(open, 'code', code!);
    for (const [path] of filesBelow(open)) writeFileSync(path, 'planted');
    chmodSync(folder, 0o777);
    expect(posture(folderOf(leak), ['check'], { env: { POSTURE_CACHE: open } }).code).toBe(1);
    for (const [, bytes] of filesBelow(open)) expect(bytes.toString()).toBe('planted');
  });

  it('holds nothing of what was checked', () => {
    const token = makeToken('github-pat', () => 0.37);
    const folder = folderOf();
    writeFileSync(join(folder, '.env'), `GITHUB_TOKEN=${token}\n`);
    const cache = join(folderOf(), 'cache');
    mkdirSync(cache);
    expect(posture(folder, ['check'], { env: { POSTURE_CACHE: cache } }).code).toBe(1);
    for (const [path, bytes] of filesBelow(cache))
      for (const part of [token, token.slice(4), folder]) expect(bytes.includes(part), path).toBe(false);
  });
});
