// Codex that asks nobody and can reach the network or holds a credential. `never` with a read-only sandbox is fine: then
// nothing is done that could be asked about.
import type { Agent } from '../../server/engine/facts/agent.ts';
import { textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';
import { receivedCredentials } from './received-credentials.ts';

const networked = (agent: Agent) =>
  textOf(valueAt(agent.value, 'sandbox_mode')) !== 'read-only' &&
  textOf(valueAt(agent.value, 'sandbox_workspace_write', 'network_access')) === 'true';
const holding = (agent: Agent) =>
  !networked(agent) && agent.servers.some((server) => !server.disabled && receivedCredentials(server).length > 0);

const rows: readonly ForbiddenValue<'network' | 'holds'>[] = [
  { clients: ['codex'], path: ['approval_policy'], values: ['never'], message: 'network', instead: 'on-request', when: networked },
  { clients: ['codex'], path: ['approval_policy'], values: ['never'], message: 'holds', instead: 'on-request', when: holding },
];

export const codexNeverAskWithNetwork = defineRule({
  id: 'agent/codex-never-ask-with-network',
  meta: {
    title: 'Codex asks nobody and reaches out',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      network: '{key} is "never" and commands have the network: what Codex reads can be sent anywhere, and nobody is asked',
      holds:
        '{key} is "never", and a server of this file holds a credential: Codex uses it on the word of whatever it reads, and nobody is asked',
    },
    docs: {
      what: 'Codex never asks for approval while its commands have the network or one of its servers holds a credential.',
      why: 'Either alone can be right. Together they make a way from untrusted text to the outside, or to a service, with no person on it.',
      remedy: 'Use `approval_policy = "on-request"`, or take the network away.',
      bad: [
        {
          file: '.codex/config.toml',
          text: 'approval_policy = "«never»"\nsandbox_mode = "workspace-write"\n\n[sandbox_workspace_write]\nnetwork_access = true\n',
        },
      ],
      good: [{ file: '.codex/config.toml', text: 'approval_policy = "never"\nsandbox_mode = "read-only"\n' }],
      references: ['https://developers.openai.com/codex/config-reference', 'https://developers.openai.com/codex/security'],
    },
  },
  on: { agent: (agent, context) => reportForbidden(agent, context, rows) },
});
