// Policy statements of the CDK in the shape of policy JSON: from the properties of `new iam.PolicyStatement({…})`, from
// `fromJson`, and from what is added to a statement later (`statement.addActions(…)`).
import type { Node } from '../../syntax/typescript.ts';
import { entryOf, type Entry, type List, type Mapping, type Value } from '../value.ts';
import { argumentOf, behind, itemNodes, nameOf, propertyNodes } from './constructs.ts';
import { entryFrom, listFrom, mappingFrom, wordAt } from '../made-values.ts';
import { both, principalsOf, type CdkPrincipal } from './cdk-principals.ts';
import { fold } from './fold.ts';
import { written } from './texts.ts';
import { placeOfNode, type Folding } from './folding.ts';
import { tableOf } from '../../table.ts';

const elements = tableOf<string>({
  sid: 'Sid',
  actions: 'Action',
  notActions: 'NotAction',
  resources: 'Resource',
  notResources: 'NotResource',
  conditions: 'Condition',
});

/** Calls that add to a statement, by the element that they add to. */
const additions = tableOf<string>({
  addActions: 'Action',
  addNotActions: 'NotAction',
  addResources: 'Resource',
  addNotResources: 'NotResource',
});

type Call = Extract<Node, { type: 'CallExpression' | 'NewExpression' }>;

/**
 * The statement that a `new PolicyStatement(…)` or `PolicyStatement.fromJson(…)` makes. `later` are the calls on the
 * variable that holds it.
 */
export function statementOf(node: Call, folding: Folding, later: readonly Extract<Node, { type: 'CallExpression' }>[]): Value {
  const place = placeOfNode(node, folding);
  const argument = argumentOf(node, 0);
  if (node.type === 'CallExpression') return fold(argument, folding);
  const entries: Entry[] = [];
  let complete = true;
  const value = argument && fold(argument, folding);
  if (value && value.kind !== 'mapping') complete = false;
  if (value?.kind === 'mapping' && !value.complete) complete = false;
  const properties = propertyNodes(argument, folding);
  for (const [name, property] of properties) {
    const at = placeOfNode(property.whole, property.folding);
    const key = placeOfNode(property.key, property.folding);
    if (name === 'effect') entries.push({ ...entryFrom('Effect', key, effectOf(property.node, property.folding)), at });
    else if (name === 'principals' || name === 'notPrincipals')
      entries.push(
        ...principalEntries(
          name === 'principals' ? 'Principal' : 'NotPrincipal',
          key,
          itemNodes(property.node, property.folding).flatMap((item) => principalsOf(item.node, item.folding)),
        ),
      );
    else {
      const element = elements.get(name);
      if (element) entries.push({ ...entryFrom(element, key, fold(property.node, property.folding)), at });
    }
  }
  for (const call of later) entries.push(...addedBy(call, folding));
  const merged = merge(entries);
  if (!merged.some((one) => one.key.kind === 'scalar' && one.key.value === 'Effect'))
    merged.unshift(entryFrom('Effect', place, wordAt('Allow', place)));
  const literal = argument?.type === 'ObjectExpression' && later.length === 0 && complete;
  const base: Mapping = {
    kind: 'mapping',
    entries: merged,
    complete,
    ...(literal ? written(argument.range, argument.range, folding) : mappingFrom([], place)),
  } as Mapping;
  return { ...base, entries: merged, complete };
}

function effectOf(node: Node, folding: Folding): Value {
  const at = placeOfNode(node, folding);
  const name = node.type === 'MemberExpression' && node.property.type === 'Identifier' ? node.property.name : undefined;
  if (name === 'ALLOW' || name === 'DENY') return wordAt(name === 'ALLOW' ? 'Allow' : 'Deny', at);
  return fold(node, folding);
}

function principalEntries(element: string, key: Entry['at'], principals: readonly CdkPrincipal[]): Entry[] {
  if (principals.length === 0) return [];
  const entries: Entry[] = [
    {
      key: wordAt(element, key),
      value: mappingFrom(
        principals.map((one) => entryFrom(one.type, one.at, one.id)),
        key,
      ),
      at: key,
    },
  ];
  const conditions = principals.map((one) => one.conditions).reduce<Value | undefined>((a, b) => both(a, b), undefined);
  if (conditions) entries.push(entryFrom('Condition', key, conditions));
  return entries;
}

