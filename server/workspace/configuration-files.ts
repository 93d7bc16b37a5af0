// Finds the configurations that govern a file: `.posture/config.yaml` in its folder and in every folder above, up to the
// root. Each is read once. A mistake is kept with its place; whether it ends the run or becomes a diagnostic is for the
// front to say.
import { areaOf, areas, type Rule } from '../engine/rule.ts';
import type { AreaName } from '../engine/rule.ts';
import { folderOf } from '../engine/document.ts';
import { lineStarts, positionAt, splitBom, type Position } from '../engine/text/text.ts';
import type { Settings } from '../engine/settings.ts';
import type { IgnoredPath, Layer, Mistake, Overrides } from './configuration.ts';
import { ConfigError } from './errors.ts';

export const configurationPath = '.posture/config.yaml';

/** Whether a document is one of the configurations. */
export function isConfiguration(uri: string): boolean {
  return uri === configurationPath || uri.endsWith(`/${configurationPath}`);
}

export interface LocatedMistake extends Mistake {
  /** Uri of the configuration file. */
  readonly file: string;
  readonly position: Position;
}

export interface Configurations {
  settingsFor(uri: string): Settings;
  /** Set when a configuration ignores the path. */
  ignored(uri: string): (IgnoredPath & { readonly file: string }) | undefined;
  /** The configurations for a file, the outermost first. */
  layersFor(uri: string): readonly Layer[];
  /** Mistakes in all configurations that were read so far. */
  readonly mistakes: readonly LocatedMistake[];
}

export interface ConfigurationOptions {
  /** Text of a file by its uri, or undefined where there is none. */
  readonly read: (uri: string) => string | undefined;
  readonly overrides?: Overrides;
  /** One configuration for everything, in place of those beside the files (`--config`). */
  readonly instead?: { readonly file: string; readonly text: string };
  /** The rules of some areas, so that a rule that does not exist is a mistake. */
  readonly rulesOf: (areas: Iterable<AreaName>) => Promise<readonly Rule[]>;
}

/**
 * Configurations for the folders of these files. Folders that are asked for later and were not named here have the
 * settings of their nearest known folder above, so call it again when the set of folders grows.
 */
export async function loadConfigurations(uris: Iterable<string>, options: ConfigurationOptions): Promise<Configurations> {
  const texts = new Map<string, string>();
  if (options.instead) {
    texts.set(options.instead.file, options.instead.text);
  } else {
    const seen = new Set<string>();
    for (const uri of uris) {
      for (let folder: string | undefined = folderOf(uri); folder !== undefined && !seen.has(folder); folder = parentOf(folder)) {
        seen.add(folder);
        const file = folder === '' ? configurationPath : `${folder}/${configurationPath}`;
        const text = options.read(file);
        if (text !== undefined) texts.set(file, text);
      }
    }
  }
  // The YAML parser is loaded only where there is a configuration.
  const module = texts.size > 0 ? await import('./configuration.ts') : undefined;
  const byFolder = new Map<string, Layer>();
  const mistakes: LocatedMistake[] = [];
  for (const [file, text] of texts) {
    const { configuration, mistakes: found } = module!.parseConfiguration(text);
    const unknown = await unknownRules(configuration.rulePlaces, options.rulesOf);
    const starts = lineStarts(splitBom(text).text);
    for (const one of [...found, ...unknown]) mistakes.push({ ...one, file, position: positionAt(starts, one.span[0]) });
    const folder = options.instead ? '' : file.slice(0, Math.max(0, file.length - configurationPath.length - 1));
    byFolder.set(folder, { file, folder, configuration });
  }
  const layers = new Map<string, readonly Layer[]>();
  const settings = new Map<readonly Layer[], Settings>();
  const isIgnored = module?.createIgnoreTest();
  const layersOf = (folder: string): readonly Layer[] => {
    let found = layers.get(folder);
    if (!found) {
      const parent = parentOf(folder);
      const above = parent === undefined ? [] : layersOf(parent);
      const own = byFolder.get(folder);
      found = own ? [...above, own] : above;
      layers.set(folder, found);
    }
    return found;
  };
  const plain: Settings = {
    profile: options.overrides?.profile ?? 'default',
    severities: {},
    off: {},
    on: [],
    ...(options.overrides?.only ? { only: options.overrides.only } : {}),
  };
  return {
    mistakes,
    layersFor: (uri) => layersOf(folderOf(uri)),
    settingsFor(uri) {
      const found = layersOf(folderOf(uri));
      if (!module || found.length === 0) return plain;
      let made = settings.get(found);
      if (!made) settings.set(found, (made = module.settingsOf(found, options.overrides)));
      return made;
    },
    ignored: (uri) => isIgnored?.(layersOf(folderOf(uri)), uri),
  };
}

/** The first mistake as an error that ends a run, with the others counted. */
export function configErrorOf(mistakes: readonly LocatedMistake[]): ConfigError | undefined {
  const first = mistakes[0];
  if (!first) return undefined;
  const more =
    mistakes.length > 1
      ? `${mistakes
          .slice(1)
          .map((one) => `${one.file}:${one.position.line + 1}:${one.position.column + 1}: ${one.message}`)
          .join('\n')}`
      : undefined;
  return new ConfigError({ path: first.file, line: first.position.line + 1, column: first.position.column + 1 }, first.message, more);
}

async function unknownRules(
  places: Readonly<Record<string, readonly [number, number]>>,
  rulesOf: ConfigurationOptions['rulesOf'],
): Promise<Mistake[]> {
  const ids = Object.keys(places);
  if (ids.length === 0) return [];
  const known = new Set((await rulesOf(areas.filter((area) => ids.some((id) => areaOf(id) === area)))).map((rule) => rule.id));
  return ids
    .filter((id) => !known.has(id))
    .map((id) => ({ span: places[id]!, message: `there is no rule ${id}; \`posture rules\` lists them` }));
}

function parentOf(folder: string): string | undefined {
  if (folder === '') return undefined;
  const slash = folder.lastIndexOf('/');
  return slash < 0 ? '' : folder.slice(0, slash);
}
