// An MCP server in a program that answers on every network and asks nobody who they are.
import { editing } from '../../server/engine/edit/suggest.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const mcpServerOpen = defineRule({
  id: 'agent/mcp-server-open',
  meta: {
    title: 'MCP server that answers everyone',
    category: 'agent',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: [],
    fix: 'suggestion',
    messages: {
      open: 'This MCP server listens on every network ({address}) and nothing in this program asks who calls: whoever reaches it uses its tools with the identity of the program. Give it a login, or listen on 127.0.0.1',
      port: 'This MCP server listens on every network, as Node does where `{address}` is all that it is told, and nothing in this program asks who calls: whoever reaches it uses its tools with the identity of the program. Give it a login, or listen on 127.0.0.1',
    },
    docs: {
      what: 'A program serves MCP over HTTP at 0.0.0.0, or at a port of every interface, and holds no word of a login.',
      why: 'The tools of a server act with its credentials and files. Without a login everyone in the network may call them, and so may web pages that a browser of this network opens.',
      remedy:
        'Give the server a token verifier or OAuth, as the specification asks of servers over HTTP; let one that only this machine uses listen on 127.0.0.1, or speak over standard input. Where a proxy in front asks, suppress this with the reason.',
      bad: [
        {
          file: 'server.py',
          text: 'from fastmcp import FastMCP\n\nmcp = FastMCP("orders")\n\nmcp.run(transport="http", host="«0.0.0.0»", port=8000)\n',
        },
        {
          file: 'main.go',
          text: 'package main\n\nimport "github.com/mark3labs/mcp-go/server"\n\nfunc main() {\n\ts := server.NewMCPServer("orders", "1.0.0")\n\tserver.NewStreamableHTTPServer(s).Start("«0.0.0.0:8080»")\n}\n',
        },
      ],
      good: [
        {
          file: 'server.py',
          text: 'from fastmcp import FastMCP\n\nmcp = FastMCP("orders")\n\nmcp.run(transport="http", host="127.0.0.1", port=8000)\n',
        },
        {
          file: 'server.py',
          text: 'from fastmcp import FastMCP\nfrom fastmcp.server.auth import JWTVerifier\n\nmcp = FastMCP("orders", auth=JWTVerifier(jwks_uri="https://sso.acme.dev/jwks", audience="orders"))\n\nmcp.run(transport="http", host="0.0.0.0", port=8000)\n',
        },
      ],
      references: [
        'https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization',
        'https://modelcontextprotocol.io/specification/2025-11-25/basic/transports',
      ],
    },
  },
  on: {
    setting({ key, value, anchor }, agent, context) {
      const told = textOf(value);
      if (agent.client !== 'program' || (key !== 'open-server' && key !== 'open-port') || told === undefined) return;
      const isPort = key === 'open-port';
      // Go's `:8080` is every network; elsewhere a word stands for them.
      const own = isPort ? `${told}, '127.0.0.1'` : told.replace(/^(?=:\d)|0\.0\.0\.0|\[?::\]?|[*+]/, '127.0.0.1');
      context.report({
        at: value.at,
        message: isPort ? 'port' : 'open',
        data: { address: told },
        anchor,
        suggestions: [editing(`Listen on ${isPort ? '127.0.0.1' : own}`, value.at.uri, () => [{ ...value.at, text: own }])],
      });
    },
  },
});
