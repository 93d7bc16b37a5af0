// Where documents come from when the working tree is judged. Holds the documents of the folder that is being read and a
// few neighbours, and forgets them when told, so that memory does not grow with the tree.
import { lstatSync, readdirSync, readFileSync, type PathLike } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { createDocument, folderOf, type Document } from '../engine/document.ts';
import type { Source } from '../engine/engine.ts';
import { insideOf } from './inside.ts';
import { decodeText, sizeCap, sizeInWords, type NotRead, type TextEncoding } from './text-file.ts';

export interface FileSource extends Source {
  readonly root: string;
  /** Reads these files, so that `document` has them. What cannot be read is kept in `notRead`. */
  load(uris: readonly string[]): Promise<Document[]>;
  /** Forgets every document. A later `document` reads again. */
  forget(): void;
  /** What was not read so far, by uri. */
  readonly notRead: ReadonlyMap<string, NotRead>;
  /** Encodings that are not plain UTF-8, by uri. */
  readonly encodings: ReadonlyMap<string, TextEncoding>;
  readonly bytesRead: number;
  /** Set where these are the files below `root` as they lie there, which another thread and a later run find, too. */
  readonly isWorkingTree?: true;
}

/** Takes the bytes of a path to a document and notes what is odd about it. Shared by the sources over files and index. */
export function documentFrom(
  uri: string,
  bytes: Buffer,
  notRead: Map<string, NotRead>,
  encodings: Map<string, TextEncoding>,
): Document | undefined {
  const decoded = decodeText(bytes);
  if ('reason' in decoded) {
    notRead.set(uri, { uri, reason: decoded.reason });
    return undefined;
  }
  if (decoded.encoding !== 'utf-8') encodings.set(uri, decoded.encoding);
  return createDocument(uri, decoded.text);
}

/**
 * Documents of the working tree below `root`. `listed` narrows the siblings of a folder to files that are not ignored;
 * without it every regular file is one.
 */
export function workingTree(root: string, listed: (uris: readonly string[]) => readonly string[] = (uris) => uris): FileSource {
  const documents = new Map<string, Document | undefined>();
  const siblings = new Map<string, readonly string[]>();
  const notRead = new Map<string, NotRead>();
  const encodings = new Map<string, TextEncoding>();
  const isInside = insideOf(root);
  let bytesRead = 0;

  const refuse = (
    uri: string,
    stats: { isSymbolicLink(): boolean; isDirectory(): boolean; isFile(): boolean; size: number },
  ): NotRead | undefined => {
    if (stats.isSymbolicLink()) return { uri, reason: 'symbolic link' };
    if (stats.isDirectory()) return { uri, reason: 'submodule' };
    if (!stats.isFile()) return { uri, reason: 'not a file' };
    if (stats.size > sizeCap) return { uri, reason: 'too large', detail: sizeInWords(stats.size) };
    return undefined;
  };
  const failed = (uri: string, error: unknown): NotRead => {
    const code = (error as NodeJS.ErrnoException).code;
    // A name that is not UTF-8 is shown with marks in place of its bytes, and the file may well be there.
    if (code === 'ENOENT' && uri.includes('\ufffd')) return { uri, reason: 'unreadable', detail: 'its path is not UTF-8' };
    return code === 'ENOENT' || code === 'ENOTDIR' ? { uri, reason: 'gone' } : { uri, reason: 'unreadable', detail: code };
  };
  const keep = (uri: string, bytes: Buffer): Document | undefined => {
    bytesRead += bytes.length;
    const document = documentFrom(uri, bytes, notRead, encodings);
    documents.set(uri, document);
    return document;
  };
  const drop = (entry: NotRead): undefined => {
    notRead.set(entry.uri, entry);
    documents.set(entry.uri, undefined);
    return undefined;
  };

  function loadOne(uri: string): Document | undefined {
    if (documents.has(uri)) return documents.get(uri);
    try {
      const path = join(root, uri);
      const file = named(path);
      const refused: NotRead | undefined = isInside(path) ? refuse(uri, lstatSync(file)) : { uri, reason: 'symbolic link' };
      return refused ? drop(refused) : keep(uri, readFileSync(file));
    } catch (error) {
      return drop(failed(uri, error));
    }
  }

  return {
    root,
    notRead,
    encodings,
    isWorkingTree: true,
    get bytesRead() {
      return bytesRead;
    },
    // One after the other and at once: for small files that takes a quarter of what sixteen promises take.
    load: async (uris) => uris.map(loadOne).filter((document) => document !== undefined),
    forget() {
      documents.clear();
    },
    document(uri) {
      if (documents.has(uri)) return documents.get(uri);
      if (uri.startsWith('/') || uri.split('/').includes('..')) return undefined;
      try {
        const path = join(root, uri);
        const file = named(path);
        // Most neighbours are not there, and that is asked for first: where a folder really lies costs more, and an error more still.
        const stats = lstatSync(file, { throwIfNoEntry: false });
        const refused: NotRead | undefined = stats && (isInside(path) ? refuse(uri, stats) : { uri, reason: 'symbolic link' });
        if (refused) return drop(refused);
        if (stats) return keep(uri, readFileSync(file));
      } catch (error) {
        // A neighbour that cannot be read is no failure: whoever asks lives with undefined.
        return drop(failed(uri, error));
      }
      documents.set(uri, undefined);
      return undefined;
    },
    siblings(folder) {
      let found = siblings.get(folder);
      if (!found) {
        found = listed(filesIn(root, folder)).filter((uri) => folderOf(uri) === folder);
        siblings.set(folder, found);
      }
      return found;
    },
  };
}

