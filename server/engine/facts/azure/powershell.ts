// Grants that cmdlets hand out: those of Azure (`New-AzRoleAssignment`) and those of Microsoft Graph (`New-MgApplication`,
// `Invoke-MgGraphRequest`). Parameters that make a resource are read as the resource that they make.
import { cmdletsIn, type Cmdlet } from '../commands/powershell.ts';
import { carriersIn, type Made } from '../commands/runs.ts';
import { isRoleFile, readRoleFile } from '../arm/role-file.ts';
import { parseEmbeddedJson } from '../embedded-json.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { fileName, filesWritten, jsonWithHoles } from './command-json.ts';
import { handedRole } from './powershell-roles.ts';
import { tableOf } from '../../table.ts';
import type { Facts } from '../types.ts';
import { entryOf, leavesOf, patternOf, placeOf, textOf, type Entry, type Leaf, type Value } from '../value.ts';
import {
  lifeUntil,
  pushElevation,
  pushLocalAuth,
  pushOpen,
  pushPassword,
  pushRole,
  pushSignature,
  pushVaultPermissions,
} from './command-facts.ts';
import { elevatesAccess, madeByCall } from './rest.ts';
import { readAzureResource } from './resources.ts';
import { azurePrincipalKind } from './scope.ts';

interface Call extends Made {
  readonly cmdlet: Cmdlet;
  readonly text: string;
}

type CallReader = (call: Call, into: Facts) => void;

/** The first of these parameters, by their names in lower case. */
function given({ cmdlet }: Call, ...names: readonly string[]): Leaf | undefined {
  for (const name of names) {
    const leaf = leavesOf(cmdlet.parameters.get(name))[0];
    if (leaf) return leaf;
  }
  return undefined;
}

/** What is handed over by parameters of these names, and in the body, as the object that is made of it. */
function bodyOf({ cmdlet }: Call, names: readonly string[], body?: Value): Value {
  const entries = names.flatMap((name): Entry[] => {
    const value = cmdlet.parameters.get(name.toLowerCase());
    return value ? [entryFrom(name, value.at, withApiKeys(value))] : [];
  });
  const handed = withApiKeys(body ?? cmdlet.parameters.get('bodyparameter') ?? mappingFrom([], cmdlet.whole));
  return handed.kind === 'mapping' ? { ...handed, entries: [...handed.entries, ...entries] } : mappingFrom(entries, cmdlet.whole);
}

/** Keys as the API spells them: PowerShell folds them, and many write `ResourceAccess`. */
function withApiKeys(value: Value): Value {
  if (value.kind === 'list') return { ...value, items: value.items.map(withApiKeys) };
  if (value.kind !== 'mapping') return value;
  return {
    ...value,
    entries: value.entries.map(({ key, value: inner, at }) => {
      const name = patternOf(key);
      return {
        key: key.kind === 'scalar' ? { ...key, value: name.slice(0, 1).toLowerCase() + name.slice(1) } : key,
        value: withApiKeys(inner),
        at,
      };
    }),
  };
}

function make({ cmdlet, carrier }: Call, type: string, body: Value, into: Facts, scope?: Leaf): void {
  const { at, whole } = cmdlet;
  readAzureResource(
    {
      type,
      address: carrier.address,
      body,
      level: type.startsWith('Microsoft.Graph/') ? 'everything' : 'unknown',
      ...(scope ? { scope } : {}),
      dialect: 'script',
      uri: at.uri,
      head: at,
      block: whole,
      enabled: 'maybe',
    },
    into,
  );
}

/** What a cmdlet makes of these properties of the API. */
const makes =
  (type: string, ...names: readonly string[]): CallReader =>
  (call, into) =>
    make(call, type, bodyOf(call, names), into);

const assign: CallReader = (call, into) => {
  for (const role of leavesOf(call.cmdlet.parameters.get('roledefinitionname') ?? call.cmdlet.parameters.get('roledefinitionid')))
    pushRole(
      call,
      {
        role,
        to: given(call, 'objectid', 'signinname', 'applicationid', 'serviceprincipalname'),
        kind: azurePrincipalKind(given(call, 'objecttype')),
        scope: given(call, 'scope'),
        resourceGroup: given(call, 'resourcegroupname'),
        condition: given(call, 'condition'),
      },
      into,
    );
};

