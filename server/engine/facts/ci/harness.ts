// Harness: the stages of a pipeline as jobs, with the scripts of the steps that run one. Steps are nested in groups and side by side;
// templates, input sets and connectors stand elsewhere.
import { entryOf, textOf, valueAt, type Value } from '../value.ts';
import type { WorkflowStep } from '../workflow.ts';
import { ciJob, ciStep, entriesUnder, headOf, itemsUnder, leafUnder, pipelineReader } from './pipeline.ts';

export const harnessReader = pipelineReader('harness', 'harness', (root, document, anchor) => {
  const pipeline = entryOf(root, 'pipeline')?.value;
  const template = entryOf(root, 'template')?.value;
  const stages = [...stagesIn(pipeline, 0), ...stagesIn(entryOf(template, 'spec')?.value, 0)];
  const alone = template && stages.length === 0 ? [template] : [];
  const name = textOf(leafUnder(pipeline ?? template, 'name'));
  const jobs = [...stages, ...alone].flatMap((stage, index) => {
    if (stage.kind !== 'mapping') return [];
    const id = textOf(leafUnder(stage, 'identifier')) ?? textOf(leafUnder(stage, 'name')) ?? `${index}`;
    const owner = `${anchor}|jobs.${id}`;
    const execution = valueAt(stage, 'spec', 'execution');
    const steps = [...stepsIn(execution, document.text, owner, 0), ...(stage === template ? readStep(stage, document.text, owner) : [])];
    const environment = leafUnder(valueAt(stage, 'spec', 'environment'), 'environmentRef');
    const head = leafUnder(stage, 'name')?.at ?? headOf(stage);
    return steps.length === 0
      ? []
      : [ciJob(anchor, { id, at: stage.at, head, value: stage, steps, ...(environment ? { environment } : {}) })];
  });
  return jobs.length === 0 ? undefined : { ...(name === undefined ? {} : { name }), jobs };
});

const deepest = 6;

function stagesIn(holder: Value | undefined, depth: number): Value[] {
  if (depth > deepest) return [];
  return itemsUnder(holder, 'stages').flatMap((item) => [
    ...[entryOf(item, 'stage')?.value ?? []].flat(),
    ...itemsUnder(item, 'parallel').flatMap((one) => entryOf(one, 'stage')?.value ?? []),
  ]);
}

function stepsIn(holder: Value | undefined, source: string, owner: string, depth: number): WorkflowStep[] {
  if (depth > deepest) return [];
  const within = (item: Value): WorkflowStep[] => {
    const step = entryOf(item, 'step')?.value;
    const group = entryOf(item, 'stepGroup')?.value;
    return [
      ...(step ? readStep(step, source, owner) : []),
      ...itemsUnder(item, 'parallel').flatMap(within),
      ...(group ? stepsIn(group, source, owner, depth + 1) : []),
    ];
  };
  return [...itemsUnder(holder, 'steps'), ...itemsUnder(holder, 'rollbackSteps')].flatMap(within);
}

/** `command` of a step that runs in a container, `source.spec.script` of one that runs on a delegate. */
function readStep(step: Value, source: string, owner: string): WorkflowStep[] {
  const spec = entryOf(step, 'spec')?.value;
  const run = leafUnder(spec, 'command') ?? leafUnder(valueAt(spec, 'source', 'spec'), 'script');
  const image = leafUnder(spec, 'image');
  const name = textOf(leafUnder(step, 'identifier')) ?? textOf(leafUnder(step, 'name'));
  if (step.kind !== 'mapping' || (!run && !image)) return [];
  return [
    ciStep(owner, 0, source, {
      value: step,
      head: headOf(step),
      ...(name === undefined ? {} : { name }),
      ...(run ? { run } : {}),
      ...(image ? { uses: image } : {}),
      inputs: entriesUnder(spec, 'settings'),
      env: entriesUnder(spec, 'envVariables'),
    }),
  ];
}
