import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCodeowners } from '../../server/workspace/codeowners.ts';
import { workingTree } from '../../server/workspace/source.ts';
import { decodeText } from '../../server/workspace/text-file.ts';
import { walk } from '../../server/workspace/walk.ts';
import { writeFiles } from '../../server/workspace/write-files.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'posture-files-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const put = (path: string, text: string | Buffer): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};

describe('text of a file', () => {
  it.each([
    ['plain', Buffer.from('aä'), { text: 'aä', encoding: 'utf-8' }],
    ['with a mark', Buffer.from('\ufeffa'), { text: '\ufeffa', encoding: 'utf-8' }],
    ['UTF-16, little end first', Buffer.from('\ufeffaä', 'utf16le'), { text: '\ufeffaä', encoding: 'utf-16le' }],
    ['UTF-16, big end first', Buffer.from('\ufeffaä', 'utf16le').swap16(), { text: '\ufeffaä', encoding: 'utf-16be' }],
    ['half a UTF-16 character', Buffer.from([0xff, 0xfe, 0x61]), { text: '\ufeff', encoding: 'utf-16le' }],
    ['Latin-1', Buffer.from([0x61, 0xe9, 0x62]), { text: 'a\ufffdb', encoding: 'broken utf-8' }],
    ['with a NUL', Buffer.from('a\0b'), { reason: 'binary' }],
    ['kept by Git LFS', Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12345\n'), { reason: 'in LFS' }],
    ['empty', Buffer.alloc(0), { text: '', encoding: 'utf-8' }],
  ])('%s', (_, bytes, expected) => expect(decodeText(bytes)).toEqual(expected));
});

describe('a walk', () => {
  it('ends in a folder that links to itself, and goes as deep as there are folders', async () => {
    put('a/b.txt', 'x');
    symlinkSync('..', join(folder, 'a/up'));
    const deep = Array(120).fill('d').join('/');
    put(`${deep}/x.txt`, 'x');
    const { uris, notRead } = await walk(folder, '');
    expect(uris).toEqual(['a/b.txt', `${deep}/x.txt`]);
    expect(notRead).toEqual([{ uri: 'a/up', reason: 'symbolic link' }]);
  });

  it('leaves folders with code of others out, and says so', async () => {
    put('node_modules/a/b.js', 'x');
    put('sub/.terraform/c.tf', 'x');
    put('.git/config', 'x');
    put('a.tf', 'x');
    const { uris, notRead } = await walk(folder, '');
    expect(uris).toEqual(['a.tf']);
    expect(notRead.map(({ uri, reason }) => `${uri} ${reason}`).sort()).toEqual(['node_modules left out', 'sub/.terraform left out']);
  });

  it('honours ignore files above the folder that it begins in', async () => {
    put('.gitignore', '/a/skip\n*.log\n');
    put('a/.gitignore', '!keep.log\n');
    put('a/skip/x.txt', 'x');
    put('a/keep.log', 'x');
    put('a/b.log', 'x');
    put('a/c.txt', 'x');
    expect((await walk(folder, 'a')).uris).toEqual(['a/.gitignore', 'a/c.txt', 'a/keep.log']);
  });
});

describe('the working tree', () => {
  it('reads once, forgets on request, and keeps to its root', async () => {
    put('a.txt', 'one');
    put('b/c.txt', 'two');
    const source = workingTree(folder);
    const [document] = await source.load(['a.txt']);
    expect(source.document('a.txt')).toBe(document);
    expect(source.siblings('')).toEqual(['a.txt']);
    expect(source.document('b/../a.txt')).toBeUndefined();
    expect(source.document('/etc/passwd')).toBeUndefined();
    source.forget();
    put('a.txt', 'other');
    expect(source.document('a.txt')?.text).toBe('other');
    expect(await source.load(['gone.txt', 'b'])).toEqual([]);
    expect([...source.notRead.values()].map(({ uri, reason }) => `${uri} ${reason}`)).toEqual(['gone.txt gone', 'b submodule']);
  });
});

describe('writing', () => {
  it('replaces whole files and keeps their mode', () => {
    put('a', 'old');
    chmodSync(join(folder, 'a'), 0o640);
    writeFiles([
      { path: join(folder, 'a'), text: 'new', before: 'old' },
      { path: join(folder, 'new/b'), text: 'b', before: undefined },
    ]);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('new');
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o640);
    expect(readFileSync(join(folder, 'new/b'), 'utf8')).toBe('b');
    expect(readdirSync(folder)).toEqual(['a', 'new']);
  });

  it.each([
    ['a file that changed', () => put('b', 'other'), 'was changed while it was checked'],
    ['a file that went', () => rmSync(join(folder, 'b')), 'is gone'],
    ['a folder in its place', () => (rmSync(join(folder, 'b')), mkdirSync(join(folder, 'b'))), 'no regular file'],
    ['a link in its place', () => (rmSync(join(folder, 'b')), symlinkSync('a', join(folder, 'b'))), 'no regular file'],
  ])('writes nothing at all beside %s', (_, meanwhile, sentence) => {
    put('a', 'old');
    put('b', 'old');
    meanwhile();
    const names = readdirSync(folder);
    expect(() =>
      writeFiles([
        { path: join(folder, 'a'), text: 'new', before: 'old' },
        { path: join(folder, 'b'), text: 'new', before: 'old' },
      ]),
    ).toThrow(sentence);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(names);
  });

  it('takes away what a run that was killed left beside a file, and nothing else', () => {
    const left = '.a.0123456789ab.posture';
    const others = ['.a.aaaaaaaaaaaa.posture', '.a.posture', '.b.0123456789ab.posture'];
    for (const name of [left, ...others]) put(name, 'half');
    for (const name of [left, ...others.slice(1)]) utimesSync(join(folder, name), new Date(0), new Date(0));
    writeFiles([{ path: join(folder, 'a'), text: 'new', before: undefined }]);
    // The first of them is being written by somebody else.
    expect(readdirSync(folder)).toEqual([...others, 'a']);
  });

  it('gives a file the permissions that are asked for, whatever it had', () => {
    put('a', 'old');
    writeFiles([
      { path: join(folder, 'a'), text: 'new', before: 'old', mode: 0o755 },
      { path: join(folder, 'b'), text: 'new', before: undefined, mode: 0o700 },
    ]);
    expect(['a', 'b'].map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o755, 0o700]);
  });

  it('does not take the place of a file that was not there when it was judged', () => {
    put('a', 'somebody else');
    expect(() => writeFiles([{ path: join(folder, 'a'), text: 'ours', before: undefined }])).toThrow('was changed');
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('somebody else');
  });
});

describe('CODEOWNERS', () => {
  const owners = readCodeowners(
    '# comment\n* @acme/all\n*.tf @acme/infra dev@example.com # why\n/docs/ @writers\ndocs/*.tf\npath\\ with\\ space/ @a\n[Database][2] @dba\n/db/\n/db/x @x\n!bad @y\n',
  );
  it.each([
    ['a.ts', ['@acme/all']],
    ['deep/a.tf', ['@acme/infra', 'dev@example.com']],
    ['docs/a.md', ['@writers']],
    ['docs/a.tf', []],
    ['path with space/a', ['@a']],
    ['db/a', ['@dba']],
    ['db/x', ['@x']],
  ])('%s', (uri, expected) => expect(owners(uri)).toEqual(expected));
});
