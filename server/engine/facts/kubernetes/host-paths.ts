// Directories and sockets of the node that a pod mounts and through which it becomes somebody else: the container runtime,
// the keys of the control plane and of the kubelet, what people are logged in with. Other paths give nothing.
import { wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { itemsOf, leavesOf, textOf, valueAt, type Mapping } from '../value.ts';
import type { ObjectContext } from './context.ts';
import { grantOf } from './grant.ts';
import { leafOf, shownName } from './objects.ts';

export type HostPathKind = 'runtime' | 'control-plane' | 'person' | 'wide';

const kinds: readonly (readonly [HostPathKind, RegExp])[] = [
  [
    'runtime',
    /^\/(?:var\/)?run\/(?:docker|cri-dockerd|containerd\/containerd|k3s\/containerd\/containerd|crio\/crio|podman\/podman)\.sock$/,
  ],
  [
    'control-plane',
    /^\/(?:etc\/kubernetes(?:\/(?:pki|admin\.conf|super-admin\.conf|kubelet\.conf|controller-manager\.conf|scheduler\.conf|azure\.json))?|var\/lib\/kubelet\/(?:pki|kubeconfig)|var\/lib\/rancher\/(?:k3s|rke2)\/server(?:\/.*)?|etc\/rancher\/(?:k3s|rke2))$/,
  ],
  [
    'person',
    /^\/(?:root|home\/[^/]+)\/\.(?:kube|ssh|aws|azure|docker|config\/gcloud)(?:\/(?:config(?:\.json)?|credentials|id_\w+|accessTokens\.json|application_default_credentials\.json))?$/,
  ],
  ['wide', /^\/(?:|etc|var|var\/lib|var\/lib\/kubelet(?:\/pods)?|var\/run|run|root|home)$/],
];

/** What the control plane runs as itself, from files that only it may read. */
const controlPlane = /(?:^|\/)(?:kube-(?:apiserver|controller-manager|scheduler|proxy)|cloud-controller-manager|etcd|kubelet)$/;

/** A grant for each such volume, with the path as its action. */
export function readHostPaths(context: ObjectContext, spec: Mapping, into: Facts): void {
  const volumes = itemsOf(valueAt(spec, 'volumes'));
  if (volumes.length === 0 || isControlPlane(spec)) return;
  for (const volume of volumes) {
    const path = leafOf(valueAt(volume, 'hostPath', 'path'));
    const text = textOf(path)?.replace(/(?<=[^/]|^\/)\/+$/, '');
    const kind = text === undefined ? undefined : kinds.find(([, pattern]) => pattern.test(text))?.[0];
    if (!path || !kind) continue;
    const anchor = `${context.anchor}|volumes[${shownName(leafOf(valueAt(volume, 'name')))}]`;
    into.grants.push(
      grantOf(
        context,
        'entitlement',
        anchor,
        { level: 'resource', id: path },
        { entitlement: wordAt(`hostPath/${kind}`, path.at), actions: [path] },
      ),
    );
  }
}

function isControlPlane(spec: Mapping): boolean {
  return itemsOf(valueAt(spec, 'containers')).some((container) =>
    [...leavesOf(valueAt(container, 'command')), ...leavesOf(valueAt(container, 'args'))]
      .slice(0, 3)
      .some((word) => controlPlane.test(textOf(word) ?? '')),
  );
}
