// A live credential in the address of a remote MCP server.
import { defineRule } from '../../server/engine/rule.ts';
import { literalReport } from './literal-credentials.ts';
import { secretRules } from './secret-rules.ts';

export const mcpCredentialInUrl = defineRule({
  id: 'agent/mcp-credential-in-url',
  meta: {
    title: 'Literal credential in the address of an MCP server',
    category: 'secret',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: [],
    subsumes: secretRules,
    fix: 'suggestion',
    messages: {
      literal:
        'The address of MCP server "{server}" carries {what} as plain text ({length} characters); addresses are logged by every proxy on the way. Use {form}, better a header, and replace the credential',
      noForm:
        'The address of MCP server "{server}" carries {what} as plain text ({length} characters); addresses are logged by every proxy on the way. Send it in a header that refers to it, and replace the credential',
    },
    docs: {
      what: 'The URL of a remote MCP server holds a password or a key.',
      why: 'Addresses are written to access logs, proxies, telemetry and error messages. A key in one is a key in all of them.',
      remedy: "Send the key in a header by reference, or use the server's OAuth flow. Then revoke the key that stood here.",
      bad: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "docs": { "type": "http", "url": "https://docs.acme.dev/mcp?api_key=«{{token:github-pat}}»" }\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "docs": { "type": "http", "url": "https://docs.acme.dev/mcp?profile=team", "headers": { "Authorization": "Bearer ${DOCS_TOKEN}" } }\n  }\n}\n',
        },
      ],
      references: ['https://owasp.org/www-project-non-human-identities-top-10/2025/', 'https://code.claude.com/docs/en/mcp'],
    },
  },
  on: {
    server(server, agent, context) {
      for (const input of server.inputs) {
        if (input.holds !== 'credential' || input.place !== 'url') continue;
        const report = literalReport(input, server, agent);
        context.report({ ...report, ...(report.severity === 'critical' ? { severity: 'high' } : {}) });
      }
    },
  },
});
