// Edits of the token permissions of a job or a workflow.
import type { Document } from '../../server/engine/document.ts';
import type { TextEdit } from '../../server/engine/fix.ts';
import { addEntry, replaceText, replaceValue, type Plain } from '../../server/engine/edit/printer.ts';
import { effectivePermissions, type Access } from '../../server/engine/facts/github/token.ts';
import type { Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import type { FixContext, FixMaker } from '../../server/engine/fix.ts';
import type { Project } from '../../server/engine/project.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { callersOf } from './callers.ts';
import { jobNeed } from './job-need.ts';

/** The permissions as they are written in a file, in alphabetical order. */
export function asPlain(scopes: Iterable<readonly [string, Access]>): Record<string, string> {
  return Object.fromEntries([...scopes].filter(([, access]) => access !== 'none').sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Gives a job `id-token: write`, and keeps what it has. */
export function grantIdToken(job: WorkflowJob, workflow: Workflow, document: Document, project: Project): (TextEdit | undefined)[] {
  return grantWrite('id-token', job, workflow, document, project);
}

/**
 * Gives `id-token: write` to the jobs here that call a workflow, and to those that call theirs: a called job that asks for
 * more than its caller has does not start.
 */
export function grantIdTokenToCallers(called: Workflow, project: Project, context: FixContext): (TextEdit | undefined)[] {
  const edits: (TextEdit | undefined)[] = [];
  const known = new Set([called.at.uri]);
  // Grows while it is walked, by each workflow once.
  const waiting = [called];
  for (const reached of waiting) {
    for (const { workflow, job } of callersOf(reached, project)) {
      const document = context.document(workflow.at.uri);
      edits.push(...(document ? grantWrite('id-token', job, workflow, document, project) : [undefined]));
      if (!known.has(workflow.at.uri)) waiting.push(workflow);
      known.add(workflow.at.uri);
    }
  }
  return edits;
}

/**
 * Gives a job write access to one scope, and keeps what it has. A job whose token follows the repository's settings gets
 * `contents: read` beside it, which a checkout needs, and what its steps and the workflow that it calls are known to use: a
 * block takes all else away. An empty list where it has the scope already.
 */
export function grantWrite(
  name: string,
  job: WorkflowJob,
  workflow: Workflow,
  document: Document,
  project: Project,
): (TextEdit | undefined)[] {
  const permissions = effectivePermissions(job, workflow);
  if (permissions.all === 'write-all' || permissions.scopes.get(name) === 'write') return [];
  if (permissions.written && !permissions.known) return [undefined];
  const own = job.permissions;
  if (own) {
    const scope = own.scopes.find((one) => one.name === name);
    if (scope) return [replaceText(scope.access, 'write')];
    if (own.value.kind === 'mapping' && own.value.entries.length > 0) return [addEntry(own.value, name, 'write', document)];
    return [permissions.all === 'read-all' ? undefined : replaceValue(own.value, { [name]: 'write' }, document)];
  }
  if (permissions.all === 'read-all' || job.value.kind !== 'mapping') return [undefined];
  const scopes = new Map(permissions.from === 'workflow' ? permissions.scopes : usedBy([job], workflow, project));
  scopes.set(name, 'write');
  return [addEntry(job.value, 'permissions', asPlain(scopes), document, job.steps.length > 0 ? 'steps' : undefined)];
}

/** `contents: read`, and what steps of these jobs are known to use, whatever others do. */
function usedBy(jobs: readonly WorkflowJob[], workflow: Workflow, project: Project): Map<string, Access> {
  const used = new Map<string, Access>([['contents', 'read']]);
  for (const job of jobs) {
    for (const [scope, { access }] of jobNeed(job, workflow, project).scopes) if (used.get(scope) !== 'write') used.set(scope, access);
  }
  return used;
}

/**
 * The scopes that jobs need together, where every step of theirs is known; undefined where one is not, or where a script
 * could push or ask for an identity unseen. Each scope comes with what it is for.
 */
function computedPermissions(
  jobs: readonly WorkflowJob[],
  workflow: Workflow,
  project: Project,
): ReadonlyMap<string, { readonly access: Access; readonly for: string }> | undefined {
  const scopes = new Map<string, { access: Access; for: string }>();
  for (const job of jobs) {
    const need = jobNeed(job, workflow, project);
    if (need.unknown.length > 0 || need.mayPush || (need.mayAskOidc && !need.scopes.has('id-token'))) return undefined;
    for (const [scope, wanted] of need.scopes) if (scopes.get(scope)?.access !== 'write') scopes.set(scope, wanted);
  }
  return scopes;
}

/** Suggestions for a block of permissions: the computed one where it is known, and the plain start for people to build on. */
export function blockSuggestions(
  jobs: readonly WorkflowJob[],
  workflow: Workflow,
  project: Project,
  put: (block: Plain, document: Document) => TextEdit | undefined,
): FixMaker[] {
  const readOnly = editing('Grant read access to the contents and nothing else', workflow.at.uri, (document) => [
    put({ contents: 'read' }, document),
  ]);
  const computed = computedPermissions(jobs, workflow, project);
  const used = computed ? [...computed].map(([scope, { access }]) => [scope, access] as const) : [...usedBy(jobs, workflow, project)];
  if (used.length === 0) return [readOnly];
  const block = asPlain(used);
  const text = Object.entries(block)
    .map(([scope, access]) => `${scope}: ${access}`)
    .join(', ');
  if (text === 'contents: read') return [readOnly];
  const title = computed ? 'Grant what the steps use' : 'Grant what the steps are known to use, and add what the others need';
  return [editing(`${title}: ${text}`, workflow.at.uri, (document) => [put(block, document)]), readOnly];
}
