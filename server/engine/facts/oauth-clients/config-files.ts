// OAuth clients in the configuration of programs: registrations of Spring Security, clients of Dex, custom resources of
// Ory Hydra, metadata of clients as RFC 7591 names it (Hydra's own files, Authelia), logins of Backstage.
import type { OAuthClient, OAuthGrant } from '../oauth.ts';
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
const serverAddresses = [
  'issuer-uri',
  'authorization-uri',
  'token-uri',
  'user-info-uri',
  'jwk-set-uri',
  'issuerUri',
  'authorizationUri',
  'tokenUri',
  'userInfoUri',
  'jwkSetUri',
];

export function readSpring(value: Mapping, uri: string): OAuthClient[] {
  const providers = dotted(value, ['spring', 'security', 'oauth2', 'client', 'provider']);
  const registrations = dotted(value, ['spring', 'security', 'oauth2', 'client', 'registration']);
  if (registrations?.kind !== 'mapping') return [];
  return registrations.entries.flatMap((entry): OAuthClient[] => {
    const name = textOf(entry.key);
    if (name === undefined || entry.value.kind !== 'mapping') return [];
    const provider = textOf(valueAt(entry.value, 'provider')) ?? name;
    const grant = leafAt(entry.value, 'authorization-grant-type') ?? leafAt(entry.value, 'authorizationGrantType');
    return [
      clientOf({
        product: 'spring',
        kind: 'registration',
        uri,
        value: entry.value,
        name,
        head: entry.key.at,
        scopes: scopesOf(valueAt(entry.value, 'scope'), 'delegated'),
        grants: listGrants(grant),
        addresses: [
          ...['redirect-uri', 'redirectUri'].flatMap((key) => addressesAt(entry.value, 'redirect', key)),
          ...serverAddresses.flatMap((key) => addressesAt(providers, 'endpoint', provider, key)),
        ],
        secrets: ['client-secret', 'clientSecret'].flatMap((key) => secretAt(entry.value, key)),
      }),
    ];
  });
}

export function readDex(value: Mapping, uri: string): OAuthClient[] {
  const password = leafAt(value, 'oauth2', 'passwordConnector');
  const responses = itemsOf(valueAt(value, 'oauth2', 'responseTypes')).filter((item) => textOf(item) === 'token');
  const grants: OAuthGrant[] = [
    ...(password && textOf(password) ? [{ type: 'password' as const, at: password.at }] : []),
    ...responses.map((item) => ({ type: 'implicit' as const, at: item.at, value: item })),
  ];
  const addresses = addressesAt(value, 'endpoint', 'issuer');
  return [
    clientOf({ product: 'dex', kind: 'server', uri, value, name: 'dex', grants, addresses }),
    ...itemsOf(valueAt(value, 'staticClients')).flatMap((one): OAuthClient[] => {
      const id = leafAt(one, 'id');
      return one.kind !== 'mapping'
        ? []
        : [
            clientOf({
              product: 'dex',
              kind: 'client',
              uri,
              value: one,
              ...(textOf(id) === undefined ? {} : { name: textOf(id)!, head: id!.at }),
              addresses: addressesAt(one, 'redirect', 'redirectURIs'),
              secrets: secretAt(one, 'secret'),
            }),
          ];
    }),
  ];
}

export function readHydra(value: Mapping, uri: string): OAuthClient[] {
  if (textOf(valueAt(value, 'kind')) !== 'OAuth2Client' || !textOf(valueAt(value, 'apiVersion'))?.startsWith('hydra.ory.sh/')) return [];
  const spec = valueAt(value, 'spec');
  const name = leafAt(spec, 'clientName') ?? leafAt(value, 'metadata', 'name');
  return [
    clientOf({
      product: 'hydra',
      kind: 'client',
      uri,
      value,
      ...(textOf(name) === undefined ? {} : { name: textOf(name)!, head: name!.at }),
      scopes: [...scopesOf(valueAt(spec, 'scope'), 'unknown'), ...scopesOf(valueAt(spec, 'scopeArray'), 'unknown')],
      grants: listGrants(valueAt(spec, 'grantTypes')),
      addresses: [...addressesAt(spec, 'redirect', 'redirectUris'), ...addressesAt(spec, 'origin', 'allowedCorsOrigins')],
      owner: leafAt(spec, 'metadata', 'owner') ?? leafAt(value, 'metadata', 'labels', 'owner'),
    }),
  ];
}

/** Clients in the words of RFC 7591, wherever they stand in the file: each mapping with addresses to return to and another word of a client. */
export function readRegistered(value: Mapping, uri: string): OAuthClient[] {
  const found: OAuthClient[] = [];
  const visit = (one: Value, depth: number): void => {
    if (depth > 8 || found.length > 500) return;
    if (one.kind === 'list') for (const item of one.items) visit(item, depth + 1);
    if (one.kind !== 'mapping') return;
    const addresses = entryOf(one, 'redirect_uris')?.value;
    // A schema describes each word by a mapping.
    const isClient = addresses !== undefined && addresses.kind !== 'mapping';
    if (isClient && ['grant_types', 'response_types', 'token_endpoint_auth_method'].some((key) => entryOf(one, key)))
      found.push(registered(one, uri));
    else for (const entry of one.entries) visit(entry.value, depth + 1);
  };
  visit(value, 0);
  return found;
}

