// Which identity a place belongs to: the statement, trust or credential that it stands in. Findings underline a token, and
// what an identity holds is a statement around it.
import type { Place } from '../engine/text/text.ts';
import type { InventoryEntry } from './inventory.ts';

/** Gives what was said of the innermost of these places that a place lies in. Asked often: sorted once, found by halving. */
export function around<T>(held: Iterable<readonly [Place, T]>): (at: Place) => T | undefined {
  const byFile = new Map<string, { readonly start: number; readonly end: number; readonly value: T; reach: number }[]>();
  for (const [
    {
      uri,
      span: [start, end],
    },
    value,
  ] of held)
    (byFile.get(uri) ?? byFile.set(uri, []).get(uri)!).push({ start, end, value, reach: end });
  for (const list of byFile.values()) {
    list.sort((a, b) => a.start - b.start || b.end - a.end);
    for (let index = 1; index < list.length; index++) list[index]!.reach = Math.max(list[index]!.reach, list[index - 1]!.reach);
  }
  return ({ uri, span: [start, end] }) => {
    const list = byFile.get(uri) ?? [];
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle]!.start <= start) low = middle + 1;
      else high = middle;
    }
    // Of places inside of each other the one that begins last is the innermost; nothing before it reaches further than `reach`.
    for (let index = low - 1; index >= 0 && list[index]!.reach >= end; index--) if (list[index]!.end >= end) return list[index]!.value;
    return undefined;
  };
}

/** Everything of an identity that has a place. */
export function heldPlaces(entry: InventoryEntry): Place[] {
  return [entry.at, ...[...entry.grants, ...entry.trusts, ...entry.credentials].map(({ at }) => at)];
}
