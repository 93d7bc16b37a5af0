// Keycloak: clients of a realm's export, or of one file; the roles of a client's service account.
import type { OAuthClient, OAuthSecret } from '../oauth.ts';
import { itemsOf, leavesOf, textOf, valueAt, type Leaf, type Mapping, type Value } from '../value.ts';
import { addressesAt, clientOf, flagGrant, leafAt, secretAt } from './make.ts';

/** Clients that Keycloak makes itself in every realm. */
const builtIn = new Set(['account', 'account-console', 'admin-cli', 'broker', 'realm-management', 'security-admin-console']);

export function readKeycloak(written: Mapping, uri: string): OAuthClient[] {
  const value = inObject(written);
  const realms = valueAt(value, 'clients') || valueAt(value, 'realm') ? [value] : [];
  const single = realms.length === 0 && valueAt(value, 'clientId') ? [value] : [];
  const clients = realms.flatMap((realm) => mappings(valueAt(realm, 'clients')));
  const ids = new Set(clients.map((one) => textOf(valueAt(one, 'clientId'))));
  const accounts = accountsOf(value);
  return [
    ...[...clients, ...single].filter((one) => !isBuiltIn(one)).map((one) => client(one, uri, accounts)),
    // An export of a part of a realm may hold an account without its client.
    ...[...accounts]
      .filter(([name]) => realms.length > 0 && !ids.has(name))
      .flatMap(([name, users]) => users.map((user) => accountOf(user, name, uri))),
    ...realms.map((realm) => realmOf(realm, uri)),
  ];
}

/** What an object of Keycloak's operators holds, or the text itself. */
function inObject(written: Mapping): Mapping {
  const spec = valueAt(written, 'apiVersion') ? valueAt(written, 'spec') : undefined;
  const held = valueAt(spec, 'realm') ?? valueAt(spec, 'client');
  return held?.kind === 'mapping' ? held : written;
}

const mappings = (value: Value | undefined): Mapping[] => itemsOf(value).filter((one): one is Mapping => one.kind === 'mapping');
const isBuiltIn = (client: Mapping) => {
  const id = textOf(valueAt(client, 'clientId')) ?? '';
  return builtIn.has(id) || /^.+-realm$/.test(id);
};

/** The accounts of clients among a realm's users, by the client that each is of. */
function accountsOf(realm: Mapping): ReadonlyMap<string, Mapping[]> {
  const found = new Map<string, Mapping[]>();
  for (const user of mappings(valueAt(realm, 'users'))) {
    const id = textOf(valueAt(user, 'serviceAccountClientId'));
    const others = id === undefined ? undefined : found.get(id);
    if (others) others.push(user);
    else if (id !== undefined) found.set(id, [user]);
  }
  return found;
}

const accountOf = (user: Mapping, name: string, uri: string): OAuthClient =>
  clientOf({ product: 'keycloak', kind: 'account', uri, value: user, name, roles: rolesOf(user) });

const rolesOf = (user: Mapping): Leaf[] => leavesOf(valueAt(user, 'clientRoles', 'realm-management'));

function client(value: Mapping, uri: string, accounts: ReadonlyMap<string, Mapping[]>): OAuthClient {
  const id = leafAt(value, 'clientId');
  const account = accounts.get(textOf(id) ?? '') ?? [];
  return clientOf({
    product: 'keycloak',
    kind: 'client',
    uri,
    value,
    ...(textOf(id) === undefined ? {} : { name: textOf(id)!, head: id!.at }),
    roles: account.flatMap(rolesOf),
    grants: [
      ...flagGrant(value, 'implicit', 'implicitFlowEnabled'),
      ...flagGrant(value, 'password', 'directAccessGrantsEnabled'),
      ...flagGrant(value, 'client_credentials', 'serviceAccountsEnabled'),
    ],
    addresses: [...addressesAt(value, 'redirect', 'redirectUris'), ...addressesAt(value, 'origin', 'webOrigins')],
    secrets: secretAt(value, 'secret'),
    owner: leafAt(value, 'attributes', 'owner'),
  });
}

/** Passwords of users as they are written for an import; an export has their hashes, under another key. */
function passwordsOf(realm: Mapping): OAuthSecret[] {
  return mappings(valueAt(realm, 'users')).flatMap((user) => {
    const person = textOf(valueAt(user, 'username'));
    return mappings(valueAt(user, 'credentials')).flatMap((one) =>
      person !== undefined && textOf(valueAt(one, 'type')) === 'password'
        ? secretAt(one, 'value').map((secret) => ({ ...secret, person }))
        : [],
    );
  });
}

/** What belongs to the realm itself: keys of its providers and of its sources of users, and passwords of users. */
function realmOf(value: Mapping, uri: string): OAuthClient {
  const name = leafAt(value, 'realm');
  const components = mappings(valueAt(value, 'components')).concat(
    valueAt(value, 'components')?.kind === 'mapping'
      ? (valueAt(value, 'components') as Mapping).entries.flatMap((entry) => mappings(entry.value))
      : [],
  );
  return clientOf({
    product: 'keycloak',
    kind: 'realm',
    uri,
    value,
    ...(textOf(name) === undefined ? {} : { name: `realm ${textOf(name)!}`, head: name!.at }),
    secrets: [
      ...mappings(valueAt(value, 'identityProviders')).flatMap((one) => secretAt(one, 'config', 'clientSecret')),
      ...components.flatMap((one) =>
        ['privateKey', 'secret', 'bindCredential'].flatMap((key) =>
          leavesOf(valueAt(one, 'config', key)).map((leaf) => ({ at: leaf.at, value: leaf })),
        ),
      ),
      ...secretAt(value, 'smtpServer', 'password'),
      ...passwordsOf(value),
    ],
  });
}
