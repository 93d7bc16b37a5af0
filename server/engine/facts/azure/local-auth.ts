// Services of Azure that accept keys of their own beside Entra ID: which property turns that off, in Terraform and in
// Bicep and ARM, and what holds when nobody says. Facts from the providers' documentation.

export interface LocalAuthSetting {
  /** The provider's or the resource type's name, in lower case for ARM. */
  readonly type: string;
  /** Property path; in ARM under `properties`. */
  readonly property: readonly string[];
  /** The value that turns keys off. */
  readonly off: boolean;
  /** The word that lets keys in, where the property is no switch: one of a list, or one of a few. In lower case. */
  readonly on?: string;
  /** Whether keys work when the property is not set. */
  readonly onByDefault: boolean;
  readonly service: string;
}

// Where the provider has two names for one switch, an older and a newer one, either says it.
const terraform: readonly (readonly [type: string, property: string, off: boolean, onByDefault: boolean, service: string])[] = [
  ['azurerm_storage_account', 'shared_access_key_enabled', false, true, 'storage account'],
  ['azurerm_container_registry', 'admin_enabled', false, false, 'container registry'],
  ['azurerm_kubernetes_cluster', 'local_account_disabled', true, true, 'cluster'],
  ['azurerm_cosmosdb_account', 'local_authentication_disabled', true, true, 'Cosmos DB account'],
  ['azurerm_cosmosdb_account', 'local_authentication_enabled', false, true, 'Cosmos DB account'],
  ['azurerm_machine_learning_compute_cluster', 'local_auth_enabled', false, true, 'compute cluster'],
  ['azurerm_machine_learning_compute_instance', 'local_auth_enabled', false, true, 'compute instance'],
  ['azurerm_machine_learning_synapse_spark', 'local_auth_enabled', false, true, 'Synapse Spark compute'],
  ['azurerm_app_configuration', 'local_auth_enabled', false, true, 'App Configuration store'],
  ['azurerm_eventgrid_topic', 'local_auth_enabled', false, true, 'Event Grid topic'],
  ['azurerm_eventgrid_domain', 'local_auth_enabled', false, true, 'Event Grid domain'],
  ['azurerm_eventgrid_partner_namespace', 'local_authentication_enabled', false, true, 'Event Grid partner namespace'],
  ['azurerm_servicebus_namespace', 'local_auth_enabled', false, true, 'Service Bus namespace'],
  ['azurerm_eventhub_namespace', 'local_authentication_enabled', false, true, 'Event Hubs namespace'],
  ['azurerm_cognitive_account', 'local_auth_enabled', false, true, 'Cognitive Services account'],
  ['azurerm_ai_services', 'local_authentication_enabled', false, true, 'AI services account'],
  ['azurerm_search_service', 'local_authentication_enabled', false, true, 'search service'],
  ['azurerm_signalr_service', 'local_auth_enabled', false, true, 'SignalR service'],
  ['azurerm_web_pubsub', 'local_auth_enabled', false, true, 'Web PubSub service'],
  ['azurerm_web_pubsub_socketio', 'local_auth_enabled', false, true, 'Web PubSub service'],
  ['azurerm_application_insights', 'local_authentication_disabled', true, true, 'Application Insights component'],
  ['azurerm_application_insights', 'local_authentication_enabled', false, true, 'Application Insights component'],
  ['azurerm_log_analytics_workspace', 'local_authentication_enabled', false, true, 'Log Analytics workspace'],
  ['azurerm_log_analytics_workspace', 'local_authentication_disabled', true, true, 'Log Analytics workspace'],
  ['azurerm_automation_account', 'local_authentication_enabled', false, true, 'Automation account'],
  ['azurerm_iothub', 'local_authentication_enabled', false, true, 'IoT hub'],
  ['azurerm_redis_cache', 'access_keys_authentication_enabled', false, true, 'Redis cache'],
  ['azurerm_maps_account', 'local_authentication_enabled', false, true, 'Maps account'],
  ['azurerm_bot_service_azure_bot', 'local_authentication_enabled', false, true, 'bot'],
  ['azurerm_dashboard_grafana', 'api_key_enabled', false, false, 'Managed Grafana workspace'],
  // Passwords to publish with are on by default; that somebody wrote it down is what is said.
  ...[
    'linux_web_app',
    'windows_web_app',
    'linux_function_app',
    'windows_function_app',
    'linux_web_app_slot',
    'windows_web_app_slot',
    'linux_function_app_slot',
    'windows_function_app_slot',
    'function_app_flex_consumption',
    'logic_app_standard',
  ].flatMap((name) =>
    (
      [
        'ftp_publish_basic_authentication_enabled',
        name === 'logic_app_standard' ? 'scm_publish_basic_authentication_enabled' : 'webdeploy_publish_basic_authentication_enabled',
      ] as const
    ).map((property) => [`azurerm_${name}`, property, false, false, 'web app'] as const),
  ),
];

