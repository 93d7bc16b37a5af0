// Adds a condition to an AWS policy statement in the notation that the statement is written in. A statement that has
// conditions already gets one more; all of them must hold.
import type { Document } from '../document.ts';
import type { TextEdit } from '../fix.ts';
import { entryOf, type Mapping } from '../facts/value.ts';
import { addEntry } from './printer.ts';

export interface NewCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** The edit, or undefined where the place does not allow one or the key is tested already under this operator. */
export function addCondition(statement: Mapping, condition: NewCondition, document: Document): TextEdit | undefined {
  const { operator, key, values } = condition;
  const value = values.length === 1 ? values[0]! : values;
  const conditions = entryOf(statement, 'Condition', true)?.value;
  if (!conditions) return addEntry(statement, nameLike(statement, 'Condition'), { [operator]: { [key]: value } }, document);
  if (conditions.kind !== 'mapping') return undefined;
  const pairs = entryOf(conditions, operator)?.value;
  if (!pairs) return addEntry(conditions, operator, { [key]: value }, document);
  if (pairs.kind !== 'mapping' || entryOf(pairs, key, true)) return undefined;
  return addEntry(pairs, key, value, document);
}

/** `Condition`, or `condition` where the statement writes its keys so (`effect`, `actions`). */
function nameLike(statement: Mapping, name: string): string {
  return entryOf(statement, 'effect') || entryOf(statement, 'actions') || entryOf(statement, 'action') ? name.toLowerCase() : name;
}
