// Scopes, roles, holders and schedules of Azure by their text, in whatever dialect they were written: how wide a scope is,
// which role an id or a name means, what kind of principal a word names, how long a request asks for.
import type { Place } from '../../text/text.ts';
import { tableOf } from '../../table.ts';
import type { Condition, Lifetime, Principal, Scope } from '../types.ts';
import { leavesOf, patternOf, textOf, valueAt, type Leaf, type Value } from '../value.ts';

/** How wide a scope is. A scope of which too little is known is `unknown`. */
export function azureScope(id: Leaf): Scope {
  const text = patternOf(id)
    .replace(/(?<!\/)\/+$/, '')
    .toLowerCase();
  if (id.kind === 'scalar' && text === '') return { level: 'everything', id };
  if (/^\/?providers\/microsoft\.management\/managementgroups\/[^/]+$/.test(text)) return { level: 'management-group', id };
  const match = /^\/?subscriptions\/[^/]+(\/.*)?$/.exec(text);
  if (!match) return { level: 'unknown', id };
  const rest = match[1];
  if (rest === undefined) return { level: 'subscription', id };
  if (/^\/resourcegroups\/[^/]+$/.test(rest)) return { level: 'resource-group', id };
  return { level: /^\/(?:resourcegroups|providers)\//.test(rest) ? 'resource' : 'unknown', id };
}

/** A role by its name or GUID: the last part of an id, or the text itself. A role that is not known stays unknown. */
export function azureRole(leaf: Leaf): Leaf {
  const text = patternOf(leaf);
  const id = /roledefinitions\/([^/]+)\/?$/i.exec(text)?.[1];
  if (id === undefined || id.includes('\0')) return leaf;
  return {
    kind: 'scalar',
    known: 'resolved',
    value: id,
    at: leaf.at,
    token: leaf.token,
    via: leaf.via,
    encoding: leaf.encoding,
    editable: false,
  };
}

/** `notActions` of a role: what is taken out of its actions. It narrows a role and forbids nothing that another role gives. */
export function exceptActions(actions: readonly Leaf[], at: Place): Condition {
  return { operator: 'except', key: 'notActions', values: actions, limits: 'other', at };
}

const principalKinds = tableOf<Principal['kind']>({
  user: 'user',
  group: 'group',
  serviceprincipal: 'serviceAccount',
  foreigngroup: 'group',
});

/** `principalType` of an assignment as the kind of a principal. */
export function azurePrincipalKind(type: Value | undefined): Principal['kind'] {
  return principalKinds.get(textOf(type)?.toLowerCase() ?? '') ?? 'unknown';
}

/** How long a request of Privileged Identity Management asks for, by its `scheduleInfo`. */
export function scheduledLife(kind: 'eligible' | 'activated', request: Value | undefined): Lifetime {
  const expiration = valueAt(request, 'scheduleInfo', 'expiration');
  const until = leavesOf(valueAt(expiration, 'duration'))[0] ?? leavesOf(valueAt(expiration, 'endDateTime'))[0];
  const said = leavesOf(valueAt(expiration, 'type'))[0];
  // Active without an end is as good as assigned; what is not written here the policy of the role decides.
  if (/^noexpiration$/i.test(textOf(said) ?? '')) return { kind: kind === 'eligible' ? kind : 'standing', at: said!.at };
  return kind === 'activated' && until
    ? { kind: until.kind === 'scalar' ? 'until' : 'unknown', until, at: until.at }
    : { kind, until, at: until?.at };
}
