// An agent in a workflow whose check of who started it is taken away.
import { removeEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { agentStep, inputOf } from '../../server/engine/facts/agents/agent-steps.ts';
import { untrustedTriggers } from '../../server/engine/facts/github/untrusted-triggers.ts';
import { entryOf, placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

type Message = 'anyone' | 'listed' | 'bots';
const inputs: Readonly<Record<string, readonly (readonly [string, 'users' | 'bots'])[]>> = {
  claude: [
    ['allowed_non_write_users', 'users'],
    ['allowed_bots', 'bots'],
  ],
  codex: [
    ['allow-users', 'users'],
    ['allow-bots', 'bots'],
  ],
};

export const ciOpenToStrangers = defineRule({
  id: 'agent/ci-open-to-strangers',
  meta: {
    title: 'Strangers may start an agent in a workflow',
    category: 'agent',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'NHI4:2025', 'PR.AA-05'],
    peers: ['sisakulint ai-action-unrestricted-trigger'],
    fix: 'suggestion',
    messages: {
      anyone:
        '{input}: "{value}" lets anyone start {agent} with the token and secrets of this job. Remove it: then only people with write access can',
      listed:
        "{input} lets people without write access start {agent}, which works with a token of its own that the job's permissions do not limit",
      bots: '{input}: "{value}" lets every bot start {agent}, those that answer to strangers included. Name the bots',
    },
    docs: {
      what: 'An agent action is told to skip its check for write access.',
      why: 'The check is what keeps people without any right in the repository from giving instructions to something that holds its token.',
      remedy: 'Remove the input. Where a bot has to start the agent, name that bot.',
      bad: [
        {
          file: '.github/workflows/triage.yml',
          text: 'on:\n  issues:\n    types: [labeled]\npermissions:\n  contents: read\njobs:\n  triage:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: anthropics/claude-code-action@8f1d9e3c5b7a2046e8d1f3c5b7a9e0d2c4f6a8b0 # v1\n        with:\n          allowed_non_write_users: "«*»"\n          prompt: Sort the issue\n',
        },
      ],
      good: [
        {
          file: '.github/workflows/triage.yml',
          text: 'on:\n  issues:\n    types: [labeled]\npermissions:\n  contents: read\njobs:\n  triage:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: anthropics/claude-code-action@8f1d9e3c5b7a2046e8d1f3c5b7a9e0d2c4f6a8b0 # v1\n        with:\n          allowed_bots: renovate[bot]\n          prompt: Sort the issue\n',
        },
      ],
      references: ['https://github.com/anthropics/claude-code-action/blob/main/docs/security.md'],
    },
  },
  on: {
    step(step, _job, workflow, context) {
      const agent = agentStep(step);
      if (!agent || agent.how !== 'action') return;
      for (const [name, who] of inputs[agent.agent] ?? []) {
        const entry = inputOf(step, name);
        const value = textOf(entry?.value);
        if (!entry || value === undefined || value === '' || value === 'false') continue;
        const everyone = value === '*' || value === 'true';
        const ownToken = /secrets\.(?!GITHUB_TOKEN\b)/i.test(textOf(inputOf(step, 'github_token')?.value) ?? '');
        const message: Message | undefined =
          who === 'bots'
            ? everyone && untrustedTriggers(workflow).length > 0
              ? 'bots'
              : undefined
            : everyone
              ? 'anyone'
              : ownToken
                ? 'listed'
                : undefined;
        if (!message) continue;
        const inputsOf = entryOf(step.value, 'with')?.value;
        context.report({
          at: placeOf(entry.value),
          message,
          data: { input: name, value, agent: agent.name },
          anchor: `${step.anchor}|${name}`,
          ...(message === 'anyone' ? {} : { severity: 'high' as const }),
          suggestions:
            inputsOf?.kind === 'mapping'
              ? [editing(`Remove ${name}`, entry.key.at.uri, (document) => [removeEntry(inputsOf, name, document)])]
              : [],
        });
      }
    },
  },
});
