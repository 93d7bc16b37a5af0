// Code of a pull request checked out in a run that holds the repository's own token and secrets.
import { pathOf, mentionsOf } from '../../server/engine/facts/github/expression-paths.ts';
import { followsPullRequests, guardText } from '../../server/engine/facts/github/guard-text.ts';
import { describeReach, jobReach, type JobReach } from '../../server/engine/facts/github/job-reach.ts';
import { commandsOf, placeOfMatch } from '../../server/engine/facts/script-lines.ts';
import { jobOutput, stepById, writtenOutput } from '../../server/engine/facts/github/step-outputs.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { Expression, Trigger, Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { callersOf } from './callers.ts';
import { runsCheckedOut } from './checked-out-code.ts';
import { checksPermission } from './permission-check.ts';
import { underPullRequest } from './plain-pull-request.ts';
import type { Project } from '../../server/engine/project.ts';
import type { Place } from '../../server/engine/text/text.ts';

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
      const at = job ? strangersCode(step, job, workflow) : undefined;
      const start = at && job ? startedByStrangers(job, workflow, context.project) : undefined;
      if (!at || !job || !start || ownCodeOnly(job.condition) || ownCodeOnly(step.condition)) return;
      const { trigger, of } = start;
      const reach = describeReach(start.reach);
      // A token that may not write and nothing else in reach: little to win (GitHub lets such runs only read its caches), and
      // nothing where no later step runs the code.
      const idle = reach === '' && start.reach.permissions.from !== 'settings';
      if (idle && !runsCheckedOut(step, job)) return;
      const who = trigger.name === 'issue_comment' ? 'whoever can comment' : 'its author';
      context.report({
        at,
        message: idle ? 'idle' : reach === '' ? 'plain' : 'reach',
        data: { trigger: trigger.name, who, reach },
        anchor: `${step.anchor}|checkout`,
        ...(idle ? { severity: 'low' as const } : isLookedAt(step, job, workflow) ? { severity: 'high' as const } : {}),
        related: [{ at: trigger.at, message: 'runs with the token and secrets of the repository' }],
        suggestions: underPullRequest(trigger, of),
      });
    },
  },
});

interface Start {
  readonly trigger: Trigger;
  /** The workflow that has the trigger: this one, or one that calls it. */
  readonly of: Workflow;
  readonly reach: JobReach;
}

/** The event that starts this job for strangers, of its own workflow or of one in this repository that calls it. */
function startedByStrangers(job: WorkflowJob, workflow: Workflow, project: Project): Start | undefined {
  const own = workflow.triggers.find(isStrangers);
  const reach = jobReach(job, workflow);
  if (own) return { trigger: own, of: workflow, reach };
  if (!workflow.triggers.some((one) => one.name === 'workflow_call')) return undefined;
  for (const caller of callersOf(workflow, project)) {
    const trigger = caller.workflow.triggers.find(isStrangers);
    if (!trigger || ownCodeOnly(caller.job.condition)) continue;
    // A called workflow that says nothing has the token that its caller's job has.
    const { permissions, writes, idToken } = reach.permissions.from === 'settings' ? jobReach(caller.job, caller.workflow) : reach;
    return { trigger, of: caller.workflow, reach: { ...reach, permissions, writes, idToken } };
  }
  return undefined;
}

function isStrangers(trigger: Trigger): boolean {
  return trigger.name === 'pull_request_target' || trigger.name === 'workflow_run' || trigger.name === 'issue_comment';
}

const headPaths =
  /^github\.(?:head_ref|event\.pull_request\.(?:head\.(?:sha|ref|label|repo\.full_name)|number|merge_commit_sha)|event\.number|event\.workflow_run\.(?:head_sha|head_branch|head_repository\.full_name|head_commit\.id|pull_requests)|event\.issue\.number)\b/;

