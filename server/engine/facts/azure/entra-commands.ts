// What `az` gives applications of Entra: permissions of their own, consents, and credentials of others that are trusted.
import type { Made } from '../commands/runs.ts';
import { flagOf, type ShellCommand } from '../commands/shell.ts';
import { clientOf } from '../oauth-clients/make.ts';
import { readEntra } from '../oauth-clients/entra.ts';
import type { Facts } from '../types.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { leavesOf, patternOf, textOf, valueAt, type Leaf, type Value } from '../value.ts';
import { fileName } from './command-json.ts';
import { readAzureResource } from './resources.ts';

/** A command with the JSON that it is handed. */
export interface Call extends Made {
  readonly command: ShellCommand;
  readonly text: string;
  /** JSON that the script writes into files, by their names. */
  readonly written: ReadonlyMap<string, Value>;
  /** JSON that stands in the first of these options that is given. */
  readonly json: (...options: readonly string[]) => Value | undefined;
}

/** JSON in an option, or in a file that this script writes before. */
export const jsonFor = ({ command, json, written }: Call, option: string): Value | undefined =>
  json(option) ?? written.get(fileName(patternOf(flagOf(command, option) ?? wordAt('', command.at))));

/** `--api-permissions <id>=Role`: rights of the application itself; those of its users (`=Scope`) are none. */
export function permissions({ command, carrier }: Call, into: Facts): void {
  // Permissions follow each other: the first by its flag, the others as words.
  const roles = [...(command.flags.get('api-permissions') ?? []), ...command.words].flatMap(({ leaf, exact }): Leaf[] => {
    // A name where the id was looked up by it.
    const id = /^([\w.-]{1,80})=Role$/i.exec(textOf(leaf) ?? '')?.[1];
    if (id === undefined) return [];
    const at = exact ? { uri: leaf.at.uri, span: [leaf.at.span[0], leaf.at.span[0] + id.length] as const } : leaf.at;
    return [{ kind: 'scalar', known: 'resolved', value: id, at, token: at, via: leaf.via, encoding: 'none', editable: false }];
  });
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

/** `--required-resource-accesses`: what the application asks for, as its manifest says it. */
export function requiredAccess(call: Call, into: Facts): void {
  const { command, carrier } = call;
  const asked = jsonFor(call, 'required-resource-accesses');
  if (!asked) return;
  for (const client of readEntra(mappingFrom([entryFrom('requiredResourceAccess', asked.at, asked)], command.whole), command.at.uri))
    into.oauthClients.push({
      ...client,
      name: textOf(flagOf(command, 'display-name', 'id')) ?? client.name,
      anchor: `${call.anchor}|oauth`,
      carrier,
    });
}

/** A consent for everybody, unless it names a person. */
export function consent(call: Call, into: Facts): void {
  const scope = flagOf(call.command, 'scope');
  const id = flagOf(call.command, 'id');
  if (!scope) return;
  const body = mappingFrom(
    [
      entryFrom('scope', scope.at, scope),
      ...(id ? [entryFrom('clientId', id.at, id)] : []),
      entryFrom('consentType', scope.at, flagOf(call.command, 'consent-type') ?? wordAt('AllPrincipals', scope.at)),
    ],
    call.command.whole,
  );
  graph(call, 'Microsoft.Graph/oauth2PermissionGrants', body, into);
}

/** What a call of Microsoft Graph makes. */
export function graph({ command, carrier }: Call, type: string, body: Value, into: Facts): void {
  const { at, whole } = command;
  readAzureResource(
    { type, address: carrier.address, body, level: 'everything', dialect: 'script', uri: at.uri, head: at, block: whole, enabled: 'maybe' },
    into,
  );
}

/** Trust in the tokens of another issuer, for an application or a managed identity. */
export function federate(call: Call, into: Facts): void {
  const { command, carrier } = call;
  const json = jsonFor(call, 'parameters');
  const entries = ['issuer', 'subject'].flatMap((name) => {
    const leaf = flagOf(command, name) ?? leavesOf(valueAt(json, name))[0];
    return leaf ? [entryFrom(name, leaf.at, leaf)] : [];
  });
  const isManaged = command.name.startsWith('identity');
  readAzureResource(
    {
      type: `${isManaged ? 'Microsoft.ManagedIdentity/userAssignedIdentities' : 'Microsoft.Graph/applications'}/federatedIdentityCredentials`,
      address: carrier.address,
      body: mappingFrom(entries, command.whole),
      level: 'unknown',
      dialect: 'script',
      uri: command.at.uri,
      head: command.at,
      block: command.whole,
      enabled: 'maybe',
    },
    into,
  );
}
