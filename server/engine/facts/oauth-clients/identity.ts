// An OAuth client as an identity: what it may do, as sorted `kind:value` items that a baseline can approve.
import type { OAuthClient } from '../oauth.ts';
import type { Identity } from '../types.ts';
import { textOf } from '../value.ts';

/** Security schemes of an API, parts of a tenant or of an application, plugins that run as their user, and containers, which are workloads already, are no identities of their own. */
const noIdentity = new Set([
  'api',
  'security-scheme',
  'only-scheme',
  'resource-server',
  'realm',
  'installed',
  'server',
  'container',
  'plugin',
  'required-access',
  'PermissionSet',
  'Profile',
]);

export function clientIdentity(client: OAuthClient): Identity | undefined {
  if (noIdentity.has(client.carrier.kind)) return undefined;
  return {
    id: `${client.product}:oauth-client:${client.carrier.block.uri}#${client.name}`,
    platform:
      client.product === 'entra'
        ? 'entra'
        : client.product === 'auth0'
          ? 'auth0'
          : client.product === 'okta'
            ? 'okta'
            : client.product === 'keycloak'
              ? 'keycloak'
              : 'saas',
    kind: 'oauth-client',
    name: client.name,
    ...(client.owner ? { owner: client.owner } : {}),
    scopeItems: oauthScopeItems(client),
    at: client.head,
    carrier: client.carrier,
    traits: {},
  };
}

/** Sorted, without doubles. What is not known is left out: an unknown scope is not a scope that was approved. */
function oauthScopeItems(client: OAuthClient): string[] {
  const items = new Set<string>();
  for (const scope of client.scopes) {
    const id = textOf(scope.id);
    if (id !== undefined) items.add(scope.name === undefined ? `scope:${id}` : `scope:${scope.name}=${id}`);
  }
  for (const role of client.roles) if (textOf(role) !== undefined) items.add(`role:${textOf(role)!}`);
  for (const grant of client.grants) items.add(`grant:${grant.type}`);
  for (const { leaf, use } of client.addresses) {
    const text = textOf(leaf);
    if (text !== undefined)
      items.add(
        use === 'endpoint' ? `egress:${text.replace(/^[a-z]+:\/\/([^/?#]+).*$/i, '$1')}` : `redirect:${text.replace(/[?#].*$/, '')}`,
      );
  }
  for (const secret of client.secrets) items.add(`secret-expiry:${secret.until ? 'dated' : 'none'}`);
  return [...items].sort();
}
