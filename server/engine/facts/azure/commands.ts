// Grants that `az` and Azure PowerShell hand out: role assignments, applications with a role and a password, new
// passwords, federated credentials, keys and public access of services.
import { runsOf } from '../commands/runs.ts';
import { flagOf, hasFlag, type ShellCommand } from '../commands/shell.ts';
import { parseEmbeddedJson } from '../embedded-json.ts';
import { clientOf } from '../oauth-clients/make.ts';
import { isRoleFile, readRoleFile } from '../arm/role-file.ts';
import type { Carrier, Condition, Facts, Grant, Lifetime, Principal, Scope } from '../types.ts';
import { mappingFrom } from '../made-values.ts';
import { leavesOf, patternOf, textOf, valueAt, type Leaf, type Value } from '../value.ts';
import { azureRole, azureScope } from './scope.ts';
import { tableOf } from '../../table.ts';

const words = [
  'role assignment create',
  'ad sp create-for-rbac',
  'ad sp credential reset',
  'ad app credential reset',
  'ad app federated-credential create',
  'ad app permission add',
  'rest',
  'identity federated-credential create',
  'storage container create',
  'storage container set-permission',
  'storage account create',
  'storage account update',
  'storage account generate-sas',
  'storage container generate-sas',
  'storage blob generate-sas',
  'acr create',
  'acr update',
  'keyvault set-policy',
  'role definition create',
  'role definition update',
];
const cmdlets =
  'New-AzRoleAssignment|New-AzADServicePrincipal|New-AzADAppCredential|New-AzADSpCredential|New-MgRoleManagementDirectoryRoleAssignment|New-AzureADMSRoleAssignment';
const start = new RegExp(
  String.raw`(?<![\w./-])(?:az\s+(${words.map((one) => one.replaceAll(' ', String.raw`\s+`)).join('|')})|(${cmdlets}))(?![\w-])`,
  'g',
);

/** Reads all such commands of a text. */
export function readAzureCommands(text: string, uri: string, into: Facts): void {
  const written = filesWritten(text, uri);
  for (const { command, carrier, anchor } of runsOf(text, uri, start, (match) => (match[1] ?? match[2])!))
    read(command, { carrier, anchor, written }, into);
}

interface Made {
  readonly carrier: Carrier;
  readonly anchor: string;
  /** JSON that the script writes into files, by their names. */
  readonly written: ReadonlyMap<string, Value>;
}

const base = {
  platform: 'azure',
  effect: 'allow',
  polarity: { actions: 'only', resources: 'only', principals: 'only' },
  lifetime: { kind: 'standing' },
  enabled: 'maybe',
} as const;

function read(command: ShellCommand, made: Made, into: Facts): void {
  switch (command.name) {
    case 'role assignment create':
      return assign(command, made, ['role'], ['assignee', 'assignee-object-id'], ['scope', 'scopes'], into);
    case 'New-AzRoleAssignment':
      return assign(
        command,
        made,
        ['RoleDefinitionName', 'RoleDefinitionId'],
        ['ObjectId', 'SignInName', 'ApplicationId', 'ServicePrincipalName'],
        ['Scope'],
        into,
      );
    case 'New-AzADServicePrincipal':
      // Without a role it gets none; a password is made in any case.
      if (command.flags.has('Role')) assign(command, made, ['Role'], ['DisplayName'], ['Scope'], into);
      return credential(command, made, 'DisplayName', into);
    case 'New-AzADAppCredential':
    case 'New-AzADSpCredential':
      if (!hasFlag(command, 'CertValue', 'KeyCredentials')) credential(command, made, 'ObjectId', into);
      return;
    case 'New-MgRoleManagementDirectoryRoleAssignment':
    case 'New-AzureADMSRoleAssignment':
      return directoryRole(command, made, into);
    case 'role definition create':
    case 'role definition update':
      return customRole(command, into);
    case 'storage account create':
    case 'storage account update':
      localAuth(command, made, 'allow-shared-key-access', 'Microsoft.Storage/storageAccounts', 'allowSharedKeyAccess', into);
      return open(command, made, 'allow-blob-public-access', /^true$/i, 'blob-public-allowed', into);
    case 'storage account generate-sas':
    case 'storage container generate-sas':
    case 'storage blob generate-sas':
      return signature(command, made, into);
    case 'ad sp create-for-rbac':
      if (command.flags.has('role')) assign(command, made, ['role'], ['name', 'n'], ['scopes', 'scope'], into);
      if (!hasFlag(command, 'create-cert', 'cert') && textOf(flagOf(command, 'create-password')) !== 'false')
        credential(command, made, 'name', into);
      return;
    case 'ad sp credential reset':
    case 'ad app credential reset':
      if (!hasFlag(command, 'create-cert', 'cert')) credential(command, made, 'id', into);
      return;
    case 'ad app permission add':
      return permissions(command, made, into);
    case 'rest':
      return graphCall(command, made, into);
    case 'ad app federated-credential create':
    case 'identity federated-credential create':
      return federate(command, made, into);
    case 'storage container create':
    case 'storage container set-permission':
      return open(command, made, 'public-access', /^(?:blob|container)$/i, 'blob-read', into);
    case 'acr create':
    case 'acr update':
      return registry(command, made, into);
    default:
      return vaultPolicy(command, made, into);
  }
}

