// An action by a name that can be moved, which holds an identity while it runs. Branches move daily and are worse.
import { defineRule } from '../../server/engine/rule.ts';
import { identityOf, isGithubs, isOwn, movable } from './pins.ts';

export const unpinnedActionWithIdentity = defineRule({
  id: 'github/unpinned-action-with-identity',
  meta: {
    title: 'Movable action holds an identity',
    category: 'workflow',
    severity: 'medium',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI3:2025', 'ID.RA-09'],
    peers: ['zizmor unpinned-uses', 'poutine unpinned_action', 'octoscan unpinned-action'],
    fix: 'none',
    whyNoFix: 'Which commit the name stands for today is not in the repository.',
    messages: { default: '`{uses}` runs whatever `{ref}` points to when the job starts, with {identity}; name the full commit id' },
    docs: {
      what: 'An action of others by tag or branch in a job whose token may write, or which is handed secrets or runs after a login.',
      why: 'Whoever moves the tag gets the identity. In March 2025 the tags of `tj-actions/changed-files` were moved to code that printed the secrets of 23,000 repositories.',
      remedy: 'Name the full commit id with the version in a comment; Dependabot and Renovate keep both up to date.',
      bad: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on: push
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: someone/deploy@«v2»
        with:
          token: \${{ secrets.DEPLOY_TOKEN }}
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
      - uses: someone/deploy@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # v2.0.1
        with:
          token: \${{ secrets.DEPLOY_TOKEN }}
`,
        },
      ],
      references: [
        'https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions',
        'https://github.com/advisories/GHSA-mrrh-fwg8-r2c3',
      ],
    },
  },
  on: {
    step(step, job, workflow, context) {
      const reference = movable(step.uses);
      if (!reference || !job || isGithubs(reference)) return;
      const identity = identityOf(step, job, workflow);
      if (identity.length === 0) return;
      const own = isOwn(reference, context.project);
      context.report({
        at: reference.refAt ?? step.uses!.at,
        message: 'default',
        data: { uses: reference.name, ref: reference.ref ?? 'the default branch', identity: identity.join(' and ') },
        anchor: `${step.anchor}|pin`,
        severity: own ? 'low' : reference.pin === 'branch' || reference.pin === 'none' ? 'high' : 'medium',
      });
    },
  },
});
