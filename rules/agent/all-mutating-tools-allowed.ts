// An agent that may run commands, write and edit, each without a prompt: nobody is asked about anything that changes something.
import { valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { allowancesOf } from './allowances.ts';
import { clientTitle } from './clients.ts';

export const allMutatingToolsAllowed = defineRule({
  id: 'agent/all-mutating-tools-allowed',
  meta: {
    title: 'Agent may run commands, write and edit without asking',
    category: 'agent',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which of the three the agent can do without is for the people who work with it to say.',
    messages: {
      all: '{client} may run commands ({shell}), write ({write}) and edit ({edit}) without asking: nothing that changes something is left to ask about',
    },
    docs: {
      what: "Commands, writing and editing are all in one agent's allow list.",
      why: 'Each item may be narrow. Together they let the agent change a file and run what it has just written, which makes any narrow command list as wide as the files it may edit.',
      remedy: 'Keep one of the three behind a prompt, best the commands that run what was edited.',
      bad: [
        {
          file: '.claude/settings.json',
          text: '{\n  "permissions": {\n    "allow": «["Bash(npm run test)", "Write(src/**)", "Edit(src/**)"]»,\n    "deny": ["Read(./.env)"]\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.claude/settings.json',
          text: '{\n  "permissions": {\n    "allow": ["Write(src/**)", "Edit(src/**)"],\n    "ask": ["Bash(npm run test)"],\n    "deny": ["Read(./.env)"]\n  }\n}\n',
        },
      ],
      references: ['https://code.claude.com/docs/en/permissions'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.client !== 'claude-code' || agent.carrier.kind !== 'settings') return;
      const list = valueAt(agent.value, 'permissions', 'allow');
      const allowances = allowancesOf(agent);
      const first = (pattern: RegExp) => allowances.find((one) => pattern.test(one.text))?.text;
      const shell = first(/^(?:Bash|PowerShell)\b/);
      const write = first(/^Write\b/);
      const edit = first(/^(?:Edit|MultiEdit)\b/);
      if (!list || !shell || !write || !edit) return;
      context.report({
        at: list.at,
        message: 'all',
        data: { client: clientTitle(agent.client), shell, write, edit },
        anchor: `${agent.anchor}|permissions.allow`,
      });
    },
  },
});
