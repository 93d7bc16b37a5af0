// A custom role of Azure in a JSON file of its own, as `az role definition create` and `New-AzRoleDefinition` take it: the
// same facts as from a template.
import { readAzureResource } from '../azure/resources.ts';
import type { Facts } from '../types.ts';
import { entryOf, textOf, type Entry, type Mapping, type Value } from '../value.ts';

/** Whether a JSON document is a role: actions and where it may be assigned, at the top or in permissions. */
export function isRoleFile(value: Value): boolean {
  // Azure's own, as `az role definition show` prints it, is nobody's to change.
  const builtIn = /^builtinrole$/i.test(textOf((entryOf(value, 'roleType', true) ?? entryOf(value, 'type', true))?.value) ?? '') || textOf(entryOf(value, 'isCustom', true)?.value) === 'false';
  return !builtIn && entryOf(value, 'assignableScopes', true) !== undefined && (entryOf(value, 'actions', true) !== undefined || entryOf(value, 'permissions', true) !== undefined || entryOf(value, 'dataActions', true) !== undefined);
}

export function readRoleFile(role: Value, uri: string, into: Facts): void {
  if (role.kind !== 'mapping') return;
  const name = entryOf(role, 'roleName', true) ?? entryOf(role, 'name', true);
  const permissions = entryOf(role, 'permissions', true)?.value ?? role;
  const entry = (key: string, value: Value): Entry => ({ key: { kind: 'scalar', known: 'resolved', value: key, at: value.at, token: value.at, via: [], encoding: 'none', editable: false }, value, at: value.at });
  const within = (entries: readonly Entry[]): Mapping => ({ ...role, entries, complete: true });
  const properties = within([entry('permissions', permissions), entry('assignableScopes', entryOf(role, 'assignableScopes', true)!.value), ...(name ? [entry('roleName', name.value)] : [])]);
  const head = name?.at ?? role.at;
  readAzureResource({
    type: 'Microsoft.Authorization/roleDefinitions', address: `role/${textOf(name?.value) ?? 'custom'}`, body: within([entry('properties', properties)]), level: 'subscription', dialect: 'arm', uri, head, block: role.at, enabled: 'yes',
  }, into);
}
