// Codex without its sandbox, in the older settings and as a permission profile. Where both are written, Codex takes the
// older ones. Source: developers.openai.com/codex/permissions, 2026-11.
import { entryOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

const rows: readonly ForbiddenValue<'open'>[] = [
  { clients: ['codex'], path: ['sandbox_mode'], values: ['danger-full-access'], message: 'open', instead: 'workspace-write' },
  {
    clients: ['codex'],
    path: ['profiles', '*', 'sandbox_mode'],
    values: ['danger-full-access'],
    message: 'open',
    instead: 'workspace-write',
  },
  {
    clients: ['codex'],
    path: ['default_permissions'],
    values: [':danger-full-access'],
    message: 'open',
    instead: ':workspace',
    when: (agent) => !entryOf(agent.value, 'sandbox_mode'),
  },
];

export const codexDangerFullAccess = defineRule({
  id: 'agent/codex-danger-full-access',
  meta: {
    title: 'Codex runs without its sandbox',
    category: 'agent',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: { open: '{key} is "{value}": Codex runs commands with the whole disk, the network and every login of whoever starts it' },
    docs: {
      what: 'Codex is configured to run commands without a sandbox.',
      why: "The sandbox holds commands to the project's folder and off the network. Without it a single bad instruction reaches keys, other projects and the network.",
      remedy: 'Use `workspace-write`, and `read-only` where nothing has to be changed.',
      bad: [
        { file: '.codex/config.toml', text: 'sandbox_mode = "«danger-full-access»"\n' },
        { file: '.codex/config.toml', text: 'default_permissions = "«:danger-full-access»"\n' },
      ],
      good: [{ file: '.codex/config.toml', text: 'sandbox_mode = "workspace-write"\napproval_policy = "on-request"\n' }],
      references: [
        'https://developers.openai.com/codex/config-reference',
        'https://developers.openai.com/codex/permissions',
        'https://developers.openai.com/codex/security',
      ],
    },
  },
  on: { agent: (agent, context) => reportForbidden(agent, context, rows) },
});
