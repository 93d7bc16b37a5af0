// What an agent may do unasked: the lists of Claude Code and of other clients.
import { allMutatingToolsAllowed } from '../../../rules/agent/all-mutating-tools-allowed.ts';
import { allowMintsCredential } from '../../../rules/agent/allow-mints-credential.ts';
import { destructiveCommandAllowed } from '../../../rules/agent/destructive-command-allowed.ts';
import { editsUnprompted } from '../../../rules/agent/edits-unprompted.ts';
import { fetchesAnyAddress } from '../../../rules/agent/fetches-any-address.ts';
import { pathOutsideProjectAllowed } from '../../../rules/agent/path-outside-project-allowed.ts';
import { secretFilesNotDenied } from '../../../rules/agent/secret-files-not-denied.ts';
import { shellWildcard } from '../../../rules/agent/shell-wildcard.ts';
import { at, claudeSettings, ruleTester } from '../../support/rule-tester.ts';

const gemini = at('.gemini/settings.json');
const cursor = at('.cursor/permissions.json');
const cursorCli = at('.cursor/cli.json');
const opencode = at('opencode.jsonc');
const command = at('.claude/commands/release.md');

ruleTester(shellWildcard, {
  valid: [
    {
      because: 'rules of Codex that forbid, ask or name a command',
      ...at('.codex/rules/default.rules')`
      prefix_rule(pattern=["bash", "-lc"], decision="forbidden")
      prefix_rule(pattern=["python3"], decision="prompt")
      prefix_rule(pattern=["git", ["status", "log"]], decision="allow")
      prefix_rule(pattern=[shell], decision="allow")
    `,
    },
    at('.continue/permissions.yaml')`{ allow: [Read, "Bash(git status)"], ask: [Bash], exclude: ["*"] }`,
    at(
      '.vscode/settings.json',
    )`{ "windsurf.cascadeCommandsAllowList": ["git status"], "amp.permissions": [{ "tool": "Bash", "action": "allow", "matches": { "cmd": "git status" } }] }`,
    {
      because: 'the last pattern that matches counts, and it asks',
      ...opencode`{ "permission": { "bash": { "python *": "allow", "ls *": "allow", "*": "ask" } } }`,
    },
    {
      because: 'a program asked for its version starts nothing, and an operator within quotes starts no second command',
      ...claudeSettings`{ "permissions": { "allow": ["Bash(docker --version)", "Bash(node --version:*)", "Bash(mysql -u app -e 'SHOW TABLES;')"] } }`,
    },
    {
      because: 'what is looked for, and nothing that runs',
      ...claudeSettings`{ "permissions": { "allow": ["Bash(find src -name '*.ts')", "Bash(git config user.email)"] } }`,
    },
    {
      because: 'Claude Code asks for -exec and -delete',
      ...claudeSettings`{ "permissions": { "allow": ["Bash(find:*)", "Bash(find *)"] } }`,
    },
    { because: 'options of a shell print nothing', ...claudeSettings`{ "permissions": { "allow": ["Bash(set -e)"] } }` },
    claudeSettings`{ "permissions": { "allow": ["Bash(npm run test)", "Bash(python scripts/build.py)", "Bash(curl https://api.acme.dev/health)", "Bash(docker ps)"] } }`,
    {
      because: 'what is denied or asked about is not allowed',
      ...claudeSettings`{ "permissions": { "allow": [], "ask": ["Bash(sudo *)"], "deny": ["Bash(*)"] } }`,
    },
    gemini`{ "tools": { "allowed": ["run_shell_command(npm test)", "read_file"] } }`,
    at('crush.json')`{ "permissions": { "allowed_tools": ["view", "grep", "mcp_docs_search"] } }`,
    at('.factory/settings.json')`{ "commandAllowlist": ["ls", "git status"] }`,
    {
      because: 'the first rule that fits decides, and this one asks',
      ...at('.amp/settings.json')`
        { "amp.permissions": [
          { "tool": "Bash", "matches": { "cmd": "git status*" }, "action": "allow" },
          { "tool": "Bash", "action": "ask" },
          { "tool": "Bash", "action": "allow" }
        ] }
      `,
    },
    {
      because: 'the star is for the tools that no rule before it names',
      ...at('.amp/settings.json')`{ "amp.permissions": [{ "tool": "Bash", "action": "ask" }, { "tool": "*", "action": "allow" }] }`,
    },
    at('.augment/settings.json')`
      { "toolPermissions": [
        { "toolName": "launch-process", "shellInputRegex": "^npm test$", "permission": { "type": "allow" } },
        { "toolName": "launch-process", "permission": { "type": "ask-user" } },
        { "toolName": "view", "permission": { "type": "allow" } }
      ] }
    `,
    { because: 'the first line of an unfinished file says nothing', ...claudeSettings`{ "permissions": { "allow": [` },
  ],
  invalid: [
    {
      because: 'Cursor names the first word of a command, and anything may stand behind it',
      ...cursorCli`{ "permissions": { "allow": ["«Shell(npx)»", "«Shell(docker)»", "Shell(jq)", "Shell(npx vitest)"] } }`,
    },
    { ...cursorCli`{ "permissions": { "allow": ["«Shell(find *)»"] } }`, severity: 'low', message: 'find -exec' },
    { ...claudeSettings`{ "permissions": { "allow": ["«Bash(git config *)»"] } }`, severity: 'low' },
    { ...claudeSettings`{ "permissions": { "allow": ["«Bash(crontab:*)»"] } }`, message: 'go on without it' },
    {
      ...claudeSettings`{ "permissions": { "allow": ["Bash(npm test)", "«Bash(*)»"] } }`,
      severity: 'high',
      message: 'run every command',
      suggestions: ['{ "permissions": { "allow": ["Bash(npm test)"] } }'],
    },
    {
      because: 'the only item leaves an empty list, which allows nothing',
      ...claudeSettings`{ "permissions": { "allow": ["«Bash»"] } }`,
      suggestions: ['{ "permissions": { "allow": [] } }'],
    },
    {
      because: 'a sandbox takes a step off',
      ...claudeSettings`{ "permissions": { "allow": ["«Bash(bash:*)»"] }, "sandbox": { "enabled": true } }`,
      severity: 'medium',
    },
    {
      ...claudeSettings`{ "permissions": { "allow": ["«Bash(docker exec:*)»", "«Bash(docker compose exec api:*)»", "Bash(docker exec db pg_isready)"] } }`,
      message: ['inside running containers with docker exec', 'inside running containers with docker compose exec'],
    },
    {
      ...claudeSettings`{ "permissions": { "allow": ["«Bash(sudo apt install jq)»", "«Bash(ssh:*)»", "«Bash(curl *)»", "«Bash(docker run -v /:/host alpine)»", "«Bash(node -e 'x()')»"] } }`,
      message: ['another user', 'other machines', 'any address', 'mounts the host', 'written into the rule'],
    },
    { ...gemini`{ "tools": { "allowed": ["«run_shell_command»", "«run_shell_command(python)»"] } }` },
    { ...cursor`{ "terminalAllowlist": ["npm test", "«bash»"] }` },
    {
      ...at('crush.json')`{ "permissions": { "allowed_tools": ["view", "«bash»"] } }`,
      suggestions: ['{ "permissions": { "allowed_tools": ["view"] } }'],
    },
    { ...at('.factory/settings.json')`{ "commandAllowlist": ["ls", "«curl *»", "«bash»"] }` },
    {
      because: 'rules of Codex, of which one that says nothing of the decision allows',
      ...at('.codex/rules/default.rules')`
      # prefix_rule(pattern=["sh"], decision="allow")
      prefix_rule(pattern=["«bash»", "-lc"], decision="allow")
      prefix_rule(
          pattern = [["npm", "«python3»"]],
      )
    `,
    },
    { because: 'every tool of Continue', ...at('.continue/permissions.yaml')`allow: ["«*»", Read]` },
    { ...at('home/jane/.config/goose/permission.yaml')`user: { always_allow: ["«developer__shell»"], ask_before: [] }` },
    { ...at('.qwen/settings.json')`{ "permissions": { "allow": ["Read", "«Bash»"] } }` },
    {
      ...at(
        '.junie/allowlist.json',
      )`{ "rules": { "executables": { "rules": [{ "prefix": "«bash»", "action": "allow" }, { "prefix": "python3", "action": "ask" }] } } }`,
    },
    {
      because: 'editors that are made of VS Code, and Amp in one',
      ...at(
        '.vscode/settings.json',
      )`{ "windsurf.cascadeCommandsAllowList": ["git status", "«bash»"], "kiroAgent.trustedCommands": ["«*»"], "amp.permissions": [{ "tool": "«Bash»", "action": "allow", "matches": { "cmd": "*" } }] }`,
    },
    {
      because: 'every tool, the shell among them',
      ...at('.amp/settings.json')`{ "amp.permissions": [{ "tool": "Read", "action": "ask" }, { "tool": "«*»", "action": "allow" }] }`,
      message: '* lets Amp run every command',
      suggestions: ['{ "amp.permissions": [{ "tool": "Read", "action": "ask" }] }'],
    },
    { ...at('.augment/settings.json')`{ "toolPermissions": [{ "toolName": "«launch-process»", "permission": { "type": "allow" } }] }` },
    {
      because: 'lists of extensions in the editor',
      ...at('.vscode/settings.json')`{ "chat.x": 1, "roo-cline.allowedCommands": ["git status", "«*»"] }`,
    },
    { ...cursorCli`{ "permissions": { "allow": ["«Shell(**)»", "Read(src/**)"] } }` },
    {
      because: 'the tools of a command come in one line',
      ...command`
      ---
      description: Publish
      allowed-tools: Read, «Bash», Bash(git status:*)
      ---
      Publish it.
    `,
      suggestions: ['---\ndescription: Publish\nallowed-tools: Read, Bash(git status:*)\n---\nPublish it.\n'],
    },
    {
      because: 'permissions of one agent',
      ...opencode`{ "agent": { "ops": { "permission": { "bash": { "*": "ask", "«curl *»": "allow" } } } } }`,
    },
    {
      ...opencode`{ "permission": { "bash": { "*": "ask", "«python *»": "allow" } } }`,
      suggestions: ['{ "permission": { "bash": { "*": "ask" } } }'],
    },
  ],
});

