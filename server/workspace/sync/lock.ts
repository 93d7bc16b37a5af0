// One sync at a time in a repository. The lock is a symbolic link that leads nowhere and says who holds it: the system makes
// it whole or not at all, so that a run that is killed leaves either no lock or one whose holder can be asked for. Where
// links are not allowed (Windows, without a right that few have) it is a file with the same words.
import { lstatSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { FileError, UsageError, reasonOf } from '../errors.ts';

/** A lock older than this was left by a run that was killed, whoever is said to hold it. */
const longestRun = 10 * 60_000;

/** Takes the lock; gives the function that lets the next one in. Throws UsageError where another sync holds it, and FileError. */
export function lock(path: string): () => void {
  for (let attempt = 0; ; attempt++) {
    try {
      make(path, `${process.pid} ${hostname()}`);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw new FileError(`${path} cannot be written: ${reasonOf(error, 'write')}`);
      if (attempt === 0 && isAbandoned(path)) rmSync(path, { force: true });
      else throw new UsageError('another sync is running here', `if none is, remove ${path}`);
    }
  }
}

function make(path: string, holder: string): void {
  try {
    symlinkSync(holder, path);
  } catch (error) {
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'UNKNOWN'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    writeFileSync(path, holder, { flag: 'wx' });
  }
}

/** Whether nobody holds this lock any more: its process on this machine is gone, or it is too old to be anybody's. */
function isAbandoned(path: string): boolean {
  try {
    const status = lstatSync(path);
    if (Date.now() - status.mtimeMs > longestRun) return true;
    const [, holder, machine] =
      /^(\d+) (.*)$/.exec(status.isSymbolicLink() ? readlinkSync(path) : readFileSync(path, 'utf8').trimEnd()) ?? [];
    return holder !== undefined && machine === hostname() && !isRunning(Number(holder));
  } catch {
    // Gone in the meantime: the other one has ended.
    return true;
  }
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // Somebody else's process may not be asked, and runs.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
