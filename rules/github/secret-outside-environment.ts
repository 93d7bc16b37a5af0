// A secret that any branch can read, because no environment stands before it.
import { addEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { resultsOf, pathOf } from '../../server/engine/facts/github/expression-paths.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const secretOutsideEnvironment = defineRule({
  id: 'github/secret-outside-environment',
  meta: {
    title: 'Secret that no environment protects',
    category: 'workflow',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI8:2025', 'PR.AA-05'],
    peers: ['zizmor secrets-outside-env'],
    fix: 'suggestion',
    messages: { default: 'Job `{job}` reads `{secret}` without an environment: whoever may push any branch can print it' },
    docs: {
      what: 'A job that reads a secret and names no environment.',
      why: 'Secrets of the repository are given to runs of every branch. Someone with write access, or with a stolen token that may push, changes the workflow on a branch of their own and prints them; reviews of the default branch do not help.',
      remedy: 'Move the secret to an environment with a rule for branches or reviewers, and name the environment in the job.',
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
          DEPLOY_KEY: «\${{ secrets.DEPLOY_KEY }}»
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
          DEPLOY_KEY: \${{ secrets.DEPLOY_KEY }}
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/concepts/workflows-and-actions/deployment-environments'],
    },
  },
  on: {
    job(job, workflow, context) {
      if (job.environment || job.calls || job.value.kind !== 'mapping') return;
      // What a caller hands over is the caller's to protect.
      const called = workflow.triggers.length > 0 && workflow.triggers.every((trigger) => trigger.name === 'workflow_call');
      if (called || job.value.entries.some((entry) => entry.key.kind === 'scalar' && entry.key.value === 'environment')) return;
      const seen = new Set<string>();
      for (const expression of [...job.expressions, ...job.steps.flatMap((step) => step.expressions)]) {
        for (const path of resultsOf(expression.tree).map(pathOf)) {
          if (!path?.startsWith('secrets.') || path === 'secrets.github_token' || path.endsWith('[]') || seen.has(path)) continue;
          seen.add(path);
          const secret = path.split('.')[1]!.toUpperCase();
          context.report({
            at: expression.at,
            message: 'default',
            data: { job: job.id, secret },
            anchor: `${job.anchor}|secret.${secret}`,
            severity: light.test(secret) || pulls.has(expression.where) ? 'info' : 'low',
            suggestions: [
              editing('Name an environment; make it with its rules and move the secret there first', job.at.uri, (document) => [
                job.value.kind === 'mapping' ? addEntry(job.value, 'environment', 'production', document, 'steps') : undefined,
              ]),
            ],
          });
        }
      }
    },
  },
});

/** Names of secrets that report, notify or cache, as people give them: behind an environment they would only be in the way. */
const light =
  /CODECOV|COVERALLS|CODACY|SONAR|SNYK|SENTRY|SLACK|DISCORD|TEAMS|TELEGRAM|WEBHOOK|GITTER|CACHE|CACHIX|TURBO|NX_|CHROMATIC|PERCY|APPLITOOLS|GITGUARDIAN|LICENSE|DSN$|_URL$|_EMAIL$|_USER(?:NAME)?$|_ID$/;

/** Places where a credential only pulls an image. */
const pulls: ReadonlySet<string> = new Set(['container', 'services']);
