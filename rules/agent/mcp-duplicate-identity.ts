// One secret for several servers: one leak is a leak of all, and no log tells them apart.
import { defineRule } from '../../server/engine/rule.ts';
import type { Place } from '../../server/engine/text/text.ts';
import { inWords } from './received-credentials.ts';

export const mcpDuplicateIdentity = defineRule({
  id: 'agent/mcp-duplicate-identity',
  meta: {
    title: 'One credential for several agents or servers',
    category: 'agent',
    severity: 'low',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI9:2025', 'PR.AA-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'A credential of its own has to be made at the provider.',
    messages: {
      shared:
        '{name} is handed to {count} servers ({servers}): whoever gets hold of one is all of them, and no log tells them apart. Give each its own',
    },
    docs: {
      what: 'The same secret is given to two or more different MCP servers.',
      why: 'The weakest of the servers decides how safe the credential is. When it leaks, all have to be stopped, and what was done with it cannot be told apart.',
      remedy: 'Make one credential for each server, with the rights that this server needs.',
      bad: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "issues": { "command": "/opt/mcp/issues", "env": { "GITHUB_TOKEN": "«${GITHUB_TOKEN}»" } },\n    "search": { "command": "/opt/mcp/search", "env": { "GITHUB_TOKEN": "${GITHUB_TOKEN}" } }\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "issues": { "command": "/opt/mcp/issues", "env": { "GITHUB_TOKEN": "${ISSUES_TOKEN}" } },\n    "search": { "command": "/opt/mcp/search", "env": { "GITHUB_TOKEN": "${SEARCH_TOKEN}" } }\n  }\n}\n',
        },
      ],
      references: ['https://owasp.org/www-project-non-human-identities-top-10/2025/'],
    },
  },
  on: {
    project(context) {
      const uses = new Map<string, Map<string, Place>>();
      for (const agent of context.project.all('agents')) {
        for (const server of agent.servers) {
          if (server.disabled) continue;
          for (const input of server.inputs) {
            if (input.holds !== 'reference') continue;
            for (const reference of input.references) {
              if (reference.kind === 'user-config') continue;
              const byServer = uses.get(reference.name) ?? uses.set(reference.name, new Map()).get(reference.name)!;
              // The same server for another client is the same server.
              if (!byServer.has(server.name)) byServer.set(server.name, input.at);
            }
          }
        }
      }
      for (const [name, servers] of uses) {
        if (servers.size < 2) continue;
        const [first, ...others] = [...servers.entries()].sort((a, b) =>
          a[1].uri < b[1].uri ? -1 : a[1].uri > b[1].uri ? 1 : a[1].span[0] - b[1].span[0],
        );
        context.report({
          at: first![1],
          message: 'shared',
          data: { name, count: servers.size, servers: inWords([...servers.keys()]) },
          anchor: `agent|shared|${name}`,
          related: others.map(([server, at]) => ({ at, message: `"${server}" is handed ${name} too` })),
        });
      }
    },
  },
});
