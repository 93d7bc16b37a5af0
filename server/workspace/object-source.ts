// Documents as git holds them: in the index, so that a half-staged file is judged as it will be committed, or in a
// commit, so that what was there before can be told from what is new.
import { folderOf, type Document } from '../engine/document.ts';
import { openBlobs, type Blob } from './blobs.ts';
import { GitError } from './errors.ts';
import { entriesOf, git } from './git.ts';
import type { Repository } from './repository.ts';
import { documentFrom, type FileSource } from './source.ts';
import { sizeInWords, type NotRead, type TextEncoding } from './text-file.ts';

export interface ObjectEntry {
  readonly id: string;
  /** `100644`, `100755`, `120000` (a link), `160000` (a submodule). */
  readonly mode: string;
}

export interface ObjectSource extends FileSource {
  readonly entries: ReadonlyMap<string, ObjectEntry>;
  close(): void;
}

/** The index as it stands. Paths in the middle of a merge have no entry and are in `unmerged`. */
export async function readIndex(repository: Repository): Promise<{ entries: Map<string, ObjectEntry>; unmerged: readonly string[] }> {
  const result = await git({ cwd: repository.root, command: ['ls-files', '-s', '-z'], inHook: repository.inHook });
  if (!result.ok) throw new GitError(`the index cannot be read: ${result.message}`);
  const entries = new Map<string, ObjectEntry>();
  const unmerged = new Set<string>();
  for (const line of entriesOf(result.stdout)) {
    const match = /^(\d+) ([0-9a-f]+) (\d)\t([\s\S]+)$/.exec(line);
    if (!match) continue;
    if (match[3] === '0') entries.set(match[4]!, { mode: match[1]!, id: match[2]! });
    else unmerged.add(match[4]!);
  }
  return { entries, unmerged: [...unmerged] };
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

/** Paths whose index entry differs from the last commit, below `paths`; before the first commit, all of them. */
export async function stagedPaths(repository: Repository, paths: readonly string[]): Promise<string[]> {
  const result = await git({
    cwd: repository.root,
    command: ['diff', '--cached', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', '--diff-filter=ACMTU', '--ignore-submodules=none'],
    paths: paths.length > 0 && !paths.includes('') ? paths : undefined,
    inHook: repository.inHook,
  });
  if (!result.ok) throw new GitError(`staged files cannot be listed: ${result.message}`);
  return [...new Set(entriesOf(result.stdout))].sort();
}

/** A source over these entries. */
export function objectSource(repository: Repository, entries: ReadonlyMap<string, ObjectEntry>): ObjectSource {
  const blobs = openBlobs(repository);
  const documents = new Map<string, Document | undefined>();
  const notRead = new Map<string, NotRead>();
  const encodings = new Map<string, TextEncoding>();
  let byFolder: Map<string, string[]> | undefined;
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
  const readable = (uri: string): ObjectEntry | undefined => {
    const entry = entries.get(uri);
    return entry && !special(entry) ? entry : undefined;
  };

  return {
    root: repository.root,
    entries,
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
      const found = await blobs.read(missing.map((uri) => entries.get(uri)!.id));
      found.forEach((blob, index) => take(missing[index]!, blob));
      return uris.map((uri) => documents.get(uri)).filter((document) => document !== undefined);
    },
    forget: () => documents.clear(),
    document(uri) {
      if (documents.has(uri)) return documents.get(uri);
      const entry = readable(uri);
      return entry ? take(uri, blobs.readSync(entry.id)) : undefined;
    },
    siblings(folder) {
      if (!byFolder) {
        byFolder = new Map();
        for (const uri of entries.keys()) {
          if (!readable(uri)) continue;
          const list = byFolder.get(folderOf(uri));
          if (list) list.push(uri);
          else byFolder.set(folderOf(uri), [uri]);
        }
      }
      return byFolder.get(folder) ?? [];
    },
    close: () => blobs.close(),
  };
}

function special(entry: ObjectEntry): 'symbolic link' | 'submodule' | undefined {
  return entry.mode === '120000' ? 'symbolic link' : entry.mode === '160000' ? 'submodule' : undefined;
}
