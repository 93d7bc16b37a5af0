// Modes and levels of clients in which nobody is asked.
import { codexDangerFullAccess } from '../../../rules/agent/codex-danger-full-access.ts';
import { codexNeverAskWithNetwork } from '../../../rules/agent/codex-never-ask-with-network.ts';
import { cursorAllowlistBroad } from '../../../rules/agent/cursor-allowlist-broad.ts';
import { cursorSandboxOff } from '../../../rules/agent/cursor-sandbox-off.ts';
import { delegatesToAnyAgent } from '../../../rules/agent/delegates-to-any-agent.ts';
import { duoOpenNetwork } from '../../../rules/agent/duo-open-network.ts';
import { geminiTrustOff } from '../../../rules/agent/gemini-trust-off.ts';
import { ghawAgentCanWrite } from '../../../rules/agent/ghaw-agent-can-write.ts';
import { inheritsAllTools } from '../../../rules/agent/inherits-all-tools.ts';
import { opencodeAllowAll } from '../../../rules/agent/opencode-allow-all.ts';
import { vscodeGlobalAutoApprove } from '../../../rules/agent/vscode-global-auto-approve.ts';
import { vscodePermissionLevelUnattended } from '../../../rules/agent/vscode-permission-level-unattended.ts';
import { vscodeTerminalAutoApproveBroad } from '../../../rules/agent/vscode-terminal-auto-approve-broad.ts';
import { vscodeUrlAutoApproveAny } from '../../../rules/agent/vscode-url-auto-approve-any.ts';
import { zedAllowDefault } from '../../../rules/agent/zed-allow-default.ts';
import { at, ruleTester } from '../../support/rule-tester.ts';

const codex = at('.codex/config.toml');
const gemini = at('.gemini/settings.json');
const vscode = at('.vscode/settings.json');
const workspace = at('team.code-workspace');
const devcontainer = at('.devcontainer/devcontainer.json');
const claudeAgent = at('.claude/agents/reviewer.md');
const copilotAgent = at('.github/agents/planner.agent.md');
const ghaw = at('.github/workflows/triage.md');

ruleTester(codexDangerFullAccess, {
  valid: [
    codex`sandbox_mode = "workspace-write"`,
    codex`default_permissions = ":workspace"`,
    {
      because: 'the older setting counts where both are written',
      ...codex`
    sandbox_mode = "read-only"
    default_permissions = ":danger-full-access"
  `,
    },
    { because: 'a comment', ...codex`# sandbox_mode = "danger-full-access"` },
  ],
  invalid: [
    {
      ...codex`
      model = "gpt-5" # the usual one
      sandbox_mode = "«danger-full-access»" # for the demo
    `,
      severity: 'critical',
      suggestions: ['model = "gpt-5" # the usual one\nsandbox_mode = "workspace-write" # for the demo\n'],
    },
    {
      because: 'a permission profile that Codex brings along',
      ...codex`default_permissions = "«:danger-full-access»"`,
      severity: 'critical',
      suggestions: ['default_permissions = ":workspace"'],
    },
    {
      because: 'older versions have profiles',
      ...codex`
      [profiles.fast]
      sandbox_mode = "«danger-full-access»"
    `,
    },
    {
      because: 'a file that is still being typed',
      ...codex`
      sandbox_mode = "«danger-full-access»"
      approval_policy = "on-
    `,
    },
  ],
});

ruleTester(codexNeverAskWithNetwork, {
  valid: [
    {
      because: 'nothing to ask about',
      ...codex`
      approval_policy = "never"
      sandbox_mode = "read-only"
    `,
    },
    codex`
      approval_policy = "never"
      [mcp_servers.docs]
      command = "docs-mcp"
    `,
  ],
  invalid: [
    {
      ...codex`
      approval_policy = "«never»"
      [sandbox_workspace_write]
      network_access = true
    `,
      message: 'have the network',
      suggestions: ['approval_policy = "on-request"\n[sandbox_workspace_write]\nnetwork_access = true\n'],
    },
    {
      ...codex`
      approval_policy = "«never»"
      [mcp_servers.tracker]
      url = "https://tracker.acme.dev/mcp"
      bearer_token_env_var = "TRACKER_TOKEN"
    `,
      message: 'holds a credential',
    },
  ],
});

