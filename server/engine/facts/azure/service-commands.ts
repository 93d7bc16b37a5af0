// What `az` switches on and off at services: keys and passwords beside Entra ID, what everybody may read, vaults without roles.
// One table by the command. Facts from the reference of the Azure CLI.
import { tableOf } from '../../table.ts';
import type { Place } from '../../text/text.ts';
import { flagOf, flagPlace, hasFlag } from '../commands/shell.ts';
import { wordAt } from '../made-values.ts';
import type { Credential, Facts } from '../types.ts';
import { placeOf, textOf } from '../value.ts';
import { pushLocalAuth, pushOpen } from './command-facts.ts';
import type { Call } from './entra-commands.ts';
import { pushWebApp } from './web-login.ts';

const clusters = 'Microsoft.ContainerService/managedClusters';

type ServiceReader = (call: Call, into: Facts) => void;

const open =
  (name: string, is: RegExp, opens: string): ServiceReader =>
  (call, into) =>
    pushOpen(call, { name, value: flagOf(call.command, name), is, opens }, into);

const switchOn =
  (flag: string, type: string, property: string): ServiceReader =>
  (call, into) =>
    pushLocalAuth(call, { on: flagOf(call.command, flag), type, property }, into);

/** A password beside Entra ID, at the option or the word that lets it in. */
function pushLogin({ carrier, anchor }: Call, kind: Credential['kind'], option: string, at: Place, into: Facts): void {
  into.credentials.push({
    anchor: `${anchor}|${option}`,
    platform: 'azure',
    kind,
    lifetime: { kind: 'standing' },
    storedIn: 'unknown',
    at,
    carrier: { ...carrier, attribute: at },
    enabled: 'maybe',
  });
}

/** An option with a value that lets a password in. */
const login =
  (option: string, is: RegExp, kind: Credential['kind']): ServiceReader =>
  (call, into) => {
    const value = flagOf(call.command, option);
    if (value && is.test(textOf(value) ?? '')) pushLogin(call, kind, option, placeOf(value), into);
  };

/** `az sql server ad-only-auth disable`: the last word says it. */
const entraOnlyOff: ServiceReader = (call, into) => {
  const { uri, span } = call.command.at;
  const word = 'disable';
  pushLogin(call, 'db-password', word, { uri, span: [span[1] - word.length, span[1]] }, into);
};

/** A server of SQL with a password for its administrator, unless only Entra ID counts. */
const sqlServer: ServiceReader = (call, into) => {
  const password = flagOf(call.command, 'admin-password', 'p');
  if (password && !hasFlag(call.command, 'enable-ad-only-auth')) pushLogin(call, 'db-password', 'admin-password', placeOf(password), into);
};

/** The login of App Service, switched off. */
const webLogin: ServiceReader = ({ command, carrier, anchor }, into) => {
  const off = flagOf(command, 'enabled');
  if (!off || textOf(off)?.toLowerCase() !== 'false') return;
  const name = textOf(flagOf(command, 'name', 'n')) ?? 'the app';
  pushWebApp({ carrier, anchor, head: command.at }, { ...off, editable: false }, name, into);
};

/** `--disable-local-auth false`: the keys of a service go on counting, and somebody said so. */
const keysLeft =
  (type: string): ServiceReader =>
  (call, into) => {
    const off = flagOf(call.command, 'disable-local-auth');
    if (off && /^false$/i.test(textOf(off) ?? ''))
      pushLocalAuth(call, { on: wordAt('true', off.at), type, property: 'disableLocalAuth' }, into);
  };

/** `--authentication-type password`: a Linux machine whose administrator comes in with a password. Windows knows no other way. */
const machineLogin: ServiceReader = (call, into) => {
  if (!/win|^$/i.test(textOf(flagOf(call.command, 'image')) ?? ''))
    login('authentication-type', /^(?:password|all)$/i, 'login-password')(call, into);
};

/**
 * A flag that lets the local administrator of a cluster in, who works past Entra ID: `--admin` answers a certificate that
 * cannot be taken back.
 */
const clusterFlag =
  (...names: readonly string[]): ServiceReader =>
  (call, into) => {
    const name = names.find((one) => hasFlag(call.command, one));
    if (name !== undefined)
      pushLocalAuth(
        call,
        { on: wordAt('true', flagPlace(call.text, call.command, name)), type: clusters, property: 'disableLocalAccounts' },
        into,
      );
  };

const both = (name: string, ...readers: readonly ServiceReader[]): (readonly [string, readonly ServiceReader[]])[] =>
  ['create', 'update'].map((verb) => [`${name} ${verb}`, readers] as const);

const table = tableOf<readonly ServiceReader[]>(
  Object.fromEntries([
    ...both(
      'storage account',
      switchOn('allow-shared-key-access', 'Microsoft.Storage/storageAccounts', 'allowSharedKeyAccess'),
      open('allow-blob-public-access', /^true$/i, 'blob-public-allowed'),
    ),
    ...both('storage account local-user', login('has-ssh-password', /^true$/i, 'login-password')),
    ...['create', 'set-permission'].map(
      (verb) => [`storage container ${verb}`, [open('public-access', /^(?:blob|container)$/i, 'blob-read')]] as const,
    ),
    ...both(
      'acr',
      switchOn('admin-enabled', 'Microsoft.ContainerRegistry/registries', 'adminUserEnabled'),
      open('anonymous-pull-enabled', /^true$/, 'pull'),
    ),
    ['aks get-credentials', [clusterFlag('admin', 'a')]],
    ['aks update', [clusterFlag('enable-local-accounts')]],
    ['vm create', [machineLogin]],
    ['vmss create', [machineLogin]],
    ...both('cosmosdb', open('disable-key-based-metadata-write-access', /^false$/i, 'key-manage')),
    ...both('keyvault', open('enable-rbac-authorization', /^false$/i, 'vault-without-roles')),
    ...both('appconfig', keysLeft('Microsoft.AppConfiguration/configurationStores')),
    ...both('search service', keysLeft('Microsoft.Search/searchServices')),
    ...both('servicebus namespace', keysLeft('Microsoft.ServiceBus/namespaces')),
    ...both('eventhubs namespace', keysLeft('Microsoft.EventHub/namespaces')),
    ...both('eventgrid topic', keysLeft('Microsoft.EventGrid/topics')),
    ...both('eventgrid domain', keysLeft('Microsoft.EventGrid/domains')),
    ...both('iot hub', keysLeft('Microsoft.Devices/IotHubs')),
    ...both('maps account', keysLeft('Microsoft.Maps/accounts')),
    ...both('signalr', keysLeft('Microsoft.SignalRService/signalR')),
    ...both('webpubsub', keysLeft('Microsoft.SignalRService/webPubSub')),
    ['sql server create', [sqlServer]],
    ['sql mi create', [sqlServer]],
    ...['sql server', 'sql mi', 'synapse'].map((name) => [`${name} ad-only-auth disable`, [entraOnlyOff]] as const),
    ...both('postgres flexible-server', login('password-auth', /^enabled$/i, 'db-password')),
    ['webapp auth update', [webLogin]],
  ]),
);

/** The commands that are read here, by the words between `az` and their options. */
export const serviceCommands: readonly string[] = [...table.keys()];

/** Pushes what one of them lets in. */
export function readServiceCommand(call: Call, into: Facts): void {
  for (const reader of table.get(call.command.name.replace(/\s+/g, ' ')) ?? []) reader(call, into);
}
