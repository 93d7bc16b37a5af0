// Deny statements that take back what an allow statement of the same document gives: "deny unless from this organization".
import type { Grant } from '../types.ts';
import { patternOf } from '../value.ts';
import { limitsOf, parseOperator } from './condition-limits.ts';

/** What a negated condition would narrow if it were an allow: `StringNotEquals` becomes `StringEquals`. */
function positive(operator: string): string {
  return parseOperator(operator).base.replace('not', '');
}

/**
 * True when a deny statement for everyone, on as much as `allow` gives or more, holds off all who do not meet a condition
 * on principal, network or service. `statements` are those of the same document.
 */
export function isGuarded(allow: Grant, statements: readonly Grant[]): boolean {
  return statements.some((deny) => {
    if (deny.effect !== 'deny' || deny.carrier.address !== allow.carrier.address || deny.enabled !== 'yes') return false;
    if (!deny.principals.some((principal) => principal.kind === 'any') && deny.polarity.principals === 'only') return false;
    const actions = deny.actions.map(patternOf);
    const coversActions =
      deny.polarity.actions === 'except'
        ? actions.length === 0
        : actions.some((pattern) => /^(?:\*|[a-z0-9-]+:\*)$/i.test(pattern)) ||
          allow.actions.every((action) => actions.some((pattern) => pattern.toLowerCase() === patternOf(action).toLowerCase()));
    if (!coversActions) return false;
    return (
      (deny.conditions.length > 0 &&
        deny.conditions.every((condition) => {
          if (condition.operator === 'unknown') return true;
          const { base } = parseOperator(condition.operator);
          if (!base.includes('not') && base !== 'null')
            return base === 'bool' && /principalisawsservice|viaawsservice|multifactor/i.test(condition.key);
          const limits = base === 'null' ? 'principal' : limitsOf(positive(condition.operator), condition.key, condition.values);
          return limits === 'principal' || limits === 'network' || limits === 'service';
        })) ||
      deny.polarity.principals === 'except'
    );
  });
}
