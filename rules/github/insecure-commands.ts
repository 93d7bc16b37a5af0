// Workflow commands that GitHub switched off because any output could set variables, switched on again.
import { removeEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { placeOfMatch } from '../../server/engine/facts/script-lines.ts';
import { entryOf, textOf, type Entry, type Value } from '../../server/engine/facts/value.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';

export const insecureCommands = defineRule({
  id: 'github/insecure-commands',
  meta: {
    title: 'Commands in the log may set variables again',
    category: 'workflow',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI8:2025', 'PR.PS-01'],
    peers: ['zizmor insecure-commands', 'CKV_GHA_1', 'sisakulint unsecure-commands'],
    fix: 'suggestion',
    messages: {
      default:
        '`{name}` lets anything that is printed, a file name or an error of a test, set variables and the search path of later steps',
    },
    docs: {
      what: '`ACTIONS_ALLOW_UNSECURE_COMMANDS` switched on, in an `env` or by a script that writes it to `GITHUB_ENV`.',
      why: 'It brings back `::set-env` and `::add-path`, which GitHub removed in 2020 (CVE-2020-15228): whoever gets a line into the output of the job, through a title, a file name or a dependency, sets variables that run code in the next step.',
      remedy: 'Remove it, and write to `$GITHUB_ENV` and `$GITHUB_PATH` where a step sets variables.',
      bad: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    env:
      ACTIONS_ALLOW_UNSECURE_COMMANDS: «true»
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
    env:
      ACTIONS_ALLOW_UNSECURE_COMMANDS: false
    steps:
      - run: make
`,
        },
      ],
      references: ['https://github.blog/changelog/2020-10-01-github-actions-deprecating-set-env-and-add-path-commands/'],
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
      for (const line of step.lines) {
        const match = /GITHUB_ENV\b/.test(line.text)
          ? /ACTIONS_ALLOW_UNSECURE_COMMANDS(?=\s?=\s?["']?(?:true|1)\b)/i.exec(line.text)
          : null;
        if (match)
          context.report({
            at: placeOfMatch(line, match),
            message: 'default',
            data: { name: match[0] },
            anchor: `${step.anchor}|run.${match[0]}`,
          });
      }
    },
  },
});

function check(env: readonly Entry[], holder: Value | undefined, anchor: string, context: RuleContext<'default'>): void {
  for (const entry of env) {
    const name = textOf(entry.key);
    if (name?.toUpperCase() !== 'ACTIONS_ALLOW_UNSECURE_COMMANDS' || !/^(?:true|1|yes|on)$/i.test(textOf(entry.value) ?? '')) continue;
    const suggestions =
      holder?.kind === 'mapping' && holder.entries.length > 1
        ? [editing(`Remove ${name}`, entry.at.uri, (document) => [removeEntry(holder, name, document)])]
        : [];
    context.report({ at: entry.value.at, message: 'default', data: { name }, anchor: `${anchor}|env.${name}`, suggestions });
  }
}
