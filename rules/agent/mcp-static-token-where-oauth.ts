// A static token for a server that offers each user an OAuth login of their own. Clients without a person in front of them
// (agentic workflows, Copilot's cloud agent) cannot use OAuth and are not reported.
import { removeEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const offersOAuth = new Set([
  'mcp.linear.app',
  'mcp.notion.com',
  'mcp.sentry.dev',
  'mcp.atlassian.com',
  'mcp.stripe.com',
  'api.githubcopilot.com',
  'mcp.asana.com',
  'mcp.vercel.com',
  'mcp.figma.com',
  'mcp.supabase.com',
]);

export const mcpStaticTokenWhereOauth = defineRule({
  id: 'agent/mcp-static-token-where-oauth',
  meta: {
    title: 'Static token for a server that offers OAuth',
    category: 'agent',
    severity: 'medium',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI7:2025', 'PR.AA-03'],
    peers: [],
    fix: 'suggestion',
    messages: {
      fixed:
        'MCP server "{server}" is sent a fixed token, and {host} offers an OAuth login for each user, which ends and can be revoked. Remove the header',
    },
    docs: {
      what: 'A remote MCP server that supports OAuth is used with a static Authorization header.',
      why: "A fixed token is shared by everyone who uses the file, lasts until someone remembers it, and has the rights of whoever made it. An OAuth login is each user's own.",
      remedy: 'Remove the header: the client opens the login when the server asks for it.',
      bad: [
        {
          file: '.vscode/mcp.json',
          text: '{\n  "servers": {\n    "linear": { "type": "http", "url": "https://mcp.linear.app/mcp", "headers": { "«Authorization»": "Bearer ${env:LINEAR_TOKEN}" } }\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.vscode/mcp.json',
          text: '{\n  "servers": {\n    "linear": { "type": "http", "url": "https://mcp.linear.app/mcp" }\n  }\n}\n',
        },
      ],
      references: ['https://modelcontextprotocol.io/specification/2025-06-18/basic/authorization'],
    },
  },
  on: {
    server(server, _agent, context) {
      const host = /^https:\/\/([^/:?#]+)/.exec(textOf(server.url) ?? '')?.[1] ?? '';
      if (!offersOAuth.has(host) || server.disabled || server.client === 'gh-aw' || server.client === 'copilot') return;
      const header = server.headers.find((entry) => /^authorization$/i.test(textOf(entry.key) ?? ''));
      if (!header) return;
      const holder = entryOf(server.value, 'headers')?.value;
      const alone = holder?.kind === 'mapping' && holder.entries.length === 1;
      const definition = server.value;
      context.report({
        at: header.key.at,
        message: 'fixed',
        data: { server: server.name, host },
        anchor: `${server.anchor}|oauth`,
        suggestions:
          holder?.kind === 'mapping' && definition.kind === 'mapping'
            ? [
                editing('Remove the header', header.at.uri, (document) => [
                  alone ? removeEntry(definition, 'headers', document) : removeEntry(holder, textOf(header.key)!, document),
                ]),
              ]
            : [],
      });
    },
  },
});
