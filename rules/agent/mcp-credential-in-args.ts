// A live credential among the arguments of an MCP server, where the process list shows it as well.
import { defineRule } from '../../server/engine/rule.ts';
import { literalReport } from './literal-credentials.ts';
import { secretRules } from './secret-rules.ts';

export const mcpCredentialInArgs = defineRule({
  id: 'agent/mcp-credential-in-args',
  meta: {
    title: 'Literal credential in the arguments of an MCP server',
    category: 'secret',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: [],
    subsumes: secretRules,
    fix: 'suggestion',
    messages: {
      literal:
        '{what} is passed to MCP server "{server}" as plain text ({length} characters); the process list shows it too. Use {form}, and replace the credential',
      noForm:
        '{what} is passed to MCP server "{server}" as plain text ({length} characters); the process list shows it too, and {client} expands nothing in arguments. Hand it over in the environment, and replace the credential',
    },
    docs: {
      what: 'An MCP server is started with a credential in its command line.',
      why: 'Arguments are readable by every process of the machine, land in crash reports and shell histories, and stay in the settings file and its history.',
      remedy:
        'Pass the value through the environment, or by a reference where the client expands arguments. Then revoke the credential that stood here.',
      bad: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "search": {\n      "command": "/opt/mcp/search",\n      "args": ["--api-key", "«{{token:openai-key}}»"]\n    }\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "search": {\n      "command": "/opt/mcp/search",\n      "args": ["--api-key", "${SEARCH_API_KEY}"]\n    }\n  }\n}\n',
        },
      ],
      references: ['https://owasp.org/www-project-non-human-identities-top-10/2025/', 'https://code.claude.com/docs/en/mcp'],
    },
  },
  on: {
    server(server, agent, context) {
      for (const input of server.inputs)
        if (input.holds === 'credential' && input.place === 'argument') context.report(literalReport(input, server, agent));
    },
  },
});
