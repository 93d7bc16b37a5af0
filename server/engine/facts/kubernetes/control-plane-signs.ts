// Which texts may start the API server, the kubelet, the controller manager, etcd, k3s or RKE2: a look at a few words.

/** Whether a text may start one of the programs. */
export const startsControlPlane = (text: string): boolean =>
  /(?:kube-apiserver|kube-controller-manager|kubelet|etcd)[ \t]{1,20}(?:\\\r?\n[ \t]{0,40})?[-$]|(?:K3S_KUBECONFIG_MODE|INSTALL_(?:K3S|RKE2)_EXEC)=|KUBE(?:LET|_APISERVER)_[A-Z_]{0,20}(?:ARGS|OPTS)=|(?:k3s|rke2)[ \t]{1,20}(?:server|agent)|get\.(?:k3s|rke2)\.io/.test(
    text,
  );
