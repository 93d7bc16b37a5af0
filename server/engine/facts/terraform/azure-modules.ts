// Calls of Azure's verified modules for Terraform (`Azure/avm-res-*`, `Azure/avm-ptn-*`, `Azure/lz-vending`) that assign roles: the interface
// `role_assignments` that every one of them has, the module that assigns at any scope, and the variables of services that let
// their keys in. Names as the modules declare them in their variables: github.com/Azure/terraform-azurerm-avm-template and -avm-res-authorization-roleassignment, read in 2026-11.
import { localAuthsOf } from '../azure/local-auth.ts';
import { readAzureResource } from '../azure/resources.ts';
import { azureRole, azureScope } from '../azure/scope.ts';
import type { Condition, Principal, Scope, ScopeLevel } from '../types.ts';
import { entryFrom, listFrom, mappingFrom } from '../made-values.ts';
import { entryOf, leavesOf, textOf, type Leaf, type Value } from '../value.ts';
import { addressLeaf, firstLeaf, type Reading } from './resource.ts';
import { tableOf } from '../../table.ts';
import { onlyNamed } from '../polarity.ts';

const verified =
  /(?:^|\/)(?:Azure\/(avm-(?:res|ptn|utl)-[\w-]+)\/azurerm|terraform-azurerm-(avm-(?:res|ptn|utl)-[\w-]+?)(?:\.git)?)(?:\/\/[^?]*)?(?:$|\?)/i;

/** What a module makes, where that is more than one resource. */
const levels: readonly (readonly [RegExp, ScopeLevel])[] = [
  [/-resources-resourcegroup$/, 'resource-group'],
  [/-management-managementgroup$/, 'management-group'],
  [/-(?:sub-vending|subscription)$/, 'subscription'],
];

const kinds = tableOf<Principal['kind']>({
  user: 'user',
  group: 'group',
  serviceprincipal: 'serviceAccount',
  userassignedmanagedidentity: 'serviceAccount',
  systemassignedmanagedidentity: 'serviceAccount',
});

/** By the module: the type of its resource, and the variable that is passed on to it, named as the attribute. */
const services = tableOf<string>({
  'storage-storageaccount': 'azurerm_storage_account',
  'containerregistry-registry': 'azurerm_container_registry',
  'containerservice-managedcluster': 'azurerm_kubernetes_cluster',
  'documentdb-databaseaccount': 'azurerm_cosmosdb_account',
  'servicebus-namespace': 'azurerm_servicebus_namespace',
  'eventhub-namespace': 'azurerm_eventhub_namespace',
  'cognitiveservices-account': 'azurerm_cognitive_account',
  'search-searchservice': 'azurerm_search_service',
  'appconfiguration-configurationstore': 'azurerm_app_configuration',
  'automation-automationaccount': 'azurerm_automation_account',
});

/** Keys that a call turns on; what it does not say the module decides. */
function readKeys({ view, facts, instance, anchor, carrier }: Reading, name: string): void {
  const type = services.get(name.replace(/^avm-res-/, ''));
  for (const {
    property: [attribute],
    off,
  } of type === undefined ? [] : localAuthsOf(type)) {
    const value = firstLeaf(view.attribute(attribute!));
    if (value?.kind !== 'scalar' || value.value === null || String(value.value) === String(off)) continue;
    facts.credentials.push({
      anchor: anchor(attribute),
      platform: 'azure',
      kind: 'local-auth',
      lifetime: { kind: 'standing' },
      storedIn: 'unknown',
      at: value.at,
      carrier: { ...carrier(attribute), kind: type! },
      enabled: instance.enabled,
    });
  }
}

/** Vends subscriptions; an assignment says its role as `definition`, below the subscription or a part of it. */
const vending = /(?:^|\/)(?:Azure\/lz-vending\/azurerm|terraform-azurerm-lz-vending(?:\.git)?)(?:\/\/[^?]*)?(?:$|\?)/i;

function readVending(reading: Reading): void {
  for (const [key, assignment] of membersOf(reading.view.attribute('role_assignments'))) {
    const part = textOf(entryOf(assignment, 'relative_scope')?.value);
    const id = addressLeaf(reading.instance.resource, reading.view.head);
    assign(reading, assignment, `role_assignments[${key}]`, { level: part === undefined || part === '' ? 'subscription' : 'unknown', id });
  }
}

/** Credentials of a user-assigned identity, as the resources that the module makes of them. */
function readFederated(reading: Reading): void {
  const { view, instance, facts } = reading;
  for (const [key, credential] of membersOf(view.attribute('federated_identity_credentials'))) {
    if (credential.kind !== 'mapping') continue;
    readAzureResource(
      {
        type: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
        address: `${instance.address}|federated_identity_credentials[${key}]`,
        body: credential,
        level: 'resource',
        dialect: 'terraform',
        uri: instance.resource.uri,
        head: view.head,
        block: view.block,
        enabled: instance.enabled,
      },
      facts,
    );
  }
}

