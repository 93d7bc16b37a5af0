// Zed's agent without prompts.
import type { Agent } from '../../server/engine/facts/agent.ts';
import { textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

const terminalGuarded = (agent: Agent) =>
  /^(?:confirm|deny)$/.test(textOf(valueAt(agent.value, 'agent', 'tool_permissions', 'tools', 'terminal', 'default')) ?? '');
const rows: readonly ForbiddenValue<'all' | 'terminal'>[] = [
  {
    clients: ['zed'],
    path: ['agent', 'tool_permissions', 'default'],
    values: ['allow'],
    message: 'all',
    instead: 'confirm',
    when: (agent) => !terminalGuarded(agent),
  },
  {
    clients: ['zed'],
    path: ['agent', 'tool_permissions', 'tools', 'terminal', 'default'],
    values: ['allow'],
    message: 'terminal',
    severity: 'high',
    instead: 'confirm',
  },
  { clients: ['zed'], path: ['agent', 'always_allow_tool_actions'], values: ['true'], message: 'all', instead: false },
];

export const zedAllowDefault = defineRule({
  id: 'agent/zed-allow-default',
  meta: {
    title: "Zed's agent runs tools without asking",
    category: 'agent',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      all: "{key} is {value}: Zed's agent uses every tool, the terminal included, without asking",
      terminal: "{key} is {value}: Zed's agent runs every command without asking",
    },
    docs: {
      what: "Zed's agent is allowed every tool by default.",
      why: 'The terminal is one of the tools. Text that the agent reads decides which commands it runs, and nobody is asked.',
      remedy: 'Use "confirm", or at least `tools.terminal.default: "confirm"`.',
      bad: [{ file: '.zed/settings.json', text: '{\n  "agent": { "tool_permissions": { "default": "«allow»" } }\n}\n' }],
      good: [
        {
          file: '.zed/settings.json',
          text: '{\n  "agent": { "tool_permissions": { "default": "allow", "tools": { "terminal": { "default": "confirm" } } } }\n}\n',
        },
      ],
      references: ['https://zed.dev/docs/ai/tool-permissions'],
    },
  },
  on: { agent: (agent, context) => reportForbidden(agent, context, rows) },
});
