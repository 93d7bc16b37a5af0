// Every file of a root: which files there are (as git or the ignore files say), read folder by folder, and between two of
// them the user can end it. Reading and judging are for the checks.
import { statSync } from 'node:fs';
import type { KeptReading } from '../cache/kept-reading.ts';
import { folders } from '../cache/read-folders.ts';
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

/**
 * Reads the files, the open ones left out, folder by folder. Gives how many were read until the end or until it was
 * cancelled. What `kept` holds of a folder is not read again, and what was read is kept there.
 */
export async function scan(checks: Checks, uris: readonly string[], progress: ScanProgress, kept?: KeptReading): Promise<number> {
  const ordered = [...uris].sort();
  await checks.foresee(ordered);
  let done = 0;
  let written = performance.now();
  for (const folder of folders(ordered)) {
    if (progress.signal.aborted) break;
    await checks.readMore(folder, kept);
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
