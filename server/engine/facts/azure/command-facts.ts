// What commands of Azure give, whichever shell they are written for: a role for somebody, a password, a signature, the keys
// of a service, a service that is open to all, permissions on a vault.
import type { Facts, Grant, Lifetime, Principal, Scope } from '../types.ts';
import { placeOf, patternOf, textOf, type Leaf } from '../value.ts';
import type { Made } from '../commands/runs.ts';
import { wordAt } from '../made-values.ts';
import { azureRole, azureScope } from './scope.ts';
import { onlyNamed } from '../polarity.ts';

const base = {
  platform: 'azure',
  effect: 'allow',
  polarity: onlyNamed,
  lifetime: { kind: 'standing' },
  enabled: 'maybe',
} as const;

export interface GivenRole {
  readonly role: Leaf;
  readonly kind: Principal['kind'];
  readonly to: Leaf | undefined;
  readonly scope: Leaf | undefined;
  readonly resourceGroup: Leaf | undefined;
  readonly subscription?: Leaf | undefined;
  readonly condition: Leaf | undefined;
}

/** A role for somebody. */
export function pushRole({ carrier, anchor }: Made, given: GivenRole, into: Facts): void {
  const { role, kind, to, condition } = given;
  into.grants.push({
    ...base,
    anchor: `${anchor}|role`,
    role: 'binding',
    principals: to ? [{ kind, id: to }] : [],
    entitlement: azureRole(role),
    actions: [],
    scope: [scopeOf(given, carrier.head)],
    conditions: condition ? [{ operator: 'expression', key: 'condition', values: [condition], limits: 'resource', at: condition.at }] : [],
    carrier,
  });
}

/** The role over the whole tenant that a caller gives itself (rest.ts). */
export function pushElevation(made: Made, address: Leaf, into: Facts): void {
  const at = placeOf(address);
  const role = wordAt('User Access Administrator', at);
  const given = { role, kind: 'user', to: undefined, scope: wordAt('/', at), resourceGroup: undefined, condition: undefined } as const;
  pushRole({ ...made, carrier: { ...made.carrier, kind: 'elevateAccess' } }, given, into);
}

function scopeOf({ scope, resourceGroup, subscription }: GivenRole, at: Leaf['at']): Scope {
  if (scope) return azureScope(scope);
  if (resourceGroup) return { level: 'resource-group', id: resourceGroup };
  // Without a scope the subscription in use is meant; newer versions ask for one.
  const id: Leaf = subscription ?? { kind: 'unknown', why: 'not said', at, token: at, via: [], encoding: 'none', editable: false };
  return { level: 'subscription', id };
}

/** A password of an application, made and printed by a command. */
export function pushPassword({ carrier, anchor }: Made, owner: Leaf | undefined, lifetime: Lifetime, into: Facts): void {
  into.credentials.push({
    anchor: `${anchor}|password`,
    platform: 'entra',
    kind: 'app-password',
    ...(owner ? { owner: { kind: 'serviceAccount', id: owner } } : {}),
    lifetime,
    storedIn: 'unknown',
    at: carrier.head,
    carrier,
    enabled: 'maybe',
  });
}

/** The end that an option says. */
export function lifeUntil(until: Leaf): Lifetime {
  return { kind: until.kind === 'scalar' ? 'until' : 'unknown', until, at: placeOf(until) };
}

/** A signature that stands for the key of the account. */
export function pushSignature({ carrier, anchor }: Made, until: Leaf, into: Facts): void {
  into.credentials.push({
    anchor: `${anchor}|expiry`,
    platform: 'azure',
    kind: 'token',
    lifetime: lifeUntil(until),
    storedIn: 'unknown',
    at: carrier.head,
    carrier,
    enabled: 'maybe',
  });
}

/** A switch that lets the keys of a service in, where it is turned on by name. */
export function pushLocalAuth(
  { carrier, anchor }: Made,
  { on, type, property }: { readonly on: Leaf | undefined; readonly type: string; readonly property: string },
  into: Facts,
): void {
  if (!on || !/^true$/i.test(textOf(on) ?? '')) return;
  into.credentials.push({
    anchor: `${anchor}|${property}`,
    platform: 'azure',
    kind: 'local-auth',
    lifetime: { kind: 'standing' },
    storedIn: 'unknown',
    at: placeOf(on),
    carrier: { ...carrier, kind: type, attribute: placeOf(on) },
    enabled: 'maybe',
  });
}

/** A service that is opened to everybody, where the option has a value that does so. */
export function pushOpen(
  { carrier, anchor }: Made,
  option: { readonly name: string; readonly value: Leaf | undefined; readonly is: RegExp; readonly opens: string },
  into: Facts,
): void {
  const { name, value, is, opens } = option;
  if (!value || !is.test(textOf(value) ?? '')) return;
  const at = placeOf(value);
  const action: Leaf = { kind: 'scalar', known: 'resolved', value: opens, at, token: at, via: [], encoding: 'none', editable: false };
  into.grants.push({
    ...base,
    anchor: `${anchor}|${name}`,
    role: 'resource',
    principals: [{ kind: 'any', id: value }],
    actions: [action],
    scope: [{ level: 'resource', id: value }],
    conditions: [],
    carrier,
  } satisfies Grant);
}

/** Permissions on what a vault holds: `get`, `list` of its `secrets`. */
export function pushVaultPermissions(
  { carrier, anchor }: Made,
  option: { readonly name: string; readonly part: string; readonly given: readonly Leaf[]; readonly to: Leaf | undefined },
  into: Facts,
): void {
  const { name, part, given, to } = option;
  const actions = given.flatMap((leaf): Leaf[] =>
    leaf.kind === 'scalar' ? [{ ...leaf, value: `${part}/${patternOf(leaf).toLowerCase()}`, editable: false }] : [],
  );
  if (actions.length === 0) return;
  into.grants.push({
    ...base,
    anchor: `${anchor}|${name}`,
    role: 'resource',
    principals: to ? [{ kind: 'account', id: to }] : [],
    actions,
    plane: 'data',
    scope: [],
    conditions: [],
    carrier,
  });
}
