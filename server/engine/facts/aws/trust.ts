// Questions about one AWS trust: who is let in, through which provider, and which claims narrow it.
import type { Condition, Principal, Trust } from '../types.ts';
import { patternOf, placeOf } from '../value.ts';
import type { Place } from '../../text/text.ts';
import { parseOperator } from './condition-limits.ts';

export function isAllowedTrust(trust: Trust): boolean {
  return trust.platform === 'aws' && trust.effect === 'allow' && trust.enabled !== 'no';
}

/** Where a finding about a principal stands: at its token. */
export function principalPlace(principal: Principal): Place {
  return placeOf(principal.id);
}

/** Where a finding about a condition that is not there stands: at the word `Principal`, else at the block's head. */
export function missingPlace(trust: Trust): Place {
  return trust.statement?.keys['Principal'] ?? trust.statement?.keys['NotPrincipal'] ?? trust.carrier.head;
}

/** Conditions on a claim such as `sub`, whatever provider's key it is: `token.actions.githubusercontent.com:sub`. */
export function claimsNamed(trust: Trust, ...names: readonly string[]): Condition[] {
  return trust.conditions.filter((condition) => names.includes(claimOf(condition)));
}

/** The claim that a condition key names: the part after the last colon, in lower case. */
export function claimOf(condition: Condition): string {
  return condition.key.slice(condition.key.lastIndexOf(':') + 1).toLowerCase();
}

/** Something limits here that cannot be read, so nothing is said. */
export function hasUnknownCondition(trust: Trust): boolean {
  return trust.conditions.some((condition) => condition.operator === 'unknown' || condition.key.includes('\0'));
}

/**
 * The same, where only the issuer of a claim may be unknown: `${replace(module.eks.url, "https://", "")}:sub` is a condition
 * on the subject, whoever signs. Roles of web identity only: there `sub` and `aud` are claims of the token.
 */
export function hasUnreadClaim(trust: Trust): boolean {
  const isWeb = isWebIdentity(trust);
  return trust.conditions.some(
    ({ operator, key }) => operator === 'unknown' || (key.includes('\0') && !(isWeb && /\0[^:]*:(?:sub|aud)$/i.test(key))),
  );
}

/** Whether a trust is for tokens of OpenID Connect and for nothing else. */
export function isWebIdentity(trust: Trust): boolean {
  return trust.actions.length > 0 && trust.actions.every((action) => /^sts:AssumeRoleWithWebIdentity$/i.test(patternOf(action)));
}

/**
 * The issuer of a federated trust: from its principal, or from the keys of its conditions where the principal is a
 * reference that cannot be followed. Undefined where neither says it.
 */
export function issuerOfTrust(trust: Trust): string | undefined {
  const federated = trust.principals.filter((principal) => principal.kind === 'federated' || principal.kind === 'unknown');
  for (const principal of federated) if (principal.issuer !== undefined && !principal.issuer.startsWith('\0')) return principal.issuer;
  if (federated.length === 0) return undefined;
  for (const condition of trust.conditions) {
    const issuer = /^(.+):(?:sub|aud|amr|azp)$/i.exec(condition.key)?.[1];
    if (issuer && !issuer.startsWith('\0') && !/^(?:saml|aws|sts)$/i.test(issuer)) return issuer;
  }
  return undefined;
}

/** True when `*` in a value of this condition is a wildcard and not a letter. */
export function takesWildcards(condition: Condition): boolean {
  return (
    /^(?:string|arn)(?:like|equals)$/.test(parseOperator(condition.operator).base) &&
    !/^string(?:equals)/.test(parseOperator(condition.operator).base)
  );
}
