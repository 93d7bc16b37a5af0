// Azure Pipelines: stages, jobs and deployments with their steps. Templates of other files are not followed.
import { entryOf, textOf, type Entry, type Mapping, type Value } from '../value.ts';
import type { WorkflowJob, WorkflowStep } from '../workflow.ts';
import { ciJob, ciStep, entriesUnder, isLeaf, itemsUnder, leafUnder, pipelineReader } from './pipeline.ts';

export const azurePipelinesReader = pipelineReader('azure-pipelines', 'azure-pipelines', (root, document, anchor) => {
  if (!['stages', 'jobs', 'steps', 'extends', 'trigger', 'pool'].some((key) => entryOf(root, key))) return undefined;
  const jobs: WorkflowJob[] = [];
  const read = (job: Value, index: number) => {
    if (job.kind === 'mapping') jobs.push(readJob(job, `${index}`, document.text, anchor));
  };
  itemsUnder(root, 'stages').forEach((stage) => itemsUnder(stage, 'jobs').forEach((job) => read(job, jobs.length)));
  itemsUnder(root, 'jobs').forEach((job) => read(job, jobs.length));
  if (entryOf(root, 'steps')) jobs.push(readJob(root, 'job', document.text, anchor));
  const triggers = ['trigger', 'pr', 'schedules'].flatMap((key) => {
    const entry = entryOf(root, key);
    return entry && textOf(entry.value) !== 'none' ? [{ name: key, at: entry.key.at, detail: entry.value }] : [];
  });
  return { triggers, env: variables(entryOf(root, 'variables')?.value), jobs };
});

function readJob(job: Mapping, fallback: string, source: string, owner: string): WorkflowJob {
  const named = leafUnder(job, 'job') ?? leafUnder(job, 'deployment');
  const id = textOf(named) ?? fallback;
  const anchor = `${owner}|jobs.${id}`;
  const environment = entryOf(job, 'environment')?.value;
  const name = isLeaf(environment) ? environment : leafUnder(environment, 'name');
  const pool = entryOf(job, 'pool')?.value;
  const condition = leafUnder(job, 'condition');
  return ciJob(owner, {
    id,
    at: job.at,
    head: named?.at ?? job.entries[0]!.key.at,
    value: job,
    env: variables(entryOf(job, 'variables')?.value),
    steps: stepsOf(job).map((step, index) => readStep(step, index, source, anchor)),
    ...(name ? { environment: name } : {}),
    ...(pool ? { runner: pool } : {}),
    ...(condition ? { condition } : {}),
  });
}

/** Steps of a job, and those of a deployment's strategies (`runOnce`, `rolling`, `canary`) in all their hooks. */
function stepsOf(job: Mapping): Mapping[] {
  const lists = [...itemsUnder(job, 'steps')];
  for (const strategy of entriesUnder(job, 'strategy')) {
    if (strategy.value.kind !== 'mapping') continue;
    for (const hook of strategy.value.entries) {
      lists.push(...itemsUnder(hook.value, 'steps'));
      if (hook.value.kind === 'mapping') for (const on of hook.value.entries) lists.push(...itemsUnder(on.value, 'steps'));
    }
  }
  return lists.filter((step): step is Mapping => step.kind === 'mapping' && step.entries.length > 0);
}

function readStep(step: Mapping, index: number, source: string, anchor: string): WorkflowStep {
  const inputs = entriesUnder(step, 'inputs');
  const script = ['script', 'bash', 'pwsh', 'powershell'].map((key) => leafUnder(step, key)).find((leaf) => leaf !== undefined) ?? inlineScript(inputs);
  const uses = leafUnder(step, 'task') ?? leafUnder(step, 'checkout') ?? leafUnder(step, 'template');
  const name = textOf(leafUnder(step, 'name')) ?? textOf(leafUnder(step, 'displayName'));
  return ciStep(anchor, index, source, {
    value: step,
    head: uses?.at ?? step.entries[0]!.key.at,
    ...(name === undefined ? {} : { name }),
    ...(script ? { run: script } : {}),
    ...(uses ? { uses } : {}),
    inputs,
    env: entriesUnder(step, 'env'),
  });
}

function inlineScript(inputs: readonly Entry[]) {
  const entry = inputs.find((one) => /^(?:inlinescript|script|inline)$/i.test(textOf(one.key) ?? ''));
  return isLeaf(entry?.value) ? entry.value : undefined;
}

/** Variables in both notations: a mapping, and a list of `{ name, value }`; groups hold values that are not here. */
function variables(value: Value | undefined): Entry[] {
  if (value?.kind === 'mapping') return [...value.entries];
  if (value?.kind !== 'list') return [];
  return value.items.flatMap((item) => {
    const name = leafUnder(item, 'name');
    const entry = entryOf(item, 'value');
    return name && entry ? [{ key: name, value: entry.value, at: item.at }] : [];
  });
}
