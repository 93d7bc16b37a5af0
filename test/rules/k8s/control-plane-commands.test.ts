// The programs of the control plane where commands start them (facts/kubernetes/control-plane-commands.ts), and flags whose
// value is the next word.
import { controlPlaneGuardRules } from '../../../rules/k8s/control-plane-guards.ts';
import { controlPlaneRules } from '../../../rules/k8s/control-plane.ts';
import { kubernetes, ruleTester } from '../../support/rule-tester.ts';

const rule = (id: string) => [...controlPlaneRules, ...controlPlaneGuardRules].find((one) => one.id === id)!;
const script = (text: string, file = 'scripts/start.sh') => ({ file, text });
const pod = (...words: readonly string[]) => ({
  ...kubernetes``,
  text: `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n    - name: c\n      image: registry.example.com/c\n      command:\n${words.map((word) => `        - ${word}\n`).join('')}`,
});

ruleTester(rule('k8s/anonymous-api-access'), {
  valid: [
    { ...pod('kube-apiserver', '--anonymous-auth', '"false"'), because: 'the program does not start with a word too many' },
    script('kube-apiserver --anonymous-auth=false --authorization-mode=Node,RBAC\n'),
    { ...script('# kubelet --anonymous-auth=true\n'), because: 'a comment' },
    script('cat > /etc/rancher/k3s/config.yaml <<EOF\nkube-apiserver-arg:\n  - anonymous-auth=$OPEN\n  - anonymous-auth=false\nEOF\n'),
    script('curl -sfL https://get.k3s.io | INSTALL_K3S_EXEC="--kube-apiserver-arg=anonymous-auth=false" sh -\n'),
    { ...script('echo "INSTALL_K3S_EXEC=--kube-apiserver-arg=anonymous-auth=true"\n'), because: 'only printed' },
    { ...script('echo "kubelet --anonymous-auth=true"\n'), because: 'only printed' },
    { ...script('kubelet --anonymous-auth="$ANONYMOUS"\n'), because: 'a variable of somebody else' },
    { ...script('grep kubelet -- --anonymous-auth=true\n'), because: 'what is looked for and not started' },
    { ...script('log "kubelet --anonymous-auth=true is refused"\n'), because: 'a message' },
    { ...script('ps aux | grep -q "kubelet --anonymous-auth=true"\n'), because: 'what is looked for' },
    { ...script('kubeadm init --skip-phases=kubelet --anonymous-auth=true\n'), because: 'the value of a flag' },
    { ...script('kubelet --anonymous-auth=true --help\n'), because: 'it only tells of itself' },
    {
      ...script('KUBELET_EXTRA_ARGS="--v=2"\nOTHER="--anonymous-auth=true"\n', 'etc/default/kubelet'),
      because: 'the mark that closes the first value opens none',
    },
    {
      ...script(
        '[Unit]\nDescription=kubelet --anonymous-auth=true\n; ExecStart=/usr/bin/kubelet --anonymous-auth=true\n',
        'etc/kubelet.service',
      ),
      because: 'lines for people',
    },
    { ...script('KUBELET_EXTRA_ARGS="--anonymous-auth=false"\n', 'etc/default/kubelet') },
    {
      ...script('[Service]\nExecStart=/usr/bin/node-exporter --anonymous-auth=true\n', 'etc/exporter.service'),
      because: 'another program',
    },
  ],
  invalid: [
    {
      ...pod('kube-apiserver', '«--anonymous-auth»', '--authorization-mode=Node,RBAC'),
      suggestions: [pod('kube-apiserver', '--anonymous-auth=false', '--authorization-mode=Node,RBAC').text],
    },
    script('#!/bin/sh\nexec /usr/local/bin/kube-apiserver \\\n  --authorization-mode=Node,RBAC \\\n  --anonymous-auth=«true»\n'),
    script('[Service]\nExecStart=/usr/bin/kubelet $KUBELET_ARGS --anonymous-auth=«true»\n', 'files/kubelet.service'),
    script('[Service]\nEnvironment="KUBELET_EXTRA_ARGS=--v=2 --anonymous-auth=«true»"\n', 'etc/kubelet.service.d/20-own.conf'),
    script('KUBELET_EXTRA_ARGS="--anonymous-auth=«true»"\n', 'etc/sysconfig/kubelet'),
    script('sh -c "kubelet --anonymous-auth=«true»"\n'),
    { ...script('kubelet «--anonymous-auth» --v=2\n'), suggestions: [] },
    { file: 'deploy/compose.yaml', text: 'services:\n  node:\n    command: ["sh", "-c", "kubelet --anonymous-auth=«true»"]\n' },
    script('curl -sfL https://get.k3s.io | sh -s - server --kube-apiserver-arg=«anonymous-auth=true»\n'),
    script(
      "mkdir -p /etc/rancher/k3s\ncat > /etc/rancher/k3s/config.yaml <<'EOF'\ntls-san: [a]\nkube-apiserver-arg:\n  - «anonymous-auth=true»\nEOF\n",
    ),
    script('curl -sfL https://get.k3s.io | INSTALL_K3S_EXEC="server --disable traefik --kube-apiserver-arg=«anonymous-auth=true»" sh -\n'),
    script('export INSTALL_RKE2_EXEC="--kubelet-arg «anonymous-auth=true»"\ncurl -sfL https://get.rke2.io | sh -\n'),
    { ...script('k3s server --kubelet-arg «anonymous-auth=true»\n'), suggestions: ['k3s server --kubelet-arg anonymous-auth=false\n'] },
    { ...script('kubelet --anonymous-auth=«true» --v=2\n'), suggestions: ['kubelet --anonymous-auth=false --v=2\n'] },
    script('FROM scratch\nCMD kubelet --anonymous-auth=«true»\n', 'images/Dockerfile'),
    {
      file: 'manifests/api.yaml',
      text: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n    - name: c\n      image: registry.example.com/c\n      command:\n        - /bin/sh\n        - -c\n        - |\n          exec /usr/local/bin/kube-apiserver --authorization-mode=Node,RBAC --anonymous-auth=«true»\n',
    },
  ],
});

