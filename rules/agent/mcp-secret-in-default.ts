// `${VAR:-secret}`: looks like a reference and ships the secret.
import { defineRule } from '../../server/engine/rule.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { secretRules } from './secret-rules.ts';

export const mcpSecretInDefault = defineRule({
  id: 'agent/mcp-secret-in-default',
  meta: {
    title: 'Literal credential as the default of a reference',
    category: 'secret',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: [],
    subsumes: secretRules,
    fix: 'suggestion',
    messages: {
      fallback:
        'The reference {name} of MCP server "{server}" falls back to a credential that stands here ({length} characters): whoever has no {name} uses this one. Drop the default, and replace the credential',
    },
    docs: {
      what: 'A reference to a variable has a live credential as its default value.',
      why: 'It reads like a reference and is a literal: the secret lies in the file, and everybody without the variable shares it without noticing.',
      remedy:
        'Write `${VAR}` without a default, so that a missing variable is an error and not a shared identity. Then revoke the credential.',
      bad: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "search": { "command": "/opt/mcp/search", "env": { "API_KEY": "${API_KEY:-«{{token:openai-key}}»}" } }\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "search": { "command": "/opt/mcp/search", "env": { "API_KEY": "${API_KEY}", "API_HOST": "${API_HOST:-api.acme.dev}" } }\n  }\n}\n',
        },
      ],
      references: ['https://code.claude.com/docs/en/mcp', 'https://owasp.org/www-project-non-human-identities-top-10/2025/'],
    },
  },
  on: {
    server(server, _agent, context) {
      for (const input of server.inputs) {
        const reference = input.references.find((one) => one.fallback);
        if (input.holds !== 'default' || !input.fallbackAt || !reference?.fallback) continue;
        const { uri, span } = input.fallbackAt;
        const exact = span[1] - span[0] === reference.fallback.text.length;
        context.report({
          at: input.fallbackAt,
          message: 'fallback',
          data: { name: reference.name, server: server.name, length: reference.fallback.text.length },
          anchor: `${server.anchor}|${input.place}=${input.name}|default`,
          suggestions: exact ? [editing('Remove the default', uri, () => [{ uri, span: [span[0] - 2, span[1]], text: '' }])] : [],
        });
      }
    },
  },
});
