// Questions about a statement of a resource policy: whom it lets in from outside, and whether anything holds them back.
import type { Condition, Grant, Principal } from '../types.ts';
import { patternOf } from '../value.ts';
import { isLimiting } from './statement.ts';
import { isGuarded } from './guards.ts';
import { accountOf } from './principals.ts';

/** The principal that is anyone; undefined where there is none. */
export function anyoneIn(grant: Grant): Principal | undefined {
  return grant.principals.find((principal) => principal.kind === 'any' || principal.kind === 'authenticated');
}

/** Keys that say through which service of AWS a request comes, and not who is behind it. */
const onTheWay: ReadonlySet<string> = new Set([
  'kms:viaservice',
  'aws:viaawsservice',
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
]);

/** A tag that the caller carries: each account gives its own principals what it likes. */
export const isCallersTag = (condition: Condition): boolean => /^aws:principaltag\//i.test(condition.key);

/** True when nothing narrows who gets in: no condition of the statement, and no deny beside it. */
export function isOpen(grant: Grant, beside: readonly Grant[]): boolean {
  return (
    !grant.conditions.some(
      (condition) => isLimiting(condition) && !onTheWay.has(condition.key.toLowerCase()) && !isCallersTag(condition),
    ) && !isGuarded(grant, beside)
  );
}

/**
 * Accounts that are named in the principals and are not the one that owns the resource. Which one owns it is known only
 * where the statement's own resources name an account.
 */
export function foreignAccounts(grant: Grant): { principal: Principal; account: string }[] {
  const own = new Set(grant.scope.map((scope) => accountOf(patternOf(scope.id))).filter((account) => account !== undefined));
  if (own.size === 0) return [];
  return grant.principals.flatMap((principal) => {
    const account = accountOf(patternOf(principal.id));
    return account !== undefined && !own.has(account) ? [{ principal, account }] : [];
  });
}
