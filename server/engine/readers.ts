// Which reader reads which document. Each entry's `claims` looks at the name and at a few words of the text, so that
// files nobody claims cost one look; the reader and its parser are loaded only when something is claimed.
import { folderOf, type Document } from './document.ts';
import type { Dialect, Facts } from './facts/types.ts';

/** What a reader may look at beyond its own documents. */
export interface ReadContext {
  /** Another document of the workspace, by uri; undefined where there is none. */
  neighbour(uri: string): Document | undefined;
  /** Uris of the documents directly in a folder, where that is known: for readers that follow a reference to a folder. */
  siblings?(folder: string): readonly string[];
  /** Told of every neighbour that was asked for, there or not, and with a slash at its end of every folder, so that a change reads those who asked again. */
  onAsked?(uri: string, by: readonly Document[]): void;
  /** What readers remember from one reading to the next, where the same documents are read again at each keystroke. */
  readonly memory?: Map<string, object>;
}

export interface Reader {
  /**
   * Facts by uri. With scope `folder`, `documents` are all documents of one folder that the reader claims; they are one
   * module. Never throws on any text: what cannot be read becomes a problem.
   */
  read(documents: readonly Document[], context: ReadContext): ReadonlyMap<string, Facts>;
}

export interface ReaderEntry {
  readonly dialect: Dialect;
  readonly scope: 'document' | 'folder';
  claims(document: Document): boolean;
  load(): Promise<Reader>;
}

/** Readers that were loaded, by their entry: one dialect may have several. Owned by the caller, so that the engine keeps no state of its own. */
export type LoadedReaders = Map<ReaderEntry, Reader>;

/** Loads the readers that these documents need and are not loaded yet. */
export async function loadReaders(entries: readonly ReaderEntry[], documents: readonly Document[], loaded: LoadedReaders): Promise<void> {
  for (const document of documents)
    for (const entry of claimingOf(entries, document)) if (!loaded.has(entry)) loaded.set(entry, await entry.load());
}

/** Those of the entries that claim a document, each asked once. */
export function claimingOf(entries: readonly ReaderEntry[], document: Document): readonly ReaderEntry[] {
  return document.memo(entries, () => entries.filter((entry) => entry.claims(document)));
}

/** Documents of one folder that one reader reads together. */
export interface ReadGroup {
  readonly entry: ReaderEntry;
  readonly documents: readonly Document[];
}

export function groupsOf(entries: readonly ReaderEntry[], documents: readonly Document[]): ReadGroup[] {
  const groups: ReadGroup[] = [];
  const claims = new Map<ReaderEntry, Document[]>(entries.map((entry) => [entry, []]));
  for (const document of documents) for (const entry of claimingOf(entries, document)) claims.get(entry)!.push(document);
  for (const [entry, claimed] of claims) {
    if (entry.scope === 'document') {
      for (const document of claimed) groups.push({ entry, documents: [document] });
      continue;
    }
    const folders = new Map<string, Document[]>();
    for (const document of claimed) {
      const folder = folderOf(document.uri);
      const members = folders.get(folder);
      if (members) members.push(document);
      else folders.set(folder, [document]);
    }
    // By name, as the tools that read whole folders do: where two files declare one thing, it must not count which one was edited.
    for (const members of folders.values()) groups.push({ entry, documents: members.sort((a, b) => (a.uri < b.uri ? -1 : 1)) });
  }
  return groups;
}
