// What a check is to read and from where: the working tree, the index, what differs from a commit, or standard input.
import { dirname, relative, resolve, sep } from 'node:path';
import { realpathSync } from 'node:fs';
import { createDocument } from '../engine/document.ts';
import type { Range } from './result.ts';
import { changesSince } from '../workspace/changed-lines.ts';
import { GitError, UsageError } from '../workspace/errors.ts';
import { objectSource, readIndex, readTree, stagedPaths } from '../workspace/object-source.ts';
import { findRepository, listedAmong, type Repository } from '../workspace/repository.ts';
import { withDocument, workingTree, type FileSource } from '../workspace/source.ts';
import type { NotRead } from '../workspace/text-file.ts';
import { findTargets, isWithin } from './targets.ts';

export type Mode =
  | { readonly kind: 'files' }
  | { readonly kind: 'staged' }
  | { readonly kind: 'diff'; readonly base: string }
  | { readonly kind: 'stdin'; readonly text: string; readonly filename: string };

export interface Plan {
  readonly root: string;
  readonly repository?: Repository;
  readonly source: FileSource;
  /** Files whose findings are wanted. */
  readonly uris: readonly string[];
  readonly notRead: readonly NotRead[];
  readonly notes: readonly string[];
  /** Set when only what is new counts: whether lines of a file are new, and how to read what was there before. */
  readonly since?: { touches(uri: string, range: Range): boolean; readonly before: FileSource; readonly uris: readonly string[] };
  /** Why a file may not be written by `--fix`; undefined where it may. */
  readonly forbidden: (uri: string) => string | undefined;
  close(): void;
}

const nothing = (): undefined => undefined;

export function planCheck(mode: Mode, paths: readonly string[], cwd: string): Promise<Plan> {
  switch (mode.kind) {
    case 'files': return planFiles(paths, cwd);
    case 'staged': return planStaged(paths, cwd);
    case 'diff': return planDiff(mode.base, paths, cwd);
    case 'stdin': return planStdin(mode.text, mode.filename, cwd);
  }
}

async function planFiles(paths: readonly string[], cwd: string): Promise<Plan> {
  const targets = await findTargets(paths, cwd);
  const { root, repository, uris, notRead, notes } = targets;
  const source = workingTree(root, repository ? listedIn(repository) : undefined);
  return { root, repository, source, uris, notRead, notes, forbidden: forbiddenBy(source), close: nothing };
}

async function planStaged(paths: readonly string[], cwd: string): Promise<Plan> {
  const repository = await repositoryAt(cwd, '--staged', true);
  const within = paths.map((path) => uriIn(repository, path, cwd));
  const [{ entries, unmerged }, staged] = await Promise.all([readIndex(repository), stagedPaths(repository, within)]);
  const source = objectSource(repository, entries);
  const tree = workingTree(repository.root);
  const notRead = unmerged.filter((uri) => within.length === 0 || within.some((path) => path === '' || uri === path || uri.startsWith(`${path}/`))).map((uri): NotRead => ({ uri, reason: 'unmerged' }));
  const forbidden = (uri: string): string | undefined => {
    const inTree = tree.document(uri);
    const inIndex = source.document(uri);
    if (inTree?.text !== inIndex?.text || inTree?.bom !== inIndex?.bom) return `${uri} is staged in part: the working tree and the index differ`;
    return forbiddenBy(tree)(uri) ?? forbiddenBy(source)(uri);
  };
  return { root: repository.root, repository, source, uris: staged.filter((uri) => entries.has(uri)), notRead, notes: [], forbidden, close: () => source.close() };
}

async function planDiff(base: string, paths: readonly string[], cwd: string): Promise<Plan> {
  const repository = await repositoryAt(cwd, '--diff');
  const within = paths.map((path) => uriIn(repository, path, cwd));
  const changes = await changesSince(repository, base, within);
  const source = workingTree(repository.root, listedIn(repository));
  const uris = [...changes.files.keys()].sort();
  const entries = await readTree(repository, changes.base);
  const before = objectSource(repository, entries);
  return {
    root: repository.root,
    repository,
    source,
    uris,
    notRead: [],
    notes: [`only what is new since ${base} (${changes.base.slice(0, 12)})`],
    since: {
      before,
      uris: uris.filter((uri) => entries.has(uri)),
      touches(uri, range) {
        const lines = changes.files.get(uri);
        return lines === 'all' || lines?.some(([start, end]) => range.start.line < end && start <= range.end.line) === true;
      },
    },
    forbidden: forbiddenBy(source),
    close: () => before.close(),
  };
}

async function planStdin(text: string, filename: string, cwd: string): Promise<Plan> {
  const here = realpathSync.native(cwd);
  const full = resolve(here, filename);
  const found = await findRepository(here);
  const repository = 'root' in found ? found : undefined;
  const root = [repository?.root, here, dirname(full)].find((folder) => folder !== undefined && isWithin(folder, full))!;
  const uri = relative(root, full).split(sep).join('/');
  const known = repository && root === repository.root ? repository : undefined;
  const source = withDocument(workingTree(root, known ? listedIn(known) : undefined), createDocument(uri, text));
  return { root, repository: known, source, uris: [uri], notRead: [], notes: [], forbidden: nothing, close: nothing };
}

/** The repository around a folder, for what cannot be done without one. */
export async function repositoryAt(cwd: string, option: string, inHook = false): Promise<Repository> {
  const found = await findRepository(cwd, inHook);
  if ('none' in found) throw new GitError(`${option} needs a git repository, and ${cwd} is in none: ${found.none}`);
  return found;
}

/** Narrows files to those that git lists. After a few folders it is cheaper to ask once for everything. */
export function listedIn(repository: Repository): (among: readonly string[]) => readonly string[] {
  let asked = 0;
  let all: ReadonlySet<string> | undefined;
  return (among) => {
    if (asked++ < 4) return listedAmong(repository, among);
    all ??= new Set(listedAmong(repository, ['.']));
    return among.filter((uri) => all!.has(uri));
  };
}

/** A path of the command line, relative to the repository; it need not exist, since the index may hold what the tree does not. */
export function uriIn(repository: Repository, path: string, cwd: string): string {
  const full = resolve(realpathSync.native(cwd), path);
  if (!isWithin(repository.root, full)) throw new UsageError(`${path} lies outside the repository ${repository.root}`);
  return relative(repository.root, full).split(sep).join('/');
}

/** Only UTF-8 is written, byte for byte as it was around the edit. */
function forbiddenBy(source: FileSource): (uri: string) => string | undefined {
  return (uri) => {
    const encoding = source.encodings.get(uri);
    return encoding ? `${uri} is ${encoding}, which is not written` : undefined;
  };
}
