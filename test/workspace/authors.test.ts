import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../server/engine/secrets/generate.ts';
import { authorsOf } from '../../server/workspace/authors.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const git = (root: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** What `git blame` says of every line of a file. */
function blame(root: string, uri: string, commit: string): Map<number, string> {
  const found = new Map<number, string>();
  let line = 0;
  for (const text of git(root, 'blame', '--line-porcelain', commit, '--', uri).split('\n')) {
    line = Number(/^[0-9a-f]{40} \d+ (\d+)/.exec(text)?.[1] ?? line);
    const email = /^author-mail <(.*)>$/.exec(text)?.[1];
    if (email !== undefined) found.set(line, email.toLowerCase());
  }
  return found;
}

/** A history of files that are added, edited, moved, removed and added again, on branches that are merged, cleanly and with an edit of the merge's own. */
function historyOf(seed: number): { root: string; files: ReadonlyMap<string, readonly string[]> } {
  const random = seededRandom(seed);
  const upTo = (n: number): number => Math.floor(random() * n);
  const root = mkdtempSync(join(tmpdir(), 'posture-authors-'));
  folders.push(root);
  git(root, 'init', '-q', '-b', 'main');
  const states: Map<string, string[]>[] = [];
  const stream: string[] = [];
  const text = (): string[] => Array.from({ length: 3 + upTo(5) }, () => `line ${upTo(1000)} of something that somebody wrote`);
  for (let n = 0; n < 25; n++) {
    const parent = n === 0 ? undefined : Math.max(0, n - 1 - upTo(3));
    const other = n > 3 && upTo(4) === 0 ? upTo(n - 1) : undefined;
    const state = new Map(parent === undefined ? [] : states[parent]!);
    // The merge takes what the other side has and this one does not.
    if (other !== undefined) for (const [path, lines] of states[other]!) if (!state.has(path)) state.set(path, lines);
    for (let change = other !== undefined ? upTo(2) : 1 + upTo(3); change > 0; change--) {
      const paths = [...state.keys()];
      const path = paths[upTo(paths.length)];
      const what = upTo(10);
      if (path === undefined || what < 5) state.set(`f${upTo(40)}.tf`, text());
      else if (what < 7)
        state.set(
          path,
          state.get(path)!.map((line, index) => (index === 1 ? `${line}, again` : line)),
        );
      else if (what < 8) state.delete(path);
      else {
        state.set(`moved-${upTo(40)}.tf`, state.get(path)!);
        state.delete(path);
      }
    }
    states.push(state);
    stream.push(
      `commit refs/heads/c${n}\nmark :${n + 1}\nauthor a <A${upTo(6)}@example.com> ${1_700_000_000 + n * 100} +0000\ncommitter c <c@example.com> ${1_700_000_000 + n * 100} +0000\ndata 1\nx\n`,
    );
    if (parent !== undefined) stream.push(`from :${parent + 1}\n`);
    if (other !== undefined && other !== parent) stream.push(`merge :${other + 1}\n`);
    stream.push(
      'deleteall\n',
      ...[...state].map(([path, lines]) => `M 100644 inline ${path}\ndata ${lines.join('\n').length + 1}\n${lines.join('\n')}\n\n`),
    );
  }
  const made = spawnSync('git', ['fast-import', '--quiet', '--force'], { cwd: root, input: stream.join('') });
  expect(made.status, made.stderr.toString()).toBe(0);
  git(root, 'checkout', '-q', 'c24');
  return { root, files: states.at(-1)! };
}

describe('authors of lines', () => {
  it.each(Array.from({ length: 12 }, (_, n) => n + 1))('are what git blame says, in history %i', async (seed) => {
    const { root, files } = historyOf(seed);
    const commit = git(root, 'rev-parse', 'HEAD').trim();
    const wanted = new Map([...files].map(([uri, lines]) => [uri, new Set(lines.map((_, index) => index + 1))]));
    const expected = new Map([...files.keys()].map((uri) => [uri, blame(root, uri, commit)]));
    expect(new Map([...(await authorsOf(root, wanted, commit))].sort())).toEqual(new Map([...expected].sort()));
    expect(new Map([...(await authorsOf(root, wanted))].sort())).toEqual(new Map([...expected].sort()));
  });

  it('has no author for what is not committed', async () => {
    const { root, files } = historyOf(77);
    const [changed] = [...files.keys()];
    writeFileSync(join(root, changed!), 'new\n');
    const found = await authorsOf(root, new Map([...files.keys()].map((uri) => [uri, new Set([1])])));
    expect(found.get(changed!)).toEqual(new Map());
    expect([...found.values()].filter((lines) => lines.size === 1)).toHaveLength(files.size - 1);
  });

  it('has none outside of a repository', async () => {
    const root = mkdtempSync(join(tmpdir(), 'posture-authors-'));
    folders.push(root);
    expect(await authorsOf(root, new Map([['a', new Set([1])]]))).toEqual(new Map([['a', new Map()]]));
  });
});
