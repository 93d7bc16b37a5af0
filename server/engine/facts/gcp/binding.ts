// Google IAM bindings, from whatever dialect they were written in: a role, members, a condition. Says what kind of
// principal a member is and what a condition limits; judges nothing.
import type { Place } from '../../text/text.ts';
import type { Carrier, Condition, Facts, Grant, Lifetime, Principal, Scope } from '../types.ts';
import { leavesOf, patternOf, type Leaf, type Value } from '../value.ts';
import { onlyNamed } from '../polarity.ts';

/** The principal that a member stands for (`user:a@b.c`, `allUsers`, `principalSet://…`). */
export function memberPrincipal(id: Leaf): Principal {
  const text = patternOf(id);
  if (/^allUsers$/i.test(text) || text === 'principalSet://goog/public:all') return { kind: 'any', id };
  if (/^allAuthenticatedUsers$/i.test(text)) return { kind: 'authenticated', id };
  const kind = /^(?:deleted:)?([A-Za-z]+):/.exec(text)?.[1]?.toLowerCase();
  switch (kind) {
    case 'user':
      return { kind: 'user', id };
    case 'group':
      return { kind: 'group', id };
    case 'serviceaccount':
      return { kind: 'serviceAccount', id };
    case 'domain':
      return { kind: 'domain', id };
    case 'principal':
    case 'principalset':
      return { kind: 'federated', id };
    case 'projectowner':
    case 'projecteditor':
    case 'projectviewer':
      return { kind: 'group', id };
    default:
      return { kind: 'unknown', id };
  }
}

/** What a CEL condition limits, and until when. A condition that is not known limits something. */
function celCondition(expression: Leaf | undefined, at: Place): { condition: Condition; lifetime: Lifetime } {
  const text = expression ? patternOf(expression) : '\0';
  const end = /request\.time\s*<=?\s*timestamp\(\s*["']([^"'\0]+)["']\s*\)/.exec(text)?.[1];
  const inTime = /request\.time/.test(text);
  const limits: Condition['limits'] = /^\s*true\s*$/i.test(text)
    ? 'none'
    : /resource\.|modifiedGrantsByRole/.test(text)
      ? 'resource'
      : inTime
        ? 'time'
        : /request\.auth|destination\.|device\./.test(text)
          ? 'network'
          : 'other';
  const lifetime: Lifetime = !inTime
    ? { kind: 'standing' }
    : end !== undefined && expression
      ? {
          kind: 'until',
          until: {
            kind: 'scalar',
            known: 'resolved',
            value: end,
            at: expression.at,
            token: expression.token,
            via: expression.via,
            encoding: expression.encoding,
            editable: false,
          },
          at,
        }
      : { kind: 'unknown', at };
  return { condition: { operator: 'expression', key: 'condition', values: expression ? [expression] : [], limits, at }, lifetime };
}

export interface GoogleBinding {
  readonly role: Value | undefined;
  readonly members: Value | undefined;
  readonly condition?: { readonly expression: Leaf | undefined; readonly at: Place };
  readonly scope: Scope;
  readonly carrier: Carrier;
  readonly anchor: string;
  readonly enabled: Grant['enabled'];
}

/** Pushes a grant for each role of a binding. Members that are not known stay as unknown principals. */
export function pushGoogleBinding(into: Facts, binding: GoogleBinding): void {
  const found = binding.condition ? celCondition(binding.condition.expression, binding.condition.at) : undefined;
  const roles = leavesOf(binding.role);
  const conditional = roles.length > 1 && binding.role?.kind === 'choice';
  for (const role of roles) {
    into.grants.push({
      anchor: roles.length > 1 ? `${binding.anchor}|${patternOf(role).replaceAll('\0', '?')}` : binding.anchor,
      platform: 'gcp',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'binding',
      principals: leavesOf(binding.members).map(memberPrincipal),
      entitlement: role,
      actions: [],
      scope: [binding.scope],
      conditions: found ? [found.condition] : [],
      lifetime: found?.lifetime ?? { kind: 'standing' },
      carrier: binding.carrier,
      enabled: conditional && binding.enabled === 'yes' ? 'maybe' : binding.enabled,
    });
  }
}