ruleTester(geminiTrustOff, {
  valid: [
    gemini`{ "security": { "folderTrust": { "enabled": true } } }`,
    {
      because: 'policies of a workspace have no effect',
      ...at('.gemini/policies/all.toml')`
    [[rule]]
    toolName = "*"
    decision = "allow"
    priority = 1
  `,
    },
  ],
  invalid: [
    {
      ...gemini`{ "general": { "defaultApprovalMode": "«yolo»" } }`,
      severity: 'medium',
      suggestions: ['{ "general": { "defaultApprovalMode": "default" } }'],
    },
    {
      ...gemini`{ "security": { "folderTrust": { "enabled": «false» } } }`,
      severity: 'high',
      suggestions: ['{ "security": { "folderTrust": { "enabled": true } } }'],
    },
    { ...gemini`{ "general": { "defaultApprovalMode": "«auto_edit»" } }`, severity: 'info' },
  ],
});

ruleTester(cursorAllowlistBroad, {
  valid: [at('.cursor/permissions.json')`{ "mcpAllowlist": ["tracker:list_issues"] }`],
  invalid: [
    {
      ...at('.cursor/permissions.json')`{ "mcpAllowlist": ["tracker:list_issues", "«*:*»"] }`,
      severity: 'high',
      suggestions: ['{ "mcpAllowlist": ["tracker:list_issues"] }'],
    },
    { ...at('.cursor/cli.json')`{ "permissions": { "allow": ["«Mcp(tracker, *)»", "Mcp(tracker, list)"] } }`, severity: 'medium' },
  ],
});

ruleTester(opencodeAllowAll, {
  valid: [
    at('opencode.json')`{ "permission": { "bash": { "*": "ask", "git status": "allow" } } }`,
    {
      because: 'the last match counts, and this one asks',
      ...at('opencode.json')`{ "permission": { "bash": { "*": "allow", "git *": "allow", "*": "ask" } } }`,
    },
  ],
  invalid: [
    {
      because: 'everything but one name for it',
      ...at('opencode.json')`{ "permission": { "bash": { "*": "«allow»", "rm *": "ask" } } }`,
      severity: 'medium',
      message: 'every command but rm *',
      suggestions: ['{ "permission": { "bash": { "*": "ask", "rm *": "ask" } } }'],
    },
    {
      because: 'permissions of one agent come after those of all',
      ...at('opencode.json')`{ "permission": { "bash": "ask" }, "agent": { "ops": { "permission": { "bash": "«allow»" } } } }`,
      message: 'agent.ops.permission.bash is "allow" for every command',
      suggestions: ['{ "permission": { "bash": "ask" }, "agent": { "ops": { "permission": { "bash": "ask" } } } }'],
    },
    { ...at('opencode.json')`{ "permission": "«allow»" }`, suggestions: ['{ "permission": "ask" }'] },
    {
      ...at('opencode.jsonc')`{ "permission": { "bash": { "git *": "ask", "*": "«allow»" }, "external_directory": "«allow»" } }`,
      message: ['every command', 'outside the project'],
    },
  ],
});

ruleTester(codexDangerFullAccess, {
  valid: [
    at('.codex/agents/docs.toml')`
    name = "docs"
    sandbox_mode = "read-only"
  `,
  ],
  invalid: [
    {
      because: 'an agent of its own overrides what the session has',
      ...at('.codex/agents/fixer.toml')`
    name = "fixer"
    sandbox_mode = "«danger-full-access»"
  `,
      suggestions: ['name = "fixer"\nsandbox_mode = "workspace-write"\n'],
    },
  ],
});

const duo = at('.gitlab/duo/agent-config.yml');
ruleTester(duoOpenNetwork, {
  valid: [
    duo`
    image: node:22
    network_policy:
      allowed_domains: [api.acme.dev, "*.acme.dev"]
      denied_domains: ["*"]
      allow_all_unix_sockets: false
  `,
  ],
  invalid: [
    {
      ...duo`
      network_policy:
        allowed_domains:
          - api.osv.dev
          - "«*»"
    `,
      severity: 'medium',
      suggestions: ['network_policy:\n  allowed_domains:\n    - api.osv.dev\n'],
    },
    duo`
      network_policy:
        allowed_domains: ["«*.com»"]
        allow_all_unix_sockets: «true»
    `,
  ],
});

