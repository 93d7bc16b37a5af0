// Gemini CLI with its folder trust switched off. Policies in a workspace are documented to have no effect and are not judged.
import { defineRule } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

const rows: readonly ForbiddenValue<'trust' | 'edits' | 'all'>[] = [
  {
    clients: ['gemini'],
    kinds: ['settings'],
    path: ['security', 'folderTrust', 'enabled'],
    values: ['false'],
    message: 'trust',
    instead: true,
  },
  {
    clients: ['gemini'],
    kinds: ['settings'],
    path: ['general', 'defaultApprovalMode'],
    values: ['auto_edit'],
    message: 'edits',
    severity: 'info',
    instead: 'default',
  },
  {
    clients: ['gemini'],
    kinds: ['settings'],
    path: ['general', 'defaultApprovalMode'],
    values: ['yolo'],
    message: 'all',
    severity: 'medium',
    instead: 'default',
  },
];

export const geminiTrustOff = defineRule({
  id: 'agent/gemini-trust-off',
  meta: {
    title: 'Gemini CLI trusts every folder',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      trust:
        '{key} is false: Gemini CLI loads settings, servers and environment of any folder it is started in, also of one that was just cloned',
      edits: '{key} is "{value}": Gemini CLI changes files for everyone who opens this repository without asking',
      all: '{key} is "{value}", in which Gemini CLI asks for nothing. Current versions take that mode from the command line only, and others may follow the file',
    },
    docs: {
      what: 'Folder trust of Gemini CLI is switched off.',
      why: 'Trust is what keeps a cloned repository from starting its own MCP servers and loading its own `.env` before anyone has looked at it.',
      remedy: 'Leave `security.folderTrust.enabled` on and trust folders one by one.',
      bad: [{ file: '.gemini/settings.json', text: '{\n  "security": { "folderTrust": { "enabled": «false» } }\n}\n' }],
      good: [
        {
          file: '.gemini/settings.json',
          text: '{\n  "security": { "folderTrust": { "enabled": true } },\n  "general": { "defaultApprovalMode": "plan" }\n}\n',
        },
      ],
      references: ['https://geminicli.com/docs/cli/trusted-folders', 'https://github.com/google-gemini/gemini-cli/issues/18186'],
    },
  },
  on: { agent: (agent, context) => reportForbidden(agent, context, rows) },
});
