import { mcpCredentialInArgs } from '../../../rules/agent/mcp-credential-in-args.ts';
import { mcpCredentialInUrl } from '../../../rules/agent/mcp-credential-in-url.ts';
import { mcpLiteralCredential } from '../../../rules/agent/mcp-literal-credential.ts';
import { mcpSecretInDefault } from '../../../rules/agent/mcp-secret-in-default.ts';
import { at, mcpJson, ruleTester } from '../../support/rule-tester.ts';

const vscode = at('.vscode/mcp.json');
const codex = at('.codex/config.toml');
const cursor = at('.cursor/mcp.json');
const opencode = at('opencode.json');
const desktop = at('claude_desktop_config.json');

ruleTester(mcpLiteralCredential, {
  valid: [
    {
      because: 'headers inside of a value, by reference',
      ...mcpJson`{ "mcpServers": { "notes": { "command": "notes-mcp", "env": { "OPENAPI_MCP_HEADERS": "{\"Authorization\": \"Bearer ${'$'}{NOTES_TOKEN}\", \"Notion-Version\": \"2022-06-28\"}" } } } }`,
    },
    mcpJson`{ "mcpServers": { "github": { "command": "github-mcp", "env": { "GITHUB_TOKEN": "${'$'}{GITHUB_TOKEN}" } } } }`,
    {
      because: 'text in place of a key is no key',
      ...mcpJson`{ "mcpServers": { "github": { "command": "github-mcp", "env": { "GITHUB_TOKEN": "<your token here>", "API_KEY": "YOUR_API_KEY_GOES_HERE" } } } }`,
    },
    {
      because: 'a path, an address and a name are no credentials',
      ...mcpJson`{ "mcpServers": { "x": { "command": "x", "env": { "SSH_KEY": "/home/runner/.ssh/id_ed25519", "TOKEN": "https://auth.acme.dev/token", "CLIENT_KEY": "web-frontend-application" } } } }`,
    },
    {
      because: 'an id is not a key, and a limit is not a token',
      ...mcpJson`{ "mcpServers": { "x": { "command": "x", "env": { "AZURE_CLIENT_ID": "2f6d1a35-7c84-4b6e-9f02-5a1be07c3d94", "MAX_TOKENS": "1234567890123456" } } } }`,
    },
    {
      because: 'a key that is meant to be public',
      ...mcpJson`{ "mcpServers": { "x": { "command": "x", "env": { "SUPABASE_ANON_KEY": "k3Jx9vQm2LpT7rBz5WnY8dFc" } } } }`,
    },
    codex`
      [mcp_servers.github]
      command = "github-mcp"
      env_vars = ["GITHUB_TOKEN"]
    `,
  ],
  invalid: [
    {
      because: 'headers inside of a value',
      ...mcpJson`{ "mcpServers": { "notes": { "command": "notes-mcp", "env": { "OPENAPI_MCP_HEADERS": "«{\"Authorization\": \"Bearer k3Jx9vQm2LpT7rBz5WnY8dFc\", \"Notion-Version\": \"2022-06-28\"}»" } } } }`,
      message: 'Use ${NOTES_TOKEN}',
      suggestions: [],
    },
    {
      because: 'the form that Claude Code expands',
      ...mcpJson`{ "mcpServers": { "github": { "command": "github-mcp", "env": { "GITHUB_TOKEN": "«{{token:github-pat}}»" } } } }`,
      message: 'GITHUB_TOKEN of MCP server "github"',
      severity: 'critical',
      suggestions: ['{ "mcpServers": { "github": { "command": "github-mcp", "env": { "GITHUB_TOKEN": "${GITHUB_TOKEN}" } } } }'],
    },
    {
      because: 'a secret without a known format, under a name that says so',
      ...mcpJson`{ "mcpServers": { "db": { "command": "db-mcp", "env": { "DB_PASSWORD": "«t9Kq-vR4x.Lm2Z»" } } } }`,
      suggestions: ['{ "mcpServers": { "db": { "command": "db-mcp", "env": { "DB_PASSWORD": "${DB_PASSWORD}" } } } }'],
    },
    {
      because: 'the scheme of a header stays',
      ...mcpJson`{ "mcpServers": { "linear": { "type": "http", "url": "https://mcp.acme.dev", "headers": { "Authorization": "Bearer «{{token:github-pat}}»" } } } }`,
      suggestions: [
        '{ "mcpServers": { "linear": { "type": "http", "url": "https://mcp.acme.dev", "headers": { "Authorization": "Bearer ${LINEAR_TOKEN}" } } } }',
      ],
    },
    {
      because: 'VS Code asks with a masked input, which the file has to declare',
      ...vscode`
        {
          // servers of the team
          "servers": {
            "github": { "command": "github-mcp", "env": { "GITHUB_TOKEN": "«{{token:github-pat}}»" } }
          }
        }
      `,
      suggestions: [
        '{\n  // servers of the team\n  "servers": {\n    "github": { "command": "github-mcp", "env": { "GITHUB_TOKEN": "${input:github-github-token}" } }\n  },\n  "inputs": [\n    {\n      "type": "promptString",\n      "id": "github-github-token",\n      "description": "GITHUB_TOKEN of github",\n      "password": true\n    }\n  ]\n}\n',
      ],
    },
    {
      ...cursor`{ "mcpServers": { "github": { "command": "github-mcp", "env": { "GITHUB_TOKEN": "«{{token:github-pat}}»" } } } }`,
      suggestions: ['{ "mcpServers": { "github": { "command": "github-mcp", "env": { "GITHUB_TOKEN": "${env:GITHUB_TOKEN}" } } } }'],
    },
    {
      ...opencode`{ "mcp": { "github": { "type": "local", "command": ["github-mcp"], "environment": { "GITHUB_TOKEN": "«{{token:github-pat}}»" } } } }`,
      suggestions: [
        '{ "mcp": { "github": { "type": "local", "command": ["github-mcp"], "environment": { "GITHUB_TOKEN": "{env:GITHUB_TOKEN}" } } } }',
      ],
    },
    {
      because: 'Claude Desktop expands nothing, and a file of one person is one step milder',
      ...desktop`{ "mcpServers": { "github": { "command": "github-mcp", "env": { "GITHUB_TOKEN": "«{{token:github-pat}}»" } } } }`,
      severity: 'high',
      message: 'expands no reference',
    },
    {
      because: 'Codex names the variable of a bearer token',
      ...codex`
        [mcp_servers.tracker]
        url = "https://tracker.acme.dev/mcp"
        http_headers = { Authorization = "Bearer «{{token:github-pat}}»" }
      `,
      suggestions: ['[mcp_servers.tracker]\nurl = "https://tracker.acme.dev/mcp"\nbearer_token_env_var = "TRACKER_TOKEN"\n'],
    },
    {
      because: 'a key that Codex refuses, and that people write',
      ...codex`
        [mcp_servers.tracker]
        url = "https://tracker.acme.dev/mcp"
        bearer_token = "«{{token:github-pat}}»" # mine
      `,
      suggestions: ['[mcp_servers.tracker]\nurl = "https://tracker.acme.dev/mcp"\nbearer_token_env_var = "TRACKER_TOKEN" # mine\n'],
    },
    {
      because: 'the environment as a table of its own',
      ...codex`
        [mcp_servers.github]
        command = "github-mcp"

        [mcp_servers.github.env]
        GITHUB_TOKEN = "«{{token:github-pat}}»"
        LOG = "info"
      `,
      suggestions: [
        '[mcp_servers.github]\ncommand = "github-mcp"\nenv_vars = ["GITHUB_TOKEN"]\n\n[mcp_servers.github.env]\nLOG = "info"\n',
      ],
    },
    {
      because: 'Codex hands a variable on by its name',
      ...codex`
        [mcp_servers.github]
        command = "github-mcp"
        env = { GITHUB_TOKEN = "«{{token:github-pat}}»", LOG = "info" } # for issues
      `,
      suggestions: ['[mcp_servers.github]\ncommand = "github-mcp"\nenv = { LOG = "info" } # for issues\nenv_vars = ["GITHUB_TOKEN"]\n'],
    },
  ],
});

