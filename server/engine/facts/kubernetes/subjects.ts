// Subjects of bindings as principals, whichever field names them.
import type { Principal } from '../types.ts';
import { textOf, valueAt, type Leaf, type Value, type Written } from '../value.ts';
import { leafOf } from './objects.ts';

/** A subject of a binding; undefined without a name. */
export function principalOf(subject: Value): Principal | undefined {
  const id = leafOf(valueAt(subject, 'name'));
  return id && subjectOf(textOf(valueAt(subject, 'kind')), id, leafOf(valueAt(subject, 'namespace')));
}

/** A subject by its kind and name. Anonymous callers and all callers that are logged in are no groups of anyone's making. */
export function subjectOf(kind: string | undefined, id: Leaf, namespace: Leaf | undefined): Principal {
  const name = textOf(id);
  if (name === 'system:anonymous' || name === 'system:unauthenticated') return { kind: 'any', id };
  if (name === 'system:authenticated') return { kind: 'authenticated', id };
  if (kind === 'ServiceAccount') return { kind: 'serviceAccount', id, namespace };
  if (kind === 'User' || kind === 'SystemUser') return accountOfUser(id) ?? { kind: 'user', id };
  if (kind === 'Group' || kind === 'SystemGroup') return { kind: 'group', id };
  return { kind: 'unknown', id };
}

/** `system:serviceaccount:NAMESPACE:NAME` is how the API server calls a service account as a user: the same identity. */
function accountOfUser(user: Leaf): Principal | undefined {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(textOf(user) ?? '') ?? [];
  if (namespace === undefined || name === undefined) return undefined;
  return { kind: 'serviceAccount', id: withPattern(user, name), namespace: withPattern(user, namespace) };
}

/** The same token meaning more than it says by itself: a role's name with its kind. Not for edits. */
export function withPattern(leaf: Leaf, pattern: string): Leaf {
  const { at, token, via, encoding, editable }: Written = leaf;
  if (!pattern.includes('\0'))
    return { kind: 'scalar', known: leaf.kind === 'scalar' ? leaf.known : 'resolved', value: pattern, at, token, via, encoding, editable };
  return { kind: 'partial', pattern, at, token, via, encoding, editable };
}
