// One shape of rule: a key of a client's settings must not have certain values. The rule is a table of keys; what is
// reported is the value's own token, and the suggestion is the value that the client takes as its cautious one.
import { removeEntry, replaceValue, type Plain } from '../../server/engine/edit/printer.ts';
import type { Agent, AgentClient, AgentFile } from '../../server/engine/facts/agent.ts';
import { placeOf, textOf, type Entry, type Mapping, type Value } from '../../server/engine/facts/value.ts';
import { entriesAt } from '../../server/engine/facts/value-paths.ts';
import type { Severity } from '../../server/engine/finding.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { RuleContext } from '../../server/engine/rule.ts';
import { clientTitle } from './clients.ts';
import { editing } from '../../server/engine/edit/suggest.ts';

export interface ForbiddenValue<Message extends string> {
  readonly clients: readonly AgentClient[];
  readonly kinds?: readonly AgentFile[];
  /** Keys from the root of the settings; `*` stands for every key. */
  readonly path: readonly string[];
  /** The values that are reported, as text. */
  readonly values: readonly string[] | ((value: Value, agent: Agent) => boolean);
  readonly message: Message;
  readonly severity?: Severity;
  /** What to suggest: a value, or to remove the key. */
  readonly instead?: Plain | 'remove';
  /** True for a second look at the whole file, where one key alone does not decide. */
  readonly when?: (agent: Agent) => boolean;
}

/** Reports every row of the table that this agent's settings meet. Messages get {key}, {value} and {client}. */
export function reportForbidden<Message extends string>(
  agent: Agent,
  context: RuleContext<Message>,
  rows: readonly ForbiddenValue<Message>[],
): void {
  for (const row of rows) {
    if (
      !row.clients.includes(agent.client) ||
      (row.kinds && !row.kinds.includes(agent.carrier.kind as AgentFile)) ||
      (row.when && !row.when(agent))
    )
      continue;
    for (const { mapping, entry, keys } of entriesAt(agent.value, row.path)) {
      const text = textOf(entry.value);
      const meets = typeof row.values === 'function' ? row.values(entry.value, agent) : text !== undefined && row.values.includes(text);
      if (!meets) continue;
      context.report({
        at: entry.value.kind === 'scalar' ? placeOf(entry.value) : entry.key.at,
        message: row.message,
        data: { key: keys.join('.'), value: text ?? '', client: clientTitle(agent.client), name: agent.name },
        anchor: `${agent.anchor}|${keys.join('.')}`,
        ...(row.severity ? { severity: row.severity } : {}),
        suggestions: row.instead === undefined ? [] : [insteadOf(mapping, entry, keys.at(-1)!, row.instead)],
      });
    }
  }
}

function insteadOf(mapping: Mapping, entry: Entry, key: string, instead: Plain | 'remove'): FixMaker {
  const { uri } = entry.value.at;
  if (instead === 'remove') return editing(`Remove ${key}`, uri, (document) => [removeEntry(mapping, key, document)]);
  return editing(`Set ${key} to ${JSON.stringify(instead)}`, uri, (document) => [replaceValue(entry.value, instead, document)]);
}
