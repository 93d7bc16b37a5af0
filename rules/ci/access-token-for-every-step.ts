// The access token of Azure Pipelines in the variables of a whole pipeline or job.
import { addEntry, removeEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, textOf, type Entry, type Value } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';

export const accessTokenForEveryStep = defineRule({
  id: 'ci/access-token-for-every-step',
  meta: {
    title: 'Access token in reach of every step',
    category: 'workflow',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      default:
        '`{name}` puts the access token of the build into the environment of every step; map it in the `env` of the one that uses it',
    },
    docs: {
      what: '`$(System.AccessToken)` under `variables` of a pipeline, stage or job.',
      why: 'Azure Pipelines keeps this token out of the environment on purpose. As a variable every task and script has it, and it may push code and read packages of the whole project.',
      remedy: 'Write `env: { SYSTEM_ACCESSTOKEN: $(System.AccessToken) }` in the one step.',
      bad: [
        {
          file: 'azure-pipelines.yml',
          text: 'trigger: [main]\nvariables:\n  SYSTEM_ACCESSTOKEN: «$(System.AccessToken)»\nsteps:\n  - script: make\n',
        },
      ],
      good: [
        {
          file: 'azure-pipelines.yml',
          text: 'trigger: [main]\nsteps:\n  - script: ./publish\n    env:\n      SYSTEM_ACCESSTOKEN: $(System.AccessToken)\n',
        },
      ],
      references: ['https://learn.microsoft.com/azure/devops/pipelines/build/variables#systemaccesstoken'],
    },
  },
  on: {
    workflow(workflow, context) {
      if (workflow.system === 'azure-pipelines')
        reportToken(
          workflow.env,
          workflow.anchor,
          workflow.value,
          workflow.jobs.flatMap((job) => job.steps),
          context,
        );
    },
    job(job, workflow, context) {
      if (workflow.system === 'azure-pipelines' && job.value !== workflow.value)
        reportToken(job.env, job.anchor, job.value, job.steps, context);
    },
  },
});

function reportToken(
  env: readonly Entry[],
  anchor: string,
  owner: Value,
  steps: readonly WorkflowStep[],
  context: RuleContext<'default'>,
): void {
  for (const entry of env) {
    if (/^\$[({]System\.AccessToken[)}]$/i.test(textOf(entry.value) ?? ''))
      context.report({
        at: entry.value.at,
        message: 'default',
        data: { name: textOf(entry.key) ?? 'This variable' },
        anchor: `${anchor}|${textOf(entry.key)}`,
        suggestions: handedOver(entry, owner, steps),
      });
  }
}

/** The variable gone, and the token mapped into the steps whose scripts name it; only for variables in a mapping. */
function handedOver(entry: Entry, owner: Value, steps: readonly WorkflowStep[]): FixMaker[] {
  const variables = entryOf(owner, 'variables')?.value;
  const name = textOf(entry.key);
  if (variables?.kind !== 'mapping' || owner.kind !== 'mapping' || name === undefined || !entryOf(variables, name)) return [];
  const users = steps.filter((step) => step.lines.some((line) => line.text.toLowerCase().includes(name.toLowerCase())));
  if (users.length === 0) return [];
  return [
    editing(
      `Map the token into the ${users.length === 1 ? 'step that names' : `${users.length} steps that name`} it`,
      entry.at.uri,
      (document) => [
        variables.entries.length > 1 ? removeEntry(variables, name, document) : removeEntry(owner, 'variables', document),
        ...users.map((step) => {
          const env = entryOf(step.value, 'env')?.value;
          const value = '$(System.AccessToken)';
          if (env) return env.kind === 'mapping' ? addEntry(env, name, value, document) : undefined;
          return step.value.kind === 'mapping' ? addEntry(step.value, 'env', { [name]: value }, document) : undefined;
        }),
      ],
    ),
  ];
}
