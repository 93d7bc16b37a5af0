// AppVeyor: the phases of a build as one job. A command says its shell, and runs in that of Windows without one.
import { entryOf, textOf, type Entry, type Leaf, type Value } from '../value.ts';
import type { WorkflowStep } from '../workflow.ts';
import { buildJob, ciStep, isLeaf, itemsUnder, pipelineReader } from './pipeline.ts';

const phases = [
  'init',
  'install',
  'before_build',
  'build_script',
  'after_build',
  'before_test',
  'test_script',
  'after_test',
  'before_package',
  'before_deploy',
  'deploy_script',
  'after_deploy',
  'on_success',
  'on_failure',
  'on_finish',
];
const shells = ['cmd', 'ps', 'pwsh', 'sh', 'bat'];

export const appveyorReader = pipelineReader('appveyor', 'appveyor', (root, document, anchor) => {
  const owner = `${anchor}|jobs.build`;
  const steps = phases.flatMap((phase) =>
    itemsUnder(root, phase).flatMap((item, index) => readCommand(item, index, document.text, `${owner}.${phase}`)),
  );
  return steps.length === 0
    ? undefined
    : { jobs: [buildJob(anchor, root, { steps, env: variablesOf(entryOf(root, 'environment')?.value) })] };
});

function readCommand(item: Value, index: number, source: string, owner: string): WorkflowStep[] {
  const step = (run: Leaf): WorkflowStep => ciStep(owner, index, source, { value: item, run });
  if (isLeaf(item)) return [step(item)];
  return item.kind === 'mapping'
    ? item.entries.flatMap(({ key, value }) => (shells.includes(textOf(key) ?? '') && isLeaf(value) ? [step(value)] : []))
    : [];
}

/** Those of every build; a matrix adds some for one each. Encrypted ones are mappings of `secure`. */
function variablesOf(environment: Value | undefined): Entry[] {
  const all = environment?.kind === 'mapping' ? environment.entries : [];
  const global = entryOf(environment, 'global')?.value;
  const each = itemsUnder(environment, 'matrix').flatMap((one) => (one.kind === 'mapping' ? one.entries : []));
  return [...all, ...(global?.kind === 'mapping' ? global.entries : []), ...each].filter(({ value }) => isLeaf(value));
}
