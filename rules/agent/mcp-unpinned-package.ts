// A server that runs whatever version of a package is the newest when it starts, joined with the credential it is given.
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { clientTitle } from './clients.ts';
import { inWords, receivedCredentials } from './received-credentials.ts';

export const mcpUnpinnedPackage = defineRule({
  id: 'agent/mcp-unpinned-package',
  meta: {
    title: 'MCP server from a package without an exact version',
    category: 'agent',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI3:2025', 'ID.RA-09'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which version was reviewed is not in the file, and a guessed one would look reviewed.',
    messages: {
      receives:
        'MCP server "{server}" runs the newest {package} at every start, and this unpinned package is handed {names}: whoever can publish a version of it has the value. Write {pinned}',
      plain: 'MCP server "{server}" runs the newest {package} at every start, with the rights of whoever starts {client}. Write {pinned}',
    },
    docs: {
      what: 'An MCP server is started through npx, uvx or a like runner from a package without an exact version.',
      why: 'The runner fetches the newest version each time. One stolen publishing account is enough to run code on every machine that starts the agent, with the credential that this server is handed.',
      remedy:
        'Write the exact version that was reviewed: `@acme/mcp@2.3.1`, `acme-mcp==2.3.1`. Better still, install the server as a dependency with a lock file.',
      bad: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "tracker": {\n      "command": "npx",\n      "args": ["-y", "«@acme/tracker-mcp»"],\n      "env": { "TRACKER_TOKEN": "${TRACKER_TOKEN}" }\n    }\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "tracker": {\n      "command": "npx",\n      "args": ["-y", "@acme/tracker-mcp@2.3.1"],\n      "env": { "TRACKER_TOKEN": "${TRACKER_TOKEN}" }\n    }\n  }\n}\n',
        },
      ],
      references: [
        'https://owasp.org/www-project-non-human-identities-top-10/2025/',
        'https://docs.npmjs.com/cli/commands/npx',
        'https://docs.astral.sh/uv/guides/tools/',
      ],
    },
  },
  on: {
    server(server, _agent, context) {
      const { launch } = server;
      if (server.disabled || !launch?.target || launch.pin !== 'moving' || launch.runner === 'container' || launch.runner === 'shell')
        return;
      const { leaf, name, version } = launch.target;
      const separator = launch.runner === 'python' && textOf(leaf)?.includes('==') ? '==' : '@';
      const names = receivedCredentials(server);
      context.report({
        at: leaf.at,
        message: names.length > 0 ? 'receives' : 'plain',
        data: {
          server: server.name,
          package: version ? `${name} (${version})` : name,
          names: inWords(names),
          pinned: `${name}${separator}<version>`,
          client: clientTitle(server.client),
        },
        anchor: `${server.anchor}|package`,
        ...(names.length > 0 ? { severity: 'high' } : {}),
      });
    },
  },
});
