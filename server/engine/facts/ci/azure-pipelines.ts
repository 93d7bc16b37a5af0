// Azure Pipelines: stages, jobs and deployments with their steps, also those that an expression inserts and those that are
// handed to the template that a pipeline extends. Templates of other files are not followed.
import { entryOf, textOf, valueAt, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import type { WorkflowJob, WorkflowStep } from '../workflow.ts';
import { ciJob, ciStep, entriesUnder, givenBy, headOf, isLeaf, itemsUnder, leafUnder, pipelineReader } from './pipeline.ts';

export const azurePipelinesReader = pipelineReader('azure-pipelines', 'azure-pipelines', (root, document, anchor) => {
  if (!['stages', 'jobs', 'steps', 'extends', 'trigger', 'pool'].some((key) => entryOf(root, key))) return undefined;
  const jobs: WorkflowJob[] = [];
  const read = (job: Value, groups: readonly Leaf[]) => {
    if (job.kind === 'mapping') jobs.push(readJob(job, `${jobs.length}`, document.text, anchor, groups));
  };
  const shared = groupsOf(root);
  for (const owner of [root, valueAt(root, 'extends', 'parameters')]) {
    for (const stage of insertedUnder(owner, 'stages')) {
      const groups = [...shared, ...groupsOf(stage)];
      for (const job of insertedUnder(stage, 'jobs')) read(job, groups);
    }
    for (const job of insertedUnder(owner, 'jobs')) read(job, shared);
    if (owner?.kind === 'mapping' && entryOf(owner, 'steps')) jobs.push(readJob(owner, 'job', document.text, anchor, []));
  }
  const triggers = ['trigger', 'pr', 'schedules'].flatMap((key) => {
    const entry = entryOf(root, key);
    return entry && textOf(entry.value) !== 'none' ? [{ name: key, at: entry.key.at, detail: entry.value }] : [];
  });
  return { triggers, env: variables(entryOf(root, 'variables')?.value), jobs };
});

function readJob(job: Mapping, fallback: string, source: string, owner: string, groups: readonly Leaf[]): WorkflowJob {
  const named = leafUnder(job, 'job') ?? leafUnder(job, 'deployment');
  const id = textOf(named) ?? fallback;
  const anchor = `${owner}|jobs.${id}`;
  const environment = entryOf(job, 'environment')?.value;
  const name = isLeaf(environment) ? environment : leafUnder(environment, 'name');
  const pool = entryOf(job, 'pool')?.value;
  const condition = leafUnder(job, 'condition');
  const steps = stepsOf(job).map((step, index) => readStep(step, index, source, anchor));
  return ciJob(owner, {
    id,
    at: job.at,
    head: named?.at ?? headOf(job),
    value: job,
    env: variables(entryOf(job, 'variables')?.value),
    steps,
    given: [...givenBy('group', [...groups, ...groupsOf(job)]), ...givenBy('connection', steps.flatMap(connections))],
    ...(name ? { environment: name } : {}),
    ...(pool ? { runner: pool } : {}),
    ...(condition ? { condition } : {}),
  });
}

/** Steps of a job, and those of a deployment's strategies (`runOnce`, `rolling`, `canary`) in all their hooks. */
function stepsOf(job: Mapping): Mapping[] {
  const lists = [...insertedUnder(job, 'steps')];
  for (const strategy of entriesUnder(job, 'strategy')) {
    if (strategy.value.kind !== 'mapping') continue;
    for (const hook of strategy.value.entries) {
      lists.push(...insertedUnder(hook.value, 'steps'));
      if (hook.value.kind === 'mapping') for (const on of hook.value.entries) lists.push(...insertedUnder(on.value, 'steps'));
    }
  }
  return lists.filter((step): step is Mapping => step.kind === 'mapping' && step.entries.length > 0);
}

/** `${{ if … }}`, `${{ elseif … }}`, `${{ else }}` and `${{ each … }}` as a key: what stands under it is put in its place. */
const insertion = /^\$\{\{\s*(?:if|elseif|else|each|insert)\b/;

/** The items of a list with those that its expressions insert, in their order: each of them may run. */
function insertedUnder(owner: Value | undefined, key: string): readonly Value[] {
  return itemsUnder(owner, key).flatMap(insertedBy);
}

function insertedBy(item: Value): readonly Value[] {
  if (item.kind !== 'mapping' || !item.entries.some((entry) => insertion.test(textOf(entry.key) ?? ''))) return [item];
  return item.entries.flatMap(({ value }) => (value.kind === 'list' ? value.items.flatMap(insertedBy) : []));
}

/** The entries of a mapping with those that its expressions insert. */
function insertedEntries(entries: readonly Entry[]): readonly Entry[] {
  return entries.flatMap((entry) => {
    if (!insertion.test(textOf(entry.key) ?? '')) return [entry];
    return entry.value.kind === 'mapping' ? insertedEntries(entry.value.entries) : [];
  });
}

function readStep(step: Mapping, index: number, source: string, anchor: string): WorkflowStep {
  const inputs = insertedEntries(entriesUnder(step, 'inputs'));
  const script =
    ['script', 'bash', 'pwsh', 'powershell'].map((key) => leafUnder(step, key)).find((leaf) => leaf !== undefined) ?? inlineScript(inputs);
  const uses = leafUnder(step, 'task') ?? leafUnder(step, 'checkout') ?? leafUnder(step, 'template');
  const name = textOf(leafUnder(step, 'name')) ?? textOf(leafUnder(step, 'displayName'));
  return ciStep(anchor, index, source, {
    value: step,
    head: uses?.at ?? headOf(step),
    ...(name === undefined ? {} : { name }),
    ...(script ? { run: script } : {}),
    ...(uses ? { uses } : {}),
    inputs,
    env: insertedEntries(entriesUnder(step, 'env')),
  });
}

function inlineScript(inputs: readonly Entry[]) {
  const entry = inputs.find((one) => /^(?:inlinescript|script|inline)$/i.test(textOf(one.key) ?? ''));
  return isLeaf(entry?.value) ? entry.value : undefined;
}

/** Variables in both notations: a mapping, and a list of `{ name, value }`; groups hold values that are not here. */
function variables(value: Value | undefined): Entry[] {
  if (value?.kind === 'mapping') return [...insertedEntries(value.entries)];
  if (value?.kind !== 'list') return [];
  return value.items.flatMap(insertedBy).flatMap((item) => {
    const name = leafUnder(item, 'name');
    const entry = entryOf(item, 'value');
    return name && entry ? [{ key: name, value: entry.value, at: item.at }] : [];
  });
}

/** Groups of variables that a pipeline, a stage or a job takes; what they hold is kept by the service. */
function groupsOf(owner: Value): Leaf[] {
  return insertedUnder(owner, 'variables').flatMap((item) => leafUnder(item, 'group') ?? []);
}

/** Inputs of tasks that name a service connection. From the tasks' reference, read in 2026-11. */
const connectionInputs =
  /^(?:azureSubscription|connectedServiceName(?:ARM)?|azureResourceManagerConnection|awsCredentials|kubernetesServiceConnection|kubernetesServiceEndpoint|dockerRegistryServiceConnection|dockerRegistryEndpoint|containerRegistry|sshEndpoint|gcpServiceAccount|backendServiceArm|environmentServiceNameAzureRM|environmentServiceName)$/i;

function connections(step: WorkflowStep): Leaf[] {
  return step.inputs.flatMap((entry) => (connectionInputs.test(textOf(entry.key) ?? '') && isLeaf(entry.value) ? [entry.value] : []));
}
