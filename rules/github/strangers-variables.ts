// Variables of a step's environment that carry text which a stranger wrote.
import { untrustedInputs, type UntrustedInput } from '../../server/engine/facts/github/untrusted-input.ts';
import type { Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';

export interface StrangersVariable {
  /** As declared; letters, digits and `_` only. */
  readonly name: string;
  readonly input: UntrustedInput;
}

/** The variables of the step, its job and the workflow that its script names, each as the nearest of them declares it. */
export function strangersVariables(step: WorkflowStep, job: WorkflowJob | undefined, workflow: Workflow): StrangersVariable[] {
  const named = new Set(step.lines.flatMap(({ text }) => [...text.matchAll(/\$\{?(?:env:)?(\w+)/gi)].map((match) => match[1]!)));
  if (named.size === 0) return [];
  const found = new Map<string, UntrustedInput | undefined>();
  for (const owner of [step, job, workflow]) {
    for (const expression of owner?.expressions ?? []) {
      const name = expression.where === 'env' ? expression.key?.replace(/\W/g, '') : undefined;
      if (name === undefined || !named.has(name) || found.has(name)) continue;
      found.set(
        name,
        untrustedInputs(expression.tree, workflow, { step, job }).find((one) => one.author === 'stranger'),
      );
    }
  }
  return [...found].flatMap(([name, input]) => (input ? [{ name, input }] : []));
}
