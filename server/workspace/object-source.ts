// Documents as git holds them: in the index, so that a half-staged file is judged as it will be committed, or in a
// commit, so that what was there before can be told from what is new.
import { folderOf, type Document } from '../engine/document.ts';
import { openBlobs, type Blob } from './blobs.ts';
import { GitError } from './errors.ts';
import { entriesOf, git, gitSync } from './git.ts';
import type { Repository } from './repository.ts';
import { documentFrom, type FileSource } from './source.ts';
import { sizeInWords, type NotRead, type TextEncoding } from './text-file.ts';

export interface ObjectEntry {
  readonly id: string;
  /** `100644`, `100755`, `120000` (a link), `160000` (a submodule). */
  readonly mode: string;
}

export interface ObjectSource extends FileSource {
  /** Ends git. */
  close(): void;
}

/** The entries of one folder by path, without those below it; an empty map where there are none. */
export type FolderEntries = (folder: string) => ReadonlyMap<string, ObjectEntry>;

/**
 * The index as it stands. Paths in the middle of a merge have no entry. It is taken apart by folders at once and into entries
 * as they are asked for: a hook looks into a few of thousands of folders.
 */
export function readIndex(repository: Repository): FolderEntries {
  const result = gitSync({ cwd: repository.root, command: ['ls-files', '-s', '-z'], inHook: repository.inHook });
  if (!result.ok) throw new GitError(`the index cannot be read: ${result.message}`);
  const text = result.stdout.toString('utf8');
  /** Stretches of the text by folder. Sorted by path, the files of a folder stand in a few of them. */
  const stretches = new Map<string, { start: number; end: number }[]>();
  let last: { folder: string; start: number; end: number } | undefined;
  for (let at = 0, end = 0; (end = text.indexOf('\0', at)) >= 0; at = end + 1) {
    const folder = folderOf(text.slice(text.indexOf('\t', at) + 1, end));
    if (last?.folder === folder) last.end = end;
    else {
      last = { folder, start: at, end };
      const known = stretches.get(folder);
      if (known) known.push(last);
      else stretches.set(folder, [last]);
    }
  }
  return oncePerFolder((folder) => {
    const entries = new Map<string, ObjectEntry>();
    for (const { start, end } of stretches.get(folder) ?? []) {
      for (const line of text.slice(start, end).split('\0')) {
        const match = /^(\d+) ([0-9a-f]+) (\d)\t([\s\S]+)$/.exec(line);
        if (match?.[3] === '0') entries.set(match[4]!, { mode: match[1]!, id: match[2]! });
      }
    }
    return entries;
  });
}

function oncePerFolder<T>(make: (folder: string) => T): (folder: string) => T {
  const made = new Map<string, T>();
  return (folder) => {
    let one = made.get(folder);
    if (one === undefined) made.set(folder, (one = make(folder)));
    return one;
  };
}

/** These entries by folder; put in order when the first is asked for. */
function inFolders(entries: ReadonlyMap<string, ObjectEntry>): FolderEntries {
  let byFolder: Map<string, Map<string, ObjectEntry>> | undefined;
  return (folder) => {
    if (!byFolder) {
      byFolder = new Map();
      for (const [uri, entry] of entries) {
        const known = byFolder.get(folderOf(uri));
        if (known) known.set(uri, entry);
        else byFolder.set(folderOf(uri), new Map([[uri, entry]]));
      }
    }
    return byFolder.get(folder) ?? new Map<string, ObjectEntry>();
  };
}

/** The files of a commit. */
export async function readTree(repository: Repository, commit: string): Promise<Map<string, ObjectEntry>> {
  const result = await git({ cwd: repository.root, command: ['ls-tree', '-r', '-z', '--full-tree'], revisions: [commit] });
  if (!result.ok) throw new GitError(`${commit} cannot be read: ${result.message}`);
  const entries = new Map<string, ObjectEntry>();
  for (const line of entriesOf(result.stdout)) {
    const match = /^(\d+) \w+ ([0-9a-f]+)\t([\s\S]+)$/.exec(line);
    if (match) entries.set(match[3]!, { mode: match[1]!, id: match[2]! });
  }
  return entries;
}

/**
 * What the next commit changes below `paths`, as the index holds it, in the order of the paths; before the first commit,
 * everything. Paths in the middle of a merge are in `unmerged`.
 */
