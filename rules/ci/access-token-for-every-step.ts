// The access token of Azure Pipelines in the variables of a whole pipeline or job.
import { textOf, type Entry } from '../../server/engine/facts/value.ts';
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
    fix: 'none',
    whyNoFix: 'Which step needs it may be decided inside a template.',
    messages: { default: '`{name}` puts the access token of the build into the environment of every step; map it in the `env` of the one that uses it' },
    docs: {
      what: '`$(System.AccessToken)` under `variables` of a pipeline, stage or job.',
      why: 'Azure Pipelines keeps this token out of the environment on purpose. As a variable every task and script has it, and it may push code and read packages of the whole project.',
      remedy: 'Write `env: { SYSTEM_ACCESSTOKEN: $(System.AccessToken) }` in the one step.',
      bad: [{ file: 'azure-pipelines.yml', text: 'trigger: [main]\nvariables:\n  SYSTEM_ACCESSTOKEN: «$(System.AccessToken)»\nsteps:\n  - script: make\n' }],
      good: [{ file: 'azure-pipelines.yml', text: 'trigger: [main]\nsteps:\n  - script: ./publish\n    env:\n      SYSTEM_ACCESSTOKEN: $(System.AccessToken)\n' }],
      references: ['https://learn.microsoft.com/azure/devops/pipelines/build/variables#systemaccesstoken'],
    },
  },
  on: {
    workflow(workflow, context) {
      if (workflow.system === 'azure-pipelines') reportToken(workflow.env, workflow.anchor, context);
    },
    job(job, workflow, context) {
      if (workflow.system === 'azure-pipelines' && job.value !== workflow.value) reportToken(job.env, job.anchor, context);
    },
  },
});

function reportToken(env: readonly Entry[], anchor: string, context: RuleContext<'default'>): void {
  for (const entry of env) {
    if (/^\$[({]System\.AccessToken[)}]$/i.test(textOf(entry.value) ?? '')) context.report({ at: entry.value.at, message: 'default', data: { name: textOf(entry.key) ?? 'This variable' }, anchor: `${anchor}|${textOf(entry.key)}` });
  }
}
