// The need of a job with the actions and workflows of this repository looked up among the facts.
import { jobNeed as needOf, type JobNeed } from '../../server/engine/facts/github/job-need.ts';
import { rootOf } from '../../server/engine/facts/github/uses.ts';
import type { Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import type { Project } from '../../server/engine/project.ts';

export function jobNeed(job: WorkflowJob, workflow: Workflow, project: Project): JobNeed {
  const root = rootOf(workflow.at.uri);
  return needOf(job, workflow, (path) => {
    for (const uri of [path, `${path}/action.yml`, `${path}/action.yaml`]) {
      const found = project.documents.get(root + uri)?.facts.workflows[0];
      if (found) return found;
    }
    return undefined;
  });
}
