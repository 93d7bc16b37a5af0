// Azure in Pulumi programs: classes of azure-native as the resource types they are, with their properties in one object;
// assignments of both providers. Other classes of the classic one and of azuread are read as the types of Terraform that they are.
import { readAzureResource } from '../azure/resources.ts';
import { azureRole, azureScope } from '../azure/scope.ts';
import type { Carrier, Facts, Grant, Principal } from '../types.ts';
import type { Place } from '../../text/text.ts';
import { entryOf, leavesOf, textOf, type Leaf, type Mapping, type Value } from '../value.ts';
import { entryFrom, mappingFrom } from '../made-values.ts';
import { tableOf } from '../../table.ts';
import { onlyNamed } from '../polarity.ts';

/** Resource types by class of azure-native (3.28 and before), versions left out: `storage.StorageAccount`. */
const types = tableOf<string>({
  'authorization.RoleDefinition': 'Microsoft.Authorization/roleDefinitions',
  'storage.StorageAccount': 'Microsoft.Storage/storageAccounts',
  'storage.BlobContainer': 'Microsoft.Storage/storageAccounts/blobServices/containers',
  'containerregistry.Registry': 'Microsoft.ContainerRegistry/registries',
  'containerservice.ManagedCluster': 'Microsoft.ContainerService/managedClusters',
  'documentdb.DatabaseAccount': 'Microsoft.DocumentDB/databaseAccounts',
  'documentdb.SqlResourceSqlRoleDefinition': 'Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions',
  // Version 3 names these modules anew.
  'cosmosdb.DatabaseAccount': 'Microsoft.DocumentDB/databaseAccounts',
  'cosmosdb.SqlResourceSqlRoleDefinition': 'Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions',
  'cache.Redis': 'Microsoft.Cache/redis',
  'redis.Redis': 'Microsoft.Cache/redis',
  'servicebus.Namespace': 'Microsoft.ServiceBus/namespaces',
  'eventhub.Namespace': 'Microsoft.EventHub/namespaces',
  'eventgrid.Topic': 'Microsoft.EventGrid/topics',
  'eventgrid.Domain': 'Microsoft.EventGrid/domains',
  'appconfiguration.ConfigurationStore': 'Microsoft.AppConfiguration/configurationStores',
  'cognitiveservices.Account': 'Microsoft.CognitiveServices/accounts',
  'search.Service': 'Microsoft.Search/searchServices',
  'signalrservice.SignalR': 'Microsoft.SignalRService/signalR',
  'signalrservice.WebPubSub': 'Microsoft.SignalRService/webPubSub',
  'insights.Component': 'Microsoft.Insights/components',
  'automation.AutomationAccount': 'Microsoft.Automation/automationAccounts',
  'keyvault.Vault': 'Microsoft.KeyVault/vaults',
  'sql.Server': 'Microsoft.Sql/servers',
  'sql.ServerAzureADOnlyAuthentication': 'Microsoft.Sql/servers/azureADOnlyAuthentications',
  'sql.ManagedInstance': 'Microsoft.Sql/managedInstances',
  'sql.ManagedInstanceAzureADOnlyAuthentication': 'Microsoft.Sql/managedInstances/azureADOnlyAuthentications',
  'dbforpostgresql.Server': 'Microsoft.DBforPostgreSQL/flexibleServers',
  'compute.VirtualMachine': 'Microsoft.Compute/virtualMachines',
  'compute.VirtualMachineScaleSet': 'Microsoft.Compute/virtualMachineScaleSets',
  'batch.Pool': 'Microsoft.Batch/batchAccounts/pools',
  'servicebus.NamespaceAuthorizationRule': 'Microsoft.ServiceBus/namespaces/authorizationRules',
  'servicebus.QueueAuthorizationRule': 'Microsoft.ServiceBus/namespaces/queues/authorizationRules',
  'servicebus.TopicAuthorizationRule': 'Microsoft.ServiceBus/namespaces/topics/authorizationRules',
  'eventhub.NamespaceAuthorizationRule': 'Microsoft.EventHub/namespaces/authorizationRules',
  'eventhub.EventHubAuthorizationRule': 'Microsoft.EventHub/namespaces/eventhubs/authorizationRules',
  'relay.NamespaceAuthorizationRule': 'Microsoft.Relay/namespaces/authorizationRules',
  'eventgrid.PartnerNamespace': 'Microsoft.EventGrid/partnerNamespaces',
  'apimanagement.Api': 'Microsoft.ApiManagement/service/apis',
  'apimanagement.Product': 'Microsoft.ApiManagement/service/products',
  'apimanagement.NamedValue': 'Microsoft.ApiManagement/service/namedValues',
  'automation.Variable': 'Microsoft.Automation/automationAccounts/variables',
  'automation.Webhook': 'Microsoft.Automation/automationAccounts/webhooks',
  'batch.BatchAccount': 'Microsoft.Batch/batchAccounts',
  'communication.CommunicationService': 'Microsoft.Communication/communicationServices',
  'devices.IotHubResource': 'Microsoft.Devices/IotHubs',
  'iothub.IotHubResource': 'Microsoft.Devices/IotHubs',
  'storage.LocalUser': 'Microsoft.Storage/storageAccounts/localUsers',
  'synapse.Workspace': 'Microsoft.Synapse/workspaces',
  'web.WebAppFtpAllowed': 'Microsoft.Web/sites/basicPublishingCredentialsPolicies',
  'web.WebAppScmAllowed': 'Microsoft.Web/sites/basicPublishingCredentialsPolicies',
  'containerregistry.ScopeMap': 'Microsoft.ContainerRegistry/registries/scopeMaps',
  'containerregistry.Token': 'Microsoft.ContainerRegistry/registries/tokens',
  'keyvault.Secret': 'Microsoft.KeyVault/vaults/secrets',
  'keyvault.Key': 'Microsoft.KeyVault/vaults/keys',
  'maps.Account': 'Microsoft.Maps/accounts',
  'dashboard.Grafana': 'Microsoft.Dashboard/grafana',
  'operationalinsights.Workspace': 'Microsoft.OperationalInsights/workspaces',
  'managedservices.RegistrationDefinition': 'Microsoft.ManagedServices/registrationDefinitions',
  'authorization.PolicyDefinition': 'Microsoft.Authorization/policyDefinitions',
  'managedidentity.UserAssignedIdentity': 'Microsoft.ManagedIdentity/userAssignedIdentities',
  'managedidentity.FederatedIdentityCredential': 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
});

