// A trigger that strangers can pull on jobs that hold an identity. Weighed by what is in reach, not by the trigger alone.
import { describeReach, jobReach } from '../../server/engine/facts/github/job-reach.ts';
import { untrustedTriggers, type UntrustedTrigger } from '../../server/engine/facts/github/untrusted-triggers.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { gatedJobs } from './gated-jobs.ts';
import { asksSomewhere } from './permission-check.ts';
import { underPullRequest } from './plain-pull-request.ts';

export const untrustedTriggerWithIdentity = defineRule({
  id: 'github/untrusted-trigger-with-identity',
  meta: {
    title: 'Strangers start jobs that hold an identity',
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI8:2025', 'NHI5:2025', 'PR.AA-05'],
    peers: ['zizmor dangerous-triggers', 'poutine pr_runs_on_self_hosted', 'octoscan dangerous-action', 'scorecard Dangerous-Workflow'],
    fix: 'suggestion',
    messages: {
      reach: '`{trigger}` is started by {who}, and job `{job}` then holds {reach}',
      fork: '`{trigger}` runs with the token and secrets of the repository for {who}; `pull_request` does not',
    },
    docs: {
      what: '`pull_request_target`, `workflow_run`, `issue_comment` and the like on jobs with write scopes, secrets, cloud roles or own machines.',
      why: 'These events run in the name of the repository although someone without any right in it caused them. One injected title, one artifact that is believed, one checkout of the wrong commit, and that person acts with the identity of the job.',
      remedy:
        'Use `pull_request` where the job only builds and tests. Where the identity is needed, keep the job to steps that treat everything of the event as data, give it its own narrow `permissions`, and put secrets behind an environment with reviewers.',
      bad: [
        {
          file: '.github/workflows/label.yml',
          text: `on: «pull_request_target»
permissions:
  contents: write
jobs:
  note:
    runs-on: ubuntu-latest
    steps:
      - run: ./note
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/label.yml',
          text: `on:
  pull_request_target:
    types: [labeled]
permissions:
  pull-requests: write
jobs:
  note:
    runs-on: ubuntu-latest
    steps:
      - run: gh pr edit "$NUMBER" --add-label seen
        env:
          GH_TOKEN: \${{ github.token }}
          NUMBER: \${{ github.event.number }}
`,
        },
      ],
      references: [
        'https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/',
        'https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows',
      ],
    },
  },
  on: {
    workflow(workflow, context) {
      if (workflow.kind === 'action') return;
      for (const trigger of untrustedTriggers(workflow)) {
        const gated = gatedJobs(workflow, trigger.name);
        const open = workflow.jobs.filter((job) => !gated.has(job.id));
        const exposed = heaviestOf(open, workflow);
        const fork =
          ofForks(trigger) && !(trigger.name === 'workflow_run' && limitsBranches(trigger)) && open.some((job) => runsCode(job, workflow));
        if (!exposed && !fork) continue;
        const reach = exposed ? jobReach(exposed, workflow) : undefined;
        context.report({
          at: trigger.trigger.at,
          message: exposed ? 'reach' : 'fork',
          data: { trigger: trigger.name, who: trigger.who, job: exposed?.id ?? '', reach: reach ? describeReach(reach) : '' },
          anchor: `${workflow.anchor}|on.${trigger.name}`,
          severity:
            exposed && weight(exposed, workflow) === 1 && exposed.steps.every(({ action }) => madeForIt.has(action ?? ''))
              ? 'info'
              : severityOf(trigger, exposed ? weight(exposed, workflow) - (asksSomewhere(exposed) ? 1 : 0) : 0),
          suggestions: underPullRequest(trigger.trigger, workflow),
        });
      }
    },
  },
});

/** Runs a command or an action of others with a token that is not empty; one that follows the settings has its own rule. */
function runsCode(job: WorkflowJob, workflow: Workflow): boolean {
  const { permissions } = jobReach(job, workflow);
  if (permissions.from === 'settings' || (permissions.known && permissions.all === undefined && permissions.scopes.size === 0))
    return false;
  return job.steps.some((step) => step.run !== undefined || !/^(?:actions|github)\//.test(textOf(step.uses) ?? ''));
}

/** Labelling and commenting is what these triggers are for; more than that weighs. */
const ordinaryWrites = new Set(['issues', 'pull-requests', 'discussions', 'checks', 'statuses']);

/** Actions of GitHub whose readmes put them under these triggers: they label and greet, and neither run nor check out what is proposed. */
const madeForIt: ReadonlySet<string> = new Set(['actions/labeler', 'actions/first-interaction', 'actions/add-to-project']);

function weight(job: WorkflowJob, workflow: Workflow): number {
  const reach = jobReach(job, workflow);
  const heavy = reach.permissions.all === 'write-all' || reach.writes.some((scope) => !ordinaryWrites.has(scope));
  if (heavy || reach.logins.length > 0 || reach.selfHosted || reach.allSecrets) return 3;
  if (reach.idToken || reach.secrets.length > 0) return 2;
  return reach.writes.length > 0 ? 1 : 0;
}

/** The job with the most in reach, the first of equals; undefined where none holds anything. */
function heaviestOf(jobs: readonly WorkflowJob[], workflow: Workflow): WorkflowJob | undefined {
  const weighed = jobs.map((job) => ({ job, weight: weight(job, workflow) }));
  const most = Math.max(0, ...weighed.map((one) => one.weight));
  return most === 0 ? undefined : weighed.find((one) => one.weight === most)!.job;
}

function severityOf(trigger: UntrustedTrigger, heaviest: number): 'high' | 'medium' | 'low' | 'info' {
  if (ofForks(trigger)) return heaviest === 3 ? 'high' : heaviest === 2 ? 'medium' : 'low';
  return heaviest === 3 ? 'medium' : heaviest === 2 ? 'low' : 'info';
}

/** Triggers that a pull request from a fork raises. */
function ofForks({ name }: UntrustedTrigger): boolean {
  return name === 'pull_request_target' || name === 'workflow_run';
}

/** `branches:` of `workflow_run` names the branch of the run before; a fork can use any name but those of this filter. */
function limitsBranches({ trigger }: UntrustedTrigger): boolean {
  return (
    trigger.detail?.kind === 'mapping' &&
    trigger.detail.entries.some((entry) => entry.key.kind === 'scalar' && entry.key.value === 'branches')
  );
}
