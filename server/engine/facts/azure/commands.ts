// Grants that `az` hands out: role assignments, applications with a role and a password, new passwords, federated
// credentials, calls of Microsoft Graph. What services let in is read in service-commands.ts, cmdlets in powershell.ts.
import type { Place } from '../../text/text.ts';
import { runsOf } from '../commands/runs.ts';
import { flagOf, hasFlag } from '../commands/shell.ts';
import { dateAt } from '../commands/shell-dates.ts';
import { groupAt } from '../commands/shell-lookups.ts';
import { consent, federate, graph, jsonFor, permissions, requiredAccess, type Call } from './entra-commands.ts';
import { isRoleFile, readRoleFile } from '../arm/role-file.ts';
import type { Facts, Lifetime } from '../types.ts';
import { wordAt } from '../made-values.ts';
import { patternOf, placeOf, textOf, type Leaf } from '../value.ts';
import { lifeUntil, pushElevation, pushLocalAuth, pushPassword, pushRole, pushSignature, pushVaultPermissions } from './command-facts.ts';
import { filesWritten, jsonOf } from './command-json.ts';
import { elevatesAccess, madeByCall } from './rest.ts';
import { localAuthsOf } from './local-auth.ts';
import { readServiceCommand, serviceCommands } from './service-commands.ts';
import { readAzureResource } from './resources.ts';
import { azurePrincipalKind } from './scope.ts';

const words = [
  'role assignment create',
  'ad sp create-for-rbac',
  'ad sp credential reset',
  'ad app credential reset',
  'ad app federated-credential create',
  'ad app create',
  'ad app update',
  'ad app permission add',
  'ad app permission grant',
  'rest',
  'identity federated-credential create',
  'storage account generate-sas',
  'storage container generate-sas',
  'storage blob generate-sas',
  'acr token create',
  'acr token credential generate',
  'keyvault set-policy',
  'resource update',
  'role definition create',
  'role definition update',
  ...serviceCommands,
];
const start = new RegExp(
  String.raw`(?<![\w./-])az\s+(${words.map((one) => one.replaceAll(' ', String.raw`\s+`)).join('|')})(?![\w-])`,
  'g',
);

/** Reads all such commands of a text. */
export function readAzureCommands(text: string, uri: string, into: Facts): void {
  const written = filesWritten(text, uri);
  for (const run of runsOf(text, uri, into, start, (match) => match[1]!))
    read({ ...run, text, written, json: (...names) => jsonOf(run.command, names, text) }, into);
}

function read(call: Call, into: Facts): void {
  const { command } = call;
  switch (command.name) {
    case 'role assignment create':
      return assign(call, into);
    case 'role definition create':
    case 'role definition update':
      return customRole(call, into);
    case 'storage account generate-sas':
    case 'storage container generate-sas':
    case 'storage blob generate-sas':
      return signature(call, into);
    case 'ad sp create-for-rbac':
      if (command.flags.has('role')) assign(call, into);
      if (!hasFlag(command, 'create-cert', 'cert') && textOf(flagOf(command, 'create-password')) !== 'false') password(call, 'name', into);
      return;
    case 'ad sp credential reset':
    case 'ad app credential reset':
      if (!hasFlag(command, 'create-cert', 'cert')) password(call, 'id', into);
      return;
    case 'ad app create':
    case 'ad app update':
      return requiredAccess(call, into);
    case 'ad app permission add':
      return permissions(call, into);
    case 'ad app permission grant':
      return consent(call, into);
    case 'rest':
      return apiCall(call, into);
    case 'ad app federated-credential create':
    case 'identity federated-credential create':
      return federate(call, into);
    case 'acr token create':
    case 'acr token credential generate':
      return registryToken(call, into);
    case 'resource update':
      return resourceUpdate(call, into);
    case 'keyvault set-policy':
      return vaultPolicy(call, into);
    default:
      return readServiceCommand(call, into);
  }
}

function assign(call: Call, into: Facts): void {
  const { command } = call;
  const isNew = command.name === 'ad sp create-for-rbac';
  const role = flagOf(command, 'role');
  const scope = flagOf(command, 'scope', 'scopes');
  if (role)
    pushRole(
      call,
      {
        role,
        to: isNew ? flagOf(command, 'name', 'n') : flagOf(command, 'assignee', 'assignee-object-id'),
        kind: isNew ? 'serviceAccount' : azurePrincipalKind(flagOf(command, 'assignee-principal-type')),
        scope: scope && groupAt(call.text, scope),
        resourceGroup: flagOf(command, 'resource-group', 'g'),
        subscription: flagOf(command, 'subscription'),
        condition: flagOf(command, 'condition'),
      },
      into,
    );
}

function password(call: Call, owner: string, into: Facts): void {
  pushPassword(call, flagOf(call.command, owner, owner[0]!), lifetimeOf(call), into);
}

