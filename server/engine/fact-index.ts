// Indexes over the facts of all documents that stay from one analysis to the next. A rule asks for the items under a key;
// who asked what is noted (`run-rules.ts`), so that an edit runs only those rules again whose answers it changed.
import type { DocumentFacts } from './project.ts';

/** What a document contributes to an index. A constant: the index is kept under it. */
export interface FactIndex<T> {
  readonly name: string;
  /**
   * Items by key. `mark` holds all that a rule may read of the item: as long as the marks of a key stay the same, nobody
   * who asked for the key is asked again.
   */
  entriesOf(document: DocumentFacts): Iterable<readonly [key: string, item: T, mark: string]>;
}

export interface FactIndexes {
  /** The items under a key, by uri and then in the order of their document. */
  lookup<T>(index: FactIndex<T>, key: string): readonly T[];
  /** Says that a document has other facts now, or none. Gives the questions whose answers changed, as `questionOf` names them. */
  update(uri: string): string[];
}

/** What a document came to, whatever it is. */
export function questionOfDocument(uri: string): string {
  return `document\0${uri}`;
}

/** All facts of a kind, or all secrets. */
export function questionOfAll(kind: string): string {
  return `all\0${kind}`;
}

export function questionOf(index: FactIndex<unknown>, key: string): string {
  return `${index.name}\0${key}`;
}

interface Table {
  /** By key and uri. */
  readonly items: Map<string, Map<string, readonly unknown[]>>;
  /** What `lookup` gave, until it changes: the same list for the same answer. */
  readonly lists: Map<string, readonly unknown[]>;
  /** Marks by uri and key. */
  readonly marks: Map<string, ReadonlyMap<string, string>>;
}

/** Indexes over `documents`, which is the caller's and changes under them. An index is built when it is first asked. */
export function createFactIndexes(documents: ReadonlyMap<string, DocumentFacts>): FactIndexes {
  const tables = new Map<FactIndex<unknown>, Table>();

  function put(index: FactIndex<unknown>, table: Table, uri: string): string[] {
    const before = table.marks.get(uri);
    const document = documents.get(uri);
    const items = new Map<string, unknown[]>();
    const marks = new Map<string, string>();
    if (document) {
      for (const [key, item, mark] of index.entriesOf(document)) {
        const known = items.get(key);
        if (known) known.push(item);
        else items.set(key, [item]);
        marks.set(key, `${marks.get(key) ?? ''}${mark}\n`);
      }
    }
    for (const key of before?.keys() ?? []) {
      table.lists.delete(key);
      if (!items.has(key)) table.items.get(key)?.delete(uri);
    }
    for (const [key, own] of items) {
      table.lists.delete(key);
      (table.items.get(key) ?? table.items.set(key, new Map()).get(key)!).set(uri, own);
    }
    if (marks.size > 0) table.marks.set(uri, marks);
    else table.marks.delete(uri);
    const keys = new Set([...(before?.keys() ?? []), ...marks.keys()]);
    return [...keys].filter((key) => before?.get(key) !== marks.get(key)).map((key) => questionOf(index, key));
  }

  return {
    lookup<T>(index: FactIndex<T>, key: string): readonly T[] {
      let table = tables.get(index);
      if (!table) {
        table = { items: new Map(), lists: new Map(), marks: new Map() };
        tables.set(index, table);
        for (const uri of documents.keys()) put(index, table, uri);
      }
      const found = table.items.get(key);
      if (!found || found.size === 0) return [];
      if (found.size === 1) return found.values().next().value as readonly T[];
      const known = table.lists.get(key);
      if (known) return known as readonly T[];
      const list = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, items]) => items as readonly T[]);
      table.lists.set(key, list);
      return list;
    },
    update: (uri) => [...tables].flatMap(([index, table]) => put(index, table, uri)),
  };
}
