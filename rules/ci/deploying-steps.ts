// Tasks of Azure Pipelines and pipes of Bitbucket that change what runs somewhere: a deployment without a command.
import { textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { tableOf } from '../../server/engine/table.ts';

interface Deploying {
  /** The input that decides, and the values of it that deploy; a task without one always does. */
  readonly input?: string;
  readonly values?: RegExp;
  /** True where a task without the input deploys. */
  readonly byDefault?: true;
}

const terraform: Deploying = { input: 'command', values: /^(?:apply|destroy)$/i };

/** From the tasks' reference and, for Terraform and OpenTofu, the extension's task definitions, read in 2026-11. Names in lower case. */
const tasks = tableOf<Deploying>({
  azurewebapp: {},
  azurewebappcontainer: {},
  azurefunctionapp: {},
  azurefunctionappcontainer: {},
  azurermwebappdeployment: {},
  azurecontainerapps: {},
  azurestaticwebapp: {},
  azureresourcemanagertemplatedeployment: { input: 'deploymentmode', values: /^(?:incremental|complete)$/i, byDefault: true },
  kubernetes: { input: 'command', values: /^(?:apply|create|delete|run|set)$/i },
  kubernetesmanifest: { input: 'action', values: /^(?:deploy|promote|patch|delete|scale)$/i, byDefault: true },
  helmdeploy: { input: 'command', values: /^(?:install|upgrade)$/i },
  terraformtask: terraform,
  terraformtaskv1: terraform,
  terraformtaskv2: terraform,
  terraformtaskv3: terraform,
  terraformtaskv4: terraform,
  opentofutask: terraform,
});

/** The first step of a job that deploys by a task or a pipe, with its name without a version. */
export function deployingStep(steps: readonly WorkflowStep[]): { readonly command: string; readonly at: Leaf['at'] } | undefined {
  for (const step of steps) {
    const uses = textOf(step.uses);
    if (!step.uses || uses === undefined) continue;
    const pipe = /^(atlassian\/[\w-]{1,80}-deploy)(?::|$)/.exec(uses)?.[1];
    const task = /^(\w{1,80})@\d/.exec(uses)?.[1];
    const known = task === undefined ? undefined : tasks.get(task.toLowerCase());
    if (pipe !== undefined || (known && deploys(known, step))) return { command: pipe ?? task!, at: step.uses.at };
  }
  return undefined;
}

function deploys({ input, values, byDefault }: Deploying, step: WorkflowStep): boolean {
  if (input === undefined || !values) return true;
  const entry = step.inputs.find((one) => textOf(one.key)?.toLowerCase() === input);
  return entry ? values.test(textOf(entry.value) ?? '') : byDefault === true;
}
