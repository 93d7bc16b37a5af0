// Modes in which an agent asks nobody before it acts. `dontAsk` is the strict mode of Claude Code (it refuses what was not
// approved before) and is never reported.
import { textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

type Message = 'bypass' | 'sandboxed' | 'edits' | 'prompt';
const sandboxed = (agent: { readonly value: Parameters<typeof valueAt>[0] }) =>
  textOf(valueAt(agent.value, 'sandbox', 'enabled')) === 'true';

/** Clients of which one key decides. Aider answers yes to edits and never to commands; Goose asks nothing where its mode says so. */
const others: readonly ForbiddenValue<Message>[] = [
  { clients: ['amp'], path: ['amp.dangerouslyAllowAll'], values: ['true'], message: 'bypass', severity: 'high', instead: false },
  ...['autonomyLevel', 'autonomyMode'].map((key): ForbiddenValue<Message> => ({
    clients: ['factory'],
    path: [key],
    values: ['auto-high', 'high'],
    message: 'bypass',
    severity: 'high',
    instead: 'auto-low',
  })),
  ...[['tools', 'approvalMode'], ['approvalMode']].map((path): ForbiddenValue<Message> => ({
    clients: ['qwen'],
    path,
    values: ['yolo'],
    message: 'bypass',
    severity: 'high',
    instead: 'default',
  })),
  { clients: ['goose'], path: ['GOOSE_MODE'], values: ['auto'], message: 'bypass', severity: 'medium', instead: 'smart_approve' },
  { clients: ['rovodev'], path: ['toolPermissions', 'allowAll'], values: ['true'], message: 'bypass', severity: 'high', instead: false },
  ...[
    ['toolPermissions', 'default'],
    ['toolPermissions', 'bash', 'default'],
  ].map((path): ForbiddenValue<Message> => ({
    clients: ['rovodev'],
    path,
    values: ['allow'],
    message: 'bypass',
    severity: 'high',
    instead: 'ask',
  })),
  { clients: ['aider'], path: ['yes-always'], values: ['true'], message: 'edits', severity: 'low', instead: false },
];

const rows: readonly ForbiddenValue<Message>[] = [
  {
    clients: ['claude-code'],
    kinds: ['settings'],
    path: ['permissions', 'defaultMode'],
    values: ['bypassPermissions'],
    message: 'bypass',
    instead: 'default',
    when: (agent) => !sandboxed(agent),
  },
  {
    clients: ['claude-code'],
    kinds: ['settings'],
    path: ['permissions', 'defaultMode'],
    values: ['bypassPermissions'],
    message: 'sandboxed',
    severity: 'medium',
    instead: 'default',
    when: sandboxed,
  },
  {
    clients: ['claude-code'],
    kinds: ['settings'],
    path: ['permissions', 'defaultMode'],
    values: ['acceptEdits', 'auto'],
    message: 'edits',
    severity: 'low',
    instead: 'default',
  },
  {
    clients: ['claude-code'],
    kinds: ['settings'],
    path: ['skipDangerousModePermissionPrompt'],
    values: ['true'],
    message: 'prompt',
    severity: 'high',
    instead: 'remove',
  },
  {
    clients: ['claude-code'],
    kinds: ['settings'],
    path: ['permissions', 'skipDangerousModePermissionPrompt'],
    values: ['true'],
    message: 'prompt',
    severity: 'high',
    instead: 'remove',
  },
  {
    clients: ['claude-code'],
    kinds: ['definition'],
    path: ['permissionMode'],
    values: ['bypassPermissions'],
    message: 'bypass',
    instead: 'default',
  },
  {
    clients: ['claude-code'],
    kinds: ['definition'],
    path: ['permissionMode'],
    values: ['acceptEdits', 'auto'],
    message: 'edits',
    severity: 'low',
    instead: 'default',
  },
  ...others,
];

export const bypassPermissions = defineRule({
  id: 'agent/bypass-permissions',
  meta: {
    title: 'Agent that acts without asking',
    category: 'agent',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      bypass:
        '{key} is "{value}": {client} runs every command and edits every file of the person who starts it without asking, also what a page or an issue tells it to',
      sandboxed:
        '{key} is "{value}": {client} asks nothing. The sandbox limits what commands reach, not what tools and servers do with their credentials',
      edits: '{key} is "{value}" in a shared file: {client} changes files for everyone who opens this repository without asking first',
      prompt: '{key} hides the warning before the mode in which {client} asks nothing, for everyone who opens this repository',
    },
    docs: {
      what: 'The settings start an agent in a mode that skips its permission prompts.',
      why: 'The prompt is the only thing between text that the agent reads and what it does with the identity of its user. A tracked file takes it away for everyone who clones the repository.',
      remedy:
        'Use `default` and list what may run without a prompt in `permissions.allow`, as narrowly as it is needed. `dontAsk` refuses everything that is not listed. Administrators can forbid the mode with `"disableBypassPermissionsMode": "disable"`.',
      bad: [
        { file: '.claude/settings.json', text: '{\n  "permissions": {\n    "defaultMode": "«bypassPermissions»"\n  }\n}\n' },
        {
          file: '.claude/agents/release.md',
          text: '---\nname: release\ntools: Read, Edit\npermissionMode: «bypassPermissions»\n---\nPublish the release.\n',
        },
      ],
      good: [
        {
          file: '.claude/settings.json',
          text: '{\n  "permissions": {\n    "defaultMode": "dontAsk",\n    "allow": ["Bash(npm run test)"],\n    "deny": ["Read(./.env)"]\n  }\n}\n',
        },
      ],
      references: [
        'https://code.claude.com/docs/en/permission-modes',
        'https://www.schemastore.org/claude-code-settings.json',
        'https://ampcode.com/manual',
        'https://docs.factory.ai/autonomy-and-safety/auto-run',
        'https://block.github.io/goose/docs/guides/config-files',
      ],
    },
  },
  on: { agent: (agent, context) => reportForbidden(agent, context, rows) },
});