ruleTester(allowMintsCredential, {
  valid: [
    claudeSettings`{ "permissions": { "allow": ["Bash(source .venv/bin/activate)", "Bash(source .env.example)"] } }`,
    {
      because: 'the files of secrets are denied',
      ...claudeSettings`{ "permissions": { "allow": ["Bash(cat:*)"], "deny": ["Read(./.env*)"] } }`,
    },
    {
      because: 'all of git is what nearly everybody allows; a push by name is said',
      ...claudeSettings`{ "permissions": { "allow": ["Bash(git:*)", "Bash(git diff:*)"] } }`,
    },
    claudeSettings`{ "permissions": { "allow": ["Bash(git status:*)", "Bash(git log *)", "Bash(git)"] } }`,
    claudeSettings`{ "permissions": { "allow": ["Bash(gh pr view:*)", "Bash(gh api repos/acme/app/issues)", "Bash(git push)", "Bash(cat README.md)", "Bash(terraform plan:*)"] } }`,
  ],
  invalid: [
    cursorCli`{ "permissions": { "allow": ["Shell(git)", "«Shell(kubectl)»", "Shell(ls)"], "deny": [] } }`,
    claudeSettings`{ "permissions": { "allow": ["«Bash(source .env)»"] } }`,
    claudeSettings`{ "permissions": { "allow": ["«Bash(set)»", "«Bash(export -p)»"] } }`,
    {
      ...claudeSettings`{ "permissions": { "allow": ["Bash(npm test)", "«Bash(gh auth token)»"] } }`,
      severity: 'high',
      suggestions: ['{ "permissions": { "allow": ["Bash(npm test)"], "ask": ["Bash(gh auth token)"] } }'],
    },
    {
      ...claudeSettings`{ "permissions": { "allow": ["Bash(npm test)", "«Bash(git push:*)»"], "ask": ["Bash(npm publish)"] } }`,
      severity: 'medium',
      suggestions: ['{ "permissions": { "allow": ["Bash(npm test)"], "ask": ["Bash(npm publish)", "Bash(git push:*)"] } }'],
    },
    {
      because: 'commands that also read what is secret',
      ...claudeSettings`{ "permissions": { "allow": ["«Bash(kubectl get:*)»", "«Bash(cat .env)»"] } }`,
      severity: 'medium',
      message: ['"kubectl get"', '"cat .env"'],
    },
    { ...cursor`{ "terminalAllowlist": ["ls", "«aws sts assume-role»"] }`, suggestions: ['{ "terminalAllowlist": ["ls"] }'] },
  ],
});

