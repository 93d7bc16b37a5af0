// A job of GitHub as an identity of the inventory: triggers, token scopes, secrets, environment, cloud roles, runner and
// the actions it hands them to, as sorted scope items ready for a baseline.
import { identityOfJob } from '../ci/job-identity.ts';
import type { Identity } from '../types.ts';
import { entryOf, leavesOf, textOf, type Leaf } from '../value.ts';
import type { Trigger, Workflow, WorkflowJob } from '../workflow.ts';
import { jobReach, runnerLabels } from './job-reach.ts';
import { scopesWith } from './token.ts';
import { readUses } from './uses.ts';

export function githubJobIdentity(job: WorkflowJob, workflow: Workflow): Identity {
  const reach = jobReach(job, workflow);
  const items = new Set<string>();
  for (const trigger of workflow.triggers) items.add(`trigger:${trigger.name}${typesOf(trigger)}`);
  if (reach.permissions.from === 'settings') items.add('perm:settings');
  else if (reach.permissions.all) {
    const access = reach.permissions.all === 'write-all' ? 'write' : 'read';
    for (const scope of scopesWith(access)) items.add(`perm:${scope}=${access}`);
  }
  for (const [scope, access] of reach.permissions.scopes) if (access !== 'none') items.add(`perm:${scope}=${access}`);
  for (const secret of reach.secrets) items.add(`secret:${secret}`);
  if (reach.allSecrets) items.add(textOf(job.calls?.secrets) === 'inherit' ? 'secrets:inherit' : 'secrets:all');
  const environment = textOf(job.environment);
  if (environment !== undefined) items.add(`env:${environment}`);
  for (const login of reach.logins)
    items.add(
      `${login.by === 'federated' ? 'oidc' : 'key'}:${login.cloud}=${shown(login.identity)}${login.account ? `|${shown(login.account)}` : ''}`,
    );
  for (const label of runnerLabels(job)) items.add(`runner:${label}`);
  for (const step of job.steps) {
    const action = step.action;
    if (action !== undefined) items.add(`uses:${action}`);
  }
  const called = job.calls && readUses(job.calls.uses);
  if (called?.kind === 'repository') items.add(`reusable:${called.name}`);
  else if (called?.kind === 'local') items.add(`reusable:./${called.path}`);
  return identityOfJob(job, workflow, items);
}

function typesOf(trigger: Trigger): string {
  const types = leavesOf(entryOf(trigger.detail, 'types')?.value)
    .flatMap((leaf) => textOf(leaf) ?? [])
    .sort();
  return types.length === 0 ? '' : `[${types.join(',')}]`;
}

function shown(leaf: Leaf | undefined): string {
  return textOf(leaf)?.replace(/\s+/g, '') ?? '?';
}
