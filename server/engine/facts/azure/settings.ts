// Settings of Azure resources that decide who gets in: clusters without roles, containers anyone reads, shared keys that
// manage, passwords of machines and databases, access policies of key vaults. One table for Terraform, Bicep and ARM.
// Facts from the documentation of the resource types and of the azurerm provider.
import type { Carrier, Facts, Grant, Principal } from '../types.ts';
import type { Place } from '../../text/text.ts';
import { meaningOf, describes } from '../../secrets/names.ts';
import { activationTypes, readActivationPolicy } from './activation.ts';
import { openingSettings, openingTypes, type AzureOpening } from './opening-settings.ts';
import { readRegistryToken, registryTokenTypes } from './registry-tokens.ts';
import { readVaultItem, vaultItemTypes } from './vault-items.ts';
import { leavesOf, textOf, type Leaf, type Scalar, type Value } from '../value.ts';
import { tableOf } from '../../table.ts';
import { onlyNamed } from '../polarity.ts';
import { readWebLogin } from './web-login.ts';
import { readWorkload, workloadTypes, type WrittenIdentity } from './workloads.ts';

/** One declared resource, as its dialect's reader sees it. */
export interface AzureSettings {
  /** The provider's type, or the resource type in lower case. */
  readonly type: string;
  /** The value at a path of attributes and blocks, or of properties. */
  get(path: readonly string[]): Value | undefined;
  /** The blocks of a name or the items of a list of properties, each asked in the same way. */
  all(path: readonly string[]): readonly Pick<AzureSettings, 'get'>[];
  /** What it is called. */
  name(): Value | undefined;
  /** What it says about the identity that it runs as. */
  identity(): WrittenIdentity;
  readonly head: Place;
  readonly carrier: Carrier;
  readonly anchor: string;
  readonly enabled: Grant['enabled'];
}

const vaults = /^(?:azurerm_key_vault|azurerm_key_vault_access_policy|microsoft\.keyvault\/vaults(?:\/accesspolicies)?)$/;

/** Types of which anything is known here, for readers that look a type up first. */
export const settingTypes: readonly string[] = [
  'azurerm_storage_container',
  'azurerm_key_vault',
  'azurerm_key_vault_access_policy',
  'azurerm_mssql_server',
  'azurerm_synapse_workspace',
  'azurerm_storage_account_local_user',
  'azurerm_iothub_shared_access_policy',
  'azurerm_postgresql_flexible_server',
  'azurerm_linux_virtual_machine',
  'azurerm_linux_virtual_machine_scale_set',
  'azurerm_virtual_machine',
  'azurerm_virtual_machine_scale_set',
  'azurerm_orchestrated_virtual_machine_scale_set',
  'azurerm_web_pubsub_hub',
  'azurerm_batch_pool',
  ...openingTypes,
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
  for (const setting of openingSettings) {
    if (!setting.types.test(resource.type) || (setting.ofSecrets && !isNamedAsSecret(resource))) continue;
    for (const leaf of leavesOf(resource.get(setting.path))) {
      if (setting.is.test(textOf(leaf) ?? '')) into.grants.push(opening(resource, leaf, setting.opens, setting.path.at(-1)!));
    }
  }
  readActivationPolicy(resource, into);
  readVaultItem(resource, into);
  readRegistryToken(resource, into);
  readWorkload(resource, into);
  readWebLogin(resource, into);
  if (vaults.test(resource.type)) readVaultPolicies(resource, into);
  if (/^(?:azurerm_postgresql_flexible_server|microsoft\.dbforpostgresql\/flexibleservers)$/.test(resource.type))
    readPostgresLogin(resource, into);
  if (sqlLogins.has(resource.type)) readSqlLogin(resource, into);
  readMachinePassword(resource, into);
}

/** Whether the name that it shows, or its own, is that of a password, a key or a token. */
function isNamedAsSecret(resource: AzureSettings): boolean {
  const shown = resource.get([resource.type.startsWith('azurerm_') ? 'display_name' : 'displayName']) ?? resource.name();
  const name = textOf(leavesOf(shown)[0]);
  return name !== undefined && meaningOf(name) !== undefined && !describes(name);
}

/** Openings that are somebody's who holds something already, and not everybody's. */
const ofHolders: ReadonlySet<AzureOpening> = new Set(['task-as-admin', 'plain-variable', 'scope-map-wide', 'stored-policy-all']);

function opening(resource: AzureSettings, leaf: Leaf, opens: AzureOpening, name: string): Grant {
  const cluster = opens === 'cluster-without-roles';
  return {
    anchor: `${resource.anchor}|${name}`,
    platform: cluster ? 'k8s' : 'azure',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'resource',
    principals: [{ kind: cluster ? 'authenticated' : ofHolders.has(opens) ? 'unknown' : 'any', id: leaf }],
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
  azurerm_synapse_workspace: ['azuread_authentication_only'],
  'microsoft.synapse/workspaces': ['azureADOnlyAuthentication'],
  'microsoft.synapse/workspaces/azureadonlyauthentications': ['azureADOnlyAuthentication'],
  'microsoft.sql/servers': ['administrators', 'azureADOnlyAuthentication'],
  'microsoft.sql/managedinstances': ['administrators', 'azureADOnlyAuthentication'],
  'microsoft.sql/servers/azureadonlyauthentications': ['azureADOnlyAuthentication'],
  'microsoft.sql/managedinstances/azureadonlyauthentications': ['azureADOnlyAuthentication'],
});

/** A database server whose administrator logs in with a password, beside Entra ID or instead of it. */
function readSqlLogin(resource: AzureSettings, into: Facts): void {
  const login = [
    'administrator_login_password',
    'administratorLoginPassword',
    'sql_administrator_login_password',
    'sqlAdministratorLoginPassword',
  ]
    .map((name) => resource.get([name]))
    .find((value) => value !== undefined);
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

/** Local users of a storage account, who come in by SFTP past every role. */
const localUsers = tableOf<string>({
  azurerm_storage_account_local_user: 'ssh_password_enabled',
  'microsoft.storage/storageaccounts/localusers': 'hasSshPassword',
});

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
  const user = localUsers.get(resource.type);
  const said = user === undefined ? undefined : leavesOf(resource.get([user]))[0];
  if (said && textOf(said) === 'true') pushLogin(resource, said, said, user!, 'login-password', into);
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
