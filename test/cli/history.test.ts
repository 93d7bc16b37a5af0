import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeToken, seededRandom } from '../../server/engine/secrets/generate.ts';
import { patchParser, type HistoryChange } from '../../server/workspace/history.ts';
import { folderOf, git, posture, repositoryOf, write } from './posture.ts';

const random = seededRandom(20261121);
const token = (): string => makeToken('github-pat', random);

interface Report {
  findings: {
    file: string;
    range: { start: { line: number } };
    message: string;
    history: { commit: string; standing: boolean; paths: string[] };
  }[];
  suppressed: unknown[];
  summary: { problems: { message: string }[]; notes: string[] };
}

function history(folder: string, ...args: string[]): { report: Report; code: number | null; stdout: string } {
  const outcome = posture(folder, ['check', '--format', 'json', ...args]);
  return { report: JSON.parse(outcome.stdout || '{}') as Report, code: outcome.code, stdout: outcome.stdout };
}

function commit(folder: string, files: Record<string, string | Buffer>): string {
  write(folder, files);
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'change');
  return git(folder, 'rev-parse', 'HEAD').trim();
}

describe('posture check --history', () => {
  it('finds what was removed, once, with the commit that added it, and says what still stands', () => {
    const [gone, here] = [token(), token()];
    const folder = repositoryOf({ 'readme.md': 'x' });
    const first = commit(folder, { 'src/a.py': `import os\ntoken = "${gone}"\n`, '.env': `A=1\nGITHUB_TOKEN=${here}\n` });
    commit(folder, { 'src/a.py': `import os\n\n# moved\ntoken = "${gone}"\n`, 'src/copy.py': `other = "${gone}"\n` });
    git(folder, 'mv', 'src/a.py', 'src/b.py');
    commit(folder, {});
    rmSync(join(folder, 'src'), { recursive: true });
    commit(folder, {});
    const { report, code, stdout } = history(folder, '--history');
    expect(report.findings.map((one) => [one.file, one.range.start.line, one.history.commit, one.history.standing])).toEqual([
      ['.env', 2, first, true],
      ['src/a.py', 2, first, false],
    ]);
    expect(report.findings[1]!.history.paths).toEqual(['src/a.py', 'src/copy.py']);
    expect(report.findings[1]!.message).toContain(`Added by ${first.slice(0, 12)} on`);
    expect(report.findings[1]!.message).toContain('no longer in the tree, and still in the history');
    expect(report.findings[0]!.message).toContain('still in the tree: .env');
    expect(code).toBe(1);
    for (const value of [gone, here]) expect(stdout + posture(folder, ['check', '--history']).stdout).not.toContain(value);
  });

  it('walks branches and tags, or the range that it is given, below the paths that it is given', () => {
    const [one, two] = [token(), token()];
    const folder = repositoryOf({ 'readme.md': 'x' });
    git(folder, 'checkout', '--quiet', '-b', 'side');
    commit(folder, { 'side.env': `TOKEN=${one}\n` });
    git(folder, 'checkout', '--quiet', 'main');
    commit(folder, { 'sub/main.env': `TOKEN=${two}\n` });
    const files = (...args: string[]) =>
      history(folder, ...args)
        .report.findings.map((finding) => finding.file)
        .sort();
    expect(files('--history')).toEqual(['side.env', 'sub/main.env']);
    expect(files('--history', 'HEAD')).toEqual(['sub/main.env']);
    expect(files('--history', 'HEAD~1..HEAD')).toEqual(['sub/main.env']);
    expect(files('--history', 'side~1..side', 'sub')).toEqual([]);
    expect(files('--history=side', '.')).toEqual(['side.env']);
  });

  it('sees what only a merge brought, and what an attribute hides', () => {
    const [merged, hidden] = [token(), token()];
    const folder = repositoryOf({ 'a.txt': 'a\n' });
    git(folder, 'checkout', '--quiet', '-b', 'side');
    commit(folder, { 'a.txt': 'b\n' });
    git(folder, 'checkout', '--quiet', 'main');
    commit(folder, { 'a.txt': 'c\n' });
    expect(() => git(folder, 'merge', 'side')).toThrow();
    write(folder, { 'a.txt': `b\ntoken=${merged}\nc\n` });
    git(folder, 'add', '.');
    git(folder, 'commit', '--quiet', '--no-edit');
    commit(folder, { '.gitattributes': '*.env binary\n', 'hidden.env': `TOKEN=${hidden}\n` });
    expect(history(folder, '--history').report.findings.map((one) => one.file)).toEqual(['a.txt', 'hidden.env']);
  });

  it('judges by the configuration of today, and by the directives of then', () => {
    const folder = repositoryOf({ 'x.txt': 'x' });
    commit(folder, {
      'old/a.env': `TOKEN=${token()}\n`,
      'b.env': `# posture-ignore secret/provider-token: test account\nTOKEN=${token()}\n`,
    });
    expect(history(folder, '--history').report.findings).toHaveLength(1);
    expect(history(folder, '--history').report.suppressed).toHaveLength(1);
    write(folder, { '.posture/config.yaml': 'ignore:\n  - {path: old/, reason: revoked in 2024}\n' });
    expect(history(folder, '--history').report.findings).toEqual([]);
  });

  it('says a shallow clone, an unknown range, and what is not here', () => {
    const folder = repositoryOf({ 'a.env': `TOKEN=${token()}\n` });
    commit(folder, { 'b.txt': 'b' });
    const shallow = join(folderOf(), 'clone');
    git(folder, 'clone', '--quiet', '--depth', '1', `file://${folder}`, shallow);
    expect(history(shallow, '--history').report.summary.notes.join()).toContain('this clone is shallow');
    expect(posture(folder, ['check', '--history', 'no-such-branch'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the history of no-such-branch cannot be walked'),
    });
    expect(posture(folder, ['check', '--history=--all'])).toMatchObject({ code: 2, stderr: expect.stringContaining('is not a revision') });
    expect(posture(folderOf(), ['check', '--history'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('needs a git repository'),
    });
    expect(posture(folder, ['check', '--history', '--fix'])).toMatchObject({ code: 2, stderr: expect.stringContaining('rotate') });
  });

  it('takes odd names, long lines and broken bytes as they come', () => {
    const value = token();
    const folder = repositoryOf({ 'x.txt': 'x' });
    commit(folder, {
      'ä "b"\t.env': `TOKEN=${value}\n`,
      'long.txt': `${'x'.repeat(6 * 1024 * 1024)}\n`,
      'latin.txt': Buffer.concat([Buffer.from([0xe9, 0x0a]), Buffer.from('a\n')]),
      'nul.bin': Buffer.from([0, 1, 2]),
    });
    writeFileSync(join(folder, 'x.txt'), 'diff --git a/x b/x\n+++ b/y\n@@ -1 +1 @@\n');
    commit(folder, {});
    expect(history(folder, '--history').report.findings.map((one) => one.file)).toEqual(['ä "b"\t.env']);
  });
});

describe('the patches of a history', () => {
  const stream = Buffer.from(
    [
      '\x01aaaa 2026-01-02',
      '',
      'diff --git a/x.env b/x.env',
      'new file mode 100644',
      `index 00..${'1'.repeat(40)}`,
      '--- /dev/null',
      '+++ b/x.env',
      '@@ -0,0 +1,2 @@',
      '+A=1',
      '+++ b/not-a-header',
      'diff --git a/old b/new',
      'similarity index 90%',
      'rename from old',
      'rename to new',
      `index 00..${'2'.repeat(40)} 100644`,
      '--- a/old',
      '+++ b/new',
      '@@ -3 +3 @@ context',
      '-x',
      '+y',
      '\\ No newline at end of file',
      '\x01bbbb 2026-01-03',
      '',
      'diff --cc both.txt',
      `index 00,00..${'3'.repeat(40)}`,
      '--- a/both.txt',
      '+++ b/both.txt',
      '@@@ -1,2 -1,1 +1,4 @@@',
      '++new',
      '+ from-two',
      ' +from-one',
      '- gone',
      '++last',
      'diff --git a/p.png b/p.png',
      `index 00..${'4'.repeat(40)} 100644`,
      'Binary files a/p.png and b/p.png differ',
      '',
    ].join('\n'),
  );
  const expected = [
    ['aaaa', 'x.env', [[0, 2]], 'A=1\n++ b/not-a-header\n'],
    ['aaaa', 'new', [[2, 3]], 'y\n'],
    [
      'bbbb',
      'both.txt',
      [
        [0, 1],
        [3, 4],
      ],
      'new\nlast\n',
    ],
    ['bbbb', 'p.png', [], undefined],
  ];

  it.each([1, 3, 64, 100_000])('are the same in pieces of %i bytes', (size) => {
    let commits = 0;
    const parser = patchParser(() => commits++);
    const changes: HistoryChange[] = [];
    for (let at = 0; at < stream.length; at += size) changes.push(...parser.feed(stream.subarray(at, at + size)));
    changes.push(...parser.end());
    expect(changes.map((one) => [one.commit, one.uri, one.added, one.text])).toEqual(expected);
    expect(commits).toBe(2);
  });
});