/** Without a role it gets none. A password is made with the application, where that is made here. */
const servicePrincipal: CallReader = (call, into) => {
  const role = given(call, 'role');
  const to = given(call, 'displayname');
  if (role)
    pushRole(call, { role, to, kind: 'serviceAccount', scope: given(call, 'scope'), resourceGroup: undefined, condition: undefined }, into);
  const { parameters } = call.cmdlet;
  if (!['applicationid', 'appid', 'applicationobject'].some((name) => parameters.has(name))) password(call, into);
};

/** With a certificate no password is made. */
const password: CallReader = (call, into) => {
  const { parameters, complete } = call.cmdlet;
  if (!complete || given(call, 'certvalue') || parameters.has('keycredentials') || parameters.has('keycredential')) return;
  const table = parameters.get('passwordcredential') ?? parameters.get('passwordcredentials');
  const until = given(call, 'enddate') ?? leavesOf(entryOf(table, 'endDateTime', true)?.value)[0];
  pushPassword(
    call,
    given(call, 'objectid', 'applicationid', 'displayname'),
    until ? lifeUntil(until) : { kind: 'unknown', at: call.cmdlet.at },
    into,
  );
};

const schedule =
  (type: string): CallReader =>
  (call, into) => {
    if (!/^adminassign$/i.test(textOf(given(call, 'requesttype')) ?? '')) return;
    const { whole } = call.cmdlet;
    const end = (['type', 'duration', 'endDateTime'] as const).flatMap((name): Entry[] => {
      const leaf = given(call, `expiration${name.toLowerCase()}`);
      return leaf ? [entryFrom(name, leaf.at, leaf)] : [];
    });
    const properties = (bodyOf(call, ['principalId', 'roleDefinitionId', 'condition']) as { entries: readonly Entry[] }).entries;
    const info = mappingFrom([entryFrom('expiration', whole, mappingFrom(end, whole))], whole);
    const body = mappingFrom(
      [entryFrom('properties', whole, mappingFrom([...properties, entryFrom('scheduleInfo', whole, info)], whole))],
      whole,
    );
    make(call, type, body, into, given(call, 'scope'));
  };

const vaultPolicy: CallReader = (call, into) => {
  const to = given(call, 'objectid', 'serviceprincipalname', 'userprincipalname');
  for (const part of ['secrets', 'keys', 'certificates'])
    pushVaultPermissions(
      call,
      { name: `PermissionsTo${part}`, part, given: leavesOf(call.cmdlet.parameters.get(`permissionsto${part}`)), to },
      into,
    );
};

const localAuth =
  (option: string, type: string, property: string): CallReader =>
  (call, into) =>
    pushLocalAuth(call, { on: given(call, option), type, property }, into);

const open =
  (options: readonly string[], is: RegExp, opens: string): CallReader =>
  (call, into) =>
    pushOpen(call, { name: options[0]!, value: given(call, ...options), is, opens }, into);

const both =
  (first: CallReader, second: CallReader): CallReader =>
  (call, into) => {
    first(call, into);
    second(call, into);
  };

const signature: CallReader = (call, into) => {
  const until = given(call, 'expirytime');
  if (until) pushSignature(call, until, into);
};

/** A call of the API itself; its body is a table, or JSON in a text. */
const request: CallReader = (call, into) => {
  const [method, address] = [given(call, 'method'), given(call, 'uri', 'path')];
  if (address && elevatesAccess(method, address)) return pushElevation(call, address, into);
  const made = madeByCall(method, address);
  if (!made) return;
  const written = call.cmdlet.parameters.get('body') ?? call.cmdlet.parameters.get('payload');
  const body =
    written?.kind === 'scalar' && typeof written.value === 'string'
      ? parseEmbeddedJson(written.value, written.at, written.at.span[0], 'json-in-string', { editable: false })
      : written?.kind === 'partial'
        ? jsonWithHoles(call.text.slice(...written.at.span), written.at)
        : written;
  if (body) make(call, made.type, bodyOf(call, [], body), into, made.scope);
};

const account = both(
  localAuth('allowsharedkeyaccess', 'Microsoft.Storage/storageAccounts', 'allowSharedKeyAccess'),
  open(['allowblobpublicaccess'], /^true$/i, 'blob-public-allowed'),
);
/** Entra ID alone no longer counts at a server of SQL. */
const passwordsAgain: CallReader = ({ cmdlet, carrier, anchor }, into) =>
  into.credentials.push({
    anchor: `${anchor}|login`,
    platform: 'azure',
    kind: 'db-password',
    lifetime: { kind: 'standing' },
    storedIn: 'unknown',
    at: cmdlet.at,
    carrier,
    enabled: 'maybe',
  });

