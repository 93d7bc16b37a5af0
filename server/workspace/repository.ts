// What git knows about a working tree: where its root is, which files are there, which are ignored, where it is hosted.
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { GitError } from './errors.ts';
import { entriesOf, git, gitSync } from './git.ts';

export interface Repository {
  /** Root of the working tree, with links resolved. */
  readonly root: string;
  /** Set when a surrounding git command named its own index. */
  readonly inHook: boolean;
}

/** The repository that holds a folder, or the sentence that says why there is none. */
export async function findRepository(folder: string, inHook = false): Promise<Repository | { readonly none: string }> {
  // At once: nothing else can be done meanwhile, and waiting costs three times what git takes.
  const result = gitSync({ cwd: folder, command: ['rev-parse', '--show-toplevel'], inHook });
  if (!result.ok) return { none: isBare(folder) ? bareInWords : result.message };
  const root = result.stdout.toString('utf8').replace(/\r?\n$/, '');
  if (root === '') return { none: 'it has no working tree' };
  return { root: realpathSync.native(root), inHook };
}

/** The repository around a folder, for what cannot be done without one. Throws GitError: `what` begins its sentence. */
export async function repositoryAt(folder: string, what: string, inHook = false): Promise<Repository> {
  const found = await findRepository(folder, inHook);
  if (!('none' in found)) return found;
  const isNone = /^not a git repository/.test(found.none);
  throw new GitError(`${what} needs a git repository, and ${folder} is in none${isNone ? '' : `: ${found.none}`}`, howToHave(found.none));
}

/** What helps where a folder is in no repository, by the sentence that says why. */
export function howToHave(none: string): string {
  return howToTrust(none) ?? (none === bareInWords ? 'work in a clone of it: git clone' : 'git init makes one');
}

export const bareInWords = 'it is a bare repository, which holds history and no files';

/** The command that has git read a repository of somebody else, where that is why it would not; undefined for any other reason. */
export function howToTrust(none: string): string | undefined {
  const owned = /^detected dubious ownership in repository at '([^']+)'/.exec(none);
  return owned ? `git config --global --add safe.directory ${owned[1]!}` : undefined;
}

/** Whether a folder is a repository without a working tree. Git is not asked: it is told to take none of these for one. */
export function isBare(folder: string): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => existsSync(join(folder, name))) && !existsSync(join(folder, '.git'));
}

/** Whether this clone ends before the history does: its oldest commits look as if they had brought all that they hold. */
export function isShallow(root: string): boolean {
  return (
    gitSync({ cwd: root, command: ['rev-parse', '--is-shallow-repository'] })
      .stdout.toString()
      .trim() === 'true'
  );
}

export interface ListedFiles {
  /** Once each and sorted. */
  readonly uris: readonly string[];
  /** Tracked files that a sparse check-out leaves out of the working tree: not here, and not gone. */
  readonly notCheckedOut: readonly string[];
}

/** Tracked and untracked files that are not ignored, below `paths` (relative to the root; empty for all). */
export async function listFiles(repository: Repository, paths: readonly string[]): Promise<ListedFiles | { readonly none: string }> {
  const result = await git({
    cwd: repository.root,
    command: ['ls-files', '-t', '-z', '--cached', '--others', '--exclude-standard'],
    paths: paths.length > 0 && !paths.includes('') ? paths : undefined,
    inHook: repository.inHook,
  });
  if (!result.ok) return { none: result.message };
  const uris = new Set<string>();
  const notCheckedOut: string[] = [];
  for (const { tag, uri } of taggedEntries(result.stdout)) {
    if (isLeftOut(repository.root, tag, uri)) notCheckedOut.push(uri);
    else uris.add(uri);
  }
  return { uris: [...uris].sort(), notCheckedOut };
}

/** Every tracked file that a sparse check-out leaves out of the working tree; none where git cannot say. */
export function filesNotCheckedOut(root: string): ReadonlySet<string> {
  const result = gitSync({ cwd: root, command: ['ls-files', '-t', '-z', '--cached'] });
  return new Set(
    result.ok
      ? taggedEntries(result.stdout)
          .filter(({ tag, uri }) => isLeftOut(root, tag, uri))
          .map(({ uri }) => uri)
      : [],
  );
}

/** `H path` for each entry, with another letter for what is not plainly tracked. */
function taggedEntries(output: Buffer): { tag: string; uri: string }[] {
  return entriesOf(output).map((entry) => ({ tag: entry.slice(0, 1), uri: entry.slice(2) }));
}

/** `S` is the mark that git is not to look into the working tree. People set it on files that are there, too. */
function isLeftOut(root: string, tag: string, uri: string): boolean {
  return tag === 'S' && !existsSync(join(root, uri));
}

/** Of these paths, those that git would list. For the siblings of a file that was named alone. */
export function listedAmong(repository: Repository, paths: readonly string[]): readonly string[] {
  if (paths.length === 0) return [];
  const result = gitSync({
    cwd: repository.root,
    command: ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    paths,
    inHook: repository.inHook,
  });
  return result.ok ? [...new Set(entriesOf(result.stdout))] : paths;
}

/** `host` and `owner/name` of the address of a remote; undefined for a local path. */
export function remoteOf(address: string): { host: string; path: string } | undefined {
  if (address.length > 1000) return undefined;
  const url =
    /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/(.+?)(?:\.git)?\/?$/.exec(address) ??
    /^(?:[^@/\s]+@)?([^/:\s]+\.[^/:\s]+):(?!\/\/)(.+?)(?:\.git)?\/?$/.exec(address);
  return url ? { host: url[1]!.toLowerCase(), path: url[2]! } : undefined;
}