const sandbox = at('.cursor/sandbox.json');
ruleTester(cursorSandboxOff, {
  valid: [
    sandbox`{ "type": "workspace_readonly", "networkPolicy": { "default": "deny", "allow": ["*.acme.dev"] }, "additionalReadwritePaths": ["/home/jane/projects/shared"] }`,
    { because: 'permissions are another file', ...at('.cursor/permissions.json')`{ "type": "insecure_none" }` },
  ],
  invalid: [
    { ...sandbox`{ "type": "«insecure_none»" }`, severity: 'critical', suggestions: ['{ "type": "workspace_readwrite" }'] },
    {
      ...sandbox`{ "networkPolicy": { "default": "«allow»" } }`,
      severity: 'medium',
      suggestions: ['{ "networkPolicy": { "default": "deny" } }'],
    },
    { ...sandbox`{ "«additionalReadwritePaths»": ["/tmp/x", "~/.aws"] }`, severity: 'high' },
    { because: 'still being typed', ...sandbox`{ "type": "«insecure_none»", ` },
  ],
});

ruleTester(zedAllowDefault, {
  valid: [
    at('.zed/settings.json')`{ "agent": { "tool_permissions": { "default": "allow", "tools": { "terminal": { "default": "deny" } } } } }`,
  ],
  invalid: [
    {
      ...at('.zed/settings.json')`{ "agent": { "tool_permissions": { "default": "«allow»" } } }`,
      suggestions: ['{ "agent": { "tool_permissions": { "default": "confirm" } } }'],
    },
    { ...at('.zed/settings.json')`{ "agent": { "always_allow_tool_actions": «true» } }` },
    {
      ...at(
        '.zed/settings.json',
      )`{ "agent": { "tool_permissions": { "default": "confirm", "tools": { "terminal": { "default": "«allow»" } } } } }`,
      severity: 'high',
    },
  ],
});

ruleTester(vscodeGlobalAutoApprove, {
  valid: [
    vscode`{ "chat.tools.global.autoApprove": false }`,
    { because: 'settings of something else', ...at('settings.json')`{ "chat.tools.global.autoApprove": true }` },
  ],
  invalid: [
    {
      ...vscode`
      {
        // faster
        "chat.tools.global.autoApprove": «true»,
        "editor.tabSize": 2,
      }
    `,
      severity: 'high',
      suggestions: ['{\n  // faster\n  "editor.tabSize": 2,\n}\n'],
    },
    { ...workspace`{ "folders": [], "settings": { "chat.tools.autoApprove": «true» } }`, severity: 'high' },
    {
      ...devcontainer`{ "customizations": { "vscode": { "settings": { "chat.tools.global.autoApprove": «true» } } } }`,
      severity: 'critical',
    },
  ],
});

ruleTester(vscodePermissionLevelUnattended, {
  valid: [
    {
      because: 'offers the mode and does not set it',
      ...vscode`{ "chat.autopilot.enabled": true, "chat.permissions.default": "default" }`,
    },
  ],
  invalid: [
    { ...vscode`{ "chat.permissions.default": "«autopilot»" }`, suggestions: ['{ "chat.permissions.default": "default" }'] },
    {
      ...vscode`{ "chat.x": 1, "github.copilot.chat.claudeAgent.allowDangerouslySkipPermissions": «true» }`,
      suggestions: ['{ "chat.x": 1, "github.copilot.chat.claudeAgent.allowDangerouslySkipPermissions": false }'],
    },
  ],
});

ruleTester(vscodeTerminalAutoApproveBroad, {
  valid: [
    vscode`{ "chat.tools.terminal.autoApprove": { "npm test": true, "/^git (status|diff)\\b/": true, "python": false, "bash": null } }`,
  ],
  invalid: [
    {
      ...vscode`{ "chat.tools.terminal.autoApprove": { "«bash»": true } }`,
      severity: 'high',
      suggestions: ['{ "chat.tools.terminal.autoApprove": { "bash": false } }'],
    },
    {
      ...vscode`{ "chat.tools.terminal.autoApprove": { "«/.*/»": true, "«gh»": { "approve": true }, "«rm»": true } }`,
      message: ['matches every command', 'run gh', 'run rm'],
    },
    { ...vscode`{ "chat.tools.terminal.ignoreDefaultAutoApproveRules": «true» }`, severity: 'info' },
  ],
});

