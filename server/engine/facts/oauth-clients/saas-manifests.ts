// Atlassian Forge and Connect, Shopify, Figma, and the security schemes of OpenAPI and AsyncAPI.
import type { OAuthAddress, OAuthClient, OAuthGrant } from '../oauth.ts';
import { entryOf, itemsOf, textOf, valueAt, type Entry, type Mapping, type Value } from '../value.ts';
import { addressesAt, clientOf, leafAt, scopesOf } from './make.ts';

export function readForge(value: Mapping, uri: string): OAuthClient[] {
  const fetch = valueAt(value, 'permissions', 'external', 'fetch');
  const egress = ['backend', 'client'].flatMap((side) =>
    itemsOf(valueAt(fetch, side)).flatMap((one) =>
      one.kind === 'mapping'
        ? addressesAt(one, 'endpoint', 'address')
        : addressesAt(fetch, 'endpoint', side).filter((address) => address.leaf === one),
    ),
  );
  const id = leafAt(value, 'app', 'id');
  return [
    clientOf({
      product: 'forge',
      kind: 'manifest',
      uri,
      value,
      ...(textOf(id) === undefined ? {} : { name: textOf(id)!, head: id!.at }),
      scopes: scopesOf(valueAt(value, 'permissions', 'scopes'), 'application'),
      addresses: [
        ...egress.map((one) => ({ ...one, key: 'permissions.external.fetch' })),
        ...itemsOf(valueAt(value, 'remotes')).flatMap((one) => addressesAt(one, 'endpoint', 'baseUrl')),
      ],
    }),
  ];
}

/** The descriptor of a Connect app; scopes stand in either case. */
export function readConnect(value: Mapping, uri: string): OAuthClient[] {
  const key = leafAt(value, 'key');
  return [
    clientOf({
      product: 'connect',
      kind: 'manifest',
      uri,
      value,
      ...(textOf(key) === undefined ? {} : { name: textOf(key)!, head: key!.at }),
      scopes: scopesOf(valueAt(value, 'scopes'), 'application'),
      addresses: addressesAt(value, 'endpoint', 'baseUrl'),
    }),
  ];
}

export function readShopify(value: Mapping, uri: string): OAuthClient[] {
  const name = leafAt(value, 'name');
  return [
    clientOf({
      product: 'shopify',
      kind: 'manifest',
      uri,
      value,
      ...(textOf(name) === undefined ? {} : { name: textOf(name)!, head: name!.at }),
      scopes: [
        ...scopesOf(valueAt(value, 'access_scopes', 'scopes'), 'application'),
        ...scopesOf(valueAt(value, 'access_scopes', 'optional_scopes'), 'optional'),
      ],
      addresses: [...addressesAt(value, 'redirect', 'auth', 'redirect_urls'), ...addressesAt(value, 'endpoint', 'application_url')],
    }),
  ];
}

/** The document as a whole, and one client a security scheme with the flows that callers may use. */
export function readOpenApi(value: Mapping, uri: string): OAuthClient[] {
  return [
    clientOf({
      product: 'openapi',
      kind: 'api',
      uri,
      value,
      name: textOf(valueAt(value, 'info', 'title')) ?? uri.slice(uri.lastIndexOf('/') + 1),
    }),
    ...readSchemes(value, uri),
  ];
}

/** The schemes of AsyncAPI are those of OpenAPI. */
export function readAsyncApi(value: Mapping, uri: string): OAuthClient[] {
  return readSchemes(value, uri);
}

/** A plugin of Figma: the hosts that it may call stand in its manifest. */
export function readFigma(value: Mapping, uri: string): OAuthClient[] {
  const name = leafAt(value, 'name');
  return [
    clientOf({
      product: 'figma',
      // It runs as whoever opened it, with no client of its own.
      kind: 'plugin',
      uri,
      value,
      ...(textOf(name) === undefined ? {} : { name: textOf(name)!, head: name!.at }),
    }),
  ];
}

function readSchemes(value: Mapping, uri: string): OAuthClient[] {
  const schemes = valueAt(value, 'securityDefinitions') ?? valueAt(value, 'components', 'securitySchemes');
  if (schemes?.kind !== 'mapping') return [];
  return schemes.entries.flatMap((entry): OAuthClient[] => {
    const name = textOf(entry.key);
    return name === undefined || entry.value.kind !== 'mapping'
      ? []
      : [
          clientOf({
            product: 'openapi',
            kind: schemes.entries.length === 1 ? 'only-scheme' : 'security-scheme',
            uri,
            value: entry.value,
            name,
            head: entry.key.at,
            grants: flowsOf(entry.value),
            addresses: serversOf(entry.value),
          }),
        ];
  });
}

function flowsOf(scheme: Mapping): OAuthGrant[] {
  const type = entryOf(scheme, 'type');
  const kind = textOf(type?.value)?.toLowerCase();
  if (kind === 'basic') return [{ type: 'basic', at: type!.value.at, value: type!.value }];
  const http = entryOf(scheme, 'scheme');
  // Digest sends a hash that stands for the password, and by default one of MD5.
  if (kind === 'http' && /^(?:basic|digest)$/i.test(textOf(http?.value) ?? ''))
    return [{ type: 'basic', at: http!.value.at, value: http!.value }];
  if (kind !== 'oauth2') return [];
  const flow = entryOf(scheme, 'flow');
  const named = (text: string | undefined): OAuthGrant['type'] =>
    text === 'implicit' || text === 'password'
      ? text
      : text === 'application' || text === 'clientCredentials'
        ? 'client_credentials'
        : 'authorization_code';
  if (flow) return [{ type: named(textOf(flow.value)), at: flow.value.at, value: flow.value }];
  return entriesOf(valueAt(scheme, 'flows')).map((one) => ({ type: named(textOf(one.key)), at: one.key.at, value: one.value }));
}

/** Where a scheme logs in, of version 2 and of each flow of version 3. */
function serversOf(scheme: Mapping): OAuthAddress[] {
  const flows = [scheme, ...entriesOf(valueAt(scheme, 'flows')).map((one) => one.value)];
  return flows.flatMap((flow) =>
    ['authorizationUrl', 'tokenUrl', 'refreshUrl', 'openIdConnectUrl'].flatMap((key) => addressesAt(flow, 'endpoint', key)),
  );
}

const entriesOf = (value: Value | undefined): readonly Entry[] => (value?.kind === 'mapping' ? value.entries : []);
