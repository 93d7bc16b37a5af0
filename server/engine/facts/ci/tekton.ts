// Tekton tasks and pipelines, and Argo workflows: Kubernetes objects that run pods under a service account. One object is
// one workflow; its tasks or templates are the jobs.
import { entryOf, textOf, type Leaf, type Mapping, type Value } from '../value.ts';
import type { WorkflowJob, WorkflowStep } from '../workflow.ts';
import { ciJob, ciStep, givenBy, headOf, isLeaf, itemsUnder, leafUnder, pipelineReader } from './pipeline.ts';

const tektonKinds = new Set(['Task', 'ClusterTask', 'TaskRun', 'Pipeline', 'PipelineRun', 'TriggerTemplate']);
const argoKinds = new Set(['Workflow', 'CronWorkflow', 'WorkflowTemplate', 'ClusterWorkflowTemplate']);

export const tektonReader = pipelineReader('tekton', 'tekton', (root, document, anchor) => {
  const kind = textOf(leafUnder(root, 'kind'));
  // It has no jobs of its own; rules look at who may start the runs of its triggers.
  if (kind === 'EventListener' && textOf(leafUnder(root, 'apiVersion'))?.startsWith('triggers.tekton.dev/'))
    return { kind: 'updates', jobs: [] };
  if (kind === undefined || !tektonKinds.has(kind) || !/^(?:triggers\.)?tekton\.dev\//.test(textOf(leafUnder(root, 'apiVersion')) ?? ''))
    return undefined;
  const spec = entryOf(root, 'spec')?.value;
  const name = nameOf(root);
  if (kind === 'TriggerTemplate')
    return {
      ...(name === undefined ? {} : { name }),
      kind: 'workflow',
      jobs: itemsUnder(spec, 'resourcetemplates').flatMap((run, index) =>
        run.kind === 'mapping' ? jobsOf(run, entryOf(run, 'spec')?.value, nameOf(run) ?? `${index}`, document.text, anchor) : [],
      ),
    };
  const jobs = jobsOf(root, spec, kind, document.text, anchor);
  return { ...(name === undefined ? {} : { name }), kind: kind.endsWith('Run') ? 'workflow' : 'template', jobs };
});

export const argoReader = pipelineReader('argo', 'argo', (root, document, anchor) => {
  const kind = textOf(leafUnder(root, 'kind'));
  // What takes events has no jobs; rules look at who may send them.
  if (kind === 'EventSource' && textOf(leafUnder(root, 'apiVersion'))?.startsWith('argoproj.io/')) return { kind: 'updates', jobs: [] };
  if (kind === undefined || !argoKinds.has(kind) || !textOf(leafUnder(root, 'apiVersion'))?.startsWith('argoproj.io/')) return undefined;
  const spec = argoSpec(root);
  const name = nameOf(root);
  const jobs = itemsUnder(spec, 'templates').flatMap((template, index): WorkflowJob[] => {
    if (template.kind !== 'mapping' || template.entries.length === 0) return [];
    const id = textOf(leafUnder(template, 'name')) ?? `${index}`;
    const owner = `${anchor}|jobs.${id}`;
    const containers = [
      ...['container', 'script'].flatMap((key) => entryOf(template, key)?.value ?? []),
      ...['initContainers', 'sidecars'].flatMap((key) => itemsUnder(template, key)),
      ...itemsUnder(entryOf(template, 'containerSet')?.value, 'containers'),
    ];
    const steps = containers.flatMap((container, at) =>
      container.kind === 'mapping' && container.entries.length > 0 ? [containerStep(container, at, document.text, owner)] : [],
    );
    return [ciJob(anchor, { id, at: template.at, head: leafUnder(template, 'name')?.at ?? headOf(template), value: template, steps })];
  });
  return {
    ...(name === undefined ? {} : { name }),
    kind: kind === 'Workflow' || kind === 'CronWorkflow' ? 'workflow' : 'template',
    jobs: withGiven(jobs, leafUnder(spec, 'serviceAccountName')),
  };
});

/** The steps and tasks of one specification, of an object or of a run that a trigger makes, under the account of its pods. */
function jobsOf(owner: Mapping, spec: Value | undefined, id: string, source: string, anchor: string): WorkflowJob[] {
  const jobs: WorkflowJob[] = [];
  const whole = [spec, entryOf(spec, 'taskSpec')?.value].find((one) => itemsUnder(one, 'steps').length > 0);
  if (whole) jobs.push(taskJob(owner, id, whole, source, anchor));
  for (const task of [
    ...itemsUnder(spec, 'tasks'),
    ...itemsUnder(spec, 'finally'),
    ...itemsUnder(entryOf(spec, 'pipelineSpec')?.value, 'tasks'),
    ...itemsUnder(entryOf(spec, 'pipelineSpec')?.value, 'finally'),
  ]) {
    const inner = entryOf(task, 'taskSpec')?.value;
    if (task.kind === 'mapping' && task.entries.length > 0)
      jobs.push(taskJob(task, textOf(leafUnder(task, 'name')) ?? `${jobs.length}`, inner ?? task, source, anchor));
  }
  return withGiven(jobs, leafUnder(entryOf(spec, 'taskRunTemplate')?.value, 'serviceAccountName') ?? leafUnder(spec, 'serviceAccountName'));
}

/** The specification of a workflow, also inside a `CronWorkflow`. */
export function argoSpec(root: Value): Value | undefined {
  const spec = entryOf(root, 'spec')?.value;
  return entryOf(spec, 'workflowSpec')?.value ?? spec;
}

function taskJob(owner: Mapping, id: string, spec: Value, source: string, anchor: string): WorkflowJob {
  const jobAnchor = `${anchor}|jobs.${id}`;
  const steps = itemsUnder(spec, 'steps').flatMap((step, index) =>
    step.kind === 'mapping' && step.entries.length > 0 ? [containerStep(step, index, source, jobAnchor)] : [],
  );
  return ciJob(anchor, { id, at: owner.at, head: leafUnder(owner, 'name')?.at ?? headOf(owner), value: owner, steps });
}

function containerStep(step: Mapping, index: number, source: string, anchor: string): WorkflowStep {
  const script =
    leafUnder(step, 'script') ??
    leafUnder(step, 'source') ??
    [...itemsUnder(step, 'command'), ...itemsUnder(step, 'args')].filter(isLeaf).at(-1);
  const image = leafUnder(step, 'image');
  const env = itemsUnder(step, 'env').flatMap((item) => {
    const name = leafUnder(item, 'name');
    const value = entryOf(item, 'value') ?? entryOf(item, 'valueFrom');
    return name && value ? [{ key: name, value: value.value, at: item.at }] : [];
  });
  return ciStep(anchor, index, source, {
    value: step,
    head: headOf(step),
    ...(script ? { run: script } : {}),
    ...(image ? { uses: image } : {}),
    env,
  });
}

function nameOf(root: Value): string | undefined {
  const metadata = entryOf(root, 'metadata')?.value;
  return textOf(leafUnder(metadata, 'name')) ?? textOf(leafUnder(metadata, 'generateName'));
}

/** The account that every pod of a run has, unless a template names its own, and the secrets that its containers read. */
function withGiven(jobs: readonly WorkflowJob[], account: Leaf | undefined): WorkflowJob[] {
  return jobs.map((job) => {
    const own = leafUnder(job.value, 'serviceAccountName') ?? account;
    const secrets = job.steps.flatMap((step) =>
      step.env.flatMap((entry) => leafUnder(entryOf(entry.value, 'secretKeyRef')?.value, 'name') ?? []),
    );
    const given = [...givenBy('serviceaccount', own ? [own] : []), ...givenBy('secret', secrets)];
    return given.length === 0 ? job : { ...job, given };
  });
}
