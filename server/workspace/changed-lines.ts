// Which files and lines differ from a commit: what `--diff BASE` is about.
import { GitError, UsageError } from './errors.ts';
import { entriesOf, git, gitSync, type GitCall } from './git.ts';
import { isShallow, type Repository } from './repository.ts';
import { tableOf } from '../engine/table.ts';

export interface Changes {
  /** The commit that is compared with: the merge base of BASE and HEAD. */
  readonly base: string;
  /** Changed and new files that are still there, with the lines that are new in them, zero-based and half-open; `all` for untracked files. */
  readonly files: ReadonlyMap<string, 'all' | readonly (readonly [number, number])[]>;
}

const patchOptions = [
  '--unified=0',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--no-renames',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--diff-filter=AMT',
  '--ignore-submodules=all',
  '--text',
];

/** The merge base of `base` and HEAD. Throws GitError, with the command that would help, when it is not in this clone. */
export async function commonCommit({ root: cwd }: Repository, base: string): Promise<string> {
  if (base === '' || base.startsWith('-'))
    throw new UsageError(`"${base}" is no commit and no branch`, 'name what to compare with, for example origin/main');
  if (base.includes('..'))
    throw new UsageError(
      `${base} is a range, and one commit or branch is wanted`,
      `name where it begins: ${base.slice(0, base.indexOf('..')) || 'origin/main'}; changes are counted from where the two parted`,
    );
  const named = await git({ cwd, command: ['rev-parse', '--verify', '--quiet'], revisions: [`${base}^{commit}`] });
  if (!named.ok) throw new GitError(`there is no commit ${base} here`, await howToGet(cwd, base));
  const shared = await git({ cwd, command: ['merge-base'], revisions: [named.stdout.toString().trim(), 'HEAD'] });
  if (!shared.ok)
    throw new GitError(
      `${base} and HEAD have no commit in common here`,
      'in a shallow clone, fetch the history first: git fetch --unshallow',
    );
  return shared.stdout.toString().trim().split('\n')[0]!;
}

