// Whether anything has moved since the last sync: the team's tip, the records here, where they are exchanged. Most syncs
// find nothing new, and then no record is read. A note beside the repository's own files; without it, or with one that
// cannot be read, everything is looked at.
import { lstatSync, readFileSync, readdirSync, rmSync, writeFileSync, renameSync, type Dirent } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';

export interface Settled {
  /** Address, branch and place that it was with. */
  readonly with: string;
  /** The tip that was merged; undefined before the team's branch exists. */
  readonly tip?: string;
  /** What the records here looked like from outside. */
  readonly stamp: string;
  /** The branch with what the team does not have yet. */
  readonly proposed?: string;
}

/** Names, sizes, times and numbers of the files in these folders: an edit changes at least one of them. */
export function stampOf(root: string, folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) hash.update(linesOf(join(root, folder), folder).join(''));
  return hash.digest('base64');
}

/** A line for each file below a folder. Node's own recursive reading asks twice what every entry is. */
function linesOf(full: string, name: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(full, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${full}/${entry.name}`;
      const uri = `${name}/${entry.name}`;
      if (entry.isDirectory()) return linesOf(path, uri);
      const status = lstatSync(path, { throwIfNoEntry: false });
      return status ? [`${uri}\0${status.size} ${status.mtimeMs} ${status.ctimeMs} ${status.ino}\n`] : [];
    });
}

export function readSettled(path: string): Settled | undefined {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as Partial<Settled> | null;
    return typeof value?.with === 'string' && typeof value.stamp === 'string' ? (value as Settled) : undefined;
  } catch {
    // No note, or one that was cut off: everything is looked at.
    return undefined;
  }
}

export function writeSettled(path: string, settled: Settled | undefined): void {
  if (!settled) return rmSync(path, { force: true });
  writeFileSync(`${path}.new`, JSON.stringify(settled));
  renameSync(`${path}.new`, path);
}
