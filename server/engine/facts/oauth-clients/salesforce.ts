// Salesforce metadata: connected apps and external client apps.
import type { OAuthClient } from '../oauth.ts';
import { textOf, valueAt, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import { addressesAt, clientOf, leafAt, wordsOf } from './make.ts';

/** All leaves of a repeated element. */
export function repeated(value: Value | undefined, key: string): Leaf[] {
  if (value?.kind !== 'mapping') return [];
  return value.entries.flatMap((entry: Entry) => (textOf(entry.key) === key && entry.value.kind === 'scalar' ? [entry.value] : []));
}

export function readSalesforce(root: Mapping, uri: string): OAuthClient[] {
  return root.entries.flatMap((entry): OAuthClient[] => {
    const value = entry.value;
    const kind = textOf(entry.key) ?? '';
    if (value.kind !== 'mapping' || !/^(?:ConnectedApp|ExtlClnt\w+)$/.test(kind)) return [];
    const config = valueAt(value, 'oauthConfig') ?? value;
    const label = leafAt(value, 'label');
    const scopes = [...repeated(config, 'scopes'), ...repeated(config, 'commaSeparatedOauthScopes').flatMap(wordsOf)];
    const secret = leafAt(config, 'consumerSecret');
    return [clientOf({
      product: 'salesforce', kind, uri, value,
      ...(textOf(label) === undefined ? { head: entry.key.at } : { name: textOf(label)!, head: label!.at }),
      scopes: scopes.map((id) => ({ id, kind: 'delegated' })),
      addresses: addressesAt(config, 'redirect', 'callbackUrl').flatMap((one) => wordsOf(one.leaf).map((leaf) => ({ ...one, leaf }))),
      secrets: secret ? [{ at: secret.at, value: secret }] : [],
      owner: leafAt(value, 'contactEmail'),
    })];
  });
}
