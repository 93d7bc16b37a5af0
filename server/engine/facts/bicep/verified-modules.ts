// Azure Verified Modules by what they make of their parameters: role assignments, role definitions, and the services
// that can turn their keys off. Facts from the modules' own sources (Azure/bicep-registry-modules, read 2026-11); a
// parameter that is not passed has a default that is theirs to answer for.
import { readAzureResource, type AzureResource } from '../azure/resources.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import type { Facts, ScopeLevel } from '../types.ts';
import { entryOf, itemsOf, textOf, type Entry, type Mapping } from '../value.ts';
import { tableOf } from '../../table.ts';

export type VerifiedCall = Pick<AzureResource, 'uri' | 'address' | 'head' | 'block' | 'enabled'>;

/** `br/public:avm/res/storage/storage-account:0.9.1`, `br:mcr.microsoft.com/bicep/avm/ptn/…`, an alias of one's own. */
const address = /^br[/:][^']*?\bavm\/(res|ptn)\/([a-z0-9-]+\/[a-z0-9-]+(?:\/[a-z-]+)?):[\w.-]+$/;

const assignmentLevels = tableOf<ScopeLevel>({
  'mg-scope': 'management-group',
  'sub-scope': 'subscription',
  'rg-scope': 'resource-group',
  'management-group': 'management-group',
  subscription: 'subscription',
  'resource-group': 'resource-group',
});

/** The type of a service and, by the parameter's name, the property that decides about its keys, or whom it lets in. */
const services = tableOf<readonly [type: string, parameters: Readonly<Record<string, string>>]>({
  'storage/storage-account': [
    'Microsoft.Storage/storageAccounts',
    { allowSharedKeyAccess: 'allowSharedKeyAccess', allowBlobPublicAccess: 'allowBlobPublicAccess' },
  ],
  'key-vault/vault': [
    'Microsoft.KeyVault/vaults',
    { enableRbacAuthorization: 'enableRbacAuthorization', accessPolicies: 'accessPolicies' },
  ],
  'sql/server': ['Microsoft.Sql/servers', { administrators: 'administrators' }],
  'synapse/workspace': ['Microsoft.Synapse/workspaces', { azureADOnlyAuthentication: 'azureADOnlyAuthentication' }],
  'cache/redis': ['Microsoft.Cache/redis', { disableAccessKeyAuthentication: 'disableAccessKeyAuthentication' }],
  'insights/component': ['Microsoft.Insights/components', { disableLocalAuth: 'DisableLocalAuth' }],
  'container-registry/registry': [
    'Microsoft.ContainerRegistry/registries',
    { acrAdminUserEnabled: 'adminUserEnabled', anonymousPullEnabled: 'anonymousPullEnabled' },
  ],
  'container-service/managed-cluster': ['Microsoft.ContainerService/managedClusters', { disableLocalAccounts: 'disableLocalAccounts' }],
  'document-db/database-account': [
    'Microsoft.DocumentDB/databaseAccounts',
    { disableLocalAuth: 'disableLocalAuth', disableLocalAuthentication: 'disableLocalAuth' },
  ],
  'service-bus/namespace': ['Microsoft.ServiceBus/namespaces', { disableLocalAuth: 'disableLocalAuth' }],
  'event-hub/namespace': ['Microsoft.EventHub/namespaces', { disableLocalAuth: 'disableLocalAuth' }],
  'event-grid/topic': ['Microsoft.EventGrid/topics', { disableLocalAuth: 'disableLocalAuth' }],
  'event-grid/domain': ['Microsoft.EventGrid/domains', { disableLocalAuth: 'disableLocalAuth' }],
  'app-configuration/configuration-store': ['Microsoft.AppConfiguration/configurationStores', { disableLocalAuth: 'disableLocalAuth' }],
  'cognitive-services/account': ['Microsoft.CognitiveServices/accounts', { disableLocalAuth: 'disableLocalAuth' }],
  'search/search-service': ['Microsoft.Search/searchServices', { disableLocalAuth: 'disableLocalAuth' }],
  'signal-r-service/signal-r': ['Microsoft.SignalRService/signalR', { disableLocalAuth: 'disableLocalAuth' }],
  'signal-r-service/web-pub-sub': ['Microsoft.SignalRService/webPubSub', { disableLocalAuth: 'disableLocalAuth' }],
  'automation/automation-account': ['Microsoft.Automation/automationAccounts', { disableLocalAuth: 'disableLocalAuth' }],
});

/** What a call of a verified module grants. Other modules give nothing. */
export function readVerifiedModule(path: string, params: Mapping, call: VerifiedCall, into: Facts): void {
  const [, , name = ''] = address.exec(path) ?? [];
  if (name === '') return;
  const [group, module, level] = name.split('/') as [string, string, string | undefined];
  const make = (type: string, properties: readonly Entry[], at: ScopeLevel, body: readonly Entry[] = [], suffix = ''): void =>
    readAzureResource(
      {
        ...call,
        type,
        address: `${call.address}${suffix}`,
        dialect: 'bicep',
        level: at,
        body: mappingFrom([...body, entryFrom('properties', params.at, mappingFrom(properties, params.at))], params.at),
      },
      into,
    );
  if (group === 'authorization' && module === 'role-assignment') {
    make('Microsoft.Authorization/roleAssignments', assignment(params), assignmentLevels.get(level ?? '') ?? narrowest(params));
    return;
  }
  if (group === 'authorization' && module === 'role-definition') {
    const scopes = entryOf(params, 'assignableScopes');
    make(
      'Microsoft.Authorization/roleDefinitions',
      [entryFrom('permissions', params.at, params), ...(scopes ? [scopes] : [])],
      'management-group',
    );
    return;
  }
  itemsOf(entryOf(params, 'roleAssignments')?.value).forEach((one, index) => {
    if (one.kind === 'mapping')
      make(
        'Microsoft.Authorization/roleAssignments',
        assignment(one),
        name === 'resources/resource-group' ? 'resource-group' : 'resource',
        [],
        `.roleAssignments[${index}]`,
      );
  });
  if (name === 'storage/storage-account') {
    const containers = entryOf(entryOf(params, 'blobServices')?.value, 'containers')?.value;
    itemsOf(containers).forEach((one, index) => {
      const access = entryOf(one, 'publicAccess');
      if (access)
        make('Microsoft.Storage/storageAccounts/blobServices/containers', [access], 'resource', [], `.blobServices.containers[${index}]`);
    });
  }
  const [type, parameters] = services.get(name) ?? [];
  if (!type || !parameters) return;
  for (const given of params.entries) {
    const name = textOf(given.key) ?? '';
    const property = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    // The tiers that know anonymous pull are the module's default.
    if (property)
      make(type, [entryFrom(property, given.at, given.value, given.at)], 'resource-group', [
        entryFrom('sku', given.at, mappingFrom([entryFrom('name', given.at, wordAt('Premium', given.at))], given.at)),
      ]);
  }
}

/** The scope that the parameters of the one module for all scopes name. */
function narrowest(params: Mapping): ScopeLevel {
  const has = (key: string): boolean => {
    const value = entryOf(params, key)?.value;
    return value !== undefined && textOf(value) !== '';
  };
  return has('resourceGroupName') ? 'resource-group' : has('subscriptionId') ? 'subscription' : 'management-group';
}

function assignment(params: Mapping): Entry[] {
  return ['roleDefinitionIdOrName', 'principalId', 'principalType', 'condition'].flatMap((key) => {
    const found = entryOf(params, key);
    if (!found) return [];
    return [key === 'roleDefinitionIdOrName' ? entryFrom('roleDefinitionId', found.at, found.value, found.at) : found];
  });
}
