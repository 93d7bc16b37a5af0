// What identities of a cluster are called: `NAMESPACE/NAME`, wherever they are declared or named.
import { chartRootOf } from '../helm/values.ts';
import type { Leaf } from '../value.ts';
import { shownName } from './objects.ts';

/**
 * The name of an account or workload, `*` for each hole. No namespace gives an empty one. Two charts may make the same
 * name of the same holes and mean two accounts: such names say the chart that `uri` belongs to.
 */
export function identityName(namespace: Leaf | undefined, name: string, uri: string): string {
  const whole = `${shownName(namespace)}/${name}`;
  const chart = whole.includes('*') ? chartRootOf(uri) : undefined;
  return chart ? `${whole}@${chart}` : whole;
}
