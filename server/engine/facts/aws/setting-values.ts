// What the readers of settings share: a grant to whoever a setting lets in, and a part by its name however it is spelled.
import { onlyNamed } from '../polarity.ts';
import type { Facts, Principal } from '../types.ts';
import { textOf, type Value } from '../value.ts';
import { wordAt } from '../made-values.ts';
import type { AwsResource } from './settings.ts';

/** Pushes the grant of `action` on this resource to whoever a setting lets in, at the word that says so. */
export function pushOpening(
  resource: Pick<AwsResource, 'anchor' | 'carrier' | 'enabled'>,
  into: Facts,
  principal: Principal | readonly Principal[],
  action: string,
): void {
  const principals = [principal].flat();
  if (principals.length === 0) return;
  into.grants.push({
    anchor: resource.anchor(`open[${action}]`),
    platform: 'aws',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'resource',
    principals,
    actions: [wordAt(action, principals[0]!.id.at)],
    scope: [],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: resource.carrier,
    enabled: resource.enabled,
  });
}

/** A part by its Terraform name, however a dialect spells it: `access_scope`, `AccessScope`, `accessScope`. */
export function valueIn(mappings: readonly Value[], name: string): Value | undefined {
  const wanted = spelled(name);
  for (const mapping of mappings) {
    const found = mapping.kind === 'mapping' ? mapping.entries.findLast((one) => spelled(textOf(one.key) ?? '') === wanted) : undefined;
    if (found) return found.value;
  }
  return undefined;
}

function spelled(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
