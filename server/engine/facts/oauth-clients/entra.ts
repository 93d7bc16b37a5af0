// Application manifests of Microsoft Entra: requested permissions, reply addresses, implicit flow, passwords.
import { entryFrom, mappingFrom } from '../made-values.ts';
import type { OAuthClient, OAuthScope } from '../oauth.ts';
import { itemsOf, textOf, valueAt, type Leaf, type Mapping, type Value } from '../value.ts';
import { addressesAt, clientOf, flagGrant, leafAt } from './make.ts';

/** A list by itself is what is asked for alone, as `az ad app create --required-resource-accesses` takes it, or several manifests. */
export function manifestsIn(document: Value): Value {
  if (document.kind !== 'list') return document;
  const isAccess = document.items.some((one) => valueAt(one, 'resourceAppId'));
  return mappingFrom([entryFrom(isAccess ? 'requiredResourceAccess' : 'value', document.at, document)], document.at);
}

export function readEntra(value: Mapping, uri: string): OAuthClient[] {
  return [...itemsOf(value), ...itemsOf(valueAt(value, 'value'))].flatMap((one) =>
    one.kind === 'mapping' && (valueAt(one, 'requiredResourceAccess') ?? valueAt(one, 'signInAudience')) ? [readManifest(one, uri)] : [],
  );
}

function readManifest(value: Mapping, uri: string): OAuthClient {
  const { roles, scopes } = readAccess(valueAt(value, 'requiredResourceAccess'));
  const name = leafAt(value, 'displayName') ?? leafAt(value, 'name');
  return clientOf({
    product: 'entra',
    // What is asked for alone is nobody's until an application takes it.
    kind: value.entries.length === 1 ? 'required-access' : 'manifest',
    uri,
    value,
    roles,
    scopes,
    ...(textOf(name) === undefined ? {} : { name: textOf(name)!, head: name!.at }),
    grants: [
      ...flagGrant(value, 'implicit', 'oauth2AllowImplicitFlow'),
      ...flagGrant(value, 'implicit', 'web', 'implicitGrantSettings', 'enableAccessTokenIssuance'),
    ],
    addresses: [
      ...['web', 'spa', 'publicClient'].flatMap((platform) => addressesAt(value, 'redirect', platform, 'redirectUris')),
      ...itemsOf(valueAt(value, 'replyUrlsWithType')).flatMap((one) => addressesAt(one, 'redirect', 'url')),
    ],
    secrets: itemsOf(valueAt(value, 'passwordCredentials')).flatMap((one) => {
      const until = leafAt(one, 'endDateTime') ?? leafAt(one, 'endDate');
      if (one.kind !== 'mapping') return [];
      // The end is what has to change; without one, where it begins.
      return [until ? { at: until.at, until } : { at: one.entries[0]?.key.at ?? one.at }];
    }),
    owner: leafAt(value, 'serviceManagementReference') ?? leafAt(value, 'notes'),
  });
}

/** Ids with type `Role` are given to the application itself, ids with type `Scope` are asked for its users. */
function readAccess(value: Value | undefined): { roles: Leaf[]; scopes: OAuthScope[] } {
  const roles: Leaf[] = [];
  const scopes: OAuthScope[] = [];
  for (const resource of itemsOf(value)) {
    for (const access of itemsOf(valueAt(resource, 'resourceAccess'))) {
      const id = leafAt(access, 'id');
      const type = textOf(valueAt(access, 'type'));
      if (id && type === 'Role') roles.push(id);
      else if (id && type === 'Scope') scopes.push({ id, kind: 'delegated' });
    }
  }
  return { roles, scopes };
}
