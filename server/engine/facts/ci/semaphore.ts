// Semaphore: the jobs of blocks and of what runs after the pipeline, with the secrets and variables that their task and the
// configuration of all jobs give them. Pipelines that a promotion starts are files of their own.
import { entryOf, textOf, valueAt, type Entry, type Leaf, type Value } from '../value.ts';
import type { WorkflowJob } from '../workflow.ts';
import { ciJob, givenBy, headOf, isLeaf, itemsUnder, leafUnder, pipelineReader, scriptSteps } from './pipeline.ts';

export const semaphoreReader = pipelineReader('semaphore', 'semaphore', (root, document, anchor) => {
  const all = entryOf(root, 'global_job_config')?.value;
  const after = entryOf(entryOf(root, 'after_pipeline')?.value, 'task')?.value;
  const tasks = [
    ...itemsUnder(root, 'blocks').map((block) => ({ block: textOf(leafUnder(block, 'name')), task: entryOf(block, 'task')?.value })),
    { block: 'after_pipeline', task: after },
  ];
  const jobs = tasks.flatMap(({ block, task }, index) => readTask(task, block ?? `${index}`, all, document.text, anchor));
  const name = textOf(leafUnder(root, 'name'));
  return jobs.length === 0 ? undefined : { ...(name === undefined ? {} : { name }), env: variablesOf(all), jobs };
});

function readTask(task: Value | undefined, block: string, all: Value | undefined, source: string, owner: string): WorkflowJob[] {
  return itemsUnder(task, 'jobs').flatMap((job, index) => {
    if (job.kind !== 'mapping') return [];
    const name = leafUnder(job, 'name');
    const id = `${block}/${textOf(name) ?? index}`;
    const around = (...path: string[]): (Value | undefined)[] => [all, task].map((one) => valueAt(one, ...path, 'commands'));
    const epilogue = ['always', 'on_pass', 'on_fail'].flatMap((outcome) => around('epilogue', outcome));
    return [
      ciJob(owner, {
        id,
        at: job.at,
        head: name?.at ?? headOf(job),
        value: job,
        env: [...variablesOf(task), ...variablesOf(job)],
        given: givenBy('secret', [all, task].flatMap(secretsOf)),
        steps: scriptSteps([...around('prologue'), entryOf(job, 'commands')?.value, ...epilogue], source, `${owner}|jobs.${id}`),
      }),
    ];
  });
}

function secretsOf(holder: Value | undefined): Leaf[] {
  return itemsUnder(holder, 'secrets').flatMap((one) => leafUnder(one, 'name') ?? []);
}

/** `env_vars` are a list of names and values; each is told as one entry. */
function variablesOf(holder: Value | undefined): Entry[] {
  return itemsUnder(holder, 'env_vars').flatMap((one): Entry[] => {
    const [key, value] = [leafUnder(one, 'name'), entryOf(one, 'value')?.value];
    return key && value && isLeaf(value) ? [{ key, value, at: one.at }] : [];
  });
}
