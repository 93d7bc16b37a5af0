// How much is kept of trees, and for how long. Nothing of it is needed, so whatever is too much or too old goes.
import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { keyOf } from './sealed-file.ts';

/** Bytes kept of one tree, and of all trees together. */
export const mostOfOne = 64 * 1024 * 1024;
const mostOfAll = 256 * 1024 * 1024;
const staleAfter = 14 * 24 * 60 * 60 * 1000;

/** The file for what these words name. */
export function fileFor(folder: string, words: Iterable<string>, ending: string): string {
  return join(folder, `${keyOf(words).toString('hex').slice(0, 32)}.${ending}`);
}

/** Says that a file was used, though nothing in it changed. Throws as `fs` does. */
export function stillUsed(file: string): void {
  const now = new Date();
  utimesSync(file, now, now);
}

/** Drops what nobody used for two weeks, and the oldest of too much; `own` stays. Throws as `fs` does. */
export function makeRoom(folder: string, own: string): void {
  const files = readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => {
      const stats = statSync(path, { throwIfNoEntry: false });
      return stats ? [{ path, size: stats.size, time: stats.mtimeMs }] : [];
    })
    .sort((a, b) => b.time - a.time);
  let size = 0;
  for (const one of files) {
    size += one.size;
    if (one.path !== own && (size > mostOfAll || Date.now() - one.time > staleAfter)) rmSync(one.path, { force: true });
  }
}
