// A token of a GitHub App with everything the App may do, instead of what the job needs.
import { removeEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import type { WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { inputNamed, inputText } from './secret-references.ts';

export const unscopedAppToken = defineRule({
  id: 'github/unscoped-app-token',
  meta: {
    title: 'App token with all that the App may do',
    category: 'workflow',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['zizmor github-app', 'ghalint github_app_should_limit_permissions', 'ghalint github_app_should_limit_repositories'],
    fix: 'suggestion',
    messages: {
      permissions:
        'This token can do all that the App may do: no `permission-…` input limits it. Name what the steps need, such as `permission-contents: read`',
      repositories:
        'This token reaches every repository of `{owner}` that the App is installed on; name the ones it needs in `repositories`',
      revoke: '`skip-token-revoke` leaves the token working for an hour after the job has ended',
      unlimited:
        '`{action}` gives a token here that can do all that the App may do, has no way to revoke it and is no longer maintained; `actions/create-github-app-token` limits it by `permission-…` inputs, such as `permission-contents: read`, and revokes it',
      old: '`{action}` has no way to revoke its token and is no longer maintained; `actions/create-github-app-token` limits and revokes it',
    },
    docs: {
      what: 'A step that makes a token of a GitHub App without saying what it is for.',
      why: 'An App is installed with the sum of what all its users need. A token without limits carries all of it into one job, for every repository of the owner.',
      remedy: 'Give `actions/create-github-app-token` the `permission-…` inputs and the `repositories` that the job needs.',
      bad: [
        {
          file: '.github/workflows/bump.yml',
          text: `on: workflow_dispatch
permissions: {}
jobs:
  bump:
    runs-on: ubuntu-latest
    environment: bot
    steps:
      - uses: «actions/create-github-app-token@v2»
        with:
          app-id: \${{ vars.APP_ID }}
          private-key: \${{ secrets.APP_KEY }}
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/bump.yml',
          text: `on: workflow_dispatch
permissions: {}
jobs:
  bump:
    runs-on: ubuntu-latest
    environment: bot
    steps:
      - uses: actions/create-github-app-token@v2
        with:
          app-id: \${{ vars.APP_ID }}
          private-key: \${{ secrets.APP_KEY }}
          permission-contents: write
`,
        },
      ],
      references: ['https://github.com/actions/create-github-app-token#create-a-token-with-specific-permissions'],
    },
  },
  on: {
    step(step, _job, _workflow, context) {
      const action = step.action;
      if (action === undefined || !step.uses) return;
      if (unmaintained.has(action)) {
        const unlimited = action === 'tibdex/github-app-token' && !inputNamed(step.inputs, 'permissions');
        context.report({
          at: step.uses.at,
          message: unlimited ? 'unlimited' : 'old',
          data: { action },
          anchor: `${step.anchor}|app-token.old`,
          ...(unlimited ? {} : { severity: 'low' as const }),
        });
        return;
      }
      if (action !== 'actions/create-github-app-token') return;
      if (!step.inputs.some((entry) => entry.key.kind === 'scalar' && String(entry.key.value).startsWith('permission-'))) {
        context.report({ at: step.uses.at, message: 'permissions', anchor: `${step.anchor}|app-token.permissions` });
      }
      const owner = inputNamed(step.inputs, 'owner');
      if (owner && !inputNamed(step.inputs, 'repositories') && !onlyForOrganization(step)) {
        context.report({
          at: owner.value.at,
          message: 'repositories',
          data: { owner: textOf(owner.value) ?? 'the owner' },
          anchor: `${step.anchor}|app-token.repositories`,
        });
      }
      const skip = inputNamed(step.inputs, 'skip-token-revoke');
      const inputs = entryOf(step.value, 'with')?.value;
      if (skip && /^true$/i.test(inputText(step.inputs, 'skip-token-revoke') ?? '')) {
        context.report({
          at: skip.value.at,
          message: 'revoke',
          anchor: `${step.anchor}|app-token.revoke`,
          suggestions:
            inputs?.kind === 'mapping' && inputs.entries.length > 1
              ? [
                  editing('Revoke the token when the job ends', step.at.uri, (document) => [
                    removeEntry(inputs, String(textOf(skip.key)), document),
                  ]),
                ]
              : [],
        });
      }
    },
  },
});

/** Permissions of an organization have no repositories to be limited to. */
function onlyForOrganization(step: WorkflowStep): boolean {
  const named = step.inputs.flatMap(
    (entry) => /^permission-(.+)$/.exec(entry.key.kind === 'scalar' ? String(entry.key.value) : '')?.[1] ?? [],
  );
  return (
    named.length > 0 &&
    named.every(
      (name) =>
        name.startsWith('organization-') ||
        name === 'members' ||
        name === 'team-discussions' ||
        name === 'enterprise-custom-properties-for-organizations',
    )
  );
}

const unmaintained = new Set([
  'tibdex/github-app-token',
  'peter-murray/workflow-application-token-action',
  'getsentry/action-github-app-token',
  'navikt/github-app-token-generator',
]);
