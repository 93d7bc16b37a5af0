// Documents in, facts out. Synchronous: readers were loaded before.
import type { Document } from './document.ts';
import { addFacts, noFacts, type Facts, type Problem } from './facts/types.ts';
import type { DocumentFacts } from './project.ts';
import { groupsOf, type LoadedReaders, type ReadContext, type ReaderEntry } from './readers.ts';
import { itemsCover } from './secrets/cover.ts';
import type { SecretCandidate } from './secrets/types.ts';
import { readSuppressions } from './suppress.ts';
import { conflictMarker, markersLeft } from './text/text.ts';

/** A reader or the scanner that threw, or stopped at a limit of ours: said to the user, and never silence. */
export interface Failure {
  readonly what: string;
  readonly uri: string;
  readonly error: string;
}

export type SecretScan = (document: Document) => readonly SecretCandidate[];

/**
 * Facts of each document. `documents` must hold whole folders where a reader with scope `folder` claims any of them.
 * A reader that throws loses its own documents only, and is returned in `failures`.
 */
export function readDocuments(
  documents: readonly Document[],
  entries: readonly ReaderEntry[],
  readers: LoadedReaders,
  scan: SecretScan,
  context: ReadContext,
): { facts: DocumentFacts[]; failures: Failure[] } {
  const failures: Failure[] = [];
  const byUri = new Map<string, { facts: Facts; dialects: string[] }>();
  for (const document of documents) byUri.set(document.uri, { facts: noFacts(), dialects: [] });
  for (const group of groupsOf(entries, documents)) {
    const reader = readers.get(group.entry);
    if (!reader) throw new Error(`reader ${group.entry.dialect} was not loaded`);
    for (const document of group.documents) byUri.get(document.uri)!.dialects.push(group.entry.dialect);
    try {
      for (const [uri, facts] of reader.read(group.documents, noting(context, group.documents))) {
        const into = byUri.get(uri)?.facts;
        if (into) addFacts(into, facts);
      }
      for (const document of group.documents)
        for (const limit of document.limits)
          failures.push({ what: `reader ${group.entry.dialect}`, uri: document.uri, error: `part of it is ${limit} and was not read` });
    } catch (error) {
      for (const document of group.documents)
        failures.push({ what: `reader ${group.entry.dialect}`, uri: document.uri, error: describe(error) });
    }
  }
  const facts = documents.map((document): DocumentFacts => {
    const entry = byUri.get(document.uri)!;
    let secrets: readonly SecretCandidate[] = [];
    try {
      secrets = document.memo(scan, () => scan(document));
    } catch (error) {
      failures.push({ what: 'secret scanner', uri: document.uri, error: describe(error) });
    }
    const { identities } = entry.facts;
    // Records and reports print these, and a baseline is bound to them.
    if (secrets.length > 0 && identities.some(({ scopeItems }) => scopeItems.length > 0)) {
      const cover = itemsCover(document, secrets);
      identities.forEach((one, index) => (identities[index] = { ...one, scopeItems: cover(one.scopeItems) }));
    }
    nameTheMerge(entry.facts.problems, document);
    return {
      uri: document.uri,
      facts: entry.facts,
      secrets,
      suppressions: document.memo(readSuppressions, () => readSuppressions(document)),
      dialects: entry.dialects,
    };
  });
  return { facts, failures };
}

/** A parser that trips over the markers of a merge says something else each time: what is wrong there is said once, and as it is. */
function nameTheMerge(problems: Problem[], { uri, text }: Document): void {
  const tripped = problems.some(({ kind }) => kind === 'syntax');
  const span = tripped ? conflictMarker(text) : undefined;
  if (!span) return;
  const others = problems.filter(({ kind }) => kind !== 'syntax');
  problems.splice(0, problems.length, { kind: 'syntax', message: markersLeft, at: { uri, span } }, ...others);
}

/** The same context, telling which documents asked for what. */
function noting(context: ReadContext, documents: readonly Document[]): ReadContext {
  const { onAsked } = context;
  if (!onAsked) return context;
  return {
    ...context,
    neighbour(uri) {
      onAsked(uri, documents);
      return context.neighbour(uri);
    },
    siblings:
      context.siblings &&
      ((folder) => {
        onAsked(`${folder}/`, documents);
        return context.siblings!(folder);
      }),
  };
}

/** Name, message and the first line of the stack; never the text of a document. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const frame = error.stack
    ?.split('\n')
    .find((line) => line.trim().startsWith('at '))
    ?.trim();
  return `${error.name}: ${error.message}${frame ? ` (${frame})` : ''}`;
}
