// Gemini CLI's action always approves everything; only a list of tools in its settings holds it back.
import { addEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { agentStep, inputOf } from '../../server/engine/facts/agents/agent-steps.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const limited = /"(?:core|exclude|coreTools|excludeTools|includeTools|allowed)"/;

export const ciYoloWithoutToolList = defineRule({
  id: 'agent/ci-yolo-without-tool-list',
  meta: {
    title: 'Gemini CLI in a workflow with every tool',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      every:
        'This action runs Gemini CLI with --yolo, and its settings list no tools: it may run every command with the token and secrets of the job. Set tools.core',
    },
    docs: {
      what: 'The Gemini CLI action runs without a list of tools.',
      why: 'The action starts `gemini --yolo`: nothing is asked. Without `tools.core` the shell is one of the tools, and what the agent reads decides what it runs.',
      remedy: 'Give `settings` with `tools.core`, as short as the task allows.',
      bad: [
        {
          file: '.github/workflows/gemini.yml',
          text: 'on: workflow_dispatch\npermissions:\n  contents: read\njobs:\n  ask:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: «google-github-actions/run-gemini-cli@8f1d9e3c5b7a2046e8d1f3c5b7a9e0d2c4f6a8b0» # v0\n        with:\n          prompt: Describe the project\n',
        },
      ],
      good: [
        {
          file: '.github/workflows/gemini.yml',
          text: 'on: workflow_dispatch\npermissions:\n  contents: read\njobs:\n  ask:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: google-github-actions/run-gemini-cli@8f1d9e3c5b7a2046e8d1f3c5b7a9e0d2c4f6a8b0 # v0\n        with:\n          prompt: Describe the project\n          settings: \'{"tools":{"core":["read_file","glob"]}}\'\n',
        },
      ],
      references: ['https://github.com/google-github-actions/run-gemini-cli', 'https://geminicli.com/docs/cli/settings'],
    },
  },
  on: {
    step(step, _job, _workflow, context) {
      const agent = agentStep(step);
      if (agent?.agent !== 'gemini' || agent.how === 'command' || !step.uses) return;
      const settings = inputOf(step, 'settings') ?? inputOf(step, 'settings_json');
      const text = textOf(settings?.value);
      // Settings that are computed elsewhere are not known.
      if (settings && (text === undefined || limited.test(text) || /^\s*\$\{\{/.test(text))) return;
      const given = entryOf(step.value, 'with')?.value;
      context.report({
        at: step.uses.at,
        message: 'every',
        anchor: `${step.anchor}|settings`,
        suggestions:
          !settings && given?.kind === 'mapping'
            ? [
                editing('Give it reading tools', step.uses.at.uri, (document) => [
                  addEntry(given, 'settings', '{"tools":{"core":["read_file","glob","grep_search"]}}', document),
                ]),
              ]
            : [],
      });
    },
  },
});