ruleTester(destructiveCommandAllowed, {
  valid: [
    claudeSettings`{ "permissions": { "allow": ["Bash(git stash list)", "Bash(git checkout main)"] } }`,
    claudeSettings`{ "permissions": { "allow": ["Bash(git push)", "Bash(git branch -d topic)", "Bash(rm build/app.js)"], "deny": ["Bash(git reset --hard:*)"] } }`,
  ],
  invalid: [
    claudeSettings`{ "permissions": { "allow": ["«Bash(git push --force*)»", "«Bash(git stash drop)»", "«Bash(git checkout -- .)»"] } }`,
    {
      ...claudeSettings`{ "permissions": { "allow": ["«Bash(git push --force)»", "Bash(ls)"] } }`,
      severity: 'low',
      suggestions: ['{ "permissions": { "allow": ["Bash(ls)"] } }'],
    },
  ],
});

ruleTester(pathOutsideProjectAllowed, {
  valid: [
    at('.kiro/agents/dev.json')`{ "name": "dev", "toolsSettings": { "write": { "allowedPaths": ["src/**"] } } }`,

    { because: 'reading what runs changes nothing', ...claudeSettings`{ "permissions": { "allow": ["Read(~/.bashrc)"] } }` },
    claudeSettings`{ "permissions": { "allow": ["Read(src/**)", "Write(tests/*)", "Read(./.env.example)", "Edit(/docs/**)", "Read(*)"] } }`,
    { because: 'denied', ...claudeSettings`{ "permissions": { "deny": ["Read(~/.ssh/**)", "Read(./.env)"] } }` },
    {
      because: "Claude Code writes down the folder beside the project that it was let read, and a project's own path looks the same",
      ...claudeSettings`{ "permissions": { "allow": ["Read(//Users/jane/work/shop/**)", "Read(//home/jane/.nvm/versions/node/**)"] } }`,
    },
    {
      because: 'asking again takes it back',
      ...at('opencode.json')`{ "permission": { "read": { ".env": "allow", "*": "ask" } } }`,
    },
    at('opencode.json')`{ "permission": { "read": { "*": "allow", "*.env": "deny", ".env.example": "allow" } } }`,
  ],
  invalid: [
    at('.kiro/agents/dev.json')`{ "name": "dev", "toolsSettings": { "write": { "allowedPaths": ["src/**", "«~/**»", "«/etc/**»"] } } }`,
    at('.amazonq/cli-agents/dev.json')`{ "name": "dev", "toolsSettings": { "fs_write": { "allowedPaths": ["«/**»"] } } }`,

    {
      ...claudeSettings`{ "permissions": { "allow": ["«Write(~/.bashrc)»"] } }`,
      severity: 'medium',
      message: 'when they next open a shell',
    },
    claudeSettings`{ "permissions": { "allow": ["«Edit(~/.config/systemd/**)»"] } }`,
    {
      ...claudeSettings`{ "permissions": { "allow": ["Read(src/**)", "«Write(~/.ssh/*)»"] } }`,
      severity: 'high',
      message: 'folder of credentials',
      suggestions: ['{ "permissions": { "allow": ["Read(src/**)"] } }'],
    },
    {
      ...claudeSettings`{ "permissions": { "allow": ["«Read(//etc/**)»", "«Edit(~/**)»", "«Read(.env)»"] } }`,
      message: ['beyond the project', 'beyond the project', 'file of secrets'],
    },
    {
      ...claudeSettings`{ "permissions": { "additionalDirectories": ["../shared", "«~/»", "«/home/jane/.aws»"] } }`,
      message: ['beyond the project', 'folder of credentials'],
    },
    {
      because: 'the tokens of the GitHub CLI and the keychains of macOS lie in folders of a home',
      ...claudeSettings`{ "permissions": { "allow": ["«Read(~/.config/gh/hosts.yml)»", "«Read(//Users/jane/Library/Keychains/**)»"] } }`,
      message: ['folder of credentials', 'folder of credentials'],
    },
    {
      because: 'what it writes there is run by somebody else',
      ...claudeSettings`{ "permissions": { "allow": ["«Edit(//Users/jane/work/shared/**)»", "«Read(//Users/jane/Documents/**)»"] } }`,
    },
    {
      because: 'opencode refuses files of secrets until they are allowed by name',
      ...at('opencode.json')`{ "permission": { "read": { "«.env»": "allow", "«.env.*»": "allow", "src/**": "allow" } } }`,
      message: ['file of secrets', 'file of secrets'],
    },
    {
      because: 'folders that Copilot CLI asks about no more',
      ...at('home/jane/.copilot/config.json')`{ "trusted_folders": ["«/»", "/home/jane/work/app"] }`,
    },
    {
      because: 'folders that Codex may write to',
      ...at('.codex/config.toml')`
      [sandbox_workspace_write]
      writable_roots = ["«/»", "«~/.aws»", "../shared"]
    `,
      message: ['beyond the project', 'folder of credentials'],
    },
    {
      because: 'one slash is the project for Claude Code',
      ...claudeSettings`{ "permissions": { "allow": ["«Read(/etc/passwd)»"] } }`,
      severity: 'low',
      message: 'one slash',
    },
    { because: 'and the root for Cursor', ...cursorCli`{ "permissions": { "allow": ["«Read(/etc/passwd)»"] } }`, severity: 'medium' },
  ],
});

