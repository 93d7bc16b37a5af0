// Google: Apps Script manifests, browser extensions with their OAuth part, files of OAuth clients.
import type { OAuthClient } from '../oauth.ts';
import { entryOf, textOf, valueAt, type Mapping } from '../value.ts';
import { addressesAt, clientOf, leafAt, scopesOf, secretAt } from './make.ts';

export function readAppsScript(value: Mapping, uri: string): OAuthClient[] {
  return [clientOf({ product: 'apps-script', kind: 'manifest', uri, value, scopes: scopesOf(valueAt(value, 'oauthScopes'), 'delegated') })];
}

export function readWebExtension(value: Mapping, uri: string): OAuthClient[] {
  if (valueAt(value, 'manifest_version') === undefined) return [];
  const name = leafAt(value, 'name');
  return [
    clientOf({
      product: 'web-extension',
      kind: 'manifest',
      uri,
      value,
      ...(textOf(name) === undefined ? {} : { name: textOf(name)!, head: name!.at }),
      scopes: scopesOf(valueAt(value, 'oauth2', 'scopes'), 'delegated'),
      owner: leafAt(value, 'author') ?? leafAt(value, 'developer', 'name'),
    }),
  ];
}

/** `web` clients are confidential; the secret of an `installed` one is not, by Google's own documentation. */
export function readGoogleClient(value: Mapping, uri: string): OAuthClient[] {
  const kind = entryOf(value, 'web') ? 'web' : entryOf(value, 'installed') ? 'installed' : 'token';
  const part = kind === 'token' ? value : valueAt(value, kind);
  return [
    clientOf({
      product: 'google-client',
      kind,
      uri,
      value,
      addresses: addressesAt(part, 'redirect', 'redirect_uris'),
      secrets: [...secretAt(part, 'client_secret'), ...secretAt(part, 'refresh_token')],
    }),
  ];
}
