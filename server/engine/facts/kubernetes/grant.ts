// A grant of a Kubernetes object with everything that most of them have in common.
import type { Grant, Scope } from '../types.ts';
import { enabledOf, type ObjectContext } from './context.ts';
import { onlyNamed } from '../polarity.ts';
import type { Leaf } from '../value.ts';

const standing: Grant['lifetime'] = { kind: 'standing' };
const none: readonly never[] = [];

/** What one grant has of its own. */
type Own = Partial<Pick<Grant, 'platform' | 'principals' | 'entitlement' | 'actions' | 'carrier' | 'enabled' | 'statement' | 'rule'>>;

/** Written out, all of one shape: spread together each would have a shape of its own, and a tree has tens of thousands. */
export function grantOf(context: ObjectContext, role: Grant['role'], anchor: string, scope: Scope, own: Own): Grant {
  return {
    anchor,
    platform: own.platform ?? 'k8s',
    effect: 'allow',
    polarity: onlyNamed,
    role,
    principals: own.principals ?? none,
    entitlement: own.entitlement,
    actions: own.actions ?? none,
    scope: [scope],
    conditions: none,
    lifetime: standing,
    carrier: own.carrier ?? context.carrier,
    enabled: own.enabled ?? enabledOf(context, context.object.at.span[0]),
    statement: own.statement,
    rule: own.rule,
  };
}

/** The tokens that decide what a grant gives: the role that a binding names, or what a rule says. */
export function decidingLeaves({ entitlement, actions, rule, role }: Grant): readonly Leaf[] {
  if (rule && role !== 'binding') return [...rule.groups, ...rule.resources, ...rule.verbs, ...rule.urls];
  return [...(entitlement ? [entitlement] : []), ...(role === 'binding' ? [] : actions)];
}
