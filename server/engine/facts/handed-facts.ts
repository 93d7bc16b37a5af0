// What a caller decides of the thing that it calls: a module of Terraform, a nested template. The called thing is judged by
// itself where it is read; of a reading with the caller's arguments only the facts count that hold something of the caller's.
import type { Facts, Grant } from './types.ts';
import { placeOf, type Leaf } from './value.ts';

/** Adds to `into` the grants and trusts of `made` in which something is written in one of the caller's documents. */
export function keepDecided(made: Facts, isCallers: (uri: string) => boolean, into: Facts): void {
  const isOurs = (leaf: Leaf): boolean => isCallers(leaf.at.uri);
  /** Or put together with something of the caller's. Whom a grant is for and what it is on are that nearly always, and decide nothing then. */
  const isOfOurs = (leaf: Leaf): boolean => isCallers(placeOf(leaf).uri) || isOurs(leaf);
  const decided = (grant: Grant): boolean =>
    (grant.entitlement !== undefined && isOfOurs(grant.entitlement)) ||
    grant.actions.some(isOfOurs) ||
    grant.principals.some((principal) => isOurs(principal.id)) ||
    grant.scope.some((one) => isOurs(one.id)) ||
    grant.conditions.some((condition) => condition.values.some(isOfOurs));
  for (const one of made.grants) if (decided(one)) into.grants.push(one);
  for (const one of made.trusts) if (decided(one)) into.trusts.push(one);
}