const principalKinds = tableOf<Principal['kind']>({
  user: 'user',
  group: 'group',
  serviceprincipal: 'serviceAccount',
  foreigngroup: 'group',
});

function assign(
  command: ShellCommand,
  { carrier, anchor }: Made,
  roles: readonly string[],
  who: readonly string[],
  where: readonly string[],
  into: Facts,
): void {
  const role = flagOf(command, ...roles);
  const id = flagOf(command, ...who);
  const condition = flagOf(command, 'condition', 'Condition');
  if (!role) return;
  const kind =
    command.name === 'ad sp create-for-rbac' || command.name === 'New-AzADServicePrincipal'
      ? 'serviceAccount'
      : (principalKinds.get(textOf(flagOf(command, 'assignee-principal-type', 'ObjectType'))?.toLowerCase() ?? '') ?? 'unknown');
  const conditions: Condition[] = condition
    ? [{ operator: 'expression', key: 'condition', values: [condition], limits: 'resource', at: condition.at }]
    : [];
  into.grants.push({
    ...base,
    anchor: `${anchor}|role`,
    role: 'binding',
    principals: id ? [{ kind, id }] : [],
    entitlement: azureRole(role),
    actions: [],
    scope: [scopeOf(command, where)],
    conditions,
    carrier,
  });
}

function scopeOf(command: ShellCommand, names: readonly string[]): Scope {
  const said = flagOf(command, ...names);
  if (said) return azureScope(said);
  const group = flagOf(command, 'resource-group', 'g', 'ResourceGroupName');
  if (group) return { level: 'resource-group', id: group };
  const id = flagOf(command, 'subscription') ?? {
    kind: 'unknown' as const,
    why: 'not said',
    at: command.at,
    token: command.at,
    via: [],
    encoding: 'none' as const,
    editable: false,
  };
  // Without a scope the subscription in use is meant; newer versions ask for one.
  return { level: 'subscription', id };
}

function credential(command: ShellCommand, { carrier, anchor }: Made, owner: string, into: Facts): void {
  const id = flagOf(command, owner, owner[0]!);
  into.credentials.push({
    anchor: `${anchor}|password`,
    platform: 'entra',
    kind: 'app-password',
    ...(id ? { owner: { kind: 'serviceAccount', id } } : {}),
    lifetime: lifetimeOf(command),
    storedIn: 'unknown',
    at: command.at,
    carrier,
    enabled: 'maybe',
  });
}

/** How long a password lives by its options; a year or two where they say nothing, which is not known here. */
function lifetimeOf(command: ShellCommand): Lifetime {
  const end = flagOf(command, 'end-date', 'EndDate');
  const years = flagOf(command, 'years');
  const number = Number(textOf(years));
  if (end) return { kind: end.kind === 'scalar' ? 'until' : 'unknown', until: end, at: end.at };
  return years && number > 0
    ? {
        kind: 'until',
        until: {
          kind: 'scalar',
          known: 'resolved',
          value: `P${number}Y`,
          at: years.at,
          token: years.at,
          via: [],
          encoding: 'none',
          editable: false,
        },
        at: years.at,
      }
    : { kind: 'unknown', at: command.at };
}

/** A directory role for somebody, over the tenant unless it names another scope. */
function directoryRole(command: ShellCommand, made: Made, into: Facts): void {
  directory(
    made,
    flagOf(command, 'RoleDefinitionId', 'UnifiedRoleDefinitionId'),
    flagOf(command, 'PrincipalId'),
    flagOf(command, 'DirectoryScopeId'),
    into,
  );
}

function directory({ carrier, anchor }: Made, role: Leaf | undefined, id: Leaf | undefined, scope: Leaf | undefined, into: Facts): void {
  if (!role) return;
  into.grants.push({
    ...base,
    platform: 'entra',
    anchor: `${anchor}|role`,
    role: 'binding',
    principals: id ? [{ kind: 'unknown', id }] : [],
    entitlement: role,
    actions: [],
    scope: [{ level: scope && textOf(scope) !== '/' ? 'resource' : 'everything', id: scope ?? role }],
    conditions: [],
    carrier,
  });
}

