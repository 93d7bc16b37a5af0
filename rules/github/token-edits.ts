// Edits of the token permissions of a job or a workflow.
import type { Document } from '../../server/engine/document.ts';
import type { TextEdit } from '../../server/engine/fix.ts';
import { addEntry, replaceText, replaceValue } from '../../server/engine/edit/printer.ts';
import { effectivePermissions, type Access } from '../../server/engine/facts/github/token.ts';
import type { Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';

/** The permissions as they are written in a file, in alphabetical order. */
export function asPlain(scopes: Iterable<readonly [string, Access]>): Record<string, string> {
  return Object.fromEntries([...scopes].filter(([, access]) => access !== 'none').sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Gives a job `id-token: write`, and keeps what it has. A job whose token follows the repository's settings gets
 * `contents: read` beside it, which a checkout needs. An empty list where it has the scope already.
 */
export function grantIdToken(job: WorkflowJob, workflow: Workflow, document: Document): (TextEdit | undefined)[] {
  const permissions = effectivePermissions(job, workflow);
  if (permissions.all === 'write-all' || permissions.scopes.get('id-token') === 'write') return [];
  if (permissions.written && !permissions.known) return [undefined];
  const own = job.permissions;
  if (own) {
    const scope = own.scopes.find((one) => one.name === 'id-token');
    if (scope) return [replaceText(scope.access, 'write')];
    if (own.value.kind === 'mapping' && own.value.entries.length > 0) return [addEntry(own.value, 'id-token', 'write', document)];
    return [permissions.all === 'read-all' ? undefined : replaceValue(own.value, { 'id-token': 'write' }, document)];
  }
  if (permissions.all === 'read-all' || job.value.kind !== 'mapping') return [undefined];
  const scopes = new Map(permissions.from === 'workflow' ? permissions.scopes : [['contents', 'read'] as const]);
  scopes.set('id-token', 'write');
  return [addEntry(job.value, 'permissions', asPlain(scopes), document, job.steps.length > 0 ? 'steps' : undefined)];
}
