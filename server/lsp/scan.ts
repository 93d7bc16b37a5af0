// Every file of a root: which files there are (as git or the ignore files say), read in portions between which the user
// can end it. Reading and judging are for the checks.
import { statSync } from 'node:fs';
import { listFiles } from '../workspace/repository.ts';
import { walk } from '../workspace/walk.ts';
import type { Checks } from './checks.ts';
import type { Root } from './roots.ts';

/** Files read between two looks at what the user does; few enough to name the one that a thread was lost on. */
const portion = 40;

export interface ScanProgress {
  report(done: number, total: number): void;
  /** Aborted when the user ends it. */
  readonly signal: AbortSignal;
}

export async function filesBelow(root: Root, mayRunGit: boolean): Promise<readonly string[]> {
  // A folder that is gone, or was never one, holds no files.
  if (root.path === undefined || !statSync(root.path, { throwIfNoEntry: false })?.isDirectory()) return [];
  const listed = mayRunGit ? await listFiles({ root: root.path, inHook: false }, []) : undefined;
  if (listed && !('none' in listed)) return listed.filter((uri) => !uri.endsWith('/'));
  return (await walk(root.path, '')).uris;
}

/** Reads the files, the open ones left out. Gives how many were read until the end or until it was cancelled. */
export async function scan(checks: Checks, uris: readonly string[], progress: ScanProgress): Promise<number> {
  // Whole folders first come together: their modules are then read once.
  const ordered = [...uris].sort();
  let done = 0;
  for (; done < ordered.length && !progress.signal.aborted; done += portion) {
    await checks.readMore(ordered.slice(done, done + portion));
    progress.report(Math.min(done + portion, ordered.length), ordered.length);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return Math.min(done, ordered.length);
}
