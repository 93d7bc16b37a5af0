// Where a manifest takes a guard away: namespaces in which pods may be root on their node, exceptions from a policy for
// everything, and the account that every pod has unless it names another, with an identity of a cloud.
import type { Facts } from '../types.ts';
import { itemsOf, leavesOf, textOf, valueAt, type Leaf, type Value } from '../value.ts';
import { wordAt } from '../made-values.ts';
import { enabledOf, type ObjectContext } from './context.ts';
import { grantOf } from './grant.ts';
import { leafOf, shownName } from './objects.ts';

/** Reads the object when it is one of these; others give nothing. */
export function readGuards(context: ObjectContext, into: Facts): void {
  const { group, kind } = context.name;
  if (kind === 'Namespace' && group === '') readNamespace(context, into);
  else if (kind === 'PolicyException' && group.endsWith('kyverno.io')) readException(context, into);
  else if (kind === 'ServiceAccount' && group === '' && textOf(context.name.name) === 'default') readDefaultAccount(context, into);
}

function note(context: ObjectContext, what: string, leaf: Leaf, into: Facts, about: Leaf = leaf): void {
  into.grants.push(
    grantOf(
      context,
      'entitlement',
      `${context.anchor}|${what}`,
      { level: 'namespace', id: about },
      { entitlement: wordAt(what, leaf.at), actions: [leaf], enabled: enabledOf(context, leaf.at.span[0]) },
    ),
  );
}

/** Pod Security Admission: `privileged` holds nothing back. */
function readNamespace(context: ObjectContext, into: Facts): void {
  const level = leafOf(valueAt(context.object, 'metadata', 'labels', 'pod-security.kubernetes.io/enforce'));
  if (textOf(level) === 'privileged')
    note(context, 'Namespace/privileged', level!, into, wordAt(shownName(context.name.name), context.carrier.head));
}

/** An exception of Kyverno that names neither namespace nor object, label, subject or condition is for everything of its kinds. */
function readException(context: ObjectContext, into: Facts): void {
  const spec = valueAt(context.object, 'spec');
  if (spec?.kind !== 'mapping' || !spec.complete || valueAt(spec, 'conditions')) return;
  const policy = leafOf(valueAt(itemsOf(valueAt(spec, 'exceptions'))[0], 'policyName'));
  for (const block of itemsOf(valueAt(spec, 'match', 'any'))) {
    const kinds = everyOne(block);
    if (policy && kinds) return note(context, 'PolicyException/everything', kinds, into, policy);
  }
}

function everyOne(block: Value): Leaf | undefined {
  const resources = valueAt(block, 'resources');
  if (block.kind !== 'mapping' || !block.complete || block.entries.length !== 1 || resources?.kind !== 'mapping' || !resources.complete)
    return undefined;
  const others = resources.entries.filter(({ key }) => !['kinds', 'operations'].includes(textOf(key) ?? ''));
  const narrows = others.some(
    ({ key, value }) => !['namespaces', 'names'].includes(textOf(key) ?? '') || !leavesOf(value).some((leaf) => textOf(leaf) === '*'),
  );
  return narrows ? undefined : leavesOf(valueAt(resources, 'kinds'))[0];
}

const cloudIdentities = ['eks.amazonaws.com/role-arn', 'iam.gke.io/gcp-service-account', 'azure.workload.identity/client-id'];

function readDefaultAccount(context: ObjectContext, into: Facts): void {
  for (const key of cloudIdentities) {
    const identity = leafOf(valueAt(context.object, 'metadata', 'annotations', key));
    if (identity && textOf(identity) !== '')
      return note(
        context,
        'ServiceAccount/cloud-identity',
        identity,
        into,
        context.name.namespace ?? wordAt('default', context.carrier.head),
      );
  }
}
