// CircleCI: jobs with their steps, and the contexts that workflows give them. Orbs are named and not read.
import { entryOf, leavesOf, textOf, type Entry, type Mapping, type Value } from '../value.ts';
import type { WorkflowStep } from '../workflow.ts';
import { ciJob, ciStep, entriesUnder, givenBy, isLeaf, itemsUnder, leafUnder, pipelineReader } from './pipeline.ts';

export const circleciReader = pipelineReader('circleci', 'circleci', (root, document, anchor) => {
  if (!entryOf(root, 'jobs') && !entryOf(root, 'workflows') && !entryOf(root, 'orbs')) return undefined;
  const uses = jobUses(root);
  return {
    // Commands are steps that several jobs share.
    steps: entriesUnder(root, 'commands').flatMap((command) =>
      itemsUnder(command.value, 'steps').flatMap((step, index) =>
        readStep(step, index, document.text, `${anchor}|commands.${textOf(command.key) ?? ''}`),
      ),
    ),
    jobs: entriesUnder(root, 'jobs').flatMap((entry) => {
      const id = textOf(entry.key);
      if (id === undefined || entry.value.kind !== 'mapping') return [];
      const job = entry.value;
      const owner = `${anchor}|jobs.${id}`;
      return [
        ciJob(anchor, {
          id,
          at: entry.at,
          head: entry.key.at,
          value: job,
          env: environmentOf(job),
          given: uses.filter((use) => use.job === id).flatMap((use) => givenBy('context', use.contexts)),
          steps: itemsUnder(job, 'steps').flatMap((step, index) => readStep(step, index, document.text, owner)),
        }),
      ];
    }),
  };
});

/** `environment` as a mapping or a list of mappings. */
function environmentOf(value: Value): readonly Entry[] {
  const environment = entryOf(value, 'environment')?.value;
  if (environment?.kind === 'mapping') return environment.entries;
  return environment?.kind === 'list' ? environment.items.flatMap((item) => (item.kind === 'mapping' ? item.entries : [])) : [];
}

function readStep(step: Value, index: number, source: string, owner: string): WorkflowStep[] {
  if (step.kind === 'scalar') return [ciStep(owner, index, source, { value: step, uses: step })];
  const entry = step.kind === 'mapping' ? step.entries[0] : undefined;
  if (!entry || entry.key.kind !== 'scalar') return [];
  if (entry.key.value === 'run') {
    const run = isLeaf(entry.value) ? entry.value : leafUnder(entry.value, 'command');
    const name = textOf(leafUnder(entry.value, 'name'));
    return [
      ciStep(owner, index, source, {
        value: step,
        head: entry.key.at,
        ...(name === undefined ? {} : { name }),
        ...(run ? { run } : {}),
        env: environmentOf(entry.value),
      }),
    ];
  }
  if (entry.key.value === 'when' || entry.key.value === 'unless')
    return itemsUnder(entry.value, 'steps').flatMap((inner) => readStep(inner, index, source, owner));
  return [
    ciStep(owner, index, source, {
      value: step,
      head: entry.key.at,
      uses: entry.key,
      inputs: entry.value.kind === 'mapping' ? entry.value.entries : [],
    }),
  ];
}

/** One use of a job in a workflow, with the contexts that it is given. */
export interface JobUse {
  readonly workflow: string;
  readonly job: string;
  readonly value: Value | undefined;
  readonly contexts: ReturnType<typeof leavesOf>;
  /** True where `filters` keep it to named branches or tags. */
  readonly filtered: boolean;
}

/** Every job of every workflow of a configuration. */
export function jobUses(root: Mapping): JobUse[] {
  return entriesUnder(root, 'workflows').flatMap((workflow) =>
    itemsUnder(workflow.value, 'jobs').flatMap((item): JobUse[] => {
      const name = textOf(workflow.key) ?? '';
      if (item.kind === 'scalar') return [{ workflow: name, job: String(item.value), value: undefined, contexts: [], filtered: false }];
      const entry = item.kind === 'mapping' ? item.entries[0] : undefined;
      if (!entry) return [];
      const branches = entryOf(entryOf(entry.value, 'filters')?.value, 'branches')?.value;
      const only =
        entryOf(branches, 'only') !== undefined ||
        (entryOf(entryOf(entry.value, 'filters')?.value, 'tags') !== undefined && entryOf(branches, 'ignore') !== undefined);
      return [
        {
          workflow: name,
          job: textOf(entry.key) ?? '',
          value: entry.value,
          contexts: leavesOf(entryOf(entry.value, 'context')?.value),
          filtered: only,
        },
      ];
    }),
  );
}
