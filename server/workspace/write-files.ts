// Writes changed files so that none is ever seen half: each text goes to a new file beside the old one, is flushed where it
// replaces another, takes the old one's mode, and is renamed over it. Several files are written all or not at all, as far
// as a file system allows.
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { FileError, reasonOf } from './errors.ts';
import { insideOf } from './inside.ts';

export interface FileWrite {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
  /** What stands there now, as it was judged; undefined for a new file. Where it differs, nothing is written. */
  readonly before: string | undefined;
  /** Permissions that it is given; those of the file that stands there when left out. */
  readonly mode?: number;
}

/**
 * More new files than this are not flushed one by one, which takes a disk some milliseconds each: they are made again from
 * where they came, as a check-out is. What replaces a text is flushed, however many there are.
 */
const fewNewFiles = 100;

/**
 * Throws FileError, with every file as it was, when one cannot be written or has changed since it was read, or when a link
 * on the way to one leads out of `within`.
 */
export function writeFiles(writes: readonly FileWrite[], within?: string): void {
  const isInside = within === undefined ? () => true : insideOf(within);
  const outside = writes.find(({ path }) => !isInside(path));
  if (outside) throw new FileError(`${outside.path} lies behind a link that leads out of ${within}; nothing was written`);
  const staged: { from: string; to: string; before: string | undefined }[] = [];
  try {
    const flush = writes.length <= fewNewFiles;
    for (const write of writes)
      staged.push({ from: stage(write, { flush: flush || write.before !== undefined }), to: write.path, before: write.before });
  } catch (error) {
    for (const { from } of staged) rmSync(from, { force: true });
    throw error;
  }
  const done: typeof staged = [];
  try {
    for (const one of staged) {
      renameSync(one.from, one.to);
      done.push(one);
    }
  } catch (error) {
    for (const one of staged) if (!done.includes(one)) rmSync(one.from, { force: true });
    for (const one of done) {
      if (one.before === undefined) rmSync(one.to, { force: true });
      else renameSync(stage({ path: one.to, text: one.before, before: undefined }, { restoring: true, flush: true }), one.to);
    }
    throw new FileError(`${staged[done.length]!.to} cannot be replaced: ${reasonOf(error, 'write')}; nothing was written`);
  }
  removeLeftBeside(writes.map(({ path }) => path));
}

/** A staged text older than this was left by a run that was killed. */
const longestRun = 10 * 60_000;

/** Where a text is staged before it takes the place of `path`. */
const stagedName = (path: string): string => `.${basename(path).slice(0, 100)}.${randomBytes(6).toString('hex')}.posture`;

/** Takes away what runs that were killed had staged for these files. */
function removeLeftBeside(paths: readonly string[]): void {
  const byFolder = new Map<string, Set<string>>();
  for (const path of paths) byFolder.set(dirname(path), (byFolder.get(dirname(path)) ?? new Set()).add(basename(path).slice(0, 100)));
  for (const [folder, names] of byFolder) {
    try {
      for (const name of readdirSync(folder)) {
        const left = /^\.(.+)\.[0-9a-f]{12}\.posture$/s.exec(name);
        if (left && names.has(left[1]!) && Date.now() - lstatSync(join(folder, name)).mtimeMs > longestRun) rmSync(join(folder, name));
      }
    } catch {
      // What was asked for is written. What was left before is in nobody's way.
    }
  }
}

function stage(
  { path, text, before, mode: asked }: FileWrite,
  { restoring = false, flush }: { readonly restoring?: boolean; readonly flush: boolean },
): string {
  let mode = asked;
  try {
    const stats = lstatSync(path);
    if (!stats.isFile()) throw new FileError(`${path} is no regular file any more; nothing was written`);
    if (!restoring && (before === undefined || readFileSync(path, 'utf8') !== before))
      throw new FileError(`${path} was changed while it was checked; nothing was written`, 'run the command again');
    mode ??= stats.mode & 0o7777;
  } catch (error) {
    if (error instanceof FileError) throw error;
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new FileError(`${path} cannot be written: ${reasonOf(error, 'write')}`);
    if (before !== undefined) throw new FileError(`${path} is gone; nothing was written`);
  }
  const beside = join(dirname(path), stagedName(path));
  let file: number | undefined;
  try {
    if (before === undefined) mkdirSync(dirname(path), { recursive: true });
    file = openSync(beside, 'wx', mode ?? 0o666);
    const bytes = Buffer.from(text, 'utf8');
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    if (mode !== undefined) fchmodSync(file, mode);
    if (flush) fsyncSync(file);
  } catch (error) {
    if (file !== undefined) closeSync(file);
    rmSync(beside, { force: true });
    throw new FileError(`${path} cannot be written: ${reasonOf(error, 'write')}; nothing was written`);
  }
  closeSync(file);
  return beside;
}

/**
 * Writes a report where a person asked for it, whole or not at all. A pipe, a device or a link is written through, and a
 * file in a folder that takes no second one as it is. Throws what the system says.
 */
export function writeOutput(path: string, text: string): void {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status && !status.isFile()) return writeFileSync(path, text);
  const beside = join(dirname(path), stagedName(path));
  try {
    writeFileSync(beside, text, { flag: 'wx', mode: status ? status.mode & 0o7777 : 0o666 });
    renameSync(beside, path);
    removeLeftBeside([path]);
  } catch (error) {
    rmSync(beside, { force: true });
    if (!status || !['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    writeFileSync(path, text);
  }
}
