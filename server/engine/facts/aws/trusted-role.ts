// Which role a trust in the tree belongs to, by name: what a pipeline and a trust have in common.
import type { Project } from '../../project.ts';
import type { Trust } from '../types.ts';
import { textOf } from '../value.ts';

/** In lower case: the name of the identity declared in the same block, else of an ARN that the trust names. Undefined where it is computed. */
export function trustedRoleName(trust: Trust, project: Project): string | undefined {
  const identity = project.documents
    .get(trust.carrier.block.uri)
    ?.facts.identities.find((one) => one.kind === 'role' && one.carrier.address === trust.carrier.address);
  const assumes = textOf(trust.assumes);
  const name = identity?.name ?? (assumes?.startsWith('arn:') ? assumes.slice(assumes.lastIndexOf('/') + 1) : undefined);
  return name === undefined || name === '' || /[\0${]/.test(name) ? undefined : name.toLowerCase();
}
