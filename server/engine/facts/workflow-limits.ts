// How much of one pipeline is looked at. Rules put steps beside the other steps of their job, and jobs beside other jobs:
// what a hundred people wrote never comes near these numbers, and a file that was made to cost time stays cheap.
import type { Document } from '../document.ts';
import type { Workflow } from './workflow.ts';

const most = 1000;

/** The workflow with at most a thousand jobs of at most a thousand steps. What is left out is noted on the document. */
export function withinLimits<W extends Pick<Workflow, 'jobs' | 'steps'>>(workflow: W, document: Document): W {
  const held = <T>(items: readonly T[], what: string): readonly T[] => {
    if (items.length <= most) return items;
    document.limits.add(`beyond the first ${most} ${what}`);
    return items.slice(0, most);
  };
  if (workflow.jobs.length <= most && workflow.steps.length <= most && workflow.jobs.every((job) => job.steps.length <= most))
    return workflow;
  return {
    ...workflow,
    steps: held(workflow.steps, 'shared steps'),
    jobs: held(workflow.jobs, 'jobs of a workflow').map((job) => ({ ...job, steps: held(job.steps, 'steps of a job') })),
  };
}
