// A checkout of Azure Pipelines that leaves its token in the git configuration.
import { removeEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const persistedCheckoutToken = defineRule({
  id: 'ci/persisted-checkout-token',
  meta: {
    title: 'Checkout leaves the token on disk',
    category: 'workflow',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: [],
    fix: 'suggestion',
    messages: {
      default:
        '`persistCredentials` leaves the token of the job in `.git/config` for every later step, and none of the {count} steps after it pushes',
    },
    docs: {
      what: '`persistCredentials: true` in Azure Pipelines with no git command after it.',
      why: 'Every later step, with all packages that it installs, reads the token from the disk.',
      remedy: 'Remove the key; the default is to forget the token.',
      bad: [
        {
          file: 'azure-pipelines.yml',
          text: 'trigger: [main]\nsteps:\n  - checkout: self\n    persistCredentials: «true»\n  - script: make\n',
        },
      ],
      good: [
        {
          file: 'azure-pipelines.yml',
          text: 'trigger: [main]\nsteps:\n  - checkout: self\n    persistCredentials: true\n  - script: git push origin HEAD:main\n',
        },
      ],
      references: ['https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/steps-checkout'],
    },
  },
  on: {
    step(step, job, workflow, context) {
      if (workflow.system !== 'azure-pipelines' || !job || step.value.kind !== 'mapping') return;
      const entry = entryOf(step.value, 'persistCredentials');
      if (!entry || textOf(entry.value)?.toLowerCase() !== 'true') return;
      const later = job.steps.filter((one) => one.index > step.index);
      if (
        later.some(
          (one) =>
            one.lines.some((line) => /\bgit\b|\bgitversion\b|semantic-release|standard-version/i.test(line.text)) ||
            entryOf(one.value, 'template') ||
            /git/i.test(textOf(one.uses) ?? ''),
        )
      )
        return;
      const holder = step.value;
      context.report({
        at: entry.value.at,
        message: 'default',
        data: { count: later.length },
        anchor: `${step.anchor}|persistCredentials`,
        suggestions: [
          editing('Forget the token after the checkout', step.at.uri, (document) => [removeEntry(holder, 'persistCredentials', document)]),
        ],
      });
    },
  },
});
