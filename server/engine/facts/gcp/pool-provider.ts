// Providers of workload identity pools, in whatever language they are made: whom the issuer signs for, and what of that the
// condition lets in. What a condition that compares something lets in is for the rules to say.
import type { Place } from '../../text/text.ts';
import type { Carrier, Condition, Facts, Trust } from '../types.ts';
import { textOf, type Leaf } from '../value.ts';
import { onlyNamed } from '../polarity.ts';
import { federatedPrincipal } from '../federated-principal.ts';

export interface PoolProvider {
  readonly issuer: Leaf;
  readonly condition?: { readonly expression: Leaf; readonly at: Place };
  readonly audiences?: { readonly values: readonly Leaf[]; readonly at: Place };
  readonly assumes?: Leaf;
  readonly carrier: Carrier;
  readonly anchor: string;
  readonly enabled: Trust['enabled'];
}

export function pushPoolProvider(into: Facts, provider: PoolProvider): void {
  const { issuer, condition, audiences, assumes, carrier, anchor, enabled } = provider;
  const conditions: Condition[] = [];
  if (condition && textOf(condition.expression) !== '')
    conditions.push({
      operator: 'expression',
      key: 'attribute_condition',
      values: [condition.expression],
      limits: letsAllIn(textOf(condition.expression) ?? '', textOf(issuer) ?? '') ? 'none' : 'principal',
      at: condition.at,
    });
  if (audiences && audiences.values.length > 0)
    conditions.push({ operator: 'StringEquals', key: 'aud', values: audiences.values, limits: 'other', at: audiences.at });
  into.trusts.push({
    anchor,
    platform: 'gcp',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'trust',
    principals: [federatedPrincipal(issuer)],
    ...(assumes ? { assumes } : {}),
    actions: [],
    scope: [],
    conditions,
    lifetime: { kind: 'standing' },
    carrier,
    enabled,
  });
}

/** Whoever asks these for a token says whom it is for: a condition on the audience keeps nobody out. */
const audienceIsAsked =
  /^(?:https?:\/\/)?(?:token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|agent\.buildkite\.com)(?:\/|$)/;
const always = /^(?:true|assertion\.iss\s*==\s*(?:'[^']*'|"[^"]*"))$/i;
const audience = /^(?:assertion\.aud\s*(?:==|in)\s*(?:'[^']*'|"[^"]*"|\[[^[\]]*\])|(?:'[^']*'|"[^"]*")\s+in\s+assertion\.aud)$/;
const isThere = /^(?:has\(\s*(?:assertion|google|attribute)\.\w+\s*\)|(?:assertion|google|attribute)\.\w+\s*!=\s*(?:''|""))$/;

/** Whether an expression holds for every token of an issuer: all that it asks is what each of them says. */
function letsAllIn(expression: string, issuer: string): boolean {
  return expression
    .split('&&')
    .map((part) =>
      part
        .trim()
        .replace(/^\(([^()]*)\)$/, '$1')
        .trim(),
    )
    .every((part) => always.test(part) || isThere.test(part) || (audienceIsAsked.test(issuer) && audience.test(part)));
}