ruleTester(editsUnprompted, {
  valid: [claudeSettings`{ "permissions": { "allow": ["Write(src/*)", "Edit(tests/**)", "Read(*)"] } }`],
  invalid: [
    {
      ...claudeSettings`{ "permissions": { "allow": ["«Write(*)»", "«Edit»", "Edit(src/**)"] } }`,
      severity: 'medium',
      suggestions: ['{ "permissions": { "allow": ["Edit", "Edit(src/**)"] } }'],
    },
  ],
});

ruleTester(allMutatingToolsAllowed, {
  valid: [claudeSettings`{ "permissions": { "allow": ["Write(src/*)", "Edit(src/*)"], "ask": ["Bash(npm test)"] } }`],
  invalid: [claudeSettings`{ "permissions": { "allow": «["Bash(git *)", "Write(src/*)", "Edit(src/*)"]» } }`],
});

ruleTester(secretFilesNotDenied, {
  valid: [
    claudeSettings`{ "permissions": { "allow": ["Read(*)"], "deny": ["Read(./.env)"] } }`,
    { because: 'nothing broad is allowed', ...claudeSettings`{ "permissions": { "allow": ["Read(src/**)"] } }` },
  ],
  invalid: [
    {
      ...claudeSettings`{ "permissions": { "allow": ["«Read(*)»"] } }`,
      severity: 'low',
      suggestions: [
        '{ "permissions": { "allow": ["Read(*)"], "deny": ["Read(./.env)", "Read(./.env.*)", "Read(./secrets/**)", "Read(~/.ssh/**)", "Read(~/.aws/**)"] } }',
      ],
    },
    {
      ...claudeSettings`{ "permissions": { "allow": ["«Read»"], "deny": ["Bash(rm -rf *)"] } }`,
      severity: 'info',
      message: 'the 1 denied items',
    },
    { ...claudeSettings`{ "permissions": { "allow": ["«Bash(cat:*)»"], "deny": [] } }`, severity: 'info' },
  ],
});

