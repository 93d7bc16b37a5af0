// What MCP servers run, reach and are handed.
import { mcpAllToolsExposed } from '../../../rules/agent/mcp-all-tools-exposed.ts';
import { mcpAllowlistByNameOnly } from '../../../rules/agent/mcp-allowlist-by-name-only.ts';
import { mcpApprovalDangling } from '../../../rules/agent/mcp-approval-dangling.ts';
import { mcpContainerHostAccess } from '../../../rules/agent/mcp-container-host-access.ts';
import { mcpDuplicateIdentity } from '../../../rules/agent/mcp-duplicate-identity.ts';
import { mcpEnvfileTracked } from '../../../rules/agent/mcp-envfile-tracked.ts';
import { mcpFilesystemRootGrant } from '../../../rules/agent/mcp-filesystem-root-grant.ts';
import { mcpGatewayOpen } from '../../../rules/agent/mcp-gateway-open.ts';
import { mcpInheritsWholeEnvironment } from '../../../rules/agent/mcp-inherits-whole-environment.ts';
import { mcpInputNotMasked } from '../../../rules/agent/mcp-input-not-masked.ts';
import { mcpLaunchFromSource } from '../../../rules/agent/mcp-launch-from-source.ts';
import { mcpManifestSecretNotMarked } from '../../../rules/agent/mcp-manifest-secret-not-marked.ts';
import { mcpPersonalTokenInSharedConfig } from '../../../rules/agent/mcp-personal-token-in-shared-config.ts';
import { mcpPlaintextRemote } from '../../../rules/agent/mcp-plaintext-remote.ts';
import { mcpProjectServersAutoEnabled } from '../../../rules/agent/mcp-project-servers-auto-enabled.ts';
import { mcpShellServer } from '../../../rules/agent/mcp-shell-server.ts';
import { mcpStaticTokenWhereOauth } from '../../../rules/agent/mcp-static-token-where-oauth.ts';
import { mcpToolsAutoApproved } from '../../../rules/agent/mcp-tools-auto-approved.ts';
import { mcpUnpinnedImage } from '../../../rules/agent/mcp-unpinned-image.ts';
import { mcpUnpinnedPackage } from '../../../rules/agent/mcp-unpinned-package.ts';
import { at, claudeSettings, mcpJson, ruleTester } from '../../support/rule-tester.ts';

const vscode = at('.vscode/mcp.json');
const kiro = at('.kiro/settings/mcp.json');
const gemini = at('.gemini/settings.json');
const codex = at('.codex/config.toml');
const digest = 'sha256:0f3c1e7a5b9d2468ace013579bdf02468ace13579bdf02468ace13579bdf0246';
const commit = '3f2a9c1d8e7b6a5f4e3d2c1b0a9f8e7d6c5b4a39';

