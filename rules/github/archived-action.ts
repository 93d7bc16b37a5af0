// An action that its owners archived: nobody mends it. From `catalog/action-notices.ts`.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { archivedActions } from '../../server/engine/catalog/action-notices.ts';
import { readUses } from '../../server/engine/facts/github/uses.ts';
import type { Leaf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import { tableOf } from '../../server/engine/table.ts';

export const archivedAction = defineRule({
  id: 'github/archived-action',
  meta: {
    title: 'Action that nobody maintains',
    category: 'workflow',
    severity: 'low',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI3:2025', 'ID.RA-09'],
    peers: ['zizmor archived-uses', 'sisakulint archived-uses'],
    fix: 'suggestion',
    messages: { default: '`{action}` is archived and gets no security fixes{instead}' },
    docs: {
      what: 'An action from a repository that its owners archived.',
      why: 'A hole in it stays open, and it runs with whatever token and secrets the job holds.',
      remedy: 'Use what replaced it, or the command line tool itself.',
      bad: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: «actions/setup-ruby@v1»
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: ruby/setup-ruby@44511735964dcb71245e7e55f72539531f7bc0eb # v1.257.0
`,
        },
      ],
      references: ['https://docs.github.com/en/repositories/archiving-a-github-repository/archiving-repositories'],
    },
  },
  on: {
    job(job, _workflow, context) {
      if (job.calls) check(job.calls.uses, job.anchor, context);
    },
    step(step, _job, _workflow, context) {
      if (step.uses) check(step.uses, step.anchor, context);
    },
  },
});

function check(uses: Leaf, anchor: string, context: RuleContext<'default'>): void {
  const reference = readUses(uses);
  if (reference?.kind !== 'repository') return;
  const action = `${reference.owner}/${reference.repository}`;
  if (!Object.hasOwn(archivedActions, action)) return;
  const instead = archivedActions[action]!;
  context.report({
    at: uses.at,
    message: 'default',
    data: { action, instead: instead === '' ? '' : `; ${instead} does the same` },
    anchor: `${anchor}|archived`,
    suggestions: replaced(uses, reference),
  });
}

/** Actions that take the same inputs under another name, with the version that does. From their readmes, read in 2026-11. */
const sameInputs = tableOf<string>({
  'actions/setup-ruby': 'ruby/setup-ruby@v1',
  'actions/setup-elixir': 'erlef/setup-beam@v1',
  'actions/setup-haskell': 'haskell-actions/setup@v2',
  'gradle/wrapper-validation-action': 'gradle/actions/wrapper-validation@v4',
  'gradle/gradle-build-action': 'gradle/actions/setup-gradle@v4',
  'sonarsource/sonarcloud-github-action': 'SonarSource/sonarqube-scan-action@v5',
});

function replaced(uses: Leaf, reference: { readonly name: string }): FixMaker[] {
  const by = sameInputs.get(reference.name);
  return by === undefined || !uses.editable ? [] : [editing(`Use ${by}`, uses.at.uri, () => [replaceText(uses, by)])];
}
