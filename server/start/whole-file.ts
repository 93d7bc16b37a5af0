// Files of a cache, which other processes and other threads of this one read and write at the same time.
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { threadId } from 'node:worker_threads';

/**
 * Puts these bytes into the place of the file, whole or not at all, for its user alone. Of several that write at once the last
 * one stays. Throws as `fs` does.
 */
export function writeWhole(path: string, bytes: Uint8Array): void {
  const beside = `${path}.${process.pid}-${threadId}`;
  try {
    writeFileSync(beside, bytes, { mode: 0o600 });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
