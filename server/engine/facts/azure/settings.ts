// Settings of Azure resources that decide who gets in: clusters without roles, containers anyone reads, shared keys that
// manage, passwords of machines and databases, access policies of key vaults. One table for Terraform, Bicep and ARM.
// Facts from the documentation of the resource types and of the azurerm provider.
import type { Carrier, Facts, Grant, Principal } from '../types.ts';
import type { Place } from '../../text/text.ts';
import { activationTypes, readActivationPolicy } from './activation.ts';
import { readRegistryToken, registryTokenTypes } from './registry-tokens.ts';
import { readVaultItem, vaultItemTypes } from './vault-items.ts';
import { leavesOf, textOf, type Leaf, type Scalar, type Value } from '../value.ts';
import { tableOf } from '../../table.ts';
import { onlyNamed } from '../polarity.ts';
import { readWorkload, workloadTypes, type WrittenIdentity } from './workloads.ts';

/** One declared resource, as its dialect's reader sees it. */
export interface AzureSettings {
  /** The provider's type, or the resource type in lower case. */
  readonly type: string;
  /** The value at a path of attributes and blocks, or of properties. */
  get(path: readonly string[]): Value | undefined;
  /** The blocks of a name or the items of a list of properties, each asked in the same way. */
  all(path: readonly string[]): readonly Pick<AzureSettings, 'get'>[];
  /** What it says about the identity that it runs as. */
  identity(): WrittenIdentity;
  readonly head: Place;
  readonly carrier: Carrier;
  readonly anchor: string;
  readonly enabled: Grant['enabled'];
}

/** What a setting comes to; the action of the grant that stands for it, so that rules can tell them apart. */
export type AzureOpening =
  | 'cluster-without-roles'
  | 'blob-read'
  | 'blob-public-allowed'
  | 'key-manage'
  | 'cache-without-sign-in'
  | 'vault-without-roles'
  | 'anonymous-connections'
  | 'task-as-admin';

interface Setting {
  readonly types: RegExp;
  readonly path: readonly string[];
  readonly is: RegExp;
  readonly opens: AzureOpening;
}

