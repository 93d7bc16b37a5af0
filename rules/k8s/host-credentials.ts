// Pods that mount from their node what makes them somebody else.
import type { HostPathKind } from '../../server/engine/facts/kubernetes/host-paths.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const leads: Readonly<Record<HostPathKind, string>> = {
  runtime: 'who gets into it starts containers as root on the node and takes the token of every pod there',
  'control-plane': 'the keys lie there with which the node or the control plane logs in',
  person: 'the credentials of a person lie there',
  wide: 'credentials of the node and of its pods lie below it; mount the directory that is needed',
};

const pod = (path: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: builder
  namespace: ci
spec:
  automountServiceAccountToken: false
  containers:
    - name: builder
      image: registry.example.com/builder@sha256:4c1f5a7d0b8e2f6a9d3c5b7e1f0a2d4c6e8b0a1c3e5f7a9b1d3e5f7a9b1d3e5f
      volumeMounts:
        - name: host
          mountPath: /host
  volumes:
    - name: host
      hostPath:
        path: ${path}
`;

export const hostCredentials = defineRule({
  id: 'k8s/host-credentials',
  meta: {
    title: 'Credentials of the node mounted into a pod',
    category: 'rbac',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['CKV_K8S_27', 'C-0048', 'C-0074', 'KSV-0006', 'docker-sock', 'sensitive-host-mounts'],
    fix: 'none',
    whyNoFix: 'What the pod does with the mount has to be done another way first.',
    messages: { mount: '{kind} `{name}` mounts `{path}` of its node: {leads}' },
    docs: {
      what: 'A workload that mounts the socket of the container runtime, the keys of the kubelet or of the control plane, or a directory above them.',
      why: 'Roles say what a service account may do. A pod with such a mount is not held to its own: it uses the account of the node, or that of any pod beside it. A mount that is read only reads the keys and talks to the socket all the same.',
      remedy:
        'Build images without the socket (BuildKit rootless, Kaniko and its successors), read metrics from the kubelet by `nodes/metrics`, and mount nothing above what is needed.',
      bad: [{ file: 'deploy/builder.yaml', text: pod('«/var/run/docker.sock»') }],
      good: [{ file: 'deploy/builder.yaml', text: pod('/var/log/builder') }],
      references: [
        'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath',
        'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#persistent-volume-creation',
      ],
    },
  },
  on: {
    grant(grant, context) {
      const kind = /^hostPath\/(.+)$/.exec(textOf(grant.entitlement) ?? '')?.[1] as HostPathKind | undefined;
      const [path] = grant.actions;
      if (grant.platform !== 'k8s' || grant.role !== 'entitlement' || !kind || !path || grant.enabled === 'no') return;
      const name = grant.carrier.address.slice(grant.carrier.address.lastIndexOf('/') + 1);
      context.report({
        at: path.at,
        message: 'mount',
        data: { kind: grant.carrier.kind, name, path: textOf(path) ?? '', leads: leads[kind] },
        anchor: grant.anchor,
        ...(kind === 'wide' ? { severity: 'low' as const } : {}),
      });
    },
  },
});
