// k8s/anonymous-api-access, k8s/authorization-off and k8s/static-token-file of control-plane.ts, and
// k8s/argocd-project-star (argocd-project-star.ts).
import { argocdProjectStar } from '../../../rules/k8s/argocd-project-star.ts';
import { controlPlaneRules } from '../../../rules/k8s/control-plane.ts';
import { kubernetes, ruleTester } from '../../support/rule-tester.ts';

const [anonymous, authorizationOff, staticTokens] = controlPlaneRules;
const pod = (flag: string, program = 'kube-apiserver') =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n    - name: c\n      command: [/usr/bin/${program}, "${flag}"]\n`;
const kubelet = (anonymousEnabled: string, mode: string) =>
  `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nauthentication:\n  anonymous:\n    enabled: ${anonymousEnabled}\nauthorization:\n  mode: ${mode}\n`;

/** What kubeadm makes a cluster of: a mapping, and since v1beta4 a list. */
const kubeadm = (flag: string, value: string) =>
  `apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\napiServer:\n  extraArgs:\n    ${flag}: ${value}\n`;
const kubeadmList = (flag: string, value: string) =>
  `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\napiServer:\n  extraArgs:\n    - name: ${flag}\n      value: ${value}\n`;

/** A file that the API server is given in the place of flags. */
const given = (kind: string, body: string) => `apiVersion: apiserver.config.k8s.io/v1beta1\nkind: ${kind}\n${body}`;
/** What Cluster API hands to kubeadm. */
const clusterApi = (kind: string, spec: string) =>
  `apiVersion: controlplane.cluster.x-k8s.io/v1beta1\nkind: ${kind}\nmetadata:\n  name: c\nspec:\n${spec}`;
const inKubeadm = (flags: string) => `  kubeadmConfigSpec:\n    clusterConfiguration:\n      apiServer:\n        extraArgs:\n${flags}`;

ruleTester(anonymous!, {
  valid: [
    { ...kubernetes``, text: given('AuthenticationConfiguration', 'anonymous:\n  enabled: false\n') },
    {
      ...kubernetes``,
      text: given('AuthenticationConfiguration', 'anonymous:\n  enabled: true\n  conditions:\n    - path: /livez\n'),
      because: 'the paths of health checks alone',
    },
    {
      ...kubernetes``,
      text: given('AuthenticationConfiguration', 'anonymous:\n  enabled: true\n').replace('apiserver.config.k8s.io', 'example.com'),
      because: 'a kind of somebody else',
    },
    { ...kubernetes``, text: clusterApi('KubeadmControlPlane', inKubeadm('          anonymous-auth: "false"\n')) },
    {
      file: 'package.json',
      text: '{"description": "starts kubelet --anonymous-auth=true", "scripts": {"test": "vitest"}}\n',
      because: 'text for people',
    },
    { ...kubernetes``, text: pod('--anonymous-auth=false') },
    { ...kubernetes``, text: pod('--anonymous-auth=true', 'other-server'), because: 'another program with a flag of that name' },
    { ...kubernetes``, text: kubelet('false', 'Webhook') },
    {
      ...kubernetes``,
      text: pod('--anonymous-auth=true').replace('/usr/bin/kube-apiserver', 'cluster-bench, --targets, kube-apiserver'),
      because: 'the program is asked about, and not run',
    },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: pod('«--anonymous-auth=true»').replace('[', '[/go-runner, --also-stdout, '),
      because: 'a program that runs another is given its path',
    },
    {
      ...kubernetes``,
      text: given('AuthenticationConfiguration', 'anonymous:\n  enabled: «true»\n'),
      suggestions: [given('AuthenticationConfiguration', 'anonymous:\n  enabled: false\n')],
    },
    {
      ...kubernetes``,
      text: clusterApi('KubeadmControlPlane', inKubeadm('          anonymous-auth: "«true»"\n')),
      message: 'The API server',
    },
    {
      ...kubernetes``,
      text: clusterApi(
        'KubeadmConfigTemplate',
        '  template:\n    spec:\n      joinConfiguration:\n        nodeRegistration:\n          kubeletExtraArgs:\n            - name: anonymous-auth\n              value: "«true»"\n',
      ).replace('controlplane', 'bootstrap'),
      message: 'The kubelet',
    },
    {
      file: 'manifests/api.json',
      text: '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "r.example.com/c", "command": ["/bin/sh", "-c", "/usr/local/bin/kube-apiserver --authorization-mode=Node,RBAC --anonymous-auth=«true» 1>>/var/log/api.log 2>&1"]}]}}\n',
    },
    { ...kubernetes``, text: pod('«--anonymous-auth=true»'), message: 'The API server', suggestions: [pod('--anonymous-auth=false')] },
    {
      ...kubernetes``,
      text: kubeadm('anonymous-auth', '"«true»"'),
      message: 'The API server',
      suggestions: [kubeadm('anonymous-auth', '"false"')],
    },
    { ...kubernetes``, text: kubelet('«true»', 'Webhook'), message: 'The kubelet', suggestions: [kubelet('false', 'Webhook')] },
  ],
});

ruleTester(authorizationOff!, {
  valid: [
    { ...kubernetes``, text: pod('--authorization-mode=Node,RBAC') },
    {
      ...kubernetes``,
      text: given('AuthorizationConfiguration', 'authorizers:\n  - type: Node\n    name: node\n  - type: RBAC\n    name: rbac\n'),
    },
    { ...kubernetes``, text: kubeadm('authorization-mode', 'Node,RBAC') },
    { ...kubernetes``, text: kubeadm('authorization-mode', 'AlwaysAllow').replace('kubeadm.k8s.io', 'other.example.com') },
    { ...kubernetes``, text: kubelet('false', 'Webhook') },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: given('AuthorizationConfiguration', 'authorizers:\n  - type: Node\n    name: node\n  - type: «AlwaysAllow»\n    name: open\n'),
      suggestions: [],
    },
    { ...kubernetes``, text: clusterApi('KubeadmControlPlane', inKubeadm('          authorization-mode: «AlwaysAllow»\n')) },
    { ...kubernetes``, text: pod('«--authorization-mode=RBAC,AlwaysAllow»'), suggestions: [pod('--authorization-mode=Node,RBAC')] },
    {
      ...kubernetes``,
      text: kubeadmList('authorization-mode', '«AlwaysAllow»'),
      suggestions: [kubeadmList('authorization-mode', 'Node,RBAC')],
    },
    {
      ...kubernetes``,
      text: kubelet('false', '«AlwaysAllow»'),
      message: 'the kubelet asks nobody',
      suggestions: [kubelet('false', 'Webhook')],
    },
  ],
});

ruleTester(staticTokens!, {
  valid: [
    { ...kubernetes``, text: pod('--token-auth-file=') },
    { ...kubernetes``, text: pod('--client-ca-file=/x') },
  ],
  invalid: [
    { ...kubernetes``, text: pod('«--token-auth-file=/tokens.csv»') },
    { ...kubernetes``, text: pod('«--basic-auth-file=/users.csv»') },
    { ...kubernetes``, text: kubeadm('token-auth-file', '«/etc/tokens.csv»') },
  ],
});

const project = (name: string, source: string, destination: string, kind = '{group: apps, kind: Deployment}') =>
  `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata:\n  name: ${name}\nspec:\n  sourceRepos: [${source}]\n  destinations: [${destination}]\n  clusterResourceWhitelist: [${kind}]\n`;
const own = '{server: "https://kubernetes.default.svc", namespace: shop}';

ruleTester(argocdProjectStar, {
  valid: [
    { ...kubernetes``, text: project('shop', '"https://git.example.com/*"', own) },
    { ...kubernetes``, text: project('default', '"*"', own), because: 'Argo CD makes it' },
    {
      ...kubernetes``,
      text: project('shop', 'x', '{server: "https://kubernetes.default.svc", namespace: "*"}'),
      because: 'one cluster of its own',
    },
    { ...kubernetes``, text: project('shop', 'x', '{server: "*", namespace: shop}'), because: 'one namespace wherever it is' },
  ],
  invalid: [
    { ...kubernetes``, text: project('shop', '"«*»"', own), message: 'any repository' },
    { ...kubernetes``, text: project('shop', 'x', '{server: "*", namespace: "«*»"}'), message: 'every namespace' },
    { ...kubernetes``, text: project('shop', 'x', own, '{group: "*", kind: "«*»"}'), message: 'ClusterRoleBindings' },
  ],
});
