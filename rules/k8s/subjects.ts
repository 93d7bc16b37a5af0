// Subjects of bindings in words, and the usual defaults of a cluster, which are nobody's mistake.
import type { Grant, Principal } from '../../server/engine/facts/types.ts';
import { shownOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Related } from '../../server/engine/finding.ts';

/** `service account ci/deployer`, `group admins`. What a chart names when it is installed has no name yet. */
function named({ kind, id, namespace }: Principal): string {
  const word = kind === 'serviceAccount' ? 'service account' : kind === 'user' || kind === 'group' ? kind : '';
  if (word === '') return shownOf(id);
  if (id.kind === 'unknown') return `a ${word} whose name is not known here`;
  const before = kind === 'serviceAccount' && namespace && namespace.kind !== 'unknown' ? `${shownOf(namespace)}/` : '';
  return `${word} ${before}${shownOf(id)}`;
}

/** Service accounts, alone or by the group; and callers of whom nobody knows what they are. People are users and groups. */
export function isWorkload(principal: Principal): boolean {
  if (principal.kind === 'user' || principal.kind === 'group')
    return /^system:(?:serviceaccounts?(?::|$)|node)/.test(textOf(principal.id) ?? '');
  return true;
}

/** At most three subjects by name. */
export function namedAll(principals: readonly Principal[]): string {
  if (principals.length === 0) return 'nobody yet';
  const names = [...new Set(principals.map(named))];
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

/** Where a value that is used here is written: in the values of a chart, in a named template, in a variable. */
export function cameFrom(leaf: Leaf): Related[] {
  const origin = leaf.via.at(-1);
  return origin && !leaf.editable ? [{ at: origin, message: 'it comes from here' }] : [];
}

/** The namespace that a RoleBinding stands in, as words. */
export function namespaceOf(binding: Grant): string {
  const scope = binding.scope[0];
  const name = scope?.level === 'namespace' && scope.id.kind !== 'unknown' ? shownOf(scope.id) : '';
  return name === '' ? 'its namespace' : `namespace ${name}`;
}

/** Bindings that every cluster is born with, as they stand in dumps and in kubeadm's output. */
const defaults: ReadonlySet<string> = new Set([
  'ClusterRole/system:public-info-viewer',
  'ClusterRole/system:basic-user',
  'ClusterRole/system:discovery',
  'Role/kubeadm:bootstrap-signer-clusterinfo',
  'ClusterRole/system:service-account-issuer-discovery',
]);

export function isDefaultBinding(binding: Grant): boolean {
  const role = textOf(binding.entitlement) ?? '';
  if (defaults.has(role)) return true;
  return (
    role === 'ClusterRole/cluster-admin' &&
    binding.principals.length > 0 &&
    binding.principals.every((principal) => textOf(principal.id) === 'system:masters')
  );
}
