// What a job needs of its token: the union over its steps of what each action and each command uses. A step that cannot
// be told is named in `unknown`, and nothing is concluded about the job then.
import { actionFacts, type Access } from '../../catalog/actions.ts';
import { textOf, type Entry } from '../value.ts';
import type { Workflow, WorkflowJob, WorkflowStep } from '../workflow.ts';
import { commandNeeds, mayBeJobToken } from './command-needs.ts';
import { mentionsOf, pathOf } from './expression-paths.ts';
import { mayTakeOidcUnseen, takesOidcToken } from './cloud-login.ts';
import { scriptNeeds } from './script-needs.ts';
import { statedNeed, type StatedNeed } from './stated-need.ts';
import { readUses } from './uses.ts';

export interface Need {
  readonly access: Access;
  /** The action or command that it is for. */
  readonly for: string;
}

export interface JobNeed {
  readonly scopes: ReadonlyMap<string, Need>;
  /** Steps that could not be told, in words. */
  readonly unknown: readonly string[];
  /** True where a script that is not read here could push with the credentials that a checkout left behind. */
  readonly mayPush: boolean;
  /** True where a step asks for an OIDC token, or may do so under inputs or in commands that do not show it. */
  readonly mayAskOidc: boolean;
  /** True where a script or a tool with settings of its own may ask for one. */
  readonly mayAskUnseen: boolean;
}

/** Finds the action in a folder of this repository, or the workflow or other document of GitHub's in a file of it. */
export type FindLocal = (path: string) => Workflow | undefined;

/** Actions within actions and calls within calls are followed this far. */
const deepest = 5;

export function jobNeed(job: WorkflowJob, workflow: Workflow, findLocal: FindLocal): JobNeed {
  const into = {
    scopes: new Map<string, Need>(),
    unknown: [] as string[],
    mayPush: false,
    mayAskOidc: false,
    mayAskUnseen: false,
    persisted: false,
  };
  if (job.calls) needOfCall(job, findLocal, into, 0);
  needOfImages(job, into);
  needOfSteps(job.steps, [job, workflow], findLocal, into, 0);
  return into;
}

/** `persisted`: a checkout left credentials behind that later steps can push with. */
type Collected = {
  scopes: Map<string, Need>;
  unknown: string[];
  mayPush: boolean;
  mayAskOidc: boolean;
  mayAskUnseen: boolean;
  persisted: boolean;
};

function needOfCall(job: WorkflowJob, findLocal: FindLocal, into: Collected, depth: number): void {
  const reference = readUses(job.calls!.uses);
  const called = reference?.kind === 'local' && depth < deepest ? findLocal(reference.path) : undefined;
  if (!called) {
    into.unknown.push(`the called workflow \`${textOf(job.calls!.uses) ?? 'of a computed name'}\``);
    return;
  }
  for (const inner of called.jobs) {
    // A called job asks for its scopes of the caller's token; written there, they are its need.
    const written = inner.permissions ?? called.permissions;
    for (const scope of written?.scopes ?? []) {
      const access = textOf(scope.access);
      if (access === 'read' || access === 'write') add(into.scopes, scope.name, access, `job \`${inner.id}\` of the called workflow`);
    }
    if (written?.all) into.unknown.push(`job \`${inner.id}\` of the called workflow`);
    if (!written) {
      needOfImages(inner, into);
      if (inner.calls) needOfCall(inner, findLocal, into, depth + 1);
      // Each job has a machine and a checkout of its own.
      into.persisted = false;
      needOfSteps(inner.steps, [inner, called], findLocal, into, depth + 1);
    }
  }
}

/** Images of the job and its services that the runner pulls with the token. */
function needOfImages(job: WorkflowJob, into: Collected): void {
  const pulls = job.expressions.some(
    (one) =>
      (one.where === 'container' || one.where === 'services') &&
      mentionsOf(one.tree).some((mention) => jobTokens.has(pathOf(mention) ?? '')),
  );
  if (pulls) add(into.scopes, 'packages', 'read', 'the image that it runs in');
}

/** `around` are the job and the workflow, whose variables the steps have too. */
function needOfSteps(
  steps: readonly WorkflowStep[],
  around: readonly (WorkflowJob | Workflow)[],
  findLocal: FindLocal,
  into: Collected,
  depth: number,
): void {
  for (const step of steps) {
    if (takesOidcToken(step)) into.mayAskOidc = true;
    if (mayTakeOidcUnseen(step)) into.mayAskUnseen = true;
    if (step.run || step.lines.length > 0) {
      const commands = commandNeeds(step, around);
      for (const { scope, access, command } of commands.needs) add(into.scopes, scope, access, `\`${command}\``);
      into.unknown.push(...commands.unknown);
      if (into.persisted && commands.opaque) into.mayPush = true;
    }
    if (step.uses) needOfAction(step, around, findLocal, into, depth);
  }
}

