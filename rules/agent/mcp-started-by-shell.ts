// An MCP server behind a script that a shell is handed: what runs is a text in a settings file.
import { splitWords } from '../../server/engine/facts/agents/command-line.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const shells = /(?:^|[/\\])(?:(?:ba|z|da|k)?sh|fish|pwsh|powershell)(?:\.exe)?$/i;
const script = /^-(?:[a-z]*c|command)$/i;
/** A shell is how a secret is fetched where the server starts, and no other notation of a client does that. */
const fetchesSecret = /\$\(\s*(?:op|pass|vault|security|secret-tool|gh auth|aws secretsmanager|gcloud secrets|az keyvault|bw|doppler)\b/;

export const mcpStartedByShell = defineRule({
  id: 'agent/mcp-started-by-shell',
  meta: {
    title: 'MCP server behind a script in the settings',
    category: 'agent',
    severity: 'low',
    confidence: 'medium',
    profile: 'audit',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['agentshield'],
    fix: 'none',
    whyNoFix: 'What the script prepares for the server is for its author to move.',
    messages: {
      script:
        'MCP server "{server}" is a script that {shell} runs with the whole environment of the person who starts it: lists of allowed commands see the shell and not the server. Start the program itself, with the variables that it needs under `env`',
    },
    docs: {
      what: 'A client starts an MCP server by handing a script to a shell.',
      why: 'Allow lists of servers, pins of versions and reviews of packages look at the command. Here it is always a shell, and whoever changes the text behind it runs anything with the logins of everyone who opens the project.',
      remedy:
        'Name the program as `command` and its words as `args`; put variables under `env`, and what needs more into a reviewed script file.',
      bad: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "tickets": { "command": "«bash»", "args": ["-c", "cd tools && node tickets.js"] }\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "tickets": { "command": "node", "args": ["tools/tickets.js"] }\n  }\n}\n',
        },
      ],
      references: ['https://code.claude.com/docs/en/mcp'],
    },
  },
  on: {
    server(server, _agent, context) {
      const { command } = server;
      const line = textOf(command);
      if (server.disabled || !command || line === undefined) return;
      const words = server.args.length > 0 ? [line, ...server.args.map((leaf) => textOf(leaf) ?? '')] : splitWords(line);
      const at = words.findIndex((word) => script.test(word));
      if (at < 1 || !shells.test(words[0]!) || words[at + 1] === undefined || fetchesSecret.test(words[at + 1]!)) return;
      context.report({
        at: command.at,
        message: 'script',
        data: { server: server.name, shell: words[0]! },
        anchor: `${server.anchor}|shell`,
      });
    },
  },
});
