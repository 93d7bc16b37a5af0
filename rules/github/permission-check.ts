// Steps that ask what the person behind an event may do, and jobs that wait for their answer.
import { needsAnswer } from '../../server/engine/facts/github/answer-guard.ts';
import { guardText } from '../../server/engine/facts/github/guard-text.ts';
import { insidersOnly } from '../../server/engine/facts/github/insider-guard.ts';
import { strangersMake } from '../../server/engine/facts/github/open-condition.ts';
import { mentionsOf, pathOf } from '../../server/engine/facts/github/expression-paths.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import type { ExpressionNode, Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { tableOf } from '../../server/engine/table.ts';
import { inputText } from './secret-references.ts';

/** A step that asks what a person may do in this repository, by GitHub's API, by one of the actions for it or by their association. */
export function checksPermission(step: WorkflowStep): boolean {
  if (
    step.action !== undefined &&
    /(?:check|verify|require|get)-?(?:user|actor|author|team)?s?-?(?:permission|membership)/.test(step.action)
  )
    return true;
  return [step.run, step.inputs.find((one) => textOf(one.key) === 'script')?.value].some(
    (one) =>
      asksGitHub.test(textOf(one) ?? '') || (isHandedAssociation(step) && /\b(?:OWNER|MEMBER|COLLABORATOR)\b/.test(textOf(one) ?? '')),
  );
}

const asksGitHub =
  /getCollaboratorPermissionLevel|checkCollaborator|\/collaborators\/[^\s"']{1,80}\/permission\b|getMembershipForUserInOrg|checkMembershipForUser|\b(?:orgs|teams)\/[^\s"']{1,80}\/member(?:ship)?s\//;

/** What GitHub calls the association of somebody goes into a script or an action, which may look at it. */
function isHandedAssociation(step: WorkflowStep): boolean {
  return step.expressions.some(
    (one) => one.where !== 'if' && mentionsOf(one.tree).some((node) => pathOf(node)?.endsWith('.author_association')),
  );
}

/** True where a step is handed what says who acts, and a later one looks at its answer: how well it is asked is not read. */
export function asksSomewhere(job: WorkflowJob): boolean {
  return job.steps.some(
    (check) =>
      (isHandedAssociation(check) || checksPermission(check)) &&
      job.steps.some((step) => step.index > check.index && looksAtAnswer(step, check)),
  );
}

/**
 * True where nobody without rights gets further than steps of GitHub that only prepare: a step asks what the person may do, and
 * every step behind it looks at the answer or is not reached without one; or the steps are agents that ask it themselves.
 */
export function asksBeforeActing(job: WorkflowJob, event: string): boolean {
  const check = job.steps.find(checksPermission);
  const behind = check ? job.steps.filter((step) => step.index > check.index) : [];
  const ends = check !== undefined && endsFor(check, event) && !behind.some(runsAnyway);
  const asked = (step: WorkflowStep): boolean => asksItself(step) || insidersOnly(step, event);
  const guarded = (step: WorkflowStep): boolean => step === check || (behind.includes(step) && (ends || looksAtAnswer(step, check!)));
  return (
    (behind.length > 0 || job.steps.some(asked)) &&
    job.steps.every(
      (step) =>
        guarded(step) || asked(step) || /^actions\/(?:checkout|cache|create-github-app-token|setup-[\w-]+)$/.test(step.action ?? ''),
    )
  );
}

/** True where a job fails for somebody without rights, so that no job that needs it is started. */
export function endsForOutsiders(job: WorkflowJob, event: string): boolean {
  return !goesOn(job) && job.steps.some((step) => checksPermission(step) && endsFor(step, event));
}

/** The job ends with this check for somebody without rights. */
function endsFor(check: WorkflowStep, event: string): boolean {
  return failsFor(check) && !goesOn(check) && !isSkipped(check, event);
}

/**
 * Actions that answer only people with write access unless an input says otherwise, with what of it still asks for them. From their
 * readmes and metadata, 2026-11.
 */
const asking = tableOf<{ readonly input: string; readonly asks: RegExp }>({
  'anthropics/claude-code-action': { input: 'allowed_non_write_users', asks: /^$/ },
  'openai/codex-action': { input: 'allow-users', asks: /^$/ },
  'github/branch-deploy': { input: 'permissions', asks: /^(?!.*\b(?:read|triage)\b)/ },
  'github/command': { input: 'permissions', asks: /^(?!.*\b(?:read|triage)\b)/ },
  'peter-evans/slash-command-dispatch': { input: 'permission', asks: /^(?:triage|write|maintain|admin)?$/ },
});

function asksItself(step: WorkflowStep): boolean {
  const known = asking.get(step.action ?? '');
  // Commands in JSON ask one by one.
  return (
    known !== undefined && known.asks.test(inputText(step.inputs, known.input) ?? '') && inputText(step.inputs, 'config') === undefined
  );
}

/** True for a job or a step that runs where one before it did not or failed. */
export function runsAnyway({ condition }: Pick<WorkflowStep, 'condition'>): boolean {
  return /\b(?:always|failure|cancelled)\s{0,9}\(/.test(guardText(condition));
}

/** The tree of a condition that decides something. */
function conditionOf({ condition, expressions }: Pick<WorkflowStep, 'condition' | 'expressions'>): ExpressionNode | undefined {
  return guardText(condition) === '' ? undefined : expressions.find((one) => one.where === 'if')?.tree;
}

function looksAtAnswer(step: WorkflowStep, check: WorkflowStep): boolean {
  const tree = conditionOf(step);
  const own = `steps.${check.id?.toLowerCase()}.`;
  const isAnswer = (path: string): boolean => path.startsWith(`${own}outputs.`) || (path === `${own}outcome` && failsFor(check));
  return check.id !== undefined && tree !== undefined && needsAnswer(tree, isAnswer);
}

/** A check that fails its step for somebody without rights; not where only the question itself could fail. */
function failsFor(step: WorkflowStep): boolean {
  const script = textOf(step.run) ?? inputText(step.inputs, 'script');
  if (script === undefined) return inputText(step.inputs, 'error-if-missing') === 'true';
  const meant = script
    .replace(/^[ \t]*(?:\/\/|#).*$/gm, '')
    .replace(/\bcatch\s{0,3}(?:\(\s{0,3}\w{1,30}\s{0,3}\)\s{0,3})?\{(?:[^{}]|\{[^{}]{0,100}\}){0,400}\}/g, '');
  return /core\.setFailed\(|\bprocess\.exit\(1\)|\bthrow\s|\bexit\s1\b/.test(meant);
}

/** The job does not end with this step when it fails. */
function goesOn({ value }: Pick<WorkflowStep, 'value'>): boolean {
  const entry = entryOf(value, 'continue-on-error');
  return entry !== undefined && textOf(entry.value) !== 'false' && !(entry.value.kind === 'scalar' && entry.value.value === false);
}

/** A check that a stranger can have passed over. */
function isSkipped(step: WorkflowStep, event: string): boolean {
  const tree = conditionOf(step);
  return tree !== undefined && strangersMake(tree, false, event);
}

/** True where the condition of a job looks at an output of a job before it that asks what the person may do. */
export function waitsForPermission(job: WorkflowJob, workflow: Workflow): boolean {
  const tree = conditionOf(job);
  return workflow.jobs.some(
    (one) =>
      job.needs.includes(one.id) &&
      one.steps.some(checksPermission) &&
      tree !== undefined &&
      needsAnswer(tree, (path) => path.startsWith(`needs.${one.id.toLowerCase()}.outputs.`)),
  );
}