ruleTester(mcpUnpinnedPackage, {
  valid: [
    mcpJson`{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "@acme/mcp@2.3.1"] }, "b": { "command": "uvx", "args": ["acme-mcp==1.2.3"] }, "c": { "command": "uvx", "args": ["--from", "acme[all]==1.2", "acme-mcp"] } } }`,
    {
      because: 'a program of the machine',
      ...mcpJson`{ "mcpServers": { "a": { "command": "node", "args": ["./dist/server.js"] }, "b": { "command": "uv", "args": ["run", "server.py"] } } }`,
    },
    { because: 'a path is no package', ...mcpJson`{ "mcpServers": { "a": { "command": "npx", "args": ["./server"] } } }` },
    {
      because: 'a version that is filled in elsewhere is not known',
      ...mcpJson`{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "@acme/mcp@${'$'}{MCP_VERSION}"] } } }`,
    },
    {
      because: 'not at the top of the file',
      ...at('schema.json')`{ "examples": [{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "acme-mcp"] } } }] }`,
    },
    { because: 'no table of servers', ...mcpJson`{ "acme": { "command": "npx", "args": ["-y", "acme-mcp@latest"] }, "version": 2 }` },
    { because: 'switched off', ...mcpJson`{ "mcpServers": { "a": { "command": "npx", "args": ["@acme/mcp"], "disabled": true } } }` },
    {
      because: 'a program that starts one with a version',
      ...at('src/agent.py')`
        from mcp import StdioServerParameters
        # StdioServerParameters(command="npx", args=["-y", "@acme/mcp"])
        params = StdioServerParameters(command="npx", args=["-y", "@acme/mcp@2.3.1"])
      `,
    },
    { because: 'no agent and no server', ...at('src/build.ts')`spawn({ command: "npx", args: ["-y", "prettier"] });` },
    {
      because: 'a variable',
      ...at('src/agent.py')`from mcp import StdioServerParameters\n\nparams = StdioServerParameters(command="npx", args=args)`,
    },
  ],
  invalid: [
    {
      because: 'a hub of servers under any name',
      ...at('hub/config.json')`{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "«acme-mcp»"] } } }`,
    },
    {
      because: 'a recipe of Goose lists its servers',
      ...at('recipes/release.yaml')`
      title: Release
      extensions:
        - type: stdio
          name: gh
          cmd: npx
          args: [-y, "«acme-mcp»"]
    `,
    },
    {
      because: 'an agent of Claude Code lists mappings of one key',
      ...at('.claude/agents/ops.md')`
      ---
      name: ops
      description: Operates
      tools: Read
      mcpServers:
        - ops:
            command: npx
            args: ["-y", "«acme-mcp»"]
        - github
      ---
      Operate.
    `,
    },
    { ...at('fastagent.config.yaml')`mcp: { servers: { fetch: { command: uvx, args: ["«acme-mcp»"] } } }` },
    {
      because: 'servers of a development container',
      ...at(
        '.devcontainer/devcontainer.json',
      )`{ "customizations": { "vscode": { "mcp": { "servers": { "a": { "command": "npx", "args": ["«acme-mcp@latest»"] } } } } } }`,
    },
    {
      because: 'as arguments of a call, the first two and by name',
      ...at('src/agent.py')`
        from pydantic_ai.mcp import MCPServerStdio
        from mcp import StdioServerParameters

        first = MCPServerStdio("npx", ["-y", "«@acme/mcp»"])
        second = StdioServerParameters(
            command="uvx",
            args=["«acme-mcp»", "--stdio"],
        )
      `,
      message: ['"@acme/mcp"', '"acme-mcp"'],
    },
    {
      ...at('src/agent.ts')`
        import { MCPClient } from '@mastra/mcp';
        const client = new MCPClient({ servers: { tracker: { command: 'npx', args: ['-y', '«tracker-mcp@latest»'] } } });
      `,
    },
    {
      ...at('Program.cs')`
        using ModelContextProtocol.Client;
        var transport = new StdioClientTransport(new() { Command = "npx", Arguments = ["-y", "«@acme/mcp»"] });
      `,
    },
    {
      because: 'plugins write the servers without a key around them',
      ...mcpJson`{ "acme": { "command": "npx", "args": ["-y", "«acme-mcp@latest»"] }, "far": { "type": "http", "url": "https://mcp.acme.dev" } }`,
      severity: 'medium',
    },
    {
      ...mcpJson`{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "«@acme/mcp»"], "env": { "ACME_TOKEN": "${'$'}{ACME_TOKEN}" } } } }`,
      severity: 'high',
      message: 'is handed ACME_TOKEN',
    },
    {
      ...mcpJson`{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "«acme-mcp@latest»"] }, "b": { "command": "bunx", "args": ["«acme-mcp@^1.2.0»"] }, "c": { "command": "pnpm", "args": ["dlx", "«acme-mcp@1»"] } } }`,
      severity: 'medium',
      message: ['(latest)', '(^1.2.0)', '(1)'],
    },
    {
      because: 'behind wrappers',
      ...mcpJson`{ "mcpServers": { "a": { "command": "cmd", "args": ["/c", "npx", "-y", "«acme-mcp»"] }, "b": { "command": "op", "args": ["run", "--", "uvx", "«acme-mcp»"] }, "c": { "command": "env", "args": ["A=1", "npx", "--package", "«acme-mcp»", "serve"] } } }`,
    },
    {
      because: 'Codex hands a variable on by name',
      ...codex`
      [mcp_servers.a]
      command = "npx"
      args = ["-y", "«acme-mcp»"]
      env_vars = ["ACME_API_KEY"]
    `,
      message: 'handed ACME_API_KEY',
    },
  ],
});

