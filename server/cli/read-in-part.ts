// Files whose text broke off or was too much for a reader: what stands behind that place was not judged, and nobody should
// take it for clean.
import type { DocumentFacts } from '../engine/project.ts';
import { positionAt } from '../engine/text/text.ts';

/** Files that are named; of more, their number is enough. */
const named = 3;

/** One sentence about them, or none. `lines` are the line starts of each text; `cover` hides secrets in a message. */
export function readInPart(
  documents: Iterable<DocumentFacts>,
  lines: ReadonlyMap<string, readonly number[]>,
  cover: (text: string, uri: string) => string,
): string[] {
  const first: string[] = [];
  let more = 0;
  for (const { uri, facts } of documents) {
    const problem = facts.problems.find(({ kind }) => kind !== 'unresolved');
    if (!problem) continue;
    if (first.length === named) more++;
    else first.push(`${uri}:${positionAt(lines.get(uri)!, problem.at.span[0]).line + 1} (${cover(problem.message, uri)})`);
  }
  if (first.length === 0) return [];
  const files = first.length + more;
  return [
    `${files === 1 ? '1 file' : `${files} files`} could be read only in part, and what is missing there was not judged: ${first.join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
  ];
}
