// Jobs that only somebody with rights here can have started: by their own condition, by a step that asks before it acts, or
// because they wait for such a job, without which GitHub does not start them.
import { insidersOnly, saysLeave } from '../../server/engine/facts/github/insider-guard.ts';
import type { Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import { asksBeforeActing, endsForOutsiders, runsAnyway, waitsForPermission } from './permission-check.ts';

/** The ids of the jobs of a workflow that only insiders start under this event, or only code of theirs. */
export function gatedJobs(workflow: Workflow, event: string): ReadonlySet<string> {
  const byId = new Map(workflow.jobs.map((job) => [job.id, job]));
  const known = new Map<string, boolean>();
  // Twenty jobs behind each other are followed.
  const gated = (job: WorkflowJob, depth: number): boolean => {
    const before = known.get(job.id);
    if (before !== undefined) return before;
    known.set(job.id, false);
    const ends = job.needs.filter((id) => {
      const needed = byId.get(id);
      return needed !== undefined && depth < 20 && (gated(needed, depth + 1) || endsForOutsiders(needed, event));
    });
    // What a job that did not run gave out is empty, and its result is no success.
    const isAnswer = (path: string): boolean =>
      saysLeave(path) ||
      ends.some((id) => path.startsWith(`needs.${id.toLowerCase()}.outputs.`) || path === `needs.${id.toLowerCase()}.result`);
    const found =
      (ends.length > 0 && !runsAnyway(job)) ||
      insidersOnly(job, event, isAnswer) ||
      waitsForPermission(job, workflow) ||
      // Who asked for it says nothing about the code of a fork.
      (event !== 'pull_request_target' && event !== 'workflow_run' && asksBeforeActing(job, event));
    known.set(job.id, found);
    return found;
  };
  return new Set(workflow.jobs.filter((job) => gated(job, 0)).map((job) => job.id));
}