ruleTester(mcpUnpinnedImage, {
  valid: [
    mcpJson`{ "mcpServers": { "a": { "command": "docker", "args": ["run", "-i", "--rm", "ghcr.io/acme/mcp@${digest}"] } } }`,
    {
      because: 'built on the machine itself',
      ...mcpJson`{ "mcpServers": { "a": { "command": "docker", "args": ["run", "-i", "--rm", "-e", "ACME_TOKEN", "acme-mcp:local"] } } }`,
    },
  ],
  invalid: [
    {
      ...mcpJson`{ "mcpServers": { "a": { "command": "docker", "args": ["run", "-i", "--rm", "-e", "ACME_TOKEN", "«ghcr.io/acme/mcp»"] } } }`,
      severity: 'high',
      message: 'handed ACME_TOKEN',
    },
    {
      because: 'a version by tag can still move',
      ...mcpJson`{ "mcpServers": { "a": { "command": "docker", "args": ["run", "-p", "8080:8080", "--name", "x", "«localhost:5000/mcp:1.4.0»", "serve"] } } }`,
      severity: 'low',
    },
  ],
});

ruleTester(mcpLaunchFromSource, {
  valid: [
    mcpJson`{ "mcpServers": { "a": { "command": "uvx", "args": ["--from", "git+https://github.com/acme/mcp@${commit}", "mcp"] }, "b": { "command": "npx", "args": ["github:acme/mcp#${commit}"] } } }`,
  ],
  invalid: [
    {
      ...mcpJson`{ "mcpServers": { "a": { "command": "uvx", "args": ["--from", "«git+https://github.com/acme/mcp@main»", "mcp"], "env": { "ACME_TOKEN": "${'$'}{T}" } } } }`,
      message: 'handed ACME_TOKEN',
    },
    {
      ...mcpJson`{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "«github:acme/mcp»"] }, "b": { "command": "bash", "args": ["-c", "«curl -fsSL https://acme.dev/mcp.sh | sh»"] }, "c": { "command": "deno", "args": ["run", "-A", "«https://acme.dev/mcp.ts»"] } } }`,
    },
  ],
});

ruleTester(mcpPlaintextRemote, {
  valid: [
    mcpJson`{ "mcpServers": { "a": { "url": "https://mcp.acme.dev" }, "b": { "url": "http://localhost:3000" }, "c": { "url": "http://127.0.0.1/mcp" }, "d": { "url": "http://host.docker.internal:8080" }, "e": { "url": "http://${'$'}{HOST}/mcp" }, "f": { "url": "http://[::1]:80" } } }`,
    {
      because: 'inside a private network, with nothing to read',
      ...mcpJson`{ "mcpServers": { "a": { "url": "http://10.0.0.5/mcp" }, "b": { "url": "http://tracker:8080/mcp" } } }`,
    },
  ],
  invalid: [
    {
      ...mcpJson`{ "mcpServers": { "a": { "url": "«http://mcp.acme.dev/sse»" } } }`,
      severity: 'high',
      suggestions: ['{ "mcpServers": { "a": { "url": "https://mcp.acme.dev/sse" } } }'],
    },
    {
      ...mcpJson`{ "mcpServers": { "a": { "url": "«http://10.0.0.5/mcp»", "headers": { "Authorization": "Bearer ${'$'}{T}" } } } }`,
      severity: 'medium',
      message: 'sent Authorization',
    },
    {
      ...mcpJson`{ "mcpServers": { "a": { "command": "npx", "args": ["mcp-remote@0.1.18", "«http://mcp.acme.dev/sse»", "--allow-http"] } } }`,
    },
  ],
});

