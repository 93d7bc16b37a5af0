// Files of a folder that is no git repository (or where git is not wanted): a walk that honours `.gitignore` files as git
// does, from the folder that was asked for up to the root of the run. Symbolic links are not followed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { leftOutFolders, ownFolders } from './left-out-folders.ts';
import type { NotRead } from './text-file.ts';

const ignoreFile = '.gitignore';

/** After so many folders others have their turn: an editor types on while its folder is listed. */
const foldersATurn = 64;

interface Layer {
  /** Folder of the ignore file, relative to the root, with `/` at its end; empty at the root. */
  readonly base: string;
  readonly rules: Ignore;
}

export interface Walked {
  readonly uris: readonly string[];
  readonly notRead: readonly NotRead[];
}

/** Files under `folder` (relative to `root`, empty for the root itself), in the order of their paths. */
export async function walk(root: string, folder: string): Promise<Walked> {
  const uris: string[] = [];
  const notRead: NotRead[] = [];
  const layers: Layer[] = [];
  let above = '';
  for (const part of folder.split('/')) {
    if (part !== '' && existsSync(join(root, above, ignoreFile))) addLayer(root, above, layers);
    above += part === '' ? '' : `${part}/`;
  }
  // A stack of its own, so that no depth of folders can end the program.
  const pending: { base: string; layers: readonly Layer[] }[] = [{ base: above, layers }];
  let walked = 0;
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (++walked % foldersATurn === 0) await new Promise((done) => setTimeout(done));
    const { base } = next;
    let entries;
    try {
      // At once, as files are read: a promise for each folder takes longer than the folder.
      entries = readdirSync(join(root, base), { withFileTypes: true });
    } catch (error) {
      notRead.push({ uri: base.replace(/\/$/, '') || '.', reason: 'unreadable', detail: (error as NodeJS.ErrnoException).code });
      continue;
    }
    const active = [...next.layers];
    if (entries.some(({ name }) => name === ignoreFile)) addLayer(root, base, active);
    for (const entry of entries) {
      const path = base + entry.name;
      if (entry.isDirectory()) {
        if (isIgnored(`${path}/`, active)) continue;
        if (leftOutFolders.has(entry.name)) {
          if (!ownFolders.has(entry.name)) notRead.push({ uri: path, reason: 'left out' });
          continue;
        }
        pending.push({ base: `${path}/`, layers: active });
      } else if (entry.isSymbolicLink()) {
        notRead.push({ uri: path, reason: 'symbolic link' });
      } else if (entry.isFile() && !isIgnored(path, active)) {
        uris.push(path);
      }
    }
  }
  return { uris: uris.sort(), notRead };
}

function addLayer(root: string, base: string, layers: Layer[]): void {
  try {
    layers.push({ base, rules: ignore({ allowRelativePaths: true }).add(readFileSync(join(root, base, ignoreFile), 'utf8')) });
  } catch {
    // An ignore file that cannot be read ignores nothing: more is checked, not less.
  }
}

/** The deepest ignore file that says anything about a path decides. */
function isIgnored(path: string, layers: readonly Layer[]): boolean {
  for (let i = layers.length - 1; i >= 0; i--) {
    const { base, rules } = layers[i]!;
    const result = rules.test(path.slice(base.length));
    if (result.ignored) return true;
    if (result.unignored) return false;
  }
  return false;
}
