// What was asked of a source and what it gave, so that a later run can ask the same and see whether the answers are.
import { createHash } from 'node:crypto';
import type { Document } from '../engine/document.ts';
import type { Source } from '../engine/engine.ts';

/** What was asked for, by name: enough to ask again. */
export interface Questions {
  readonly documents: readonly string[];
  readonly folders: readonly string[];
}

export interface Asked {
  /** Documents and folders that are asked for here are kept in mind. */
  readonly source: Source;
  /** The same for what was given without being asked for here; `undefined` for a document that is not there. */
  note(uri: string, document: Document | undefined): void;
  questions(): Questions;
  /** Whether this is the document that was given. */
  isSame(document: Document): boolean;
  /** False when a document was another at another time. */
  isSteady(): boolean;
  /** Everything that was asked and given, whatever the order was. */
  words(): string[];
  forget(): void;
}

/** Nothing is kept of the texts but a digest of each. */
export function asking(from: Source): Asked {
  const documents = new Map<string, string>();
  const folders = new Map<string, readonly string[]>();
  let steady = true;
  const note = (uri: string, document: Document | undefined): void => {
    const given = document === undefined ? '' : digestOf(document);
    if ((documents.get(uri) ?? given) !== given) steady = false;
    documents.set(uri, given);
  };
  return {
    source: {
      document(uri) {
        const found = from.document(uri);
        note(uri, found);
        return found;
      },
      siblings(name) {
        const found = from.siblings(name);
        folders.set(name, found);
        return found;
      },
    },
    note,
    questions: () => ({ documents: [...documents.keys()], folders: [...folders.keys()] }),
    isSame: (document) => documents.get(document.uri) === digestOf(document),
    isSteady: () => steady,
    words: () => [
      ...[...documents.keys()].sort().flatMap((uri) => [`?${uri}`, documents.get(uri)!]),
      ...[...folders.keys()].sort().flatMap((name) => [`/${name}`, ...folders.get(name)!]),
    ],
    forget() {
      documents.clear();
      folders.clear();
      steady = true;
    },
  };
}

const digests = new WeakMap<Document, string>();

/** What tells the text of a document from any other. Made once a document, and not forgotten with what readers made of it. */
export function digestOf(document: Document): string {
  const known = digests.get(document);
  if (known !== undefined) return known;
  const made = `${document.bom ? 'bom ' : ''}${createHash('sha256').update(document.text).digest('base64')}`;
  digests.set(document, made);
  return made;
}
