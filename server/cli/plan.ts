// What a check is to read and from where: the working tree, the index, what differs from a commit, or standard input.
import { dirname, join, relative, resolve, sep } from 'node:path';
import { existsSync, realpathSync } from 'node:fs';
import { createDocument } from '../engine/document.ts';
import type { Range } from './result.ts';
import { changesSince, linesStaged } from '../workspace/changed-lines.ts';
import { GitError, UsageError } from '../workspace/errors.ts';
import { objectSource, readIndex, readTree, stagedEntries, type ObjectSource } from '../workspace/object-source.ts';
import { bareInWords, findRepository, howToHave, isBare, listedAmong, repositoryAt, type Repository } from '../workspace/repository.ts';
import { withDocument, workingTree, type FileSource } from '../workspace/source.ts';
import type { NotRead } from '../workspace/text-file.ts';
import { findTargets, isWithin } from './targets.ts';

export type Mode =
  | { readonly kind: 'files' }
  | { readonly kind: 'staged' }
  | { readonly kind: 'diff'; readonly base: string }
  /** A commit by its full name, as it holds everything. */
  | { readonly kind: 'commit'; readonly commit: string }
  | { readonly kind: 'stdin'; readonly text: string; readonly filename: string };

/** What there was before, and which lines are new. */
export interface Since {
  touches(uri: string, range: Range): boolean;
  readonly before: FileSource;
  readonly uris: readonly string[];
  /** What is said of findings that were there before, where it is not plain from the options. */
  readonly said?: (count: number) => string;
}

export interface Plan {
  readonly root: string;
  readonly repository?: Repository;
  readonly source: FileSource;
  /** Files whose findings are wanted. */
  readonly uris: readonly string[];
  readonly notRead: readonly NotRead[];
  readonly notes: readonly string[];
  /** Why the decisions that lie here cannot be judged; the run is not complete then. */
  readonly refused?: string;
  /** Set when only what is new counts. Asked for only where there are findings; `undefined` when everything is new. */
  readonly since?: () => Promise<Since | undefined>;
  /** Set when a commit is read: its records count, too. */
  readonly commit?: string;
  /** Why a file may not be written by `--fix`; undefined where it may. */
  readonly forbidden: (uri: string) => string | undefined;
  close(): void;
}

const nothing = (): undefined => undefined;

export function planCheck(mode: Mode, paths: readonly string[], cwd: string): Promise<Plan> {
  switch (mode.kind) {
    case 'files':
      return planFiles(paths, cwd);
    case 'staged':
      return planStaged(paths, cwd);
    case 'diff':
      return planDiff(mode.base, paths, cwd);
    case 'commit':
      return planCommit(mode.commit, cwd);
    case 'stdin':
      return planStdin(mode.text, mode.filename, cwd);
  }
}

async function planFiles(paths: readonly string[], cwd: string): Promise<Plan> {
  const targets = await findTargets(paths, cwd);
  const { root, repository, refused, uris, everything, notRead, notes } = targets;
  // Objects of git are no files to check, and "no findings" would not be true of what they hold.
  for (const path of repository ? [] : paths.length > 0 ? paths : ['.']) {
    if (isBare(resolve(cwd, path))) throw new GitError(`${resolve(cwd, path)}: ${bareInWords}`, howToHave(bareInWords));
  }
  const source = workingTree(root, repository ? listedIn(repository, everything) : undefined);
  // Where nobody decided anything, nothing is lost but the list of ignored files.
  const decided = refused !== undefined && isBelowDecisions(root);
  return {
    root,
    repository,
    source,
    uris,
    notRead,
    notes: refused !== undefined && !decided ? [...notes, refused] : notes,
    refused: decided ? refused : undefined,
    forbidden: forbiddenBy(source),
    close: nothing,
  };
}

function isBelowDecisions(folder: string): boolean {
  return existsSync(join(folder, '.posture')) || (dirname(folder) !== folder && isBelowDecisions(dirname(folder)));
}

