// A managed allow list that knows servers by a name that anyone can give to anything.
import { itemsOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const mcpAllowlistByNameOnly = defineRule({
  id: 'agent/mcp-allowlist-by-name-only',
  meta: {
    title: 'MCP servers allowed by name alone',
    category: 'agent',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which command or address the name stands for is in the definitions of the users, not in this file.',
    messages: {
      name: 'allowedMcpServers allows whatever is called "{name}": a name is chosen by whoever writes the definition. Add an entry with its serverCommand or serverUrl',
    },
    docs: {
      what: 'A managed list of allowed MCP servers holds names and neither commands nor addresses.',
      why: 'The name stands in the file that is to be held back. Anything called like an allowed server is allowed.',
      remedy: 'List `serverCommand` (the exact command and arguments) or `serverUrl`.',
      bad: [{ file: 'managed-settings.json', text: '{\n  "allowedMcpServers": [{ "serverName": "«github»" }]\n}\n' }],
      good: [{ file: 'managed-settings.json', text: '{\n  "allowedMcpServers": [{ "serverUrl": "https://mcp.acme.dev/*" }]\n}\n' }],
      references: ['https://code.claude.com/docs/en/managed-mcp'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.client !== 'claude-code' || agent.carrier.kind !== 'settings') return;
      const items = itemsOf(valueAt(agent.value, 'allowedMcpServers'));
      if (items.some((item) => valueAt(item, 'serverCommand') || valueAt(item, 'serverUrl'))) return;
      for (const item of items) {
        const name = valueAt(item, 'serverName');
        if (name)
          context.report({
            at: name.at,
            message: 'name',
            data: { name: textOf(name) ?? '' },
            anchor: `${agent.anchor}|allowedMcpServers=${textOf(name) ?? ''}`,
          });
      }
    },
  },
});