function addedBy(call: Extract<Node, { type: 'CallExpression' }>, folding: Folding): Entry[] {
  if (call.callee.type !== 'MemberExpression' || call.callee.property.type !== 'Identifier') return [];
  const { name } = call.callee.property;
  const at = placeOfNode(call, folding);
  const key = placeOfNode(call.callee.property, folding);
  const values = call.arguments.flatMap((one) => (one.type === 'SpreadElement' ? [fold(one.argument, folding)] : [fold(one, folding)]));
  const element = additions.get(name);
  if (element)
    return [
      {
        key: wordAt(element, key),
        value: listFrom(values, at),
        at,
      },
    ];
  const first = values[0];
  const principal = (type: string, id: Value): Entry[] => [
    { key: wordAt('Principal', key), value: mappingFrom([entryFrom(type, key, id)], at), at },
  ];
  switch (name) {
    case 'addAllResources':
      return [entryFrom('Resource', key, wordAt('*', key), at)];
    case 'addAnyPrincipal':
      return principal('AWS', wordAt('*', key));
    case 'addArnPrincipal':
    case 'addAwsPrincipal':
    case 'addAwsAccountPrincipal':
      return first ? principal('AWS', first) : [];
    case 'addAccountRootPrincipal':
      return principal('unknown', wordAt('', key));
    case 'addServicePrincipal':
      return first ? principal('Service', first) : [];
    case 'addFederatedPrincipal':
      return first ? [...principal('Federated', first), ...(values[1] ? [entryFrom('Condition', key, values[1], at)] : [])] : [];
    case 'addCanonicalUserPrincipal':
      return first ? principal('CanonicalUser', first) : [];
    case 'addPrincipals':
      return principalEntries(
        'Principal',
        key,
        call.arguments.flatMap((one) => (one.type === 'SpreadElement' ? [] : principalsOf(one, folding))),
      );
    case 'addCondition':
      return first && values[1] && first.kind === 'scalar'
        ? [entryFrom('Condition', key, mappingFrom([{ key: first, value: values[1], at }], at), at)]
        : [];
    case 'addConditions':
      return first ? [entryFrom('Condition', key, first, at)] : [];
    case 'addSourceAccountCondition':
      return first
        ? [
            entryFrom(
              'Condition',
              key,
              mappingFrom([entryFrom('StringEquals', key, mappingFrom([entryFrom('aws:SourceAccount', key, first)], at))], at),
              at,
            ),
          ]
        : [];
    case 'addSourceArnCondition':
      return first
        ? [
            entryFrom(
              'Condition',
              key,
              mappingFrom([entryFrom('ArnEquals', key, mappingFrom([entryFrom('aws:SourceArn', key, first)], at))], at),
              at,
            ),
          ]
        : [];
    default:
      return [];
  }
}

/** Entries of one element become one: lists join, conditions must all hold. */
function merge(entries: readonly Entry[]): Entry[] {
  const merged = new Map<string, Entry>();
  for (const one of entries) {
    const name = String((one.key as { value?: unknown }).value);
    const known = merged.get(name);
    if (!known) merged.set(name, one);
    else {
      const value: List = {
        kind: 'list',
        items: [known.value, one.value].flatMap((item) => (item.kind === 'list' ? item.items : [item])),
        complete: true,
        at: known.value.at,
        token: known.value.token,
        via: known.value.via,
        encoding: 'none',
        editable: false,
      };
      merged.set(name, { ...known, value });
    }
  }
  return [...merged.values()];
}

/** The statements of `new PolicyDocument({ statements: […] })`, `PolicyDocument.fromJson(…)`, or of a plain document. */
export function documentNode(node: Node | undefined, folding: Folding): { json?: Value; statements?: Node } {
  const found = behind(node, folding);
  if (!found) return {};
  if (found.node.type === 'NewExpression' && nameOf(found.node.callee, found.folding.module)?.name === 'PolicyDocument')
    return { statements: argumentOf(found.node, 0) };
  if (found.node.type === 'CallExpression' && nameOf(found.node.callee, found.folding.module)?.name === 'fromJson')
    return { json: fold(argumentOf(found.node, 0), found.folding) };
  const value = fold(found.node, found.folding);
  return entryOf(value, 'Statement') ? { json: value } : {};
}
