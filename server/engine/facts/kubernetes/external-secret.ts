// ExternalSecret objects: which version of a secret that is kept elsewhere they read. One without a version reads the
// current one, and is no fact here.
import type { Facts } from '../types.ts';
import { itemsOf, valueAt, type Value } from '../value.ts';
import type { ObjectContext } from './context.ts';
import { leafOf, shownName } from './objects.ts';

export function readExternalSecret(context: ObjectContext, into: Facts): void {
  // A ClusterExternalSecret has the whole of an ExternalSecret's `spec` one level deeper.
  const spec = valueAt(context.object, 'spec', 'externalSecretSpec') ?? valueAt(context.object, 'spec');
  const references: (Value | undefined)[] = [
    ...itemsOf(valueAt(spec, 'data')).map((entry) => valueAt(entry, 'remoteRef')),
    ...itemsOf(valueAt(spec, 'dataFrom')).map((entry) => valueAt(entry, 'extract')),
  ];
  for (const reference of references) {
    const path = leafOf(valueAt(reference, 'key'));
    const version = leafOf(valueAt(reference, 'version'));
    if (path && version)
      into.vaultReferences.push({
        anchor: `${context.anchor}|remoteRef[${shownName(path)}]|version`,
        path,
        version,
        carrier: context.carrier,
      });
  }
}
