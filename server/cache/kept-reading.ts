// Keeps what reading came to, folder by folder, so that a second run over the same texts does not parse them again. A folder's
// facts are sealed with everything they were made from: the build of this program, the texts of the folder, and whatever
// readers asked for beyond it, there or not. Another text anywhere in that opens nothing, and the folder is read anew.
// Nothing in here is needed: a cache that cannot be read or written costs time and nothing else.
import type { Document } from '../engine/document.ts';
import type { Engine, Source } from '../engine/engine.ts';
import type { DocumentFacts } from '../engine/project.ts';
import { asking, digestOf, type Asked, type Questions } from './asked.ts';
import { bytesOf, factsFrom } from './folder-facts.ts';
import { nothingKnown } from './plain-data.ts';
import { fileFor, makeRoom, mostOfOne, stillUsed } from './room.ts';
import { keyOf, open, readParts, seal, writeParts, type Part } from './sealed-file.ts';

export interface KeptReading {
  /** Documents come from here while a folder is read, so that what is asked for is known. */
  readonly source: Source;
  /** Whether something was kept of a folder, of whichever texts. */
  knows(folder: string): boolean;
  /** Whether `recall` would give facts for these documents. */
  holds(folder: string, given: readonly Document[]): boolean;
  /** Facts of these documents of a folder, and of those that were read with them; undefined where they have to be read. */
  recall(folder: string, given: readonly Document[]): readonly DocumentFacts[] | undefined;
  /** Keeps what was just read of a folder. `read` are all documents that were read, with `given` among them. */
  keep(folder: string, given: readonly Document[], read: readonly Document[], engine: Engine): void;
  /** Keeps what another thread read of a folder, as its bytes. `from` is what was asked for there, with what is answered here. */
  keepBytes(folder: string, given: readonly Document[], bytes: Buffer, from: Asked): void;
  /** Writes what is new, beside what earlier runs kept of folders that this one has not come to. */
  write(): void;
}

/**
 * The kept reading of the tree at `root`, in `folder`. `kind` names everything else that facts depend on: the build, and
 * which readers run.
 */
export function keptReading(folder: string, root: string, kind: string, from: Source): KeptReading {
  // Command and editor may be of different builds, and take turns: each has a file of its own.
  const file = fileFor(folder, [root, kind], 'parts');
  const before = readParts<Questions>(file);
  const after = new Map<string, Part<Questions>>();
  let changed = false;
  const asked = asking(from);
  const known = nothingKnown();

  const keyFor = (given: readonly Document[], { words }: Asked): Buffer =>
    keyOf([kind, ...given.flatMap((document) => [`+${document.uri}`, digestOf(document)]), ...words()]);

  /** What is kept of a folder, opened with its documents; it stays kept. */
  const opened = (name: string, given: readonly Document[]): Buffer | undefined => {
    const part = before.get(name);
    if (!part) return undefined;
    for (const uri of part.note.documents) asked.source.document(uri);
    for (const one of part.note.folders) asked.source.siblings(one);
    const bytes = open(part.sealed, keyFor(given, asked));
    asked.forget();
    if (bytes) after.set(name, part);
    return bytes;
  };

  const keepBytes: KeptReading['keepBytes'] = (name, given, bytes, from) => {
    after.set(name, { note: from.questions(), sealed: seal(bytes, keyFor(given, from)) });
    changed = true;
  };

  return {
    source: asked.source,
    knows: (name) => before.has(name),
    holds: (name, given) => opened(name, given) !== undefined,
    recall(name, given) {
      const bytes = opened(name, given);
      return bytes && factsFrom(bytes, known);
    },
    keep(name, given, read, { facts, readFailures }) {
      // What went wrong is tried again.
      const failed = new Set(readFailures().map((failure) => failure.uri));
      if (asked.isSteady() && !read.some(({ uri }) => failed.has(uri)))
        keepBytes(name, given, bytesOf(read.map(({ uri }) => facts.get(uri)!)), asked);
      asked.forget();
    },
    keepBytes,
    write() {
      try {
        if (!changed) {
          if (before.size > 0) stillUsed(file);
          return;
        }
        // A run over a part of the tree leaves the rest as it was, as long as it is there.
        for (const [name, part] of before) if (!after.has(name) && from.siblings(name).length > 0) after.set(name, part);
        writeParts(file, within(after, mostOfOne));
        makeRoom(folder, file);
        changed = false;
      } catch {
        // A full disk, or a folder that is gone: the next run reads everything again.
      }
    },
  };
}

function within(parts: ReadonlyMap<string, Part<Questions>>, most: number): Map<string, Part<Questions>> {
  let size = 0;
  return new Map([...parts].filter(([, part]) => (size += part.sealed.length) <= most));
}