ruleTester(mcpCredentialInArgs, {
  valid: [
    {
      because: 'a container is given a variable by name',
      ...mcpJson`{ "mcpServers": { "github": { "command": "docker", "args": ["run", "-i", "--rm", "-e", "GITHUB_TOKEN", "acme/github@sha256:0f3c1e7a5b9d2468ace013579bdf02468ace13579bdf02468ace13579bdf0246"] } } }`,
    },
    mcpJson`{ "mcpServers": { "search": { "command": "search", "args": ["--api-key", "${'$'}{SEARCH_KEY}", "--token=$TOKEN", "--port", "8080"] } } }`,
    {
      because: 'the password that every container of this database starts with',
      ...mcpJson`{ "mcpServers": { "db": { "command": "db-mcp", "args": ["postgresql://postgres:postgres@localhost:5432/app"] } } }`,
    },
  ],
  invalid: [
    {
      ...mcpJson`{ "mcpServers": { "search": { "command": "search", "args": ["--api-key", "«{{token:openai-key}}»"] } } }`,
      suggestions: ['{ "mcpServers": { "search": { "command": "search", "args": ["--api-key", "${SEARCH_API_KEY}"] } } }'],
    },
    {
      ...mcpJson`{ "mcpServers": { "gh": { "command": "docker", "args": ["run", "-e", "GITHUB_TOKEN=«{{token:github-pat}}»", "acme/github@sha256:0f3c1e7a5b9d2468ace013579bdf02468ace13579bdf02468ace13579bdf0246"] } } }`,
      message: 'GITHUB_TOKEN is passed',
    },
    { ...mcpJson`{ "mcpServers": { "db": { "command": "db-mcp", "args": ["postgresql://app:«t9Kq-vR4x.Lm2Z»@db.acme.dev:5432/app"] } } }` },
    {
      because: 'this client expands nothing in arguments',
      ...desktop`{ "mcpServers": { "x": { "command": "x", "args": ["--header", "Authorization: Bearer «{{token:github-pat}}»"] } } }`,
      message: 'expands nothing in arguments',
    },
  ],
});

