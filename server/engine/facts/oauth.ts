// OAuth clients and SaaS applications declared in files, in one form.
import type { Place } from '../text/text.ts';
import type { Entry, Leaf, Value } from './value.ts';
import type { Carrier } from './types.ts';

export type OAuthProduct =
  | 'slack'
  | 'github-app'
  | 'apps-script'
  | 'web-extension'
  | 'm365-app'
  | 'google-client'
  | 'entra'
  | 'auth0'
  | 'keycloak'
  | 'okta'
  | 'salesforce'
  | 'forge'
  | 'shopify'
  | 'openapi'
  | 'cognito'
  | 'spring'
  | 'dex'
  | 'hydra'
  | 'web-app'
  | 'api-route'
  | 'connect'
  | 'gitlab'
  | 'program'
  | 'registered'
  | 'backstage'
  | 'supabase'
  | 'oauth2-proxy'
  | 'authelia'
  | 'figma';

export interface OAuthScope {
  readonly id: Leaf;
  /** Whether the scope is asked for a person (`delegated`) or for the application itself. */
  readonly kind: 'delegated' | 'application' | 'bot' | 'optional' | 'unknown';
  /** For permissions that are written as name and level (GitHub apps): the name; `id` is then the level. */
  readonly name?: string;
}

/** A secret or key of a client, or the statement that it has one. */
export interface OAuthSecret {
  readonly at: Place;
  readonly value?: Leaf;
  readonly until?: Leaf;
  readonly entry?: Entry;
  /** The name of the person whose password it is, where it is no secret of a client. */
  readonly person?: string;
}

/** An address that the product calls, or that users are sent to. */
export interface OAuthAddress {
  readonly leaf: Leaf;
  /** `redirect`: users and codes are sent there. `endpoint`: events and calls are. `origin`: pages there may call. */
  readonly use: 'redirect' | 'endpoint' | 'origin';
  readonly key: string;
}

/** A grant or flow that the client may use: `implicit`, `password`, `client_credentials`, `basic`. */
export interface OAuthGrant {
  readonly type: 'implicit' | 'password' | 'client_credentials' | 'authorization_code' | 'basic' | 'other';
  /** What is underlined. */
  readonly at: Place;
  /** What switches it on, for a fix: a flag, or an item of a list. */
  readonly value?: Value;
  /** True for the only item of a list: without it the list would be empty, which products read as their default. */
  readonly alone?: true;
}

export interface OAuthClient {
  readonly anchor: string;
  readonly product: OAuthProduct;
  readonly name: string;
  readonly at: Place;
  readonly head: Place;
  readonly scopes: readonly OAuthScope[];
  /** Roles of the application itself: Entra's app role ids or names, Keycloak's realm roles, Okta's admin roles. */
  readonly roles: readonly Leaf[];
  readonly grants: readonly OAuthGrant[];
  readonly addresses: readonly OAuthAddress[];
  readonly secrets: readonly OAuthSecret[];
  readonly owner?: Leaf;
  readonly carrier: Carrier;
  readonly value: Value;
}
