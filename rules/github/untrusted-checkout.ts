// Code of a pull request checked out in a run that holds the repository's own token and secrets.
import { describeReach, jobReach, type JobReach } from '../../server/engine/facts/github/job-reach.ts';
import { ownCodeOnly } from '../../server/engine/facts/github/own-code-guard.ts';
import { insidersOnly, needsLabel } from '../../server/engine/facts/github/insider-guard.ts';
import { untrustedTriggers } from '../../server/engine/facts/github/untrusted-triggers.ts';
import type { Trigger, Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import type { Project } from '../../server/engine/project.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { callersOf } from './callers.ts';
import { runsCheckedOut } from './checked-out-code.ts';
import { gatedJobs } from './gated-jobs.ts';
import { checksPermission } from './permission-check.ts';
import { underPullRequest } from './plain-pull-request.ts';
import { strangersCode, type CodeScope } from './strangers-code.ts';

export const untrustedCheckout = defineRule({
  id: 'github/untrusted-checkout',
  meta: {
    title: "Strangers' code checked out next to the repository's own identity",
    category: 'workflow',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI8:2025', 'PR.PS-06', 'PR.AA-05'],
    peers: ['zizmor dangerous-triggers', 'poutine untrusted_checkout_exec', 'octoscan dangerous-checkout', 'scorecard Dangerous-Workflow'],
    fix: 'suggestion',
    subsumes: ['github/untrusted-trigger-with-identity'],
    messages: {
      idle: 'This checks out code of the pull request under `{trigger}`, and a later step runs it: {who} decides what it does. Its token may not write and no secret is in reach, so that little is lost today; what is added to this job later is theirs. Under `pull_request` the same code needs no trust',
      reach: 'This checks out code of the pull request under `{trigger}`; when anything of it runs, {who} gets {reach}',
      plain:
        'This checks out code of the pull request under `{trigger}`, and whatever of it runs does so with the token of the default branch, whose access no file here limits: {who} decides what it does',
    },
    docs: {
      what: 'A checkout of the head of a pull request under `pull_request_target`, `workflow_run` or `issue_comment`.',
      why: 'These events run with the token and the secrets of the repository itself. An install script, a Makefile or a test in the checked-out code then runs with them: the author of any pull request owns the repository.',
      remedy:
        'Run the code under `pull_request`, which gives forks a read-only token and no secrets, and hand its result as an artifact to a `workflow_run` workflow that treats it as data.',
      bad: [
        {
          file: '.github/workflows/pr.yml',
          text: `on: pull_request_target
permissions:
  contents: write
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          ref: «\${{ github.event.pull_request.head.sha }}»
      - run: npm install && npm test
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/pr.yml',
          text: `on: pull_request
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          ref: \${{ github.event.pull_request.head.sha }}
          persist-credentials: false
      - run: npm install && npm test
`,
        },
      ],
      references: ['https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/'],
    },
  },
  on: {
    step(step, job, workflow, context) {
      if (!job) return;
      const { project } = context;
      for (const start of starts(job, workflow, project)) {
        const { trigger, of, from } = start;
        const scope = { workflow, job, project, ...(from ? { from } : {}) };
        const code =
          ownCodeOnly(job, trigger.name) || ownCodeOnly(step, trigger.name) ? undefined : strangersCode(step, scope, trigger.name);
        if (!code) continue;
        const reach = describeReach(start.reach);
        // A token that may not write and nothing else in reach: little to win (GitHub lets such runs only read its caches), and
        // nothing where no later step runs the code.
        const idle = reach === '' && start.reach.permissions.from !== 'settings';
        if (idle && !runsCheckedOut(step, job)) return;
        const who = trigger.name === 'issue_comment' ? 'whoever can comment' : 'its author';
        context.report({
          at: code.at,
          message: idle ? 'idle' : reach === '' ? 'plain' : 'reach',
          data: { trigger: trigger.name, who, reach },
          anchor: `${step.anchor}|checkout`,
          ...(idle ? { severity: 'low' as const } : isLookedAt(step, job, start, workflow) ? { severity: 'high' as const } : {}),
          related: [
            { at: trigger.at, message: 'runs with the token and secrets of the repository' },
            ...(code.within ? [{ at: code.within, message: 'the action takes the code here' }] : []),
          ],
          suggestions: underPullRequest(trigger, of),
        });
        return;
      }
    },
  },
});

interface Start {
  readonly trigger: Trigger;
  /** The workflow that has the trigger: this one, or one that calls it. */
  readonly of: Workflow;
  readonly reach: JobReach;
  /** The job that calls this workflow and what it passes. */
  readonly from?: CodeScope['from'];
}

/** The events that start this job for strangers, of its own workflow or of those in this repository that call it. */
function starts(job: WorkflowJob, workflow: Workflow, project: Project): Start[] {
  const reach = jobReach(job, workflow);
  const own = workflow.triggers.filter(isStrangers).map((trigger) => ({ trigger, of: workflow, reach }));
  if (own.length > 0) return own;
  if (!workflow.triggers.some((one) => one.name === 'workflow_call')) return [];
  return callersOf(workflow, project).flatMap((caller): Start[] => {
    const triggers = caller.workflow.triggers.filter((trigger) => isStrangers(trigger) && !ownCodeOnly(caller.job, trigger.name));
    // A called workflow that says nothing has the token that its caller's job has.
    const { permissions, writes, idToken } = reach.permissions.from === 'settings' ? jobReach(caller.job, caller.workflow) : reach;
    return triggers.map((trigger) => ({
      trigger,
      of: caller.workflow,
      reach: { ...reach, permissions, writes, idToken },
      from: { workflow: caller.workflow, job: caller.job, project, passed: caller.job.expressions },
    }));
  });
}

function isStrangers(trigger: Trigger): boolean {
  return trigger.name === 'pull_request_target' || trigger.name === 'workflow_run' || trigger.name === 'issue_comment';
}

/**
 * A member starts the run or lets it go on: by a comment or a label, by a check of what the person may do here, or by the
 * rules of an environment. The code can still change between their look and the checkout.
 */
function isLookedAt(step: WorkflowStep, job: WorkflowJob, { trigger, of, from }: Start, workflow: Workflow): boolean {
  if (!untrustedTriggers(of).some((one) => one.trigger === trigger)) return true;
  if (gatedJobs(workflow, trigger.name).has(job.id) || insidersOnly(step, trigger.name)) return true;
  if (from?.job && gatedJobs(of, trigger.name).has(from.job.id)) return true;
  if (needsLabel(job) || needsLabel(step)) return true;
  const before = workflow.jobs.filter((one) => job.needs.includes(one.id));
  return (
    job.environment !== undefined ||
    before.some((one) => one.environment !== undefined || one.steps.some(checksPermission)) ||
    job.steps.some((one) => one.index < step.index && checksPermission(one))
  );
}