ruleTester(rule('k8s/authorization-off'), {
  valid: [pod('kubelet', '--authorization-mode', 'Webhook'), script('kubelet --authorization-mode Webhook\n')],
  invalid: [
    {
      ...pod('kube-apiserver', '--authorization-mode', '«AlwaysAllow»'),
      suggestions: [pod('kube-apiserver', '--authorization-mode', 'Node,RBAC').text],
    },
    script('nohup kubelet --config /etc/kubelet.yaml --authorization-mode «AlwaysAllow» &\n'),
  ],
});

ruleTester(rule('k8s/authorization-without-roles'), {
  valid: [
    { ...pod('kube-apiserver', '--config=/etc/api.yaml'), because: 'a file may say it' },
    { file: 'rke/cluster.yml', text: 'nodes: []\nservices:\n  kube-api:\n    always_pull_images: true\nauthorization:\n  mode: rbac\n' },
    { ...pod('kube-apiserver', '--version'), because: 'it only tells of itself' },
    {
      file: 'talos/node.yaml',
      text: 'machine:\n  type: controlplane\ncluster:\n  apiServer:\n    extraArgs:\n      authorization-mode: Node\n',
      because: 'Talos adds RBAC',
    },
  ],
  invalid: [
    pod('«kube-apiserver»', '--secure-port=6443'),
    { file: 'rke/cluster.yml', text: 'nodes: []\nservices:\n  kube-api:\n    always_pull_images: true\nauthorization:\n  mode: «none»\n' },
  ],
});

ruleTester(rule('k8s/static-token-file'), {
  valid: [pod('kube-apiserver', '--token-auth-file', '--authorization-mode=Node,RBAC')],
  invalid: [pod('kube-apiserver', '--token-auth-file', '«/etc/tokens.csv»', '--authorization-mode=Node,RBAC')],
});