const settings: readonly Setting[] = [
  { types: /^azurerm_kubernetes_cluster$/, path: ['role_based_access_control_enabled'], is: /^false$/, opens: 'cluster-without-roles' },
  { types: /^azurerm_kubernetes_cluster$/, path: ['role_based_access_control', 'enabled'], is: /^false$/, opens: 'cluster-without-roles' },
  { types: /^microsoft\.containerservice\/managedclusters$/, path: ['enableRBAC'], is: /^false$/, opens: 'cluster-without-roles' },
  { types: /^azurerm_storage_container$/, path: ['container_access_type'], is: /^(?:blob|container)$/i, opens: 'blob-read' },
  {
    types: /^microsoft\.storage\/storageaccounts\/blobservices\/containers$/,
    path: ['publicAccess'],
    is: /^(?:blob|container)$/i,
    opens: 'blob-read',
  },
  { types: /^azurerm_storage_account$/, path: ['allow_nested_items_to_be_public'], is: /^true$/, opens: 'blob-public-allowed' },
  { types: /^azurerm_storage_account$/, path: ['allow_blob_public_access'], is: /^true$/, opens: 'blob-public-allowed' },
  { types: /^microsoft\.storage\/storageaccounts$/, path: ['allowBlobPublicAccess'], is: /^true$/, opens: 'blob-public-allowed' },
  {
    types: /^azurerm_(?:servicebus|eventhub|relay|notification_hub)\w*_authorization_rule$/,
    path: ['manage'],
    is: /^true$/,
    opens: 'key-manage',
  },
  {
    types: /^microsoft\.(?:servicebus|eventhub|relay|notificationhubs)\/.+\/authorizationrules$/,
    path: ['rights'],
    is: /^manage$/i,
    opens: 'key-manage',
  },
  { types: /^azurerm_iothub_shared_access_policy$/, path: ['registry_write'], is: /^true$/, opens: 'key-manage' },
  ...['authentication_enabled', 'enable_authentication'].map((name) => ({
    types: /^azurerm_redis_cache$/,
    path: ['redis_configuration', name],
    is: /^false$/,
    opens: 'cache-without-sign-in' as const,
  })),
  { types: /^azurerm_cosmosdb_account$/, path: ['access_key_metadata_writes_enabled'], is: /^true$/, opens: 'key-manage' },
  {
    types: /^microsoft\.documentdb\/databaseaccounts$/,
    path: ['disableKeyBasedMetadataWriteAccess'],
    is: /^false$/,
    opens: 'key-manage',
  },
  {
    types: /^azurerm_batch_pool$/,
    path: ['start_task', 'user_identity', 'auto_user', 'elevation_level'],
    is: /^admin$/i,
    opens: 'task-as-admin',
  },
  {
    types: /^microsoft\.batch\/batchaccounts\/pools$/,
    path: ['startTask', 'userIdentity', 'autoUser', 'elevationLevel'],
    is: /^admin$/i,
    opens: 'task-as-admin',
  },
  { types: /^azurerm_web_pubsub_hub$/, path: ['anonymous_connections_enabled'], is: /^true$/, opens: 'anonymous-connections' },
  {
    types: /^microsoft\.signalrservice\/webpubsub\/hubs$/,
    path: ['anonymousConnectPolicy'],
    is: /^allow$/i,
    opens: 'anonymous-connections',
  },
  { types: /^microsoft\.cache\/redis$/, path: ['redisConfiguration', 'authnotrequired'], is: /^true$/i, opens: 'cache-without-sign-in' },
  ...['rbac_authorization_enabled', 'enable_rbac_authorization'].map((name) => ({
    types: /^azurerm_key_vault$/,
    path: [name],
    is: /^false$/,
    opens: 'vault-without-roles' as const,
  })),
  { types: /^microsoft\.keyvault\/vaults$/, path: ['enableRbacAuthorization'], is: /^false$/, opens: 'vault-without-roles' },
];

const vaults = /^(?:azurerm_key_vault|azurerm_key_vault_access_policy|microsoft\.keyvault\/vaults(?:\/accesspolicies)?)$/;

/** Types of which anything is known here, for readers that look a type up first. */
export const settingTypes: readonly string[] = [
  'azurerm_storage_container',
  'azurerm_key_vault',
  'azurerm_key_vault_access_policy',
  'azurerm_mssql_server',
  'azurerm_iothub_shared_access_policy',
  'azurerm_postgresql_flexible_server',
  'azurerm_linux_virtual_machine',
  'azurerm_linux_virtual_machine_scale_set',
  'azurerm_virtual_machine',
  'azurerm_virtual_machine_scale_set',
  'azurerm_orchestrated_virtual_machine_scale_set',
  'azurerm_web_pubsub_hub',
  'azurerm_batch_pool',
  ...activationTypes,
  ...vaultItemTypes,
  ...registryTokenTypes,
  ...workloadTypes,
  ...[
    'servicebus_namespace',
    'servicebus_queue',
    'servicebus_topic',
    'eventhub',
    'eventhub_namespace',
    'relay_namespace',
    'relay_hybrid_connection',
    'notification_hub',
  ].map((name) => `azurerm_${name}_authorization_rule`),
];

/** Pushes what the settings of a resource come to. */
export function readAzureSettings(resource: AzureSettings, into: Facts): void {
  for (const setting of settings) {
    if (!setting.types.test(resource.type)) continue;
    for (const leaf of leavesOf(resource.get(setting.path))) {
      if (setting.is.test(textOf(leaf) ?? '')) into.grants.push(opening(resource, leaf, setting.opens, setting.path.at(-1)!));
    }
  }
  readActivationPolicy(resource, into);
  readVaultItem(resource, into);
  readRegistryToken(resource, into);
  readWorkload(resource, into);
  if (vaults.test(resource.type)) readVaultPolicies(resource, into);
  if (/^(?:azurerm_postgresql_flexible_server|microsoft\.dbforpostgresql\/flexibleservers)$/.test(resource.type))
    readPostgresLogin(resource, into);
  if (sqlLogins.has(resource.type)) readSqlLogin(resource, into);
  readMachinePassword(resource, into);
}

