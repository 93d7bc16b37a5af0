// A server whose purpose is to run commands: with it every limit of the agent's own shell is passed by.
import { defineRule } from '../../server/engine/rule.ts';
import { clientTitle } from './clients.ts';

/** Packages that say themselves that they run commands, by whole words of their names. */
const shells =
  /(?:^|[/@_-])(?:desktop-commander|shell-mcp|mcp-shell|mcp-server-shell|super-shell-mcp|shell-server|mcp-server-commands|mcp-commands|command-executor|exec-mcp|mcp-exec|mcp-server-exec|bash-mcp|mcp-bash|mcp-server-bash|terminal-mcp|mcp-terminal|terminal-controller|iterm-mcp|ssh-mcp|mcp-ssh|win-cli-mcp-server|mcp-server-win-cli|cli-mcp-server|code-executor|mcp-run-python|applescript-mcp|mcp-applescript)(?:$|[_-])/i;

export const mcpShellServer = defineRule({
  id: 'agent/mcp-shell-server',
  meta: {
    title: 'MCP server that runs any command',
    category: 'agent',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Whether the work can be done without it is for the people who use it to say.',
    messages: {
      shell:
        'MCP server "{server}" ({package}) runs commands for {client}: the limits of its own shell, its sandbox and its allow list do not hold there. Allow single commands in the client instead',
    },
    docs: {
      what: 'An MCP server that executes commands is configured for an agent.',
      why: 'Clients ask before a command, hold it in a sandbox and match it against lists. A server that runs commands is a second shell beside all of that, with one approval for everything.',
      remedy:
        "Use the client's own shell with an allow list; where a server is needed, run it in a container without the home folder and without credentials.",
      bad: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "«shell»": { "command": "npx", "args": ["-y", "@acme/mcp-server-shell@1.2.0"] }\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "docs": { "command": "npx", "args": ["-y", "@acme/mcp-server-docs@1.2.0"] }\n  }\n}\n',
        },
      ],
      references: ['https://modelcontextprotocol.io/specification/2025-06-18/basic/security_best_practices'],
    },
  },
  on: {
    server(server, _agent, context) {
      const name = server.launch?.target?.name ?? '';
      if (!server.disabled && shells.test(name))
        context.report({
          at: server.head,
          message: 'shell',
          data: { server: server.name, package: name, client: clientTitle(server.client) },
          anchor: `${server.anchor}|shell`,
        });
    },
  },
});