/** The day that an option says, counted from now where the command asks `date` for it. */
function dayOf({ command, text }: Call, option: string): Leaf | undefined {
  const day = flagOf(command, option);
  return day && (dateAt(text, day.at.span[0], day.at.uri) ?? day);
}

/** How long a password lives by its options; a year or two where they say nothing, which is not known here. */
function lifetimeOf(call: Call): Lifetime {
  const { command } = call;
  const end = dayOf(call, 'end-date');
  const years = flagOf(command, 'years');
  const number = Number(textOf(years));
  if (end) return lifeUntil(end);
  return years && number > 0
    ? { kind: 'until', until: wordAt(`P${number}Y`, years.at), at: years.at }
    : { kind: 'unknown', at: command.at };
}

/** `az rest` to Microsoft Graph or to Azure Resource Manager. */
function apiCall(call: Call, into: Facts): void {
  const { command } = call;
  const [method, address] = [flagOf(command, 'method', 'm'), flagOf(command, 'uri', 'url', 'u')];
  if (address && elevatesAccess(method, address)) return pushElevation(call, address, into);
  const made = madeByCall(method, address);
  const body = made && (jsonFor(call, 'body') ?? jsonFor(call, 'b'));
  if (!made || !body) return;
  if (!made.scope) return graph(call, made.type, body, into);
  const { at, whole } = command;
  readAzureResource(
    {
      type: made.type,
      address: call.carrier.address,
      body,
      level: 'unknown',
      scope: made.scope,
      dialect: 'script',
      uri: at.uri,
      head: at,
      block: whole,
      enabled: 'maybe',
    },
    into,
  );
}

/** A custom role whose JSON stands in the script; one in a file of its own is read where that is. */
function customRole(call: Call, into: Facts): void {
  const { command } = call;
  const role = jsonFor(call, 'role-definition');
  if (role && isRoleFile(role)) readRoleFile(role, command.at.uri, into);
}

/** A signature that stands for the key of the account; one of a user delegation key ends within a week by itself. */
function signature(call: Call, into: Facts): void {
  const until = dayOf(call, 'expiry');
  if (until && !hasFlag(call.command, 'as-user')) pushSignature(call, until, into);
}

/** A token of a registry gets its passwords when it is made, unless that is turned off; without an option they have no end. */
function registryToken(call: Call, into: Facts): void {
  const { command, carrier, anchor } = call;
  if (hasFlag(command, 'no-passwords') || /^disabled$/i.test(textOf(flagOf(command, 'status')) ?? '')) return;
  const days = flagOf(command, 'expiration-in-days');
  const end = days?.kind === 'scalar' ? wordAt(`P${textOf(days)}D`, days.at) : (days ?? dayOf(call, 'expiration'));
  into.credentials.push({
    anchor: `${anchor}|password`,
    platform: 'azure',
    kind: 'service-specific',
    lifetime: end ? lifeUntil(end) : { kind: 'standing' },
    storedIn: 'unknown',
    at: end ? placeOf(end) : carrier.head,
    carrier,
    enabled: 'maybe',
  });
}

const endOf = ({ uri, span: [, end] }: Place, length: number): Place => ({ uri, span: [end - length, end] });

/** `az resource update --set properties.disableLocalAuth=false`, of a resource whose type is named or stands in its id. */
function resourceUpdate(call: Call, into: Facts): void {
  const { command } = call;
  const id = patternOf(flagOf(command, 'ids') ?? wordAt('', command.at));
  const type = textOf(flagOf(command, 'resource-type')) ?? /\/providers\/([\w.]{1,100}\/\w{1,100})\/[^/]{1,200}$/.exec(id)?.[1];
  if (type === undefined) return;
  for (const setting of localAuthsOf(type.toLowerCase()))
    for (const { leaf, exact } of [...(command.flags.get('set') ?? []), ...command.words]) {
      const [name, value] = (textOf(leaf) ?? '').split('=');
      if (setting.on !== undefined || name?.toLowerCase() !== `properties.${setting.property.join('.')}`.toLowerCase()) continue;
      if (value?.toLowerCase() === String(!setting.off))
        pushLocalAuth(
          call,
          { on: wordAt('true', exact ? endOf(leaf.at, value.length) : leaf.at), type, property: setting.property.join('.') },
          into,
        );
    }
}

function vaultPolicy(call: Call, into: Facts): void {
  const { command } = call;
  const to = flagOf(command, 'object-id', 'spn', 'upn');
  for (const [name, part] of [
    ['secret-permissions', 'secrets'],
    ['key-permissions', 'keys'],
    ['certificate-permissions', 'certificates'],
  ] as const) {
    // Permissions follow each other: the first by its flag, the others as words.
    const given = [...(command.flags.get(name) ?? []), ...(command.flags.has(name) ? command.words : [])].map((one) => one.leaf);
    pushVaultPermissions(call, { name, part, given, to }, into);
  }
}
