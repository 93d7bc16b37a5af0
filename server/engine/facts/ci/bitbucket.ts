// Bitbucket Pipelines: each step is a job of its own, in a container of its own. Shared pipelines are not fetched.
import { entryOf, textOf, type Leaf, type Mapping, type Value } from '../value.ts';
import type { WorkflowJob, WorkflowStep } from '../workflow.ts';
import { ciJob, ciStep, entriesUnder, isLeaf, itemsUnder, leafUnder, pipelineReader } from './pipeline.ts';

export const bitbucketReader = pipelineReader('bitbucket', 'bitbucket', (root, document, anchor) => {
  const pipelines = entryOf(root, 'pipelines')?.value;
  if (pipelines?.kind !== 'mapping') return undefined;
  const jobs: WorkflowJob[] = [];
  const seen = new Set<string>();
  const collect = (value: Value | undefined, trigger: string, stage?: Leaf) => {
    if (value?.kind === 'list') for (const item of value.items) collect(item, trigger, stage);
    if (value?.kind !== 'mapping') return;
    const step = entryOf(value, 'step');
    if (step?.value.kind === 'mapping') {
      // A step that several pipelines take by an anchor stands in the file once.
      const key = step.value.at.span.join();
      if (!seen.has(key)) jobs.push(readJob(step.value, step.key.at, trigger, jobs.length, document.text, anchor, stage));
      seen.add(key);
    }
    // The steps of a stage have its deployment.
    for (const key of ['parallel', 'stage', 'steps']) collect(entryOf(value, key)?.value, trigger, leafUnder(value, 'deployment') ?? stage);
  };
  for (const entry of pipelines.entries) {
    const trigger = textOf(entry.key) ?? '';
    if (entry.value.kind === 'mapping' && trigger !== 'default')
      for (const branch of entry.value.entries) collect(branch.value, `${trigger}.${textOf(branch.key) ?? ''}`);
    else collect(entry.value, trigger);
  }
  return {
    triggers: pipelines.entries.flatMap((entry) =>
      textOf(entry.key) === undefined ? [] : [{ name: textOf(entry.key)!, at: entry.key.at, detail: entry.value }],
    ),
    jobs,
  };
});

function readJob(
  step: Mapping,
  head: WorkflowJob['head'],
  trigger: string,
  index: number,
  source: string,
  owner: string,
  stage: Leaf | undefined,
): WorkflowJob {
  const name = leafUnder(step, 'name');
  const id = `${trigger}/${textOf(name) ?? index}`;
  const environment = leafUnder(step, 'deployment') ?? stage;
  const anchor = `${owner}|jobs.${id}`;
  const runner = entryOf(step, 'runs-on')?.value;
  const steps = [...itemsUnder(step, 'script'), ...itemsUnder(step, 'after-script')].flatMap((item, position): WorkflowStep[] => {
    if (isLeaf(item)) return [ciStep(anchor, position, source, { value: item, run: item })];
    const pipe = leafUnder(item, 'pipe');
    return pipe ? [ciStep(anchor, position, source, { value: item, uses: pipe, inputs: entriesUnder(item, 'variables') })] : [];
  });
  const oidc = leafUnder(step, 'oidc');
  const given = textOf(oidc) === 'true' ? [{ item: 'oidc:bitbucket', at: oidc!.at }] : [];
  return ciJob(owner, {
    id,
    given,
    at: step.at,
    head: name?.at ?? head,
    value: step,
    steps,
    ...(environment ? { environment } : {}),
    ...(runner ? { runner } : {}),
  });
}
