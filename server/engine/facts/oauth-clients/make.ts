// Small pieces that the readers of OAuth clients share: a client with everything empty, and the walks over its value.
import type { OAuthAddress, OAuthClient, OAuthGrant, OAuthProduct, OAuthScope, OAuthSecret } from '../oauth.ts';
import { entryOf, itemsOf, leavesOf, textOf, valueAt, type Leaf, type Mapping, type Value } from '../value.ts';
import type { Place } from '../../text/text.ts';

export interface ClientParts {
  readonly product: OAuthProduct;
  readonly kind: string;
  readonly uri: string;
  readonly value: Mapping;
  readonly name?: string;
  /** Where the client is named; the first key of the mapping where left out. */
  readonly head?: Place;
  readonly scopes?: readonly OAuthScope[];
  readonly roles?: readonly Leaf[];
  readonly grants?: readonly OAuthGrant[];
  readonly addresses?: readonly OAuthAddress[];
  readonly secrets?: readonly OAuthSecret[];
  readonly owner?: Leaf | undefined;
}

/** A client out of what a product's reader found; what it did not find is empty. */
export function clientOf(parts: ClientParts): OAuthClient {
  const { product, kind, uri, value } = parts;
  const name = parts.name ?? uri.slice(uri.lastIndexOf('/') + 1);
  const head = parts.head ?? value.entries[0]?.key.at ?? value.at;
  return {
    anchor: `oauth|${uri}|${product}|${name}`,
    product,
    name,
    at: value.at,
    head,
    scopes: parts.scopes ?? [],
    roles: parts.roles ?? [],
    grants: parts.grants ?? [],
    addresses: parts.addresses ?? [],
    secrets: parts.secrets ?? [],
    ...(parts.owner ? { owner: parts.owner } : {}),
    carrier: { dialect: 'oauth', kind, address: name, block: value.at, head },
    value,
  };
}

export const leafAt = (value: Value | undefined, ...keys: string[]): Leaf | undefined => {
  const found = valueAt(value, ...keys);
  return found?.kind === 'scalar' || found?.kind === 'partial' || found?.kind === 'unknown' ? found : undefined;
};

/** Scopes of a list, or of one string with blanks or commas between them: then each is a leaf of its own where its place is exact. */
export function scopesOf(value: Value | undefined, kind: OAuthScope['kind']): OAuthScope[] {
  if (value?.kind === 'scalar') return wordsOf(value).map((id) => ({ id, kind }));
  return leavesOf(value).map((id) => ({ id, kind }));
}

/** The words of a string as leaves. */
export function wordsOf(leaf: Leaf): Leaf[] {
  const text = textOf(leaf);
  if (text === undefined || leaf.kind !== 'scalar') return [];
  const exact = leaf.at.span[1] - leaf.at.span[0] === text.length;
  return [...text.matchAll(/[^\s,]+/g)].map((match) => ({
    ...leaf,
    value: match[0],
    ...(exact
      ? { at: { uri: leaf.at.uri, span: [leaf.at.span[0] + match.index, leaf.at.span[0] + match.index + match[0].length] as const } }
      : {}),
    // Replacing one word by the printer would replace the string.
    editable: false,
  }));
}

/** Addresses under a key, one or a list. */
export function addressesAt(value: Value | undefined, use: OAuthAddress['use'], ...keys: string[]): OAuthAddress[] {
  return leavesOf(valueAt(value, ...keys)).map((leaf) => ({ leaf, use, key: keys.join('.') }));
}

/** A grant that a boolean switches on. */
export function flagGrant(value: Value | undefined, type: OAuthGrant['type'], ...keys: string[]): OAuthGrant[] {
  const flag = valueAt(value, ...keys);
  return flag && textOf(flag) === 'true' ? [{ type, at: flag.at, value: flag }] : [];
}

/** Grants of a list of grant types. */
export function listGrants(value: Value | undefined): OAuthGrant[] {
  const items = itemsOf(value);
  return items.flatMap((item): OAuthGrant[] => {
    const text = textOf(item);
    if (text === undefined) return [];
    const type = /implicit/i.test(text)
      ? 'implicit'
      : /^password$|password-realm|ropc|^(?:ALLOW_)?USER_PASSWORD_AUTH$/i.test(text)
        ? 'password'
        : /client[_-]credentials/i.test(text)
          ? 'client_credentials'
          : /authorization[_-]code|^code$/i.test(text)
            ? 'authorization_code'
            : 'other';
    return [{ type, at: item.at, value: item, ...(items.length === 1 ? { alone: true as const } : {}) }];
  });
}

/** A literal secret under a key. References and masks are none. */
export function secretAt(value: Value | undefined, ...keys: string[]): OAuthSecret[] {
  const holder = keys.length > 1 ? valueAt(value, ...keys.slice(0, -1)) : value;
  const entry = entryOf(holder, keys.at(-1)!);
  const leaf = entry && leafAt(holder, keys.at(-1)!);
  return entry && leaf ? [{ at: leaf.at, value: leaf, entry }] : [];
}
