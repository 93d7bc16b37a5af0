// k8s/permission-without-effect: verbs and resources that give nothing where they stand.
import { permissionWithoutEffect } from '../../../rules/k8s/permission-without-effect.ts';
import { helm, kubernetes, ruleTester, terraform } from '../../support/rule-tester.ts';

const role = (groups: string, resources: string, verbs: string, kind = 'ClusterRole') => `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: operator
rules:
  - apiGroups: [${groups}]
    resources: [${resources}]
    verbs: [${verbs}]
`;
const rbac = 'rbac.authorization.k8s.io';

ruleTester(permissionWithoutEffect, {
  valid: [
    kubernetes`${role(rbac, 'roles, rolebindings', 'get, bind')}`,
    kubernetes`${role('""', 'users, groups', 'impersonate')}`,
    kubernetes`${role('authentication.k8s.io', 'userextras/scopes', 'impersonate')}`,
    kubernetes`${role('certificates.k8s.io', 'signers', 'approve')}`,
    kubernetes`${role(rbac, '"*"', 'escalate')}`,
    kubernetes`${role('"*"', 'rolebindings', 'bind')}`,
    {
      ...kubernetes`${role('apis.kcp.io', 'apiexports', 'bind')}`,
      because: 'what verbs mean in a group of its own is for that group to say',
    },
    { ...kubernetes`${role('metrics.k8s.io', 'pods, nodes', 'get')}`, because: 'other groups have resources of the same name' },
    kubernetes`${role('"", apps', 'pods, deployments', 'get')}`,
    kubernetes`${role('extensions', 'deployments', 'get')}`,
    kubernetes`${role('apps', 'pods', '""')}`,
    helm`${role('{{ .Values.group }}', 'pods', 'get')}`,
    helm`${role(rbac, '{{ .Values.resource }}', 'bind')}`,
  ],
  invalid: [
    {
      ...kubernetes`${role(rbac, 'rolebindings', 'get, «bind»')}`,
      severity: 'low',
      message:
        'The API server checks `bind` on `roles`, `clusterroles` only: on `rolebindings` it has no effect, until somebody corrects the list and it holds for all of them; remove it',
      suggestions: [role(rbac, 'rolebindings', 'get')],
    },
    kubernetes`${role('""', 'pods', 'get, «impersonate»', 'Role')}`,
    kubernetes`${role('certificates.k8s.io', 'certificatesigningrequests', '«approve»')}`,
    {
      ...kubernetes`${role('apps', '«secrets», deployments', 'get')}`,
      severity: 'info',
      message:
        '`secrets` is in the core group `""`, not in `apps`: this has no effect, until somebody corrects the group and all of it holds; remove it, or name the right group',
      suggestions: [role('apps', 'deployments', 'get')],
    },
    kubernetes`${role(rbac, '«services/status»', '"*"')}`,
    helm`${role('apps', '«pods/exec»', 'create')}`,
    terraform`resource "kubernetes_cluster_role" "r" {
  metadata {
    name = "r"
  }
  rule {
    api_groups = ["apps"]
    resources  = ["«secrets»"]
    verbs      = ["get"]
  }
}
`,
  ],
});