/** True where a condition lets only branches of this repository through, or pull requests of its members. */
function ownCodeOnly(condition: WorkflowJob['condition']): boolean {
  const text = guardText(condition);
  // The run before was no pull request: whoever may push brought what it ran on.
  if (
    /github\.event\.workflow_run\.event\s*==\s*'(?:push|release|schedule|workflow_dispatch|merge_group)'|github\.event\.workflow_run\.event\s*!=\s*'pull_request'/.test(
      text,
    ) &&
    !followsPullRequests(text)
  )
    return true;
  return (
    /head\.repo\.(?:full_name|name|id|owner\.login)\s*==|==\s*github\.event\.pull_request\.head\.repo\.|!\s*(?:\(\s*)?github\.event\.pull_request\.head\.repo\.fork|head\.repo\.fork\s*(?:==\s*false|!=\s*true)|head_repository\.(?:full_name|id)\s*==|pull_request\.(?:author_association|user\.login)\s*==/.test(
      text,
    ) || /contains\(\s*fromJSON\([^()]*\)\s*,\s*github\.event\.pull_request\.author_association/i.test(text)
  );
}

/**
 * A member starts the run or lets it go on: by a comment or a label, by a check of what the person may do here, or by the
 * rules of an environment. The code can still change between their look and the checkout.
 */
function isLookedAt(step: WorkflowStep, job: WorkflowJob, workflow: Workflow): boolean {
  if (
    /comment\.author_association|label(?:s\.\*)?\.name|comment\.user\.login\s*==|github\.(?:triggering_)?actor\s*==/.test(
      guardText(job.condition),
    )
  )
    return true;
  const before = workflow.jobs.filter((one) => job.needs.includes(one.id));
  return (
    job.environment !== undefined ||
    before.some((one) => one.environment !== undefined || one.steps.some(checksPermission)) ||
    job.steps.some((one) => one.index < step.index && checksPermission(one))
  );
}

/** The token that names the stranger's code: the `ref` or `repository` of a checkout, or the command that fetches it. */
function strangersCode(step: WorkflowStep, job: WorkflowJob, workflow: Workflow): Place | undefined {
  const isHead = (expression: Expression) => namesHead(expression, job, workflow, 0);
  if (step.action === 'actions/checkout')
    return step.expressions.find((one) => one.where === 'with' && (one.key === 'ref' || one.key === 'repository') && isHead(one))?.at;
  const commands = commandsOf(step.lines);
  for (const line of commands) {
    const match = /\bgh\s+pr\s+checkout\b/.exec(line.text);
    if (match) return placeOfMatch(line, match);
  }
  if (!commands.some((line) => puts.test(line.text)) && !(commands.some((line) => fetches.test(line.text)) && takesFetched(job)))
    return undefined;
  return step.expressions.find((one) => (one.where === 'run' || one.where === 'env') && isHead(one))?.at;
}

/** Not the names that begin like one of them: `git merge-base`, `git fetch origin pull/7/head`. */
const puts = /\bgit\s(?:[^\n;&|]{0,80}\s)?(?:checkout|pull|clone|merge|switch)(?![\w/-])/;
const fetches = /\bgit\s(?:[^\n;&|]{0,80}\s)?fetch\b/;

/** What was fetched and is only compared with is no code that stands there to be run. */
function takesFetched(job: WorkflowJob): boolean {
  return job.steps.some((step) =>
    commandsOf(step.lines).some(
      ({ text }) =>
        puts.test(text) || /\bgit\s(?:[^\n;&|]{0,80}\s)?(?:reset|rebase|cherry-pick|worktree|restore|read-tree|archive|show)\b/.test(text),
    ),
  );
}

/** True for an expression that names the head of a pull request, straight or through variables and outputs of steps and jobs. */
function namesHead(expression: Expression, job: WorkflowJob, workflow: Workflow, depth: number): boolean {
  return mentionsOf(expression.tree).some((node) => {
    const path = pathOf(node);
    if (path === undefined || headPaths.test(path)) return path !== undefined;
    const [context, id, kind, output] = path.split('.');
    if (depth > 3) return false;
    if (context === 'env' && id !== undefined) return variable(id, job, workflow).some((one) => namesHead(one, job, workflow, depth + 1));
    if (kind !== 'outputs' || id === undefined || output === undefined) return false;
    if (context === 'needs')
      return jobOutput(id, output, workflow).some(
        (one) => one.job !== undefined && namesHead(one.expression, one.job, workflow, depth + 1),
      );
    const made = context === 'steps' ? stepById(id, workflow, job) : undefined;
    return (
      made !== undefined &&
      (looksUpHead(made, output) || writtenOutput(made, output, job).some((one) => namesHead(one.expression, job, workflow, depth + 1)))
    );
  });
}

/** The expressions of a variable of the job or the workflow, by its name in lower case. */
function variable(name: string, job: WorkflowJob, workflow: Workflow): Expression[] {
  const owner = [job, workflow].find((one) => one.env.some((entry) => textOf(entry.key)?.toLowerCase() === name));
  return (owner?.expressions ?? []).filter((one) => one.where === 'env' && one.key?.toLowerCase() === name);
}

/** Steps that ask GitHub for the pull request and give its head out, by an action, `gh` or the API. */
function looksUpHead(step: WorkflowStep, output: string): boolean {
  if (!/head|sha|ref|branch|result/.test(output) || /base/.test(output)) return false;
  if (step.action !== undefined && headActions.has(step.action)) return true;
  const script =
    step.action === 'actions/github-script' ? (textOf(step.inputs.find((one) => textOf(one.key) === 'script')?.value) ?? '') : '';
  if (/pulls\.get\b/.test(script) && /\bhead\b/.test(script)) return true;
  return step.lines.some(
    (line) => inOrder(line.text, /\bgh\s+pr\s+view\b/, /\bhead/) || inOrder(line.text, /\bgh\s+api\s/, /\/pulls\//, /\bhead/),
  );
}

/** True where each pattern matches behind the one before it: one look at the text, where one pattern of all takes the square of it. */
function inOrder(text: string, ...patterns: readonly RegExp[]): boolean {
  let rest = text;
  for (const pattern of patterns) {
    const match = pattern.exec(rest);
    if (!match) return false;
    rest = rest.slice(match.index + match[0].length);
  }
  return true;
}

/** From the readmes of the actions, read in 2026-11. */
const headActions = new Set([
  'xt0rted/pull-request-comment-branch',
  'alessbell/pull-request-comment-branch',
  'gotson/pull-request-comment-branch',
  'eficode/resolve-pr-refs',
  'potiuk/get-workflow-origin',
]);
