// An agent definition without a list of tools: documented for Claude Code and Copilot to mean all of them, those of every
// MCP server included. An empty list means none.
import { addEntry, replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { itemsOf, leavesOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const readOnly = { 'claude-code': 'Read, Grep, Glob', copilot: ['read', 'search'] } as const;

export const inheritsAllTools = defineRule({
  id: 'agent/inherits-all-tools',
  meta: {
    title: 'Agent definition with every tool',
    category: 'agent',
    severity: 'medium',
    severityInDefault: 'low',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      missing:
        'The agent "{name}" lists no tools and so has all of them: commands, edits and every MCP server of whoever starts it. Name those it needs',
      star: 'The agent "{name}" is given {tool}: every tool there is, also those of servers that are added later',
    },
    docs: {
      what: 'An agent is defined without a list of tools, or with a wildcard.',
      why: 'A helper that reads logs then runs commands and calls the deployment server as well. Its reach grows with every server that anyone adds.',
      remedy: 'List the tools: `tools: Read, Grep, Glob`.',
      bad: [
        {
          file: '.claude/agents/reviewer.md',
          text: '---\n«name»: reviewer\ndescription: Reads changes and comments on them\n---\nRead the change.\n',
        },
      ],
      good: [
        {
          file: '.claude/agents/reviewer.md',
          text: '---\nname: reviewer\ndescription: Reads changes and comments on them\ntools: Read, Grep, Glob\n---\nRead the change.\n',
        },
      ],
      references: [
        'https://code.claude.com/docs/en/sub-agents',
        'https://docs.github.com/en/copilot/reference/custom-agents-configuration',
      ],
    },
  },
  on: {
    agent(agent, context) {
      const { client, value } = agent;
      if (agent.carrier.kind !== 'definition' || (client !== 'claude-code' && client !== 'copilot') || value.kind !== 'mapping') return;
      const tools = valueAt(value, 'tools');
      const anchor = `${agent.anchor}|tools`;
      if (tools === undefined || (tools.kind === 'scalar' && tools.value === null)) {
        const blocked = leavesOf(valueAt(value, 'disallowedTools'))
          .map((leaf) => textOf(leaf) ?? '')
          .join(',');
        if (/\bBash\b/.test(blocked) && /\b(?:Write|Edit)\b/.test(blocked)) return;
        const by = readOnly[client];
        context.report({
          at: agent.head,
          message: 'missing',
          data: { name: agent.name },
          anchor,
          suggestions: [
            editing('Give it reading tools', agent.head.uri, (document) => [
              tools ? replaceValue(tools, by, document) : addEntry(value, 'tools', by, document),
            ]),
          ],
        });
        return;
      }
      for (const item of itemsOf(tools)) {
        const text = textOf(item);
        if (text === '*')
          context.report({
            at: item.at,
            message: 'star',
            data: { name: agent.name, tool: '"*"' },
            anchor,
            suggestions: [editing('Give it reading tools', item.at.uri, (document) => [replaceValue(tools, readOnly[client], document)])],
          });
      }
    },
  },
});
