// Dangerous permissions that a label adds to the built-in roles admin, edit or view.
import { removeEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Document } from '../../server/engine/document.ts';
import { kubernetesObjects } from '../../server/engine/facts/kubernetes/objects.ts';
import { grantsOf, isEverything, powers } from '../../server/engine/facts/kubernetes/powers.ts';
import { textOf, valueAt, type Mapping } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const prefix = 'rbac.authorization.k8s.io/aggregate-to-';

const role = (label: string, rule: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: debug
  labels:
    app: debug
    rbac.authorization.k8s.io/aggregate-to-view: ${label}
rules:
${rule}`;

const aggregating = (selector: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: monitoring
aggregationRule:
  clusterRoleSelectors:
    - ${selector}
`;

/** What `admin` and `edit` have by themselves: to add it to them adds nothing. */
const ofEdit: ReadonlySet<string> = new Set([
  'secrets-read',
  'secrets-create',
  'pods-exec',
  'pods-portforward',
  'pods-create',
  'workloads-change',
  'services-proxy',
  'config-maps-write',
  'network-policies-write',
]);
const ofAdmin: ReadonlySet<string> = new Set([...ofEdit, 'role-bindings-write', 'roles-write']);

export const aggregatedRole = defineRule({
  id: 'k8s/aggregated-role',
  meta: {
    title: 'Dangerous permission added to a built-in role',
    category: 'rbac',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      label: 'This label gives everyone who is bound to `{role}`, in any namespace, what this role allows: {words}',
      every:
        'A selector without a condition takes in every ClusterRole, cluster-admin included: this role is an administrator by another name',
    },
    docs: {
      what: 'A ClusterRole that is aggregated into `admin`, `edit` or `view` and has a dangerous permission that the built-in role lacks, or one that aggregates every other.',
      why: 'Those who bound `view` to a group years ago meant reading. The label changes what all these bindings mean, without one of them changing.',
      remedy: 'Take the label away and bind the role to those who need it.',
      bad: [
        { file: 'deploy/rbac.yaml', text: role('"«true»"', '  - apiGroups: [""]\n    resources: [pods/exec]\n    verbs: [create]\n') },
        { file: 'deploy/rbac.yaml', text: aggregating('«{}»') },
      ],
      good: [
        {
          file: 'deploy/rbac.yaml',
          text: role('"true"', '  - apiGroups: [acme.example.com]\n    resources: [widgets]\n    verbs: [get, list]\n'),
        },
      ],
      references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles'],
    },
  },
  on: {
    grant(grant, context) {
      if (
        grant.platform !== 'k8s' ||
        grant.role !== 'custom-role' ||
        grant.enabled === 'no' ||
        /^ClusterRole\/system:/.test(textOf(grant.rule?.role) ?? '')
      )
        return;
      if (grant.rule?.aggregates?.some((selector) => Object.keys(selector).length === 0)) {
        context.report({ at: grant.statement!.at, message: 'every', anchor: grant.anchor });
        return;
      }
      for (const [label, value] of Object.entries(grant.rule?.labels ?? {})) {
        const into = label.startsWith(prefix) ? label.slice(prefix.length) : '';
        if (textOf(value) !== 'true' || !['admin', 'edit', 'view'].includes(into)) continue;
        const has = into === 'admin' ? ofAdmin : into === 'edit' ? ofEdit : new Set<string>();
        const found = isEverything(grant)
          ? 'everything'
          : Object.values(powers).find((power) => power.admin && !has.has(power.id) && grantsOf(grant, power, true).length > 0)?.words;
        if (found === undefined) continue;
        const { uri, span } = grant.carrier.block;
        const labels = (document: Document): Mapping | undefined => {
          const object = kubernetesObjects(document).objects.find((one) => one.at.span[0] === span[0]);
          const found = valueAt(object, 'metadata', 'labels');
          return found?.kind === 'mapping' ? found : undefined;
        };
        context.report({
          at: value.at,
          message: 'label',
          data: { role: into, words: found },
          anchor: `${grant.anchor}|${label}`,
          suggestions:
            grant.carrier.dialect === 'kubernetes' || grant.carrier.dialect === 'helm'
              ? [
                  editing('Take the label away', uri, (document) => {
                    const mapping = labels(document);
                    return [mapping && removeEntry(mapping, label, document)];
                  }),
                ]
              : [],
        });
      }
    },
  },
});
