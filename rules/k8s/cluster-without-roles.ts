// Managed clusters on which roles are not looked at, or not only they.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const aks = (value: string): string => `resource "azurerm_kubernetes_cluster" "main" {
  name                              = "main"
  local_account_disabled            = true
  role_based_access_control_enabled = ${value}
}
`;
const gke = (value: string): string => `resource "google_container_cluster" "main" {
  name               = "main"
  enable_autopilot   = true
  enable_legacy_abac = ${value}
}
`;

export const clusterWithoutRoles = defineRule({
  id: 'k8s/cluster-without-roles',
  meta: {
    title: 'A cluster on which roles do not count',
    category: 'rbac',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['CKV_AZURE_5', 'CKV_GCP_7', 'AZU-0042', 'GCP-0062'],
    fix: 'suggestion',
    messages: {
      off: 'Without role-based access control every credential of this cluster is an administrator, those of all pods included',
      legacy: 'Legacy authorization (ABAC) lets every service account of this cluster do nearly everything, whatever its roles say',
    },
    docs: {
      what: 'An AKS cluster without RBAC, or a GKE cluster with legacy authorization.',
      why: 'Roles and bindings are written and reviewed, and nobody asks them. A single token of the least pod controls the cluster.',
      remedy: 'Turn RBAC on. On AKS this means a new cluster; on GKE the setting can be changed at any time.',
      bad: [
        { file: 'infra/main.tf', text: aks('«false»') },
        { file: 'infra/main.tf', text: gke('«true»') },
      ],
      good: [
        { file: 'infra/main.tf', text: aks('true') },
        { file: 'infra/main.tf', text: gke('false') },
      ],
      references: [
        'https://learn.microsoft.com/azure/aks/concepts-identity',
        'https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#leave_abac_disabled',
      ],
    },
  },
  on: {
    grant(grant, context) {
      const [first] = grant.principals;
      if (
        grant.platform !== 'k8s' ||
        grant.role !== 'resource' ||
        !first ||
        textOf(grant.actions[0]) !== 'cluster-without-roles' ||
        grant.enabled === 'no'
      )
        return;
      const legacy = textOf(first.id) === 'true';
      const { id } = first;
      context.report({
        at: id.at,
        message: legacy ? 'legacy' : 'off',
        anchor: grant.anchor,
        suggestions: id.editable
          ? [
              editing(legacy ? 'Turn legacy authorization off' : 'Turn role-based access control on', id.token.uri, (document) => [
                replaceValue(id, !legacy, document),
              ]),
            ]
          : [],
      });
    },
  },
});
