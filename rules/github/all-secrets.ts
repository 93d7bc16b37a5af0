// The whole context of secrets handed over at once, or one picked by a name that is computed.
import { mentionsOf, pathOf } from '../../server/engine/facts/github/expression-paths.ts';
import type { Expression } from '../../server/engine/facts/workflow.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';

export const allSecrets = defineRule({
  id: 'github/all-secrets',
  meta: {
    title: 'Every secret handed to one step',
    category: 'workflow',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'NHI2:2025', 'PR.AA-05'],
    peers: ['zizmor overprovisioned-secrets', 'poutine job_all_secrets', 'sisakulint secrets-in-env'],
    fix: 'none',
    whyNoFix: 'Which secrets the step needs is not in the file.',
    messages: {
      all: 'Every secret that the repository and its organization give this workflow is handed over here, now and in future; name the ones that are needed',
      computed: 'The name of this secret is computed, so GitHub sends the runner every secret; name it',
    },
    docs: {
      what: '`toJSON(secrets)`, or `secrets[…]` with a name that is computed.',
      why: 'One step, and whatever it starts, reads every secret there is. GitHub gives a runner only the secrets that are named; a computed name makes it give all of them to the machine.',
      remedy: 'Name each secret. Where the name depends on an environment, keep the secret under one name in each environment.',
      bad: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on: push
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - run: ./deploy
        env:
          SECRETS: «\${{ toJSON(secrets) }}»
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on: push
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - run: ./deploy
        env:
          HOOK: \${{ secrets.HOOK }}
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/reference/security/secure-use#use-secrets-for-sensitive-information'],
    },
  },
  on: {
    workflow(workflow, context) {
      check(workflow.expressions, workflow.anchor, context);
    },
    job(job, _workflow, context) {
      check(job.expressions, job.anchor, context);
    },
    step(step, _job, _workflow, context) {
      check(step.expressions, step.anchor, context);
    },
  },
});

function check(expressions: readonly Expression[], anchor: string, context: RuleContext<'all' | 'computed'>): void {
  for (const expression of expressions) {
    const paths = mentionsOf(expression.tree).map(pathOf);
    const all = paths.includes('secrets') || paths.includes('secrets.*');
    if (!all && !paths.includes('secrets.[]')) continue;
    // `secrets != ''` and the like look at the object without handing it over.
    if (all && expression.where === 'if') continue;
    context.report({
      at: expression.at,
      message: all ? 'all' : 'computed',
      anchor: `${anchor}|${expression.where}.${expression.key ?? ''}|secrets`,
      ...(all ? {} : { severity: 'medium' as const }),
    });
  }
}
