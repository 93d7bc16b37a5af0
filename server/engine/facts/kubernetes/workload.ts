// Workloads as identities: which service account a pod runs as, whether its token is mounted, how long projected tokens
// live; and secrets that hold a token without end.
import type { Facts, Identity } from '../types.ts';
import { itemsOf, textOf, valueAt, type Leaf, type Mapping, type Value } from '../value.ts';
import { enabledOf, ownerOf, traitsOf, type ObjectContext } from './context.ts';
import { readControlPlane } from './control-plane.ts';
import { readHostPaths } from './host-paths.ts';
import { identityName } from './identity-name.ts';
import { leafOf, shownName } from './objects.ts';
import { tableOf } from '../../table.ts';
import { readWebConsoles } from './web-consoles.ts';

/** Where each kind keeps its pod. Kinds of other groups that embed a pod template in the same place are read alike. */
const podPaths = tableOf<readonly string[]>({
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
});
const none: readonly never[] = [];
const templatePath = ['spec', 'template', 'spec'];
const templateKinds = new Set([
  'Deployment',
  'DaemonSet',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'DeploymentConfig',
  'Rollout',
  'Service',
]);

/** The pod specification of a workload, and the kind it was found under. Undefined for objects that run no pods. */
export function podSpecOf(object: Mapping): Mapping | undefined {
  const kind = textOf(valueAt(object, 'kind')) ?? '';
  const path = podPaths.get(kind) ?? (templateKinds.has(kind) ? templatePath : undefined);
  const spec = path && valueAt(object, ...path);
  return spec?.kind === 'mapping' && (valueAt(spec, 'containers') || valueAt(spec, 'serviceAccountName')) ? spec : undefined;
}

export function readWorkload(context: ObjectContext, into: Facts): void {
  const { object, name } = context;
  const spec = podSpecOf(object);
  if (!spec) return;
  const account = leafOf(valueAt(spec, 'serviceAccountName') ?? valueAt(spec, 'serviceAccount'));
  const automount = leafOf(valueAt(spec, 'automountServiceAccountToken'));
  const identity: Identity = {
    id: ['k8s:machine:', identityName(name.namespace, `${name.kind}/${shownName(name.name)}`, context.uri)].join(''),
    platform: 'k8s',
    kind: 'machine',
    name: shownName(name.name),
    owner: ownerOf(object),
    // Whom it acts as: what the account may do is said there.
    scopeItems: account ? [['account:', identityName(name.namespace, shownName(account), context.uri)].join('')] : none,
    at: context.carrier.head,
    carrier: context.carrier,
    traits: traitsOf({ serviceAccount: account, automount, namespace: name.namespace }),
  };
  into.identities.push(identity);
  readProjectedTokens(context, spec, account, into);
  readControlPlane(context, spec, into);
  readWebConsoles(context, spec, into);
  readHostPaths(context, spec, into);
}

function readProjectedTokens(context: ObjectContext, spec: Mapping, account: Leaf | undefined, into: Facts): void {
  for (const volume of itemsOf(valueAt(spec, 'volumes'))) {
    for (const source of itemsOf(valueAt(volume, 'projected', 'sources'))) {
      const token = valueAt(source, 'serviceAccountToken');
      const until = leafOf(valueAt(token, 'expirationSeconds'));
      if (!token || !until) continue;
      into.credentials.push({
        anchor: `${context.anchor}|volumes[${shownName(leafOf(valueAt(volume, 'name')))}]`,
        platform: 'k8s',
        kind: 'token',
        owner: account ? { kind: 'serviceAccount', id: account, namespace: context.name.namespace } : undefined,
        lifetime: { kind: 'until', until, at: until.at },
        storedIn: 'cluster',
        at: until.at,
        carrier: context.carrier,
        enabled: enabledOf(context, until.at.span[0]),
      });
    }
  }
}

const tokenSecretType = 'kubernetes.io/service-account-token';

/** A secret of the type for which the control plane writes a token that never ends. */
export function readTokenSecret(context: ObjectContext, into: Facts): void {
  const type: Value | undefined = valueAt(context.object, 'type');
  if (!type || textOf(type) !== tokenSecretType) return;
  const owner = leafOf(valueAt(context.object, 'metadata', 'annotations', 'kubernetes.io/service-account.name'));
  into.credentials.push({
    anchor: context.anchor,
    platform: 'k8s',
    kind: 'token',
    owner: owner ? { kind: 'serviceAccount', id: owner, namespace: context.name.namespace } : undefined,
    lifetime: { kind: 'standing' },
    storedIn: 'cluster',
    at: type.at,
    carrier: context.carrier,
    enabled: enabledOf(context, type.at.span[0]),
  });
}

/** A token that is asked for, with the end that it is asked for with. */
export function readTokenRequest(context: ObjectContext, into: Facts): void {
  const until = leafOf(valueAt(context.object, 'spec', 'expirationSeconds'));
  if (!until) return;
  const { name, namespace } = context.name;
  into.credentials.push({
    anchor: context.anchor,
    platform: 'k8s',
    kind: 'token',
    ...(name ? { owner: { kind: 'serviceAccount' as const, id: name, ...(namespace ? { namespace } : {}) } } : {}),
    lifetime: { kind: 'until', until, at: until.at },
    storedIn: 'unknown',
    at: until.at,
    carrier: context.carrier,
    enabled: enabledOf(context, until.at.span[0]),
  });
}
