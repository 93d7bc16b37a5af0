// Permission levels of VS Code's agents at which nobody is asked. `chat.autopilot.enabled` only offers the mode and is not reported.
import { defineRule } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

const rows: readonly ForbiddenValue<'level' | 'skip'>[] = [
  { clients: ['vscode'], path: ['chat.permissions.default'], values: ['autoApprove', 'autopilot'], message: 'level', instead: 'default' },
  {
    clients: ['vscode'],
    path: ['github.copilot.chat.claudeAgent.allowDangerouslySkipPermissions'],
    values: ['true'],
    message: 'skip',
    instead: false,
  },
  { clients: ['vscode'], path: ['claudeCode.allowDangerouslySkipPermissions'], values: ['true'], message: 'skip', instead: false },
];

export const vscodePermissionLevelUnattended = defineRule({
  id: 'agent/vscode-permission-level-unattended',
  meta: {
    title: 'VS Code agents start without prompts',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      level: '{key} is "{value}": every new chat in VS Code starts at a level that asks about nothing',
      skip: '{key} lets the agent in VS Code be run with all permission checks skipped',
    },
    docs: {
      what: 'A setting makes agents in VS Code start at a level without prompts.',
      why: 'The level is meant to be chosen for one session by the person in front of it. As a default it applies to every session, also to one that reads untrusted text.',
      remedy: 'Use "default" and choose a higher level where it is needed.',
      bad: [{ file: '.vscode/settings.json', text: '{\n  "chat.permissions.default": "«autopilot»"\n}\n' }],
      good: [{ file: '.vscode/settings.json', text: '{\n  "chat.permissions.default": "default",\n  "chat.autopilot.enabled": true\n}\n' }],
      references: ['https://code.visualstudio.com/docs/copilot/reference/copilot-settings'],
    },
  },
  on: { agent: (agent, context) => reportForbidden(agent, context, rows) },
});
