// Jobs of a workflow. A job either has steps and a runner, or calls another workflow.
import { entryOf, leavesOf, textOf, type Entry, type Value } from '../value.ts';
import type { Expression, WorkflowJob } from '../workflow.ts';
import { expressionsIn } from './expressions-in.ts';
import { readPermissions } from './permissions.ts';
import { leafAt, readSteps, variablesAt } from './steps.ts';

const keysWithExpressions = [
  'if',
  'name',
  'runs-on',
  'environment',
  'concurrency',
  'outputs',
  'env',
  'strategy',
  'container',
  'services',
  'uses',
  'with',
  'secrets',
  'defaults',
  'timeout-minutes',
  'continue-on-error',
];

/** The jobs of the mapping under `jobs`; entries that are no mapping are left out. */
export function readJobs(jobs: Value, source: string, owner: string): WorkflowJob[] {
  if (jobs.kind !== 'mapping') return [];
  return jobs.entries.flatMap((entry) =>
    entry.value.kind === 'mapping' && textOf(entry.key) !== undefined ? [readJob(entry, source, owner)] : [],
  );
}

function readJob(entry: Entry, source: string, owner: string): WorkflowJob {
  const id = textOf(entry.key)!;
  const job = entry.value;
  const anchor = `${owner}|jobs.${id}`;
  const permissions = entryOf(job, 'permissions');
  const environment = leafAt(job, 'environment') ?? leafAt(entryOf(job, 'environment')?.value, 'name');
  const condition = leafAt(job, 'if');
  const expressions: Expression[] = [];
  for (const key of keysWithExpressions) expressionsIn(entryOf(job, key)?.value, source, key, undefined, expressions);
  const runner = entryOf(job, 'runs-on')?.value;
  const container = entryOf(job, 'container')?.value;
  const services = entryOf(job, 'services')?.value;
  const strategy = entryOf(job, 'strategy')?.value;
  const calls = readCall(job);
  return {
    anchor,
    id,
    at: entry.at,
    head: entry.key.at,
    ...(permissions ? { permissions: readPermissions(permissions, source) } : {}),
    ...(environment ? { environment } : {}),
    ...(runner ? { runner } : {}),
    env: variablesAt(job, 'env'),
    ...(condition ? { condition } : {}),
    ...(calls ? { calls } : {}),
    ...(container ? { container } : {}),
    ...(services ? { services } : {}),
    ...(strategy ? { strategy } : {}),
    needs: leavesOf(entryOf(job, 'needs')?.value).flatMap((leaf) => textOf(leaf) ?? []),
    steps: readSteps(entryOf(job, 'steps')?.value, source, anchor),
    expressions,
    value: job,
  };
}

function readCall(job: Value): WorkflowJob['calls'] {
  const uses = leafAt(job, 'uses');
  if (!uses) return undefined;
  const secrets = entryOf(job, 'secrets');
  return { uses, inputs: variablesAt(job, 'with'), ...(secrets ? { secrets: secrets.value, secretsKey: secrets.key.at } : {}) };
}
