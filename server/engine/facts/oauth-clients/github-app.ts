// Manifests of GitHub apps: permissions as name and level.
import type { OAuthClient } from '../oauth.ts';
import { textOf, valueAt, type Mapping } from '../value.ts';
import { addressesAt, clientOf, leafAt, scopesOf } from './make.ts';

export function readGithubApp(value: Mapping, uri: string): OAuthClient[] {
  const permissions = valueAt(value, 'default_permissions');
  if (!permissions) return [];
  const scopes =
    permissions.kind === 'mapping'
      ? permissions.entries.flatMap((entry) => {
          const name = textOf(entry.key);
          return name !== undefined && entry.value.kind === 'scalar' ? [{ id: entry.value, kind: 'application' as const, name }] : [];
        })
      : scopesOf(permissions, 'application');
  const name = leafAt(value, 'name');
  return [
    clientOf({
      product: 'github-app',
      kind: 'manifest',
      uri,
      value,
      scopes,
      ...(textOf(name) === undefined ? {} : { name: textOf(name)!, head: name!.at }),
      addresses: [
        ...addressesAt(value, 'endpoint', 'hook_attributes', 'url'),
        ...addressesAt(value, 'redirect', 'redirect_url'),
        ...addressesAt(value, 'redirect', 'callback_urls'),
        ...addressesAt(value, 'redirect', 'setup_url'),
      ],
    }),
  ];
}
