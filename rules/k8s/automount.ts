// Whether the token of a service account is mounted: the pod decides, else the account, else it is.
import { isNear } from '../../server/engine/facts/kubernetes/joined.ts';
import { accountsNamed } from '../../server/engine/facts/kubernetes/lookup.ts';
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
  return accountsNamed(project, account).some((one) => {
    if (!one.traits.automount || isOff(one.traits.automount) === false) return false;
    const [own, wanted] = [textOf(one.traits.namespace), textOf(namespace)];
    return own && wanted ? own === wanted : isNear(one.at.uri, workload.at.uri);
  });
}
