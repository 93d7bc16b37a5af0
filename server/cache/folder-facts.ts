// What was read of a folder as bytes, and back: how it is kept for the next run, and how it comes from another thread.
import { noFacts, type Facts } from '../engine/facts/types.ts';
import type { DocumentFacts } from '../engine/project.ts';
import { fromBytes, toBytes, type Known } from './plain-data.ts';

/** Most files declare nothing: of those, only which readers looked is written. */
type Written = readonly (DocumentFacts | Pick<DocumentFacts, 'uri' | 'dialects'>)[];

/** Bytes of the facts of documents, in their order. */
export function bytesOf(facts: readonly DocumentFacts[]): Buffer {
  const written: Written = facts.map((entry) => (holdsSomething(entry) ? entry : { uri: entry.uri, dialects: entry.dialects }));
  return toBytes(written);
}

/** The facts again. Names, words, paths and shapes recur from folder to folder: what `known` has met is the same string here. */
export function factsFrom(bytes: Buffer, known: Known): readonly DocumentFacts[] {
  return (fromBytes(bytes, known) as Written).map((entry) =>
    'facts' in entry ? entry : { uri: entry.uri, dialects: entry.dialects, ...declaresNothing },
  );
}

/** Shared by the many files that do. */
const declaresNothing = { facts: noFacts(), secrets: [], suppressions: [] } as const;

function holdsSomething({ facts, secrets, suppressions }: DocumentFacts): boolean {
  return secrets.length > 0 || suppressions.length > 0 || Object.keys(facts).some((kind) => facts[kind as keyof Facts].length > 0);
}