const arm: readonly (readonly [type: string, property: string, off: boolean, onByDefault: boolean, service: string])[] = [
  ['microsoft.storage/storageaccounts', 'allowSharedKeyAccess', false, true, 'storage account'],
  ['microsoft.containerregistry/registries', 'adminUserEnabled', false, false, 'container registry'],
  ['microsoft.containerservice/managedclusters', 'disableLocalAccounts', true, true, 'cluster'],
  ['microsoft.documentdb/databaseaccounts', 'disableLocalAuth', true, true, 'Cosmos DB account'],
  ['microsoft.machinelearningservices/workspaces/computes', 'disableLocalAuth', true, true, 'compute cluster'],
  ['microsoft.appconfiguration/configurationstores', 'disableLocalAuth', true, true, 'App Configuration store'],
  ['microsoft.eventgrid/topics', 'disableLocalAuth', true, true, 'Event Grid topic'],
  ['microsoft.eventgrid/domains', 'disableLocalAuth', true, true, 'Event Grid domain'],
  ['microsoft.eventgrid/partnernamespaces', 'disableLocalAuth', true, true, 'Event Grid partner namespace'],
  ['microsoft.servicebus/namespaces', 'disableLocalAuth', true, true, 'Service Bus namespace'],
  ['microsoft.eventhub/namespaces', 'disableLocalAuth', true, true, 'Event Hubs namespace'],
  ['microsoft.cognitiveservices/accounts', 'disableLocalAuth', true, true, 'Cognitive Services account'],
  ['microsoft.search/searchservices', 'disableLocalAuth', true, true, 'search service'],
  ['microsoft.signalrservice/signalr', 'disableLocalAuth', true, true, 'SignalR service'],
  ['microsoft.signalrservice/webpubsub', 'disableLocalAuth', true, true, 'Web PubSub service'],
  ['microsoft.insights/components', 'DisableLocalAuth', true, true, 'Application Insights component'],
  ['microsoft.communication/communicationservices', 'disableLocalAuth', true, false, 'Communication Services resource'],
  ['microsoft.automation/automationaccounts', 'disableLocalAuth', true, true, 'Automation account'],
  ['microsoft.devices/iothubs', 'disableLocalAuth', true, true, 'IoT hub'],
  ['microsoft.cache/redis', 'disableAccessKeyAuthentication', true, true, 'Redis cache'],
  ['microsoft.maps/accounts', 'disableLocalAuth', true, true, 'Maps account'],
  ['microsoft.botservice/botservices', 'disableLocalAuth', true, true, 'bot'],
  ['microsoft.operationalinsights/workspaces', 'features.disableLocalAuth', true, false, 'Log Analytics workspace'],
  ['microsoft.web/sites/basicpublishingcredentialspolicies', 'allow', false, false, 'web app'],
];

/** Ways to sign in that are named, keys among them. What is not written the service decides, and nothing is said. */
const named: readonly (readonly [type: string, property: string, on: string, service: string])[] = [
  ['azurerm_batch_account', 'allowed_authentication_modes', 'sharedkey', 'Batch account'],
  ['microsoft.batch/batchaccounts', 'allowedAuthenticationModes', 'sharedkey', 'Batch account'],
  ['microsoft.dashboard/grafana', 'apiKey', 'enabled', 'Managed Grafana workspace'],
  ['microsoft.cache/redisenterprise/databases', 'accessKeysAuthentication', 'enabled', 'Redis cache'],
  ['microsoft.machinelearningservices/workspaces/onlineendpoints', 'authMode', 'key', 'endpoint of a model'],
  ['microsoft.machinelearningservices/workspaces/serverlessendpoints', 'authMode', 'key', 'endpoint of a model'],
  ['microsoft.machinelearningservices/workspaces', 'systemDatastoresAuthMode', 'accesskey', 'workspace of Machine Learning'],
  ['microsoft.azureplaywrightservice/accounts', 'localAuth', 'enabled', 'Playwright workspace'],
  ['microsoft.machinelearningservices/workspaces/batchendpoints', 'authMode', 'key', 'endpoint of a model'],
];

const byType = new Map<string, LocalAuthSetting[]>();
const add = (setting: LocalAuthSetting): unknown =>
  (byType.get(setting.type) ?? byType.set(setting.type, []).get(setting.type)!).push(setting);
for (const [type, property, off, onByDefault, service] of [...terraform, ...arm])
  add({ type, property: property.split('.'), off, onByDefault, service });
for (const [type, property, on, service] of named) add({ type, property: [property], off: false, on, onByDefault: false, service });

/** The settings of a type; ARM types in any case. */
export function localAuthsOf(type: string): readonly LocalAuthSetting[] {
  return byType.get(type) ?? byType.get(type.toLowerCase()) ?? [];
}

/** The setting of a type by its property; the first where none is named. */
export function localAuthOf(type: string, property?: string): LocalAuthSetting | undefined {
  const settings = localAuthsOf(type);
  return settings.find((setting) => setting.property.join('.') === property) ?? settings[0];
}

/** The Terraform types, for the reader's table. */
export const localAuthTypes: readonly string[] = [...byType.keys()].filter((type) => type.startsWith('azurerm_'));
