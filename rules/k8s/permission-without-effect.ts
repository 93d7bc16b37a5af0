// Permissions that look like more than they are: verbs that the API server asks of other resources, and resources in a
// group that does not have them. They give nothing, and whoever wrote them meant something: the next to mend it makes it work.
import { removeItem } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { builtInGroups, type RoleRule } from '../../server/engine/facts/kubernetes/rule-match.ts';
import { textOf, type Leaf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { tableOf } from '../../server/engine/table.ts';

const rbac = 'rbac.authorization.k8s.io';

/** Verbs that are asked of these resources and of no other. Source: Kubernetes documentation, "Using RBAC Authorization" and "Certificates and Certificate Signing Requests". */
const asked = tableOf<readonly string[]>({
  escalate: ['roles', 'clusterroles'],
  bind: ['roles', 'clusterroles'],
  impersonate: ['users', 'groups', 'serviceaccounts', 'userextras', 'uids'],
  approve: ['signers'],
  sign: ['signers'],
});

/** Where resources are that lead further when they are granted in their own group. */
const groupsOf = tableOf<readonly string[]>({
  secrets: [''],
  configmaps: [''],
  pods: [''],
  nodes: [''],
  services: [''],
  serviceaccounts: [''],
  namespaces: [''],
  persistentvolumes: [''],
  endpoints: [''],
  deployments: ['apps', 'extensions'],
  daemonsets: ['apps', 'extensions'],
  statefulsets: ['apps'],
  jobs: ['batch'],
  cronjobs: ['batch'],
  roles: [rbac],
  clusterroles: [rbac],
  rolebindings: [rbac],
  clusterrolebindings: [rbac],
});

const role = (group: string, resource: string, verbs: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [${group}]
    resources: [${resource}]
    verbs: [${verbs}]
`;

export const permissionWithoutEffect = defineRule({
  id: 'k8s/permission-without-effect',
  meta: {
    title: 'Permission that gives nothing as it is written',
    category: 'rbac',
    severity: 'low',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      verb: 'The API server checks `{verb}` on {wanted} only: on {resources} it has no effect, until somebody corrects the list and it holds for all of them; remove it',
      group:
        '`{resource}` is in {wanted}, not in {groups}: this has no effect, until somebody corrects the group and all of it holds; remove it, or name the right group',
    },
    docs: {
      what: 'A rule of a role with `escalate`, `bind`, `impersonate`, `approve` or `sign` on resources of which these are never asked, or with a resource under API groups that do not have it.',
      why: 'The API server takes such a rule without a word and nothing comes of it. It tells a reader of a power that is not there, and a later change of one word, which looks like a correction, hands it out.',
      remedy: 'Take the verb or the resource out. Where it is needed, write a rule of its own for it, with the names that it is about.',
      bad: [{ file: 'deploy/rbac.yaml', text: role(rbac, 'rolebindings', 'get, «bind»') }],
      good: [{ file: 'deploy/rbac.yaml', text: role(rbac, 'rolebindings', 'get') }],
      references: [
        'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#restrictions-on-role-binding-creation-or-update',
        'https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation',
        'https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#authorization',
      ],
    },
  },
  on: {
    grant(grant, context) {
      const { rule } = grant;
      if (grant.platform !== 'k8s' || grant.role !== 'custom-role' || grant.enabled === 'no' || !rule || !isOfKubernetes(rule)) return;
      const verb = rule.verbs.find((one) => isAskedElsewhere(textOf(one) ?? '', rule));
      if (verb) {
        const name = textOf(verb)!;
        context.report({
          at: verb.at,
          message: 'verb',
          data: { verb: name, wanted: shown(asked.get(name)!), resources: shown(rule.resources.map((one) => textOf(one)!)) },
          anchor: `${grant.anchor}|${name}`,
          suggestions: without(verb, rule.verbs),
        });
      }
      const resource = rule.resources.find((one) => isElsewhere(textOf(one) ?? '', rule));
      if (resource && rule.verbs.some((one) => textOf(one) !== '')) {
        const name = textOf(resource)!;
        context.report({
          at: resource.at,
          message: 'group',
          data: {
            resource: name,
            wanted: shownGroups(groupsOf.get(plainName(name))!),
            groups: shownGroups(rule.groups.map((one) => textOf(one)!)),
          },
          anchor: `${grant.anchor}|${name}`,
          severity: 'info',
          suggestions: without(resource, rule.resources),
        });
      }
    },
  },
});

/** Groups and resources are all known, and the groups Kubernetes' own: what verbs mean in others is theirs to say. */
function isOfKubernetes({ groups, resources }: RoleRule): boolean {
  const known = (leaves: readonly Leaf[]): boolean =>
    leaves.length > 0 && leaves.every((leaf) => textOf(leaf) !== undefined && textOf(leaf) !== '*');
  return known(groups) && known(resources) && groups.every((group) => builtInGroups.has(textOf(group)!));
}

function isAskedElsewhere(verb: string, { resources }: RoleRule): boolean {
  return asked.has(verb) && !resources.some((one) => asked.get(verb)!.includes(plainName(textOf(one)!)));
}

function isElsewhere(resource: string, { groups }: RoleRule): boolean {
  const own = groupsOf.get(plainName(resource));
  return own !== undefined && !groups.some((group) => own.includes(textOf(group)!));
}

function plainName(resource: string): string {
  return resource.split('/')[0]!;
}

function without(leaf: Leaf, all: readonly Leaf[]) {
  return leaf.editable && all.length > 1
    ? [editing(`Take ${textOf(leaf)!} out of the rule`, leaf.token.uri, (document) => [removeItem(leaf, document)])]
    : [];
}

function shown(words: readonly string[]): string {
  return words
    .slice(0, 5)
    .map((word) => `\`${word}\``)
    .join(', ');
}

function shownGroups(groups: readonly string[]): string {
  return groups
    .slice(0, 3)
    .map((group) => (group === '' ? 'the core group `""`' : `\`${group}\``))
    .join(' or ');
}
