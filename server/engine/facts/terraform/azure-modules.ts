// Calls of Azure's verified modules for Terraform (`Azure/avm-res-*`, `Azure/avm-ptn-*`) that assign roles: the interface
// `role_assignments` that every one of them has, and the module that assigns at any scope. Names as the modules declare them
// in their variables: github.com/Azure/terraform-azurerm-avm-template and -avm-res-authorization-roleassignment, read in 2026-11.
import { azureRole, azureScope } from '../azure/scope.ts';
import type { Condition, Principal, Scope, ScopeLevel } from '../types.ts';
import { entryOf, leavesOf, textOf, type Leaf, type Value } from '../value.ts';
import { addressLeaf, firstLeaf, type Reading } from './resource.ts';

const verified = /(?:^|\/)(?:Azure\/(avm-(?:res|ptn|utl)-[\w-]+)\/azurerm|terraform-azurerm-(avm-(?:res|ptn|utl)-[\w-]+?)(?:\.git)?)(?:\/\/[^?]*)?(?:$|\?)/i;

/** What a module makes, where that is more than one resource. */
const levels: readonly (readonly [RegExp, ScopeLevel])[] = [[/-resources-resourcegroup$/, 'resource-group'], [/-management-managementgroup$/, 'management-group'], [/-(?:sub-vending|subscription)$/, 'subscription']];

const kinds: Readonly<Record<string, Principal['kind']>> = { user: 'user', group: 'group', serviceprincipal: 'serviceAccount', userassignedmanagedidentity: 'serviceAccount', systemassignedmanagedidentity: 'serviceAccount' };

/** Pushes the assignments that a call makes; calls of other modules give none. */
export function readAzureModule(reading: Reading, source: string): void {
  const match = verified.exec(source);
  if (!match) return;
  const name = (match[1] ?? match[2])!.toLowerCase();
  const level = levels.find(([pattern]) => pattern.test(name))?.[1] ?? 'resource';
  const own: Scope = { level, id: addressLeaf(reading.instance.resource, reading.view.head) };
  for (const [key, assignment] of membersOf(reading.view.attribute('role_assignments'))) assign(reading, assignment, `role_assignments[${key}]`, own);
  for (const [key, assignment] of membersOf(reading.view.attribute('role_assignments_azure_resource_manager'))) {
    const scope = leavesOf(entryOf(assignment, 'scope')?.value)[0];
    if (scope) assign(reading, assignment, `role_assignments_azure_resource_manager[${key}]`, azureScope(scope));
  }
}

/** The members of a map or a list, with a key that says which. */
function membersOf(value: Value | undefined): (readonly [string, Value])[] {
  if (value?.kind === 'mapping') return value.entries.map((entry) => [textOf(entry.key) ?? '?', entry.value] as const);
  return value?.kind === 'list' ? value.items.map((item, index) => [String(index), item] as const) : [];
}

function assign(reading: Reading, assignment: Value, path: string, scope: Scope): void {
  const leaf = (name: string): Leaf | undefined => firstLeaf(entryOf(assignment, name)?.value);
  const role = leaf('role_definition_id_or_name') ?? leaf('role_definition_name') ?? leaf('role_definition_id');
  const id = leaf('principal_id');
  const condition = leaf('condition');
  if (!role) return;
  const conditions: Condition[] = condition && textOf(condition) !== '' && !(condition.kind === 'scalar' && condition.value === null) ? [{ operator: 'expression', key: 'condition', values: [condition], limits: 'resource', at: condition.at }] : [];
  reading.facts.grants.push({
    anchor: reading.anchor(path), platform: 'azure', effect: 'allow', polarity: { actions: 'only', resources: 'only', principals: 'only' }, role: 'binding',
    principals: id ? [{ kind: kinds[textOf(leaf('principal_type'))?.toLowerCase() ?? ''] ?? 'unknown', id }] : [], entitlement: azureRole(role), actions: [], scope: [scope], conditions, lifetime: { kind: 'standing' },
    carrier: reading.carrier(path.slice(0, path.indexOf('['))), enabled: reading.instance.enabled,
  });
}