/**
 * What the system is to be asked for: the path itself, or the bytes of a name that is not UTF-8, found by what it is shown
 * as. Names that are shown alike stay unread, and so does what lies in a folder of such a name.
 */
function named(path: string): PathLike {
  if (!path.includes('\ufffd')) return path;
  const folder = dirname(path);
  try {
    const alike = readdirSync(folder, { encoding: 'buffer' }).filter((name) => name.toString('utf8') === basename(path));
    if (alike.length === 1) return Buffer.concat([Buffer.from(join(folder, sep)), alike[0]!]);
  } catch {
    // A folder that cannot be listed is said when the file is asked for.
  }
  return path;
}

function filesIn(root: string, folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => (folder === '' ? entry.name : `${folder}/${entry.name}`))
      .sort();
  } catch {
    return [];
  }
}

/** The same source with one document in front of it, whatever stands on disk under its uri. */
export function withDocument(source: FileSource, document: Document): FileSource {
  const inFront = (uri: string) => (uri === document.uri ? document : undefined);
  return {
    ...source,
    isWorkingTree: undefined,
    get bytesRead() {
      return source.bytesRead;
    },
    document: (uri) => inFront(uri) ?? source.document(uri),
    load: async (uris) => {
      const found = await source.load(uris.filter((uri) => !inFront(uri)));
      return uris.includes(document.uri) ? [document, ...found] : found;
    },
  };
}

/** The same source, with every document that it gives told, and every one that it has not; its folders are those of `within`. */
export function toldOf(source: FileSource, within: Source, told: (uri: string, document: Document | undefined) => void): FileSource {
  return {
    ...source,
    get bytesRead() {
      return source.bytesRead;
    },
    document: within.document,
    siblings: within.siblings,
    async load(uris) {
      const found = await source.load(uris);
      const byUri = new Map(found.map((document) => [document.uri, document]));
      for (const uri of uris) told(uri, byUri.get(uri));
      return found;
    },
  };
}

/** A source that can be asked for files before their turn. */
export interface AheadSource extends FileSource {
  /** Reads these files for whoever loads them next. Many are read all the same, and forgotten again. */
  readAhead(uris: readonly string[]): Promise<readonly Document[]>;
}

/** Characters that are held ahead: of most trees, everything. */
const mostAhead = 64 * 1024 * 1024;

/** The same source, in which files that were read ahead are not read again when their turn comes. */
export function readingAhead(source: FileSource): AheadSource {
  const ahead = new Map<string, Document>();
  let size = 0;
  return {
    ...source,
    get bytesRead() {
      return source.bytesRead;
    },
    document: (uri) => ahead.get(uri) ?? source.document(uri),
    async load(uris) {
      const read = new Map((await source.load(uris.filter((uri) => !ahead.has(uri)))).map((document) => [document.uri, document]));
      return uris.flatMap((uri) => {
        const document = ahead.get(uri) ?? read.get(uri);
        ahead.delete(uri);
        return document ?? [];
      });
    },
    async readAhead(uris) {
      const found = await source.load(uris);
      for (const document of found) {
        size += document.text.length;
        if (size <= mostAhead) ahead.set(document.uri, document);
      }
      source.forget();
      return found;
    },
  };
}
