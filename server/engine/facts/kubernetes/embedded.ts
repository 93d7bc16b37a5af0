// Roles and bindings that are written inside of something else that makes them: Crossplane's and Open Cluster Management's
// objects, policies that generate, templates of workloads for a fleet, a task of Ansible. They are told from references to
// a role by what they say; other kinds, and manifests inside of strings, are not looked for.
import { textOf, valueAt, type Mapping, type Value } from '../value.ts';

const deepest = 24;
const most = 1000;
const kinds: ReadonlySet<string> = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);

/** The roles and bindings below a value, itself left out. Those that a task takes away are none. */
export function embeddedIn(value: Value, found: Mapping[] = [], depth = 0): Mapping[] {
  if (depth > deepest || found.length >= most) return found;
  if (value.kind === 'list') for (const item of value.items) visit(item, found, depth);
  if (value.kind === 'mapping' && textOf(valueAt(value, 'state')) !== 'absent') for (const entry of value.entries) visit(entry.value, found, depth);
  return found;
}

function visit(value: Value, found: Mapping[], depth: number): void {
  if (value.kind === 'mapping' && isGrant(value)) found.push(value);
  else if (value.kind === 'mapping' || value.kind === 'list') embeddedIn(value, found, depth + 1);
}

function isGrant(value: Mapping): boolean {
  return kinds.has(textOf(valueAt(value, 'kind')) ?? '') && (textOf(valueAt(value, 'apiVersion')) ?? '').startsWith('rbac.authorization.k8s.io/') && ['rules', 'roleRef', 'aggregationRule'].some((key) => valueAt(value, key) !== undefined);
}
