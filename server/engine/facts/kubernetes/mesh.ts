// Authorization policies of Istio that allow everybody: a rule that says nothing matches every request, and a principal `*`
// every workload of the mesh. Rules that narrow by path, by claim or by address give nothing: what they leave open is for
// the service behind them to judge. Names of security.istio.io/v1.
import { wordAt } from '../made-values.ts';
import type { Facts, Principal } from '../types.ts';
import { itemsOf, leavesOf, textOf, valueAt, type Leaf, type Value } from '../value.ts';
import { enabledOf, type ObjectContext } from './context.ts';
import { grantOf } from './grant.ts';

export function readAuthorizationPolicy(context: ObjectContext, into: Facts): void {
  const spec = valueAt(context.object, 'spec');
  const action = valueAt(spec, 'action');
  if (action && textOf(action) !== 'ALLOW') return;
  for (const [index, rule] of itemsOf(valueAt(spec, 'rules')).entries()) {
    if (rule.kind !== 'mapping' || !rule.complete) continue;
    const open =
      rule.entries.length === 0 ? wordAt('{}', rule.at) : rule.entries.length === 1 ? everyWorkload(valueAt(rule, 'from')) : undefined;
    if (!open) continue;
    const principals: Principal[] = [{ kind: textOf(open) === '{}' ? 'any' : 'authenticated', id: open }];
    into.grants.push(
      grantOf(
        context,
        'entitlement',
        `${context.anchor}|rules[${index}]`,
        { level: 'namespace', id: context.name.namespace ?? open },
        {
          principals,
          entitlement: wordAt(textOf(open) === '{}' ? 'AuthorizationPolicy/everybody' : 'AuthorizationPolicy/every-workload', open.at),
          actions: [open],
          enabled: enabledOf(context, rule.at.span[0]),
        },
      ),
    );
  }
}

/** The `*` of a source that asks for nothing else. */
function everyWorkload(from: Value | undefined): Leaf | undefined {
  for (const item of itemsOf(from)) {
    const source = valueAt(item, 'source');
    if (source?.kind !== 'mapping' || !source.complete || source.entries.length !== 1) continue;
    const star = leavesOf(valueAt(source, 'principals')).find((leaf) => textOf(leaf) === '*');
    if (star) return star;
  }
  return undefined;
}
