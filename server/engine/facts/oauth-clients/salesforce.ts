// Salesforce metadata: connected apps and external client apps; permission sets and profiles with what they switch on.
import type { OAuthClient } from '../oauth.ts';
import { itemsOf, textOf, valueAt, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import { addressesAt, clientOf, leafAt, wordsOf } from './make.ts';

/** All leaves of a repeated element. */
function repeated(value: Value | undefined, key: string): Leaf[] {
  if (value?.kind !== 'mapping') return [];
  return value.entries.flatMap((entry: Entry) => (textOf(entry.key) === key && entry.value.kind === 'scalar' ? [entry.value] : []));
}

export function readSalesforce(root: Mapping, uri: string): OAuthClient[] {
  return root.entries.flatMap((entry): OAuthClient[] => {
    const value = entry.value;
    const kind = textOf(entry.key) ?? '';
    if (value.kind === 'mapping' && (kind === 'PermissionSet' || kind === 'Profile')) return [permissionSet(value, kind, uri)];
    if (value.kind !== 'mapping' || !/^(?:ConnectedApp|ExtlClnt\w+)$/.test(kind)) return [];
    const config = valueAt(value, 'oauthConfig') ?? value;
    const label = leafAt(value, 'label');
    const scopes = [...repeated(config, 'scopes'), ...repeated(config, 'commaSeparatedOauthScopes').flatMap(wordsOf)];
    const secret = leafAt(config, 'consumerSecret');
    return [
      clientOf({
        product: 'salesforce',
        kind,
        uri,
        value,
        ...(textOf(label) === undefined ? { head: entry.key.at } : { name: textOf(label)!, head: label!.at }),
        scopes: scopes.map((id) => ({ id, kind: 'delegated' })),
        addresses: addressesAt(config, 'redirect', 'callbackUrl').flatMap((one) => wordsOf(one.leaf).map((leaf) => ({ ...one, leaf }))),
        secrets: secret ? [{ at: secret.at, value: secret }] : [],
        owner: leafAt(value, 'contactEmail'),
      }),
    ];
  });
}

/** The permissions that a set switches on, as roles. Only sets for integrations are identities of machines; the rules tell them apart. */
function permissionSet(value: Mapping, kind: string, uri: string): OAuthClient {
  const label = leafAt(value, 'label');
  return clientOf({
    product: 'salesforce',
    kind,
    uri,
    value,
    name: textOf(label) ?? uri.slice(uri.lastIndexOf('/') + 1).replace(/\..*$/, ''),
    ...(label ? { head: label.at } : {}),
    roles: value.entries
      .flatMap((entry) => (textOf(entry.key) === 'userPermissions' ? itemsOf(entry.value) : []))
      .flatMap((one) => (textOf(valueAt(one, 'enabled')) === 'true' ? (leafAt(one, 'name') ?? []) : [])),
  });
}
