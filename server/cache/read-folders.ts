// How a tree is read: folder by folder, each from what was kept of it where that opens, else anew and kept then. Both fronts
// read so, and neither holds more than one folder's texts and one portion's trees. Lists no files and judges nothing.
import { folderOf, type Document } from '../engine/document.ts';
import { createEngine, type Engine, type Source } from '../engine/engine.ts';
import { unknownWorkspace, type DocumentFacts } from '../engine/project.ts';
import { defaultSettings } from '../engine/settings.ts';
import type { KeptReading } from './kept-reading.ts';

/** Uris by folder, in the order of the first of each folder. */
export function folders(uris: readonly string[]): Iterable<readonly string[]> {
  const byFolder = new Map<string, string[]>();
  for (const uri of uris) {
    const folder = folderOf(uri);
    const list = byFolder.get(folder);
    if (list) list.push(uri);
    else byFolder.set(folder, [uri]);
  }
  return byFolder.values();
}

export interface FolderReading {
  readonly engine: Engine;
  readonly kept?: KeptReading;
  /** A document by its uri, for those whose facts were kept. */
  readonly document: Source['document'];
  /** Called before documents are read. What was kept is not read. */
  readonly before?: (documents: readonly Document[]) => void;
  /** Called with documents whose facts are known now. */
  readonly after?: (documents: readonly Document[]) => void;
}

/** Reads the documents of one folder, given whole. */
export async function readFolder(
  folder: string,
  given: readonly Document[],
  { engine, kept, document, before, after }: FolderReading,
): Promise<void> {
  const known = kept?.recall(folder, given);
  if (known) {
    const own = new Map(given.map((one) => [one.uri, one]));
    const documents = known.flatMap(({ uri }) => own.get(uri) ?? document(uri) ?? []);
    engine.adopt(known, documents, []);
    after?.(documents);
    return;
  }
  const read: Document[] = [];
  for (const together of portions(engine, given)) {
    before?.(together);
    await engine.read(together);
    after?.(together);
    for (const one of together) one.release();
    read.push(...together);
  }
  kept?.keep(folder, given, read, engine);
}

/** Documents that no module-wide reader wants together are read so many at once, or so many characters of them: trees weigh. */
const mostDocuments = 40;
const mostCharacters = 1_000_000;

/**
 * Documents of a folder in portions: those that a module-wide reader wants together stay together, with their siblings;
 * the others may be read in any company.
 */
function* portions(engine: Engine, documents: readonly Document[]): Iterable<readonly Document[]> {
  const module: Document[] = [];
  let alone: Document[] = [];
  let size = 0;
  for (const document of documents) {
    if (engine.isReadByFolder(document)) {
      module.push(document);
      continue;
    }
    alone.push(document);
    size += document.text.length;
    if (size > mostCharacters || alone.length >= mostDocuments) {
      yield alone;
      alone = [];
      size = 0;
    }
  }
  const rest = [...module, ...alone];
  if (rest.length > 0) yield engine.withSiblings(rest);
}

/** Facts of these files, and of those that are read together with them. No rule is loaded, and nothing is kept. */
export async function factsOf(
  source: Source & { load(uris: readonly string[]): Promise<readonly Document[]>; forget(): void },
  uris: readonly string[],
): Promise<ReadonlyMap<string, DocumentFacts>> {
  const engine = createEngine({ rulesOf: async () => [], workspace: unknownWorkspace(''), settingsFor: () => defaultSettings, source });
  for (const folder of folders(uris)) {
    await readFolder(folderOf(folder[0]!), await source.load(folder), { engine, document: source.document });
    source.forget();
  }
  return engine.facts;
}
