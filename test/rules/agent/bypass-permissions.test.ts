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
    at('.claude/agents/a.md')`
      ---
      name: a
      permissionMode: plan
      ---
      permissionMode: bypassPermissions
    `,
  ],
  invalid: [
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
  ],
});
