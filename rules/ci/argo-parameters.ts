// Which parameters of Argo Workflows take any text. A template's inputs are filled by who calls it: the arguments of the
// whole workflow where it is the entry point, steps and tasks of this file, or, for a template of the cluster, workflows
// elsewhere.
import { entryOf, itemsOf, textOf, type Value } from '../../server/engine/facts/value.ts';
import type { Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import { argoSpec } from '../../server/engine/facts/ci/tekton.ts';

const parameters = (holder: Value | undefined): readonly Value[] => itemsOf(entryOf(holder, 'parameters')?.value);
const named = (list: readonly Value[], name: string): Value | undefined => list.find((one) => textOf(entryOf(one, 'name')?.value) === name);

/** True where a parameter of this name, of the workflow or of the job's own inputs, may hold any text. */
export function takesAnyText(token: string, name: string, workflow: Workflow, job: WorkflowJob | undefined): boolean {
  const declared = named(parameters(entryOf(argoSpec(workflow.value), 'arguments')?.value), name);
  if (declared !== undefined) return entryOf(declared, 'enum') === undefined;
  if (!job || !/^\{\{\s*inputs\./.test(token)) return false;
  const input = named(parameters(entryOf(job.value, 'inputs')?.value), name);
  if (!input || entryOf(input, 'enum') || entryOf(input, 'value')) return false;
  const calls = callsIn(workflow).get(job.id);
  if (!calls) return workflow.kind === 'template';
  return calls.some((call) => {
    const passed = textOf(entryOf(named(parameters(entryOf(call, 'arguments')?.value), name), 'value')?.value);
    const source = /\{\{\s*workflow\.parameters\.([\w-]+)\s*\}\}/.exec(passed ?? '');
    return source !== null && takesAnyText(source[0], source[1]!, workflow, undefined);
  });
}

const known = new WeakMap<Workflow, Map<string, Value[]>>();

/** The steps and tasks that call a template of the same file, by its name. One walk for a workflow. */
function callsIn(workflow: Workflow): ReadonlyMap<string, readonly Value[]> {
  const found = known.get(workflow) ?? new Map<string, Value[]>();
  if (known.has(workflow)) return found;
  known.set(workflow, found);
  for (const template of itemsOf(entryOf(argoSpec(workflow.value), 'templates')?.value)) {
    const steps = itemsOf(entryOf(template, 'steps')?.value).flatMap((one) => (one.kind === 'list' ? one.items : [one]));
    for (const call of [...steps, ...itemsOf(entryOf(entryOf(template, 'dag')?.value, 'tasks')?.value)]) {
      const name = textOf(entryOf(call, 'template')?.value);
      if (name === undefined) continue;
      const calls = found.get(name);
      if (calls) calls.push(call);
      else found.set(name, [call]);
    }
  }
  return found;
}
