// A remote server that is reached without encryption. Addresses of the own machine and of a private network are another matter.
import { editing } from '../../server/engine/edit/suggest.ts';
import { textOf, type Leaf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { inWords, receivedCredentials } from './received-credentials.ts';

const loopback =
  /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|0\.0\.0\.0|::1|\[::1\]|host\.docker\.internal|host\.containers\.internal|.*\.local)$/i;
const privateNetwork = /^(?:10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|.*\.internal|[a-z0-9-]+)$/i;

/** Host of a plain-text address; undefined for an encrypted one or for one that is not known. */
function plainHost(text: string | undefined): { host: string; scheme: string } | undefined {
  const match = text && /^(http|ws|tcp):\/\/(?:[^/@]*@)?(\[[^\]]*\]|[^:/?#]+)/i.exec(text);
  return match && !/[\0${}]/.test(match[2]!) ? { host: match[2]!, scheme: match[1]!.toLowerCase() } : undefined;
}

export const mcpPlaintextRemote = defineRule({
  id: 'agent/mcp-plaintext-remote',
  meta: {
    title: 'Remote MCP server without encryption',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.DS-02'],
    peers: [],
    fix: 'suggestion',
    messages: {
      plain:
        'MCP server "{server}" is reached at {host} over {scheme}: anyone on the way reads what is sent and can answer in its place. Use https',
      credential: 'MCP server "{server}" is sent {names} over {scheme} to {host}, readable to anyone on the way. Use https',
    },
    docs: {
      what: 'The address of a remote MCP server begins with http:// or ws://.',
      why: 'Tools are described by the server and run by the agent. Whoever can change the answer on the way can tell the agent what to do, and reads every token it sends.',
      remedy: 'Use https:// (or wss://).',
      bad: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "tracker": { "type": "http", "url": "«http://mcp.acme.dev/mcp»" }\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "tracker": { "type": "http", "url": "https://mcp.acme.dev/mcp" },\n    "local": { "type": "http", "url": "http://localhost:3000/mcp" }\n  }\n}\n',
        },
      ],
      references: ['https://modelcontextprotocol.io/specification/2025-06-18/basic/security_best_practices'],
    },
  },
  on: {
    server(server, _agent, context) {
      if (server.disabled) return;
      const bridged = server.args.filter(
        (leaf) =>
          /^(?:http|ws):\/\//i.test(textOf(leaf) ?? '') &&
          /mcp-remote|mcp-proxy|supergateway/.test(server.args.map((one) => textOf(one) ?? '').join(' ')),
      );
      for (const leaf of [server.url, ...bridged].filter((one): one is Leaf => one !== undefined)) {
        const address = plainHost(textOf(leaf));
        if (!address || loopback.test(address.host)) continue;
        const names = receivedCredentials(server);
        const near = privateNetwork.test(address.host);
        if (near && names.length === 0) continue;
        const secure = address.scheme === 'http' ? 'https' : address.scheme === 'ws' ? 'wss' : undefined;
        context.report({
          at: leaf.at,
          message: names.length > 0 ? 'credential' : 'plain',
          data: { server: server.name, host: address.host, scheme: address.scheme, names: inWords(names) },
          anchor: `${server.anchor}|url`,
          ...(near ? { severity: 'medium' } : {}),
          suggestions: secure
            ? [
                editing(`Use ${secure}`, leaf.at.uri, () => [
                  { uri: leaf.at.uri, span: [leaf.at.span[0], leaf.at.span[0] + address.scheme.length], text: secure },
                ]),
              ]
            : [],
        });
      }
    },
  },
});