const webhook: CallReader = (call, into) => {
  const until = given(call, 'expirytime');
  if (until)
    into.credentials.push({
      anchor: `${call.anchor}|expiry`,
      platform: 'azure',
      kind: 'service-specific',
      lifetime: lifeUntil(until),
      storedIn: 'unknown',
      at: placeOf(until),
      carrier: call.carrier,
      enabled: 'maybe',
    });
};

const vaultWithoutRoles = open(['disablerbacauthorization'], /^true$/i, 'vault-without-roles');
const registry = localAuth('enableadminuser', 'Microsoft.ContainerRegistry/registries', 'adminUserEnabled');
const container = open(['permission', 'publicaccess'], /^(?:blob|container)$/i, 'blob-read');
const application = makes('Microsoft.Graph/applications', 'displayName', 'requiredResourceAccess', 'passwordCredentials');
const appRole = makes('Microsoft.Graph/appRoleAssignedTo', 'appRoleId', 'principalId', 'resourceId');
/** A member of a directory role, which counts for the whole tenant. */
const directoryMember =
  (role: string, member?: string): CallReader =>
  (call, into) => {
    const given = call.cmdlet.parameters.get(role);
    const id = member === undefined ? undefined : call.cmdlet.parameters.get(member);
    if (!given) return;
    const entries = [entryFrom('roleDefinitionId', given.at, given), ...(id ? [entryFrom('principalId', id.at, id)] : [])];
    make(call, 'Microsoft.Graph/directoryRoleAssignments', mappingFrom(entries, call.cmdlet.whole), into);
  };

const directoryRole = makes('Microsoft.Graph/directoryRoleAssignments', 'roleDefinitionId', 'principalId', 'directoryScopeId');
const signInPolicy = makes('Microsoft.Graph/conditionalAccessPolicies', 'state');
const tenantPolicy = makes('Microsoft.Graph/authorizationPolicy', 'allowInvitesFrom', 'guestUserRoleId');
const federated = ['issuer', 'subject', 'audiences', 'claimsMatchingExpression'];

/** A custom role; one in a file that this script does not write is read where that is. */
const customRole: CallReader = ({ cmdlet, text }, into) => {
  const { parameters, at, whole } = cmdlet;
  const file = patternOf(leavesOf(parameters.get('inputfile'))[0] ?? wordAt('', at));
  const role = file === '' ? handedRole(parameters.get('role'), whole, text) : filesWritten(text, at.uri).get(fileName(file));
  if (role && isRoleFile(role)) readRoleFile(role, at.uri, into);
};