/** `--api-permissions <id>=Role`: rights of the application itself; those of its users (`=Scope`) are none. */
function permissions(command: ShellCommand, made: Made, into: Facts): void {
  // Permissions follow each other: the first by its flag, the others as words.
  const given = [...(command.flags.get('api-permissions') ?? []), ...command.words].flatMap(({ leaf, exact }): Leaf[] => {
    const id = /^([0-9a-f-]{36})=Role$/i.exec(textOf(leaf) ?? '')?.[1];
    if (id === undefined) return [];
    const at = exact ? { uri: leaf.at.uri, span: [leaf.at.span[0], leaf.at.span[0] + id.length] as const } : leaf.at;
    return [{ kind: 'scalar', known: 'resolved', value: id, at, token: at, via: leaf.via, encoding: 'none', editable: false }];
  });
  appRoles(command, made, given, into);
}

function appRoles(command: ShellCommand, { carrier }: Made, roles: readonly Leaf[], into: Facts): void {
  if (roles.length > 0)
    into.oauthClients.push({
      ...clientOf({
        product: 'entra',
        kind: 'app-role',
        uri: command.at.uri,
        value: mappingFrom([], command.whole),
        roles,
        name: textOf(flagOf(command, 'id')) ?? `az ${command.name}`,
        head: command.at,
      }),
      carrier,
    });
}

/** `az rest` to Microsoft Graph: a directory role or a right of an application that the body of the call gives. */
function graphCall(command: ShellCommand, made: Made, into: Facts): void {
  if (!/^post$/i.test(textOf(flagOf(command, 'method', 'm')) ?? '')) return;
  const address = patternOf(
    flagOf(command, 'uri', 'url', 'u') ?? {
      kind: 'unknown',
      why: 'not said',
      at: command.at,
      token: command.at,
      via: [],
      encoding: 'none',
      editable: false,
    },
  );
  const body = jsonOf(command, 'body') ?? jsonOf(command, 'b');
  const [role, principal, scope] = ['roleDefinitionId', 'principalId', 'directoryScopeId'].map((key) => leavesOf(valueAt(body, key))[0]);
  if (/\/roleManagement\/directory\/roleAssignments\/?$/i.test(address)) directory(made, role, principal, scope, into);
  else if (/\/appRole(?:Assignments|AssignedTo)\/?$/i.test(address)) appRoles(command, made, leavesOf(valueAt(body, 'appRoleId')), into);
}

/** JSON that stands in an option of the command. */
function jsonOf(command: ShellCommand, name: string): Value | undefined {
  const given = command.flags.get(name)?.[0];
  const text = given?.leaf.kind === 'scalar' && given.exact ? String(given.leaf.value) : undefined;
  return given && text !== undefined
    ? parseEmbeddedJson(text, given.leaf.at, given.leaf.at.span[0], 'json-in-string', { editable: false })
    : undefined;
}

