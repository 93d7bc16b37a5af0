// Travis CI: the phases of a build as one job, and each job of `jobs.include` that has commands of its own. What is deployed to is told
// as a step that uses its provider. The matrix is not multiplied out.
import { entryOf, textOf, type Entry, type Mapping, type Value } from '../value.ts';
import type { WorkflowJob, WorkflowStep } from '../workflow.ts';
import { assignedIn, ciJob, ciStep, headOf, itemsUnder, leafUnder, pipelineReader, scriptSteps, textsUnder } from './pipeline.ts';

const phases = [
  'before_install',
  'install',
  'before_script',
  'script',
  'before_cache',
  'after_success',
  'after_failure',
  'before_deploy',
  'after_deploy',
  'after_script',
];

export const travisReader = pipelineReader('travis', 'travis', (root, document, anchor) => {
  const included = ['jobs', 'matrix'].flatMap((key) => itemsUnder(entryOf(root, key)?.value, 'include'));
  const jobs = [root, ...included].flatMap((one, index) => readJob(one, index, document.text, anchor));
  return jobs.length === 0 ? undefined : { env: variablesOf(root), jobs };
});

function readJob(value: Value, index: number, source: string, owner: string): WorkflowJob[] {
  if (value.kind !== 'mapping') return [];
  const name = leafUnder(value, 'name') ?? leafUnder(value, 'stage');
  const id = index === 0 ? 'build' : `${textOf(name) ?? 'job'}-${index}`;
  const scripts = scriptSteps(
    phases.map((phase) => entryOf(value, phase)?.value),
    source,
    `${owner}|jobs.${id}`,
  );
  const steps = [...scripts, ...deploys(value, source, `${owner}|jobs.${id}`)];
  if (steps.length === 0) return [];
  return [
    ciJob(owner, {
      id,
      at: value.at,
      head: index === 0 ? headOf(value) : (name?.at ?? headOf(value)),
      value,
      env: variablesOf(value),
      steps,
    }),
  ];
}

function deploys(job: Mapping, source: string, owner: string): WorkflowStep[] {
  const deploy = entryOf(job, 'deploy')?.value;
  const all = deploy?.kind === 'list' ? deploy.items : deploy ? [deploy] : [];
  return all.flatMap((one, index) => {
    const provider = leafUnder(one, 'provider');
    const script = scriptSteps([entryOf(one, 'script')?.value], source, `${owner}.deploy`);
    if (one.kind !== 'mapping' || !provider) return script;
    return [ciStep(owner, index, source, { value: one, uses: provider, inputs: one.entries }), ...script];
  });
}

/** `env` holds variables for all builds and for one each, as texts or as a mapping. */
function variablesOf(job: Value): Entry[] {
  const env = entryOf(job, 'env')?.value;
  const parts = [env, ...['global', 'jobs', 'matrix'].map((key) => entryOf(env, key)?.value)];
  const named = (one: Value | undefined): Entry[] =>
    one?.kind === 'mapping' ? one.entries.filter(({ key }) => !/^(?:global|jobs|matrix|secure)$/.test(textOf(key) ?? '')) : [];
  const texts = [...textsUnder(job, 'env'), ...['global', 'jobs', 'matrix'].flatMap((key) => textsUnder(env, key))];
  const items = parts.flatMap((one) => (one?.kind === 'list' ? one.items.flatMap(named) : named(one)));
  return [...items, ...assignedIn(texts)];
}
