// Debug output of the runner, or of a shell that holds secrets.
import { removeEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { secretsIn } from '../../server/engine/facts/github/expression-paths.ts';
import { commandsOf, placeOfMatch } from '../../server/engine/facts/script-lines.ts';
import { entryOf, textOf, type Entry, type Value } from '../../server/engine/facts/value.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';

export const debugLogging = defineRule({
  id: 'github/debug-logging',
  meta: {
    title: 'Debug output next to secrets',
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: ['poutine debug_enabled'],
    fix: 'suggestion',
    messages: {
      variable: '`{name}` prints what every action does and holds, values that no mask knows among them',
      trace:
        '`set -x` prints every command of a step that holds {secrets} with its arguments; a value that was encoded or cut is not masked',
    },
    docs: {
      what: '`ACTIONS_STEP_DEBUG` or `ACTIONS_RUNNER_DEBUG` switched on in the file, or `set -x` in a step that is given secrets.',
      why: 'Masks hide exactly the stored text. Debug output prints parts, encodings and derived tokens, and logs of public repositories are public.',
      remedy: 'Switch debugging on for one run in the interface, not in the file, and take `set -x` out of steps with secrets.',
      bad: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    env:
      ACTIONS_STEP_DEBUG: «true»
    steps:
      - run: make
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: |
          set -x
          make
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/how-tos/monitor-workflows/enable-debug-logging'],
    },
  },
  on: {
    workflow(workflow, context) {
      check(workflow.env, entryOf(workflow.value, 'env')?.value, workflow.anchor, context);
    },
    job(job, _workflow, context) {
      check(job.env, entryOf(job.value, 'env')?.value, job.anchor, context);
    },
    step(step, _job, _workflow, context) {
      check(step.env, entryOf(step.value, 'env')?.value, step.anchor, context);
      const names = step.expressions
        .filter((one) => one.where === 'run' || one.where === 'env')
        .flatMap((one) => secretsIn(one.tree))
        .filter((name) => name !== undefined);
      if (names.length === 0) return;
      for (const line of commandsOf(step.lines)) {
        const match = /^set\s+-(?:[a-wyz]*x[a-z]*|o\s+xtrace)\b/.exec(line.text);
        if (match)
          context.report({
            at: placeOfMatch(line, match),
            message: 'trace',
            data: { secrets: `\`${names[0]!}\`` },
            anchor: `${step.anchor}|set-x`,
            severity: 'low',
          });
      }
    },
  },
});

function check(env: readonly Entry[], holder: Value | undefined, anchor: string, context: RuleContext<'variable' | 'trace'>): void {
  for (const entry of env) {
    const name = textOf(entry.key);
    if (name === undefined || !/^ACTIONS_(?:STEP|RUNNER)_DEBUG$/.test(name) || textOf(entry.value) !== 'true') continue;
    const suggestions =
      holder?.kind === 'mapping' && holder.entries.length > 1
        ? [editing(`Remove ${name}`, entry.at.uri, (document) => [removeEntry(holder, name, document)])]
        : [];
    context.report({ at: entry.value.at, message: 'variable', data: { name }, anchor: `${anchor}|env.${name}`, suggestions });
  }
}