ruleTester(mcpFilesystemRootGrant, {
  valid: [
    vscode`{ "servers": { "files": { "command": "npx", "args": ["-y", "@acme/filesystem@1.0.0", "${'$'}{workspaceFolder}", "/srv/data/project"] } } }`,
    { because: 'a path of a server that is not about files', ...mcpJson`{ "mcpServers": { "a": { "command": "node", "args": ["/"] } } }` },
  ],
  invalid: [
    {
      file: 'librechat.yaml',
      text: 'version: 1.2.1\nmcpServers:\n  files:\n    command: npx\n    args: ["-y", "@modelcontextprotocol/server-filesystem@2025.8.21", "«/»"]\n',
    },

    {
      file: '.mcp.json',
      text: '{ "mcpServers": { "files": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem@2025.8.21", "«/*»"] } } }',
    },
    {
      because: 'a program, of which nobody knows where it runs',
      ...at('src/agent.py')`
        from mcp import StdioServerParameters

        params = StdioServerParameters(command="npx", args=["-y", "@acme/filesystem-mcp@1.0.0", "«/»"])
      `,
      suggestions: [],
    },
    {
      ...vscode`{ "servers": { "files": { "command": "npx", "args": ["-y", "@acme/filesystem@1.0.0", "«/Users/jane»"] } } }`,
      message: 'every file',
      suggestions: ['{ "servers": { "files": { "command": "npx", "args": ["-y", "@acme/filesystem@1.0.0", "${workspaceFolder}"] } } }'],
    },
    {
      ...mcpJson`{ "mcpServers": { "x": { "command": "docker", "args": ["run", "-v", "«/home/jane/.aws»:/root/.aws:ro", "acme/mcp@${digest}"] } } }`,
      message: 'folder of credentials',
    },
    { ...mcpJson`{ "mcpServers": { "x": { "command": "x", "cwd": "«~»" } } }` },
  ],
});

ruleTester(mcpContainerHostAccess, {
  valid: [
    mcpJson`{ "mcpServers": { "a": { "command": "docker", "args": ["run", "--network", "none", "--cap-drop=ALL", "acme/mcp@${digest}", "--privileged"] } } }`,
  ],
  invalid: [
    {
      ...mcpJson`{ "mcpServers": { "a": { "command": "docker", "args": ["run", "«--privileged»", "--network", "«host»", "-v", "«/var/run/docker.sock:/var/run/docker.sock»", "acme/mcp@${digest}"] } } }`,
      severity: 'critical',
    },
  ],
});

ruleTester(mcpEnvfileTracked, {
  valid: [
    {
      because: 'git ignores it',
      ...vscode`{ "servers": { "a": { "command": "x", "envFile": "${'$'}{workspaceFolder}/.env" } } }`,
      beside: { '.env': 'T={{token:github-pat}}\n' },
      workspace: { isIgnored: () => true },
    },
    {
      because: 'an example holds no secret',
      ...vscode`{ "servers": { "a": { "command": "x", "envFile": ".env.example" } } }`,
      workspace: { isTracked: () => true },
    },
  ],
  invalid: [
    {
      ...vscode`{ "servers": { "a": { "command": "x", "envFile": "«${'$'}{workspaceFolder}/.env»" } } }`,
      workspace: { isTracked: (uri) => uri === '.env' },
      message: 'git tracks',
    },
    {
      ...mcpJson`{ "mcpServers": { "a": { "command": "docker", "args": ["run", "--env-file", "«./.env»", "acme/mcp@${digest}"] } } }`,
      beside: { '.env': 'T={{token:github-pat}}\n' },
      message: 'holds 1 secret',
    },
  ],
});

ruleTester(mcpInheritsWholeEnvironment, {
  valid: [
    codex`
    [shell_environment_policy]
    inherit = "all"
  `,
  ],
  invalid: [
    {
      ...codex`
    [shell_environment_policy]
    inherit = "«all»"
    ignore_default_excludes = true
  `,
      suggestions: ['[shell_environment_policy]\ninherit = "core"\n'],
    },
  ],
});

