// The facts that the readers of data services share: a role that is everything of its service, and a sign-in without a
// password. One shape for all of them, so that one rule each says it.
import type { Place } from '../../text/text.ts';
import { wordAt } from '../made-values.ts';
import type { Carrier, Facts, Grant, Principal } from '../types.ts';
import { textOf, type Leaf } from '../value.ts';
import { onlyNamed } from '../polarity.ts';

export interface Given {
  readonly uri: string;
  /** What gives it, as its file names it: `user app`, `createUser`. */
  readonly kind: string;
  readonly name: string;
  /** Which of several of that name, where a file may hold more than one. */
  readonly of?: string;
  readonly who?: Leaf;
  readonly role: Leaf;
  /** What a message quotes in place of the word, where that says little by itself: `protected-mode no`. */
  readonly said?: string;
  /** The whole statement, line or object. */
  readonly block: Place;
  readonly head: Place;
  readonly enabled?: Grant['enabled'];
}

function carrierOf({ kind, name, block, head, role }: Given): Carrier {
  return { dialect: 'sql', kind, address: name, block, head, attribute: role.at };
}

function principalsOf({ who }: Given): Principal[] {
  return who ? [{ kind: 'user', id: who }] : [];
}

/** Pushes a role that a user of a service has. */
export function pushServiceRole(given: Given, into: Facts): void {
  const { uri, kind, name, role, enabled = 'yes' } = given;
  into.grants.push({
    anchor: `sql|${uri}|${kind} ${name}|${role.kind === 'scalar' ? String(role.value) : '?'}`,
    platform: 'sql',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'binding',
    principals: principalsOf(given),
    entitlement: role,
    actions: [],
    scope: [{ level: 'cluster', id: wordAt('', role.at) }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: carrierOf(given),
    enabled,
  });
}

/** Pushes rights on one thing that go to whoever reaches the service. */
export function pushForEverybody(
  given: Pick<Given, 'uri' | 'kind' | 'block' | 'head'> & { readonly who: Leaf; readonly rights: readonly Leaf[]; readonly on: Leaf },
  into: Facts,
): void {
  const { uri, kind, who, rights, on, block, head } = given;
  into.grants.push({
    anchor: `sql|${uri}|${kind} everybody|${rights.map((right) => textOf(right) ?? '?').join(',')} ${textOf(on) ?? '?'}`,
    platform: 'sql',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'identity',
    principals: [{ kind: 'any', id: who }],
    actions: rights,
    scope: [{ level: 'resource', id: on }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: { dialect: 'sql', kind, address: kind, block, head },
    enabled: 'maybe',
  });
}

/** The action of a fact that somebody signs in without a password, so that rules can tell it from other trusts. */
export const noPassword = 'SIGN IN WITHOUT PASSWORD';

/** The same of a service that asks nobody who they are. */
export const signInOff = 'SIGN IN SWITCHED OFF';

/** The kind of what only shows something to whoever comes: nothing is changed there. */
export const shownPage = 'page for everybody';

/** The kind of what makes an administrator of whoever the provider of the sign-in knows. */
export const registeredUser = 'user who registers';

/** Pushes that a user signs in without a password; `role` is the word that says so. */
export function pushNoPassword(given: Given, into: Facts): void {
  pushTrust(given, 'no password', noPassword, into);
}

/** Pushes that a service lets everybody in, whoever reaches it; `name` is the service. */
export function pushSignInOff(given: Given, into: Facts): void {
  pushTrust(given, 'sign-in', signInOff, into);
}

function pushTrust(given: Given, part: string, action: string, into: Facts): void {
  const { uri, kind, name, of, role, said, enabled = 'yes' } = given;
  into.grants.push({
    anchor: `sql|${uri}|${kind} ${name}|${of === undefined ? '' : `${of}|`}${part}`,
    platform: 'sql',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'trust',
    principals: principalsOf(given),
    actions: [wordAt(action, role.at)],
    scope: [{ level: 'cluster', id: said === undefined ? role : wordAt(said, role.at) }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: carrierOf(given),
    enabled,
  });
}
