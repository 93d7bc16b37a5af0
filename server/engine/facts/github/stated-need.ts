// What the author of an action says that it needs of the job token, in an `action-security.yml`: beside the action, or under
// `knowledge-base/actions/OWNER/REPOSITORY` for actions of others. The format is StepSecurity's, read in 2026-11; the files of
// its own knowledge base are not part of this project.
import type { Access } from '../../catalog/actions.ts';
import { entryOf, textOf } from '../value.ts';
import type { Workflow } from '../workflow.ts';

export interface StatedNeed {
  readonly scopes: ReadonlyMap<string, Access>;
  /** The input or variable that takes the token, in lower case. */
  readonly token?: string;
  /** False where the action has no token unless it is given one. */
  readonly byDefault: boolean;
}

/** Undefined for another document. A file that says nothing about the token says that none is used. */
export function statedNeed(document: Workflow | undefined): StatedNeed | undefined {
  if (document?.kind !== 'needs') return undefined;
  const about = entryOf(document.value, 'github-token')?.value;
  const permissions = entryOf(about, 'permissions')?.value;
  const scopes = new Map<string, Access>();
  for (const entry of permissions?.kind === 'mapping' ? permissions.entries : []) {
    const access = textOf(entry.value);
    // Beside a scope stand its reason and the condition under which it is needed; a scope with a condition counts as needed.
    if (access === 'read' || access === 'write') scopes.set(textOf(entry.key) ?? '', access);
  }
  const input = entryOf(about, 'action-input')?.value;
  const token = textOf(entryOf(input, 'input')?.value) ?? textOf(entryOf(about, 'environment-variable-name')?.value);
  const isDefault = entryOf(input, 'is-default')?.value;
  return {
    scopes,
    ...(token === undefined ? {} : { token: token.toLowerCase() }),
    byDefault: token === undefined || (isDefault?.kind === 'scalar' && String(isDefault.value) === 'true'),
  };
}
