// What the policy arguments of Pulumi's classes come to: JSON, objects, what `getPolicyDocument` makes of its statements and
// `assumeRolePolicyForPrincipal` of a principal, and managed policies by the package's own names for them.
import type { Node } from '../../syntax/typescript.ts';
import { entryFrom, listFrom, mappingFrom, wordAt } from '../made-values.ts';
import { tableOf } from '../../table.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import { keptAs, usesOf } from './cdk-context.ts';
import { argumentOf, behind, nameOf, propertyNodes } from './constructs.ts';
import { fold } from './fold.ts';
import { placeOfNode, type Folding } from './folding.ts';
import type { Module } from './module.ts';

/** `aws.iam.assumeRolePolicyForPrincipal(principal)`: the trust policy that it writes. */
function trustForPrincipal(node: Node, folding: Folding): Value | undefined {
  const found = behind(node, folding);
  if (found?.node.type !== 'CallExpression' || nameOf(found.node.callee, found.folding.module)?.name !== 'assumeRolePolicyForPrincipal')
    return undefined;
  const principal = argumentOf(found.node, 0);
  const place = placeOfNode(found.node, found.folding);
  return (
    principal &&
    mappingFrom(
      [
        entryFrom(
          'Statement',
          place,
          mappingFrom(
            [
              entryFrom('Effect', place, wordAt('Allow', place)),
              entryFrom('Action', place, wordAt('sts:AssumeRole', place)),
              entryFrom('Principal', place, fold(principal, found.folding)),
            ],
            place,
          ),
        ),
      ],
      place,
    )
  );
}

/** A policy argument: JSON, a document, or what `getPolicyDocument` makes of its statements. */
export function policyValue(node: Node, folding: Folding): Value | undefined {
  const trust = trustForPrincipal(node, folding);
  if (trust) return trust;
  const call = policyCall(node, folding);
  if (!call) return fold(node, folding);
  const statements = propertyNodes(argumentOf(call.node, 0), call.folding).get('statements');
  if (!statements) return undefined;
  const list = fold(statements.node, statements.folding);
  const place = placeOfNode(call.node, call.folding);
  return mappingFrom([entryFrom('Statement', place, listFrom(itemsOf(list).map(statementFrom), place))], place);
}

type Call = Extract<Node, { type: 'CallExpression' }>;

/** `aws.iam.getPolicyDocument(Output)({…})` behind `.json`, `.then`, `.apply` and names. */
function policyCall(node: Node, folding: Folding, depth = 0): { node: Call; folding: Folding } | undefined {
  const found = behind(node, folding);
  if (!found || depth > 8) return undefined;
  if (found.node.type === 'AwaitExpression') return policyCall(found.node.argument, found.folding, depth + 1);
  if (found.node.type === 'MemberExpression')
    return found.node.object.type === 'ThisExpression' ? undefined : policyCall(found.node.object, found.folding, depth + 1);
  if (found.node.type !== 'CallExpression') return undefined;
  const named = nameOf(found.node.callee, found.folding.module);
  if (named && /^getPolicyDocument(?:Output)?$/.test(named.name)) return { node: found.node, folding: found.folding };
  if (
    named &&
    (named.name === 'then' || named.name === 'apply' || named.name === 'output') &&
    (named.object ?? argumentOf(found.node, 0))
  ) {
    return policyCall(named.name === 'output' ? argumentOf(found.node, 0)! : named.object!, found.folding, depth + 1);
  }
  return undefined;
}

const elements = tableOf<string>({
  sid: 'Sid',
  effect: 'Effect',
  actions: 'Action',
  notActions: 'NotAction',
  resources: 'Resource',
  notResources: 'NotResource',
});

/** A statement of `getPolicyDocument` in the shape of policy JSON. */
export function statementFrom(value: Value): Value {
  if (value.kind !== 'mapping') return value;
  const entries: Entry[] = [];
  for (const one of value.entries) {
    const name = textOf(one.key) ?? '';
    const key = (text: string): Leaf => wordAt(text, one.key.at);
    const element = elements.get(name);
    if (element) entries.push({ ...one, key: key(element) });
    else if (name === 'principals' || name === 'notPrincipals') {
      const principals = itemsOf(one.value).flatMap((principal) =>
        principal.kind === 'mapping'
          ? [
              {
                key: leavesOf(entryOf(principal, 'type')?.value)[0] ?? key('unknown'),
                value: entryOf(principal, 'identifiers')?.value ?? principal,
                at: principal.at,
              },
            ]
          : [],
      );
      entries.push({ key: key(name === 'principals' ? 'Principal' : 'NotPrincipal'), value: mappingFrom(principals, one.at), at: one.at });
    } else if (name === 'conditions') {
      const conditions = itemsOf(one.value).map((condition): Value => {
        const [test, variable, values] = ['test', 'variable', 'values'].map((part) => entryOf(condition, part)?.value);
        const operator = leavesOf(test)[0];
        const subject = leavesOf(variable)[0];
        return operator && subject && values
          ? mappingFrom(
              [{ key: operator, value: mappingFrom([{ key: subject, value: values, at: condition.at }], condition.at), at: condition.at }],
              condition.at,
            )
          : condition;
      });
      entries.push({
        key: key('Condition'),
        value: listFrom(conditions, one.at),
        at: one.at,
      });
    }
  }
  if (!entries.some((one) => textOf(one.key) === 'Effect')) entries.unshift(entryFrom('Effect', value.at, wordAt('Allow', value.at)));
  return { ...value, entries } satisfies Mapping;
}

/** Whether a policy of the program is given to somebody by the name that it is kept under: `policyArn: own.arn`. */
export function isAttached(policy: Node, module: Module): boolean {
  const name = keptAs(policy, module);
  const uses = name === undefined ? [] : (usesOf(module).get(name) ?? []);
  return uses.some((use) => {
    let at: Node | undefined = use;
    for (let steps = 0; at && at.type !== 'Property' && steps < 6; steps++) at = module.parents.get(at);
    return at?.type === 'Property' && at.key.type === 'Identifier' && /^(?:policyArns?|managedPolicyArns)$/.test(at.key.name);
  });
}

/** A managed policy: an ARN, or a member of `aws.iam.ManagedPolicy` / `aws.iam.ManagedPolicies`. */
export function managedValue(node: Node, folding: Folding): Value {
  const found = behind(node, folding);
  if (found?.node.type === 'MemberExpression' && found.node.property.type === 'Identifier') {
    const named = nameOf(found.node, found.folding.module);
    if (named && /^ManagedPolic(?:y|ies)$/.test(named.path.at(-1) ?? ''))
      return wordAt(found.node.property.name, placeOfNode(found.node.property, found.folding));
  }
  if (found?.node.type === 'ArrayExpression') {
    const items = found.node.elements.flatMap((one) => (one && one.type !== 'SpreadElement' ? [managedValue(one, found.folding)] : []));
    return listFrom(items, placeOfNode(found.node, found.folding));
  }
  return fold(node, folding);
}
