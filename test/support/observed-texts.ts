// Evidence and releases among the texts of a test: `.posture/evidence/…` as a front would read it, and `@TAG/path` for how
// a file was at the last release.
import { createDocument } from '../../server/engine/document.ts';
import { createEngine } from '../../server/engine/engine.ts';
import type { Observation, Observed } from '../../server/engine/observation.ts';
import { unknownWorkspace, type Project } from '../../server/engine/project.ts';
import { defaultSettings } from '../../server/engine/settings.ts';
import { daysBetween } from '../../server/posture/days.ts';
import { evidenceFolder, readEvidenceText } from '../../server/posture/evidence.ts';
import { inventoryOf } from '../../server/posture/inventory.ts';
import type { GrownSinceRelease } from '../../server/posture/comparison.ts';
import { placeOfScopeItem } from '../../server/posture/scope-places.ts';
import { grownSince } from '../../server/posture/since-release.ts';

export const isCode = (uri: string): boolean => !uri.startsWith(`${evidenceFolder}/`) && !uri.startsWith('@');

/** Undefined where there is none. */
export function observedIn(texts: Readonly<Record<string, string>>, today: string, evidenceDays: number): Observed | undefined {
  const folders = new Map<string, Observation[]>();
  for (const [uri, text] of Object.entries(texts)) {
    if (!uri.startsWith(`${evidenceFolder}/`)) continue;
    const read = readEvidenceText(uri, text, undefined);
    if ('why' in read) throw new Error(`${uri}: ${read.why}`);
    const folder = uri.slice(0, uri.lastIndexOf('/'));
    folders.set(folder, [...(folders.get(folder) ?? []), read]);
  }
  if (folders.size === 0) return undefined;
  const newestFirst = [...folders.values()].map((records) => records.sort((a, b) => (a.uri < b.uri ? 1 : -1)));
  const isOld = ({ header }: Observation) => daysBetween(header.taken.slice(0, 10), today) > evidenceDays;
  const newest = newestFirst.map((records) => records[0]!);
  return {
    current: newest.filter((one) => !isOld(one)),
    old: newest.filter(isOld),
    before: newestFirst.flatMap((records) => records.slice(1, 2)),
  };
}

/** What grew since the tree that `@TAG/…` texts hold. */
export async function grownIn(texts: Readonly<Record<string, string>>, project: Project): Promise<readonly GrownSinceRelease[]> {
  const was = new Map(
    Object.entries(texts).flatMap(([uri, text]) => {
      const match = /^@([^/]+)\/(.+)$/.exec(uri);
      return match ? [[match[2]!, { tag: match[1]!, document: createDocument(match[2]!, text) }] as const] : [];
    }),
  );
  const [first] = was.values();
  if (!first) return [];
  const engine = createEngine({
    rulesOf: async () => [],
    workspace: unknownWorkspace('2026-11-21'),
    settingsFor: () => defaultSettings,
    source: { document: (uri) => was.get(uri)?.document, siblings: () => [...was.keys()] },
  });
  await engine.read([...was.values()].map(({ document }) => document));
  const noOwners = () => [];
  return grownSince(
    { tag: first.tag, day: '2026-10-01' },
    inventoryOf(engine.facts.values(), noOwners),
    inventoryOf(project.documents.values(), noOwners),
    (entry, item) => placeOfScopeItem(project.documents.get(entry.at.uri)?.facts, entry, item),
  );
}
