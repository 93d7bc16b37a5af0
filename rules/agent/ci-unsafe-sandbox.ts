// Codex in a workflow without what holds it back. On Windows runners the action has no other strategy than `unsafe`.
import { removeEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { agentStep, inputOf } from '../../server/engine/facts/agents/agent-steps.ts';
import { runnerLabels } from '../../server/engine/facts/github/job-reach.ts';
import { entryOf, placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const ciUnsafeSandbox = defineRule({
  id: 'agent/ci-unsafe-sandbox',
  meta: {
    title: 'Codex in a workflow without its sandbox',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['sisakulint ai-action-unsafe-sandbox'],
    fix: 'suggestion',
    messages: {
      strategy:
        'safety-strategy: unsafe leaves Codex its root rights on the runner: commands can read the API key out of the memory of the proxy. Remove it: the default drops sudo',
      sandbox: 'sandbox: danger-full-access lets Codex run commands with the whole runner and its network. Remove it',
    },
    docs: {
      what: 'The Codex action runs with `safety-strategy: unsafe` or `sandbox: danger-full-access`.',
      why: 'The strategy is what keeps commands of the agent away from the key that the action holds, the sandbox what keeps them inside the checkout.',
      remedy: 'Remove the inputs: the defaults are the safe ones.',
      bad: [
        {
          file: '.github/workflows/codex.yml',
          text: 'on: workflow_dispatch\npermissions:\n  contents: read\njobs:\n  codex:\n    runs-on: ubuntu-latest\n    environment: codex\n    steps:\n      - uses: openai/codex-action@8f1d9e3c5b7a2046e8d1f3c5b7a9e0d2c4f6a8b0 # v1\n        with:\n          prompt: Update the changelog\n          safety-strategy: «unsafe»\n',
        },
      ],
      good: [
        {
          file: '.github/workflows/codex.yml',
          text: 'on: workflow_dispatch\npermissions:\n  contents: read\njobs:\n  codex:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: openai/codex-action@8f1d9e3c5b7a2046e8d1f3c5b7a9e0d2c4f6a8b0 # v1\n        with:\n          prompt: Update the changelog\n          sandbox: workspace-write\n',
        },
      ],
      references: ['https://github.com/openai/codex-action'],
    },
  },
  on: {
    step(step, job, _workflow, context) {
      const agent = agentStep(step);
      if (agent?.agent !== 'codex' || agent.how !== 'action') return;
      const windows = job !== undefined && runnerLabels(job).some((label) => /windows/i.test(label));
      const given = entryOf(step.value, 'with')?.value;
      for (const [name, bad, message] of [
        ['safety-strategy', 'unsafe', 'strategy'],
        ['sandbox', 'danger-full-access', 'sandbox'],
      ] as const) {
        const entry = inputOf(step, name);
        if (!entry || textOf(entry.value) !== bad || (windows && message === 'strategy')) continue;
        context.report({
          at: placeOf(entry.value),
          message,
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
