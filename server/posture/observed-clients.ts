// Applications of third parties that were let in where they run: no code declares them, so that the inventory gets them
// from what was observed, and they are owned, approved and reviewed by records like every other identity.
import type { Observation } from '../engine/observation.ts';
import type { InventoryEntry } from './inventory.ts';
import { evidenceFolder } from './evidence.ts';
import { liveOf } from './observed-live.ts';

/** Entries of clients that the inventory of the tree does not have, sorted by id. */
export function observedClients(current: readonly Observation[], known: ReadonlySet<string>): InventoryEntry[] {
  const entries: InventoryEntry[] = [];
  for (const { identities, grants } of liveOf(current).byKey.values()) {
    const [seen] = identities;
    if (!seen || seen.fact.kind !== 'oauth-client' || seen.fact.vendorMade || seen.fact.enabled === false || known.has(seen.fact.id))
      continue;
    const { id, platform, kind, name, owner } = seen.fact;
    entries.push({
      id,
      platform,
      kind,
      name,
      declared: false,
      ...(owner ? { owner, ownerFrom: 'tag' } : {}),
      at: seen.in.placeOf(seen.fact),
      grants: [],
      trusts: [],
      credentials: [],
      scope: [...new Set(grants.flatMap(({ fact }) => fact.items.flatMap(scopeItem)))].sort(),
    });
  }
  return entries.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** `scope:chat:write`. Who consented is no part of what the application may do, but that everyone did is. */
function scopeItem(item: string): string[] {
  const match = /^(scope|permission|resource|user) (.+)$/.exec(item);
  if (!match || (match[1] === 'user' && match[2] !== '*')) return [];
  return [`${match[1]}:${match[2]}`];
}

/** Whether a record about something in this place can be missed: only where that place was observed. */
export function wasObserved(place: string, current: readonly Observation[]): boolean {
  return current.some(({ uri }) => uri === place || uri.startsWith(`${place}/`));
}

export const isObservedPlace = (place: string): boolean => place.startsWith(`${evidenceFolder}/`);