async function planStaged(paths: readonly string[], cwd: string): Promise<Plan> {
  const repository = await repositoryAt(cwd, '--staged', true);
  const within = paths.map((path) => uriIn(repository, path, cwd));
  const { entries, unmerged } = stagedEntries(repository, within);
  const source = objectSource(repository, entries, () => readIndex(repository));
  const tree = workingTree(repository.root);
  const notRead = unmerged.map((uri): NotRead => ({ uri, reason: 'unmerged' }));
  const forbidden = (uri: string): string | undefined => {
    const inTree = tree.document(uri);
    const inIndex = source.document(uri);
    if (inTree?.text !== inIndex?.text || inTree?.bom !== inIndex?.bom)
      return `${uri} is staged in part: the working tree and the index differ`;
    return forbiddenBy(tree)(uri) ?? forbiddenBy(source)(uri);
  };
  const uris = [...entries.keys()];
  let before: ObjectSource | undefined;
  const since = async (): Promise<Since | undefined> => {
    const lines = await linesStaged(repository, uris);
    if (!lines) return undefined;
    const old = await readTree(repository, 'HEAD');
    before = objectSource(repository, old);
    return { before, uris: uris.filter((uri) => old.has(uri)), touches: touching(lines), said: stoodBefore };
  };
  return {
    root: repository.root,
    repository,
    source,
    uris,
    notRead,
    notes: missing(paths, cwd, within, uris),
    since,
    forbidden,
    close: () => (source.close(), before?.close()),
  };
}

/** What was named and is nowhere: removed by the change, or misspelt. */
function missing(paths: readonly string[], cwd: string, within: readonly string[], uris: readonly string[]): string[] {
  return paths
    .filter((path, index) => !existsSync(resolve(cwd, path)) && !uris.some((uri) => isWithin(within[index]!, uri)))
    .map((path) => `there is no ${path} here, so nothing of it was checked`);
}

const stoodBefore = (count: number): string =>
  `${count === 1 ? '1 finding stood' : `${count} findings stood`} in these files before this commit and ${count === 1 ? 'does' : 'do'} not stop it: posture check shows ${count === 1 ? 'it' : 'them'}`;

/** Whether a range stands on a changed line, zero-based and half-open; `all` for a file that is new as a whole. */
function touching(changed: ReadonlyMap<string, 'all' | readonly (readonly [number, number])[]>): Since['touches'] {
  return (uri, range) => {
    const lines = changed.get(uri);
    return lines === 'all' || lines?.some(([start, end]) => range.start.line < end && start <= range.end.line) === true;
  };
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
    notes: [`only what is new since ${base} (${changes.base.slice(0, 12)})`, ...missing(paths, cwd, within, uris)],
    since: async () => ({ before, uris: uris.filter((uri) => entries.has(uri)), touches: touching(changes.files) }),
    forbidden: forbiddenBy(source),
    close: () => before.close(),
  };
}

async function planCommit(commit: string, cwd: string): Promise<Plan> {
  const repository = await repositoryAt(cwd, 'a report');
  const entries = await readTree(repository, commit);
  const source = objectSource(repository, entries);
  return {
    root: repository.root,
    repository,
    source,
    uris: [...entries.keys()].sort(),
    notRead: [],
    notes: [],
    commit,
    forbidden: () => 'a commit is not written to',
    close: () => source.close(),
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

/** Narrows files to those that git lists: to `everything` where that is known. After a few folders it is cheaper to ask once for it. */
export function listedIn(repository: Repository, everything?: ReadonlySet<string>): (among: readonly string[]) => readonly string[] {
  let asked = 0;
  let all = everything;
  return (among) => {
    if (!all && asked++ < 4) return listedAmong(repository, among);
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
    if (uri.includes('\ufffd')) return `the path of ${uri} is not UTF-8, and is not written to`;
    const encoding = source.encodings.get(uri);
    return encoding ? `${uri} is ${encoding}, which is not written` : undefined;
  };
}
