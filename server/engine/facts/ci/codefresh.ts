// Codefresh: the steps of a pipeline as one job, because every variable of the pipeline is in the environment of every step.
// A step names its type; without one it runs commands in an image. Triggers and contexts of secrets stand elsewhere.
import { entryOf, textOf, type Value } from '../value.ts';
import type { WorkflowStep } from '../workflow.ts';
import { assignedIn, buildJob, ciStep, leafUnder, pipelineReader, scriptSteps, textsUnder } from './pipeline.ts';

export const codefreshReader = pipelineReader('codefresh', 'codefresh', (root, document, anchor) => {
  const spec = entryOf(root, 'spec')?.value ?? root;
  const steps = stepsIn(spec, document.text, `${anchor}|jobs.build`, 0);
  return steps.length === 0 ? undefined : { jobs: [buildJob(anchor, root, { steps })] };
});

/** Groups that run side by side hold steps of their own. */
function stepsIn(holder: Value | undefined, source: string, owner: string, depth: number): WorkflowStep[] {
  const steps = entryOf(holder, 'steps')?.value;
  if (steps?.kind !== 'mapping' || depth > 5) return [];
  return steps.entries.flatMap(({ key, value }) => {
    const name = textOf(key) ?? '';
    const inner = stepsIn(value, source, `${owner}.${name}`, depth + 1);
    if (inner.length > 0 || value.kind !== 'mapping') return inner;
    // What a step is given stands in it, or under `arguments`.
    const given = [value, entryOf(value, 'arguments')?.value];
    const env = assignedIn(given.flatMap((one) => textsUnder(one, 'environment')));
    const inputs = given.flatMap((one) => entryOf(one, 'build_arguments') ?? []);
    const image = given.flatMap((one) => leafUnder(one, 'image') ?? [])[0] ?? leafUnder(value, 'type');
    const commands = scriptSteps(
      given.map((one) => entryOf(one, 'commands')?.value),
      source,
      `${owner}.${name}`,
    );
    return [ciStep(owner, 0, source, { value, head: key.at, name, ...(image ? { uses: image } : {}), inputs, env }), ...commands];
  });
}