function opening(resource: AzureSettings, leaf: Leaf, opens: AzureOpening, name: string): Grant {
  const cluster = opens === 'cluster-without-roles';
  return {
    anchor: `${resource.anchor}|${name}`,
    platform: cluster ? 'k8s' : 'azure',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'resource',
    principals: [{ kind: cluster ? 'authenticated' : opens === 'task-as-admin' ? 'unknown' : 'any', id: leaf }],
    actions: [word(opens, leaf.at)],
    scope: [{ level: cluster ? 'cluster' : 'resource', id: leaf }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: resource.carrier,
    enabled: resource.enabled,
  };
}

const vaultParts = [
  ['secret_permissions', 'secrets', 'secrets'],
  ['key_permissions', 'keys', 'keys'],
  ['certificate_permissions', 'certificates', 'certificates'],
] as const;

/** Access policies of a vault: who may do what with secrets, keys and certificates. */
function readVaultPolicies(resource: AzureSettings, into: Facts): void {
  const terraform = resource.type.startsWith('azurerm_');
  const policies =
    resource.type === 'azurerm_key_vault_access_policy' ? [resource] : resource.all([terraform ? 'access_policy' : 'accessPolicies']);
  policies.forEach((policy, index) => {
    const who = leavesOf(policy.get([terraform ? 'object_id' : 'objectId']))[0];
    const principals: Principal[] = who ? [{ kind: 'account', id: who }] : [];
    const actions = vaultParts.flatMap(([attribute, property, part]) =>
      leavesOf(policy.get(terraform ? [attribute] : ['permissions', property])).flatMap((leaf): Scalar[] => {
        const text = textOf(leaf);
        return text === undefined ? [] : [{ ...leaf, kind: 'scalar', known: 'resolved', value: `${part}/${text.toLowerCase()}` }];
      }),
    );
    if (actions.length === 0) return;
    into.grants.push({
      anchor: `${resource.anchor}|accessPolicies[${who ? (textOf(who) ?? index) : index}]`,
      platform: 'azure',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'resource',
      principals,
      actions,
      plane: 'data',
      scope: [{ level: 'resource', id: word('', resource.head) }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: resource.carrier,
      enabled: resource.enabled,
    });
  });
}

/** Where servers of SQL say that Entra ID alone counts. */
const sqlLogins = tableOf<readonly string[]>({
  azurerm_mssql_server: ['azuread_administrator', 'azuread_authentication_only'],
  'microsoft.sql/servers': ['administrators', 'azureADOnlyAuthentication'],
  'microsoft.sql/managedinstances': ['administrators', 'azureADOnlyAuthentication'],
  'microsoft.sql/servers/azureadonlyauthentications': ['azureADOnlyAuthentication'],
  'microsoft.sql/managedinstances/azureadonlyauthentications': ['azureADOnlyAuthentication'],
});

/** A database server whose administrator logs in with a password, beside Entra ID or instead of it. */
function readSqlLogin(resource: AzureSettings, into: Facts): void {
  const terraform = resource.type.startsWith('azurerm_');
  const login = resource.get([terraform ? 'administrator_login_password' : 'administratorLoginPassword']);
  const only = leavesOf(resource.get(sqlLogins.get(resource.type)!))[0];
  const at = only ?? login;
  if (!at || (only && textOf(only) !== 'false')) return;
  pushLogin(resource, only ?? undefined, at, 'azuread_authentication_only', 'db-password', into);
}

/** The same for PostgreSQL, which has passwords beside Entra ID unless they are turned off. */
function readPostgresLogin(resource: AzureSettings, into: Facts): void {
  const terraform = resource.type.startsWith('azurerm_');
  const login = resource.get([terraform ? 'administrator_password' : 'administratorLoginPassword']);
  const said = leavesOf(resource.get(terraform ? ['authentication', 'password_auth_enabled'] : ['authConfig', 'passwordAuth']))[0];
  const at = said ?? login;
  if (!at || (said && !/^(?:true|enabled)$/i.test(textOf(said) ?? ''))) return;
  pushLogin(resource, said, at, 'password_auth_enabled', 'db-password', into);
}

const machinePaths = tableOf<readonly string[]>({
  azurerm_linux_virtual_machine: ['disable_password_authentication'],
  azurerm_linux_virtual_machine_scale_set: ['disable_password_authentication'],
  azurerm_virtual_machine: ['os_profile_linux_config', 'disable_password_authentication'],
  azurerm_virtual_machine_scale_set: ['os_profile_linux_config', 'disable_password_authentication'],
  azurerm_orchestrated_virtual_machine_scale_set: ['os_profile', 'linux_configuration', 'disable_password_authentication'],
  'microsoft.compute/virtualmachines': ['osProfile', 'linuxConfiguration', 'disablePasswordAuthentication'],
  'microsoft.compute/virtualmachinescalesets': [
    'virtualMachineProfile',
    'osProfile',
    'linuxConfiguration',
    'disablePasswordAuthentication',
  ],
});

function readMachinePassword(resource: AzureSettings, into: Facts): void {
  const path = machinePaths.get(resource.type);
  const off = path && leavesOf(resource.get(path))[0];
  if (off && textOf(off) === 'false') pushLogin(resource, off, off, 'disable_password_authentication', 'login-password', into);
  else if (path && !off) readDefaultPassword(resource, path, into);
}

/** Publishers of images of Linux, which let passwords in unless they are told not to. */
const linux = /^(?:canonical|redhat|suse|debian|openlogic|almalinux|resf|oracle|microsoftcblmariner|kinvolk|rocky.*)$/i;

/**
 * A machine with a password and no word about passwords: its template sets up Linux and leaves the switch out, or writes
 * `linuxConfiguration: null`, or none, beside an image of Linux.
 */
function readDefaultPassword(resource: AzureSettings, path: readonly string[], into: Facts): void {
  if (resource.type.startsWith('azurerm_')) return;
  const profile = path.slice(0, path.indexOf('osProfile') + 1);
  const said = resource.get([...profile, 'linuxConfiguration']);
  const password = resource.get([...profile, 'adminPassword']);
  const publisher = textOf(resource.get([...profile.slice(0, -1), 'storageProfile', 'imageReference', 'publisher']));
  const none = said === undefined || (said.kind === 'scalar' && said.value === null);
  const silent = said?.kind === 'mapping' && said.complete && resource.get(path) === undefined;
  if ((silent || (none && linux.test(publisher ?? ''))) && password && !(password.kind === 'scalar' && password.value === null))
    pushLogin(resource, undefined, password, 'adminPassword', 'login-password', into);
}

function pushLogin(
  resource: AzureSettings,
  said: Leaf | undefined,
  at: Value,
  name: string,
  kind: 'db-password' | 'login-password',
  into: Facts,
): void {
  into.credentials.push({
    anchor: `${resource.anchor}|${name}`,
    platform: 'azure',
    kind,
    lifetime: { kind: 'standing' },
    storedIn: 'unknown',
    at: said?.at ?? at.via[0] ?? at.at,
    carrier: { ...resource.carrier, ...(said ? { attribute: said.at } : {}) },
    enabled: resource.enabled,
  });
}

function word(text: string, at: Place): Scalar {
  return { kind: 'scalar', known: 'resolved', value: text, at, token: at, via: [], encoding: 'none', editable: false };
}
