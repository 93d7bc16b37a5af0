// What somebody who controls a step of this job could use: the token's write scopes, secrets, the OIDC token and the
// cloud roles behind it, the machine. Said in messages and weighed by rules; what the file does not show is not counted.
import { leavesOf, textOf } from '../value.ts';
import type { Workflow, WorkflowJob } from '../workflow.ts';
import { cloudLogin, type CloudLogin } from './cloud-login.ts';
import { secretsIn } from './expression-paths.ts';
import { effectivePermissions, writtenScopes, type EffectivePermissions } from './token.ts';

export interface JobReach {
  readonly permissions: EffectivePermissions;
  /** Scopes with write access, `id-token` apart. */
  readonly writes: readonly string[];
  readonly idToken: boolean;
  /** Names of secrets in reach, `GITHUB_TOKEN` apart, in upper case. */
  readonly secrets: readonly string[];
  readonly allSecrets: boolean;
  readonly logins: readonly CloudLogin[];
  readonly selfHosted: boolean;
}

/** Names under `secrets` that hold no secret: the token of the job, which is told by its scopes, and the two switches of GitHub's debug logging. */
const noSecrets: ReadonlySet<string> = new Set(['GITHUB_TOKEN', 'ACTIONS_RUNNER_DEBUG', 'ACTIONS_STEP_DEBUG']);

/** The reach of a job; made once, by the reader. */
export function jobReach(job: WorkflowJob, workflow: Workflow): JobReach {
  if (job.reach) return job.reach;
  const permissions = effectivePermissions(job, workflow);
  const written = writtenScopes(permissions);
  const expressions = [
    ...workflow.expressions.filter((one) => one.where === 'env'),
    ...job.expressions,
    ...job.steps.flatMap((step) => step.expressions),
  ];
  const named = expressions.flatMap((expression) => secretsIn(expression.tree));
  const secrets = [...new Set(named.filter((name) => name !== undefined).map((name) => name.toUpperCase()))]
    .filter((name) => !noSecrets.has(name))
    .sort();
  return {
    permissions,
    writes: written.filter((scope) => scope !== 'id-token'),
    idToken: written.includes('id-token'),
    secrets,
    allSecrets: named.includes(undefined) || textOf(job.calls?.secrets) === 'inherit',
    logins: job.steps.flatMap((step) => cloudLogin(step) ?? []),
    selfHosted: isSelfHosted(job),
  };
}

/** In words, the heaviest first; empty when nothing worth a word is in reach. */
export function describeReach(reach: JobReach): string {
  const parts: string[] = [];
  for (const login of reach.logins) parts.push(`the ${cloudName(login)}${login.by === 'federated' ? ' role' : ' key'} of this job`);
  if (reach.permissions.all === 'write-all') parts.push('a token with write access to everything');
  else if (reach.writes.length > 0) parts.push(`a token with ${reach.writes.map((scope) => `\`${scope}: write\``).join(', ')}`);
  if (reach.idToken && reach.logins.length === 0) parts.push('an OIDC token in the name of this repository');
  if (reach.allSecrets) parts.push('every secret');
  else if (reach.secrets.length > 0)
    parts.push(
      `the secret${reach.secrets.length === 1 ? '' : 's'} ${reach.secrets
        .slice(0, 3)
        .map((name) => `\`${name}\``)
        .join(', ')}${reach.secrets.length > 3 ? ` and ${reach.secrets.length - 3} more` : ''}`,
    );
  if (reach.selfHosted) parts.push('a machine of your own');
  return parts.length > 2 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : parts.join(' and ');
}

function cloudName(login: CloudLogin): string {
  return { aws: 'AWS', azure: 'Azure', gcp: 'Google Cloud', vault: 'Vault' }[login.cloud];
}

/** Labels that begin the names of machines of GitHub's own. Source: GitHub docs, "GitHub-hosted runners", 2026-11. */
const hosted = /^(?:ubuntu|windows|macos)-(?:latest|slim|\d)/i;
/** Services that lend a fresh machine for each job, by the form of their labels. */
const lent =
  /^(?:buildjet|blacksmith|depot|namespace-profile|nscloud|warp|ubicloud|runs-on|runson|cirun|actuated|bitrise|useblacksmith)[-=:,]?/i;

/**
 * True only where it says so: the label `self-hosted`. Other labels may be larger machines of GitHub's or lent ones, and
 * a group may be either.
 */
export function isSelfHosted(job: WorkflowJob): boolean {
  return runnerLabels(job).some((label) => label.toLowerCase() === 'self-hosted');
}

/** Labels of the runner as written, in the plain, list and mapping notation; computed ones are left out. */
export function runnerLabels(job: WorkflowJob): string[] {
  const { runner } = job;
  if (!runner) return [];
  const labels =
    runner.kind === 'mapping'
      ? runner.entries
          .filter((entry) => entry.key.kind === 'scalar' && entry.key.value === 'labels')
          .flatMap((entry) => leavesOf(entry.value))
      : leavesOf(runner);
  return labels.flatMap((leaf) => textOf(leaf) ?? []).filter((label) => !label.includes('${{'));
}

/** True for a label that is a machine of GitHub's or of a service that gives each job a fresh one. */
export function isFreshMachine(label: string): boolean {
  return hosted.test(label) || lent.test(label);
}
