// The place where a step takes the code of a pull request: the `ref` or `repository` of a checkout, a command that fetches it, or
// an action of this repository that does one of the two. Names are followed through variables, outputs and inputs.
import { mentionsOf, pathOf } from '../../server/engine/facts/github/expression-paths.ts';
import { ownCodeOnly } from '../../server/engine/facts/github/own-code-guard.ts';
import { jobOutput, stepById, writtenOutput } from '../../server/engine/facts/github/step-outputs.ts';
import { commandsOf, placeOfMatch, type ScriptLine } from '../../server/engine/facts/script-lines.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { Expression, Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import type { Project } from '../../server/engine/project.ts';
import { contains, type Place } from '../../server/engine/text/text.ts';
import { localAction } from './called-workflow.ts';

/** Where the names of an expression are read. */
export interface CodeScope {
  readonly workflow: Workflow;
  /** None in a composite action. */
  readonly job?: WorkflowJob;
  readonly project: Project;
  /** What gives the inputs: the job that calls this workflow, or the step that uses this action. */
  readonly from?: CodeScope & { readonly passed: readonly Expression[] };
}

export interface StrangersCode {
  /** The expression or the command that names the code; for an action that names it by itself, its `uses`. */
  readonly at: Place;
  /** The step of the action that takes it. */
  readonly within?: Place;
}

/** The token that names the stranger's code, where this step puts it into the workspace of its job. */
export function strangersCode(step: WorkflowStep, scope: CodeScope, event: string): StrangersCode | undefined {
  const at = takenHere(step, scope);
  if (at || !scope.job) return at && { at };
  const action = localAction(step.uses, scope.workflow, scope.project);
  if (!action) return undefined;
  const inside: CodeScope = { workflow: action, project: scope.project, from: { ...scope, passed: step.expressions } };
  for (const inner of action.steps) {
    const taken = ownCodeOnly(inner, event) ? undefined : takenHere(inner, inside);
    if (!taken) continue;
    const passed = step.expressions.find((one) => one.where === 'with' && namesHead(one, scope, 0));
    return { at: passed && !takenHere(inner, { workflow: action, project: scope.project }) ? passed.at : step.uses!.at, within: taken };
  }
  return undefined;
}

function takenHere(step: WorkflowStep, scope: CodeScope): Place | undefined {
  const isHead = (expression: Expression) => namesHead(expression, scope, 0);
  if (step.action === 'actions/checkout')
    return step.expressions.find((one) => one.where === 'with' && (one.key === 'ref' || one.key === 'repository') && isHead(one))?.at;
  const commands = commandsOf(step.lines);
  for (const line of commands) {
    const match = /\bgh\s+pr\s+checkout\b/.exec(line.text);
    if (match) return placeOfMatch(line, match);
  }
  const steps = scope.job?.steps ?? scope.workflow.steps;
  if (!commands.some((line) => puts.test(line.text)) && !(commands.some((line) => fetches.test(line.text)) && takesFetched(steps)))
    return undefined;
  return step.expressions.find((one) => isGivenToGit(one, commands) && isHead(one))?.at;
}

/**
 * Whether a command of git has an expression of its step in it, itself or by a variable. A script that is handed the commit to
 * look something up takes nothing, whatever is cloned beside it.
 */
function isGivenToGit({ where, key, at }: Expression, commands: readonly ScriptLine[]): boolean {
  if (where === 'run')
    return commands.some(({ text, at: line }) => contains(line.span, at.span) && (/\bgit\b/.test(text) || assigns.test(text)));
  if (where !== 'env' || key === undefined) return false;
  const small = key.toLowerCase();
  return commands.some(({ text }) => (/\bgit\b/.test(text) || assigns.test(text)) && text.toLowerCase().includes(small));
}

const assigns = /^(?:(?:export|local|readonly|declare|set|if|for|case|eval|\$env:)\W{0,3})?\$?\w+\s?=|^(?:if|for|case|eval)\s/;

/** Not the names that begin like one of them: `git merge-base`, `git fetch origin pull/7/head`. */
const puts = /\bgit\s(?:[^\n;&|]{0,80}\s)?(?:checkout|pull|clone|merge|switch)(?![\w/-])/;
const fetches = /\bgit\s(?:[^\n;&|]{0,80}\s)?fetch\b/;

/** What was fetched and is only compared with is no code that stands there to be run. */
function takesFetched(steps: readonly WorkflowStep[]): boolean {
  return steps.some((step) =>
    commandsOf(step.lines).some(
      ({ text }) =>
        puts.test(text) || /\bgit\s(?:[^\n;&|]{0,80}\s)?(?:reset|rebase|cherry-pick|worktree|restore|read-tree|archive|show)\b/.test(text),
    ),
  );
}

const headPaths =
  /^github\.(?:head_ref|event\.pull_request\.(?:head\.(?:sha|ref|label|repo\.(?:full_name|(?:clone|git|ssh|svn|html)_url))|number|merge_commit_sha)|event\.number|event\.workflow_run\.(?:head_sha|head_branch|head_repository\.(?:full_name|(?:clone|git|ssh|svn|html)_url)|head_commit\.id|pull_requests)|event\.issue\.number)\b/;

/** True for an expression that names the head of a pull request, straight or through variables, inputs and outputs. */
function namesHead(expression: Expression, scope: CodeScope, depth: number): boolean {
  return mentionsOf(expression.tree).some((node) => {
    const path = pathOf(node);
    if (path === undefined || headPaths.test(path)) return path !== undefined;
    if (depth > 4) return false;
    const { workflow, job, from } = scope;
    const [context, id, kind, output] = path.split('.');
    if (id === undefined) return false;
    if (context === 'env') return variable(id, scope).some((one) => namesHead(one, scope, depth + 1));
    if (context === 'inputs')
      return (
        from !== undefined &&
        from.passed.some((one) => one.where === 'with' && one.key?.toLowerCase() === id && namesHead(one, from, depth + 1))
      );
    if (kind !== 'outputs' || output === undefined) return false;
    if (context === 'needs')
      return jobOutput(id, output, workflow).some(
        (one) => one.job !== undefined && namesHead(one.expression, { ...scope, job: one.job }, depth + 1),
      );
    const made = context === 'steps' ? stepById(id, workflow, job) : undefined;
    return (
      made !== undefined &&
      (looksUpHead(made, output) || writtenOutput(made, output, job).some((one) => namesHead(one.expression, scope, depth + 1)))
    );
  });
}

/** The expressions of a variable of the job or the workflow, by its name in lower case. */
function variable(name: string, { job, workflow }: CodeScope): Expression[] {
  const owner = [job, workflow].find((one) => one?.env.some((entry) => textOf(entry.key)?.toLowerCase() === name));
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
