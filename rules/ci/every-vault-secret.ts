// A task of Azure Pipelines that makes a variable of every secret of a vault.
import { textOf } from '../../server/engine/facts/value.ts';
import type { WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';
import type { Place } from '../../server/engine/text/text.ts';

export const everyVaultSecret = defineRule({
  id: 'ci/every-vault-secret',
  meta: {
    title: 'Every secret of a vault fetched',
    category: 'workflow',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which secrets the later steps and their templates read is known only to their author.',
    messages: {
      all: '`{written}` makes a variable of every secret of the vault `{vault}`, those that are put there tomorrow included, and each later task of this job can read them; name the ones that it needs',
      default:
        'Without `SecretsFilter` this task makes a variable of every secret of the vault `{vault}`, those that are put there tomorrow included, and each later task of this job can read them; name the ones that it needs',
    },
    docs: {
      what: "`AzureKeyVault` with `SecretsFilter: '*'`, which is also its default.",
      why: 'Every task behind it, and every package that a build runs, can read all of the vault: the database of production for a job that needed one token. A secret that somebody adds later is handed over without a change that anybody reviews.',
      remedy:
        "Name the secrets: `SecretsFilter: 'registry-token,sonar-token'`. With `RunAsPreJob: true` they are there for every task of the job, so leave that out where one task needs them.",
      bad: [
        {
          file: 'azure-pipelines.yml',
          text: "trigger: [main]\nsteps:\n  - task: AzureKeyVault@2\n    inputs:\n      azureSubscription: platform\n      KeyVaultName: kv-platform\n      SecretsFilter: «'*'»\n",
        },
      ],
      good: [
        {
          file: 'azure-pipelines.yml',
          text: "trigger: [main]\nsteps:\n  - task: AzureKeyVault@2\n    inputs:\n      azureSubscription: platform\n      KeyVaultName: kv-platform\n      SecretsFilter: 'registry-token,sonar-token'\n",
        },
      ],
      references: ['https://learn.microsoft.com/azure/devops/pipelines/tasks/reference/azure-key-vault-v2'],
    },
  },
  on: {
    step(step, _job, workflow, context) {
      if (workflow.system !== 'azure-pipelines' || !/^AzureKeyVault@\d/i.test(textOf(step.uses) ?? '')) return;
      const filter = inputOf(step, 'secretsfilter');
      const written = textOf(filter);
      if (filter && written?.trim() !== '*') return;
      const at: Place = filter?.token ?? step.uses!.at;
      context.report({
        at,
        message: filter ? 'all' : 'default',
        data: { vault: textOf(inputOf(step, 'keyvaultname')) ?? 'of this task', ...(filter ? { written: '*' } : {}) },
        anchor: `${step.anchor}|secretsFilter`,
      });
    },
  },
});

/** Names of inputs are read without case. */
function inputOf(step: WorkflowStep, name: string) {
  return step.inputs.find((one) => textOf(one.key)?.toLowerCase() === name)?.value;
}