ruleTester(mcpAllToolsExposed, {
  valid: [
    codex`
    [mcp_servers.github]
    command = "github-mcp"
    enabled_tools = ["get_issue"]
  `,
    { because: 'reads only', ...gemini`{ "mcpServers": { "github": { "httpUrl": "https://api.githubcopilot.com/mcp/readonly" } } }` },
    { because: 'this client has no such list', ...mcpJson`{ "mcpServers": { "github": { "command": "github-mcp" } } }` },
    {
      because: 'one project, reading alone, one group of tools, what a variable may say, and a server of another name',
      ...mcpJson`{ "mcpServers": {
        "project": { "command": "npx", "args": ["-y", "@supabase/mcp-server-supabase@0.5.5", "--project-ref=abcdefghijklmnopqrst"] },
        "reading": { "type": "http", "url": "https://mcp.supabase.com/mcp?read_only=true" },
        "docs": { "type": "http", "url": "https://mcp.supabase.com/mcp?features=docs" },
        "later": { "type": "http", "url": "\${SUPABASE_MCP:-https://mcp.supabase.com/mcp}" },
        "rest": { "command": "npx", "args": ["-y", "@supabase/mcp-server-postgrest@0.1.0"] }
      } }`,
    },
  ],
  invalid: [
    {
      because: "Supabase's server is told nothing of projects",
      ...mcpJson`{ "mcpServers": {
        "«db»": { "command": "npx", "args": ["-y", "@supabase/mcp-server-supabase@0.5.5", "--access-token", "\${SUPABASE_ACCESS_TOKEN}"] },
        "«supabase»": { "type": "http", "url": "https://mcp.supabase.com/mcp" }
      } }`,
      message: ['Name one project in `--project-ref`, and add `--read-only`', '`?project_ref=`'],
    },
    { ...gemini`{ "mcpServers": { "«github»": { "command": "github-mcp" } } }`, message: 'includeTools' },
    { ...at('.github/mcp.json')`{ "mcpServers": { "github": { "command": "github-mcp", "tools": ["«*»"] } } }` },
  ],
});

ruleTester(mcpToolsAutoApproved, {
  valid: [
    kiro`{ "mcpServers": { "a": { "command": "x", "autoApprove": ["list_issues", "search", "getIssue"] } } }`,
    {
      because: 'auto is the default of Codex',
      ...codex`
      [mcp_servers.a]
      command = "x"
      default_tools_approval_mode = "auto"
    `,
    },
    gemini`{ "mcpServers": { "a": { "command": "x", "trust": false } } }`,
    {
      because: 'tools by name, and what is denied',
      ...claudeSettings`{ "permissions": { "allow": ["mcp__tracker__list_issues", "mcp__tracker__get_*"], "deny": ["mcp__tracker"] } }`,
    },
  ],
  invalid: [
    {
      because: 'the name of a server is every tool of it',
      ...claudeSettings`{ "permissions": { "allow": ["«mcp__tracker__*»", "«mcp__code-search»"] } }`,
      severity: 'low',
      message: ['every tool of "tracker"', 'every tool of "code-search"'],
    },
    {
      ...at('.claude/commands/discover.md')`
        ---
        description: Discovery
        allowed-tools:
          - Read
          - "«mcp__*»"
        ---
        Ask, then read.
      `,
      message: 'every tool of every server',
    },
    {
      because: 'every tool of every server',
      ...claudeSettings`{ "permissions": { "allow": ["Read(src/**)", "«mcp__*»"] } }`,
      severity: 'high',
      suggestions: ['{ "permissions": { "allow": ["Read(src/**)"] } }'],
    },
    {
      ...at(
        '.gitlab/duo/mcp.json',
      )`{ "mcpServers": { "tracker": { "type": "http", "url": "https://mcp.acme.dev", "approvedTools": «true» } } }`,
      severity: 'high',
      suggestions: ['{ "mcpServers": { "tracker": { "type": "http", "url": "https://mcp.acme.dev", "approvedTools": [] } } }'],
    },
    {
      ...kiro`{ "mcpServers": { "a": { "command": "x", "autoApprove": ["list", "«*»"] } } }`,
      severity: 'high',
      suggestions: ['{ "mcpServers": { "a": { "command": "x", "autoApprove": ["list"] } } }'],
    },
    {
      ...at('.roo/mcp.json')`{ "mcpServers": { "a": { "command": "x", "alwaysAllow": ["«create_issue»", "«deleteBranch»"] } } }`,
      severity: 'medium',
    },
    {
      ...gemini`{ "mcpServers": { "a": { "command": "x", "trust": «true» } } }`,
      severity: 'high',
      suggestions: ['{ "mcpServers": { "a": { "command": "x", "trust": false } } }'],
    },
    {
      ...codex`
      [mcp_servers.a]
      command = "x"
      default_tools_approval_mode = "«approve»"
      [mcp_servers.a.tools.create_issue]
      approval_mode = "«approve»"
      [mcp_servers.a.tools.list_issues]
      approval_mode = "approve"
    `,
    },
    { ...at('.kiro/agents/ops.json')`{ "name": "ops", "allowedTools": ["fs_read", "«@git»", "@git/status"] }` },
    {
      ...at(
        '.amazonq/cli-agents/ops.json',
      )`{ "name": "ops", "allowedTools": ["fs_read", "«execute_bash»"], "toolsSettings": { "execute_bash": { "allowedCommands": ["git status"] } } }`,
      severity: 'high',
      message: 'without asking',
      suggestions: [
        '{ "name": "ops", "allowedTools": ["fs_read"], "toolsSettings": { "execute_bash": { "allowedCommands": ["git status"] } } }',
      ],
    },
  ],
});