ruleTester(rule('k8s/etcd-without-certificates'), {
  valid: [
    pod('etcd', '--client-cert-auth'),
    { ...pod('etcd', '--data-dir=/var/lib/etcd'), because: 'it may listen on its own host alone' },
    { ...pod('other', '--client-cert-auth=false'), because: 'another program' },
  ],
  invalid: [pod('etcd', '«--client-cert-auth=false»'), script('etcd --name a --client-cert-auth=«false»\n')],
});

ruleTester(rule('k8s/no-account-admission'), {
  valid: [pod('kube-apiserver', '--enable-admission-plugins=ServiceAccount')],
  invalid: [pod('kube-apiserver', '«--disable-admission-plugins=PodSecurity,ServiceAccount»')],
});

ruleTester(rule('k8s/no-node-restriction'), {
  valid: [
    pod('kube-apiserver', '--authorization-mode=Node,RBAC', '--enable-admission-plugins=NodeRestriction,PodSecurity'),
    { ...pod('kube-apiserver', '--authorization-mode=Node,RBAC'), because: 'nothing is said of plugins' },
    {
      file: 'talos/node.yaml',
      text: 'machine:\n  type: controlplane\ncluster:\n  apiServer:\n    extraArgs:\n      authorization-mode: Node,RBAC\n      enable-admission-plugins: PodNodeSelector\n',
      because: 'Talos adds its own to the list',
    },
    { ...pod('kube-apiserver', '--authorization-mode=Node,RBAC', '--enable-admission-plugins=$(PLUGINS)'), because: 'not known' },
    {
      ...pod('kube-apiserver', '--authorization-mode=RBAC', '--enable-admission-plugins=PodSecurity'),
      because: 'nodes are said to be open',
    },
  ],
  invalid: [pod('kube-apiserver', '--authorization-mode=Node,RBAC', '«--enable-admission-plugins=PodSecurity»')],
});

ruleTester(rule('k8s/kubeconfig-for-everybody'), {
  valid: [
    { file: 'k3s/config.yaml', text: 'write-kubeconfig-mode: "0640"\n', because: 'its group alone' },
    script('k3s server --write-kubeconfig-mode 600\n'),
    { ...script('k3s server --write-kubeconfig-mode $MODE\n'), because: 'not known' },
    { ...script('curl -sf https://example.com/install | sh -s - --write-kubeconfig-mode 644\n'), because: 'another installer' },
  ],
  invalid: [
    { file: 'k3s/config.yaml', text: 'write-kubeconfig-mode: "«0644»"\ntls-san: [k3s.example.com]\n' },
    script('curl -sfL https://get.k3s.io | sh -s - --write-kubeconfig-mode «644»\n'),
    script('curl -sfL https://get.k3s.io | K3S_KUBECONFIG_MODE="«644»" sh -\n'),
    {
      ...script('k3s server --write-kubeconfig-mode=«0644» --disable traefik\n'),
      suggestions: ['k3s server --write-kubeconfig-mode=600 --disable traefik\n'],
    },
  ],
});

const talos = (role: string, more = '', enabled = 'true') =>
  `version: v1alpha1\nmachine:\n  type: controlplane\n  features:\n    kubernetesTalosAPIAccess:\n      enabled: ${enabled}\n      allowedRoles:\n        - ${role}\n${more}`;

ruleTester(rule('k8s/talos-administrator-for-pods'), {
  valid: [
    { file: 'talos/node.yaml', text: talos('os:reader') },
    { file: 'talos/node.yaml', text: talos('os:admin', '', 'false'), because: 'turned off' },
  ],
  invalid: [
    { file: 'talos/node.yaml', text: talos('«os:admin»'), suggestions: [talos('os:reader')] },
    { file: 'talos/node.yaml', text: talos('«os:admin»', '---\napiVersion: v1alpha1\nkind: TrustedRootsConfig\nname: extra\n') },
  ],
});
