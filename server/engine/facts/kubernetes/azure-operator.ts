// Objects of Azure Service Operator: the resources of Azure Resource Manager under Kubernetes names. What a property means is
// read where the same resource is read from Bicep and ARM.
import { readAzureResource } from '../azure/resources.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import type { Facts, ScopeLevel } from '../types.ts';
import { entryOf, itemsOf, textOf, valueAt, type Leaf, type Mapping, type Value } from '../value.ts';
import type { ObjectContext } from './context.ts';
import { leafOf, shownName } from './objects.ts';
import { tableOf } from '../../table.ts';

/** Resource types by group and kind, as the operator's reference names them. */
const types = tableOf<string>({
  'authorization.azure.com/RoleAssignment': 'Microsoft.Authorization/roleAssignments',
  'authorization.azure.com/RoleDefinition': 'Microsoft.Authorization/roleDefinitions',
  'managedidentity.azure.com/FederatedIdentityCredential': 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
  'managedidentity.azure.com/UserAssignedIdentity': 'Microsoft.ManagedIdentity/userAssignedIdentities',
  'storage.azure.com/StorageAccount': 'Microsoft.Storage/storageAccounts',
  'containerregistry.azure.com/Registry': 'Microsoft.ContainerRegistry/registries',
  'containerservice.azure.com/ManagedCluster': 'Microsoft.ContainerService/managedClusters',
  'documentdb.azure.com/DatabaseAccount': 'Microsoft.DocumentDB/databaseAccounts',
  'eventhub.azure.com/Namespace': 'Microsoft.EventHub/namespaces',
  'servicebus.azure.com/Namespace': 'Microsoft.ServiceBus/namespaces',
  'appconfiguration.azure.com/ConfigurationStore': 'Microsoft.AppConfiguration/configurationStores',
  'cognitiveservices.azure.com/Account': 'Microsoft.CognitiveServices/accounts',
  'search.azure.com/SearchService': 'Microsoft.Search/searchServices',
  'signalrservice.azure.com/SignalR': 'Microsoft.SignalRService/signalR',
  'keyvault.azure.com/Vault': 'Microsoft.KeyVault/vaults',
  'sql.azure.com/Server': 'Microsoft.Sql/servers',
  'dbforpostgresql.azure.com/FlexibleServer': 'Microsoft.DBforPostgreSQL/flexibleServers',
});

/** Reads the object when it is one of the operator's. */
export function readAzureOperator({ name, object, carrier, enabled, uri }: ObjectContext, into: Facts): void {
  const key = `${name.group}/${name.kind}`;
  const type = types.get(key);
  const spec = valueAt(object, 'spec');
  if (type === undefined || spec?.kind !== 'mapping') return;
  const properties = type.endsWith('/roleAssignments') ? assignmentOf(spec) : type.endsWith('/roleDefinitions') ? definitionOf(spec) : spec;
  // A few kinds keep the level that Resource Manager has.
  const body = entryOf(spec, 'properties')
    ? spec
    : mappingFrom([...spec.entries, entryFrom('properties', spec.at, properties, spec.at)], spec.at, spec.complete);
  readAzureResource(
    {
      type,
      address: `${name.kind}/${shownName(name.name)}`,
      body,
      level: levelOf(spec),
      dialect: 'kubernetes',
      uri,
      head: carrier.head,
      block: carrier.block,
      enabled,
      ...scopeOf(spec),
    },
    into,
  );
}

/** What the object belongs to is what the assignment is for. */
function levelOf(spec: Mapping): ScopeLevel {
  const kind = textOf(valueAt(spec, 'owner', 'kind'));
  return kind === undefined ? 'unknown' : kind === 'ResourceGroup' ? 'resource-group' : 'resource';
}

function scopeOf(spec: Mapping): { scope?: Leaf } {
  const id = leafOf(valueAt(spec, 'owner', 'armId'));
  return id ? { scope: id } : {};
}

/** References to what stands elsewhere in the words of the resource. */
function assignmentOf(spec: Mapping): Mapping {
  const said =
    entryOf(valueAt(spec, 'roleDefinitionReference'), 'wellKnownName') ?? entryOf(valueAt(spec, 'roleDefinitionReference'), 'armId');
  const entries = ['principalId', 'principalType', 'condition'].flatMap((key) => entryOf(spec, key) ?? []);
  return mappingFrom([...entries, ...(said ? [{ ...said, key: wordAt('roleDefinitionId', said.key.at) }] : [])], spec.at);
}

function definitionOf(spec: Mapping): Mapping {
  const scopes = itemsOf(valueAt(spec, 'assignableScopesReferences')).flatMap((item) => valueAt(item, 'armId') ?? []);
  const list: Value = {
    kind: 'list',
    items: scopes,
    complete: true,
    at: spec.at,
    token: spec.at,
    via: [],
    encoding: 'none',
    editable: false,
  };
  return mappingFrom([...spec.entries, ...(scopes.length > 0 ? [entryFrom('assignableScopes', spec.at, list, spec.at)] : [])], spec.at);
}
