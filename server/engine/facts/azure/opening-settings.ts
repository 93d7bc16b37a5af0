// Settings of Azure resources that let somebody in without a role, by the value that does so. One table for Terraform, Bicep,
// ARM, programs and commands. Facts from the documentation of the resource types and of the azurerm provider.

/** What a setting comes to; the action of the grant that stands for it, so that rules can tell them apart. */
export type AzureOpening =
  | 'cluster-without-roles'
  | 'blob-read'
  | 'blob-public-allowed'
  | 'key-manage'
  | 'cache-without-sign-in'
  | 'vault-without-roles'
  | 'anonymous-connections'
  | 'task-as-admin'
  | 'api-without-subscription'
  | 'plain-variable'
  | 'scope-map-wide'
  | 'stored-policy-all';

export interface OpeningSetting {
  readonly types: RegExp;
  readonly path: readonly string[];
  readonly is: RegExp;
  readonly opens: AzureOpening;
  /** Only where the resource's name, or the one that it shows, is that of a secret. */
  readonly ofSecrets?: true;
}

/** What a token may do with all repositories of a registry, other than pull from them. */
const everyRepository = /^repositories\/\*\/(?:content\/(?:write|delete)|metadata\/write)$/i;

/** Access policies of shares and tables with every permission that there is. */
const storedPolicies: readonly OpeningSetting[] = (
  [
    [/^azurerm_storage_share$/, ['acl', 'access_policy', 'permissions'], /^(?=.*r)(?=.*w)(?=.*d)(?=.*l)/],
    [/^azurerm_storage_table$/, ['acl', 'access_policy', 'permissions'], /^(?=.*r)(?=.*a)(?=.*u)(?=.*d)/],
  ] as const
).map(([types, path, is]) => ({ types, path, is, opens: 'stored-policy-all' }));

export const openingSettings: readonly OpeningSetting[] = [
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
  ...['api', 'product'].map((name) => ({
    types: new RegExp(`^azurerm_api_management_${name}$`),
    path: ['subscription_required'],
    is: /^false$/,
    opens: 'api-without-subscription' as const,
  })),
  {
    types: /^microsoft\.apimanagement\/service\/(?:workspaces\/)?(?:apis|products)$/,
    path: ['subscriptionRequired'],
    is: /^false$/,
    opens: 'api-without-subscription',
  },
  { types: /^azurerm_automation_variable_\w+$/, path: ['encrypted'], is: /^false$/, opens: 'plain-variable' },
  { types: /^microsoft\.automation\/automationaccounts\/variables$/, path: ['isEncrypted'], is: /^false$/, opens: 'plain-variable' },
  { types: /^azurerm_api_management_named_value$/, path: ['secret'], is: /^false$/, opens: 'plain-variable', ofSecrets: true },
  {
    types: /^microsoft\.apimanagement\/service\/(?:workspaces\/)?namedvalues$/,
    path: ['secret'],
    is: /^false$/,
    opens: 'plain-variable',
    ofSecrets: true,
  },
  { types: /^azurerm_container_registry_scope_map$/, path: ['actions'], is: everyRepository, opens: 'scope-map-wide' },
  { types: /^microsoft\.containerregistry\/registries\/scopemaps$/, path: ['actions'], is: everyRepository, opens: 'scope-map-wide' },
  ...storedPolicies,
];

/** Terraform types that stand in the table and nowhere else. */
export const openingTypes: readonly string[] = [
  'azurerm_api_management_api',
  'azurerm_api_management_product',
  'azurerm_api_management_named_value',
  'azurerm_container_registry_scope_map',
  'azurerm_storage_share',
  'azurerm_storage_table',
  ...['bool', 'datetime', 'int', 'object', 'string'].map((kind) => `azurerm_automation_variable_${kind}`),
];
