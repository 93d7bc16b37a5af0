// Codex without its sandbox.
import { defineRule } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

const rows: readonly ForbiddenValue<'open'>[] = [
  { clients: ['codex'], path: ['sandbox_mode'], values: ['danger-full-access'], message: 'open', instead: 'workspace-write' },
  { clients: ['codex'], path: ['profiles', '*', 'sandbox_mode'], values: ['danger-full-access'], message: 'open', instead: 'workspace-write' },
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
      why: 'The sandbox holds commands to the project\'s folder and off the network. Without it a single bad instruction reaches keys, other projects and the network.',
      remedy: 'Use `workspace-write`, and `read-only` where nothing has to be changed.',
      bad: [{ file: '.codex/config.toml', text: 'sandbox_mode = "«danger-full-access»"\n' }],
      good: [{ file: '.codex/config.toml', text: 'sandbox_mode = "workspace-write"\napproval_policy = "on-request"\n' }],
      references: ['https://developers.openai.com/codex/config-reference', 'https://developers.openai.com/codex/security'],
    },
  },
  on: { agent: (agent, context) => reportForbidden(agent, context, rows) },
});
