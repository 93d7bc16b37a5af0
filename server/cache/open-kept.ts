// Where the kept reading of a tree lies, and for which build it holds. Apart from the reading itself, which a browser does too.
import type { Source } from '../engine/engine.ts';
import { buildName } from '../start/bundled.ts';
import { cacheFolder } from '../start/cache-folder.ts';
import type { KeptReading } from './kept-reading.ts';

/** Fewer files are read faster than what was kept of a whole tree. */
const fewFiles = 100;

/** What this build kept of a tree in earlier runs; undefined where nothing is kept. `variant` names what else facts depend on. */
export async function openKept(root: string, from: Source, files: number, variant = ''): Promise<KeptReading | undefined> {
  if (files < fewFiles) return undefined;
  const build = buildName();
  const folder = build === undefined ? undefined : cacheFolder('reading');
  return folder === undefined ? undefined : (await import('./kept-reading.ts')).keptReading(folder, root, `${build}${variant}`, from);
}