export interface PulumiResource {
  readonly type: string;
  readonly args: Mapping;
  readonly carrier: Carrier;
  readonly anchor: string;
  readonly uri: string;
  readonly head: Place;
  /** The program that it stands in. */
  readonly text: string;
}

/** Whether a class of azure-native is read, by its module and name. */
export function isNativeClass(kind: string): boolean {
  return types.has(kind) || kind === 'authorization.RoleAssignment';
}

export function readPulumiAzure(resource: PulumiResource, into: Facts): void {
  const type = resource.type.replace(/\.v\d\w*\./, '.');
  const arm = types.get(type);
  if (arm) native(resource, arm, into);
  else if (/^authorization\.(?:RoleAssignment|Assignment)$/.test(type)) assignment(resource, into);
}

/** `storage.PublicAccess.Blob`, `PublicAccess.BLOB` of Python, `storage.PublicAccessBlob` of Go: a value of the SDK by its name. */
const constant = /(?:^|\.)([A-Z]\w{0,60})(?:\.([A-Z]\w{0,60}))?$/;

/** A value that is a constant of the SDK, as the text of the API that it stands for; everything else as it is. */
function withConstants(key: string, value: Value, text: string): Value {
  if (value.kind === 'list') return { ...value, items: value.items.map((one) => withConstants(key, one, text)) };
  if (value.kind !== 'unknown') return value;
  const written = text.slice(...value.at.span);
  const [, first = '', second] = constant.exec(written.trim()) ?? [];
  // Go writes the name of the type in front; a type's name ends with that of the property, or of one of its members.
  const own = key.slice(0, 1).toUpperCase() + key.slice(1);
  const end =
    second ?? (first.startsWith(own) ? first.slice(own.length) : first.startsWith(`Access${own}`) ? first.slice(own.length + 6) : '');
  if (end === '') return value;
  const { uri, span } = value.at;
  const at: Place = { uri, span: [span[0], span[1] - (written.length - written.trimEnd().length)] };
  return { ...value, at, token: at, kind: 'scalar', known: 'resolved', value: end.replaceAll('_', '') };
}

