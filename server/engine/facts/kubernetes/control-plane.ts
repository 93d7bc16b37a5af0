// Flags of the API server and settings of the kubelet that decide who gets in at all. Read from static pods, as kubeadm
// and its relatives write them, and from kubelet configuration.
import type { Facts, Trust } from '../types.ts';
import { itemsOf, leavesOf, textOf, valueAt, type Leaf, type Mapping } from '../value.ts';
import { enabledOf, type ObjectContext } from './context.ts';
import { leafOf } from './objects.ts';
import { grantOf } from './grant.ts';

/** Flags of containers that run the API server or the kubelet. */
export function readControlPlane(context: ObjectContext, spec: Mapping, into: Facts): void {
  for (const container of itemsOf(valueAt(spec, 'containers'))) {
    const words = [...leavesOf(valueAt(container, 'command')), ...leavesOf(valueAt(container, 'args'))];
    const program = words
      .map((word) => /(?:^|\/)(kube-apiserver|kubelet)$/.exec(textOf(word) ?? '')?.[1])
      .find((name) => name !== undefined);
    if (!program) continue;
    for (const word of words) readFlag(context, program, word, into);
  }
}

function readFlag(context: ObjectContext, program: string, word: Leaf, into: Facts): void {
  const [, flag, value] = /^--([a-z-]+)=(.*)$/.exec(textOf(word) ?? '') ?? [];
  if (flag !== undefined && value !== undefined) readSetting(context, program, flag, value, word, into);
}

/** What a flag says about who gets in; `word` is where it is said. */
function readSetting(context: ObjectContext, program: string, flag: string, value: string, word: Leaf, into: Facts): void {
  if (flag === 'anonymous-auth' && value === 'true') into.trusts.push(anonymous(context, program, word));
  if (flag === 'authorization-mode' && value.split(',').includes('AlwaysAllow')) alwaysAllowed(context, program, word, into);
  if ((flag === 'token-auth-file' || flag === 'basic-auth-file') && value !== '') {
    into.credentials.push({
      anchor: `${context.anchor}|${flag}`,
      platform: 'k8s',
      kind: 'static-provider',
      lifetime: { kind: 'standing' },
      storedIn: 'unknown',
      at: word.at,
      carrier: { ...context.carrier, kind: program },
      enabled: enabledOf(context, word.at.span[0]),
    });
  }
}

/** Flags of the API server in what kubeadm makes a cluster of: a mapping up to v1beta3, a list of names and values since. */
export function readClusterConfiguration(context: ObjectContext, into: Facts): void {
  const flags = valueAt(context.object, 'apiServer', 'extraArgs');
  const given =
    flags?.kind === 'mapping'
      ? flags.entries.map(({ key, value }) => [textOf(key), leafOf(value)] as const)
      : itemsOf(flags).map((item) => [textOf(valueAt(item, 'name')), leafOf(valueAt(item, 'value'))] as const);
  for (const [flag, value] of given)
    if (flag !== undefined && value) readSetting(context, 'kube-apiserver', flag, textOf(value) ?? '', value, into);
}

/** A kubelet's own file of settings. */
export function readKubeletConfiguration(context: ObjectContext, into: Facts): void {
  const open = leafOf(valueAt(context.object, 'authentication', 'anonymous', 'enabled'));
  if (open && textOf(open) === 'true') into.trusts.push(anonymous(context, 'kubelet', open));
  const mode = leafOf(valueAt(context.object, 'authorization', 'mode'));
  if (mode && textOf(mode) === 'AlwaysAllow') alwaysAllowed(context, 'kubelet', mode, into);
}

function anonymous(context: ObjectContext, program: string, at: Leaf): Trust {
  return {
    ...grantOf(
      context,
      'trust',
      `${context.anchor}|anonymous`,
      { level: 'cluster', id: at },
      { principals: [{ kind: 'any', id: at }], carrier: { ...context.carrier, kind: program } },
    ),
    role: 'trust',
  };
}

function alwaysAllowed(context: ObjectContext, program: string, at: Leaf, into: Facts): void {
  into.grants.push(
    grantOf(
      context,
      'entitlement',
      `${context.anchor}|authorization`,
      { level: 'cluster', id: at },
      {
        principals: [{ kind: 'authenticated', id: at }],
        entitlement: at,
        carrier: { ...context.carrier, kind: program },
      },
    ),
  );
}
