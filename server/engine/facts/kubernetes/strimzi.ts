// Kafka as Strimzi declares it: lists of a KafkaUser that allow every operation on everything of a kind, and superusers that
// need no login. Lists that name topics and operations are nobody's mistake and give nothing here.
import { wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { itemsOf, leavesOf, textOf, valueAt, type Leaf } from '../value.ts';
import { enabledOf, type ObjectContext } from './context.ts';
import { grantOf } from './grant.ts';
import { leafOf } from './objects.ts';

/** Reads the object when it is one of these; others give nothing. */
export function readStrimzi(context: ObjectContext, into: Facts): void {
  if (context.name.kind === 'KafkaUser') readUser(context, into);
  else if (context.name.kind === 'Kafka') readCluster(context, into);
}

function note(context: ObjectContext, what: string, part: string, leaf: Leaf, about: Leaf, into: Facts): void {
  into.grants.push(
    grantOf(
      context,
      'entitlement',
      `${context.anchor}|${part}`,
      { level: 'cluster', id: about },
      { entitlement: wordAt(what, leaf.at), actions: [leaf], enabled: enabledOf(context, leaf.at.span[0]) },
    ),
  );
}

function readUser(context: ObjectContext, into: Facts): void {
  for (const acl of itemsOf(valueAt(context.object, 'spec', 'authorization', 'acls'))) {
    const all = [...leavesOf(valueAt(acl, 'operations')), ...leavesOf(valueAt(acl, 'operation'))].find((leaf) => textOf(leaf) === 'All');
    const [type, name] = [leafOf(valueAt(acl, 'resource', 'type')), leafOf(valueAt(acl, 'resource', 'name'))];
    if (!all || !type || textOf(valueAt(acl, 'type')) === 'deny') continue;
    const isPrefix = textOf(valueAt(acl, 'resource', 'patternType')) === 'prefix';
    if (textOf(type) === 'cluster') note(context, 'KafkaUser/cluster', 'acls[cluster]', all, type, into);
    else if (name && textOf(name) === (isPrefix ? '' : '*'))
      note(context, `KafkaUser/${textOf(type) ?? ''}`, `acls[${textOf(type) ?? ''}]`, name, type, into);
  }
}

/** A listener without authentication makes its callers `ANONYMOUS`. */
function readCluster(context: ObjectContext, into: Facts): void {
  for (const leaf of leavesOf(valueAt(context.object, 'spec', 'kafka', 'authorization', 'superUsers'))) {
    if (/^(?:User:)?ANONYMOUS$/.test(textOf(leaf) ?? '')) note(context, 'Kafka/anonymous', 'superUsers', leaf, leaf, into);
  }
}
