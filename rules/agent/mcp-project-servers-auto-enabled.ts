// Every server that the repository's .mcp.json will ever name is started without being looked at.
import { removeEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { entriesAt } from '../../server/engine/facts/value-paths.ts';

export const mcpProjectServersAutoEnabled = defineRule({
  id: 'agent/mcp-project-servers-auto-enabled',
  meta: {
    title: 'Every MCP server of a project is enabled without review',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI3:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      all: 'Claude Code starts every server that .mcp.json names, now and after any later edit, without asking. Name the reviewed ones in enabledMcpjsonServers',
    },
    docs: {
      what: 'Claude Code is told to enable all MCP servers of a project.',
      why: 'A pull request that adds a server to `.mcp.json` then runs its command on the machine of everyone who pulls, with their environment, before anybody has seen it.',
      remedy: 'Replace the key by `"enabledMcpjsonServers": ["github"]` with the servers that were reviewed.',
      bad: [{ file: '.claude/settings.json', text: '{\n  "enableAllProjectMcpServers": «true»\n}\n' }],
      good: [
        {
          file: '.claude/settings.json',
          text: '{\n  "enabledMcpjsonServers": ["github"]\n}\n',
          beside: { '.mcp.json': '{ "mcpServers": { "github": { "command": "/opt/mcp/github" } } }\n' },
        },
      ],
      references: ['https://code.claude.com/docs/en/settings'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.client !== 'claude-code' || agent.carrier.kind !== 'settings') return;
      for (const { mapping, entry } of entriesAt(agent.value, ['enableAllProjectMcpServers'])) {
        if (textOf(entry.value) !== 'true') continue;
        const { uri } = entry.value.at;
        const inside = entry.at.span;
        const others = mapping.entries.some((one) => textOf(one.key) === 'enabledMcpjsonServers');
        const names = [
          ...new Set(
            context.project
              .all('agents')
              .filter((one) => one.carrier.kind === 'mcp' && one.client === 'claude-code')
              .flatMap((one) => one.servers.map((server) => server.name)),
          ),
        ];
        context.report({
          at: entry.value.at,
          message: 'all',
          anchor: `${agent.anchor}|enableAllProjectMcpServers`,
          suggestions: [
            others
              ? editing('Remove the key', uri, (document) => [removeEntry(mapping, 'enableAllProjectMcpServers', document)])
              : editing(`Enable ${names.length === 0 ? 'no server' : names.join(', ')} by name`, uri, () => [
                  { uri, span: inside, text: `"enabledMcpjsonServers": [${names.map((name) => JSON.stringify(name)).join(', ')}]` },
                ]),
          ],
        });
      }
    },
  },
});
