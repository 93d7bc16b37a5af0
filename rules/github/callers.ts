// Which jobs of this repository call a workflow. A called workflow runs under the event of its caller, with the token
// that the caller's job gives it. Callers in other repositories are not known.
import type { Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import type { Project } from '../../server/engine/project.ts';
import { calledWorkflow } from './called-workflow.ts';

export interface Caller {
  readonly workflow: Workflow;
  readonly job: WorkflowJob;
}

/** The jobs that call this workflow, by document. */
export function callersOf(called: Workflow, project: Project): readonly Caller[] {
  return project.memo(callersOf, () => index(project)).get(called.at.uri) ?? [];
}

function index(project: Project): ReadonlyMap<string, readonly Caller[]> {
  const found = new Map<string, Caller[]>();
  for (const workflow of project.all('workflows')) {
    if (workflow.system !== 'github') continue;
    for (const job of workflow.jobs) {
      const called = job.calls && calledWorkflow(job.calls.uses, workflow, project);
      if (!called) continue;
      const callers = found.get(called.at.uri);
      if (callers) callers.push({ workflow, job });
      else found.set(called.at.uri, [{ workflow, job }]);
    }
  }
  return found;
}
