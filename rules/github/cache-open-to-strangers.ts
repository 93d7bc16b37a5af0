// A run that strangers start may write the caches that every other workflow restores, because the file says so: GitHub
// itself lets such runs only read.
import { editing } from '../../server/engine/edit/suggest.ts';
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { untrustedTriggers } from '../../server/engine/facts/github/untrusted-triggers.ts';
import { textOf, type Leaf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { cacheMode } from './caches.ts';
import { gatedJobs } from './gated-jobs.ts';

export const cacheOpenToStrangers = defineRule({
  id: 'github/cache-open-to-strangers',
  meta: {
    title: 'Caches that strangers may fill',
    category: 'workflow',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI8:2025', 'PR.DS-10'],
    peers: [],
    fix: 'suggestion',
    messages: {
      default:
        '`cache-mode: {mode}` lets job `{job}` fill the caches of the default branch, and `{trigger}` starts it for {who}: jobs that publish or deploy restore them later',
    },
    docs: {
      what: '`cache-mode: write` or `write-only` for a job under `pull_request_target`, `issue_comment` or another event that strangers raise.',
      why: 'These events run in the name of the default branch, and so do the caches they write. Since 2026 GitHub gives them read access to caches only; a written mode takes that protection away, and one run of a stranger decides what a release is built from.',
      remedy: 'Write `cache-mode: read`, or leave it out.',
      bad: [
        {
          file: '.github/workflows/pr.yml',
          text: `on: pull_request_target
permissions: {}
jobs:
  lint:
    runs-on: ubuntu-latest
    cache-mode: «write»
    steps:
      - run: ./lint
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/pr.yml',
          text: `on: pull_request_target
permissions: {}
jobs:
  lint:
    runs-on: ubuntu-latest
    cache-mode: read
    steps:
      - run: ./lint
`,
        },
      ],
      references: ['https://github.blog/changelog/2026-09-10-control-github-actions-cache-access-with-cache-mode'],
    },
  },
  on: {
    workflow(workflow, context) {
      const trigger = untrustedTriggers(workflow).find((one) => one.name !== 'workflow_run');
      if (!trigger) return;
      const gated = gatedJobs(workflow, trigger.name);
      // The mode of the workflow holds for many jobs and is said once.
      const said = new Set<Leaf>();
      for (const job of workflow.jobs) {
        const mode = cacheMode(job, workflow);
        const text = textOf(mode);
        if (!mode || said.has(mode) || (text !== 'write' && text !== 'write-only') || gated.has(job.id)) continue;
        said.add(mode);
        context.report({
          at: mode.at,
          message: 'default',
          data: { mode: text, job: job.id, trigger: trigger.name, who: trigger.who },
          anchor: `${job.anchor}|cache-mode`,
          suggestions: [editing('Let it only read caches', mode.at.uri, (document) => [replaceValue(mode, 'read', document)])],
        });
      }
    },
  },
});