ruleTester(vscodeUrlAutoApproveAny, {
  valid: [
    vscode`{ "chat.tools.urls.autoApprove": { "https://docs.acme.dev/*": true, "https://*": false }, "chat.tools.edits.autoApprove": { "src/**": true } }`,
  ],
  invalid: [
    {
      ...vscode`{ "chat.tools.urls.autoApprove": { "«https://*»": true, "https://docs.acme.dev": true } }`,
      suggestions: ['{ "chat.tools.urls.autoApprove": { "https://docs.acme.dev": true } }'],
    },
    {
      ...vscode`{ "chat.tools.urls.autoApprove": { "«http://docs.acme.dev/*»": { "approveRequest": true } }, "chat.tools.edits.autoApprove": { "«**/.vscode/*»": true } }`,
    },
  ],
});

ruleTester(inheritsAllTools, {
  valid: [
    { file: 'agents/helper.md', text: '---\nname: Jane Doe\ndescription: Sells houses\n---\nCall Jane.\n' },
    {
      because: 'a page about agents, with one as its example',
      file: 'agents/helper.md',
      text: '---\ntitle: Agents\ndescription: How to write one\n---\n```yaml\nname: helper\nmodel: sonnet\ntools: []\n```\n',
    },
    {
      because: 'a model that is none of Claude',
      file: 'agents/helper.md',
      text: '---\nname: Jane Doe\ndescription: Drives\nmodel: A6\n---\nCall Jane.\n',
    },
    claudeAgent`
      ---
      name: reviewer
      tools: Read, Grep
      ---
    `,
    {
      because: 'an empty list is no tool',
      ...copilotAgent`
      ---
      name: planner
      tools: []
      ---
    `,
    },
    {
      because: 'what runs and what writes is taken away',
      ...claudeAgent`
      ---
      name: reviewer
      disallowedTools: Bash, Write, Edit
      ---
    `,
    },
    { because: 'no front matter, no agent', ...claudeAgent`Read the change.` },
  ],
  invalid: [
    { file: 'agents/helper.md', text: '---\n«name»: helper\ndescription: Helps\nmodel: sonnet\n---\nHelp.\n' },
    {
      ...claudeAgent`
      ---
      «name»: reviewer # of changes
      description: Reads
      ---
      Read.
    `,
      suggestions: ['---\nname: reviewer # of changes\ndescription: Reads\ntools: Read, Grep, Glob\n---\nRead.\n'],
    },
    {
      ...copilotAgent`
      ---
      name: planner
      tools: ["«*»"]
      ---
    `,
    },
    {
      because: 'front matter without an end',
      ...claudeAgent`
      ---
      «name»: reviewer
      description: Reads

      Read the change.
    `,
    },
  ],
});

ruleTester(delegatesToAnyAgent, {
  valid: [
    { file: '.claude/agents/helper.md', text: '---\nname: lead\ntools: Read, Agent(reviewer, tester)\n---\nLead.\n' },
    { file: '.claude/agents/helper.md', text: '---\nname: lead\ntools: Read\n---\nLead.\n' },
    copilotAgent`
    ---
    name: planner
    agents: [reviewer]
    ---
  `,
  ],
  invalid: [
    {
      file: '.claude/agents/helper.md',
      text: '---\nname: lead\ntools: Read, «Agent»\n---\nLead.\n',
      severity: 'low',
      message: 'without names',
    },
    { file: '.claude/agents/helper.md', text: '---\nname: lead\ntools: ["«Task»", "Read"]\n---\nLead.\n' },
    copilotAgent`
    ---
    name: planner
    agents: ["«*»"]
    ---
  `,
  ],
});

ruleTester(ghawAgentCanWrite, {
  valid: [
    ghaw`
      ---
      on: issues
      permissions:
        contents: read
        id-token: write
      network:
        allowed: [defaults, docs.acme.dev]
      ---
      Sort.
    `,
    {
      because: 'the text below is no front matter',
      ...ghaw`
      # Notes
      permissions: write-all
    `,
    },
  ],
  invalid: [
    {
      ...ghaw`
      ---
      on: issues
      permissions:
        issues: «write» # labels
      ---
      Sort.
    `,
      severity: 'high',
      suggestions: ['---\non: issues\npermissions:\n  issues: read # labels\n---\nSort.\n'],
    },
    {
      ...ghaw`
      ---
      permissions: «write-all»
      strict: «false»
      network:
        allowed: ["«*»"]
      tools:
        bash: «true»
      «github-app»:
        app-id: 1
      ---
    `,
      message: ['every write', 'strict', 'every address', 'every command', 'every repository'],
    },
    {
      ...ghaw`
      ---
      tools:
        bash: «true»
      ---
    `,
    },
  ],
});
