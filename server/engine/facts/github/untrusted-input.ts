// Which contexts carry text that somebody else writes, and who that somebody can be. The lists follow GitHub's own
// ("Understanding the risk of script injections", and the payloads of its events); numbers, hashes, logins and dates have
// a form that holds no shell syntax, and are left out.
import type { Expression, ExpressionNode, Workflow, WorkflowJob, WorkflowStep } from '../workflow.ts';
import { entryOf, textOf, type Value } from '../value.ts';
import { countBefore, type Place } from '../../text/text.ts';
import { pathOf, resultsOf, writtenOut } from './expression-paths.ts';
import { readsFetchedFile } from './fetched-files.ts';
import { scriptPayload } from './script-payload.ts';
import {
  askedOf,
  declares,
  givesOutPayload,
  jobOutput,
  repeatsEvent,
  stepById,
  writtenOutput,
  writtenVariable,
  type Source,
} from './step-outputs.ts';

/**
 * `stranger`: anyone with an account. `member`: someone who may push, or start the workflow by hand. `caller`: whoever
 * calls this workflow or action, with text that may come from anyone.
 */
export type Author = 'stranger' | 'member' | 'caller';

export interface UntrustedInput {
  readonly node: ExpressionNode;
  readonly path: string;
  readonly author: Author;
}

/** Free text in the payloads of events, as paths below `github.event`; `*` stands for any one name or filter. */
const freeText = [
  'issue.title',
  'issue.body',
  'discussion.title',
  'discussion.body',
  'comment.body',
  'review.body',
  'review_comment.body',
  'pages.*.page_name',
  'pages.*.title',
  'pull_request.title',
  'pull_request.body',
  'pull_request.head.ref',
  'pull_request.head.label',
  'pull_request.head.repo.default_branch',
  'pull_request.head.repo.description',
  'pull_request.head.repo.homepage',
  'head_commit.message',
  'head_commit.author.email',
  'head_commit.author.name',
  'head_commit.committer.email',
  'head_commit.committer.name',
  'commits.*.message',
  'commits.*.author.email',
  'commits.*.author.name',
  'commits.*.committer.email',
  'commits.*.committer.name',
  'workflow_run.head_branch',
  'workflow_run.display_title',
  'workflow_run.head_commit.message',
  'workflow_run.head_commit.author.email',
  'workflow_run.head_commit.author.name',
  'workflow_run.head_repository.description',
  'workflow_run.pull_requests.*.head.ref',
  'check_suite.head_branch',
  'check_suite.pull_requests.*.head.ref',
  'check_run.check_suite.head_branch',
  'check_run.check_suite.pull_requests.*.head.ref',
  'commit.commit.message',
  'commit.commit.author.email',
  'commit.commit.author.name',
  'forkee.description',
  'changes.title.from',
  'changes.body.from',
  'changes.head.ref.from',
  'answer.body',
  'merge_group.head_commit.message',
  'merge_group.head_ref',
  'deployment.ref',
  'deployment.description',
  'deployment.payload',
].map((path) => path.split('.'));

/** Events whose payload holds what strangers wrote. */
const strangersEvents =
  /^(?:issues|issue_comment|pull_request(?:_target|_review|_review_comment)?|discussion|discussion_comment|workflow_run|gollum|fork|watch)$/;

/** Free text that only members write. */
const byMembers = [
  'release.name',
  'release.body',
  'release.tag_name',
  'release.target_commitish',
  'label.name',
  'label.description',
  'issue.labels.*.name',
  'pull_request.labels.*.name',
  'issue.milestone.title',
  'pull_request.milestone.title',
  'discussion.category.name',
  'milestone.title',
  'milestone.description',
  'ref',
  'base_ref',
  'inputs.*',
  'merge_group.base_ref',
  'pull_request.base.ref',
  'pull_request.base.label',
  'repository.description',
  'repository.homepage',
  'deployment.environment',
  'deployment_status.description',
  'deployment.task',
  'requested_action.identifier',
].map((path) => path.split('.'));

/** Where an expression stands, for what `env` and `matrix` mean there. */
export interface ExpressionScope {
  readonly step?: WorkflowStep;
  readonly job?: WorkflowJob;
}

/**
 * Contexts of an expression that can put someone's free text where it stands. `env`, `matrix`, and outputs of steps and
 * jobs are followed to what sets them.
 */
export function untrustedInputs(tree: ExpressionNode | undefined, workflow: Workflow, scope: ExpressionScope = {}): UntrustedInput[] {
  return followed(tree, workflow, scope, 0, undefined);
}

