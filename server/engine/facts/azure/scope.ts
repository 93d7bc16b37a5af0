// Scopes and roles of Azure by their text, in whatever dialect they were written: how wide a scope is, and which role an
// id or a name means.
import type { Place } from '../../text/text.ts';
import type { Condition, Scope } from '../types.ts';
import { patternOf, type Leaf } from '../value.ts';

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