export function stagedEntries(
  repository: Repository,
  paths: readonly string[],
): { entries: Map<string, ObjectEntry>; unmerged: readonly string[] } {
  const result = gitSync({
    cwd: repository.root,
    command: [
      'diff',
      '--cached',
      '--raw',
      '--no-abbrev',
      '-z',
      '--no-renames',
      '--no-ext-diff',
      '--no-textconv',
      '--diff-filter=ACMTU',
      '--ignore-submodules=none',
    ],
    paths: paths.length > 0 && !paths.includes('') ? paths : undefined,
    inHook: repository.inHook,
  });
  if (!result.ok) throw new GitError(`staged files cannot be listed: ${result.message}`);
  const entries = new Map<string, ObjectEntry>();
  const unmerged = new Set<string>();
  // `:100644 100644 OLD NEW M`, then the path.
  const words = entriesOf(result.stdout);
  for (let at = 0; at + 1 < words.length; at += 2) {
    const [, mode, , id, status] = words[at]!.split(' ');
    if (status === 'U') unmerged.add(words[at + 1]!);
    else entries.set(words[at + 1]!, { mode: mode!, id: id! });
  }
  for (const uri of unmerged) entries.delete(uri);
  return { entries: new Map([...entries].sort(([a], [b]) => (a < b ? -1 : 1))), unmerged: [...unmerged] };
}

/** At most this many files are read in one call that git answers at once. */
const few = 50;

/** A source over these entries. `around` gives all that lies around them, where they are a part; it is asked once, for neighbours. */
export function objectSource(
  repository: Repository,
  entries: ReadonlyMap<string, ObjectEntry>,
  around: () => FolderEntries = () => inFolders(entries),
): ObjectSource {
  const blobs = openBlobs(repository);
  const documents = new Map<string, Document | undefined>();
  const notRead = new Map<string, NotRead>();
  const encodings = new Map<string, TextEncoding>();
  let everything: FolderEntries | undefined;
  /** What was read in one call and not asked for yet, by id. */
  let ahead: Map<string, Blob> | undefined;
  let bytesRead = 0;

  const take = (uri: string, blob: Blob): Document | undefined => {
    let document: Document | undefined;
    if (blob instanceof Buffer) {
      bytesRead += blob.length;
      document = documentFrom(uri, blob, notRead, encodings);
    } else if ('tooLarge' in blob) notRead.set(uri, { uri, reason: 'too large', detail: sizeInWords(blob.tooLarge) });
    else notRead.set(uri, { uri, reason: 'missing object' });
    documents.set(uri, document);
    return document;
  };
  const inFolder: FolderEntries = (folder) => (everything ??= around())(folder);
  const readable = (uri: string): ObjectEntry | undefined => {
    const entry = entries.get(uri) ?? inFolder(folderOf(uri)).get(uri);
    return entry && !special(entry) ? entry : undefined;
  };
  /** A few files are read in one go, whichever folder is asked for first. */
  const readAhead = (): Map<string, Blob> => {
    const ids = entries.size > few ? [] : [...new Set([...entries.values()].filter((entry) => !special(entry)).map((entry) => entry.id))];
    const found = ids.length > 0 ? blobs.readTogether(ids) : undefined;
    return new Map(found?.map((blob, index) => [ids[index]!, blob]));
  };
  /** The files of a folder with one ending, which a reader asks for one after the other. */
  const readNeighbours = (uri: string): void => {
    const ending = uri.slice(uri.lastIndexOf('.'));
    const uris = source
      .siblings(folderOf(uri))
      .filter((one) => one.endsWith(ending) && !documents.has(one))
      .slice(0, few);
    const found = uris.length > 1 && uris.includes(uri) ? blobs.readTogether(uris.map((one) => readable(one)!.id)) : undefined;
    found?.forEach((blob, index) => take(uris[index]!, blob));
  };

  const source: ObjectSource = {
    root: repository.root,
    notRead,
    encodings,
    get bytesRead() {
      return bytesRead;
    },
    async load(uris) {
      const missing: string[] = [];
      for (const uri of uris) {
        if (documents.has(uri)) continue;
        const entry = entries.get(uri);
        const reason = entry && special(entry);
        if (reason) notRead.set(uri, { uri, reason });
        else if (entry) missing.push(uri);
      }
      ahead ??= readAhead();
      const known = (uri: string): Blob | undefined => ahead!.get(entries.get(uri)!.id);
      const asked = missing.filter((uri) => known(uri) === undefined);
      const found = await blobs.read(asked.map((uri) => entries.get(uri)!.id));
      asked.forEach((uri, index) => take(uri, found[index]!));
      for (const uri of missing) if (!documents.has(uri)) take(uri, known(uri)!);
      return uris.map((uri) => documents.get(uri)).filter((document) => document !== undefined);
    },
    forget: () => documents.clear(),
    document(uri) {
      if (documents.has(uri)) return documents.get(uri);
      const entry = readable(uri);
      if (!entry) return undefined;
      const read = ahead?.get(entry.id);
      if (read !== undefined) return take(uri, read);
      readNeighbours(uri);
      return documents.has(uri) ? documents.get(uri) : take(uri, blobs.readSync(entry.id));
    },
    siblings: oncePerFolder((folder) => [...inFolder(folder).keys()].filter((uri) => readable(uri) !== undefined)),
    close: () => blobs.close(),
  };
  return source;
}

function special(entry: ObjectEntry): 'symbolic link' | 'submodule' | undefined {
  return entry.mode === '120000' ? 'symbolic link' : entry.mode === '160000' ? 'submodule' : undefined;
}
