// Finds the workflow that a job calls and the action that a step uses among the facts of the tree, and what secrets a
// workflow needs. Those of other repositories are not read.
import type { Leaf } from '../../server/engine/facts/value.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import { secretsIn } from '../../server/engine/facts/github/expression-paths.ts';
import { readUses, rootOf } from '../../server/engine/facts/github/uses.ts';
import type { Workflow } from '../../server/engine/facts/workflow.ts';
import type { Project } from '../../server/engine/project.ts';

/** The workflow behind `uses: ./…`, or behind `uses: owner/repo/…` where that is this repository. */
export function calledWorkflow(uses: Leaf, caller: Workflow, project: Project): Workflow | undefined {
  const reference = readUses(uses);
  if (!reference) return undefined;
  let path: string;
  if (reference.kind === 'local') path = reference.path;
  else if (reference.kind === 'repository' && `${reference.owner}/${reference.repository}` === project.workspace.remote?.path.toLowerCase())
    path = reference.path;
  else return undefined;
  const root = rootOf(caller.at.uri);
  return project.documents.get(root + path)?.facts.workflows.find((one) => one.kind === 'workflow');
}

/** The action of this repository behind `uses: ./…` of a step. */
export function localAction(uses: Leaf | undefined, caller: Workflow, project: Project): Workflow | undefined {
  const reference = readUses(uses);
  if (reference?.kind !== 'local') return undefined;
  const folder = `${rootOf(caller.at.uri)}${reference.path}`;
  const document = project.documents.get(`${folder}/action.yml`) ?? project.documents.get(`${folder}/action.yaml`);
  return document?.facts.workflows.find((one) => one.kind === 'action');
}

/**
 * Names of the secrets that a called workflow declares or reads, `GITHUB_TOKEN` apart, in the order they are met. Jobs
 * with an environment read their own secrets, which a caller cannot pass. Undefined where it computes names or inherits on.
 */
export function secretsNeededBy(called: Workflow): string[] | undefined {
  const names: string[] = [];
  const add = (name: string) => {
    if (name.toUpperCase() !== 'GITHUB_TOKEN' && !names.some((one) => one.toUpperCase() === name.toUpperCase())) names.push(name);
  };
  const declared = entryOf(called.triggers.find((trigger) => trigger.name === 'workflow_call')?.detail, 'secrets')?.value;
  if (declared?.kind === 'mapping') for (const entry of declared.entries) if (entry.key.kind === 'scalar') add(String(entry.key.value));
  const read = [...called.expressions];
  for (const job of called.jobs) {
    if (job.calls?.secrets && textOf(job.calls.secrets) === 'inherit') return undefined;
    if (!job.environment) read.push(...job.expressions, ...job.steps.flatMap((step) => step.expressions));
  }
  for (const expression of read) {
    for (const name of secretsIn(expression.tree)) {
      if (name === undefined) return undefined;
      add(name);
    }
  }
  return names;
}
