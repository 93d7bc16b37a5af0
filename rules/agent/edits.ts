// Edits of this area that the printers have no word for.
import type { Document } from '../../server/engine/document.ts';
import { removeItem, replaceValue } from '../../server/engine/edit/printer.ts';
import type { List, Value } from '../../server/engine/facts/value.ts';
import type { TextEdit } from '../../server/engine/fix.ts';

/** Takes an item out of a list that may become empty: for an agent's allow lists an empty list allows nothing. */
export function withoutItem(list: List, item: Value, document: Document): TextEdit | undefined {
  return list.items.length === 1 ? replaceValue(list, [], document) : removeItem(item, document);
}
