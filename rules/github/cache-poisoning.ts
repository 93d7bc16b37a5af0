// A cache read in a job that publishes: whoever wrote it on another branch or in a pull request writes into the release.
import { removeEntry, removeItem, replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { effectivePermissions, writtenScopes } from '../../server/engine/facts/github/token.ts';
import type { Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { entryOf, leavesOf, textOf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule } from '../../server/engine/rule.ts';
import type { Place } from '../../server/engine/text/text.ts';
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
    messages: { default: 'Job `{job}` publishes ({what}) from a cache that any job on the default branch may have filled; build releases without it' },
    docs: {
      what: 'A cache restored in a job that publishes a release or a package.',
      why: 'Caches are shared over workflows of a branch and with everything that branches from it. One job that runs code of others can put files into the cache that the release then ships under your name.',
      remedy: 'Switch caching off in jobs that publish.',
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
      references: ['https://adnanthekhan.com/2024/05/06/the-monsters-in-your-build-cache-github-actions-cache-poisoning/'],
    },
  },
  on: {
    job(job, workflow, context) {
      const what = publishes(job, workflow);
      if (what === undefined) return;
      for (const step of job.steps) {
        const found = readsCache(step);
        if (found) context.report({ at: found.at, message: 'default', data: { job: job.id, what }, anchor: `${step.anchor}|cache`, suggestions: withoutCache(step, job, found.input) });
      }
    },
  },
});

const releaseActions = new Set(['pypa/gh-action-pypi-publish', 'softprops/action-gh-release', 'ncipollo/release-action', 'goreleaser/goreleaser-action', 'rubygems/release-gem', 'js-devtools/npm-publish', 'changesets/action', 'svenstaro/upload-release-action', 'taiki-e/upload-rust-binary-action', 'actions/create-release', 'nuget/login']);

/** What is published, in a few words: by a release action, a publish command, or an image pushed on a tag. */
function publishes(job: WorkflowJob, workflow: Workflow): string | undefined {
  for (const step of job.steps) {
    const action = step.action;
    if (action !== undefined && releaseActions.has(action)) return action;
    for (const line of step.lines) {
      const known = publishCommands.find((one) => one.command.test(line.text));
      if (known && !/--dry-run|\s-n\b/.test(line.text)) return known.registry;
      if (/\bgh\s+release\s+(?:create|upload)\b/.test(line.text)) return 'a release';
    }
    if (action === 'docker/build-push-action' && inputText(step.inputs, 'push') === 'true' && startsOnRelease(workflow) && writtenScopes(effectivePermissions(job, workflow)).length > 0) return 'an image';
  }
  return undefined;
}

function startsOnRelease(workflow: Workflow): boolean {
  return workflow.triggers.some((trigger) => trigger.name === 'release' || (trigger.name === 'push' && entryOf(trigger.detail, 'tags') !== undefined));
}

/** The token that switches a cache on: an input of a set-up action, or a cache action itself. */
function readsCache(step: WorkflowStep): { at: Place; input?: string } | undefined {
  const action = step.action;
  if (action === undefined || !step.uses) return undefined;
  if (action === 'actions/cache' || action === 'actions/cache/restore' || action === 'swatinem/rust-cache') return inputText(step.inputs, 'lookup-only') === 'true' ? undefined : { at: step.uses.at };
  const input = action === 'astral-sh/setup-uv' ? 'enable-cache' : action === 'ruby/setup-ruby' ? 'bundler-cache' : action === 'docker/build-push-action' ? 'cache-from' : 'cache';
  const cache = inputNamed(step.inputs, input);
  const on = ['actions/setup-node', 'actions/setup-python', 'actions/setup-java', 'astral-sh/setup-uv', 'ruby/setup-ruby', 'docker/build-push-action', 'pnpm/action-setup'];
  const text = textOf(leavesOf(cache?.value)[0]);
  return cache && on.includes(action) && text !== undefined && text !== 'false' && text !== '' && !text.includes('${{') ? { at: cache.value.at, input } : undefined;
}

/** The input gone, or switched off where leaving it out means on; the whole step where it does nothing else. */
function withoutCache(step: WorkflowStep, job: WorkflowJob, input: string | undefined): FixMaker[] {
  const { value } = step;
  if (value.kind !== 'mapping') return [];
  if (input === undefined) return job.steps.length < 2 ? [] : [editing('Publish without the cache', step.at.uri, (document) => [removeItem(value, document)])];
  const inputs = entryOf(value, 'with')?.value;
  const entry = inputNamed(step.inputs, input);
  if (inputs?.kind !== 'mapping' || !entry) return [];
  return [
    editing('Publish without the cache', step.at.uri, (document) => {
      if (step.action === 'astral-sh/setup-uv') return [replaceValue(entry.value, false, document)];
      return [inputs.entries.length > 1 ? removeEntry(inputs, textOf(entry.key)!, document) : removeEntry(value, 'with', document)];
    }),
  ];
}
