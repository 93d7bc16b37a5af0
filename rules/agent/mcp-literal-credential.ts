// A live credential in the environment or the headers of an MCP server.
import { defineRule } from '../../server/engine/rule.ts';
import { literalReport } from './literal-credentials.ts';
import { secretRules } from './secret-rules.ts';

export const mcpLiteralCredential = defineRule({
  id: 'agent/mcp-literal-credential',
  meta: {
    title: 'Literal credential in an MCP server definition',
    category: 'secret',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: [],
    subsumes: secretRules,
    fix: 'suggestion',
    messages: {
      literal:
        '{what} of MCP server "{server}" is written out here ({length} characters): everyone who has this file can use it as {client} does. Use {form}, and replace the credential, because the file\'s history keeps it',
      noForm:
        '{what} of MCP server "{server}" is written out here ({length} characters), and {client} expands no reference in this place. Let the server read it from its own environment or key store, and replace the credential, because the file\'s history keeps it',
    },
    docs: {
      what: 'An MCP server is handed a credential that stands in its settings as plain text.',
      why: 'The file is the identity: whoever reads it, a fork, a backup or the agent itself, can act with everything that the credential may do, long after the agent is gone. Agents also read their own settings into the context of a model.',
      remedy:
        'Refer to the value in the form that this client expands: `${VAR}` in Claude Code, Copilot CLI, Gemini and Kiro; `${input:id}` with `"password": true` in VS Code; `${env:VAR}` in Cursor and Windsurf; `{env:VAR}` in opencode; `bearer_token_env_var`, `env_http_headers` or `env_vars` in Codex. Then revoke the credential that stood here.',
      bad: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "github": {\n      "command": "/opt/mcp/github",\n      "env": { "GITHUB_TOKEN": "«{{token:github-pat}}»" }\n    }\n  }\n}\n',
        },
        {
          file: '.codex/config.toml',
          text: '[mcp_servers.tracker]\nurl = "https://tracker.acme.dev/mcp"\nhttp_headers = { Authorization = "Bearer «{{token:github-pat}}»" }\n',
        },
      ],
      good: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "github": {\n      "command": "/opt/mcp/github",\n      "env": { "GITHUB_TOKEN": "${GITHUB_TOKEN}" }\n    }\n  }\n}\n',
        },
        {
          file: '.codex/config.toml',
          text: '[mcp_servers.tracker]\nurl = "https://tracker.acme.dev/mcp"\nbearer_token_env_var = "TRACKER_TOKEN"\n',
        },
      ],
      references: [
        'https://owasp.org/www-project-non-human-identities-top-10/2025/',
        'https://code.claude.com/docs/en/mcp',
        'https://code.visualstudio.com/docs/copilot/chat/mcp-servers',
        'https://developers.openai.com/codex/mcp',
      ],
    },
  },
  on: {
    server(server, agent, context) {
      for (const input of server.inputs) {
        if (input.holds === 'credential' && (input.place === 'env' || input.place === 'header'))
          context.report(literalReport(input, server, agent));
      }
    },
  },
});
