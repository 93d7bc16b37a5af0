// What agents and pipeline jobs can do beyond what they could at the last release: two inventories in, the new items out.
// Which commit the release is, and what the tree held then, is for the caller to read.
import type { IdentityRecord } from '../engine/identity-record.ts';
import type { Place } from '../engine/text/text.ts';
import { scopeOf } from './identities.ts';
import { isApprovedItem } from './identity-scope.ts';
import type { InventoryEntry } from './inventory.ts';
import type { GrownSinceRelease } from './comparison.ts';
import type { UnderDecisionsInput } from './under-decisions.ts';

export interface Release {
  readonly tag: string;
  readonly day: string;
}

const autonomous: readonly InventoryEntry['kind'][] = ['agent', 'workflow-job'];

/**
 * One for each place with new items. An agent that the release did not have at all is new, and not one that grew; changes
 * of what starts a job or where it runs are no more than it may do.
 */
export function grownSince(
  release: Release,
  before: readonly InventoryEntry[],
  now: readonly InventoryEntry[],
  placeOf: (entry: InventoryEntry, item: string) => Place,
): GrownSinceRelease[] {
  const was = new Map(before.map((entry) => [entry.id, entry]));
  return now.flatMap((entry): GrownSinceRelease[] => {
    const old = autonomous.includes(entry.kind) ? was.get(entry.id) : undefined;
    if (!old) return [];
    const approved = scopeOf(old).map(({ item }) => item);
    const places = new Map<string, { at: Place; grew: string[] }>();
    for (const { item, at } of scopeOf(entry)) {
      if (isApprovedItem(item, approved) || /^(?:trigger|runner|owner|env):/.test(item)) continue;
      const place = entry.scope.includes(item) ? placeOf(entry, item) : at;
      const key = `${place.uri} ${place.span.join(' ')}`;
      const known = places.get(key);
      if (known) known.grew.push(item);
      else places.set(key, { at: place, grew: [item] });
    }
    return [...places.values()].map(({ at, grew }) => ({
      id: entry.id,
      name: entry.name,
      kind: entry.kind,
      at,
      grew,
      release: release.tag,
      day: release.day,
    }));
  });
}

export interface SinceRelease {
  readonly grown: readonly GrownSinceRelease[];
  /** Ids of identities that the release declared and the tree does not, in lower case. */
  readonly formerly: ReadonlySet<string>;
}

/** What was observed, and beside it what came since the release: without what a record approves, whenever it came. */
export function withRelease(
  observed: UnderDecisionsInput['observations'],
  release: SinceRelease | undefined,
  decided: readonly { readonly record: IdentityRecord }[],
): UnderDecisionsInput['observations'] {
  if (!observed && !release) return undefined;
  const approved = new Set(decided.filter(({ record }) => record.state === 'approved').map(({ record }) => record.identity));
  return {
    observed: { current: [], old: [], before: [] },
    owners: [],
    ...observed,
    ...(release ? { formerly: release.formerly, grown: release.grown.filter(({ id }) => !approved.has(id)) } : {}),
  };
}
