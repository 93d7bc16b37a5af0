// The rules of control-plane-guards.ts, and the files of k3s, Talos, RKE, Kubespray and kOps (facts/kubernetes/cluster-files.ts).
import { controlPlaneGuardRules } from '../../../rules/k8s/control-plane-guards.ts';
import { controlPlaneRules } from '../../../rules/k8s/control-plane.ts';
import { kubernetes, ruleTester } from '../../support/rule-tester.ts';

const [withoutRoles, noNode, insecurePort, readOnlyPort, lookup, controllers] = controlPlaneGuardRules;
const [anonymous, authorizationOff] = controlPlaneRules;
const pod = (...words: readonly string[]) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n    - name: c\n      image: registry.example.com/c\n      command:\n${words.map((word) => `        - ${word}\n`).join('')}`;
const cluster = (spec: string) => `apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: c\nspec:\n${spec}`;

ruleTester(withoutRoles!, {
  valid: [
    { ...kubernetes``, text: pod('kube-apiserver', '--authorization-mode=Node,RBAC') },
    { ...kubernetes``, text: pod('kube-apiserver', '--authorization-config=/etc/k8s/authz.yaml'), because: 'the file names the modes' },
    { ...kubernetes``, text: pod('kube-apiserver', '--authorization-mode', 'Node,RBAC'), because: 'the value is the next word' },
    { ...kubernetes``, text: pod('kube-apiserver', '--authorization-mode=Webhook'), because: 'the webhook decides' },
    { ...kubernetes``, text: pod('sh', '-c', 'kube-apiserver', '$FLAGS'), because: 'the shell fills flags in' },
    {
      file: 'chart/templates/api.yaml',
      text: pod('kube-apiserver', '{{ .Values.flags }}'),
      because: 'the template may fill in the mode',
    },
    { ...kubernetes``, text: cluster('  authorization:\n    rbac: {}\n') },
    {
      ...kubernetes``,
      text: pod('kube-apiserver', '--secure-port=6443').replace(/ +image: .*\n/, ''),
      because: 'a container without an image is a patch of another',
    },
    { ...kubernetes``, text: pod('kube-apiserver', '--secure-port=6443', '$(EXTRA_FLAGS)'), because: 'a variable may hold the mode' },
    { ...kubernetes``, text: pod('kube-apiserver', '--v', '2', '"{{ flags }}"'), because: 'another template may fill it in' },
    { ...kubernetes``, text: pod('kube-apiserver', '--v=2', '{{ flags }}') },
    { ...kubernetes``, text: pod('kube-apiserver', '--authorization-mode=Node', '--authorization-mode=RBAC'), because: 'both count' },
    { ...kubernetes``, text: pod('kube-apiserver', '--authorization-mode=AlwaysDeny'), because: 'nobody may do anything' },
  ],
  invalid: [
    { ...kubernetes``, text: pod('kube-apiserver', '«--authorization-mode=Node»') },
    { ...kubernetes``, text: pod('«/usr/local/bin/kube-apiserver»', '--secure-port=6443'), message: 'default, AlwaysAllow' },
    { ...kubernetes``, text: pod('«kube-apiserver»', '--advertise-address=$(NODE_IP)', '--v', '2') },
    { ...kubernetes``, text: cluster('  authorization:\n    «alwaysAllow»: {}\n') },
  ],
});

ruleTester(noNode!, {
  valid: [{ ...kubernetes``, text: pod('kube-apiserver', '--authorization-mode=Node,RBAC') }],
  invalid: [{ ...kubernetes``, text: pod('kube-apiserver', '«--authorization-mode=RBAC»') }],
});

ruleTester(insecurePort!, {
  valid: [
    { ...kubernetes``, text: pod('kube-apiserver', '--insecure-port=0') },
    {
      ...kubernetes``,
      text: pod('kube-apiserver', '--insecure-bind-address=127.0.0.1', '--insecure-port=0'),
      because: 'the port is closed, whatever its address',
    },
    { ...kubernetes``, text: pod('kubelet', '--insecure-port=8080'), because: 'no flag of the kubelet' },
  ],
  invalid: [
    { ...kubernetes``, text: pod('kube-apiserver', '«--insecure-port=8080»') },
    { ...kubernetes``, text: pod('kube-apiserver', '«--insecure-bind-address=0.0.0.0»') },
  ],
});

ruleTester(readOnlyPort!, {
  valid: [
    {
      file: 'rke/cluster.yml',
      text: 'services:\n  kube-api:\n    always_pull_images: true\n  kubelet:\n    extra_args:\n      read-only-port: "0"\n',
    },
    { ...kubernetes``, text: pod('kubelet', '--read-only-port=0') },
  ],
  invalid: [
    {
      file: 'rke/cluster.yml',
      text: 'services:\n  kube-api:\n    always_pull_images: true\n  kubelet:\n    extra_args:\n      read-only-port: "«10255»"\n',
    },
    { ...kubernetes``, text: cluster('  kubelet:\n    readOnlyPort: «10255»\n') },
    {
      ...kubernetes``,
      text: 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration\nnodeRegistration:\n  kubeletExtraArgs:\n    - name: read-only-port\n      value: "«10255»"\n',
    },
  ],
});

ruleTester(lookup!, {
  valid: [{ file: 'k3s/config.yaml', text: 'kube-apiserver-arg:\n  - service-account-lookup=true\n' }],
  invalid: [{ file: 'k3s/config.yaml', text: 'kube-apiserver-arg:\n  - «service-account-lookup=false»\n' }],
});

ruleTester(controllers!, {
  valid: [{ ...kubernetes``, text: pod('kube-controller-manager', '--use-service-account-credentials') }],
  invalid: [
    { ...kubernetes``, text: pod('kube-controller-manager', '«--use-service-account-credentials=false»') },
    { ...kubernetes``, text: pod('«kube-controller-manager»', '--leader-elect=true') },
    {
      ...kubernetes``,
      text: 'apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\ncontrollerManager:\n  extraArgs:\n    use-service-account-credentials: "«false»"\n',
    },
  ],
});

const talos = (flag: string) =>
  `version: v1alpha1\nmachine:\n  kubelet:\n    extraArgs:\n      anonymous-auth: ${flag}\ncluster:\n  apiServer:\n    extraArgs:\n      authorization-mode: Node,RBAC\n`;

ruleTester(anonymous!, {
  valid: [
    { file: 'talos/worker.yaml', text: talos('"false"') },
    { file: 'k3s/config.yaml', text: 'kubelet-arg:\n  - anonymous-auth=false\n' },
    { file: 'group_vars/all.yml', text: 'kube_api_anonymous_auth: false\n' },
    { file: 'machines.yaml', text: 'machine:\n  - anonymous-auth=true\n', because: 'another file with a word of Talos' },
  ],
  invalid: [
    { file: 'talos/worker.yaml', text: talos('"«true»"'), suggestions: [talos('"false"')] },
    {
      file: 'k3s/config.yaml',
      text: 'kube-apiserver-arg:\n  - «anonymous-auth=true»\n',
      suggestions: ['kube-apiserver-arg:\n  - anonymous-auth=false\n'],
    },
    {
      file: 'group_vars/all.yml',
      text: 'kube_api_anonymous_auth: «true»\n',
      suggestions: ['kube_api_anonymous_auth: false\n'],
    },
    {
      ...kubernetes``,
      text: cluster('  kubelet:\n    anonymousAuth: «true»\n'),
      suggestions: [cluster('  kubelet:\n    anonymousAuth: false\n')],
    },
  ],
});

ruleTester(authorizationOff!, {
  valid: [{ file: 'k3s/config.yaml', text: 'kube-apiserver-arg:\n  - authorization-mode=Node,RBAC\n' }],
  invalid: [
    {
      file: 'k3s/config.yaml',
      text: 'kube-apiserver-arg:\n  - «authorization-mode=AlwaysAllow»\n',
      suggestions: ['kube-apiserver-arg:\n  - authorization-mode=Node,RBAC\n'],
    },
    {
      file: 'group_vars/all.yml',
      text: "authorization_modes: ['«AlwaysAllow»']\n",
      suggestions: [],
    },
  ],
});
