// The tools that an agent definition lists, each with its place, and what kind of reach it is. Claude Code and Copilot write
// a list or one string; names are those of the clients' references, read in 2026-11.
import type { Agent } from '../../server/engine/facts/agent.ts';
import { itemsOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import { tableOf } from '../../server/engine/table.ts';
import type { Place } from '../../server/engine/text/text.ts';

/** Runs commands, changes files, reads what strangers wrote, starts other agents. */
export type Reach = 'commands' | 'files' | 'web' | 'agents';

export interface DefinedTool {
  /** The name without what narrows it. */
  readonly name: string;
  readonly at: Place;
  readonly reach: Reach | undefined;
  /** True where brackets narrow the tool: `Agent(reviewer)`. */
  readonly narrowed: boolean;
}

const reaches = tableOf<Reach>({
  Bash: 'commands',
  PowerShell: 'commands',
  execute: 'commands',
  shell: 'commands',
  powershell: 'commands',
  runCommands: 'commands',
  runInTerminal: 'commands',
  Write: 'files',
  Edit: 'files',
  MultiEdit: 'files',
  NotebookEdit: 'files',
  edit: 'files',
  editFiles: 'files',
  WebFetch: 'web',
  WebSearch: 'web',
  web: 'web',
  fetch: 'web',
  Task: 'agents',
  Agent: 'agents',
  agent: 'agents',
  'custom-agent': 'agents',
});

/** The tools of a definition of Claude Code or Copilot, in the order of the text; none where it is no definition or lists none. */
export function definedTools(agent: Agent): DefinedTool[] {
  if (agent.carrier.kind !== 'definition' || (agent.client !== 'claude-code' && agent.client !== 'copilot')) return [];
  const tools = valueAt(agent.value, 'tools');
  const line = tools?.kind === 'scalar' ? textOf(tools) : undefined;
  if (tools?.kind === 'scalar' && line !== undefined) {
    const exact = tools.at.span[1] - tools.at.span[0] === line.length;
    return [...line.matchAll(/[\w*./:-]+(?:\([^()]*\))?/g)].map((word) => {
      const start = tools.at.span[0] + word.index;
      return toolOf(word[0], exact ? { uri: tools.at.uri, span: [start, start + word[0].length] } : tools.at);
    });
  }
  return itemsOf(tools).flatMap((item) => {
    const text = textOf(item);
    return text === undefined ? [] : [toolOf(text, item.at)];
  });
}

function toolOf(text: string, at: Place): DefinedTool {
  const bracket = text.indexOf('(');
  const name = (bracket < 0 ? text : text.slice(0, bracket)).trim();
  return { name, at, reach: reaches.get(name), narrowed: bracket >= 0 && !/^\(\*?\)$/.test(text.slice(bracket).replace(/\s/g, '')) };
}
