// Whoever an issuer outside of a platform signs for, as the clouds that take tokens of OpenID Connect name them.
import type { Principal } from './types.ts';
import { textOf, type Leaf } from './value.ts';

/** The principal behind an issuer as it is written; without the scheme and the last slash, in which the writings of one issuer differ. */
export function federatedPrincipal(issuer: Leaf): Principal {
  return {
    kind: 'federated',
    id: issuer,
    issuer: textOf(issuer)
      ?.replace(/^https?:\/\//, '')
      .replace(/\/$/, ''),
  };
}
