// A grant of a Kubernetes object with everything that most of them have in common.
import type { Grant, Scope } from '../types.ts';
import { enabledOf, type ObjectContext } from './context.ts';

/** The same for all: facts are never changed. */
const polarity: Grant['polarity'] = { actions: 'only', resources: 'only', principals: 'only' };
const standing: Grant['lifetime'] = { kind: 'standing' };
const none: readonly never[] = [];

export function grantOf(context: ObjectContext, role: Grant['role'], anchor: string, scope: Scope): Grant {
  return {
    anchor,
    platform: 'k8s',
    effect: 'allow',
    polarity,
    role,
    principals: none,
    actions: none,
    scope: [scope],
    conditions: none,
    lifetime: standing,
    carrier: context.carrier,
    enabled: enabledOf(context, context.object.at.span[0]),
  };
}
