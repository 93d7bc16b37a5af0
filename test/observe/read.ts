// Reads an export in a test as `posture observe` would, in pieces of any size.
import type { ObservationSource, ObservedFact } from '../../server/engine/observation.ts';
import { openExport, type ReadExport } from '../../server/observe/reading.ts';
import { sourceNamed } from '../../server/observe/sources.ts';

const now = '2026-11-21T12:00:00Z';

export interface Read extends Omit<ReadExport, 'facts'> {
  readonly facts: readonly ObservedFact[];
}

export async function read(
  source: ObservationSource,
  files: readonly string[],
  options: { readonly place?: string; readonly subject?: string; readonly piece?: number } = {},
): Promise<Read> {
  const facts: ObservedFact[] = [];
  const reader = openExport(await sourceNamed(source), {
    now,
    place: options.place,
    subject: options.subject,
    add: (fact) => void facts.push(fact),
  });
  files.forEach((text, index) => {
    const file = reader.file(`export-${index}`, `exports/export-${index}`);
    const piece = options.piece ?? text.length + 1;
    for (let at = 0; at < text.length; at += piece) file.push(text.slice(at, at + piece));
    file.end();
  });
  return { ...reader.finish(), facts };
}
