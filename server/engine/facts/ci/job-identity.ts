// A job as an identity of the inventory: what starts it, what it may use, where it runs, as sorted scope items. Never a
// value of a secret, only names. The items of GitHub's jobs are made in `../github/job-identity.ts`.
import type { Identity, Platform } from '../types.ts';
import { leavesOf, textOf } from '../value.ts';
import { federatedLogins } from './federated-logins.ts';
import { rolesTaken } from './role-uses.ts';
import type { Workflow, WorkflowJob } from '../workflow.ts';

export function jobIdentity(job: WorkflowJob, workflow: Workflow): Identity {
  const items = new Set<string>();
  for (const trigger of workflow.triggers) items.add(`trigger:${trigger.name}`);
  const environment = textOf(job.environment);
  if (environment !== undefined) items.add(`env:${environment}`);
  for (const { item } of job.given ?? []) items.add(item);
  for (const { arn } of rolesTaken(job, workflow.env)) items.add(`oidc:aws=${arn}`);
  for (const { cloud } of federatedLogins(job, workflow))
    if (cloud !== 'aws' && workflow.system !== 'azure-pipelines') items.add(`oidc:${cloud}`);
  for (const label of leavesOf(job.runner)) if (textOf(label) !== undefined) items.add(`runner:${textOf(label)}`);
  for (const step of job.steps) {
    const uses = textOf(step.uses)?.split('@')[0];
    if (uses !== undefined) items.add(`uses:${uses}`);
  }
  return identityOfJob(job, workflow, items);
}

const platforms: Partial<Record<Workflow['system'], Platform>> = { github: 'github', gitlab: 'gitlab', tekton: 'k8s', argo: 'k8s' };

/** The identity with its items sorted, under an id that stays when lines move. */
export function identityOfJob(job: WorkflowJob, workflow: Workflow, items: ReadonlySet<string>): Identity {
  const platform = platforms[workflow.system] ?? 'saas';
  const environment = textOf(job.environment);
  return {
    id: `${platform}:workflow-job:${workflow.at.uri}#${job.id}`,
    platform,
    kind: 'workflow-job',
    name: `${workflow.at.uri}#${job.id}`,
    ...(environment === undefined || environment.includes('$') ? {} : { environment }),
    scopeItems: [...items].sort(),
    at: job.head,
    carrier: { dialect: workflow.carrier.dialect, kind: 'job', address: job.id, block: job.at, head: job.head },
    traits: {},
  };
}
