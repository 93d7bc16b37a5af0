// A grant of a Kubernetes object with everything that most of them have in common.
import type { Grant, Scope } from '../types.ts';
import { enabledOf, type ObjectContext } from './context.ts';

export function grantOf(context: ObjectContext, role: Grant['role'], anchor: string, scope: Scope): Grant {
  return {
    anchor,
    platform: 'k8s',
    effect: 'allow',
    polarity: { actions: 'only', resources: 'only', principals: 'only' },
    role,
    principals: [],
    actions: [],
    scope: [scope],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: context.carrier,
    enabled: enabledOf(context, context.object.at.span[0]),
  };
}