function needOfAction(
  step: WorkflowStep,
  around: readonly (WorkflowJob | Workflow)[],
  findLocal: FindLocal,
  into: Collected,
  depth: number,
): void {
  const reference = readUses(step.uses);
  if (reference?.kind === 'local') {
    const action = depth < deepest ? findLocal(reference.path) : undefined;
    if (action?.kind === 'action' && action.steps.length > 0) needOfSteps(action.steps, around, findLocal, into, depth + 1);
    else if (!(action && addStated(step, statedNeed(findLocal(`${reference.path}/action-security.yml`)), `\`./${reference.path}\``, into)))
      into.unknown.push(`the action \`./${reference.path}\``);
    return;
  }
  const facts = reference?.kind === 'repository' ? actionFacts(reference.name) : undefined;
  if (
    !facts &&
    reference?.kind === 'repository' &&
    addStated(step, statedNeed(findLocal(`knowledge-base/actions/${reference.name}/action-security.yml`)), `\`${reference.name}\``, into)
  )
    return;
  if (step.action === 'actions/github-script' && !givesOtherToken(step, 'github-token')) {
    const script = textOf(step.inputs.find((one) => textOf(one.key) === 'script')?.value) ?? '';
    for (const { scope, access, call } of scriptNeeds(script)) add(into.scopes, scope, access, `\`${call}\``);
  }
  if (!facts || reference?.kind !== 'repository') {
    into.unknown.push(`the action \`${textOf(step.uses)?.split('@')[0] ?? 'of a computed name'}\``);
    return;
  }
  if (handsTokenElsewhere(step, facts.tokens)) into.unknown.push(`\`${reference.name}\`, which is given the token`);
  const own = facts.tokens.some((token) => givesOtherToken(step, token));
  if (!own) for (const [scope, access] of facts.needs) add(into.scopes, scope, access, `\`${reference.name}\``);
  for (const { input, is, needs } of facts.when) {
    const entry = step.inputs.find((one) => textOf(one.key)?.toLowerCase() === input.toLowerCase());
    const value = entry && textOf(entry.value);
    if (
      !entry ||
      value === 'false' ||
      value === '' ||
      (is !== undefined && value !== undefined && !value.includes('${{') && value !== is && hostOf(value) !== is)
    )
      continue;
    for (const [scope, access] of needs) add(into.scopes, scope, access, `\`${reference.name}\``);
  }
  const persists = step.inputs.find((one) => textOf(one.key) === 'persist-credentials');
  if (reference.name === 'actions/checkout' && textOf(persists?.value) !== 'false') into.persisted = true;
}

/** `ghcr.io` of `https://ghcr.io/acme`. */
function hostOf(address: string): string {
  return address.replace(/^https?:\/\//, '').split('/')[0]!;
}

/** Adds what the author of an action says that it needs; false where nobody says it. */
function addStated(step: WorkflowStep, stated: StatedNeed | undefined, what: string, into: Collected): boolean {
  if (!stated) return false;
  const given =
    stated.token !== undefined && [...step.inputs, ...step.env].some((entry) => textOf(entry.key)?.toLowerCase() === stated.token);
  if ((given || stated.byDefault) && !(stated.token !== undefined && givesOtherToken(step, stated.token)))
    for (const [scope, access] of stated.scopes) add(into.scopes, scope, access, what);
  return true;
}

/**
 * True when the token of the job is written into a text, such as a script for another machine or a secret of a build, or
 * is put into the environment of an action that does not read it there: what becomes of it is not the action's to say.
 * Inputs for a token, and a password that is nothing else, are what the table was made from.
 */
function handsTokenElsewhere(step: WorkflowStep, known: readonly string[]): boolean {
  return step.expressions.some(({ where, key, leaf, tree }) => {
    if ((where !== 'with' && where !== 'env') || key === undefined || known.includes(key.toLowerCase())) return false;
    if (!mentionsOf(tree).some((one) => jobTokens.has(pathOf(one) ?? ''))) return false;
    return where === 'env' || !/token|password|passwd|pat$/i.test(key) || !/^\$\{\{[^}]*\}\}$/.test(textOf(leaf)?.trim() ?? '');
  });
}

const jobTokens: ReadonlySet<string> = new Set(['github.token', 'secrets.github_token']);

/** True when an input or variable of this name holds a token that is not the job's. */
function givesOtherToken(step: WorkflowStep, name: string): boolean {
  const named = (entries: readonly Entry[]) => entries.find((entry) => textOf(entry.key)?.toLowerCase() === name);
  const entry = named(step.inputs) ?? named(step.env);
  if (!entry) return false;
  const paths = step.expressions.filter((one) => one.leaf === entry.value).flatMap((one) => mentionsOf(one.tree).map(pathOf));
  return !paths.some(mayBeJobToken);
}

function add(scopes: Map<string, Need>, scope: string, access: Access, what: string): void {
  const known = scopes.get(scope);
  if (!known || (known.access === 'read' && access === 'write')) scopes.set(scope, { access, for: what });
}
