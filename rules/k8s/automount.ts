// Whether the token of a service account is mounted: the pod decides, else the account, else it is.
import { isNear } from '../../server/engine/facts/kubernetes/joined.ts';
import type { Identity } from '../../server/engine/facts/types.ts';
import { textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Project } from '../../server/engine/project.ts';

/** Undefined where the value is not known. Kubernetes reads YAML 1.1: `no` and `off` are false. */
export function isOff(value: Leaf): boolean | undefined {
  const text = textOf(value)?.toLowerCase();
  return text === undefined ? undefined : ['false', 'no', 'off', 'n'].includes(text);
}

/** True where the workload, or else its account, says that no token is mounted, or where what it says is not known. */
export function mayBeOff(workload: Identity, account: string, project: Project): boolean {
  const { automount, namespace } = workload.traits;
  if (automount) return isOff(automount) !== false;
  return (project.memo(accountsOf, () => accountsOf(project)).get(account) ?? []).some((one) => {
    const [own, wanted] = [textOf(one.traits.namespace), textOf(namespace)];
    return own && wanted ? own === wanted : isNear(one.at.uri, workload.at.uri);
  });
}

/** Service accounts that say something about mounting and do not turn it on, by name. */
function accountsOf(project: Project): Map<string, Identity[]> {
  const found = new Map<string, Identity[]>();
  for (const one of project.all('identities')) {
    if (one.platform !== 'k8s' || one.kind !== 'service-account' || !one.traits.automount || isOff(one.traits.automount) === false) continue;
    (found.get(one.name) ?? found.set(one.name, []).get(one.name)!).push(one);
  }
  return found;
}
