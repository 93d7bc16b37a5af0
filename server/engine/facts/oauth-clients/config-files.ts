// OAuth clients in the configuration of programs: registrations of Spring Security, clients of Dex, custom resources of
// Ory Hydra.
import type { OAuthClient } from '../oauth.ts';
import { entryOf, itemsOf, textOf, valueAt, type Mapping, type Value } from '../value.ts';
import { addressesAt, clientOf, leafAt, listGrants, scopesOf, secretAt } from './make.ts';

/** The value under a path whose parts may also be written together, as Spring allows: `spring.security: { oauth2: … }`. */
function dotted(value: Value | undefined, path: readonly string[]): Value | undefined {
  if (path.length === 0) return value;
  for (let length = path.length; length > 0; length--) {
    const found = entryOf(value, path.slice(0, length).join('.'))?.value;
    const inner = found && dotted(found, path.slice(length));
    if (inner) return inner;
  }
  return undefined;
}

/** Addresses of the servers that a registration logs in at, in both spellings that Spring takes. */
const serverAddresses = ['issuer-uri', 'authorization-uri', 'token-uri', 'user-info-uri', 'jwk-set-uri', 'issuerUri', 'authorizationUri', 'tokenUri', 'userInfoUri', 'jwkSetUri'];

export function readSpring(value: Mapping, uri: string): OAuthClient[] {
  const providers = dotted(value, ['spring', 'security', 'oauth2', 'client', 'provider']);
  const registrations = dotted(value, ['spring', 'security', 'oauth2', 'client', 'registration']);
  if (registrations?.kind !== 'mapping') return [];
  return registrations.entries.flatMap((entry): OAuthClient[] => {
    const name = textOf(entry.key);
    if (name === undefined || entry.value.kind !== 'mapping') return [];
    const provider = textOf(valueAt(entry.value, 'provider')) ?? name;
    const grant = leafAt(entry.value, 'authorization-grant-type') ?? leafAt(entry.value, 'authorizationGrantType');
    return [clientOf({
      product: 'spring', kind: 'registration', uri, value: entry.value, name, head: entry.key.at,
      scopes: scopesOf(valueAt(entry.value, 'scope'), 'delegated'),
      grants: listGrants(grant),
      addresses: [...['redirect-uri', 'redirectUri'].flatMap((key) => addressesAt(entry.value, 'redirect', key)), ...serverAddresses.flatMap((key) => addressesAt(providers, 'endpoint', provider, key))],
      secrets: ['client-secret', 'clientSecret'].flatMap((key) => secretAt(entry.value, key)),
    })];
  });
}

export function readDex(value: Mapping, uri: string): OAuthClient[] {
  const password = leafAt(value, 'oauth2', 'passwordConnector');
  const server = password && textOf(password) ? [clientOf({ product: 'dex', kind: 'server', uri, value, name: 'dex', grants: [{ type: 'password', at: password.at }] })] : [];
  return [...server, ...itemsOf(valueAt(value, 'staticClients')).flatMap((one): OAuthClient[] => {
    const id = leafAt(one, 'id');
    return one.kind !== 'mapping' ? [] : [clientOf({
      product: 'dex', kind: 'client', uri, value: one,
      ...(textOf(id) === undefined ? {} : { name: textOf(id)!, head: id!.at }),
      addresses: addressesAt(one, 'redirect', 'redirectURIs'),
      secrets: secretAt(one, 'secret'),
    })];
  })];
}

export function readHydra(value: Mapping, uri: string): OAuthClient[] {
  if (textOf(valueAt(value, 'kind')) !== 'OAuth2Client' || !textOf(valueAt(value, 'apiVersion'))?.startsWith('hydra.ory.sh/')) return [];
  const spec = valueAt(value, 'spec');
  const name = leafAt(spec, 'clientName') ?? leafAt(value, 'metadata', 'name');
  return [clientOf({
    product: 'hydra', kind: 'client', uri, value,
    ...(textOf(name) === undefined ? {} : { name: textOf(name)!, head: name!.at }),
    scopes: [...scopesOf(valueAt(spec, 'scope'), 'unknown'), ...scopesOf(valueAt(spec, 'scopeArray'), 'unknown')],
    grants: listGrants(valueAt(spec, 'grantTypes')),
    addresses: [...addressesAt(spec, 'redirect', 'redirectUris'), ...addressesAt(spec, 'origin', 'allowedCorsOrigins')],
    owner: leafAt(spec, 'metadata', 'owner') ?? leafAt(value, 'metadata', 'labels', 'owner'),
  })];
}