/** More than set one value, together with what sets those. */
const mostSources = 50;

/** `above` holds the sources that were followed for one expression: each once, for they may name each other and themselves. */
function followed(
  tree: ExpressionNode | undefined,
  workflow: Workflow,
  scope: ExpressionScope,
  depth: number,
  above: Set<Expression> | undefined,
): UntrustedInput[] {
  const whole = writtenOut(tree);
  return resultsOf(tree).flatMap((node): UntrustedInput[] => {
    const path = pathOf(node);
    if (path === undefined) return [];
    const seen = above ?? new Set<Expression>();
    const set = depth > 4 ? undefined : setBy(path, workflow, scope);
    if (set === 'event')
      return [{ node, path, author: workflow.triggers.some((trigger) => strangersEvents.test(trigger.name)) ? 'stranger' : 'member' }];
    if (set)
      return set.flatMap(({ expression, step, job }) => {
        if (seen.has(expression) || seen.size >= mostSources) return [];
        seen.add(expression);
        return followed(expression.tree, workflow, { step, job }, depth + 1, seen).map((input) => ({ ...input, node }));
      });
    const author = holdsText(path) || whole.has(node) ? authorOf(path, workflow) : undefined;
    return author === undefined ? [] : [{ node, path, author }];
  });
}

/** False for an object or a list of the payload, which a script gets as the word `Object` or `Array`. */
function holdsText(path: string): boolean {
  const [context, second, ...below] = path.split('.');
  if (second === undefined || path.split('.').includes('*')) return false;
  if (context !== 'github' || second !== 'event') return true;
  if (below[0] === 'client_payload') return below.length > 1;
  return [...freeText, ...byMembers].some((pattern) => pattern.length === below.length && covers(pattern, below));
}

/**
 * The expressions that set a variable, a dimension of the matrix or an output, each with its own scope; `event` for what
 * repeats what the event, or the run before, says; undefined for contexts that nothing in the file sets.
 */
function setBy(path: string, workflow: Workflow, { step, job }: ExpressionScope): Source[] | 'event' | undefined {
  const [context, name, third, output] = path.split('.');
  if (name === undefined || name === '*' || name === '[]') return undefined;
  const within = (expression: Expression): Source => ({ expression, ...(step ? { step } : {}), ...(job ? { job } : {}) });
  if (context === 'env') {
    for (const owner of [step, job, workflow]) {
      if (declares(owner, name))
        return owner!.expressions.filter((one) => one.where === 'env' && one.key?.toLowerCase() === name).map(within);
    }
    if (!step) return [];
    const fromFile = job?.steps.some(
      (one) =>
        one.index < step.index &&
        (readsFetchedFile(one, name, job, workflow, 'GITHUB_ENV') ||
          givesOutPayload(one, name, 'GITHUB_ENV', workflow) ||
          scriptPayload(one).variables.has(name)),
    );
    return fromFile ? 'event' : writtenVariable(name, step.index, workflow, job);
  }
  if (context === 'matrix') return job ? dimension(name, job).map(within) : [];
  if (third !== 'outputs' || output === undefined) return undefined;
  if (context === 'needs') return jobOutput(name, output, workflow);
  const made = context === 'steps' ? stepById(name, workflow, job) : undefined;
  if (!made) return undefined;
  return repeatsEvent(made, output) ||
    readsFetchedFile(made, output, job, workflow) ||
    givesOutPayload(made, output, 'GITHUB_OUTPUT', workflow)
    ? 'event'
    : (askedOf(made, output, job) ?? writtenOutput(made, output, job));
}

const dimensions = new WeakMap<WorkflowJob, Map<string, readonly Expression[]>>();

/** The expressions that a dimension of the matrix takes its values from: its own, those of `include`, or the one that makes the whole. */
function dimension(name: string, job: WorkflowJob): readonly Expression[] {
  const made = dimensions.get(job) ?? new Map<string, readonly Expression[]>();
  dimensions.set(job, made);
  const found = made.get(name) ?? expressionsOf(name, job);
  made.set(name, found);
  return found;
}

