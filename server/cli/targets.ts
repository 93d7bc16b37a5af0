// From the paths on the command line to the root of the run and the files to check.
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { UsageError } from '../workspace/errors.ts';
import { findRepository, howToTrust, listFiles, type Repository } from '../workspace/repository.ts';
import type { NotRead } from '../workspace/text-file.ts';
import { walk } from '../workspace/walk.ts';

export interface Targets {
  /** Absolute path that uris are relative to: the root of the repository, else the folder that holds all paths. */
  readonly root: string;
  readonly repository?: Repository;
  /** Set where there is a repository and git would not read it: a sentence that says so, with what helps. */
  readonly refused?: string;
  /** Files to check, sorted, each once. */
  readonly uris: readonly string[];
  /** Every file that git lists below the root, where all of it was asked for. */
  readonly everything?: ReadonlySet<string>;
  readonly notRead: readonly NotRead[];
  /** Things a reader of the summary should know: that a folder is no repository, what git refused. */
  readonly notes: readonly string[];
}

interface Asked {
  readonly path: string;
  readonly isFolder: boolean;
  /** Which files of the folder are meant, by their path below it; all of them when left out. */
  readonly pattern?: { readonly text: string; readonly fits: (path: string) => boolean };
}

/**
 * Resolves paths against `cwd`. What is no path may be a pattern (`infra/**\/*.tf`): not every shell spells patterns out.
 * A path that does not exist, or a pattern that no file fits, is a UsageError that names it.
 */
export async function findTargets(paths: readonly string[], cwd: string): Promise<Targets> {
  const asked: Asked[] = [];
  for (const path of paths.length > 0 ? paths : ['.']) asked.push((await askPattern(path, cwd)) ?? ask(path, cwd));
  const base = commonFolder(asked.map((one) => (one.isFolder ? one.path : dirname(one.path))));
  const found = await findRepository(base);
  const repository = 'root' in found && isWithin(found.root, base) ? found : undefined;
  const here = realpathSync.native(cwd);
  const root = repository?.root ?? (isWithin(here, base) ? here : base);
  const trust = 'none' in found ? howToTrust(found.none) : undefined;
  const refused =
    trust === undefined
      ? undefined
      : `git does not read this repository, because it belongs to somebody else: decisions of the team and what is ignored are not known (where you trust it: ${trust})`;
  const uriOf = (path: string) => relative(root, path).split(sep).join('/');
  const folders = asked.filter((one) => one.isFolder).map((one) => uriOf(one.path));
  const files = asked.filter((one) => !one.isFolder).map((one) => uriOf(one.path));
  const uris = new Set(files);
  const notRead: NotRead[] = [];
  const notes: string[] = [];
  const listed = repository && folders.length > 0 ? await listFiles(repository, folders) : undefined;
  let everything: ReadonlySet<string> | undefined;
  if (listed && !('none' in listed)) {
    if (folders.includes('')) everything = new Set(listed.uris);
    for (const uri of listed.notCheckedOut) notRead.push({ uri, reason: 'not checked out' });
    for (const uri of listed.uris) {
      if (uri.endsWith('/')) notRead.push({ uri: uri.slice(0, -1), reason: 'other repository' });
      else uris.add(uri);
    }
  } else {
    if (listed) notes.push(`git could not list files (${listed.none}); .gitignore files were read instead`);
    for (const folder of folders) {
      const walked = await walk(root, folder);
      for (const uri of walked.uris) uris.add(uri);
      notRead.push(...walked.notRead);
    }
  }
  const patterns = asked.filter((one) => one.pattern);
  if (patterns.length === 0) return { root, repository, refused, uris: [...uris].sort(), everything, notRead, notes };
  const fits = ({ path, pattern }: Asked, uri: string): boolean =>
    isWithin(path, resolve(root, uri)) && (!pattern || pattern.fits(relative(path, resolve(root, uri)).split(sep).join('/')));
  const fitting = [...uris].filter((uri) => asked.some((one) => fits(one, uri))).sort();
  for (const one of patterns) if (!fitting.some((uri) => fits(one, uri))) throw new UsageError(`no file fits ${one.pattern!.text}`);
  return {
    root,
    repository,
    refused,
    uris: fitting,
    everything,
    notRead: notRead.filter(({ uri }) => asked.some((one) => fits(one, uri))),
    notes,
  };
}

/** A pattern, as the folder that it begins with and which files below it are meant. Undefined for what is there by this name, or is no pattern. */
async function askPattern(text: string, cwd: string): Promise<Asked | undefined> {
  if (!/[*?[{]/.test(text) || existsSync(resolve(cwd, text))) return undefined;
  const { default: picomatch } = await import('picomatch');
  const { base, glob } = picomatch.scan(sep === '/' ? text : text.split(sep).join('/'));
  if (glob === '') return undefined;
  return { ...ask(base === '' ? '.' : base, cwd), pattern: { text, fits: picomatch(glob, { dot: true }) } };
}

function ask(path: string, cwd: string): Asked {
  const full = isAbsolute(path) ? path : resolve(cwd, path);
  let stats;
  try {
    stats = statSync(full);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UsageError(
      code === 'ENOENT' || code === 'ENOTDIR' ? `${path} does not exist` : `${path} cannot be read (${code})`,
      path === '-' ? 'standard input is checked by --stdin --stdin-filename main.tf' : undefined,
    );
  }
  if (!stats.isDirectory() && !stats.isFile()) throw new UsageError(`${path} is neither a file nor a folder`);
  // Of a link to a file the link's own folder counts, as git sees it; a folder is resolved.
  const real = stats.isDirectory()
    ? realpathSync.native(full)
    : resolve(realpathSync.native(dirname(full)), full.slice(full.lastIndexOf(sep) + 1));
  return { path: real, isFolder: stats.isDirectory() };
}

function commonFolder(folders: readonly string[]): string {
  let common = folders[0]!;
  for (const folder of folders) while (!isWithin(common, folder)) common = dirname(common);
  return common;
}

/** Whether `path` is `folder` or lies below it. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith(`..${sep}`) && way !== '..' && !isAbsolute(way));
}
