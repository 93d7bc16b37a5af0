// A deployment that its system does not know as one: no environment, no approvals, no record.
import { addEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { deployCommand, namesPreview } from '../../server/engine/facts/deploy-commands.ts';
import { entryOf } from '../../server/engine/facts/value.ts';
import type { CiSystem } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { deployingStep } from './deploying-steps.ts';

export const deployWithoutEnvironment = defineRule({
  id: 'ci/deploy-without-environment',
  meta: {
    title: 'Deployment that no environment guards',
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI8:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: { default: 'Job `{job}` runs `{command}` and names no {word}: variables and approvals that belong to one do not apply' },
    docs: {
      what: 'A job that deploys and names no environment (GitLab, Azure Pipelines) or deployment (Bitbucket).',
      why: 'Protected environments limit who may deploy and which secrets a job gets. A job that names none runs for everyone who may start it, with secrets that every other job has too.',
      remedy: "Name the environment, protect it, and keep the deployment's secrets in it.",
      bad: [
        {
          file: '.gitlab-ci.yml',
          text: `deploy:
  stage: deploy
  script:
    - «kubectl apply» -f k8s/
`,
        },
      ],
      good: [
        {
          file: '.gitlab-ci.yml',
          text: `deploy:
  stage: deploy
  environment:
    name: production
  script:
    - kubectl apply -f k8s/
`,
        },
      ],
      references: [
        'https://docs.gitlab.com/ci/environments/protected_environments/',
        'https://learn.microsoft.com/azure/devops/pipelines/process/environments',
        'https://support.atlassian.com/bitbucket-cloud/docs/set-up-and-monitor-deployments/',
      ],
    },
  },
  on: {
    job(job, workflow, context) {
      const known = words[workflow.system];
      if (!known || job.environment || entryOf(job.value, 'environment') || job.id.startsWith('.')) return;
      const found = deployCommand(job.steps.flatMap((step) => step.lines)) ?? deployingStep(job.steps);
      const { value } = job;
      if (!found || value.kind !== 'mapping' || job.steps.some((step) => namesPreview(step.lines))) return;
      const suggestion =
        known.key === undefined
          ? []
          : [
              editing(`Name the ${known.word} production`, job.at.uri, (document) => [
                addEntry(value, known.key!, 'production', document, 'script'),
              ]),
            ];
      context.report({
        at: found.at,
        message: 'default',
        data: { job: job.id, command: found.command, word: known.word },
        anchor: `${job.anchor}|environment`,
        suggestions: suggestion,
      });
    },
  },
});

/** What the system calls it, and the key where naming it is enough. */
const words: Partial<Record<CiSystem, { readonly word: string; readonly key?: string }>> = {
  gitlab: { word: 'environment', key: 'environment' },
  bitbucket: { word: 'deployment', key: 'deployment' },
  'azure-pipelines': { word: 'environment' },
};
