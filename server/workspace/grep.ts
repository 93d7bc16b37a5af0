// Where texts stand, in the last commit or in the working tree. They are handed to git on its standard input and never on a command line, which other
// users of the machine could read.
import { GitError } from './errors.ts';
import { entriesOf, git } from './git.ts';
import type { Repository } from './repository.ts';

/** Paths by text, for the texts that HEAD holds. A text of several lines is looked for by its longest line. */
export async function findInHead(repository: Repository, texts: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const byLine = new Map<string, string[]>();
  for (const text of texts) {
    const line = text.split(/\r\n|\r|\n/).reduce((longest, one) => (one.length > longest.length ? one : longest), '');
    if (line !== '') (byLine.get(line) ?? byLine.set(line, []).get(line)!).push(text);
  }
  const found = new Map<string, string[]>();
  if (byLine.size === 0) return found;
  const result = await git({
    cwd: repository.root,
    command: [
      'grep',
      '--fixed-strings',
      '--only-matching',
      '--null',
      '--text',
      '--no-textconv',
      '--full-name',
      '--no-color',
      '--no-line-number',
      '--no-column',
      '--no-recurse-submodules',
      '-f',
      '-',
      'HEAD',
    ],
    input: `${[...byLine.keys()].join('\n')}\n`,
  });
  // 1 is "nothing found".
  if (!result.ok && result.code !== 1) throw new GitError(`HEAD cannot be searched: ${result.message}`);
  for (const record of result.stdout.toString('utf8').split('\n')) {
    const end = record.indexOf('\0');
    if (end < 0) continue;
    const path = record.slice('HEAD:'.length, end);
    // One text may hold another: git prints the longest of those that begin at a place.
    for (const [line, owners] of byLine) {
      if (!record.slice(end + 1).includes(line)) continue;
      for (const text of owners) {
        const paths = found.get(text) ?? found.set(text, []).get(text)!;
        if (!paths.includes(path)) paths.push(path);
      }
    }
  }
  return found;
}

/** The search of git for words as they stand, in texts alone; it gives the paths of files from the root, each ended by a zero. */
export const namesOfFiles: readonly string[] = [
  'grep',
  '--fixed-strings',
  '--files-with-matches',
  '-z',
  '-I',
  '--no-textconv',
  '--full-name',
  '--no-color',
  '--no-recurse-submodules',
];

/** Files of the working tree, untracked ones included, that hold one of these texts. Nothing where git cannot say. */
export async function filesHolding(repository: Repository, texts: readonly string[]): Promise<readonly string[]> {
  const lines = texts.filter((text) => text !== '' && !/[\r\n]/.test(text));
  if (lines.length === 0) return [];
  const result = await git({
    cwd: repository.root,
    command: [...namesOfFiles, '--untracked', '--exclude-standard', '-f', '-'],
    input: `${lines.join('\n')}\n`,
  });
  return result.ok ? entriesOf(result.stdout) : [];
}
