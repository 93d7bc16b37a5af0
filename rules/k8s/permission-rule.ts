// What the rules over dangerous permissions have in common: each is a power (facts/kubernetes/powers.ts), a severity and
// its documentation.
import { removeItem } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Severity } from '../../server/engine/finding.ts';
import { lowered } from '../../server/engine/finding.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { grantsOf, isLesser, powers, wordsOf, type Power } from '../../server/engine/facts/kubernetes/powers.ts';
import type { PermissionMatch, RoleRule } from '../../server/engine/facts/kubernetes/rule-match.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { textOf, type Leaf } from '../../server/engine/facts/value.ts';
import { defineRule, type Rule, type RuleMeta } from '../../server/engine/rule.ts';
import { reachOf } from './reach.ts';
import { cameFrom, namedAll } from './subjects.ts';

export interface PermissionRule {
  readonly power: Power;
  readonly title: string;
  readonly severity: Severity;
  /** Steps milder where the role ends at a namespace. */
  readonly milderInNamespace?: number;
  readonly profile?: RuleMeta['profile'];
  /** Rules that say less about the same token. */
  readonly subsumes?: readonly string[];
  readonly peers: readonly string[];
  readonly why: string;
  readonly remedy: string;
  /** The rule of a role in YAML, with the mark, and one just past the border. */
  readonly bad: string;
  readonly good: string;
}

const references = [
  'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks',
  'https://kubernetes.io/docs/reference/access-authn-authz/rbac/',
];

export function permissionRule(spec: PermissionRule): Rule {
  const { power } = spec;
  const spoken = power.byVerb ? (spec.subsumes ?? []).filter((id) => !isByVerb(id)).map((id) => id.slice('k8s/'.length)) : [];
  return defineRule({
    id: `k8s/${power.id}`,
    meta: {
      title: spec.title,
      category: 'rbac',
      severity: spec.severity,
      confidence: 'high',
      ...(spec.profile ? { profile: spec.profile } : {}),
      frameworks: ['NHI5:2025', 'PR.AA-05'],
      peers: spec.peers,
      ...(spec.subsumes ? { subsumes: spec.subsumes } : {}),
      fix: 'suggestion',
      messages: { permission: '{verbs} on `{resource}` lets {subjects} {words}, {reach}' },
      docs: {
        what: `A role that lets its holder ${power.words}${power.lesser ? `, or ${power.lesser.words}` : ''}.`,
        why: spec.why,
        remedy: spec.remedy,
        bad: [{ file: 'deploy/rbac.yaml', text: inRole(spec.bad) }],
        good: [{ file: 'deploy/rbac.yaml', text: inRole(spec.good) }],
        references,
      },
    },
    on: {
      grant(grant, context) {
        if (grant.platform !== 'k8s' || grant.role !== 'custom-role') return;
        const matches = grantsOf(grant, power);
        const [first] = matches;
        if (!first || isSystemRole(grant)) return;
        const reach = reachOf(grant, context.project);
        const subjects = [...grant.principals, ...reach.bindings.flatMap((binding) => binding.principals)];
        const resource = [...new Set(matches.map((match) => textOf(match.resource)!))].slice(0, 3).join('`, `');
        const verbs = first.verbs.map((verb) => `\`${textOf(verb)!}\``).join(', ');
        const steps = (reach.level === 'namespace' ? (spec.milderInNamespace ?? 0) : 0) + (isLesser(power, matches) ? 1 : 0);
        const severity = lowered(spec.severity, steps);
        // A star is the wildcard rules' to mark.
        const verb = power.byVerb ? first.verbs.find((one) => textOf(one) !== '*') : undefined;
        context.report({
          at: (verb ?? first.resource).at,
          message: 'permission',
          data: {
            verbs,
            resource,
            words: wordsOf(power, grant),
            reach: reach.words,
            subjects: subjects.length > 0 ? namedAll(subjects) : 'whoever gets this role',
          },
          anchor: `${grant.anchor}|${power.id}`,
          ...(verb ? { speaksFor: spoken.map((id) => `${grant.anchor}|${id}`) } : {}),
          related: [
            ...cameFrom(first.resource),
            ...reach.bindings
              .slice(0, 5)
              .map((binding) => ({ at: binding.entitlement!.at, message: `bound to ${namedAll(binding.principals)} here` })),
          ],
          ...(severity === spec.severity ? {} : { severity }),
          suggestions: verb ? narrower(grant.rule!, matches).reverse() : narrower(grant.rule!, matches),
        });
      },
    },
  });
}

/** Whether a rule is about a verb, which stands at its own token beside another. */
function isByVerb(id: string): boolean {
  return Object.values<Power>(powers).some((power) => power.byVerb && `k8s/${power.id}` === id);
}

/** Take the resource out, or else the verbs, where something is left afterwards. */
function narrower(rule: RoleRule, matches: readonly PermissionMatch[]): FixMaker[] {
  const made: FixMaker[] = [];
  const resources = matches.map((match) => match.resource);
  if (resources.length < rule.resources.length && resources.length === 1)
    made.push(...dropping(resources[0]!, `Take ${textOf(resources[0])!} out of the rule`));
  const verbs = matches[0]!.verbs;
  if (verbs.length < rule.verbs.length && verbs.length === 1 && textOf(verbs[0]) !== '*')
    made.push(...dropping(verbs[0]!, `Take the verb ${textOf(verbs[0])!} out of the rule`));
  return made;
}

function dropping(leaf: Leaf, title: string): FixMaker[] {
  return leaf.editable ? [editing(title, leaf.token.uri, (document) => [removeItem(leaf, document)])] : [];
}

/**
 * Roles that the API server makes by itself, as they stand in dumps and in what installers write. Any other may be named
 * `system:` as well. Source: kubernetes, plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go, and OpenShift's own.
 */
const ownRole =
  /^ClusterRole\/(?:cluster-admin|admin|edit|view|system:(?:(?:controller|openshift|aggregate-to-|certificates\.k8s\.io).*|auth-delegator|basic-user|cluster-trust-bundle-discovery|discovery|heapster|kube-(?:aggregator|controller-manager|dns|scheduler)|kubelet-api-admin|monitoring|node(?:-bootstrapper|-problem-detector|-proxier)?|persistent-volume-provisioner|public-info-viewer|service-account-issuer-discovery|volume-scheduler))$/;

function isSystemRole({ rule }: Grant): boolean {
  return ownRole.test(textOf(rule?.role) ?? '');
}

function inRole(rule: string): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
${rule}`;
}
