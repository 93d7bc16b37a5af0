// Steps that ask what the person behind an event may do, and jobs that wait for their answer.
import { guardText } from '../../server/engine/facts/github/guard-text.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';

/** A step that asks GitHub what a person may do in this repository, by the API or by one of the actions for it. */
export function checksPermission(step: WorkflowStep): boolean {
  if (
    step.action !== undefined &&
    /(?:check|verify|require|get)-?(?:user|actor|author|team)?s?-?(?:permission|membership)/.test(step.action)
  )
    return true;
  return [step.run, step.inputs.find((one) => textOf(one.key) === 'script')?.value].some((one) =>
    /getCollaboratorPermissionLevel|\/collaborators\/[^\s"']{1,80}\/permission\b|getMembershipForUserInOrg/.test(textOf(one) ?? ''),
  );
}

/** True where the condition of a job looks at an output of a job before it that asks what the person may do. */
export function waitsForPermission(job: WorkflowJob, workflow: Workflow): boolean {
  const wanted =
    /(?<![\w.-]|!\s{0,3})needs\.([\w-]{1,100})\.outputs\.[\w-]{1,100}(?!\s{0,9}(?:!=|==\s{0,9}'(?:false|none|read)?'))(?![\w-])/g;
  const asked = [...guardText(job.condition).matchAll(wanted)].map((match) => match[1]!);
  return workflow.jobs.some((one) => asked.includes(one.id) && job.needs.includes(one.id) && one.steps.some(checksPermission));
}
