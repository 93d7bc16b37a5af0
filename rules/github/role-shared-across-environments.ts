// One cloud role for jobs of several environments: what is approved for one is done with the rights of the other.
import { cloudLogin } from '../../server/engine/facts/github/cloud-login.ts';
import { textOf, type Leaf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const roleSharedAcrossEnvironments = defineRule({
  id: 'github/role-shared-across-environments',
  meta: {
    title: 'One cloud role for several environments',
    category: 'trust',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI9:2025', 'NHI8:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The second role has to be made in the cloud.',
    messages: {
      environments: '`{role}` is taken by jobs of the environments {environments}: whoever may deploy to one has the rights of the others',
      pull: '`{role}` is taken by `{job}` for pull requests and by jobs of the environment {environments}: a pull request has the rights of the deployment',
    },
    docs: {
      what: 'The same role, client or service account written into jobs of different environments, or of pull requests and an environment.',
      why: 'Approvals hang on the environment. When development and production share a role, a job that nobody approves can do all that the approved one can.',
      remedy: 'Make a role for each environment whose trust policy names that environment alone.',
      bad: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on: push
permissions:
  id-token: write
jobs:
  dev:
    runs-on: ubuntu-latest
    environment: dev
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: «arn:aws:iam::111122223333:role/deploy»
          role-session-name: dev
  production:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: «arn:aws:iam::111122223333:role/deploy»
          role-session-name: production
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on: push
permissions:
  id-token: write # needed by aws-actions/configure-aws-credentials
jobs:
  dev:
    runs-on: ubuntu-latest
    environment: dev
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: arn:aws:iam::111122223333:role/deploy-dev
          role-session-name: dev
  production:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: arn:aws:iam::111122223333:role/deploy
          role-session-name: production
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/reference/security/oidc#filtering-for-a-specific-environment'],
    },
  },
  on: {
    project(context) {
      const uses = new Map<string, { leaf: Leaf; environment?: string; pull: boolean; job: string; anchor: string }[]>();
      for (const workflow of context.project.all('workflows')) {
        if (workflow.system !== 'github') continue;
        const pull = workflow.triggers.some((trigger) => trigger.name === 'pull_request');
        for (const job of workflow.jobs) {
          for (const step of job.steps) {
            const login = cloudLogin(step);
            const leaf = login?.account ?? login?.identity;
            const role = textOf(leaf);
            // A name that is computed may be another role each time.
            if (!leaf || role === undefined || role.includes('${{') || login?.by !== 'federated') continue;
            const environment = textOf(job.environment);
            if (environment?.includes('${{')) continue;
            (uses.get(role) ?? uses.set(role, []).get(role)!).push({
              leaf,
              ...(environment === undefined ? {} : { environment: environment.toLowerCase() }),
              pull,
              job: job.id,
              anchor: step.anchor,
            });
          }
        }
      }
      for (const [role, all] of uses) {
        const environments = [...new Set(all.flatMap((one) => one.environment ?? []))].sort();
        const named = environments.map((one) => `\`${one}\``).join(', ');
        if (environments.length > 1) {
          for (const one of all.filter((use) => use.environment))
            context.report({
              at: one.leaf.at,
              message: 'environments',
              data: { role, environments: named, job: '' },
              anchor: `${one.anchor}|shared-role`,
            });
        } else if (environments.length === 1) {
          for (const one of all.filter((use) => use.pull && !use.environment))
            context.report({
              at: one.leaf.at,
              message: 'pull',
              data: { role, environments: named, job: one.job },
              anchor: `${one.anchor}|shared-role`,
            });
        }
      }
    },
  },
});
