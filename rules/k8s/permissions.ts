// Dangerous permissions in roles: one row a rule. What each leads to stands in facts/kubernetes/powers.ts.
import { powers } from '../../server/engine/facts/kubernetes/powers.ts';
import type { Rule } from '../../server/engine/rule.ts';
import { permissionRule, type PermissionRule } from './permission-rule.ts';

const rule = (group: string, resources: string, verbs: string, more = ''): string => `  - apiGroups: [${group}]\n    resources: [${resources}]\n    verbs: [${verbs}]\n${more}`;
const core = '""';
const rbac = 'rbac.authorization.k8s.io';

const table: readonly PermissionRule[] = [
  {
    power: powers.secretsRead, title: 'Role that reads secrets', severity: 'high', milderInNamespace: 1, subsumes: ['k8s/secrets-create'], peers: ['C-0015', 'C-0186', 'KSV-0041', 'KSV-0113', 'CKV2_K8S_5', 'access-to-secrets'],
    why: 'Secrets hold passwords, certificates and the tokens of other accounts. `list` and `watch` return the contents as `get` does, so that the name of a secret is no protection.',
    remedy: 'Name the secrets in `resourceNames` and allow `get` alone, or mount what a pod needs instead of letting it ask.',
    bad: rule(core, '«secrets»', 'get, list'), good: rule(core, 'secrets', 'get', '    resourceNames: [tls]\n'),
  },
  {
    power: powers.podsExec, title: 'Role that runs commands in pods', severity: 'high', peers: ['C-0002', 'KSV-0053', 'KSV-0054', 'CKV2_K8S_2', 'clusterrolePodExecAttach', 'rolePodExecAttach'],
    why: 'A command in a pod has its service account, its secrets and its network. With one privileged pod in reach this is control of the node.',
    remedy: 'Take the subresource out. For debugging, bind a role with it to people for a limited time.',
    bad: rule(core, 'pods, «pods/exec»', 'get, create'), good: rule(core, 'pods, pods/log', 'get'),
  },
  {
    power: powers.podsPortforward, title: 'Role that forwards ports of pods', severity: 'medium', peers: ['C-0063'],
    why: 'Forwarded connections come from the node itself, so that network policies and authentication by network do not see them.',
    remedy: 'Take the subresource out, or bind it to people for a limited time.',
    bad: rule(core, 'pods, «pods/portforward»', 'get, create'), good: rule(core, 'pods', 'get'),
  },
  {
    power: powers.ephemeralContainers, title: 'Role that adds containers to running pods', severity: 'high', peers: ['rbac-police pods_ephemeral_ctrs'],
    why: 'A debug container shares volumes and service account of the pod that it joins: the same as running commands in it, without a shell in its image.',
    remedy: 'Take the subresource out, or bind it to people for a limited time.',
    bad: rule(core, 'pods, «pods/ephemeralcontainers»', 'get, patch'), good: rule(core, 'pods, pods/ephemeralcontainers', 'get'),
  },
  {
    power: powers.podsCreate, title: 'Role that creates workloads', severity: 'high', milderInNamespace: 3, subsumes: ['k8s/workloads-change'], peers: ['C-0188', 'KSV-0048', 'access-to-create-pods'],
    why: 'Whoever creates a pod chooses its service account, mounts every secret of the namespace and, without pod security, the file system of the node. In kube-system that is the cluster.',
    remedy: 'Bind the role in the namespaces that the subject deploys to, enforce the restricted pod security standard there, and keep privileged service accounts elsewhere.',
    bad: rule('apps', '«deployments»', 'get, create'), good: rule('apps', 'deployments', 'get, list'),
  },
  {
    power: powers.workloadsChange, title: 'Role that changes workloads', severity: 'medium', milderInNamespace: 1, profile: 'strict', peers: ['KSV-0048'],
    why: 'A changed image or command runs with the service account that the workload has. Restarts and scaling need less than that.',
    remedy: 'Name the workloads in `resourceNames`, or allow `deployments/scale` where only the number of replicas changes.',
    bad: rule('apps', '«deployments»', 'get, patch'), good: rule('apps', 'deployments/scale', 'patch'),
  },
  {
    power: powers.nodesProxy, title: 'Role that calls the kubelet', severity: 'critical', peers: ['C-0279', 'KSV-0047', 'CKV2_K8S_2'],
    why: 'The kubelet runs commands in every container of its node for whoever may use this subresource. Admission and audit of the API server see nothing of it, and `get` is enough.',
    remedy: 'Monitoring needs `nodes/metrics`, `nodes/stats` or `nodes/log`: allow those.',
    bad: rule(core, '«nodes/proxy», nodes/metrics', 'get'), good: rule(core, 'nodes/metrics, nodes/stats', 'get'),
  },
  {
    power: powers.servicesProxy, title: 'Role that calls services through the API server', severity: 'medium', profile: 'strict', peers: [],
    why: 'Requests come from the control plane, which network policies let through and which many services trust.',
    remedy: 'Take the subresource out and reach the service by its own address.',
    bad: rule(core, 'services, «services/proxy»', 'get, create'), good: rule(core, 'services', 'get'),
  },
  {
    power: powers.nodesWrite, title: 'Role that changes nodes or the status of pods', severity: 'high', peers: ['rbac-police modify_node_status', 'rbac-police steal_pods'],
    why: 'Labels and taints decide where pods run. Whoever changes them draws pods with strong accounts onto a node that it controls, and the status of pods decides where services send traffic.',
    remedy: 'Name the nodes in `resourceNames`, or leave the change to the node itself.',
    bad: rule(core, '«nodes», pods', 'get, patch'), good: rule(core, 'nodes', 'get, list, watch'),
  },
  {
    power: powers.escalate, title: 'Role with the verb escalate', severity: 'critical', subsumes: ['k8s/bind', 'k8s/roles-write'], peers: ['C-0191', 'CKV_K8S_158', 'KSV-0050'],
    why: 'The API server lets nobody write a role with more than they have themselves, unless they hold this verb. With it the subject writes itself any role.',
    remedy: 'Take the verb out. A controller that writes roles needs only the permissions that it hands on.',
    bad: rule(rbac, '«clusterroles»', 'get, escalate'), good: rule(rbac, 'clusterroles', 'get'),
  },
  {
    power: powers.bind, title: 'Role with the verb bind', severity: 'critical', subsumes: ['k8s/roles-write'], peers: ['C-0191', 'CKV_K8S_157', 'KSV-0051'],
    why: 'The API server lets nobody bind a role with more than they have themselves, unless they hold this verb on it. Without names that is every role, cluster-admin included.',
    remedy: 'Name the roles that may be bound in `resourceNames`.',
    bad: rule(rbac, '«clusterroles»', 'get, bind'), good: rule(rbac, 'clusterroles', 'bind', '    resourceNames: [tenant-reader]\n'),
  },
  {
    power: powers.bindingsWrite, title: 'Role that writes role bindings', severity: 'high', milderInNamespace: 1, peers: ['CKV_K8S_157', 'KSV-0051', 'KSV-0052', 'KSV-0055'],
    why: 'The subject hands on what it has to whom it likes, and what it has grows with every role that it is bound to later.',
    remedy: 'Leave bindings to the pipeline that deploys them, under review.',
    bad: rule(rbac, '«rolebindings»', 'get, create'), good: rule(rbac, 'rolebindings', 'get, list'),
  },
  {
    power: powers.rolesWrite, title: 'Role that writes roles', severity: 'high', milderInNamespace: 1, peers: ['KSV-0050'],
    why: 'A role that others hold can be filled up to everything that the subject itself may do, without any binding changing.',
    remedy: 'Leave roles to the pipeline that deploys them, under review.',
    bad: rule(rbac, '«roles»', 'get, update'), good: rule(rbac, 'roles', 'get, list'),
  },
  {
    power: powers.impersonate, title: 'Role that impersonates', severity: 'critical', peers: ['C-0065', 'C-0191', 'CKV2_K8S_3', 'KSV-0043'],
    why: 'A request with an impersonation header is judged as the other one, the group system:masters included, for which every check is skipped.',
    remedy: 'Name the users, groups or accounts in `resourceNames`.',
    bad: rule(core, '«users», groups', 'impersonate'), good: rule(core, 'users', 'impersonate', '    resourceNames: [viewer@example.com]\n'),
  },
  {
    power: powers.tokenRequest, title: 'Role that requests tokens of service accounts', severity: 'high', peers: ['C-0282', 'rbac-police token_request'],
    why: 'A token of another account is all that the other account may do, for as long as the request asks.',
    remedy: 'Name the accounts in `resourceNames`.',
    bad: rule(core, '«serviceaccounts/token»', 'create'), good: rule(core, 'serviceaccounts/token', 'create', '    resourceNames: [runner]\n'),
  },
  {
    power: powers.secretsCreate, title: 'Role that creates secrets', severity: 'high', milderInNamespace: 2, profile: 'strict', peers: ['rbac-police issue_token_secrets'],
    why: 'Into a secret of type kubernetes.io/service-account-token the control plane writes a token, without an end, of whichever account the secret names. Names of resources do not limit creation.',
    remedy: 'Bind the role in a namespace without privileged service accounts, or let an operator such as external-secrets write the secret.',
    bad: rule(core, '«secrets»', 'create'), good: rule(core, 'secrets', 'update', '    resourceNames: [tls]\n'),
  },
  {
    power: powers.csrApprove, title: 'Role that approves certificates', severity: 'critical', peers: ['C-0280', 'CKV_K8S_156'],
    why: 'An approved request becomes a client certificate for the user and the groups that it names, valid until it expires: there is no list of revoked ones.',
    remedy: 'Leave approval to the control plane, or name the one signer in `resourceNames`.',
    bad: rule('certificates.k8s.io', '«certificatesigningrequests/approval»', 'update'), good: rule('certificates.k8s.io', 'certificatesigningrequests', 'get, create'),
  },
  {
    power: powers.webhooks, title: 'Role that writes admission webhooks', severity: 'critical', peers: ['C-0281', 'CKV_K8S_155', 'KSV-0114'],
    why: 'A webhook sees every object on its way in and may change it: secrets can be copied and pods can be given another image, in all namespaces.',
    remedy: 'Name the configuration that the subject keeps up to date in `resourceNames`, and allow `update` and `patch` without `create`.',
    bad: rule('admissionregistration.k8s.io', '«mutatingwebhookconfigurations»', 'get, create'), good: rule('admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'get, patch', '    resourceNames: [sidecar-injector]\n'),
  },
  {
    power: powers.privilegedPods, title: 'Role that runs privileged pods', severity: 'high', peers: [],
    why: 'Security context constraints are what keeps a pod of OpenShift from being root on its node, where the tokens of all other pods lie. Whoever may use the privileged ones is kept from nothing.',
    remedy: 'Name the constraints that the workload needs in `resourceNames`: `restricted-v2` or `nonroot-v2` nearly always.',
    bad: rule('security.openshift.io', '«securitycontextconstraints»', 'use'), good: rule('security.openshift.io', 'securitycontextconstraints', 'use', '    resourceNames: [nonroot-v2]\n'),
  },
  {
    power: powers.volumes, title: 'Role that creates persistent volumes', severity: 'medium', peers: ['C-0278'],
    why: 'A volume of type hostPath gives its pods the files of the node, credentials of the kubelet included, and pod security looks at pods, not at persistent volumes.',
    remedy: 'Let a storage class create volumes, and allow claims alone.',
    bad: rule(core, '«persistentvolumes»', 'get, create'), good: rule(core, 'persistentvolumeclaims', 'get, create'),
  },
  {
    power: powers.destroy, title: 'Role that deletes namespaces or events', severity: 'medium', milderInNamespace: 2, peers: ['C-0007', 'C-0031', 'KSV-0042'],
    why: 'A deleted namespace takes everything in it along. Deleted events take away the traces.',
    remedy: 'Leave deletion of namespaces to people, for a limited time, and of events to their own expiry.',
    bad: rule(core, '«namespaces»', 'get, delete'), good: rule(core, 'namespaces', 'get, list'),
  },
  {
    power: powers.servicesStatus, title: 'Role that writes the status of services', severity: 'medium', peers: ['CKV2_K8S_4'],
    why: 'The address in the status of a load balancer is where nodes send traffic for it, whoever the address belongs to (CVE-2020-8554).',
    remedy: 'Leave the status to the controller of the cloud.',
    bad: rule(core, 'services, «services/status»', 'get, patch'), good: rule(core, 'services', 'get, patch'),
  },
  {
    power: powers.customKinds, title: 'Role that writes custom kinds or API services', severity: 'medium', profile: 'strict', peers: [],
    why: 'A definition decides what is valid, a conversion webhook sees every object of the kind, and an API service answers for a whole group.',
    remedy: 'Install definitions from the pipeline and name them in `resourceNames` where an operator keeps its own up to date.',
    bad: rule('apiextensions.k8s.io', '«customresourcedefinitions»', 'get, create'), good: rule('apiextensions.k8s.io', 'customresourcedefinitions', 'get, list'),
  },
  {
    power: powers.configMapsWrite, title: 'Role that writes config maps', severity: 'low', milderInNamespace: 1, profile: 'strict', peers: ['KSV-0049'],
    why: 'Config maps in kube-system steer name resolution, and on some clusters they map cloud identities to groups.',
    remedy: 'Bind the role in the namespace of the workload, or name the config maps.',
    bad: rule(core, '«configmaps»', 'get, update'), good: rule(core, 'configmaps', 'get, list'),
  },
  {
    power: powers.networkWrite, title: 'Role that writes network policies or ingresses', severity: 'low', milderInNamespace: 1, profile: 'strict', peers: ['KSV-0056'],
    why: 'Policies that keep workloads apart can be widened or replaced, and an ingress puts a service on the internet.',
    remedy: 'Bind the role in the namespace of the workload.',
    bad: rule('networking.k8s.io', '«networkpolicies»', 'get, update'), good: rule('networking.k8s.io', 'networkpolicies', 'get, list'),
  },
];

export const permissionRules: readonly Rule[] = table.map(permissionRule);
