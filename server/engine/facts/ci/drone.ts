// Drone and Woodpecker: steps with their commands, environment and plugin settings. Both write secrets as `from_secret`.
import { entryOf, textOf, type Leaf, type Mapping, type Value } from '../value.ts';
import type { WorkflowStep } from '../workflow.ts';
import {
  ciJob,
  ciStep,
  entriesUnder,
  givenBy,
  headOf,
  isLeaf,
  itemsUnder,
  leafUnder,
  leavesNamed,
  pipelineReader,
  type ReadPipeline,
} from './pipeline.ts';

const read: ReadPipeline = (root, document, anchor) => {
  const kind = textOf(leafUnder(root, 'kind'));
  if (kind !== undefined && kind !== 'pipeline') return undefined;
  const steps = stepsOf(root);
  if (steps.length === 0) return undefined;
  const name = textOf(leafUnder(root, 'name'));
  const trigger = entryOf(root, 'trigger') ?? entryOf(root, 'when');
  return {
    ...(name === undefined ? {} : { name }),
    triggers: trigger ? [{ name: 'trigger', at: trigger.key.at, detail: trigger.value }] : [],
    // Each step runs in a container of its own with secrets of its own, so that each is a job.
    jobs: steps.map(({ id, value }) => {
      const owner = `${anchor}|jobs.${id}`;
      return ciJob(anchor, {
        id,
        at: value.at,
        head: leafUnder(value, 'name')?.at ?? headOf(value),
        value,
        env: environmentOf(value),
        given: givenBy('secret', [...leavesNamed(value, 'from_secret'), ...listedSecrets(value)]),
        steps: commandSteps(value, document.text, owner),
      });
    }),
  };
};

export const droneReader = pipelineReader('drone', 'drone', read);
export const woodpeckerReader = pipelineReader('woodpecker', 'woodpecker', read);

/** Steps as a list, or as a mapping of names as Woodpecker also takes them. */
function stepsOf(root: Mapping): { id: string; value: Mapping }[] {
  const steps = entryOf(root, 'steps')?.value ?? entryOf(root, 'pipeline')?.value;
  if (steps?.kind === 'mapping')
    return steps.entries.flatMap((entry) =>
      entry.value.kind === 'mapping' && entry.value.entries.length > 0 ? [{ id: textOf(entry.key) ?? '', value: entry.value }] : [],
    );
  if (steps?.kind !== 'list') return [];
  return steps.items.flatMap((step, index) =>
    step.kind === 'mapping' && step.entries.length > 0 ? [{ id: textOf(leafUnder(step, 'name')) ?? `${index}`, value: step }] : [],
  );
}

/** `secrets:` of older versions: names, or a mapping of the name and the variable that gets it. */
function listedSecrets(step: Mapping): Leaf[] {
  const secrets = entryOf(step, 'secrets')?.value;
  return secrets?.kind === 'list' ? secrets.items.flatMap((one) => (isLeaf(one) ? [one] : (leafUnder(one, 'source') ?? []))) : [];
}

function environmentOf(step: Value) {
  const environment = entryOf(step, 'environment')?.value;
  return environment?.kind === 'mapping' ? environment.entries : [];
}

function commandSteps(step: Mapping, source: string, owner: string): WorkflowStep[] {
  const commands = itemsUnder(step, 'commands')
    .filter(isLeaf)
    .map((leaf, index) => ciStep(owner, index, source, { value: leaf, run: leaf }));
  const image = leafUnder(step, 'image');
  return image
    ? [
        ...commands,
        ciStep(owner, commands.length, source, {
          value: step,
          uses: image,
          inputs: entriesUnder(step, 'settings'),
          env: environmentOf(step),
        }),
      ]
    : commands;
}