/** Access policies that a call gives a vault, as those of the vault that the module makes. */
function readVaultPolicies({ view, instance, facts }: Reading): void {
  for (const [key, policy] of membersOf(view.attribute('legacy_access_policies'))) {
    const part = (name: string, from: string) => {
      const entry = entryOf(policy, from);
      return entry ? [entryFrom(name, entry.at, entry.value, entry.at)] : [];
    };
    const permissions = ['secrets', 'keys', 'certificates'].flatMap((name) => part(name, `${name.slice(0, -1)}_permissions`));
    const own = mappingFrom(
      [...part('objectId', 'object_id'), entryFrom('permissions', policy.at, mappingFrom(permissions, policy.at))],
      policy.at,
    );
    readAzureResource(
      {
        type: 'Microsoft.KeyVault/vaults/accessPolicies',
        address: `${instance.address}|legacy_access_policies[${key}]`,
        body: mappingFrom(
          [
            entryFrom(
              'properties',
              policy.at,
              mappingFrom([entryFrom('accessPolicies', policy.at, listFrom([own], policy.at))], policy.at),
            ),
          ],
          policy.at,
        ),
        level: 'resource',
        dialect: 'terraform',
        uri: instance.resource.uri,
        head: view.head,
        block: view.block,
        enabled: instance.enabled,
      },
      facts,
    );
  }
}

/** What a storage account and its containers give to everybody, as the resources that the module makes of it. */
function readPublicStorage({ view, instance, facts }: Reading): void {
  const make = (type: string, property: string, value: Value | undefined, part: string): void => {
    if (!value) return;
    const properties = mappingFrom([entryFrom(property, value.at, value, value.at)], value.at);
    readAzureResource(
      {
        type,
        address: `${instance.address}|${part}`,
        body: mappingFrom([entryFrom('properties', value.at, properties)], value.at),
        level: 'resource',
        dialect: 'terraform',
        uri: instance.resource.uri,
        head: view.head,
        block: view.block,
        enabled: instance.enabled,
      },
      facts,
    );
  };
  const account = 'Microsoft.Storage/storageAccounts';
  make(account, 'allowBlobPublicAccess', view.attribute('allow_nested_items_to_be_public'), 'allow_nested_items_to_be_public');
  for (const [key, container] of membersOf(view.attribute('containers')))
    make(`${account}/blobServices/containers`, 'publicAccess', entryOf(container, 'public_access')?.value, `containers[${key}]`);
}

/** Pushes the assignments that a call makes, and the keys and tokens that it lets in; calls of other modules give none. */
export function readAzureModule(reading: Reading, source: string): void {
  if (vending.test(source)) return readVending(reading);
  const match = verified.exec(source);
  if (!match) return;
  const name = (match[1] ?? match[2])!.toLowerCase();
  const level = levels.find(([pattern]) => pattern.test(name))?.[1] ?? 'resource';
  readKeys(reading, name);
  if (name === 'avm-res-managedidentity-userassignedidentity') readFederated(reading);
  if (name === 'avm-res-storage-storageaccount') readPublicStorage(reading);
  if (name === 'avm-res-keyvault-vault') readVaultPolicies(reading);
  const own: Scope = { level, id: addressLeaf(reading.instance.resource, reading.view.head) };
  for (const [key, assignment] of membersOf(reading.view.attribute('role_assignments')))
    assign(reading, assignment, `role_assignments[${key}]`, own);
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
  const role = leaf('role_definition_id_or_name') ?? leaf('role_definition_name') ?? leaf('role_definition_id') ?? leaf('definition');
  const id = leaf('principal_id');
  const condition = leaf('condition');
  if (!role) return;
  const conditions: Condition[] =
    condition && textOf(condition) !== '' && !(condition.kind === 'scalar' && condition.value === null)
      ? [{ operator: 'expression', key: 'condition', values: [condition], limits: 'resource', at: condition.at }]
      : [];
  reading.facts.grants.push({
    anchor: reading.anchor(path),
    platform: 'azure',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'binding',
    principals: id ? [{ kind: kinds.get(textOf(leaf('principal_type'))?.toLowerCase() ?? '') ?? 'unknown', id }] : [],
    entitlement: azureRole(role),
    actions: [],
    scope: [scope],
    conditions,
    lifetime: { kind: 'standing' },
    carrier: reading.carrier(path.slice(0, path.indexOf('['))),
    enabled: reading.instance.enabled,
  });
}
