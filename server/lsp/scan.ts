// Every file of a root: which files there are (as git or the ignore files say), read folder by folder, and between two of
// them the user can end it. Reading and judging are for the checks.
import { statSync } from 'node:fs';
import type { KeptReading } from '../cache/kept-reading.ts';
import { folders } from '../cache/read-folders.ts';
import { folderOf } from '../engine/document.ts';
import { listFiles } from '../workspace/repository.ts';
import { walk } from '../workspace/walk.ts';
import type { Checks } from './checks.ts';
import type { Root } from './roots.ts';

export interface ScanProgress {
  report(done: number, total: number): void;
  /** Aborted when the user ends it. */
  readonly signal: AbortSignal;
}

export async function filesBelow(root: Root, mayRunGit: boolean): Promise<readonly string[]> {
  // A folder that is gone, or was never one, holds no files.
  if (root.path === undefined || !statSync(root.path, { throwIfNoEntry: false })?.isDirectory()) return [];
  const listed = mayRunGit ? await listFiles({ root: root.path, inHook: false }, []) : undefined;
  if (listed && !('none' in listed)) return listed.uris.filter((uri) => !uri.endsWith('/'));
  return (await walk(root.path, '')).uris;
}

/** What is kept is written so often, in milliseconds, while files are read: a check that is ended has not been for nothing. */
const writeEvery = 5000;

/** Whether most of a tree would have to be read, because little or nothing is kept of it. */
export function isNews(uris: readonly string[], kept: KeptReading): boolean {
  const known = uris.filter((uri) => kept.knows(folderOf(uri))).length;
  return known < uris.length / 2;
}

/**
 * Reads the files, the open ones left out, folder by folder. Gives how many were read until the end or until it was
 * cancelled. What `kept` holds of a folder is not read again, and what was read is kept there.
 */
export function scan(checks: Checks, uris: readonly string[], progress: ScanProgress, kept?: KeptReading): Promise<number> {
  return eachFolder(checks, uris, progress, kept, (folder) => checks.readMore(folder, kept));
}

/** The same, only for what is kept: no facts stay, and whoever judges them takes them from there. */
export function scanAhead(checks: Checks, uris: readonly string[], progress: ScanProgress, kept: KeptReading): Promise<number> {
  return eachFolder(checks, uris, progress, kept, (folder) => checks.readAhead(folder, kept));
}

async function eachFolder(
  checks: Checks,
  uris: readonly string[],
  progress: ScanProgress,
  kept: KeptReading | undefined,
  read: (uris: readonly string[]) => Promise<void>,
): Promise<number> {
  const ordered = [...uris].sort();
  await checks.foresee(ordered);
  let done = 0;
  let written = performance.now();
  for (const folder of folders(ordered)) {
    if (progress.signal.aborted) break;
    await read(folder);
    done += folder.length;
    progress.report(done, ordered.length);
    if (performance.now() - written > writeEvery) {
      kept?.write();
      written = performance.now();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  kept?.write();
  return done;
}
