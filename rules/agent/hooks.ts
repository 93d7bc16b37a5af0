// Hooks in the settings of agents: where each client keeps them, and the commands that they run.
import type { AgentClient } from '../../server/engine/facts/agent.ts';
import { itemsOf, valueAt, type Value } from '../../server/engine/facts/value.ts';
import { entriesAt } from '../../server/engine/facts/value-paths.ts';

/** Clients whose settings have hooks of this form. */
export const hookClients: ReadonlySet<AgentClient> = new Set(['claude-code', 'codex', 'cursor', 'gemini', 'copilot', 'kiro', 'amazon-q']);

/** The hooks of a settings file, of every event, those in groups among them. */
export function hooksOf(settings: Value): Value[] {
  return entriesAt(settings, ['hooks', '*'])
    .flatMap(({ entry }) => itemsOf(entry.value))
    .flatMap((group) => [group, ...itemsOf(valueAt(group, 'hooks'))]);
}

/** What a hook runs, under each client's key. */
export const hookCommands = (hook: Value): Value[] => ['command', 'bash', 'powershell'].flatMap((key) => valueAt(hook, key) ?? []);
