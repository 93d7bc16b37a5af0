// What the tables of services are made of: a grant for each role that an attribute names, a credential with the end that an
// attribute gives. Which type writes what where stands in the tables (services.ts, databases.ts, other-clouds.ts).
import type { Credential, Grant, Lifetime, Platform, Principal, ScopeLevel } from '../types.ts';
import { leavesOf, patternOf, textOf, type Leaf } from '../value.ts';
import type { BlockView } from './blocks.ts';
import { wordAt } from '../made-values.ts';
import { firstLeaf, lifetimeFrom, principalsFrom, pushCredential, type Reading, type ResourceReader } from './resource.ts';
import { onlyNamed } from '../polarity.ts';

interface GivenRole {
  readonly platform: Platform;
  /** Attribute that names the role, the permission or the privilege; `block.attribute` for one inside blocks. */
  readonly role: string;
  readonly to?: string;
  readonly kind?: Principal['kind'];
  readonly level?: ScopeLevel;
  readonly target?: string;
}

/** A grant for each role that an attribute names. */
export const given =
  (entry: GivenRole): ResourceReader =>
  (reading) => {
    const [block, attribute] = entry.role.includes('.') ? (entry.role.split('.') as [string, string]) : [undefined, entry.role];
    const views: readonly BlockView[] = block === undefined ? [reading.view] : reading.view.blocks(block);
    views.forEach((view, index) => {
      const principals =
        entry.to === undefined
          ? []
          : block !== undefined && view.attribute(entry.to)
            ? leavesOf(view.attribute(entry.to)).map((id): Principal => ({ kind: entry.kind ?? 'user', id }))
            : principalsFrom(reading, entry.to, entry.kind ?? 'user');
      for (const role of leavesOf(view.attribute(attribute!))) {
        pushGrant(reading, {
          anchor: `${entry.role}${views.length > 1 ? `[${index}]` : ''}=${patternOf(role).replaceAll('\0', '?')}`,
          platform: entry.platform,
          principals,
          role: 'binding',
          entitlement: role,
          level: entry.level ?? 'account',
          id: entry.target ? firstLeaf(view.attribute(entry.target)) : undefined,
          attribute: view.placeOf(attribute!)?.all,
        });
      }
    });
  };

/** Two readers for one type. */
export const both =
  (first: ResourceReader, second: ResourceReader): ResourceReader =>
  (reading) => {
    first(reading);
    second(reading);
  };

interface Push {
  readonly anchor: string;
  readonly platform: Platform;
  readonly principals: readonly Principal[];
  readonly role: Grant['role'];
  readonly entitlement?: Leaf;
  readonly actions?: readonly Leaf[];
  readonly level: ScopeLevel;
  readonly id?: Leaf;
  readonly conditions?: Grant['conditions'];
  readonly lifetime?: Lifetime;
  readonly attribute?: BlockView['head'];
}

/** Pushes a grant with what the types of all services share. */
export function pushGrant(reading: Reading, push: Push): void {
  reading.facts.grants.push({
    anchor: reading.anchor(push.anchor),
    platform: push.platform,
    effect: 'allow',
    polarity: onlyNamed,
    role: push.role,
    principals: push.principals,
    entitlement: push.entitlement,
    actions: push.actions ?? [],
    scope: [{ level: push.level, id: push.id ?? wordAt('', reading.view.head) }],
    conditions: push.conditions ?? [],
    lifetime: push.lifetime ?? { kind: 'standing' },
    carrier: { ...reading.carrier(), attribute: push.attribute },
    enabled: reading.instance.enabled,
  });
}

interface MadeToken {
  readonly platform: Platform;
  readonly kind: Credential['kind'];
  /** Attributes that say when it ends. */
  readonly ends?: readonly string[];
  /** Attributes that count until it ends. */
  readonly lasts?: readonly (readonly [attribute: string, unit: 'S' | 'D'])[];
}

/** A credential that a resource makes, with its end. */
export const made =
  (entry: MadeToken): ResourceReader =>
  (reading) => {
    let lifetime: Lifetime = entry.ends ? lifetimeFrom(reading, ...entry.ends) : { kind: 'standing' };
    for (const [attribute, unit] of entry.lasts ?? []) {
      const leaf = firstLeaf(reading.view.attribute(attribute));
      if (!leaf) continue;
      const at = reading.view.placeOf(attribute)?.all;
      const number = Number(textOf(leaf));
      lifetime =
        leaf.kind !== 'scalar' || Number.isNaN(number)
          ? { kind: 'unknown', until: leaf, at }
          : number <= 0
            ? { kind: 'standing', at }
            : { kind: 'until', until: wordAt(unit === 'D' ? `P${number}D` : `PT${number}S`, leaf.at), at };
    }
    pushCredential(reading, { platform: entry.platform, kind: entry.kind, lifetime });
  };

/** The attribute, where it says `true`. */
export const isTrue = (view: BlockView, name: string): Leaf | undefined => {
  const leaf = firstLeaf(view.attribute(name));
  return leaf && textOf(leaf) === 'true' ? leaf : undefined;
};
