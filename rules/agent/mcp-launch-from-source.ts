// A server that runs code straight from a repository, a URL or a downloaded script, at whatever revision it has then.
import { defineRule } from '../../server/engine/rule.ts';
import { inWords, receivedCredentials } from './received-credentials.ts';

export const mcpLaunchFromSource = defineRule({
  id: 'agent/mcp-launch-from-source',
  meta: {
    title: 'MCP server run straight from a repository or a script',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI3:2025', 'ID.RA-09'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The revision that was reviewed is not in the file.',
    messages: {
      receives:
        'MCP server "{server}" runs {source} at whatever revision it has at that moment, and is handed {names}. Name a full commit, or a released version',
      plain: 'MCP server "{server}" runs {source} at whatever revision it has at that moment. Name a full commit, or a released version',
    },
    docs: {
      what: 'An MCP server is fetched from a git repository without a commit, from a URL without a version, or by piping a download into a shell.',
      why: 'There is no release, no registry and no check in between: a push to a branch, or a changed file on a server, runs on the next start of the agent.',
      remedy: 'Name the full commit (`git+https://…@<40 hex>`, `github:acme/mcp#<40 hex>`) or use a released and pinned package.',
      bad: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "tracker": { "command": "uvx", "args": ["--from", "«git+https://github.com/acme/tracker-mcp»", "tracker-mcp"] }\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "tracker": { "command": "uvx", "args": ["--from", "git+https://github.com/acme/tracker-mcp@3f2a9c1d8e7b6a5f4e3d2c1b0a9f8e7d6c5b4a39", "tracker-mcp"] }\n  }\n}\n',
        },
      ],
      references: ['https://docs.astral.sh/uv/guides/tools/', 'https://owasp.org/www-project-non-human-identities-top-10/2025/'],
    },
  },
  on: {
    server(server, _agent, context) {
      const { launch } = server;
      if (server.disabled || !launch?.target || launch.pin !== 'source') return;
      const names = receivedCredentials(server);
      context.report({
        at: launch.target.leaf.at,
        message: names.length > 0 ? 'receives' : 'plain',
        data: { server: server.name, source: launch.target.name, names: inWords(names) },
        anchor: `${server.anchor}|source`,
      });
    },
  },
});