function native({ args: written, carrier, head, uri, text }: PulumiResource, type: string, into: Facts): void {
  const args: Mapping = {
    ...written,
    entries: written.entries.map((one) => ({ ...one, value: withConstants(textOf(one.key) ?? '', one.value, text) })),
  };
  const outer = args.entries.filter((one) => ['sku', 'kind', 'scope', 'name', 'tags', 'identity'].includes(textOf(one.key) ?? ''));
  const inner = entryOf(args, 'properties') ?? entryFrom('properties', head, args, args.at);
  readAzureResource(
    {
      type,
      address: carrier.address,
      body: mappingFrom([...outer, inner], args.at),
      level: 'resource-group',
      dialect: 'pulumi',
      uri,
      head,
      block: carrier.block,
      enabled: 'yes',
    },
    into,
  );
}

const base = {
  effect: 'allow',
  polarity: onlyNamed,
  conditions: [],
  lifetime: { kind: 'standing' },
  enabled: 'yes',
} as const;
const kinds = tableOf<Principal['kind']>({ user: 'user', group: 'group', serviceprincipal: 'serviceAccount' });

/** A variable that is given a resource group, made or looked up, in any language: `var rg = new ResourceGroup(`. */
const group =
  /(?<![\w.])(\w{1,60})(?:[ \t]*:[ \t]*[\w.<>]{1,60})?(?:,[ \t]*err)?[ \t]*:?=[ \t]*(?:(?:await|new)[ \t]+)?(?:\w{1,40}\.){0,4}(?:(?:New|[gG]et)?ResourceGroup(?:Output)?|get_resource_group(?:_output)?)(?:\.Invoke)?\(/g;

/** The groups of the program that was asked for last: each of its assignments asks. */
let known: { readonly text: string; readonly groups: ReadonlySet<string> } = { text: '', groups: new Set() };

function groupsIn(text: string): ReadonlySet<string> {
  if (known.text !== text) known = { text, groups: new Set([...text.matchAll(group)].map((match) => match[1]!)) };
  return known.groups;
}

/** A scope that is the id of such a group: which one is not known, and that it is one is. */
function groupScope(scope: Leaf, text: string): Leaf {
  const name = scope.kind === 'unknown' ? /^(\w{1,60})\.[iI][dD](?:\(\))?$/.exec(text.slice(...scope.at.span))?.[1] : undefined;
  return name !== undefined && groupsIn(text).has(name)
    ? { ...scope, kind: 'partial', pattern: '/subscriptions/\0/resourceGroups/\0' }
    : scope;
}

function assignment({ args, carrier, anchor, text }: PulumiResource, into: Facts): void {
  const leaf = (key: string): Leaf | undefined => leavesOf(entryOf(args, key)?.value)[0];
  const role = leaf('roleDefinitionName') ?? leaf('roleDefinitionId');
  const scope = leaf('scope');
  if (!role || !scope) return;
  const who = leaf('principalId');
  const kind = kinds.get(textOf(leaf('principalType'))?.toLowerCase() ?? '') ?? 'unknown';
  into.grants.push({
    ...base,
    anchor: `${anchor}|role`,
    platform: 'azure',
    role: 'binding',
    principals: who ? [{ kind, id: who }] : [],
    entitlement: azureRole(role),
    actions: [],
    scope: [azureScope(groupScope(scope, text))],
    carrier,
  } satisfies Grant);
}
