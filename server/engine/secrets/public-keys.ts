// Keys that stand under a secret's name and are given to everybody who opens a page: what a search of documentation asks with,
// and what a page counts its visitors with. Said by the names beside them; a key whose shape says it is a row of the table.
import type { Slot } from './slot.ts';

/** How far from a key the names beside it are looked for. */
const reach = 400;

/** The entries before and behind a slot in its own brackets, without what stands in brackets of their own. */
function beside({ entry }: Slot, text: string): string {
  const side = (from: number, to: number, step: 1 | -1): string => {
    const [opening, closing] = step > 0 ? ['([{', ')]}'] : [')]}', '([{'];
    let depth = 0;
    let kept = '';
    for (let at = step > 0 ? from : to - 1; at >= from && at < to; at += step) {
      const sign = text[at]!;
      if (closing.includes(sign) && depth-- === 0) break;
      if (depth === 0) kept = step > 0 ? kept + sign : sign + kept;
      if (opening.includes(sign)) depth++;
    }
    return kept;
  };
  return `${side(Math.max(0, entry[0] - reach), entry[0], -1)}\n${side(entry[1], Math.min(text.length, entry[1] + reach), 1)}`;
}

/**
 * What a value is called that is made to be public; undefined for all others. Algolia's key for searching stands beside the
 * index that it searches, as DocSearch, Docusaurus and VitePress take it; what fills an index has queries beside it, or says
 * that it may administrate. Segment tells sources apart by a write key, which every page and app of them carries; RevenueCat's
 * apps are configured with a key that their stores hand out with them.
 */
export function publicKeyAt(slot: Slot, value: string, text: string): string | undefined {
  if (/segment_?(?:io_?)?write_?key$/i.test(slot.name) && /^[A-Za-z0-9]{32}$/.test(value)) return 'Segment write key';
  if (/\bPurchases\.(?:configure|setup)\w{0,20}\([^)]{0,200}$/.test(text.slice(Math.max(0, slot.token[0] - 240), slot.token[0])))
    return 'RevenueCat SDK key';
  if (!/^(?:search_?)?api_?key$/i.test(slot.name) || !/^[\da-f]{32}$/.test(value)) return undefined;
  const names = beside(slot, text);
  return /(?<![A-Za-z])index_?name["']?\s{0,8}[:=]/i.test(names) && !/(?<![A-Za-z])(?:queries|admin|write)/i.test(names)
    ? 'Algolia search key'
    : undefined;
}