ruleTester(mcpProjectServersAutoEnabled, {
  valid: [claudeSettings`{ "enableAllProjectMcpServers": false }`],
  invalid: [
    {
      ...claudeSettings`{ "enableAllProjectMcpServers": «true», "model": "opus" }`,
      beside: { '.mcp.json': '{ "mcpServers": { "github": { "command": "x" } } }' },
      suggestions: ['{ "enabledMcpjsonServers": ["github"], "model": "opus" }'],
    },
  ],
});

ruleTester(mcpApprovalDangling, {
  valid: [
    {
      ...claudeSettings`{ "enabledMcpjsonServers": ["github"], "permissions": { "allow": ["mcp__github__list_issues"] } }`,
      beside: { '.mcp.json': '{ "mcpServers": { "github": { "command": "x" } } }' },
    },
    { because: 'no definition is in sight', ...claudeSettings`{ "enabledMcpjsonServers": ["github"] }` },
  ],
  invalid: [
    {
      ...claudeSettings`{ "enabledMcpjsonServers": ["github", "«old»"] }`,
      beside: { '.mcp.json': '{ "mcpServers": { "github": { "command": "x" } } }' },
      severity: 'medium',
      fixed: '{ "enabledMcpjsonServers": ["github"] }',
    },
    {
      ...claudeSettings`{ "permissions": { "allow": ["«mcp__old__list»", "Bash(ls)"] } }`,
      beside: { '.mcp.json': '{ "mcpServers": { "github": { "command": "x" } } }' },
      severity: 'low',
    },
  ],
});

ruleTester(mcpAllowlistByNameOnly, {
  valid: [at('managed-settings.json')`{ "allowedMcpServers": [{ "serverName": "a" }, { "serverCommand": ["npx", "a"] }] }`],
  invalid: [at('managed-settings.json')`{ "allowedMcpServers": [{ "serverName": "«a»" }] }`],
});

ruleTester(mcpInputNotMasked, {
  valid: [
    vscode`{ "inputs": [{ "type": "promptString", "id": "t", "password": true }], "servers": { "a": { "command": "x", "env": { "API_TOKEN": "${'$'}{input:t}" } } } }`,
    {
      because: 'a host is no secret',
      ...vscode`{ "inputs": [{ "type": "promptString", "id": "h" }], "servers": { "a": { "command": "x", "env": { "API_HOST": "${'$'}{input:h}" } } } }`,
    },
  ],
  invalid: [
    {
      ...vscode`{ "inputs": [{ "type": "promptString", "id": "«t»" }], "servers": { "a": { "command": "x", "env": { "API_TOKEN": "${'$'}{input:t}" } } } }`,
      fixed:
        '{ "inputs": [{ "type": "promptString", "id": "t", "password": true }], "servers": { "a": { "command": "x", "env": { "API_TOKEN": "${input:t}" } } } }',
    },
  ],
});

ruleTester(mcpManifestSecretNotMarked, {
  valid: [
    at(
      'manifest.json',
    )`{ "manifest_version": "0.3", "server": { "mcp_config": { "command": "x" } }, "user_config": { "api_key": { "type": "string", "sensitive": true }, "folder": { "type": "directory" } } }`,
  ],
  invalid: [
    {
      ...at(
        'manifest.json',
      )`{ "manifest_version": "0.3", "server": { "mcp_config": { "command": "x" } }, "user_config": { "«api_key»": { "type": "string" } } }`,
      fixed:
        '{ "manifest_version": "0.3", "server": { "mcp_config": { "command": "x" } }, "user_config": { "api_key": { "type": "string", "sensitive": true } } }',
    },
    {
      ...at(
        'server.json',
      )`{ "$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json", "packages": [{ "environmentVariables": [{ "name": "«API_TOKEN»", "isSecret": false }] }] }`,
      fixed:
        '{ "$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json", "packages": [{ "environmentVariables": [{ "name": "API_TOKEN", "isSecret": true }] }] }',
    },
    {
      ...at(
        'manifest.json',
      )`{ "manifest_version": "0.3", "server": { "mcp_config": { "command": "x" } }, "user_config": { "api_key": { "default": "«{{token:openai-key}}»", "sensitive": true } } }`,
      message: 'live credential',
    },
  ],
});

