// Where opencode's settings keep permissions: for all agents, and for each by its name, whose own come last.
import { textOf, valueAt, type Entry, type Mapping, type Value } from '../../server/engine/facts/value.ts';
import { entriesAt } from '../../server/engine/facts/value-paths.ts';

export interface PermissionSection {
  /** Dotted key for messages and anchors: `permission`, `agent.ops.permission`. */
  readonly key: string;
  readonly value: Value;
}

/** The sections of a settings file or of an agent's own file, in the order of the text. */
export function permissionSections(settings: Value): PermissionSection[] {
  const own = valueAt(settings, 'permission');
  const agents = ['agent', 'mode'].flatMap((section) =>
    entriesAt(settings, [section, '*', 'permission']).map(({ entry, keys }) => ({ key: keys.join('.'), value: entry.value })),
  );
  return [...(own ? [{ key: 'permission', value: own }] : []), ...agents];
}

/** Longer beginnings of a pattern are not compared. */
const longest = 200;

/** The entries of a map whose allowance no later pattern takes back by asking or refusing: the last that matches counts. */
export function standingAllowances(patterns: Mapping): Entry[] {
  const taken = new Set<string>();
  const begun = new Set<string>();
  const standing: Entry[] = [];
  for (const entry of patterns.entries.toReversed()) {
    const text = textOf(entry.key);
    if (text === undefined) continue;
    if (textOf(entry.value) !== 'allow') {
      taken.add(text);
      if (text.endsWith('*')) begun.add(text.slice(0, -1));
      continue;
    }
    let isTaken = taken.has(text);
    for (let length = 0; !isTaken && length <= Math.min(text.length, longest); length++) isTaken = begun.has(text.slice(0, length));
    if (!isTaken) standing.push(entry);
  }
  return standing.reverse();
}
