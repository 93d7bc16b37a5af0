// Where what was kept of a tree lies, and for which build it holds. Apart from the keeping itself, which a browser does too.
import type { Source } from '../engine/engine.ts';
import { buildName } from '../start/bundled.ts';
import { cacheFolder } from '../start/cache-folder.ts';
import type { KeptAnswer } from './kept-answer.ts';
import type { KeptReading } from './kept-reading.ts';

/** Fewer files are read faster than what was kept of a whole tree. */
const fewFiles = 100;

/** What this build kept of a tree in earlier runs; undefined where nothing is kept. `variant` names what else facts depend on. */
export async function openKept(root: string, from: Source, files: number, variant = ''): Promise<KeptReading | undefined> {
  const place = placeFor(files);
  return place && (await import('./kept-reading.ts')).keptReading(place.folder, root, `${place.build}${variant}`, from);
}

/** What a run of this build came to when it was last asked for this about a tree; undefined where nothing is kept. */
export async function openAnswer<Questions, Answer>(
  root: string,
  files: number,
  request: string,
): Promise<KeptAnswer<Questions, Answer> | undefined> {
  const place = placeFor(files);
  return place && (await import('./kept-answer.ts')).keptAnswer<Questions, Answer>(place.folder, root, place.build, request);
}

function placeFor(files: number): { readonly folder: string; readonly build: string } | undefined {
  if (files < fewFiles) return undefined;
  const build = buildName();
  const folder = build === undefined ? undefined : cacheFolder('reading');
  return folder === undefined ? undefined : { folder, build: build! };
}
