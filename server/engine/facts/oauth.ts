// OAuth clients and SaaS applications declared in files, in one form.
import type { Place } from '../text/text.ts';
import type { Leaf, Value } from './value.ts';
import type { Carrier } from './types.ts';

export interface OAuthScope {
  readonly id: Leaf;
  /** Whether the scope is asked for a person (`delegated`) or for the application itself. */
  readonly kind: 'delegated' | 'application' | 'bot' | 'optional' | 'unknown';
}

export interface OAuthClient {
  readonly anchor: string;
  /** `slack`, `github-app`, `entra`, `apps-script`, `keycloak`, … */
  readonly product: string;
  readonly name: string;
  readonly at: Place;
  readonly head: Place;
  readonly scopes: readonly OAuthScope[];
  readonly roles: readonly Leaf[];
  readonly grantTypes: readonly Leaf[];
  readonly redirects: readonly Leaf[];
  readonly secrets: readonly { readonly at: Place; readonly value?: Leaf; readonly until?: Leaf }[];
  readonly owner?: Leaf;
  readonly carrier: Carrier;
  readonly value: Value;
}
