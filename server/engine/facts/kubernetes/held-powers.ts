// What a binding or a service account comes to: the powers of the role that is bound, with the rules they come from.
import type { Grant } from '../types.ts';
import { textOf } from '../value.ts';
import type { JoinedRole, KubernetesIndex } from './joined.ts';
import { isEverything, powers, powersOfRule, type Power } from './powers.ts';
import { tableOf } from '../../table.ts';

export interface HeldPower {
  /** Undefined for everything: cluster-admin or a role that is as much. */
  readonly power: Power | undefined;
  /** The rule that grants it; undefined for a built-in role. */
  readonly rule: Grant | undefined;
}

export interface Holding {
  readonly binding: Grant;
  readonly inCluster: boolean;
  readonly powers: readonly HeldPower[];
}

const builtIn = tableOf<readonly Power[] | 'everything'>({
  'ClusterRole/cluster-admin': 'everything',
  'ClusterRole/admin': [powers.secretsRead, powers.podsExec, powers.podsCreate],
  'ClusterRole/edit': [powers.secretsRead, powers.podsExec, powers.podsCreate],
});

/** The powers that a binding gives; none where its role is not in the tree. */
export function holdingOf(binding: Grant, index: KubernetesIndex): Holding {
  const inCluster = binding.scope[0]?.level === 'cluster';
  const known = builtIn.get(textOf(binding.entitlement) ?? '');
  if (known === 'everything') return { binding, inCluster, powers: [{ power: undefined, rule: undefined }] };
  if (known) return { binding, inCluster, powers: known.map((power) => ({ power, rule: undefined })) };
  const role = index.roleOf(binding);
  return role ? { binding, inCluster, powers: powersOfRole(role) } : { binding, inCluster, powers: [] };
}

/** A role is the same object as long as nothing of it changed, and one role is bound by many. */
const powersOfRoles = new WeakMap<JoinedRole, readonly HeldPower[]>();

function powersOfRole(role: JoinedRole): readonly HeldPower[] {
  const known = powersOfRoles.get(role) ?? heldBy(role.rules);
  powersOfRoles.set(role, known);
  return known;
}

function heldBy(rules: readonly Grant[]): readonly HeldPower[] {
  const found: HeldPower[] = [];
  for (const rule of rules) {
    if (isEverything(rule)) return [{ power: undefined, rule }];
    for (const power of powersOfRule(rule)) if (!found.some((one) => one.power?.id === power.id)) found.push({ power, rule });
  }
  return found;
}

/** The holdings of a service account over the whole tree that lead further, near ones first; made as they are asked for. */
export function* holdingsOf(account: string, namespace: string | undefined, uri: string, index: KubernetesIndex): Iterable<Holding> {
  const leads = (role: string): boolean => builtIn.get(role) !== undefined || index.leadsFurther(role);
  for (const binding of index.bindingsTo(account, namespace, uri, leads)) yield holdingOf(binding, index);
}
