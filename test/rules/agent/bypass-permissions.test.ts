import { bypassPermissions } from '../../../rules/agent/bypass-permissions.ts';
import { at, claudeSettings, ruleTester } from '../../support/rule-tester.ts';

ruleTester(bypassPermissions, {
  valid: [
    {
      because: 'dontAsk refuses what was not approved before',
      ...claudeSettings`{ "permissions": { "defaultMode": "dontAsk", "allow": [] } }`,
    },
    claudeSettings`{ "permissions": { "defaultMode": "plan" } }`,
    claudeSettings`{ "skipDangerousModePermissionPrompt": false }`,
    { because: 'the same key in another product', ...at('settings.json')`{ "permissions": { "defaultMode": "bypassPermissions" } }` },
    at('.amp/settings.json')`{ "amp.dangerouslyAllowAll": false }`,
    at('.factory/settings.json')`{ "autonomyLevel": "auto-low" }`,
    at('.qwen/settings.json')`{ "tools": { "approvalMode": "plan" } }`,
    at('dotfiles/goose/config.yaml')`GOOSE_MODE: smart_approve`,
    at('.aider.conf.yml')`yes-always: false`,
    at('.rovodev/config.yml')`toolPermissions: { allowAll: false, default: ask, bash: { default: ask } }`,
    at('setup.sh')`echo '{"permissions":{"defaultMode":"plan"}}' > ~/.claude/settings.json`,
    at('.claude/agents/a.md')`
      ---
      name: a
      permissionMode: plan
      ---
      permissionMode: bypassPermissions
    `,
  ],
  invalid: [
    { ...at('.rovodev/config.yml')`toolPermissions: { allowAll: «true», bash: { default: «allow» } }`, severity: 'high' },
    { because: 'Amp keeps its settings in the editor, too', ...at('.vscode/settings.json')`{ "amp.dangerouslyAllowAll": «true» }` },
    {
      because: 'a script that writes the settings',
      ...at('setup.sh')`
        mkdir -p ~/.claude
        echo '{"permissions":{"defaultMode":"«bypassPermissions»"}}' > ~/.claude/settings.json
      `,
    },
    {
      because: 'what tee writes, whatever becomes of what it shows',
      file: 'setup.sh',
      text: 'tee ~/.claude/settings.json > /dev/null <<EOF\n{ "permissions": { "defaultMode": "«bypassPermissions»" } }\nEOF\n',
    },
    {
      because: 'an image that does, behind a word',
      file: 'Dockerfile',
      text: 'FROM node:22\nRUN cat > /root/.claude/settings.json <<EOF\n{ "permissions": { "defaultMode": "«bypassPermissions»" } }\nEOF\n',
    },
    {
      ...claudeSettings`
        {
          // for the demo
          "permissions": { "defaultMode": "«bypassPermissions»" },
        }
      `,
      message: 'permissions.defaultMode is "bypassPermissions"',
      severity: 'critical',
      suggestions: ['{\n  // for the demo\n  "permissions": { "defaultMode": "default" },\n}\n'],
    },
    {
      because: 'a sandbox limits commands only',
      ...claudeSettings`{ "permissions": { "defaultMode": "«bypassPermissions»" }, "sandbox": { "enabled": true } }`,
      severity: 'medium',
    },
    { ...claudeSettings`{ "permissions": { "defaultMode": "«acceptEdits»" } }`, severity: 'low' },
    {
      ...claudeSettings`{ "skipDangerousModePermissionPrompt": «true», "model": "opus" }`,
      severity: 'high',
      suggestions: ['{ "model": "opus" }'],
    },
    {
      ...at('.claude/agents/a.md')`
        ---
        name: a # the releaser
        permissionMode: «bypassPermissions»
        ---
        Do it.
      `,
      suggestions: ['---\nname: a # the releaser\npermissionMode: default\n---\nDo it.\n'],
    },
    {
      ...at('.amp/settings.json')`{ "amp.dangerouslyAllowAll": «true», "amp.tools.disable": [] }`,
      message: 'Amp runs every command',
      suggestions: ['{ "amp.dangerouslyAllowAll": false, "amp.tools.disable": [] }'],
    },
    { ...at('.factory/settings.json')`{ "autonomyLevel": "«auto-high»", "model": "opus" }`, message: 'Droid runs every command' },
    { ...at('.qwen/settings.json')`{ "tools": { "approvalMode": "«yolo»" } }`, severity: 'high' },
    { ...at('dotfiles/goose/config.yaml')`GOOSE_MODE: «auto»`, suggestions: ['GOOSE_MODE: smart_approve'] },
    { because: 'Aider runs no command unasked', ...at('.aider.conf.yml')`yes-always: «true»`, severity: 'low' },
  ],
});
