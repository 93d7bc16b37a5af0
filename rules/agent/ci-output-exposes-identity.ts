// Inputs that write what an agent reads and runs into logs that everyone can open.
import { removeEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { agentStep, inputOf } from '../../server/engine/facts/agents/agent-steps.ts';
import { entryOf, placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const inputs: Readonly<Record<string, readonly string[]>> = {
  claude: ['show_full_output', 'display_report'],
  gemini: ['gemini_debug', 'upload_artifacts'],
  codex: [],
};

export const ciOutputExposesIdentity = defineRule({
  id: 'agent/ci-output-exposes-identity',
  meta: {
    title: 'Agent in a workflow prints all it does',
    category: 'agent',
    severity: 'low',
    confidence: 'medium',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: [],
    fix: 'suggestion',
    messages: {
      shown:
        '{input} writes everything that {agent} reads and runs into the log, secrets included that are not masked; in a public repository everyone reads it',
    },
    docs: {
      what: 'An agent action writes its full output, a report or debug data to the run.',
      why: 'Output of tools holds whatever the agent looked at. Masking knows the secrets of the workflow, and none that the agent found elsewhere.',
      remedy: 'Remove the input, and switch it on for a single run while looking for a fault.',
      bad: [
        {
          file: '.github/workflows/review.yml',
          text: 'on: pull_request\npermissions:\n  contents: read\njobs:\n  review:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: anthropics/claude-code-action@8f1d9e3c5b7a2046e8d1f3c5b7a9e0d2c4f6a8b0 # v1\n        with:\n          prompt: Review the change\n          show_full_output: «true»\n',
        },
      ],
      good: [
        {
          file: '.github/workflows/review.yml',
          text: 'on: pull_request\npermissions:\n  contents: read\njobs:\n  review:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: anthropics/claude-code-action@8f1d9e3c5b7a2046e8d1f3c5b7a9e0d2c4f6a8b0 # v1\n        with:\n          prompt: Review the change\n          show_full_output: false\n',
        },
      ],
      references: ['https://github.com/anthropics/claude-code-action/blob/main/docs/security.md'],
    },
  },
  on: {
    step(step, _job, _workflow, context) {
      const agent = agentStep(step);
      if (!agent || agent.how === 'command') return;
      const given = entryOf(step.value, 'with')?.value;
      for (const name of inputs[agent.agent] ?? []) {
        const entry = inputOf(step, name);
        if (!entry || textOf(entry.value) !== 'true') continue;
        context.report({
          at: placeOf(entry.value),
          message: 'shown',
          data: { input: name, agent: agent.name },
          anchor: `${step.anchor}|${name}`,
          suggestions:
            given?.kind === 'mapping'
              ? [editing(`Remove ${name}`, entry.key.at.uri, (document) => [removeEntry(given, name, document)])]
              : [],
        });
      }
    },
  },
});