ruleTester(fetchesAnyAddress, {
  valid: [
    claudeSettings`{ "permissions": { "allow": ["WebFetch(domain:docs.acme.dev)"], "ask": ["WebFetch"] } }`,
    claudeSettings`{ "sandbox": { "network": { "allowedDomains": ["*.acme.dev", "registry.npmjs.org"] } } }`,
    { because: 'a network of one’s own', ...claudeSettings`{ "sandbox": { "network": { "allowedDomains": ["*.corp", "*.lan"] } } }` },
  ],
  invalid: [
    {
      ...claudeSettings`{ "permissions": { "allow": ["«WebFetch»"] } }`,
      severity: 'low',
      suggestions: ['{ "permissions": { "allow": [] } }'],
    },
    claudeSettings`{ "permissions": { "allow": ["Read(src/**)", "«WebFetch(domain:*)»"] } }`,
    { ...claudeSettings`{ "sandbox": { "enabled": true, "network": { "allowedDomains": ["«*»"] } } }`, severity: 'medium' },
    { ...claudeSettings`{ "sandbox": { "network": { "allowedDomains": ["«*.com»"] } } }`, severity: 'low', message: 'with that end' },
    { ...gemini`{ "tools": { "allowed": ["«web_fetch»"] } }`, message: 'Gemini CLI' },
  ],
});
