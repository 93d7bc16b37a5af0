// An approval for a server that nobody defines: the next server with that name is approved before it exists. Servers of
// plugins and of a person's home are not in the repository, so this is a finding of low weight there.
import { editing } from '../../server/engine/edit/suggest.ts';
import { itemsOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import type { Agent } from '../../server/engine/facts/agent.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { withoutItem } from './edits.ts';

const lists: readonly {
  readonly client: Agent['client'];
  readonly keys: readonly string[];
  readonly name: (text: string) => string | undefined;
}[] = [
  { client: 'claude-code', keys: ['enabledMcpjsonServers'], name: (text) => text },
  {
    client: 'claude-code',
    keys: ['permissions', 'allow'],
    name: (text) => /^mcp__([A-Za-z0-9-]+(?:_[A-Za-z0-9-]+)*)(?:__|$)/.exec(text)?.[1],
  },
  { client: 'gemini', keys: ['mcp', 'allowed'], name: (text) => text },
];

export const mcpApprovalDangling = defineRule({
  id: 'agent/mcp-approval-dangling',
  meta: {
    title: 'Approval of an MCP server that does not exist',
    category: 'agent',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI1:2025', 'PR.AA-05'],
    peers: [],
    fix: 'safe',
    messages: {
      gone: '"{name}" is approved in {key}, and .mcp.json defines no such server: whoever adds one by that name is approved already. Remove the approval',
      unseen:
        '{item} approves tools of "{name}", which no file of this repository defines. Where it is no plugin or personal server, remove the approval',
    },
    docs: {
      what: 'A list of approved MCP servers names one that no file defines.',
      why: 'Approvals go by name. A leftover one is an open door: the next server of that name, whatever it starts, runs without being asked about.',
      remedy: 'Remove the approval together with the server.',
      bad: [
        {
          file: '.claude/settings.json',
          text: '{\n  "enabledMcpjsonServers": ["github", "«tracker»"]\n}\n',
          beside: { '.mcp.json': '{ "mcpServers": { "github": { "command": "/opt/mcp/github" } } }\n' },
        },
      ],
      good: [
        {
          file: '.claude/settings.json',
          text: '{\n  "enabledMcpjsonServers": ["github"]\n}\n',
          beside: { '.mcp.json': '{ "mcpServers": { "github": { "command": "/opt/mcp/github" } } }\n' },
        },
      ],
      references: ['https://code.claude.com/docs/en/settings', 'https://owasp.org/www-project-non-human-identities-top-10/2025/'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.carrier.kind !== 'settings') return;
      for (const { client, keys, name } of lists) {
        const list = agent.client === client ? valueAt(agent.value, ...keys) : undefined;
        if (list?.kind !== 'list') continue;
        const items = itemsOf(list).flatMap((item) => {
          const text = textOf(item);
          const server = text === undefined ? undefined : name(text);
          return server && text ? [{ item, text, server }] : [];
        });
        if (items.length === 0) continue;
        const defined = new Set(
          context.project
            .all('agents')
            .filter((one) => one.client === client)
            .flatMap((one) => one.servers.map((server) => server.name.toLowerCase().replace(/[^a-z0-9_-]/g, '_'))),
        );
        // Without any definition in sight, the definitions stand elsewhere and nothing is known.
        if (defined.size === 0) continue;
        for (const { item, text, server } of items) {
          if (defined.has(server.toLowerCase().replace(/[^a-z0-9_-]/g, '_'))) continue;
          const byName = keys[0] === 'enabledMcpjsonServers';
          const remove = editing(`Remove ${text}`, item.at.uri, (document) => [withoutItem(list, item, document)]);
          context.report({
            at: item.at,
            message: byName ? 'gone' : 'unseen',
            data: { name: server, key: keys.join('.'), item: text },
            anchor: `${agent.anchor}|${keys.join('.')}=${text}`,
            ...(byName ? { fix: remove } : { severity: 'low' as const, suggestions: [remove] }),
          });
        }
      }
    },
  },
});