/** A sentence on how to come by a commit that is not in this clone. */
async function howToGet(cwd: string, base: string): Promise<string> {
  const cutOff = isShallow(cwd);
  if (/^(?:HEAD|@)$/.test(base)) return 'nothing is committed yet: commit first';
  // `HEAD~2`, `main^`: no remote has a branch of that name.
  if (/[~^]|@\{/.test(base))
    return cutOff
      ? 'this clone is shallow; fetch its history first: git fetch --unshallow'
      : 'the history does not go back that far: git log';
  const remotes = (await git({ cwd, command: ['remote'] })).stdout
    .toString()
    .split('\n')
    .filter((one) => one !== '');
  const remote = remotes.find((one) => base.startsWith(`${one}/`)) ?? (remotes.includes('origin') ? 'origin' : remotes[0]);
  if (remote === undefined) return 'git branch --all lists the branches; there is no remote to fetch it from';
  // A clone of one branch does not keep the others by a plain fetch, so where it is to be kept is said, too.
  const branch = base.startsWith(`${remote}/`) ? base.slice(remote.length + 1) : undefined;
  return `fetch it first, for example: git fetch ${cutOff ? '--unshallow ' : ''}${remote} ${branch === undefined ? base : `${branch}:refs/remotes/${remote}/${branch}`}`;
}

/**
 * Differences between the working tree and the merge base of `base` and HEAD, untracked files included. Throws GitError
 * with the command that would help when there is no such commit here (a shallow clone): "could not compare" is never "clean".
 */
export async function changesSince(repository: Repository, base: string, paths: readonly string[]): Promise<Changes> {
  const cwd = repository.root;
  const commit = await commonCommit(repository, base);
  const within = paths.length > 0 && !paths.includes('') ? paths : undefined;
  const config = withoutFilters(cwd);
  const patch = await git({
    cwd,
    command: ['diff', ...patchOptions],
    revisions: [commit],
    paths: within,
    config,
  });
  if (!patch.ok) throw new GitError(`git could not compare with ${base}: ${patch.message}`);
  const files = new Map<string, 'all' | readonly (readonly [number, number])[]>(linesOfPatch(patch.stdout.toString('utf8')));
  const untracked = await git({ cwd, command: ['ls-files', '-z', '--others', '--exclude-standard'], paths: within });
  if (!untracked.ok) throw new GitError(`untracked files cannot be listed: ${untracked.message}`);
  for (const uri of entriesOf(untracked.stdout)) if (!uri.endsWith('/')) files.set(uri, 'all');
  return { base: commit, files };
}

/**
 * Lines that the index adds to the last commit, by file; `undefined` before the first commit, when everything is new.
 * Compares objects only, so no program that cleans files is asked.
 */
export async function linesStaged(
  { root: cwd, inHook }: Repository,
  paths: readonly string[],
): Promise<ReadonlyMap<string, readonly (readonly [number, number])[]> | undefined> {
  const head = await git({ cwd, command: ['rev-parse', '--verify', '--quiet'], revisions: ['HEAD^{commit}'] });
  if (!head.ok) return undefined;
  const patch = await git({
    cwd,
    command: ['diff', '--cached', ...patchOptions],
    revisions: [head.stdout.toString().trim()],
    paths,
    inHook,
  });
  if (!patch.ok) throw new GitError(`git could not compare the index with the last commit: ${patch.message}`);
  return linesOfPatch(patch.stdout.toString('utf8'));
}

/**
 * Settings that take away the programs a repository names to clean its files: comparing a working file with a blob would
 * run them.
 */
function withoutFilters(cwd: string): GitCall['config'] {
  const result = gitSync({
    cwd,
    command: ['config', '--name-only', '-z', '--get-regexp', '^filter\\..*\\.(clean|smudge|process|required)$'],
  });
  if (!result.ok) return [];
  return entriesOf(result.stdout)
    .filter((name) => !/[=\n]/.test(name))
    .map((name) => (name.endsWith('.required') ? `${name}=false` : `${name}=`));
}

/** New lines by file, from a patch without context. */
export function linesOfPatch(patch: string): Map<string, (readonly [number, number])[]> {
  const files = new Map<string, (readonly [number, number])[]>();
  let lines: (readonly [number, number])[] | undefined;
  let oldLeft = 0;
  let newLeft = 0;
  for (const line of patch.split('\n')) {
    if (oldLeft > 0 && line.startsWith('-')) oldLeft--;
    else if (newLeft > 0 && line.startsWith('+')) newLeft--;
    else if (line.startsWith('diff --git ')) lines = undefined;
    else if (line.startsWith('+++ ')) {
      const path = unquote(line.slice(4).replace(/\t$/, ''));
      lines = path.startsWith('b/') ? (files.get(path.slice(2)) ?? []) : undefined;
      if (lines) files.set(path.slice(2), lines);
    } else {
      const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
      if (!hunk) continue;
      oldLeft = hunk[1] === undefined ? 1 : Number(hunk[1]);
      newLeft = hunk[3] === undefined ? 1 : Number(hunk[3]);
      const first = Number(hunk[2]) - 1;
      if (newLeft > 0) lines?.push([first, first + newLeft]);
    }
  }
  return files;
}

const escapes = tableOf<string>({ a: '\x07', b: '\b', t: '\t', n: '\n', v: '\v', f: '\f', r: '\r' });

/** A path as git prints it in a patch: in quotes with C escapes where it holds a quote, a backslash or a control character. */
export function unquote(path: string): string {
  if (!path.startsWith('"')) return path;
  const bytes: number[] = [];
  const inner = path.slice(1, path.endsWith('"') ? -1 : undefined);
  const source = Buffer.from(inner, 'utf8');
  for (let i = 0; i < source.length; i++) {
    if (source[i] !== 92) {
      bytes.push(source[i]!);
      continue;
    }
    const octal = /^[0-7]{3}/.exec(source.toString('latin1', i + 1, i + 4));
    if (octal) {
      bytes.push(Number.parseInt(octal[0], 8));
      i += 3;
    } else {
      const escaped = String.fromCharCode(source[++i] ?? 92);
      bytes.push((escapes.get(escaped) ?? escaped).charCodeAt(0));
    }
  }
  return Buffer.from(bytes).toString('utf8');
}
