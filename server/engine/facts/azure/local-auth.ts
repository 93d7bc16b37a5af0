// Services of Azure that accept keys of their own beside Entra ID: which property turns that off, in Terraform and in
// Bicep and ARM, and what holds when nobody says. Facts from the providers' documentation.

export interface LocalAuthSetting {
  /** The provider's or the resource type's name, in lower case for ARM. */
  readonly type: string;
  /** Property path; in ARM under `properties`. */
  readonly property: readonly string[];
  /** The value that turns keys off. */
  readonly off: boolean;
  /** Whether keys work when the property is not set. */
  readonly onByDefault: boolean;
  readonly service: string;
}

const terraform: readonly (readonly [type: string, property: string, off: boolean, onByDefault: boolean, service: string])[] = [
  ['azurerm_storage_account', 'shared_access_key_enabled', false, true, 'storage account'],
  ['azurerm_container_registry', 'admin_enabled', false, false, 'container registry'],
  ['azurerm_kubernetes_cluster', 'local_account_disabled', true, true, 'cluster'],
  ['azurerm_cosmosdb_account', 'local_authentication_disabled', true, true, 'Cosmos DB account'],
  ['azurerm_machine_learning_compute_cluster', 'local_auth_enabled', false, true, 'compute cluster'],
  ['azurerm_machine_learning_compute_instance', 'local_auth_enabled', false, true, 'compute instance'],
  ['azurerm_app_configuration', 'local_auth_enabled', false, true, 'App Configuration store'],
  ['azurerm_eventgrid_topic', 'local_auth_enabled', false, true, 'Event Grid topic'],
  ['azurerm_eventgrid_domain', 'local_auth_enabled', false, true, 'Event Grid domain'],
  ['azurerm_servicebus_namespace', 'local_auth_enabled', false, true, 'Service Bus namespace'],
  ['azurerm_eventhub_namespace', 'local_authentication_enabled', false, true, 'Event Hubs namespace'],
  ['azurerm_cognitive_account', 'local_auth_enabled', false, true, 'Cognitive Services account'],
  ['azurerm_ai_services', 'local_authentication_enabled', false, true, 'AI services account'],
  ['azurerm_search_service', 'local_authentication_enabled', false, true, 'search service'],
  ['azurerm_signalr_service', 'local_auth_enabled', false, true, 'SignalR service'],
  ['azurerm_web_pubsub', 'local_auth_enabled', false, true, 'Web PubSub service'],
  ['azurerm_application_insights', 'local_authentication_disabled', true, true, 'Application Insights component'],
  ['azurerm_log_analytics_workspace', 'local_authentication_enabled', false, true, 'Log Analytics workspace'],
  ['azurerm_automation_account', 'local_authentication_enabled', false, true, 'Automation account'],
  ['azurerm_iothub', 'local_authentication_enabled', false, true, 'IoT hub'],
  // Passwords to publish with are on by default; that somebody wrote it down is what is said.
  ...['linux_web_app', 'windows_web_app', 'linux_function_app', 'windows_function_app', 'linux_web_app_slot', 'windows_web_app_slot', 'logic_app_standard'].flatMap((name) =>
    (['ftp_publish_basic_authentication_enabled', 'webdeploy_publish_basic_authentication_enabled'] as const).map((property) => [`azurerm_${name}`, property, false, false, 'web app'] as const)),
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
  ['microsoft.servicebus/namespaces', 'disableLocalAuth', true, true, 'Service Bus namespace'],
  ['microsoft.eventhub/namespaces', 'disableLocalAuth', true, true, 'Event Hubs namespace'],
  ['microsoft.cognitiveservices/accounts', 'disableLocalAuth', true, true, 'Cognitive Services account'],
  ['microsoft.search/searchservices', 'disableLocalAuth', true, true, 'search service'],
  ['microsoft.signalrservice/signalr', 'disableLocalAuth', true, true, 'SignalR service'],
  ['microsoft.signalrservice/webpubsub', 'disableLocalAuth', true, true, 'Web PubSub service'],
  ['microsoft.insights/components', 'DisableLocalAuth', true, true, 'Application Insights component'],
  ['microsoft.automation/automationaccounts', 'disableLocalAuth', true, true, 'Automation account'],
  ['microsoft.devices/iothubs', 'disableLocalAuth', true, true, 'IoT hub'],
  ['microsoft.web/sites/basicpublishingcredentialspolicies', 'allow', false, false, 'web app'],
];

const byType = new Map<string, LocalAuthSetting[]>();
for (const [type, property, off, onByDefault, service] of [...terraform, ...arm]) (byType.get(type) ?? byType.set(type, []).get(type)!).push({ type, property: [property], off, onByDefault, service });

/** The settings of a type; ARM types in any case. */
export function localAuthsOf(type: string): readonly LocalAuthSetting[] {
  return byType.get(type) ?? byType.get(type.toLowerCase()) ?? [];
}

/** The setting of a type by its property; the first where none is named. */
export function localAuthOf(type: string, property?: string): LocalAuthSetting | undefined {
  const settings = localAuthsOf(type);
  return settings.find((setting) => setting.property[0] === property) ?? settings[0];
}

/** The Terraform types, for the reader's table. */
export const localAuthTypes: readonly string[] = [...new Set(terraform.map(([type]) => type))];
