import { mcpServerOpen } from '../../../rules/agent/mcp-server-open.ts';
import { ruleTester, type Source } from '../../support/rule-tester.ts';

const python = (text: string): Source => ({ file: 'src/server.py', text });
const typescript = (text: string): Source => ({ file: 'src/server.ts', text });
const go = (text: string): Source => ({ file: 'main.go', text: `package main\n\n${text}` });
const csharp = (text: string): Source => ({ file: 'Program.cs', text: `using ModelContextProtocol.Server;\n\n${text}` });

const sdk = `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
app.post('/mcp', (req, res) => new StreamableHTTPServerTransport({}).handleRequest(req, res));
`;

ruleTester(mcpServerOpen, {
  valid: [
    {
      ...python('from fastmcp import FastMCP\nmcp = FastMCP("a")\nmcp.run(transport="http", host="127.0.0.1")\n'),
      because: 'this machine',
    },
    { ...python('from fastmcp import FastMCP\nmcp = FastMCP("a", host="0.0.0.0")\nmcp.run()\n'), because: 'over standard input' },
    {
      ...python(
        'from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("a", host="0.0.0.0", token_verifier=check)\nmcp.run(transport="sse")\n',
      ),
      because: 'a login',
    },
    {
      ...python('from fastmcp import FastMCP\nmcp = FastMCP("a")\nmcp.run(transport="http", host=settings.host)\n'),
      because: 'a setting decides',
    },
    { ...python('from flask import Flask\napp = Flask("a")\napp.run(host="0.0.0.0")\n# like mcp\n'), because: 'no MCP server' },
    {
      ...python('import uvicorn\nfrom fastmcp import Client\nclient = Client({"transport": "http"})\nuvicorn.run(app, host="0.0.0.0")\n'),
      because: 'a client, and a server of something else',
    },
    { ...typescript(`${sdk}app.use(requireBearerAuth({ verifier }));\napp.listen(3000, '0.0.0.0');\n`), because: 'a login' },
    { ...typescript(`${sdk}app.listen(3000, '127.0.0.1');\n`), because: 'this machine' },
    { ...typescript(`${sdk}app.listen(port, host, () => {});\n`), because: 'a variable says where' },
    { ...typescript(`${sdk}app.listen({ port, host });\nbus.events.listen(topic);\n`), because: 'what listens to something else' },
    {
      ...go(
        'import "github.com/mark3labs/mcp-go/server"\n\nfunc main() {\n\ts := server.NewMCPServer("a", "1")\n\tserver.ServeStdio(s)\n\thttp.ListenAndServe(":9090", metrics)\n}\n',
      ),
      because: 'the server speaks over standard input',
    },
    {
      ...go(
        'import "github.com/mark3labs/mcp-go/client/transport"\n\nfunc main() {\n\tt, _ := transport.NewStreamableHTTP(url)\n\thttp.ListenAndServe(":8080", pages)\n}\n',
      ),
      because: 'a client, and a server of something else',
    },
    { ...csharp('app.MapMcp().RequireAuthorization();\napp.Run("http://0.0.0.0:3001");\n'), because: 'a login' },
  ],
  invalid: [
    {
      ...typescript(`${sdk}app.listen(«PORT», () => {\n  console.log(PORT);\n});\n`),
      message: 'as Node does',
      suggestions: [`${sdk}app.listen(PORT, '127.0.0.1', () => {\n  console.log(PORT);\n});\n`],
    },
    { ...typescript(`${sdk}const listening = http.createServer(app);\nlistening.listen(«3000»);\n`) },
    {
      ...python(
        'from fastmcp import FastMCP\nmcp = FastMCP("authors")\n# authentication would go here\nmcp.run(transport="http", host="«0.0.0.0»", port=9000)\n',
      ),
      because: 'a comment is no login',
      message: 'on every network (0.0.0.0)',
      suggestions: [
        'from fastmcp import FastMCP\nmcp = FastMCP("authors")\n# authentication would go here\nmcp.run(transport="http", host="127.0.0.1", port=9000)\n',
      ],
    },
    { ...python('from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("a", host="«0.0.0.0»")\nmcp.run(transport="streamable-http")\n') },
    { ...python('import uvicorn\nfrom mcp.server import Server\nuvicorn.run(mcp.sse_app(), host="«::»")\n') },
    { ...typescript(`${sdk}app.listen(3000, '«0.0.0.0»', () => console.log('up'));\n`) },
    {
      ...typescript(
        `import { FastMCP } from 'fastmcp';\nserver.start({ transportType: 'httpStream', httpStream: { port: 8080, host: '«0.0.0.0»' } });\n`,
      ),
    },
    {
      ...go(
        'import "github.com/modelcontextprotocol/go-sdk/mcp"\n\nfunc main() {\n\th := mcp.NewStreamableHTTPHandler(get, nil)\n\thttp.ListenAndServe("«:8080»", h)\n}\n',
      ),
      suggestions: [
        'package main\n\nimport "github.com/modelcontextprotocol/go-sdk/mcp"\n\nfunc main() {\n\th := mcp.NewStreamableHTTPHandler(get, nil)\n\thttp.ListenAndServe("127.0.0.1:8080", h)\n}\n',
      ],
    },
    { ...csharp('builder.Services.AddMcpServer().WithHttpTransport();\napp.MapMcp();\napp.Run("«http://*:3001»");\n') },
  ],
});