ruleTester(mcpGatewayOpen, {
  valid: [
    at('compose.yaml')`
    services:
      gateway:
        image: docker/mcp-gateway
        command: [--servers=tracker, --block-secrets=true]
      other:
        image: acme/app
        command: [--block-secrets=false]
  `,
  ],
  invalid: [
    at('compose.yaml')`
    services:
      gateway:
        image: docker/mcp-gateway:v2
        command: [--servers=tracker, «--block-secrets=false», «--verify-signatures=false»]
  `,
  ],
});

ruleTester(mcpDuplicateIdentity, {
  valid: [
    {
      because: 'one server for two clients',
      ...mcpJson`{ "mcpServers": { "a": { "command": "x", "env": { "API_TOKEN": "${'$'}{T}" } } } }`,
      beside: { '.cursor/mcp.json': '{ "mcpServers": { "a": { "command": "x", "env": { "API_TOKEN": "${env:T}" } } } }' },
    },
  ],
  invalid: [
    {
      ...mcpJson`{ "mcpServers": { "a": { "command": "x", "env": { "API_TOKEN": "«${'$'}{T}»" } }, "b": { "command": "y", "env": { "API_TOKEN": "${'$'}{T}" } } } }`,
      message: '2 servers (a and b)',
    },
  ],
});

ruleTester(mcpPersonalTokenInSharedConfig, {
  valid: [
    {
      because: 'a file of one person',
      ...at(
        'claude_desktop_config.json',
      )`{ "mcpServers": { "g": { "command": "x", "env": { "GITHUB_PERSONAL_ACCESS_TOKEN": "${'$'}{T}" } } } }`,
    },
    mcpJson`{ "mcpServers": { "g": { "command": "x", "env": { "GITHUB_TOKEN": "${'$'}{T}" } } } }`,
  ],
  invalid: [mcpJson`{ "mcpServers": { "g": { "command": "x", "env": { "«GITHUB_PERSONAL_ACCESS_TOKEN»": "${'$'}{T}" } } } }`],
});

ruleTester(mcpStaticTokenWhereOauth, {
  valid: [
    vscode`{ "servers": { "a": { "url": "https://mcp.linear.app/mcp" }, "b": { "url": "https://mcp.acme.dev", "headers": { "Authorization": "Bearer ${'$'}{input:t}" } } } }`,
  ],
  invalid: [
    {
      ...vscode`{ "servers": { "a": { "url": "https://mcp.linear.app/mcp", "headers": { "«Authorization»": "Bearer ${'$'}{input:t}" } } } }`,
      suggestions: ['{ "servers": { "a": { "url": "https://mcp.linear.app/mcp" } } }'],
    },
  ],
});

ruleTester(mcpShellServer, {
  valid: [
    { file: '.mcp.json', text: '{ "mcpServers": { "docs": { "command": "npx", "args": ["-y", "execution-reports-mcp@1.0.0"] } } }' },
    mcpJson`{ "mcpServers": { "shell": { "command": "node", "args": ["server.js"] }, "a": { "command": "npx", "args": ["-y", "@acme/mcp-seashells@1.0.0"] } } }`,
  ],
  invalid: [
    { file: '.mcp.json', text: '{ "mcpServers": { "«exec»": { "command": "npx", "args": ["-y", "exec-mcp@1.0.0"] } } }' },
    {
      ...mcpJson`{ "mcpServers": { "«cmd»": { "command": "npx", "args": ["-y", "@acme/desktop-commander@1.0.0"] }, "«sh»": { "command": "uvx", "args": ["mcp-server-shell==1.0.0"] } } }`,
      severity: 'medium',
    },
  ],
});