/** `cat > credential.json <<EOF` and `cat <<EOF > credential.json`: what a script writes into a file of JSON. */
function filesWritten(text: string, uri: string): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  for (const match of text.matchAll(/<<-?[ \t]{0,4}["']?(\w{1,60})["']?([^\n]{0,300})\r?\n/g)) {
    const before = text.slice(Math.max(0, match.index - 300), match.index);
    const name = (/>[ \t]{0,4}["']?(?:\.\/)?([\w./-]{1,200}\.json)/.exec(match[2]!) ??
      /(?:>|tee)[ \t]{0,4}["']?(?:\.\/)?([\w./-]{1,200}\.json)["']?[ \t]{0,4}$/.exec(before.slice(before.lastIndexOf('\n') + 1)))?.[1];
    const start = match.index + match[0].length;
    const end = name === undefined ? -1 : text.slice(start, start + 20_000).search(new RegExp(`^[ \\t]*${match[1]!}[ \\t]*\\r?$`, 'm'));
    if (name === undefined || end < 0) continue;
    const value = parseEmbeddedJson(text.slice(start, start + end), { uri, span: [start, start + end] }, start, 'json-in-heredoc', {
      editable: false,
    });
    if (value) found.set(name, value);
  }
  return found;
}

/** A custom role whose JSON stands in the command; one in a file is read where the file is. */
function customRole(command: ShellCommand, into: Facts): void {
  const role = jsonOf(command, 'role-definition');
  if (role && isRoleFile(role)) readRoleFile(role, command.at.uri, into);
}

/** A signature that stands for the key of the account; one of a user delegation key ends within a week by itself. */
function signature(command: ShellCommand, { carrier, anchor }: Made, into: Facts): void {
  const until = flagOf(command, 'expiry');
  if (!until || hasFlag(command, 'as-user')) return;
  into.credentials.push({
    anchor: `${anchor}|expiry`,
    platform: 'azure',
    kind: 'token',
    lifetime: { kind: until.kind === 'scalar' ? 'until' : 'unknown', until, at: until.at },
    storedIn: 'unknown',
    at: command.at,
    carrier,
    enabled: 'maybe',
  });
}

function federate(command: ShellCommand, { carrier, anchor, written }: Made, into: Facts): void {
  const json = jsonOf(command, 'parameters') ?? written.get((textOf(flagOf(command, 'parameters')) ?? '').replace(/^@?(?:\.\/)?/, ''));
  const of = (name: string): Leaf | undefined => flagOf(command, name) ?? leavesOf(valueAt(json, name))[0];
  const [issuer, subject] = [of('issuer'), of('subject')];
  if (!issuer) return;
  const conditions: Condition[] = subject
    ? [{ operator: 'StringEquals', key: 'sub', values: [subject], limits: 'principal', at: subject.at }]
    : [];
  into.trusts.push({
    ...base,
    platform: command.name.startsWith('identity') ? 'azure' : 'entra',
    anchor,
    role: 'trust',
    principals: [
      {
        kind: 'federated',
        id: issuer,
        issuer: textOf(issuer)
          ?.replace(/^https?:\/\//, '')
          .replace(/\/$/, ''),
      },
    ],
    actions: [],
    scope: [],
    conditions,
    carrier,
  });
}

function open(command: ShellCommand, { carrier, anchor }: Made, flag: string, is: RegExp, opens: string, into: Facts): void {
  const leaf = flagOf(command, flag);
  if (!leaf || !is.test(textOf(leaf) ?? '')) return;
  const action: Leaf = {
    kind: 'scalar',
    known: 'resolved',
    value: opens,
    at: leaf.at,
    token: leaf.at,
    via: [],
    encoding: 'none',
    editable: false,
  };
  into.grants.push({
    ...base,
    anchor: `${anchor}|${flag}`,
    role: 'resource',
    principals: [{ kind: 'any', id: leaf }],
    actions: [action],
    scope: [{ level: 'resource', id: leaf }],
    conditions: [],
    carrier,
  } satisfies Grant);
}

/** A switch that lets the keys of a service in, turned on by name. */
function localAuth(command: ShellCommand, { carrier, anchor }: Made, flag: string, type: string, property: string, into: Facts): void {
  const on = flagOf(command, flag);
  if (!on || !/^true$/i.test(textOf(on) ?? '')) return;
  into.credentials.push({
    anchor: `${anchor}|${property}`,
    platform: 'azure',
    kind: 'local-auth',
    lifetime: { kind: 'standing' },
    storedIn: 'unknown',
    at: on.at,
    carrier: { ...carrier, kind: type, attribute: on.at },
    enabled: 'maybe',
  });
}

function registry(command: ShellCommand, made: Made, into: Facts): void {
  localAuth(command, made, 'admin-enabled', 'Microsoft.ContainerRegistry/registries', 'adminUserEnabled', into);
  open(command, made, 'anonymous-pull-enabled', /^true$/, 'pull', into);
}

function vaultPolicy(command: ShellCommand, { carrier, anchor }: Made, into: Facts): void {
  const who = flagOf(command, 'object-id', 'spn', 'upn');
  for (const [flag, part] of [
    ['secret-permissions', 'secrets'],
    ['key-permissions', 'keys'],
    ['certificate-permissions', 'certificates'],
  ] as const) {
    // Permissions follow each other: the first by its flag, the others as words.
    const given = [...(command.flags.get(flag) ?? []), ...(command.flags.has(flag) ? command.words : [])].map((word) => word.leaf);
    const actions = given.flatMap((leaf): Leaf[] =>
      leaf.kind === 'scalar' ? [{ ...leaf, value: `${part}/${patternOf(leaf).toLowerCase()}`, editable: false }] : [],
    );
    if (actions.length === 0) continue;
    into.grants.push({
      ...base,
      anchor: `${anchor}|${flag}`,
      role: 'resource',
      principals: who ? [{ kind: 'account', id: who }] : [],
      actions,
      plane: 'data',
      scope: [],
      conditions: [],
      carrier,
    });
  }
}
