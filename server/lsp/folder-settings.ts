// The configurations that govern the documents of one root, kept as fresh as the texts: an unsaved `.posture/config.yaml`
// counts, and one that is broken at the moment leaves the last good one in force. Where the target branch holds a policy,
// the configurations that stand there count, and those of the working tree ask for approval. An untrusted workspace
// configures nothing: its files could turn rules off.
import type { SettingsFor } from '../engine/settings.ts';
import { folderOf } from '../engine/document.ts';
import type { EngineOptions } from '../engine/engine.ts';
import { configurationPath, loadConfigurations, type Configurations, type LocatedMistake } from '../workspace/configuration-files.ts';
import type { Overrides } from '../workspace/configuration.ts';

export interface FolderSettings {
  /** Brings the settings up to date for these documents. True when what was judged before has to be judged anew. */
  refresh(uris: Iterable<string>): Promise<boolean>;
  /** A configuration may have changed: the next refresh reads them again. */
  invalidate(): void;
  readonly settingsFor: SettingsFor;
  isIgnored(uri: string): boolean;
  /** Mistakes in the configurations of the working tree. */
  mistakes(): readonly LocatedMistake[];
  /** What the working tree says, where that does not count and is something else than what counts. */
  readonly own: Pick<Configurations, 'settingsFor' | 'ignored'> | undefined;
}

export interface FolderSettingsOptions {
  /** Text of a document of the root as it stands now, buffer before disk. */
  read(uri: string): string | undefined;
  /** The configurations that count in place of those, by path; undefined where no policy of the target branch says so. */
  governing(): ReadonlyMap<string, string> | undefined;
  trusted(): boolean;
  overrides(): Overrides;
  readonly rulesOf: EngineOptions['rulesOf'];
}

export function createFolderSettings(options: FolderSettingsOptions): FolderSettings {
  // One uri a folder stands for all documents in it.
  const folders = new Map<string, string>();
  const lastGood = new Map<string, string>();
  let stale = true;
  /** What the settings in force were made from. */
  let madeFrom:
    { readonly overrides: string; readonly texts: ReadonlyMap<string, string>; readonly folders: ReadonlySet<string> } | undefined;
  let current: Configurations | undefined;
  let own: Configurations | undefined;
  let mistakes: readonly LocatedMistake[] = [];

  /** Loads what counts, and gives the texts that it was made from. */
  async function load(): Promise<ReadonlyMap<string, string>> {
    const here = await loadOwn();
    const governing = options.trusted() ? options.governing() : undefined;
    own = undefined;
    if (!governing) return here;
    const texts = new Map<string, string>();
    const read = (file: string): string | undefined => {
      const text = governing.get(file);
      if (text !== undefined) texts.set(file, text);
      return text;
    };
    const counting = await loadConfigurations(folders.values(), { read, overrides: options.overrides(), rulesOf: options.rulesOf });
    if (!sameTexts(texts, here)) own = current;
    current = counting;
    return texts;
  }

  /** Loads what the working tree says, and gives its texts. */
  async function loadOwn(): Promise<ReadonlyMap<string, string>> {
    const texts = new Map<string, string>();
    const overrides = options.overrides();
    const reading =
      (pick: (file: string, text: string) => string) =>
      (file: string): string | undefined => {
        const text = options.trusted() ? options.read(file) : undefined;
        if (text === undefined) return undefined;
        const picked = pick(file, text);
        texts.set(file, picked);
        return picked;
      };
    current = await loadConfigurations(folders.values(), { read: reading((_, text) => text), overrides, rulesOf: options.rulesOf });
    mistakes = current.mistakes;
    const broken = new Set(mistakes.map((mistake) => mistake.file));
    for (const [file, text] of texts) if (!broken.has(file)) lastGood.set(file, text);
    if ([...broken].some((file) => lastGood.has(file))) {
      current = await loadConfigurations(folders.values(), {
        read: reading((file, text) => (broken.has(file) ? (lastGood.get(file) ?? text) : text)),
        overrides,
        rulesOf: options.rulesOf,
      });
    }
    return texts;
  }

  return {
    async refresh(uris) {
      let grown = false;
      for (const uri of uris) {
        if (folders.has(folderOf(uri))) continue;
        folders.set(folderOf(uri), uri);
        grown = true;
      }
      if (!grown && !stale) return false;
      stale = false;
      const before = madeFrom;
      const overrides = JSON.stringify(options.overrides());
      const texts = await load();
      madeFrom = { overrides, texts, folders: withParents(folders.keys()) };
      if (!before) return false;
      // A configuration in a folder that nobody looked into before governs nothing that was judged before.
      const isNews = (file: string): boolean =>
        texts.get(file) !== before.texts.get(file) && (before.texts.has(file) || before.folders.has(governedBy(file)));
      return overrides !== before.overrides || [...texts.keys(), ...before.texts.keys()].some(isNews);
    },
    invalidate() {
      stale = true;
    },
    settingsFor: (uri) => current!.settingsFor(uri),
    isIgnored: (uri) => current?.ignored(uri) !== undefined,
    mistakes: () => mistakes,
    get own() {
      return own;
    },
  };
}

function sameTexts(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([file, text]) => b.get(file) === text);
}

/** The folder that a configuration governs. */
function governedBy(file: string): string {
  return file.slice(0, Math.max(0, file.length - configurationPath.length - 1));
}

function withParents(folders: Iterable<string>): Set<string> {
  const all = new Set<string>(['']);
  for (const folder of folders) for (let one = folder; one !== '' && !all.has(one); one = folderOf(one)) all.add(one);
  return all;
}
