// Commands in an allow list that throw work away.
import { judgeCommand } from '../../server/engine/facts/agents/commands.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { allowancesOf } from './allowances.ts';
import { clientTitle } from './clients.ts';

export const destructiveCommandAllowed = defineRule({
  id: 'agent/destructive-command-allowed',
  meta: {
    title: 'Agent may destroy work without asking',
    category: 'agent',
    severity: 'low',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: { destroys: '{item} lets {client} run "{because}" without asking, and what that removes does not come back. Let it ask' },
    docs: {
      what: 'An allow list of an agent holds a command that throws away commits, files or processes.',
      why: 'Forced pushes rewrite what others have, hard resets and cleans remove work that was never committed. An agent does either on a misunderstanding, and no prompt stands before it.',
      remedy: 'Take the item out of the list or put it under `ask`.',
      bad: [
        {
          file: '.claude/settings.json',
          text: '{\n  "permissions": {\n    "allow": ["«Bash(git reset --hard:*)»"],\n    "deny": ["Read(./.env)"]\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.claude/settings.json',
          text: '{\n  "permissions": {\n    "allow": ["Bash(git status)", "Bash(git branch -d:*)"],\n    "deny": ["Bash(git reset --hard:*)", "Read(./.env)"]\n  }\n}\n',
        },
      ],
      references: ['https://code.claude.com/docs/en/permissions'],
    },
  },
  on: {
    agent(agent, context) {
      for (const allowance of allowancesOf(agent)) {
        const judged =
          allowance.tool === 'shell' && allowance.key !== 'chat.tools.terminal.autoApprove'
            ? judgeCommand(allowance.command, allowance.open)
            : undefined;
        if (judged?.risk !== 'destructive') continue;
        context.report({
          at: allowance.at,
          message: 'destroys',
          data: { item: allowance.text, client: clientTitle(agent.client), because: judged.because },
          anchor: `${agent.anchor}|${allowance.key}=${allowance.text}`,
          suggestions: [editing(`Remove ${allowance.text}`, allowance.at.uri, (document) => [allowance.remove(document)])],
        });
      }
    },
  },
});