function registered(value: Mapping, uri: string): OAuthClient {
  const name = leafAt(value, 'client_id') ?? leafAt(value, 'client_name');
  const implicit = itemsOf(valueAt(value, 'response_types')).filter((item) => /(?:^| )token(?: |$)/.test(textOf(item) ?? ''));
  const grants = listGrants(valueAt(value, 'grant_types'));
  return clientOf({
    product: 'registered',
    kind: 'client',
    uri,
    value,
    ...(textOf(name) === undefined ? {} : { name: textOf(name)!, head: name!.at }),
    scopes: [...scopesOf(valueAt(value, 'scope'), 'unknown'), ...scopesOf(valueAt(value, 'scopes'), 'unknown')],
    // The two keys say the same twice.
    grants: grants.some((one) => one.type === 'implicit')
      ? grants
      : [...grants, ...implicit.map((item) => ({ type: 'implicit' as const, at: item.at, value: item }))],
    addresses: [
      ...addressesAt(value, 'redirect', 'redirect_uris'),
      ...addressesAt(value, 'redirect', 'post_logout_redirect_uris'),
      ...addressesAt(value, 'origin', 'allowed_cors_origins'),
    ],
    secrets: secretAt(value, 'client_secret'),
    owner: leafAt(value, 'owner'),
  });
}

/** The part of Backstage's configuration that decides who gets in. */
export function readBackstageConfig(value: Mapping, uri: string): OAuthClient[] {
  const guest = valueAt(value, 'auth', 'providers', 'guest');
  return guest?.kind === 'mapping' ? [clientOf({ product: 'backstage', kind: 'server', uri, value, name: 'guest', head: guest.at })] : [];
}

/** The logins of a Supabase project: where users are sent back to. */
export function readSupabase(value: Mapping, uri: string): OAuthClient[] {
  const auth = valueAt(value, 'auth');
  const name = textOf(valueAt(value, 'project_id')) ?? 'supabase';
  return auth?.kind === 'mapping'
    ? [
        clientOf({
          product: 'supabase',
          kind: 'server',
          uri,
          value: auth,
          name,
          addresses: [...addressesAt(auth, 'redirect', 'site_url'), ...addressesAt(auth, 'redirect', 'additional_redirect_urls')],
        }),
      ]
    : [];
}

/** The proxy's own configuration; whom it lets in is for rules to say. */
export function readOAuth2Proxy(value: Mapping, uri: string): OAuthClient[] {
  return [
    clientOf({
      product: 'oauth2-proxy',
      kind: 'server',
      uri,
      value,
      addresses: addressesAt(value, 'redirect', 'redirect_url'),
      secrets: secretAt(value, 'client_secret'),
    }),
  ];
}

/** Hydra's own configuration, with how long its tokens last. */
export function readHydraConfig(value: Mapping, uri: string): OAuthClient[] {
  return valueAt(value, 'ttl')?.kind === 'mapping' ? [clientOf({ product: 'hydra', kind: 'server', uri, value })] : [];
}

/** Blueprints of Authentik: the applications that log in at it, and where they send people back to. */
export function readAuthentik(value: Mapping, uri: string): OAuthClient[] {
  return itemsOf(valueAt(value, 'entries')).flatMap((entry): OAuthClient[] => {
    if (entry.kind !== 'mapping' || textOf(valueAt(entry, 'model')) !== 'authentik_providers_oauth2.oauth2provider') return [];
    const attributes = valueAt(entry, 'attrs');
    const name = leafAt(entry, 'identifiers', 'name') ?? leafAt(attributes, 'name');
    const addresses = itemsOf(valueAt(attributes, 'redirect_uris'));
    return [
      clientOf({
        product: 'registered',
        kind: 'client',
        uri,
        value: entry,
        ...(textOf(name) === undefined ? {} : { name: textOf(name)!, head: name!.at }),
        addresses: [
          ...addresses.flatMap((one) => (one.kind === 'mapping' ? addressesAt(one, 'redirect', 'url') : [])),
          // Before version 2024.12 it was one text, with a line for each.
          ...(addresses.some((one) => one.kind === 'mapping') ? [] : addressesAt(attributes, 'redirect', 'redirect_uris')),
        ],
        secrets: secretAt(attributes, 'client_secret'),
      }),
    ];
  });
}

/** Authelia's configuration, with what it asks of whom, and its clients. */
export function readAuthelia(value: Mapping, uri: string): OAuthClient[] {
  const server = valueAt(value, 'access_control')?.kind === 'mapping';
  return [...(server ? [clientOf({ product: 'authelia', kind: 'server', uri, value })] : []), ...readRegistered(value, uri)];
}
