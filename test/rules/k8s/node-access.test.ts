// k8s/host-credentials (host-credentials.ts) and k8s/privileged-constraints (privileged-constraints.ts): ways from a pod to
// its node.
import { hostCredentials } from '../../../rules/k8s/host-credentials.ts';
import { privilegedConstraints } from '../../../rules/k8s/privileged-constraints.ts';
import { at, helm, kubernetes, ruleTester, terraform } from '../../support/rule-tester.ts';

const daemon = (path: string, more = '') => `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
spec:
  template:
    spec:
      containers:
        - name: agent
          image: agent
${more}      volumes:
        - name: plain
          emptyDir: {}
        - name: host
          hostPath:
            path: ${path}
`;

ruleTester(hostCredentials, {
  valid: [
    { ...kubernetes``, text: daemon('/var/log') },
    { ...kubernetes``, text: daemon('/home/build/.kube/cache'), because: 'what was looked up' },
    { ...kubernetes``, text: daemon('/var/lib/kubelet/plugins/csi.example.com'), because: 'the directory of one driver' },
    {
      ...kubernetes``,
      text: daemon('/etc/kubernetes/pki', '          command: [kube-apiserver, --secure-port=6443]\n'),
      because: 'the control plane itself',
    },
    { ...helm``, text: daemon('{{ .Values.socket }}') },
    { ...helm``, text: `{{- if .Values.x }}\n${daemon('/opt/cni/bin')}{{- end }}\n` },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: daemon('«/var/run/docker.sock»'),
      severity: 'medium',
      message: 'DaemonSet `agent` mounts `/var/run/docker.sock` of its node: who gets into it starts containers',
    },
    { ...kubernetes``, text: daemon('"«/run/containerd/containerd.sock»"') },
    { ...kubernetes``, text: daemon('«/etc/kubernetes/admin.conf»'), message: 'the keys' },
    { ...kubernetes``, text: daemon('«/root/.kube/»'), message: 'a person' },
    { ...kubernetes``, text: daemon('«/home/build/.docker/config.json»'), message: 'a person' },
    { ...kubernetes``, text: daemon('«/root/.config/gcloud/application_default_credentials.json»'), message: 'a person' },
    { ...kubernetes``, text: daemon('«/etc/kubernetes/azure.json»'), message: 'the keys' },
    { ...kubernetes``, text: daemon('«/»'), severity: 'low', because: 'what monitoring agents do' },
    {
      ...terraform``,
      text: 'resource "kubernetes_pod_v1" "p" {\n  metadata {\n    name = "p"\n  }\n  spec {\n    container {\n      name  = "c"\n      image = "i"\n    }\n    volume {\n      name = "d"\n      host_path {\n        path = "«/var/run/docker.sock»"\n      }\n    }\n  }\n}\n',
    },
  ],
});

const constraints = (fields: string) =>
  `apiVersion: security.openshift.io/v1\nkind: SecurityContextConstraints\nmetadata:\n  name: build\n${fields}`;
const bound = (role: string) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: b\nroleRef:\n  kind: ClusterRole\n  name: ${role}\nsubjects:\n  - {kind: ServiceAccount, name: ci, namespace: build}\n`;

ruleTester(privilegedConstraints, {
  valid: [
    { ...kubernetes``, text: bound('system:openshift:scc:anyuid') },
    { ...kubernetes``, text: constraints('allowPrivilegedContainer: false\nusers: [system:serviceaccount:ci:build]\n') },
    {
      ...kubernetes``,
      text: constraints(
        'allowPrivilegedContainer: true\nusers: [system:admin, system:serviceaccount:openshift-infra:build-controller]\ngroups: [system:masters]\n',
      ),
      because: 'as the installer writes it',
    },
    { ...kubernetes``, text: constraints('allowPrivilegedContainer: true\n'), because: 'given to nobody here' },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: bound('«system:openshift:scc:privileged»'),
      severity: 'high',
      message: 'let service account build/ci run pods',
      suggestions: [bound('system:openshift:scc:nonroot-v2')],
    },
    {
      ...kubernetes``,
      text: constraints('allowHostDirVolumePlugin: true\nusers: [«system:serviceaccount:ci:build»]\n'),
      message: '`build` let service account ci/build',
    },
    { ...kubernetes``, text: constraints('allowPrivilegedContainer: true\ngroups: [«developers»]\n'), message: 'group developers' },
    {
      ...at('scripts/setup.sh')``,
      text: 'oc adm policy add-scc-to-user «privileged» -z builder -n ci\n',
      message: 'service account ci/builder',
    },
  ],
});
