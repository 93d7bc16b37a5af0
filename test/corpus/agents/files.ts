// A repository that uses every client at once, and every kind of OAuth manifest: what it gives is kept beside it.
export const files: Readonly<Record<string, string>> = {
  '.mcp.json': `{
  "mcpServers": {
    "postgres": { "command": "npx", "args": ["-y", "@acme/postgres-mcp", "postgresql://app:Vb7nQ2xZp9Lm@db.acme.dev:5432/app"] },
    "docs": { "type": "http", "url": "https://mcp.acme.dev/docs", "headers": { "Authorization": "Bearer \${DOCS_TOKEN}" } },
    "search": { "command": "docker", "args": ["run", "-i", "--rm", "-e", "SEARCH_API_KEY", "acme/search-mcp"] },
    "local": { "command": "node", "args": ["dist/index.js"], "env": { "NODE_ENV": "production", "API_BASE": "https://api.acme.dev" } }
  }
}
`,
  '.vscode/mcp.json': `{
  // asked for once
  "inputs": [{ "type": "promptString", "id": "tracker-token", "description": "Token" }],
  "servers": {
    "tracker": { "type": "http", "url": "https://mcp.acme.dev/tracker", "headers": { "Authorization": "Bearer \${input:tracker-token}" } },
  },
}
`,
  '.cursor/mcp.json': '{ "mcpServers": { "files": { "command": "npx", "args": ["-y", "@acme/filesystem-mcp@1.0.0", "/"] } } }\n',
  '.cursor/permissions.json': '{ "mcpAllowlist": ["files:*"], "terminalAllowlist": ["npm test", "python"] }\n',
  '.codex/config.toml': `model = "gpt-5"
approval_policy = "never"
sandbox_mode = "workspace-write" # not more

[sandbox_workspace_write]
network_access = true

[mcp_servers.tracker]
url = "https://mcp.acme.dev/tracker"
http_headers = { "X-Api-Key" = "{{token:github-pat}}" }
`,
  '.gemini/settings.json': '{ "mcpServers": { "tracker": { "httpUrl": "http://mcp.acme.dev/tracker", "trust": true } }, "tools": { "allowed": ["run_shell_command(git status)"] } }\n',
  '.kiro/settings/mcp.json': '{ "mcpServers": { "tracker": { "command": "tracker-mcp", "autoApprove": ["list_issues", "create_issue"] } } }\n',
  '.roo/mcp.json': '{ "mcpServers": { "tracker": { "command": "uvx", "args": ["tracker-mcp==1.2.3"], "alwaysAllow": ["*"] } } }\n',
  '.zed/settings.json': '{ "agent": { "tool_permissions": { "default": "allow" } }, "context_servers": {} }\n',
  'opencode.jsonc': '{ "permission": { "bash": { "*": "allow" } }, "provider": { "acme": { "options": { "apiKey": "{env:ACME_KEY}" } } } }\n',
  '.claude/settings.json': `{
  "permissions": {
    "allow": ["Bash(npm run test)", "Bash(gh auth token)", "Bash(python3:*)", "Read(~/.aws/**)", "mcp__gone__list"],
    "deny": ["Read(./.env)"]
  },
  "enabledMcpjsonServers": ["postgres", "old"],
  "apiKeyHelper": "./scripts/key.sh"
}
`,
  '.claude/agents/reviewer.md': '---\nname: reviewer\ndescription: Reads changes\ntools: Read, Grep\n---\nRead.\n',
  '.claude/commands/release.md': '---\ndescription: Release\nallowed-tools: Bash(npm publish:*), Read\n---\nRelease.\n',
  '.github/agents/planner.agent.md': '---\nname: planner\ndescription: Plans\n---\nPlan.\n',
  '.github/workflows/triage.md': '---\non: issues\npermissions:\n  contents: read\n  issues: write\n---\nSort.\n',
  '.vscode/settings.json': '{ "editor.tabSize": 2, "chat.tools.terminal.autoApprove": { "npm test": true, "node": true } }\n',
  '.devcontainer/devcontainer.json': '{ "image": "debian:12", "mounts": ["source=${localEnv:HOME}/.ssh,target=/root/.ssh,type=bind"] }\n',
  'public/.well-known/agent-card.json': '{ "name": "orders", "url": "http://agents.acme.dev/orders", "securitySchemes": { "k": { "type": "http", "scheme": "bearer" } }, "security": [{ "k": [] }] }\n',
  'bundle/manifest.json': '{ "manifest_version": "0.3", "name": "tracker", "server": { "mcp_config": { "command": "node", "env": { "TRACKER_TOKEN": "${user_config.token}" } } }, "user_config": { "token": { "type": "string" } } }\n',
  'slack/manifest.yml': 'display_information: { name: Helper }\noauth_config:\n  redirect_urls: ["http://helper.acme.dev/cb"]\n  scopes: { user: ["search:read"], bot: ["chat:write"] }\nsettings: { token_rotation_enabled: true }\n',
  '.github/app.yml': 'name: Helper\ndefault_permissions:\n  contents: read\n  workflows: write\n',
  'script/appsscript.json': '{ "oauthScopes": ["https://www.googleapis.com/auth/drive"], "webapp": { "access": "ANYONE_ANONYMOUS", "executeAs": "USER_DEPLOYING" } }\n',
  'extension/manifest.json': '{ "manifest_version": 3, "name": "Notes", "host_permissions": ["<all_urls>"], "permissions": ["storage"] }\n',
  'entra/manifest.json': '{ "displayName": "sync", "requiredResourceAccess": [{ "resourceAccess": [{ "id": "19dbc75e-c2e2-444c-a770-ec69d8559fc7", "type": "Role" }] }] }\n',
  'auth0/tenant.yaml': 'clientGrants:\n  - client_id: sync\n    audience: https://acme.eu.auth0.com/api/v2/\n    scope: [read:users, delete:users]\n',
  'keycloak/realm-export.json': '{ "realm": "acme", "clients": [{ "clientId": "web", "redirectUris": ["https://app.acme.dev*"], "fullScopeAllowed": true, "secret": "**********" }] }\n',
  'force-app/connectedApps/Sync.connectedApp-meta.xml': '<ConnectedApp>\n  <label>Sync</label>\n  <contactEmail>crm@acme.dev</contactEmail>\n  <oauthConfig><scopes>Full</scopes></oauthConfig>\n  <oauthPolicy><ipRelaxation>BYPASS</ipRelaxation></oauthPolicy>\n</ConnectedApp>\n',
  'forge/manifest.yml': 'app: { id: "ari:cloud:ecosystem::app/1" }\npermissions:\n  scopes: [read:jira-work]\n  external: { fetch: { backend: ["*"] } }\n',
  'shopify.app.toml': 'name = "orders"\n[access_scopes]\nscopes = "read_products,write_users"\n',
  'api/openapi.yaml': 'openapi: 3.1.0\ncomponents:\n  securitySchemes:\n    login: { type: oauth2, flows: { implicit: { authorizationUrl: https://id.acme.dev, scopes: {} } } }\n',
};
