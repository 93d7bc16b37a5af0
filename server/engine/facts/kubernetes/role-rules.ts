// The rules of a role, each as a grant, whatever holds them: roles of Kubernetes and of Rancher, an operator's manifest.
import type { Grant, Facts, Principal, Scope } from '../types.ts';
import { leavesOf, patternOf, valueAt, type Leaf, type Mapping, type Scalar, type Value } from '../value.ts';
import { enabledOf, type ObjectContext } from './context.ts';
import { grantOf } from './grant.ts';
import { shownName } from './objects.ts';
import { withPattern } from './subjects.ts';

/** Facts are many, and an edit that needs the whole object of a manifest reads it again. */
export const noKeys: NonNullable<Grant['statement']>['keys'] = {};
const none: readonly never[] = [];

/** What rules say of the role that they belong to. */
export type RoleOf = Pick<NonNullable<Grant['rule']>, 'labels' | 'role'>;

/** Rules of a role; each becomes a grant whose anchor names what the rule is about, so that it survives reordering. */
export function readRules(
  context: ObjectContext,
  rules: readonly Mapping[],
  scope: Scope,
  principals: readonly Principal[],
  of: RoleOf,
  into: Facts,
): void {
  const seen = new Map<string, number>();
  for (const [index, value] of rules.entries()) {
    const leaves = (key: string): readonly Leaf[] => {
      const listed = valueAt(value, key) ?? valueAt(value, snakeCase(key));
      return listed ? leavesOf(listed) : none;
    };
    const rule: NonNullable<Grant['rule']> = {
      groups: leaves('apiGroups'),
      resources: leaves('resources'),
      verbs: leaves('verbs'),
      names: leaves('resourceNames'),
      urls: leaves('nonResourceURLs'),
      role: of.role,
      labels: of.labels,
    };
    const about = [shownList(rule.groups), shownList(rule.resources.length > 0 ? rule.resources : rule.urls)].join(':');
    const count = (seen.get(about) ?? 0) + 1;
    seen.set(about, count);
    into.grants.push(
      grantOf(context, 'custom-role', [context.anchor, '|rules[', about, count > 1 ? `]#${count}` : ']'].join(''), scope, {
        principals,
        actions: actionsOf(rule),
        rule,
        enabled: enabledOf(context, value.at.span[0]),
        statement: { at: value.at, index, keys: noKeys },
      }),
    );
  }
}

/** `group/resource:verb` for each combination, at the verb that grants it. Rules with hundreds of them name no more. */
function actionsOf(rule: {
  readonly groups: readonly Leaf[];
  readonly resources: readonly Leaf[];
  readonly verbs: readonly Leaf[];
  readonly urls: readonly Leaf[];
}): Leaf[] {
  const actions: Leaf[] = [];
  const targets = [
    ...rule.resources.flatMap((resource) => rule.groups.map((group) => `${patternOf(group)}/${patternOf(resource)}`)),
    ...rule.urls.map(patternOf),
  ];
  for (const target of targets) {
    for (const verb of rule.verbs) {
      if (actions.length >= 500) return actions;
      actions.push(withPattern(verb, [target, patternOf(verb)].join(':')));
    }
  }
  return actions;
}

/** The scope of what holds in the whole cluster. */
export function clusterScope(context: ObjectContext): Scope {
  return { level: 'cluster', id: asScalar('cluster', valueAt(context.object, 'kind')!) };
}

/** The scope of what holds in the namespace of the object. */
export function namespaceScope(context: ObjectContext): Scope {
  const { namespace } = context.name;
  return { level: 'namespace', id: namespace ?? asScalar('', valueAt(context.object, 'kind')!) };
}

function shownList(leaves: readonly Leaf[]): string {
  return leaves.map(shownName).sort().join(',');
}

function snakeCase(key: string): string {
  return key === 'nonResourceURLs' ? 'non_resource_urls' : key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function asScalar(value: string, where: Value): Scalar {
  return { kind: 'scalar', known: 'resolved', value, at: where.at, token: where.token, via: [], encoding: 'none', editable: false };
}
