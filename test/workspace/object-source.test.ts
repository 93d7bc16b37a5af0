import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { objectSource, readIndex, readTree, stagedEntries } from '../../server/workspace/object-source.ts';
import { git as gitIn, repositoryOf } from '../cli/posture.ts';

const texts: Readonly<Record<string, string>> = {
  'infra/a.tf': '# a',
  'infra-old/x.tf': '# x',
  'infra/modules/net/main.tf': '# net',
  'infra/modules.tf': '# modules',
  'infra/z.tf': '# z',
  'root.tf': '# root',
  'a.tf': '# first',
  'über uns/Büro plan.tf': '# spaces',
  'über uns/deep/er.tf': '# deeper',
};

function repository() {
  const root = repositoryOf(texts);
  return { repository: { root, inHook: false }, root, git: (...args: string[]) => gitIn(root, ...args) };
}

describe('the index around some files', () => {
  it('gives each folder its own files, wherever they stand among those of folders with like names', async () => {
    const { repository: at } = repository();
    const folders = [...new Set(Object.keys(texts).map((path) => dirname(path).replace(/^\.$/, '')))];
    const inFolder = readIndex(at);
    const whole = await readTree(at, 'HEAD');
    for (const folder of folders) {
      const own = Object.keys(texts)
        .filter((path) => dirname(path).replace(/^\.$/, '') === folder)
        .sort();
      expect([...inFolder(folder).keys()].sort()).toEqual(own);
      for (const [uri, entry] of inFolder(folder)) expect(entry).toEqual(whole.get(uri));
    }
    expect(inFolder('infra/modules').size).toBe(0);
    expect(inFolder('no such folder').size).toBe(0);
  });

  it('neighbours of a staged file are read from it, and what the working tree says since does not count', async () => {
    const { repository: at, root, git } = repository();
    writeFileSync(join(root, 'infra/a.tf'), '# changed');
    git('add', 'infra/a.tf');
    writeFileSync(join(root, 'infra/z.tf'), '# not staged');
    const { entries } = stagedEntries(at, []);
    const source = objectSource(at, entries, () => readIndex(at));
    try {
      expect((await source.load([...entries.keys()])).map(({ uri, text }) => [uri, text])).toEqual([['infra/a.tf', '# changed']]);
      expect(source.siblings('infra')).toEqual(['infra/a.tf', 'infra/modules.tf', 'infra/z.tf']);
      expect(source.document('infra/z.tf')?.text).toBe('# z');
      expect(source.document('über uns/deep/er.tf')?.text).toBe('# deeper');
      expect(source.document('über uns/none.tf')).toBeUndefined();
    } finally {
      source.close();
    }
  });

  it('a path in the middle of a merge is not among them', () => {
    const { repository: at, git, root } = repository();
    git('checkout', '-qb', 'other');
    writeFileSync(join(root, 'infra/a.tf'), '# theirs');
    git('commit', '-qam', 'theirs');
    git('checkout', '-q', '-');
    writeFileSync(join(root, 'infra/a.tf'), '# ours');
    git('commit', '-qam', 'ours');
    expect(() => git('merge', 'other')).toThrow();
    expect([...readIndex(at)('infra').keys()]).toEqual(['infra/modules.tf', 'infra/z.tf']);
  });
});
