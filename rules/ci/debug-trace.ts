// Debug output of a whole pipeline, which prints what masks do not know.
import { removeEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, textOf, type Entry, type Value } from '../../server/engine/facts/value.ts';
import type { Workflow } from '../../server/engine/facts/workflow.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';

export const debugTrace = defineRule({
  id: 'ci/debug-trace',
  meta: {
    title: 'Pipeline prints its secrets',
    category: 'workflow',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: ['poutine debug_enabled'],
    fix: 'suggestion',
    messages: { default: '`{name}` prints {what} into the log, for everyone who may read it' },
    docs: {
      what: '`CI_DEBUG_TRACE` or `CI_DEBUG_SERVICES` in GitLab, or `system.debug` in Azure Pipelines, switched on in the file.',
      why: 'The trace lists every variable of the job with its value. Masks miss values that were encoded or split, and logs are kept for months.',
      remedy: 'Switch it on for one run by hand, and remove the log afterwards.',
      bad: [
        {
          file: '.gitlab-ci.yml',
          text: 'test:\n  variables:\n    CI_DEBUG_TRACE: «"true"»\n    MODE: fast\n  script: [make test]\n'.replace(
            '«"true"»',
            '"«true»"',
          ),
        },
      ],
      good: [{ file: '.gitlab-ci.yml', text: 'test:\n  variables:\n    MODE: fast\n  script: [make test]\n' }],
      references: ['https://docs.gitlab.com/ci/variables/variables_troubleshooting/#enable-debug-logging'],
    },
  },
  on: {
    workflow(workflow, context) {
      checkDebug(workflow.env, entryOf(workflow.value, 'variables')?.value, workflow, workflow.anchor, context);
    },
    job(job, workflow, context) {
      checkDebug(job.env, entryOf(job.value, 'variables')?.value, workflow, job.anchor, context);
    },
  },
});

function checkDebug(
  env: readonly Entry[],
  holder: Value | undefined,
  workflow: Workflow,
  anchor: string,
  context: RuleContext<'default'>,
): void {
  if (workflow.system !== 'gitlab' && workflow.system !== 'azure-pipelines') return;
  for (const entry of env) {
    const name = textOf(entry.key);
    if (
      name === undefined ||
      !/^(?:CI_DEBUG_TRACE|CI_DEBUG_SERVICES|system\.debug)$/i.test(name) ||
      !/^(?:true|1|yes)$/i.test(textOf(entry.value) ?? '')
    )
      continue;
    const suggestions =
      holder?.kind === 'mapping' && holder.entries.length > 1
        ? [editing(`Remove ${name}`, entry.at.uri, (document) => [removeEntry(holder, name, document)])]
        : [];
    context.report({
      at: entry.value.at,
      message: 'default',
      data: { name, what: workflow.system === 'gitlab' ? 'every variable of the job with its value' : 'what every task is given' },
      anchor: `${anchor}|${name}`,
      severity: workflow.system === 'gitlab' ? 'high' : 'low',
      suggestions,
    });
  }
}