ruleTester(mcpCredentialInUrl, {
  valid: [
    mcpJson`{ "mcpServers": { "docs": { "url": "https://docs.acme.dev/mcp?profile=free&project_ref=abcdefghijklmnop" } } }`,
    mcpJson`{ "mcpServers": { "docs": { "url": "https://docs.acme.dev/mcp?api_key=${'$'}{DOCS_KEY}" } } }`,
    {
      because: 'names and ids in a path',
      ...mcpJson`{ "mcpServers": { "docs": { "url": "https://docs.acme.dev/api/very-long-name-of-a-project-with-Version-2025/2f6d1a35-7c84-4b6e-9f02-5a1be07c3d94/mcp" } } }`,
    },
  ],
  invalid: [
    {
      ...mcpJson`{ "mcpServers": { "docs": { "url": "https://docs.acme.dev/mcp?api_key=«k3Jx9vQm2LpT7rBz5WnY8dFc»&v=1" } } }`,
      severity: 'high',
      suggestions: ['{ "mcpServers": { "docs": { "url": "https://docs.acme.dev/mcp?api_key=${DOCS_API_KEY}&v=1" } } }'],
    },
    {
      ...cursor`{ "mcpServers": { "actions": { "url": "https://mcp.acme.dev/api/mcp/s/«k3Jx9vQm2LpT7rBz5WnY8dFck3Jx9vQm2LpT7rBz5WnY»/mcp" } } }`,
      severity: 'high',
    },
    {
      ...cursor`{ "mcpServers": { "search": { "url": "https://mcp.acme.dev/mcp?searchApiKey=«2f6d1a35-7c84-4b6e-9f02-5a1be07c3d94»" } } }`,
      severity: 'high',
    },
    {
      ...at(
        '.codeium/windsurf/mcp_config.json',
      )`{ "mcpServers": { "docs": { "serverUrl": "https://bot:«k3Jx9vQm2LpT7r»@docs.acme.dev/sse" } } }`,
      message: 'Send it in a header',
    },
  ],
});

ruleTester(mcpSecretInDefault, {
  valid: [
    mcpJson`{ "mcpServers": { "x": { "command": "x", "env": { "API_KEY": "${'$'}{API_KEY:-}", "HOST": "${'$'}{HOST:-api.acme.dev}", "API_TOKEN": "${'$'}{API_TOKEN:-changeme}" } } } }`,
  ],
  invalid: [
    {
      ...mcpJson`{ "mcpServers": { "x": { "command": "x", "env": { "API_KEY": "${'$'}{API_KEY:-«{{token:openai-key}}»}" } } } }`,
      suggestions: ['{ "mcpServers": { "x": { "command": "x", "env": { "API_KEY": "${API_KEY}" } } } }'],
    },
  ],
});
