import { describe, expect, it } from 'vitest';
import { argumentsFor, entriesOf, environmentFor, git, gitSync } from '../../server/workspace/git.ts';
import { batchParser, type Blob } from '../../server/workspace/blobs.ts';
import { linesOfPatch, unquote } from '../../server/workspace/changed-lines.ts';
import { remoteOf } from '../../server/workspace/repository.ts';

describe('a call of git', () => {
  const call = { cwd: '.', command: ['ls-tree', '-r'], revisions: ['HEAD'], paths: ['--a', 'b*'] };

  it('is hardened, and keeps options, revisions and paths apart', () => {
    const args = argumentsFor(call);
    for (const setting of ['core.fsmonitor=false', 'safe.bareRepository=explicit', 'core.hooksPath=/dev/null'])
      expect(args[args.indexOf(setting) - 1]).toBe('-c');
    expect(args.slice(args.indexOf('ls-tree'))).toEqual(['ls-tree', '-r', '--end-of-options', 'HEAD', '--', '--a', 'b*']);
    expect(args).toContain('--literal-pathspecs');
  });

  it.each(['-x', '--output=a', '', 'a\nb', 'a\0b'])('refuses the revision %j before git starts', (revision) => {
    expect(() => argumentsFor({ ...call, revisions: [revision] })).toThrow(/is not a revision/);
  });

  it('has no transport, asks nothing, and takes no repository from the environment', () => {
    const base = {
      PATH: '/bin',
      HOME: '/h',
      GIT_DIR: 'x',
      GIT_INDEX_FILE: 'y',
      GIT_EXTERNAL_DIFF: 'z',
      GIT_SSH_COMMAND: 'z',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.fsmonitor',
      GIT_CONFIG_PARAMETERS: 'x',
      GIT_ALLOW_PROTOCOL: 'ext',
    };
    const plain = environmentFor(call, base);
    expect(plain).toMatchObject({
      PATH: '/bin',
      HOME: '/h',
      GIT_ALLOW_PROTOCOL: 'none',
      GIT_TERMINAL_PROMPT: '0',
      GIT_NO_LAZY_FETCH: '1',
      LC_ALL: 'C',
    });
    expect(
      Object.keys(plain).filter((name) =>
        [
          'GIT_DIR',
          'GIT_INDEX_FILE',
          'GIT_EXTERNAL_DIFF',
          'GIT_SSH_COMMAND',
          'GIT_CONFIG_COUNT',
          'GIT_CONFIG_KEY_0',
          'GIT_CONFIG_PARAMETERS',
        ].includes(name),
      ),
    ).toEqual([]);
    expect(environmentFor({ ...call, inHook: true }, base)).toMatchObject({
      GIT_DIR: 'x',
      GIT_INDEX_FILE: 'y',
      GIT_ALLOW_PROTOCOL: 'none',
    });
    expect(environmentFor({ ...call, transports: ['https', 'ssh'] }, base).GIT_ALLOW_PROTOCOL).toBe('https:ssh');
  });

  it('says a failure and never throws for one', async () => {
    expect(gitSync({ cwd: '/', command: ['rev-parse', '--show-toplevel'] })).toMatchObject({
      ok: false,
      message: expect.stringContaining('not a git repository'),
    });
    expect(await git({ cwd: '/no/such/folder', command: ['version'] })).toMatchObject({
      ok: false,
      message: expect.stringContaining('the folder is gone'),
    });
    expect(entriesOf(Buffer.from('a\0b c\0'))).toEqual(['a', 'b c']);
  });
});

describe('the answers of cat-file --batch', () => {
  const id = 'a'.repeat(40);
  const stream = Buffer.concat([
    Buffer.from(`${id} blob 5\nab\n\0d\n${id} missing\n${id} blob 0\n\n${id} tree 3\nxyz\n${id} blob ${6 * 1024 * 1024}\n`),
    Buffer.alloc(6 * 1024 * 1024, 'x'),
    Buffer.from(`\n${id} blob 1\nz\n`),
  ]);
  const told = (blob: Blob) => (blob instanceof Buffer ? blob.toString('latin1') : JSON.stringify(blob));
  const expected = ['ab\n\0d', '{"missing":true}', '', '{"missing":true}', `{"tooLarge":${6 * 1024 * 1024}}`, 'z'];

  it.each([1, 7, 4096, 65536, stream.length])('are the same in pieces of %i bytes', (size) => {
    const some = size === 1 ? Buffer.concat([stream.subarray(0, 400), stream.subarray(stream.length - 60)]) : stream;
    const found: string[] = [];
    const feed = batchParser((blob) => found.push(told(blob)));
    for (let at = 0; at < some.length; at += size) feed(some.subarray(at, at + size));
    if (size === 1) expect(found.slice(0, 4)).toEqual(expected.slice(0, 4));
    else expect(found).toEqual(expected);
  });
});

describe('lines of a patch', () => {
  it('are counted by hunk, so that no content is taken for a header', () => {
    const patch = [
      'diff --git a/a b/a',
      '--- a/a',
      '+++ b/a',
      '@@ -1,2 +1,3 @@ x',
      '--- old',
      '-b',
      '+++ b/other',
      '+@@ -1 +1 @@',
      '+c',
      '\\ No newline at end of file',
      '@@ -9 +10 @@',
      '-x',
      '+y',
      'diff --git a/gone b/gone',
      '--- a/gone',
      '+++ /dev/null',
      '@@ -1 +0,0 @@',
      '-x',
      'diff --git a/e b/e',
      '--- a/e',
      '+++ b/e',
      '@@ -3,0 +4,2 @@',
      '+1',
      '+2',
      '',
    ].join('\n');
    expect([...linesOfPatch(patch)]).toEqual([
      [
        'a',
        [
          [0, 3],
          [9, 10],
        ],
      ],
      ['e', [[3, 5]]],
    ]);
  });

  it.each([
    ['a b', 'a b'],
    ['"a\\"b\\\\c"', 'a"b\\c'],
    ['"\\303\\244\\t"', 'ä\t'],
    ['"ä\\n"', 'ä\n'],
  ])('the path %j is %j', (quoted, path) => {
    expect(unquote(quoted)).toBe(path);
  });
});

describe('the address of a remote', () => {
  it.each([
    ['https://github.com/acme/app.git', 'github.com', 'acme/app'],
    ['https://user:word@GitHub.com/acme/app/', 'github.com', 'acme/app'],
    ['git@gitlab.example.com:group/sub/app.git', 'gitlab.example.com', 'group/sub/app'],
    ['ssh://git@host.example:2222/a/b', 'host.example', 'a/b'],
  ])('%s', (address, host, path) => expect(remoteOf(address)).toEqual({ host, path }));
  it.each(['', '/srv/git/app.git', 'file:///srv/git', '../app', 'C:\\git\\app'])('%s is none', (address) =>
    expect(remoteOf(address)).toBeUndefined(),
  );
});
