// Auth0's deploy tool: one tenant file, or a folder with a file for each client, grant and resource server.
import type { OAuthClient } from '../oauth.ts';
import { itemsOf, textOf, valueAt, type Mapping, type Value } from '../value.ts';
import { addressesAt, clientOf, leafAt, listGrants, scopesOf, secretAt } from './make.ts';

export function readAuth0(value: Mapping, uri: string): OAuthClient[] {
  if (/(?:^|\/)tenant\.[a-z]+$/.test(uri)) {
    return [
      ...mappings(valueAt(value, 'clients')).map((one) => client(one, uri)),
      ...mappings(valueAt(value, 'clientGrants')).map((one) => grant(one, uri)),
      ...mappings(valueAt(value, 'resourceServers')).map((one) => server(one, uri)),
    ];
  }
  if (/resource-?servers/i.test(uri)) return [server(value, uri)];
  return [valueAt(value, 'audience') && !valueAt(value, 'grant_types') ? grant(value, uri) : client(value, uri)];
}

const mappings = (value: Value | undefined): Mapping[] => itemsOf(value).filter((one): one is Mapping => one.kind === 'mapping');

function client(value: Mapping, uri: string): OAuthClient {
  const name = leafAt(value, 'name');
  return clientOf({
    product: 'auth0',
    kind: 'client',
    uri,
    value,
    ...(textOf(name) === undefined ? {} : { name: textOf(name)!, head: name!.at }),
    grants: listGrants(valueAt(value, 'grant_types')),
    addresses: [
      ...addressesAt(value, 'redirect', 'callbacks'),
      ...addressesAt(value, 'redirect', 'allowed_logout_urls'),
      ...addressesAt(value, 'origin', 'web_origins'),
      ...addressesAt(value, 'origin', 'allowed_origins'),
    ],
    secrets: secretAt(value, 'client_secret'),
    owner: leafAt(value, 'client_metadata', 'owner'),
  });
}

function grant(value: Mapping, uri: string): OAuthClient {
  const id = leafAt(value, 'client_id') ?? leafAt(value, 'audience');
  return clientOf({
    product: 'auth0',
    kind: 'client-grant',
    uri,
    value,
    ...(textOf(id) === undefined ? {} : { name: textOf(id)!, head: id!.at }),
    scopes: scopesOf(valueAt(value, 'scope') ?? valueAt(value, 'scopes'), 'application'),
  });
}

function server(value: Mapping, uri: string): OAuthClient {
  const name = leafAt(value, 'name') ?? leafAt(value, 'identifier');
  return clientOf({
    product: 'auth0',
    kind: 'resource-server',
    uri,
    value,
    ...(textOf(name) === undefined ? {} : { name: textOf(name)!, head: name!.at }),
  });
}
