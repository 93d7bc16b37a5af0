// Buildkite: command steps with their environment and plugins, groups flattened. A file that is a list is one of steps.
import { entryOf, leavesOf, textOf, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import type { WorkflowJob, WorkflowStep } from '../workflow.ts';
import {
  type ReadPipeline,
  ciJob,
  ciStep,
  entriesUnder,
  givenBy,
  headOf,
  isLeaf,
  itemsUnder,
  leafUnder,
  pipelineReader,
  scriptSteps,
} from './pipeline.ts';

const readBuildkite: ReadPipeline = (root, document, anchor) => {
  const steps = itemsUnder(root, 'steps');
  if (steps.length === 0) return undefined;
  const jobs: WorkflowJob[] = [];
  const collect = (step: Value) => {
    if (step.kind !== 'mapping') return;
    if (entryOf(step, 'group')) itemsUnder(step, 'steps').forEach(collect);
    else if (['command', 'commands', 'plugins'].some((key) => entryOf(step, key)))
      jobs.push(readJob(step, jobs.length, document.text, anchor));
  };
  steps.forEach(collect);
  return { env: entriesUnder(root, 'env'), jobs };
};

export const buildkiteReader = pipelineReader('buildkite', 'buildkite', readBuildkite, { listIs: 'steps' });

function readJob(step: Mapping, index: number, source: string, owner: string): WorkflowJob {
  const label = leafUnder(step, 'key') ?? leafUnder(step, 'label') ?? leafUnder(step, 'name');
  const id = textOf(label) ?? `${index}`;
  const anchor = `${owner}|jobs.${id}`;
  const commands = scriptSteps([entryOf(step, 'commands')?.value, entryOf(step, 'command')?.value], source, anchor);
  const agents = entryOf(step, 'agents')?.value;
  return ciJob(owner, {
    id,
    at: step.at,
    head: label?.at ?? headOf(step),
    value: step,
    env: entriesUnder(step, 'env'),
    given: givenBy('secret', secretsOf(step)),
    steps: [...commands, ...pluginsOf(step).map((plugin, at) => pluginStep(plugin, commands.length + at, source, anchor))],
    ...(agents ? { runner: agents } : {}),
  });
}

interface Plugin {
  readonly name: Leaf;
  readonly options: readonly Entry[];
  readonly value: Value;
}

/** Plugins in all notations: names, `name: options`, and one mapping of them. */
function pluginsOf(step: Mapping): Plugin[] {
  const plugins = entryOf(step, 'plugins')?.value;
  const fromMapping = (mapping: Mapping): Plugin[] =>
    mapping.entries.map((entry) => ({
      name: entry.key,
      options: entry.value.kind === 'mapping' ? entry.value.entries : [],
      value: mapping,
    }));
  if (plugins?.kind === 'mapping') return fromMapping(plugins);
  if (plugins?.kind !== 'list') return [];
  return plugins.items.flatMap((item) =>
    item.kind === 'mapping' ? fromMapping(item) : isLeaf(item) ? [{ name: item, options: [], value: item }] : [],
  );
}

function pluginStep(plugin: Plugin, index: number, source: string, anchor: string): WorkflowStep {
  return ciStep(anchor, index, source, { value: plugin.value, uses: plugin.name, inputs: plugin.options });
}

/** Names of secrets, as a list or as the values of a mapping. */
function secretsOf(step: Mapping): Leaf[] {
  const secrets = entryOf(step, 'secrets')?.value;
  return secrets?.kind === 'mapping' ? secrets.entries.flatMap((entry) => (isLeaf(entry.value) ? [entry.value] : [])) : leavesOf(secrets);
}
