// Writing tools that are allowed without any path, and agents that may run, write and edit without a prompt.
import { editing } from '../../server/engine/edit/suggest.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { allowancesOf } from './allowances.ts';
import { clientTitle } from './clients.ts';

const everywhere = /^(?:\*{1,2}|\.?\/\*\*|\*\*\/\*)?$/;

export const editsUnprompted = defineRule({
  id: 'agent/edits-unprompted',
  meta: {
    title: 'Agent may change any file without asking',
    category: 'agent',
    severity: 'medium',
    severityInDefault: 'low',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      anywhere:
        '{item} lets {client} change every file of the project without asking, its own settings, hooks and workflows included. Name the folders it works in',
    },
    docs: {
      what: "A tool that writes files is in an agent's allow list without a path.",
      why: "Workflows, hooks, lock files and the agent's own settings are files as well: an agent that may write them can give itself more than it was given.",
      remedy: 'Name folders: `Edit(src/**)`, `Write(tests/**)`.',
      bad: [
        {
          file: '.claude/settings.json',
          text: '{\n  "permissions": {\n    "allow": ["«Write(*)»", "Edit(src/**)"],\n    "deny": ["Read(./.env)"]\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.claude/settings.json',
          text: '{\n  "permissions": {\n    "allow": ["Write(tests/**)", "Edit(src/**)"],\n    "deny": ["Read(./.env)"]\n  }\n}\n',
        },
      ],
      references: ['https://code.claude.com/docs/en/permissions'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.carrier.kind !== 'settings' || agent.client === 'gemini') return;
      for (const allowance of allowancesOf(agent)) {
        if (allowance.tool !== 'write' || !everywhere.test(allowance.specifier ?? '')) continue;
        context.report({
          at: allowance.at,
          message: 'anywhere',
          data: { item: allowance.text, client: clientTitle(agent.client) },
          anchor: `${agent.anchor}|${allowance.key}=${allowance.text}`,
          suggestions: [editing(`Remove ${allowance.text}`, allowance.at.uri, (document) => [allowance.remove(document)])],
        });
      }
    },
  },
});
