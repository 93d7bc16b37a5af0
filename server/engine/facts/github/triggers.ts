// What starts a workflow, in the three notations: one name, a list of names, a mapping of names.
import type { Entry } from '../value.ts';
import { leavesOf, textOf } from '../value.ts';
import type { Trigger } from '../workflow.ts';

/** Triggers of the entry `on`. Names that are not plain text are left out. */
export function readTriggers(on: Entry): Trigger[] {
  if (on.value.kind === 'mapping') {
    return on.value.entries.flatMap((entry) => {
      const name = textOf(entry.key);
      return name === undefined ? [] : [{ name, at: entry.key.at, detail: entry.value }];
    });
  }
  return leavesOf(on.value).flatMap((leaf) => {
    const name = textOf(leaf);
    return name === undefined ? [] : [{ name, at: leaf.at }];
  });
}
