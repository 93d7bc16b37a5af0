// What a caller decides of the thing that it calls: a module of Terraform, a nested template. The called thing is judged by
// itself where it is read; of a reading with the caller's arguments only the facts count that hold something of the caller's.
import type { Facts, Grant } from './types.ts';
import type { Leaf } from './value.ts';

/** Adds to `into` the grants and trusts of `made` in which something is written in one of the caller's documents. */
export function keepDecided(made: Facts, isCallers: (uri: string) => boolean, into: Facts): void {
  const isOurs = (leaf: Leaf | undefined): boolean => leaf !== undefined && isCallers(leaf.at.uri);
  const decided = (grant: Grant): boolean =>
    isOurs(grant.entitlement) ||
    grant.actions.some(isOurs) ||
    grant.principals.some((principal) => isOurs(principal.id)) ||
    grant.scope.some((one) => isOurs(one.id)) ||
    grant.conditions.some((condition) => condition.values.some(isOurs));
  for (const one of made.grants) if (decided(one)) into.grants.push(one);
  for (const one of made.trusts) if (decided(one)) into.trusts.push(one);
}
