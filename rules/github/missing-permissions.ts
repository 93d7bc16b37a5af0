// A job whose token follows the repository's settings. Where strangers can start it, `inherited-token-on-untrusted-trigger`
// says so instead, in every profile.
import { addEntry } from '../../server/engine/edit/printer.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { readUses } from '../../server/engine/facts/github/uses.ts';
import { untrustedTriggers } from '../../server/engine/facts/github/untrusted-triggers.ts';
import type { Leaf } from '../../server/engine/facts/value.ts';
import type { Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import type { Project } from '../../server/engine/project.ts';
import { calledWorkflow } from './called-workflow.ts';
import { jobNeed } from './job-need.ts';
import { blockSuggestions } from './token-edits.ts';

export const missingPermissions = defineRule({
  id: 'github/missing-permissions',
  meta: {
    title: 'Token permissions left to the repository settings',
    category: 'workflow',
    severity: 'medium',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['zizmor excessive-permissions', 'ghalint job_permissions', 'sisakulint permissions'],
    fix: 'suggestion',
    messages: {
      workflow:
        'No `permissions` here: what the token of {jobs} may do is decided by the settings of the repository, which in older organizations grant write access to everything',
      job: 'No `permissions` here nor for the workflow: what the token of job `{job}` may do is decided by the settings of the repository',
    },
    docs: {
      what: 'A job without `permissions`, in a workflow without `permissions`.',
      why: 'The access of the job token then stands in the settings of the repository or the organization: nobody sees it in review, it differs between forks, and where the organization is older than February 2023 it is usually read and write for everything.',
      remedy: 'Write `permissions: {}` or `contents: read` at the top of the workflow and grant more in the jobs that need it.',
      bad: [
        {
          file: '.github/workflows/ci.yml',
          text: `«on»: push
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
permissions: {}
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
        'https://github.blog/changelog/2023-02-02-github-actions-updating-the-default-github_token-permissions-to-read-only/',
      ],
    },
  },
  on: {
    workflow(workflow, context) {
      if (workflow.system !== 'github' || workflow.kind === 'action' || workflow.permissions || untrustedTriggers(workflow).length > 0)
        return;
      const bare = workflow.jobs.filter((job) => !job.permissions);
      if (bare.length === 0) return;
      const called = workflow.triggers.length > 0 && workflow.triggers.every((trigger) => trigger.name === 'workflow_call');
      // A called workflow gets the token of its caller; a call from there hands it on, so that the caller still decides.
      const foreign = (job: WorkflowJob) =>
        job.calls ? callsOpenly(job.calls.uses, workflow, context.project) : !called && runsForeignCode(job);
      const severity = bare.some(foreign)
        ? {}
        : {
            severity: !called && bare.some((job) => jobNeed(job, workflow, context.project).mayPush) ? ('low' as const) : ('info' as const),
          };
      const root = workflow.value;
      const suggestions =
        root.kind === 'mapping'
          ? blockSuggestions(bare, workflow, context.project, (block, document) => addEntry(root, 'permissions', block, document, 'jobs'))
          : [];
      if (bare.length === workflow.jobs.length) {
        context.report({
          at: workflow.head,
          message: 'workflow',
          data: { jobs: bare.length === 1 ? `job \`${bare[0]!.id}\`` : `${bare.length} jobs` },
          anchor: `${workflow.anchor}|permissions`,
          ...severity,
          suggestions,
        });
        return;
      }
      for (const job of bare)
        context.report({
          at: job.head,
          message: 'job',
          data: { job: job.id },
          anchor: `${job.anchor}|permissions`,
          ...severity,
          suggestions,
        });
    },
  },
});

/** A called workflow that limits its own token is no concern here; one that does not, or is not in this tree, gets the whole. */
function callsOpenly(uses: Leaf, workflow: Workflow, project: Project): boolean {
  const called = calledWorkflow(uses, workflow, project);
  return !called || (!called.permissions && called.jobs.some((job) => !job.permissions));
}

/** Actions of others run with the token. Commands count for less, and for least where no checkout left them anything to push with. */
function runsForeignCode(job: WorkflowJob): boolean {
  return job.steps.some((step) => {
    const reference = readUses(step.uses);
    return reference?.kind === 'repository' && reference.owner !== 'actions' && reference.owner !== 'github';
  });
}
