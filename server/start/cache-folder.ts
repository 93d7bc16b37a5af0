// Where this program may keep what it can make again. Nothing in here is ever needed: a cache that cannot be read or
// written costs time and nothing else.
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * The folder `name` of this program's cache, made where it is missing; `undefined` where there is none to trust. The place
 * is `POSTURE_CACHE`, else the one that the platform has for this: `XDG_CACHE_HOME` (XDG Base Directory Specification),
 * `~/Library/Caches` on macOS, `LOCALAPPDATA` on Windows. `POSTURE_CACHE=off` turns caches off. What lies there is run and
 * believed, so a folder that somebody else owns or may write to is not used.
 */
export function cacheFolder(name: string): string | undefined {
  const chosen = process.env.POSTURE_CACHE;
  if (chosen === 'off') return undefined;
  try {
    const base = chosen || platformCaches();
    // A user without a home (`/nonexistent`) is not given one.
    if (!chosen && !existsSync(dirname(base))) return undefined;
    const folder = join(base, chosen ? '' : 'identity-posture', name);
    make(folder);
    const { uid, mode } = statSync(folder);
    return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** A folder and those above it. Node 20 would do it in one call, and never come back from below `/proc`, where nothing can be made. */
function make(folder: string): void {
  if (existsSync(folder)) return;
  make(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another run may have made it just now.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function platformCaches(): string {
  if (process.platform === 'win32') return process.env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  const xdg = process.env.XDG_CACHE_HOME;
  // The specification: a relative path is invalid and to be ignored.
  return xdg?.startsWith('/') ? xdg : join(homedir(), '.cache');
}
