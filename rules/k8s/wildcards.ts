// `*` in a rule of a role: all of it at once, or one of verbs, resources and API groups.
import { replaceByList } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { grantsOf, powers, type Power } from '../../server/engine/facts/kubernetes/powers.ts';
import { builtInGroups, isCustomOnly, leafNamed, verbsTell, type RoleRule } from '../../server/engine/facts/kubernetes/rule-match.ts';
import type { Severity } from '../../server/engine/finding.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { shownOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type Example, type Rule } from '../../server/engine/rule.ts';
import { cameFrom } from './subjects.ts';
import { tableOf } from '../../server/engine/table.ts';

const references = [
  'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege',
  'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources',
];

const role = (name: string, rule: string): Example => ({
  file: 'deploy/rbac.yaml',
  text: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: ${name}
  namespace: shop
rules:
${rule}`,
});
const good = role(
  'reader',
  `  - apiGroups: [apps]
    resources: [deployments]
    verbs: [get, list, watch]
`,
);

interface Wildcard {
  readonly at: Leaf;
  readonly message: string;
  readonly data?: Readonly<Record<string, string | number>>;
  readonly suggestions: readonly FixMaker[];
  /** Milder than the rule: a custom resource's own operator, a name that no other group has. */
  readonly severity?: Severity;
}

/** A rule over the rules of roles: what is common to the four. */
function wildcardRule(
  rule: Pick<Rule, 'id'> & {
    meta: Omit<Rule['meta'], 'category' | 'confidence' | 'frameworks' | 'fix'>;
    find(grant: Grant, rule: RoleRule): Wildcard | undefined;
  },
): Rule {
  return defineRule({
    id: rule.id,
    meta: { ...rule.meta, category: 'rbac', confidence: 'high', frameworks: ['NHI5:2025', 'PR.AA-05'], fix: 'suggestion' },
    on: {
      grant(grant, context) {
        if (
          grant.platform !== 'k8s' ||
          grant.role !== 'custom-role' ||
          grant.enabled === 'no' ||
          !grant.rule ||
          textOf(grant.rule.role) === 'ClusterRole/cluster-admin'
        )
          return;
        // A rule without a verb grants nothing.
        if (!grant.rule.verbs.some((verb) => textOf(verb) !== '')) return;
        const found = rule.find(grant, grant.rule);
        if (!found) return;
        context.report({
          at: found.at.at,
          message: found.message,
          data: found.data,
          anchor: grant.anchor,
          related: cameFrom(found.at),
          suggestions: found.suggestions,
          ...(found.severity ? { severity: found.severity } : {}),
        });
      },
    },
  });
}

const allVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

function narrowVerbs(verb: Leaf): FixMaker[] {
  if (!verb.editable) return [];
  return [
    editing('Allow reading only: get, list, watch', verb.token.uri, (document) => [
      replaceByList(verb, ['get', 'list', 'watch'], document),
    ]),
    editing('Write out all verbs of today, so that new ones are not included', verb.token.uri, (document) => [
      replaceByList(verb, allVerbs, document),
    ]),
  ];
}

const listed = (leaves: readonly Leaf[]): string =>
  leaves
    .map((leaf) => (textOf(leaf) === '' ? 'core' : shownOf(leaf)))
    .slice(0, 4)
    .join(', ') + (leaves.length > 4 ? ` and ${leaves.length - 4} more` : '');

export const wildcardAll = wildcardRule({
  id: 'k8s/wildcard-all',
  meta: {
    title: 'Every verb on every resource of every API group',
    severity: 'critical',
    peers: ['C-0187', 'CKV_K8S_49', 'KSV-0044', 'wildcard-in-rules'],
    messages: {
      all: 'This rule is cluster-admin by another name: every verb on every resource of every API group, those of custom resources to come included',
    },
    subsumes: ['k8s/wildcard-verbs', 'k8s/wildcard-resources', 'k8s/wildcard-api-groups'],
    docs: {
      what: 'A rule of a role with `*` as API group, as resource and as verb.',
      why: 'Nothing is left out: secrets, roles, bindings, nodes, and every kind that is installed later. A role that says so hides an administrator under a harmless name.',
      remedy: 'List the resources that the subject uses, with the verbs it uses. The audit log of the API server knows both.',
      bad: [
        role(
          'operator',
          `  - apiGroups: ["*"]
    resources: ["«*»"]
    verbs: ["*"]
`,
        ),
      ],
      good: [good],
      references,
    },
  },
  find(_, rule): Wildcard | undefined {
    const [group, resource, verb] = [leafNamed(rule.groups, '*'), leafNamed(rule.resources, '*'), leafNamed(rule.verbs, '*')];
    return group && resource && verb ? { at: resource, message: 'all', suggestions: narrowVerbs(verb) } : undefined;
  },
});

export const wildcardVerbs = wildcardRule({
  id: 'k8s/wildcard-verbs',
  meta: {
    title: 'Every verb',
    severity: 'medium',
    peers: ['C-0187', 'CKV_K8S_49', 'KSV-0045', 'wildcard-in-rules'],
    messages: { verbs: '`*` allows every verb on {resources}: {count} of today{special}, and those that a later version adds' },
    docs: {
      what: 'A rule of a role with `*` among its verbs.',
      why: 'Verbs are not only reading and writing: `escalate` and `bind` on roles, `impersonate` on users, `approve` on signers and `deletecollection` hide in the star, and a later version may add more.',
      remedy:
        'Write out the verbs: `get`, `list`, `watch` to read, with `create`, `update`, `patch` and `delete` where the subject writes.',
      bad: [
        role(
          'operator',
          `  - apiGroups: [apps]
    resources: [deployments]
    verbs: ["«*»"]
`,
        ),
      ],
      good: [good],
      references,
    },
  },
  find(_, rule): Wildcard | undefined {
    const verb = leafNamed(rule.verbs, '*');
    if (!verb || rule.resources.length === 0) return undefined;
    const ofRoles =
      rule.groups.some((group) => ['*', 'rbac.authorization.k8s.io'].includes(textOf(group) ?? '')) &&
      rule.resources.some((resource) => /^(?:cluster)?roles$|^\*$/.test(textOf(resource) ?? ''));
    const special = ofRoles ? ', `escalate` and `bind` among them' : '';
    const resources = rule.resources.some((resource) => textOf(resource) === '*') ? 'all resources' : listed(rule.resources);
    return {
      at: verb,
      message: 'verbs',
      data: { resources, count: special ? 10 : 8, special },
      suggestions: narrowVerbs(verb),
      ...(isCustomOnly(rule) || isBookkeeping(rule) ? { severity: 'low' as const } : {}),
    };
  },
});

/** Objects that controllers write about their own work: all verbs on them lead nowhere. */
function isBookkeeping(rule: RoleRule): boolean {
  return rule.resources.length > 0 && rule.resources.every((resource) => /^(?:leases|events)$/.test(textOf(resource) ?? ''));
}

export const wildcardResources = wildcardRule({
  id: 'k8s/wildcard-resources',
  meta: {
    title: 'Every resource of an API group',
    severity: 'high',
    peers: ['CKV_K8S_49', 'KSV-0046', 'KSV-0112', 'wildcard-in-rules'],
    subsumes: ['k8s/wildcard-api-groups'],
    messages: {
      resources: '`{resource}` covers every resource of {groups}{examples}, and those that are added later',
      subresource: '`{resource}` covers this subresource of every resource of {groups}, and of those that are added later',
      nothing:
        '`{resource}` covers nothing: the API server knows `*`, a name, and a star before the slash as in `*/scale`. Name the subresources that are meant',
    },
    docs: {
      what: 'A rule of a role with `*` among its resources, or with a star beside a slash, which covers one subresource of everything (`*/exec`) or nothing at all (`pods/*`).',
      why: 'In the core group the star holds secrets, service accounts, pods and nodes, with their subresources: `pods/exec` runs commands, `nodes/proxy` reaches the kubelet.',
      remedy: 'List the resources by name.',
      bad: [
        role(
          'operator',
          `  - apiGroups: [""]
    resources: ["«*»"]
    verbs: [get, list]
`,
        ),
      ],
      good: [good],
      references,
    },
  },
  find(grant, rule): Wildcard | undefined {
    const starred = (pattern: RegExp): Leaf | undefined => rule.resources.find((one) => pattern.test(textOf(one) ?? ''));
    const resource = starred(/^\*$/) ?? starred(/^\*\/[a-z]+$/) ?? starred(/^(?:\*|[a-z]+)\/\*$/);
    const tell = verbsTell(rule);
    // Who may escalate, bind or impersonate is said by the rules about these verbs.
    if (!resource || tell === 'telling') return undefined;
    const text = textOf(resource)!;
    const core = rule.groups.some((group) => textOf(group) === '' || textOf(group) === '*');
    const groups = leafNamed(rule.groups, '*') ? 'every API group' : `the group${rule.groups.length > 1 ? 's' : ''} ${listed(rule.groups)}`;
    if (text === '*') {
      return {
        at: resource,
        message: 'resources',
        data: { resource: text, groups, examples: core ? ', secrets and pods among them' : '' },
        suggestions: narrowCore(rule, resource),
        ...(tell === 'dependent' ? { severity: 'low' as const } : milder(grant, rule)),
      };
    }
    // What a known subresource leads to is said by the rule about it; scaling and status lead nowhere.
    if (Object.values(powers).some((power: Power) => grantsOf(grant, power).some((match) => match.resource === resource))) return undefined;
    if (text.endsWith('/*')) return { at: resource, message: 'nothing', data: { resource: text }, suggestions: [], severity: 'low' };
    return {
      at: resource,
      message: 'subresource',
      data: { resource: text, groups },
      suggestions: [],
      ...(isCustomOnly(rule) || /\/(?:scale|status|log|finalizers)$/.test(text) ? { severity: 'low' as const } : milder(grant, rule)),
    };
  },
});

/** Nothing on the way to more rights: a warning. An operator's own resources: a note. */
function milder(grant: Grant, rule: RoleRule): { severity?: Severity } {
  if (isCustomOnly(rule)) return { severity: 'low' };
  return Object.values(powers).some((power: Power) => power.admin && grantsOf(grant, power, true).length > 0) ? {} : { severity: 'medium' };
}

/** The core group's workload kinds, without secrets, service accounts and nodes. */
function narrowCore(rule: RoleRule, resource: Leaf): FixMaker[] {
  if (!resource.editable || rule.groups.length !== 1 || textOf(rule.groups[0]) !== '') return [];
  return [
    editing('List pods, services, endpoints, config maps and claims', resource.token.uri, (document) => [
      replaceByList(resource, ['pods', 'services', 'endpoints', 'configmaps', 'persistentvolumeclaims'], document),
    ]),
  ];
}

/** Where the names of resources tell which built-in group was meant. */
const groupOfResource = tableOf<string>({
  pods: '',
  services: '',
  configmaps: '',
  secrets: '',
  namespaces: '',
  nodes: '',
  endpoints: '',
  events: '',
  serviceaccounts: '',
  persistentvolumeclaims: '',
  persistentvolumes: '',
  deployments: 'apps',
  daemonsets: 'apps',
  statefulsets: 'apps',
  replicasets: 'apps',
  jobs: 'batch',
  cronjobs: 'batch',
  ingresses: 'networking.k8s.io',
  networkpolicies: 'networking.k8s.io',
  roles: 'rbac.authorization.k8s.io',
  rolebindings: 'rbac.authorization.k8s.io',
  clusterroles: 'rbac.authorization.k8s.io',
  clusterrolebindings: 'rbac.authorization.k8s.io',
  customresourcedefinitions: 'apiextensions.k8s.io',
  leases: 'coordination.k8s.io',
  mutatingwebhookconfigurations: 'admissionregistration.k8s.io',
  validatingwebhookconfigurations: 'admissionregistration.k8s.io',
  certificatesigningrequests: 'certificates.k8s.io',
  storageclasses: 'storage.k8s.io',
  poddisruptionbudgets: 'policy',
  horizontalpodautoscalers: 'autoscaling',
});

export const wildcardApiGroups = wildcardRule({
  id: 'k8s/wildcard-api-groups',
  meta: {
    title: 'Every API group',
    severity: 'medium',
    peers: ['C-0187', 'CKV_K8S_49'],
    messages: { groups: '`*` allows {resources} in every API group, those of custom resources that reuse the name included' },
    docs: {
      what: 'A rule of a role with `*` among its API groups.',
      why: 'The name of a resource is not its own: another group may serve one of the same name, today or after the next installation, and the rule then covers it.',
      remedy: 'Name the group: `""` for pods, services and secrets, `apps` for deployments.',
      bad: [
        role(
          'operator',
          `  - apiGroups: ["«*»"]
    resources: [deployments]
    verbs: [get, list]
`,
        ),
      ],
      good: [good],
      references,
    },
  },
  find(_, rule): Wildcard | undefined {
    const group = leafNamed(rule.groups, '*');
    if (!group || rule.resources.length === 0) return undefined;
    const groups = new Set(rule.resources.map((resource) => groupOfResource.get(textOf(resource)?.split('/')[0] ?? '\0')));
    const known = [...groups].filter((one): one is string => one !== undefined && builtInGroups.has(one));
    const suggestions =
      group.editable && known.length === groups.size && rule.groups.length === 1
        ? [
            editing(`Name the groups: ${known.map((one) => one || 'core').join(', ')}`, group.token.uri, (document) => [
              replaceByList(group, known, document),
            ]),
          ]
        : [];
    const everything = rule.resources.some((resource) => textOf(resource) === '*');
    // No other group has a resource of that name so far.
    const severity: Severity | undefined = known.length < groups.size || everything ? undefined : 'low';
    return {
      at: group,
      message: 'groups',
      data: { resources: everything ? 'all resources' : listed(rule.resources) },
      suggestions,
      ...(severity ? { severity } : {}),
    };
  },
});
