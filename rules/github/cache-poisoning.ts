// A cache read in a job that publishes: whoever wrote it on another branch or in a pull request writes into the release.
import { addEntry, removeEntry, removeItem, replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { effectivePermissions, writtenScopes } from '../../server/engine/facts/github/token.ts';
import type { Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { cacheMode, restoredCache, type RestoredCache } from './caches.ts';
import { inputNamed, inputText } from './secret-references.ts';
import { publishCommands } from './publishers.ts';

export const cachePoisoning = defineRule({
  id: 'github/cache-poisoning',
  meta: {
    title: 'Cache read in a job that publishes',
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI8:2025', 'PR.DS-10'],
    peers: ['zizmor cache-poisoning', 'octoscan', 'sisakulint cache-poisoning'],
    fix: 'suggestion',
    messages: {
      default: 'Job `{job}` publishes ({what}) from a cache that any job on the default branch may have filled; build releases without it',
    },
    docs: {
      what: 'A cache restored in a job that publishes a release or a package.',
      why: 'Caches are shared over workflows of a branch and with everything that branches from it. One job that runs code of others can put files into the cache that the release then ships under your name.',
      remedy: 'Switch caching off in jobs that publish, by the input of the step or with `cache-mode: none` for the job.',
      bad: [
        {
          file: '.github/workflows/release.yml',
          text: `on: { push: { tags: ['v*'] } }
permissions: {}
jobs:
  publish:
    runs-on: ubuntu-latest
    environment: npm
    permissions:
      id-token: write
    steps:
      - uses: actions/setup-node@v5
        with:
          cache: «npm»
      - run: npm publish
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/release.yml',
          text: `on: { push: { tags: ['v*'] } }
permissions: {}
jobs:
  publish:
    runs-on: ubuntu-latest
    environment: npm
    permissions:
      id-token: write # needed by npm publish
    steps:
      - uses: actions/setup-node@v5
      - run: npm publish
`,
        },
      ],
      references: [
        'https://github.blog/changelog/2026-09-10-control-github-actions-cache-access-with-cache-mode',
        'https://adnanthekhan.com/2024/05/06/the-monsters-in-your-build-cache-github-actions-cache-poisoning/',
      ],
    },
  },
  on: {
    job(job, workflow, context) {
      const what = publishes(job, workflow);
      const mode = textOf(cacheMode(job, workflow));
      if (what === undefined || mode === 'none' || mode === 'write-only') return;
      for (const step of job.steps) {
        const found = restoredCache(step);
        if (found)
          context.report({
            at: found.at,
            message: 'default',
            data: { job: job.id, what },
            anchor: `${step.anchor}|cache`,
            suggestions: withoutCache(step, job, found),
          });
      }
    },
  },
});

const releaseActions = new Set([
  'pypa/gh-action-pypi-publish',
  'softprops/action-gh-release',
  'ncipollo/release-action',
  'goreleaser/goreleaser-action',
  'rubygems/release-gem',
  'js-devtools/npm-publish',
  'changesets/action',
  'svenstaro/upload-release-action',
  'taiki-e/upload-rust-binary-action',
  'actions/create-release',
  'nuget/login',
]);

/** Tasks of Gradle and goals of Maven that publish; those for the machine itself are none. */
const javaRelease = /\b(?:gradlew?|mvnw?)\s(?:[^\n]{0,300}\s)?(?:[\w:]*publish(?!ToMavenLocal)\w*|deploy)(?:\s|$)/;

/** What is published, in a few words: by a release action, a publish command, or an image pushed on a tag. */
function publishes(job: WorkflowJob, workflow: Workflow): string | undefined {
  for (const step of job.steps) {
    const action = step.action;
    if (action !== undefined && releaseActions.has(action)) return action;
    for (const line of step.lines) {
      const known = publishCommands.find((one) => one.command.test(line.text));
      if (known && !/--dry-run|\s-n\b/.test(line.text)) return known.registry;
      if (/\bgh\s+release\s+(?:create|upload)\b/.test(line.text)) return 'a release';
      if (javaRelease.test(line.text)) return 'a Maven repository';
    }
    if (
      action === 'docker/build-push-action' &&
      inputText(step.inputs, 'push') === 'true' &&
      startsOnRelease(workflow) &&
      writtenScopes(effectivePermissions(job, workflow)).length > 0
    )
      return 'an image';
  }
  return undefined;
}

function startsOnRelease(workflow: Workflow): boolean {
  return workflow.triggers.some(
    (trigger) => trigger.name === 'release' || (trigger.name === 'push' && entryOf(trigger.detail, 'tags') !== undefined),
  );
}

/** The input gone, or written so that it switches the cache off; the whole step where it does nothing else. */
function withoutCache(step: WorkflowStep, job: WorkflowJob, cache: RestoredCache): FixMaker[] {
  const { value } = step;
  if (value.kind !== 'mapping' || (cache.only && job.steps.length < 2)) return [];
  const inputs = entryOf(value, 'with')?.value;
  const entry = inputNamed(step.inputs, cache.input);
  if (inputs && inputs.kind !== 'mapping') return [];
  return [
    editing('Publish without the cache', step.at.uri, (document) => {
      if (cache.only) return [removeItem(value, document)];
      if (cache.off === undefined)
        return [
          !inputs || !entry
            ? undefined
            : inputs.entries.length > 1
              ? removeEntry(inputs, textOf(entry.key)!, document)
              : removeEntry(value, 'with', document),
        ];
      if (entry) return [replaceValue(entry.value, cache.off, document)];
      return [
        inputs ? addEntry(inputs, cache.input, cache.off, document) : addEntry(value, 'with', { [cache.input]: cache.off }, document),
      ];
    }),
  ];
}
