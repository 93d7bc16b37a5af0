// Steps that ask what the person behind an event may do, and jobs that wait for their answer.
import { guardText } from '../../server/engine/facts/github/guard-text.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { tableOf } from '../../server/engine/table.ts';
import { inputText } from './secret-references.ts';

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

/**
 * True where nobody without rights gets further than steps of GitHub that only prepare: a step asks what the person may do, and
 * every step behind it looks at the answer or is not reached without one; or the steps are agents that ask it themselves.
 */
export function asksBeforeActing(job: WorkflowJob): boolean {
  const check = job.steps.find(checksPermission);
  const behind = check ? job.steps.filter((step) => step.index > check.index) : [];
  const ends = check !== undefined && endsTheJob(check) && !behind.some(runsAnyway);
  const guarded = (step: WorkflowStep): boolean =>
    step === check || (behind.includes(step) && (ends || (check?.id !== undefined && followsAnswer(guardText(step.condition), check.id))));
  return (
    (behind.length > 0 || job.steps.some(asksItself)) &&
    job.steps.every((step) => guarded(step) || asksItself(step) || /^actions\/(?:checkout|cache|setup-[\w-]+)$/.test(step.action ?? ''))
  );
}

/** Agents that answer only people with write access unless an input says otherwise, from their readmes, 2026-11. */
const asking = tableOf<string>({ 'anthropics/claude-code-action': 'allowed_non_write_users', 'openai/codex-action': 'allow-users' });

function asksItself(step: WorkflowStep): boolean {
  const open = asking.get(step.action ?? '');
  return open !== undefined && (inputText(step.inputs, open) ?? '') === '';
}

function runsAnyway(step: WorkflowStep): boolean {
  return /\b(?:always|failure|cancelled)\s{0,9}\(/.test(guardText(step.condition));
}

/** A condition that is true only where a step with this id gave an answer that lets through. */
function followsAnswer(condition: string, id: string): boolean {
  if (condition.includes('||')) return false;
  const outputs =
    /(?<![\w.-]|!\s{0,3})steps\.([\w-]{1,100})\.outputs\.[\w-]{1,100}(?!\s{0,9}(?:!=|==\s{0,9}'(?:false|none|read)?'))(?![\w-])/g;
  return [...condition.matchAll(outputs)].some((match) => match[1] === id);
}

/** A check that fails its step for somebody without rights, so that no step behind it runs. */
function endsTheJob(step: WorkflowStep): boolean {
  const script = textOf(step.run) ?? inputText(step.inputs, 'script');
  if (script !== undefined) return /core\.setFailed\(|\bprocess\.exit\(1\)|\bthrow\s|\bexit\s1\b/.test(script);
  return inputText(step.inputs, 'error-if-missing') === 'true';
}

/** True where the condition of a job looks at an output of a job before it that asks what the person may do. */
export function waitsForPermission(job: WorkflowJob, workflow: Workflow): boolean {
  const wanted =
    /(?<![\w.-]|!\s{0,3})needs\.([\w-]{1,100})\.outputs\.[\w-]{1,100}(?!\s{0,9}(?:!=|==\s{0,9}'(?:false|none|read)?'))(?![\w-])/g;
  const asked = [...guardText(job.condition).matchAll(wanted)].map((match) => match[1]!);
  return workflow.jobs.some((one) => asked.includes(one.id) && job.needs.includes(one.id) && one.steps.some(checksPermission));
}
