// Who last wrote lines of files, by the addresses that git has. One file is asked by `git blame`; of many, those that a
// single commit brought as they stand are known from one walk over the history, and only the others are blamed, several at
// once: a blame walks the whole history again for each file. Both give the same answers.
import { availableParallelism } from 'node:os';
import { git, gitSync } from './git.ts';

/** Fewer files are blamed sooner than a history is walked. */
const fewFiles = 4;

/**
 * E-mail addresses, in lower case, by file and line (one-based), as the files stand in the working tree, or at a commit,
 * which in a large tree is asked far sooner. `commit` is a full hash: blame takes no --end-of-options. Where git cannot
 * answer, a line has none.
 */
export async function authorsOf(
  root: string,
  wanted: ReadonlyMap<string, ReadonlySet<number>>,
  commit?: string,
): Promise<Map<string, ReadonlyMap<number, string>>> {
  const found = new Map<string, ReadonlyMap<number, string>>();
  const whole = wanted.size > fewFiles ? soleAuthors(root, wanted, commit) : new Map<string, string>();
  const left: string[] = [];
  for (const [uri, lines] of wanted) {
    const author = whole.get(uri);
    if (author === undefined) left.push(uri);
    else found.set(uri, new Map([...lines].map((line) => [line, author])));
  }
  const next = left.values();
  await Promise.all(
    Array.from({ length: Math.min(availableParallelism(), left.length) }, async () => {
      for (const uri of next) found.set(uri, await blamed(root, uri, wanted.get(uri)!, commit));
    }),
  );
  return found;
}

async function blamed(
  root: string,
  uri: string,
  lines: ReadonlySet<number>,
  commit: string | undefined,
): Promise<ReadonlyMap<number, string>> {
  const found = new Map<number, string>();
  const ranges = [...lines].flatMap((line) => ['-L', `${line},${line}`]);
  const blame = await git({
    cwd: root,
    command: ['blame', '--line-porcelain', ...ranges, ...(commit === undefined ? [] : [commit])],
    paths: [uri],
  });
  if (!blame.ok) return found;
  let line = 0;
  for (const text of blame.stdout.toString('utf8').split('\n')) {
    const header = /^[0-9a-f]{40,64} \d+ (\d+)/.exec(text);
    if (header) line = Number(header[1]);
    const email = /^author-mail <(.*)>$/.exec(text)?.[1];
    // What is not committed yet has no author.
    if (email !== undefined && email !== 'not.committed.yet') found.set(line, email.toLowerCase());
  }
  return found;
}

/**
 * The author of each wanted file that one commit added, that no other ever touched, and that cannot be a file moved from
 * elsewhere, because its commit removed nothing. Without a commit, of those only that stand as they were committed.
 */
function soleAuthors(root: string, wanted: ReadonlyMap<string, unknown>, commit: string | undefined): Map<string, string> {
  const changed = commit === undefined ? changedHere(root) : new Set<string>();
  if (!changed) return new Map();
  // A merge is shown where it differs from all that it merges, and a root with everything that it holds.
  const log = gitSync({
    cwd: root,
    config: ['log.showRoot=true'],
    revisions: [commit ?? 'HEAD'],
    command: ['log', '-c', '-z', '--name-status', '--no-renames', '--no-show-signature', '--format=%x01%aE'],
  });
  const found = new Map<string, string | undefined>();
  if (log.ok) readTouches(log.stdout, wanted, found);
  return new Map([...found].filter((entry): entry is [string, string] => entry[1] !== undefined && !changed.has(entry[0])));
}

/** Of each wanted path, the author that alone touched it; undefined where that is not so. */
function readTouches(output: Buffer, wanted: ReadonlyMap<string, unknown>, found: Map<string, string | undefined>): void {
  let author = '';
  let ofCommit: string[] = [];
  const tokens = output.toString('utf8').split('\0');
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!.replace(/^\n/, '');
    if (token.startsWith('\u0001')) {
      author = token.slice(1).toLowerCase();
      ofCommit = [];
    } else if (/^[A-Z]+\d*$/.test(token) && at + 1 < tokens.length) {
      const path = tokens[++at]!;
      if (token.includes('D')) {
        // What is gone here may stand elsewhere from here on.
        for (const one of ofCommit) found.set(one, undefined);
        author = '';
      }
      if (!wanted.has(path)) continue;
      found.set(path, token === 'A' && author !== '' && !found.has(path) ? author : undefined);
      ofCommit.push(path);
    }
  }
}

/** Paths of the working tree that are not as they were committed; undefined where git cannot say. */
function changedHere(root: string): Set<string> | undefined {
  const diff = gitSync({
    cwd: root,
    command: ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', '--ignore-submodules=all'],
    revisions: ['HEAD'],
  });
  return diff.ok ? new Set(diff.stdout.toString('utf8').split('\0')) : undefined;
}
