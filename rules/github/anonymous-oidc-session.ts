// A login to AWS without a session name: every job of every repository looks the same in the trail.
import { addEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { cloudLogin } from '../../server/engine/facts/github/cloud-login.ts';
import { entryOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { inputNamed } from './secret-references.ts';

export const anonymousOidcSession = defineRule({
  id: 'github/anonymous-oidc-session',
  meta: {
    title: 'Cloud session without a name',
    category: 'workflow',
    severity: 'low',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI9:2025', 'DE.CM-03'],
    peers: [],
    fix: 'suggestion',
    messages: {
      default:
        'Without `role-session-name` this session is called `GitHubActions` like all others: CloudTrail does not show which workflow acted',
    },
    docs: {
      what: '`aws-actions/configure-aws-credentials` with a role and no `role-session-name`.',
      why: 'CloudTrail records the session name with each call. When all jobs share one name, nobody can tell afterwards which of them did it.',
      remedy: 'Name the session after the repository and the run.',
      bad: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on: push
permissions:
  id-token: write
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: «aws-actions/configure-aws-credentials@v5»
        with:
          role-to-assume: \${{ vars.ROLE }}
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
  deploy:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: \${{ vars.ROLE }}
          role-session-name: deploy-\${{ github.run_id }}
`,
        },
      ],
      references: ['https://github.com/aws-actions/configure-aws-credentials#options'],
    },
  },
  on: {
    step(step, _job, _workflow, context) {
      const login = cloudLogin(step);
      const inputs = entryOf(step.value, 'with')?.value;
      if (
        login?.cloud !== 'aws' ||
        !login.identity ||
        !step.uses ||
        inputNamed(step.inputs, 'role-session-name') ||
        inputs?.kind !== 'mapping'
      )
        return;
      context.report({
        at: step.uses.at,
        message: 'default',
        anchor: `${step.anchor}|session`,
        suggestions: [
          editing('Name the session after repository and run', step.at.uri, (document) => [
            addEntry(inputs, 'role-session-name', 'gha-${{ github.repository_id }}-${{ github.run_id }}', document),
          ]),
        ],
      });
    },
  },
});
