// Which inputs of the actions and called workflows of this repository receive text that strangers write, from the places
// that use them. Callers in other repositories are not known.
import { untrustedInputs } from '../../server/engine/facts/github/untrusted-input.ts';
import type { Expression, Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import type { Project } from '../../server/engine/project.ts';
import { calledWorkflow, localAction } from './called-workflow.ts';

export interface PassedText {
  /** The context that the caller passes: `github.event.issue.title`. */
  readonly path: string;
  readonly expression: Expression;
  readonly caller: Workflow;
}

/** The text of a stranger that some caller passes as this input, the first by document. */
export function passedText(input: string, called: Workflow, project: Project): PassedText | undefined {
  return project.memo(passedText, () => index(project)).get(`${called.at.uri}|${input.toLowerCase()}`);
}

function index(project: Project): ReadonlyMap<string, PassedText> {
  const found = new Map<string, PassedText>();
  for (const caller of project.all('workflows')) {
    if (caller.system !== 'github') continue;
    for (const job of caller.jobs) {
      const called = job.calls && calledWorkflow(job.calls.uses, caller, project);
      if (called) note(called.at.uri, job.expressions, caller, job, undefined, found);
      for (const step of job.steps) noteStep(step, caller, job, project, found);
    }
    for (const step of caller.steps) noteStep(step, caller, undefined, project, found);
  }
  return found;
}

function noteStep(
  step: WorkflowStep,
  caller: Workflow,
  job: WorkflowJob | undefined,
  project: Project,
  into: Map<string, PassedText>,
): void {
  const action = localAction(step.uses, caller, project);
  if (action) note(action.at.uri, step.expressions, caller, job, step, into);
}

function note(
  called: string,
  expressions: readonly Expression[],
  caller: Workflow,
  job: WorkflowJob | undefined,
  step: WorkflowStep | undefined,
  into: Map<string, PassedText>,
): void {
  for (const expression of expressions) {
    if (expression.where !== 'with' || expression.key === undefined) continue;
    const text = untrustedInputs(expression.tree, caller, { ...(step ? { step } : {}), ...(job ? { job } : {}) }).find(
      (one) => one.author === 'stranger',
    );
    const key = `${called}|${expression.key.toLowerCase()}`;
    if (text && !into.has(key)) into.set(key, { path: text.path, expression, caller });
  }
}
