// Variables of a step's environment that carry text which a stranger wrote.
import { untrustedInputs, type UntrustedInput } from '../../server/engine/facts/github/untrusted-input.ts';
import { textOf } from '../../server/engine/facts/value.ts';
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
  const declared = new Set<string>();
  const found = new Map<string, UntrustedInput>();
  for (const owner of [step, job, workflow]) {
    for (const expression of owner?.expressions ?? []) {
      const name = expression.where === 'env' ? expression.key?.replace(/\W/g, '') : undefined;
      if (name === undefined || !named.has(name) || declared.has(name) || found.has(name)) continue;
      const input = untrustedInputs(expression.tree, workflow, { step, job }).find((one) => one.author === 'stranger');
      if (input) found.set(name, input);
    }
    // What is declared here hides the same name further out, also where it is plain text.
    for (const { key } of owner?.env ?? []) declared.add(textOf(key) ?? '');
  }
  return [...found].map(([name, input]) => ({ name, input }));
}
