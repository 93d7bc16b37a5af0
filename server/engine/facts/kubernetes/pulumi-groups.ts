// What Pulumi's provider for Kubernetes calls the API groups.

import { tableOf } from '../../table.ts';

/** API groups by the module of Pulumi's provider; others are `<module>.k8s.io`. */
const groups = tableOf<string>({
  core: '',
  apps: 'apps',
  batch: 'batch',
  autoscaling: 'autoscaling',
  policy: 'policy',
  rbac: 'rbac.authorization.k8s.io',
});

/** The `apiVersion` behind a module of Pulumi's provider: `rbac` and `v1`. */
export function apiVersionOf(group: string, version: string): string {
  const name = groups.get(group) ?? `${group}.k8s.io`;
  return name === '' ? version : `${name}/${version}`;
}
