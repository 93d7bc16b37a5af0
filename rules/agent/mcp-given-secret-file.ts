// An MCP server that is handed a file of secrets on its command line.
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const secretFile =
  /(?:^|[/\\=])(?:\.env(?!\.(?:example|sample|template|dist|schema|test)\b)(?:\.[\w-]+)?|(?![\w.-]*(?:public|\bca\b|cacert|ca-cert|chain|bundle))[\w.-]*\.(?:pem|key|p12|pfx|jks|keystore|kdbx)|(?:credentials?|secrets?|service[-_]account)[\w-]*\.(?:json|ya?ml|toml|ini)|id_(?:rsa|ed25519|ecdsa)|\.(?:netrc|npmrc|pypirc|pgpass|git-credentials)|shadow)$/i;

export const mcpGivenSecretFile = defineRule({
  id: 'agent/mcp-given-secret-file',
  meta: {
    title: 'MCP server that is handed a file of secrets',
    category: 'agent',
    severity: 'low',
    confidence: 'medium',
    profile: 'audit',
    frameworks: ['NHI5:2025', 'NHI2:2025', 'PR.AA-05'],
    peers: ['agentshield'],
    fix: 'none',
    whyNoFix: 'Which of the secrets the server needs is not in the file.',
    messages: {
      file: 'MCP server "{server}" is handed {path}: every secret in it, not only those it needs, is at the disposal of what the agent asks the server to do. Give it the single values under `env`, by reference',
    },
    docs: {
      what: 'An argument of an MCP server is a file of environment variables, a private key or a file of credentials.',
      why: 'A file of secrets is made for a whole project. The server needs one or two of its entries and is given all, and so is an agent that talks it into reading its own configuration.',
      remedy: 'Hand over the single variables by reference, with an identity that was made for the server.',
      bad: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "tickets": { "command": "node", "args": ["«--env-file=.env»", "server.js"] }\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "tickets": { "command": "node", "args": ["server.js"], "env": { "TICKETS_TOKEN": "${TICKETS_TOKEN}" } }\n  }\n}\n',
        },
      ],
      references: ['https://owasp.org/www-project-non-human-identities-top-10/2025/5-overprivileged-nhi/'],
    },
  },
  on: {
    server(server, _agent, context) {
      if (server.disabled) return;
      // What is mounted into a container stands among the options of the runtime, and has its own rule.
      for (const leaf of server.launch?.runner === 'container' ? server.launch.rest : server.args) {
        const path = textOf(leaf);
        if (path !== undefined && !path.includes('://') && secretFile.test(path))
          context.report({ at: leaf.at, message: 'file', data: { server: server.name, path }, anchor: `${server.anchor}|file=${path}` });
      }
    },
  },
});
