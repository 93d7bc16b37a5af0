// What a rule of a Kubernetes role grants, token by token. Only what is written out counts: a value that is not known
// matches nothing.
import type { Grant } from '../types.ts';
import { textOf, type Leaf } from '../value.ts';

export type RoleRule = NonNullable<Grant['rule']>;

/** API groups that Kubernetes itself serves. Others are custom resources, whose `*` is usually an operator's own. */
export const builtInGroups: ReadonlySet<string> = new Set([
  '',
  'apps',
  'batch',
  'autoscaling',
  'policy',
  'extensions',
  'rbac.authorization.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'certificates.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'networking.k8s.io',
  'storage.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'node.k8s.io',
  'scheduling.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'resource.k8s.io',
  'internal.apiserver.k8s.io',
]);

export const readVerbs = ['get', 'list', 'watch'] as const;

/** The leaf that is exactly this text. */
export function leafNamed(leaves: readonly Leaf[], text: string): Leaf | undefined {
  return leaves.find((leaf) => textOf(leaf) === text);
}

/** A rule that grants only custom resources: every group is known and none is Kubernetes' own. */
export function isCustomOnly(rule: RoleRule): boolean {
  return (
    rule.groups.length > 0 &&
    rule.groups.every((group) => {
      const text = textOf(group);
      return text !== undefined && text !== '*' && !builtInGroups.has(text);
    })
  );
}

/** A permission: any of the verbs on any of the resources of a group. */
export interface Permission {
  readonly group: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

export interface PermissionMatch {
  readonly resource: Leaf;
  readonly verbs: readonly Leaf[];
}

/** Verbs that mean something on one kind of resource only: with them a resource `*` is as good as named. */
const tellingVerbs: ReadonlySet<string> = new Set(['escalate', 'bind', 'impersonate']);
/** The same, for verbs that do nothing without a further permission. */
const dependentVerbs: ReadonlySet<string> = new Set(['approve', 'sign', 'attest', 'use']);

/** Whether the verbs of a rule say by themselves what it is about: `telling`, `dependent`, or neither. */
export function verbsTell(rule: RoleRule): 'telling' | 'dependent' | undefined {
  const all = (verbs: ReadonlySet<string>): boolean => rule.verbs.length > 0 && rule.verbs.every((verb) => verbs.has(textOf(verb) ?? '\0'));
  return all(tellingVerbs) ? 'telling' : all(dependentVerbs) ? 'dependent' : undefined;
}

/**
 * Where a rule grants a permission: the resource that is named and the verbs that match, `*` included. A resource `*` is
 * the wildcard rules' to report and matches only when `wildcards` is set, or when the verbs tell which resource is meant.
 */
export function matchesOf(rule: RoleRule, permission: Permission, wildcards = false): PermissionMatch[] {
  if (!rule.groups.some((group) => textOf(group) === permission.group || textOf(group) === '*')) return [];
  const verbs = rule.verbs.filter((verb) => textOf(verb) === '*' || permission.verbs.includes(textOf(verb) ?? '\0'));
  if (verbs.length === 0) return [];
  const everything = wildcards || verbs.every((verb) => tellingVerbs.has(textOf(verb) ?? '\0'));
  const covers = (resource: string): boolean =>
    (resource === '*' && everything) || permission.resources.some((wanted) => wanted === resource || isInEveryResource(resource, wanted));
  return rule.resources.filter((resource) => covers(textOf(resource) ?? '\0')).map((resource) => ({ resource, verbs }));
}

/**
 * Whether a pattern names a subresource of every resource: the star before the slash covers `pods/exec`. A star behind it
 * covers nothing: the API server compares `pods` + star with the subresource as it is asked for.
 * Source: kubernetes, pkg/apis/rbac/v1/evaluation_helpers.go, ResourceMatches.
 */
function isInEveryResource(pattern: string, resource: string): boolean {
  const slash = resource.indexOf('/');
  return slash >= 0 && pattern === `*${resource.slice(slash)}`;
}
