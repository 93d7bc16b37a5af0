// Certificates that are asked for with a life of their own: cert-manager's, and requests to the cluster's signers. Those of
// a certificate authority are meant to last and are not looked at, nor where that is not known.
import type { Facts } from '../types.ts';
import { leavesOf, textOf, valueAt, type Leaf } from '../value.ts';
import { wordAt } from '../made-values.ts';
import { enabledOf, type ObjectContext } from './context.ts';
import { leafOf } from './objects.ts';

/** Reads the object when it is one of these; others give nothing. */
export function readCertificate(context: ObjectContext, into: Facts): void {
  const { group, kind } = context.name;
  const spec = valueAt(context.object, 'spec');
  const usages = leavesOf(valueAt(spec, 'usages'));
  if (group === 'cert-manager.io' && (kind === 'Certificate' || kind === 'CertificateRequest')) {
    const authority = valueAt(spec, 'isCA');
    if (!authority || textOf(authority) === 'false') push(context, leafOf(valueAt(spec, 'duration')), usages, into);
  } else if (group === 'certificates.k8s.io' && kind === 'CertificateSigningRequest') {
    const seconds = leafOf(valueAt(spec, 'expirationSeconds'));
    push(context, seconds, usages, into);
  }
}

function push(context: ObjectContext, until: Leaf | undefined, usages: readonly Leaf[], into: Facts): void {
  if (!until) return;
  const client = usages.find((usage) => textOf(usage) === 'client auth');
  const spec = valueAt(context.object, 'spec');
  const subject = leafOf(valueAt(spec, 'commonName')) ?? context.name.name ?? wordAt('', context.carrier.head);
  const renewed = leafOf(valueAt(spec, 'renewBefore'));
  into.credentials.push({
    anchor: `${context.anchor}|life`,
    platform: 'k8s',
    kind: 'certificate',
    owner: { kind: client ? 'user' : 'unknown', id: subject },
    lifetime: { kind: 'until', until, at: until.at },
    ...(renewed ? { rotation: renewed } : {}),
    storedIn: 'cluster',
    at: until.at,
    carrier: context.carrier,
    enabled: enabledOf(context, until.at.span[0]),
  });
}