/** By the spelling of the modules' documentation (Az 13, Microsoft.Graph 2, AzureAD 2, Microsoft.Entra 1). */
const readers: Readonly<Record<string, CallReader>> = {
  'New-AzRoleAssignment': assign,
  'New-AzRoleDefinition': customRole,
  'Set-AzRoleDefinition': customRole,
  'New-AzADServicePrincipal': servicePrincipal,
  'New-AzADAppCredential': password,
  'New-AzADSpCredential': password,
  'New-AzureADApplicationPasswordCredential': password,
  'Add-MgApplicationPassword': password,
  'Add-MgServicePrincipalPassword': password,
  'New-AzADApplication': application,
  'Update-AzADApplication': application,
  'New-MgApplication': application,
  'Update-MgApplication': application,
  'New-AzADAppFederatedCredential': makes('Microsoft.Graph/applications/federatedIdentityCredentials', ...federated),
  'New-MgApplicationFederatedIdentityCredential': makes('Microsoft.Graph/applications/federatedIdentityCredentials', ...federated),
  'New-AzFederatedIdentityCredential': makes('Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials', ...federated),
  'New-AzRoleAssignmentScheduleRequest': schedule('Microsoft.Authorization/roleAssignmentScheduleRequests'),
  'New-AzRoleEligibilityScheduleRequest': schedule('Microsoft.Authorization/roleEligibilityScheduleRequests'),
  'New-MgRoleManagementDirectoryRoleAssignment': directoryRole,
  'New-EntraDirectoryRoleAssignment': directoryRole,
  'New-EntraBetaDirectoryRoleAssignment': directoryRole,
  'New-AzureADMSRoleAssignment': directoryRole,
  'New-MgDirectoryRoleMemberByRef': directoryMember('directoryroleid'),
  'Add-AzureADDirectoryRoleMember': directoryMember('objectid', 'refobjectid'),
  'New-MgRoleManagementDirectoryRoleAssignmentScheduleRequest': makes(
    'Microsoft.Graph/directoryRoleAssignmentScheduleRequests',
    'action',
    'roleDefinitionId',
    'principalId',
    'directoryScopeId',
    'scheduleInfo',
  ),
  'New-MgServicePrincipalAppRoleAssignment': appRole,
  'New-MgServicePrincipalAppRoleAssignedTo': appRole,
  'New-AzureADServiceAppRoleAssignment': (call, into) => {
    const role = given(call, 'id');
    if (role)
      make(call, 'Microsoft.Graph/appRoleAssignedTo', mappingFrom([entryFrom('appRoleId', role.at, role)], call.cmdlet.whole), into);
  },
  'New-MgIdentityConditionalAccessPolicy': signInPolicy,
  'Update-MgIdentityConditionalAccessPolicy': signInPolicy,
  'New-EntraConditionalAccessPolicy': signInPolicy,
  'Set-EntraConditionalAccessPolicy': signInPolicy,
  'New-AzureADMSConditionalAccessPolicy': signInPolicy,
  'Set-AzureADMSConditionalAccessPolicy': signInPolicy,
  'Update-MgPolicyAuthorizationPolicy': tenantPolicy,
  'Set-AzureADMSAuthorizationPolicy': tenantPolicy,
  'Set-EntraAuthorizationPolicy': tenantPolicy,
  'Update-MgPolicyIdentitySecurityDefaultEnforcementPolicy': makes('Microsoft.Graph/securityDefaults', 'isEnabled'),
  'Update-MgPolicyRoleManagementPolicyRule': makes('Microsoft.Graph/roleManagementPolicyRules'),
  'New-MgOauth2PermissionGrant': makes('Microsoft.Graph/oauth2PermissionGrants', 'clientId', 'consentType', 'principalId', 'scope'),
  'Invoke-MgGraphRequest': request,
  'Invoke-GraphRequest': request,
  'Invoke-AzRestMethod': request,
  'Invoke-RestMethod': request,
  'Invoke-WebRequest': request,
  'Set-AzKeyVaultAccessPolicy': vaultPolicy,
  'New-AzKeyVault': vaultWithoutRoles,
  'Update-AzKeyVault': vaultWithoutRoles,
  'Disable-AzSqlServerActiveDirectoryOnlyAuthentication': passwordsAgain,
  'Disable-AzSqlInstanceActiveDirectoryOnlyAuthentication': passwordsAgain,
  'New-AzAutomationWebhook': webhook,
  'New-AzStorageAccount': account,
  'Set-AzStorageAccount': account,
  'New-AzStorageContainer': container,
  'Set-AzStorageContainerAcl': container,
  'New-AzStorageAccountSASToken': signature,
  'New-AzStorageContainerSASToken': signature,
  'New-AzStorageBlobSASToken': signature,
  'New-AzContainerRegistry': registry,
  'Update-AzContainerRegistry': registry,
};
const byName = tableOf(readers);
/** The beta of Microsoft Graph has the same cmdlets, with `MgBeta` in their names. */
const spelled: ReadonlyMap<string, string> = new Map(
  Object.keys(readers).flatMap((name) => [name, name.replace('-Mg', '-MgBeta')].map((one) => [one.toLowerCase(), name])),
);

/** Reads all such cmdlets of a text. */
export function readAzureCmdlets(text: string, uri: string, into: Facts): void {
  const made = carriersIn(uri);
  for (const called of cmdletsIn(text, uri, spelled))
    for (const cmdlet of roundsOf(called)) byName.get(cmdlet.name)?.({ cmdlet, text, ...made(cmdlet, cmdlet.name) }, into);
}

/** The cmdlet once for each of the tables that a loop hands it as its body. */
function roundsOf(cmdlet: Cmdlet): readonly Cmdlet[] {
  const body = cmdlet.parameters.get('bodyparameter');
  if (body?.kind !== 'choice' || !body.options.every(({ kind }) => kind === 'mapping')) return [cmdlet];
  return body.options.map((one) => ({ ...cmdlet, parameters: new Map([...cmdlet.parameters, ['bodyparameter', one]]) }));
}
