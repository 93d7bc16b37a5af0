// Servers of MCP that are started with a guard off, by a shell, or with a file of secrets.
import { mcpGivenSecretFile } from '../../../rules/agent/mcp-given-secret-file.ts';
import { mcpGuardOff } from '../../../rules/agent/mcp-guard-off.ts';
import { mcpStartedByShell } from '../../../rules/agent/mcp-started-by-shell.ts';
import { ruleTester } from '../../support/rule-tester.ts';

/** A server of a project's settings, by what stands in its definition. */
const server = (definition: string) => ({ file: '.mcp.json', text: `{ "mcpServers": { "tickets": { ${definition} } } }` });

ruleTester(mcpGuardOff, {
  valid: [
    server('"command": "node", "args": ["server.js", "--headless", "--host", "127.0.0.1"]'),
    server(
      '"command": "node", "args": ["server.js"], "env": { "NODE_TLS_REJECT_UNAUTHORIZED": "1", "NODE_OPTIONS": "--max-old-space-size=4096" }',
    ),
    {
      because: 'an authority of their own, and a host for programs that the agent starts',
      file: '.claude/settings.json',
      text: '{ "env": { "NODE_EXTRA_CA_CERTS": "/etc/acme/ca.pem", "NODE_TLS_REJECT_UNAUTHORIZED": "1", "HOST": "0.0.0.0" } }',
    },
    { because: 'an option that is switched off', ...server('"command": "node", "args": ["server.js", "--insecure=false"]') },
    {
      because: 'the value comes from elsewhere',
      ...server('"command": "node", "args": ["s.js"], "env": { "DANGEROUSLY_OMIT_AUTH": "${OMIT}" }'),
    },
    {
      because: 'the folder of the project before the others',
      ...server('"command": "node", "args": ["s.js"], "env": { "PATH": "${workspaceFolder}/bin:/usr/bin" }'),
    },
    {
      because: 'an allocator, a package of the project, its own programs',
      ...server(
        '"command": "node", "args": ["s.js"], "env": { "LD_PRELOAD": "/usr/lib/libjemalloc.so.2", "NODE_OPTIONS": "--import tsx", "PATH": "./node_modules/.bin:/usr/bin" }',
      ),
    },
    {
      because: 'a port that the runtime publishes to this machine alone',
      ...server('"command": "docker", "args": ["run", "-i", "-p", "127.0.0.1:80:80", "acme/mcp:1.2", "--host", "0.0.0.0"]'),
    },
    { because: 'a permission of Deno', ...server('"command": "deno", "args": ["run", "--allow-all", "server.ts"]') },
    { because: 'nobody starts it', ...server('"command": "node", "args": ["s.js", "--no-auth"], "disabled": true') },
  ],
  invalid: [
    {
      because: 'the environment of every session',
      file: '.claude/settings.json',
      text: '{ "env": { "NODE_TLS_REJECT_UNAUTHORIZED": "«0»", "NODE_ENV": "development" } }',
      message: 'Claude Code runs every session with `NODE_TLS_REJECT_UNAUTHORIZED=0`',
    },
    { ...server('"command": "node", "args": ["server.js", "«--trust-all»"]'), message: 'whatever the agent asks for' },
    { ...server('"command": "node", "args": ["server.js", "«--no-auth»"]'), severity: 'medium', message: 'whoever reaches it' },
    { ...server('"command": "node", "args": ["server.js", "«--insecure=true»"]'), message: 'does not check whom it talks to' },
    { ...server('"command": "npx", "args": ["-y", "browser-mcp@1.0.0", "«--no-sandbox»"]'), severity: 'low' },
    server('"command": "node", "args": ["server.js"], "env": { "NODE_TLS_REJECT_UNAUTHORIZED": "«0»" }'),
    {
      because: 'a number is the same text',
      ...server('"command": "node", "args": ["server.js"], "env": { "NODE_TLS_REJECT_UNAUTHORIZED": «0» }'),
    },
    {
      ...server('"command": "node", "args": ["server.js"], "env": { "NODE_OPTIONS": "«--require ./hook.js»" }'),
      message: 'other code is loaded',
    },
    server('"command": "node", "args": ["server.js"], "env": { "LD_PRELOAD": "«/tmp/hook.so»" }'),
    server('"command": "node", "args": ["server.js"], "env": { "PATH": "«/tmp/bin:/usr/bin»" }'),
    { ...server('"command": "node", "args": ["server.js", "--host", "«0.0.0.0»"]'), message: 'listens on every network' },
    server('"command": "node", "args": ["server.js", "«--host=0.0.0.0»"]'),
    server('"command": "node", "args": ["server.js", "--bind", "«0.0.0.0:8080»"]'),
  ],
});

ruleTester(mcpStartedByShell, {
  valid: [
    server('"command": "node", "args": ["-c", "x"]'),
    { because: 'how Windows starts a package runner', ...server('"command": "cmd", "args": ["/c", "npx", "-y", "tickets-mcp@1.0.0"]') },
    { because: 'a script file can be reviewed', ...server('"command": "bash", "args": ["tools/tickets.sh"]') },
    {
      because: 'the shell is there to fetch the secret',
      ...server('"command": "sh", "args": ["-c", "TOKEN=$(op read op://dev/tickets/token) node server.js"]'),
    },
  ],
  invalid: [
    { ...server('"command": "«bash»", "args": ["-c", "node server.js"]'), severity: 'low', message: 'a script that bash runs' },
    server('"command": "«/bin/zsh»", "args": ["-lc", "node server.js && echo"]'),
    server('"command": "«powershell»", "args": ["-NoProfile", "-Command", "node server.js"]'),
    server('"command": "«sh -c \'node server.js\'»"'),
  ],
});

ruleTester(mcpGivenSecretFile, {
  valid: [
    server('"command": "node", "args": ["server.js", "./config.json", "--env-file=.env.example"]'),
    { because: 'an address is no file', ...server('"command": "node", "args": ["server.js", "https://acme.dev/credentials.json"]') },
    { because: 'public half of a key', ...server('"command": "node", "args": ["server.js", "server.pub", "tokens.md"]') },
    {
      because: 'certificates',
      ...server('"command": "node", "args": ["server.js", "--ca", "/etc/acme/ca.pem", "fullchain.pem", "public.pem"]'),
    },
  ],
  invalid: [
    { ...server('"command": "node", "args": ["«--env-file=.env»", "server.js"]'), severity: 'low', message: 'every secret in it' },
    server('"command": "node", "args": ["server.js", "«./certs/server.pem»"]'),
    server('"command": "node", "args": ["server.js", "--config", "«credentials.json»"]'),
    server('"command": "node", "args": ["server.js", "«/etc/shadow»"]'),
  ],
});
