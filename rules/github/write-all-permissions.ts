// The token of every job may write everything. Which scopes a job needs is for `surplus-permissions` to compute.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { scopesWith } from '../../server/engine/facts/github/token.ts';
import type { TokenPermissions, Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import { blockSuggestions } from './token-edits.ts';

export const writeAllPermissions = defineRule({
  id: 'github/write-all-permissions',
  meta: {
    title: 'Token with write access to everything',
    category: 'workflow',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [
      'zizmor excessive-permissions',
      'CKV2_GHA_1',
      'poutine default_permissions_on_risky_events',
      'ghalint deny_write_all_permission',
    ],
    fix: 'suggestion',
    messages: {
      workflow:
        '`write-all` gives the token of {count} write access to all {scopes} scopes of the repository; list the scopes that are needed',
      job: '`write-all` gives the token of job `{job}` write access to all {scopes} scopes of the repository; list the scopes that it needs',
    },
    docs: {
      what: '`permissions: write-all` on a workflow or a job.',
      why: 'Every step of the job, and every package script and action it runs, can use the job token. With `write-all` one bad dependency can push to branches, publish releases and packages, approve pull requests and change deployments.',
      remedy:
        'List the scopes with the access that the steps use. `contents: read` is enough for a build; what is not listed gets no access.',
      bad: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions: «write-all»
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions:
  contents: read
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
`,
        },
      ],
      references: [
        'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions',
        'https://docs.github.com/en/actions/reference/security/secure-use',
      ],
    },
  },
  on: {
    workflow(workflow, context) {
      if (workflow.permissions) check(workflow.permissions, workflow, undefined, context);
    },
    job(job, workflow, context) {
      if (job.permissions) check(job.permissions, workflow, job, context);
    },
  },
});

function check(
  permissions: TokenPermissions,
  workflow: Workflow,
  job: WorkflowJob | undefined,
  context: RuleContext<'workflow' | 'job'>,
): void {
  const { all } = permissions;
  if (!all || textOf(all) !== 'write-all') return;
  const jobs = workflow.jobs.filter((one) => !one.permissions);
  // Nobody inherits what every job overrides.
  if (!job && jobs.length === 0 && workflow.jobs.length > 0) return;
  const scopes = scopesWith('write').length;
  context.report({
    at: all.at,
    message: job ? 'job' : 'workflow',
    data: job ? { job: job.id, scopes } : { count: jobs.length === 1 ? `job \`${jobs[0]!.id}\`` : `${jobs.length} jobs`, scopes },
    anchor: `${(job ?? workflow).anchor}|permissions`,
    suggestions: blockSuggestions(job ? [job] : jobs, workflow, context.project, (block, document) =>
      replaceValue(permissions.value, block, document),
    ),
  });
}