function expressionsOf(name: string, job: WorkflowJob): Expression[] {
  const matrix = entryOf(job.strategy, 'matrix')?.value;
  const named = (value: Value): Value[] =>
    value.kind === 'mapping'
      ? value.entries.filter((entry) => textOf(entry.key)?.toLowerCase() === name).map((entry) => entry.value)
      : [value];
  const include = entryOf(matrix, 'include')?.value;
  const values = matrix ? [...named(matrix), ...(include?.kind === 'list' ? include.items.flatMap(named) : include ? [include] : [])] : [];
  const places: Place[] = [];
  // An alias may lead into another value.
  for (const { at } of values.toSorted((one, other) => one.at.span[0] - other.at.span[0] || other.at.span[1] - one.at.span[1])) {
    if (at.span[1] > (places.at(-1)?.span[1] ?? -1)) places.push(at);
  }
  return job.expressions.filter(
    ({ where, leaf }) => where === 'strategy' && leaf.at.span[1] <= (places[countBefore(places, leaf.at.span[0] + 1) - 1]?.span[1] ?? -1),
  );
}

function authorOf(path: string, workflow: Workflow): Author | undefined {
  const parts = path.split('.');
  if (parts[0] === 'inputs') return inputAuthor(parts[1], workflow);
  if (parts[0] !== 'github') return undefined;
  // The whole context holds the whole payload.
  if (parts.length === 1) return authorOf('github.event', workflow);
  if (parts[1] === 'head_ref') return 'stranger';
  if (parts[1] === 'ref_name' || parts[1] === 'ref' || parts[1] === 'base_ref') return refAuthor(parts[1], workflow);
  if (parts[1] !== 'event') return undefined;
  const below = parts.slice(2);
  // The whole payload holds a stranger's text where a stranger raised the event.
  if (below.length === 0) return workflow.triggers.some((trigger) => strangersEvents.test(trigger.name)) ? 'stranger' : 'member';
  if (freeText.some((pattern) => covers(pattern, below))) return 'stranger';
  if (below[0] === 'inputs') return inputAuthor(below[1], workflow);
  // Whatever the sender of a dispatch makes of it, as deep as they like; no other event has one.
  if (below[0] === 'client_payload')
    return workflow.kind === 'action' || workflow.triggers.some(({ name }) => name === 'repository_dispatch' || name === 'workflow_call')
      ? 'member'
      : undefined;
  return byMembers.some((pattern) => covers(pattern, below)) ? 'member' : undefined;
}

/** The path is the pattern, or an object that holds it. A filter or computed index stands for any name, and a number for a filter. */
function covers(pattern: readonly string[], path: readonly string[]): boolean {
  return (
    path.length <= pattern.length &&
    path.every((part, index) => part === pattern[index] || part === '*' || part === '[]' || pattern[index] === '*')
  );
}

/** Branch and tag names are free text by whoever may push; under pull requests `ref` is a number of GitHub's own. */
function refAuthor(name: string, workflow: Workflow): Author | undefined {
  if (workflow.kind === 'action') return 'caller';
  const named = workflow.triggers.some((trigger) =>
    ['push', 'create', 'workflow_dispatch', 'workflow_call', 'release', 'delete', 'repository_dispatch'].includes(trigger.name),
  );
  return named && name !== 'base_ref' ? 'member' : undefined;
}

/** Inputs of a type that holds free text; `boolean`, `number`, `choice` and `environment` cannot. */
function inputAuthor(name: string | undefined, workflow: Workflow): Author | undefined {
  if (workflow.kind === 'action') return 'caller';
  let author: Author | undefined;
  for (const trigger of workflow.triggers) {
    if (trigger.name !== 'workflow_call' && trigger.name !== 'workflow_dispatch') continue;
    const type = name === undefined ? 'string' : inputType(trigger.detail, name);
    if (type !== 'string') continue;
    if (trigger.name === 'workflow_call') return 'caller';
    author = 'member';
  }
  return author;
}

function inputType(detail: Workflow['value'] | undefined, name: string): string | undefined {
  if (name === '*' || name === '[]') return 'string';
  const inputs =
    detail?.kind === 'mapping' ? detail.entries.find((one) => one.key.kind === 'scalar' && one.key.value === 'inputs')?.value : undefined;
  if (inputs?.kind !== 'mapping') return undefined;
  const input = inputs.entries.find((one) => one.key.kind === 'scalar' && String(one.key.value).toLowerCase() === name)?.value;
  if (!input) return undefined;
  if (input.kind !== 'mapping') return 'string';
  const type = input.entries.find((one) => one.key.kind === 'scalar' && one.key.value === 'type')?.value;
  return type?.kind === 'scalar' && typeof type.value === 'string' ? type.value : 'string';
}
