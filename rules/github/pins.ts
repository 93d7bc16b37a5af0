// Actions and workflows by a name that can be moved, in three rules: at all, with an identity in reach, and called
// workflows that are handed secrets. They share what counts as pinned and who counts as foreign.
import { cloudLogin } from '../../server/engine/facts/github/cloud-login.ts';
import { secretsIn } from '../../server/engine/facts/github/expression-paths.ts';
import { jobReach } from '../../server/engine/facts/github/job-reach.ts';
import { readUses, type ActionReference } from '../../server/engine/facts/github/uses.ts';
import type { Leaf } from '../../server/engine/facts/value.ts';
import type { Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import type { Project } from '../../server/engine/project.ts';

type RepositoryReference = Extract<ActionReference, { kind: 'repository' }>;

/** A reference to another repository whose name can be moved to other code; undefined for commits, paths and computed names. */
export function movable(uses: Leaf | undefined): RepositoryReference | undefined {
  const reference = readUses(uses);
  // This generator proves which version of itself made the provenance and refuses to run by anything but a tag.
  if (reference?.kind === 'repository' && reference.name.startsWith('slsa-framework/slsa-github-generator/')) return undefined;
  return reference?.kind === 'repository' && reference.pin !== 'commit' ? reference : undefined;
}

/** GitHub's own; whoever takes those over has no need of this workflow. */
export function isGithubs(reference: RepositoryReference): boolean {
  return reference.owner === 'actions' || reference.owner === 'github';
}

/** The same owner as this repository's, where the remote is known. */
export function isOwn(reference: RepositoryReference, project: Project): boolean {
  return project.workspace.remote?.path.split('/')[0]?.toLowerCase() === reference.owner;
}

/** What a step's action can use, in words: what it is handed, and what the job holds while it runs. */
export function identityOf(step: WorkflowStep, job: WorkflowJob, workflow: Workflow): string[] {
  const handed = step.expressions.filter((one) => one.where === 'with' || one.where === 'env').flatMap((one) => secretsIn(one.tree));
  const names = [...new Set(handed.filter((name) => name !== undefined && name.toUpperCase() !== 'GITHUB_TOKEN'))];
  const reach = jobReach(job, workflow);
  const parts: string[] = [];
  if (names.length > 0)
    parts.push(
      `the secret${names.length === 1 ? '' : 's'} ${names
        .slice(0, 3)
        .map((name) => `\`${name}\``)
        .join(', ')}`,
    );
  const login = job.steps.find((one) => one.index < step.index && cloudLogin(one));
  if (login) parts.push(`the cloud login of the step before it`);
  if (reach.idToken) parts.push('the OIDC token of the job');
  if (reach.permissions.all === 'write-all') parts.push('a token with write access to everything');
  else if (reach.writes.length > 0) parts.push(`a token with ${reach.writes.map((scope) => `\`${scope}: write\``).join(', ')}`);
  return parts;
}
