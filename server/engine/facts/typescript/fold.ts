// What an expression comes to, as far as it is constant: literals, templates, lists, objects, names bound to them in the
// file or one import further. Anything else is unknown, which is never a reason for a finding. It runs no code and takes
// no branch: both arms of a condition stand as a choice.
import { itemsOf, textOf, type Entry, type Leaf, type Value } from '../value.ts';
import type { Node } from '../../syntax/typescript.ts';
import { argumentBehind, placeOfNode, target, type Folding, type Target } from './folding.ts';
import type { FunctionNode } from './module.ts';
import { between, choice, joined, literal, template, unknown, written } from './texts.ts';

const deepest = 60;

/** The value of an expression; a text that `isPiece` of a sum is read as no JSON of its own. Never throws. */
export function fold(node: Node | null | undefined, folding: Folding, isPiece = false): Value {
  if (!node) return { kind: 'unknown', why: 'nothing is written', ...written([0, 0], [0, 0], folding, false) };
  if (folding.depth > deepest || folding.budget.left-- <= 0) return unknown(node, folding, 'too deep to follow');
  const inside = { ...folding, depth: folding.depth + 1 };
  const holesOf = (expressions: readonly Node[]): Value[] => expressions.map((expression) => fold(expression, inside));
  switch (node.type) {
    case 'Literal':
      return literal(node, folding, isPiece);
    case 'TemplateLiteral':
      return template(node, inside, node.quasis, holesOf(node.expressions), isPiece);
    case 'TaggedTemplateExpression':
      return template(node, inside, node.quasi.quasis, holesOf(node.quasi.expressions));
    case 'BinaryExpression':
      return node.operator === '+'
        ? joined(
            node,
            termsOf(node).map((term) => fold(term, inside, true)),
            folding,
          )
        : unknown(node, folding, 'an operation');
    case 'ArrayExpression':
      return list(node, inside);
    case 'ObjectExpression':
      return object(node, inside);
    case 'ConditionalExpression':
      return choice(node, [fold(node.consequent, inside), fold(node.alternate, inside)], folding);
    case 'LogicalExpression':
      return logical(node, fold(node.left, inside), folding, () => fold(node.right, inside));
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
      return fold(node.expression, inside);
    case 'AwaitExpression':
      return fold(node.argument, inside);
    case 'ChainExpression':
      return fold(node.expression, inside);
    case 'SequenceExpression':
      return fold(node.expressions.at(-1), inside);
    case 'Identifier':
      return follow(node, target(node, folding), folding);
    case 'MemberExpression':
      return member(node, inside);
    case 'CallExpression':
      return call(node, inside);
    case 'NewExpression':
      return jsonOfStack(node, inside) ?? unknown(node, folding, 'an instance');
    case 'TSEnumDeclaration':
      return enumeration(node, inside);
    default:
      return unknown(node, folding, 'not a constant');
  }
}

/** What `a + b + c` adds up, as it is written. A sum may have any number of terms, so this follows no call per term. */
function termsOf(sum: Extract<Node, { type: 'BinaryExpression' }>): Node[] {
  const terms: Node[] = [];
  let left: Node = sum;
  while (left.type === 'BinaryExpression' && left.operator === '+') {
    terms.push(left.right);
    left = left.left as Node;
  }
  terms.push(left);
  return terms.reverse();
}

/** `a ?? b`, `a || b`, `a && b`: the first where it is known to decide, else one of both. */
function logical(node: Extract<Node, { type: 'LogicalExpression' }>, left: Value, folding: Folding, right: () => Value): Value {
  const isThere = left.kind === 'list' || left.kind === 'mapping' || (left.kind === 'scalar' && left.value !== null);
  if (isThere && node.operator === '??') return left;
  if (isThere && node.operator === '||' && !(left.kind === 'scalar' && !left.value)) return left;
  return choice(node, [left, right()], folding);
}

function listItem(list: Value, index: number): Value | undefined {
  return list.kind === 'list' ? list.items[index] : undefined;
}

/** A part of what a name was bound to: of an object that was taken apart, of an argument, of an item of a list. */
function partBehind(node: Extract<Node, { type: 'Identifier' }>, folding: Folding): Value | undefined {
  const binding = folding.module.bindingOf(node.name, node);
  const inside = { ...folding, depth: folding.depth + 1 };
  switch (binding?.kind) {
    case 'part':
      return property(fold(binding.init, inside), binding.name);
    case 'parameter': {
      if (binding.part === undefined) return undefined;
      const whole = argumentBehind({ ...binding, fallback: undefined }, inside);
      const found = whole && property(fold(whole.node, whole.folding), binding.part);
      return (
        found ??
        (whole && binding.fallback
          ? fold(binding.fallback, { ...inside, via: [...folding.via, placeOfNode(node, folding)], shared: true })
          : undefined)
      );
    }
    case 'item': {
      const index = folding.frames?.find((one) => one.of === binding.of)?.index;
      const item = index === undefined ? undefined : listItem(fold(binding.init, { ...inside, shared: false }), index);
      return item && (binding.part === undefined ? item : property(item, binding.part));
    }
    default:
      return undefined;
  }
}

/** The value at the end of a reference: known through this use, and editable no more where others may use it. */
function follow(node: Node, to: Target | undefined, folding: Folding): Value {
  if (!to) {
    if (node.type === 'Identifier' && node.name === 'undefined')
      return { kind: 'scalar', known: 'literal', value: null, ...written(node.range, node.range, folding) };
    const part = node.type === 'Identifier' ? partBehind(node, folding) : undefined;
    return part ?? unknown(node, folding, `\`${node.type === 'Identifier' ? node.name : 'this'}\` is not constant here`);
  }
  const value = fold(to.node, { ...to.folding, depth: folding.depth + 1 });
  const isItem = node.type === 'Identifier' && folding.module.bindingOf(node.name, node)?.kind === 'item';
  return value.kind === 'scalar' && !isItem ? { ...value, named: true } : value;
}

function list(node: Extract<Node, { type: 'ArrayExpression' }>, folding: Folding): Value {
  const items: Value[] = [];
  let complete = true;
  for (const element of node.elements) {
    if (!element) continue;
    if (element.type !== 'SpreadElement') {
      items.push(fold(element, folding));
      continue;
    }
    const spread = fold(element.argument, folding);
    if (spread.kind === 'list') for (const item of spread.items) items.push(item);
    else if (spread.kind === 'choice') items.push(...spread.options.flatMap(itemsOf));
    if (spread.kind !== 'list' || !spread.complete) complete = false;
  }
  return { kind: 'list', items, complete, ...written(node.range, node.range, folding) };
}

function object(node: Extract<Node, { type: 'ObjectExpression' }>, folding: Folding): Value {
  const entries: Entry[] = [];
  let complete = true;
  for (const one of node.properties) {
    if (one.type === 'SpreadElement') {
      const spread = fold(one.argument, folding);
      if (spread.kind === 'mapping') for (const entry of spread.entries) entries.push(entry);
      if (spread.kind !== 'mapping' || !spread.complete) complete = false;
      continue;
    }
    const key = keyOf(one, folding);
    if (!key) {
      complete = false;
      continue;
    }
    entries.push({ key, value: fold(one.value as Node, folding), at: placeOfNode(one, folding) });
  }
  return { kind: 'mapping', entries, complete, ...written(node.range, node.range, folding) };
}

function keyOf(property: Extract<Node, { type: 'Property' }>, folding: Folding): Leaf | undefined {
  const { key } = property;
  if (!property.computed && key.type === 'Identifier')
    return { kind: 'scalar', known: 'literal', value: key.name, ...written(key.range, key.range, folding) };
  const value = fold(key as Node, folding);
  return value.kind === 'scalar' || value.kind === 'partial' || value.kind === 'unknown' ? value : undefined;
}

function member(node: Extract<Node, { type: 'MemberExpression' }>, folding: Folding): Value {
  if (node.object.type === 'ThisExpression') return follow(node, target(node, folding), folding);
  const name = node.property.type === 'Identifier' && !node.computed ? node.property.name : textOf(fold(node.property as Node, folding));
  if (name === undefined) return unknown(node, folding, 'a part that is computed');
  // `import * as actions from './actions'`: a member is an export of that file.
  if (node.object.type === 'Identifier') {
    const binding = folding.module.bindingOf(node.object.name, node.object);
    if (binding?.kind === 'import' && binding.name === '*') {
      const other = folding.module.neighbour(binding.source);
      const found = other?.exported(name);
      return found && other
        ? follow(
            node,
            { node: found, folding: { ...folding, module: other, via: [...folding.via, placeOfNode(node, folding)], shared: true } },
            folding,
          )
        : unknown(node, folding, `\`${node.object.name}.${name}\` lies outside this file`);
    }
    if (!binding) return unknown(node, folding, `\`${node.object.name}\` is not bound here`);
  }
  const whole = fold(node.object, folding);
  const part = property(whole, name);
  return part ?? unknown(node, folding, `\`${name}\` of what is not known`);
}

function property(whole: Value, name: string): Value | undefined {
  if (whole.kind === 'mapping') return whole.entries.findLast((entry) => textOf(entry.key) === name)?.value;
  if (whole.kind === 'list' && /^\d+$/.test(name)) return whole.complete ? whole.items[Number(name)] : undefined;
  return undefined;
}

function enumeration(node: Extract<Node, { type: 'TSEnumDeclaration' }>, folding: Folding): Value {
  const entries: Entry[] = node.body.members.flatMap((one): Entry[] => {
    const name = one.id.type === 'Identifier' ? one.id.name : one.id.type === 'Literal' ? String(one.id.value) : undefined;
    if (name === undefined || !one.initializer) return [];
    return [
      {
        key: { kind: 'scalar', known: 'literal', value: name, ...written(one.id.range, one.id.range, folding) },
        value: fold(one.initializer, folding),
        at: placeOfNode(one, folding),
      },
    ];
  });
  return { kind: 'mapping', entries, complete: true, ...written(node.range, node.range, folding) };
}

/** `new CfnJson(this, 'Conditions', { value })` of the CDK stands for its value, whose keys may hold what only the stack knows. */
function jsonOfStack({ callee, arguments: given }: Extract<Node, { type: 'NewExpression' }>, folding: Folding): Value | undefined {
  const name = callee.type === 'MemberExpression' ? callee.property : callee;
  const options = given[2];
  if (name.type !== 'Identifier' || name.name !== 'CfnJson' || !options || options.type === 'SpreadElement') return undefined;
  return property(fold(options, folding), 'value');
}

/** Calls that only pass on or join what they are given. */
function call(node: Extract<Node, { type: 'CallExpression' }>, folding: Folding): Value {
  const name =
    node.callee.type === 'MemberExpression' && node.callee.property.type === 'Identifier'
      ? node.callee.property.name
      : node.callee.type === 'Identifier'
        ? node.callee.name
        : '';
  const object = node.callee.type === 'MemberExpression' ? node.callee.object : undefined;
  const [first, second] = node.arguments;
  const argument = first && first.type !== 'SpreadElement' ? first : undefined;
  switch (name) {
    case 'stringify':
    case 'jsonStringify':
    case 'toJson':
    case 'freeze':
    case 'secret':
    case 'String':
    // CDK for Terraform: `Fn.jsonencode({…})`, `Token.asString(…)`.
    case 'jsonencode':
    case 'asString':
      if (argument) return fold(argument, folding);
      break;
    case 'output':
    case 'all':
      if (argument && name === 'output') return fold(argument, folding);
      break;
    case 'parse':
    case 'jsondecode':
    case 'sub':
    case 'trim':
    case 'toString':
      return fold(argument ?? object, folding);
    case 'of':
    case 'from':
      if (object?.type === 'Identifier' && (object.name === 'Set' || object.name === 'Array')) return fold(argument, folding);
      break;
    case 'apply':
    case 'then': {
      // The function's parameters are unknown, what it writes around them is not.
      const applied = argument && functionBehind(argument, folding);
      if (applied) return object && passesOn(applied.node) ? fold(object, folding) : result(applied.node, applied.folding);
      break;
    }
    case 'map':
    case 'flatMap': {
      const items = object && fold(object, folding);
      const applied = argument?.type === 'ArrowFunctionExpression' || argument?.type === 'FunctionExpression' ? argument : undefined;
      if (items?.kind !== 'list' || !applied) break;
      const results = items.items
        .slice(0, mostRounds)
        .map((_, index) => result(applied, { ...folding, frames: [{ of: applied, index }, ...(folding.frames ?? [])] }));
      return {
        kind: 'list',
        items: name === 'flatMap' ? results.flatMap((one) => (one.kind === 'list' ? one.items : [one])) : results,
        complete: items.complete && items.items.length <= mostRounds,
        ...written(node.range, node.range, folding, false),
      };
    }
    case 'entries':
    case 'keys':
    case 'values': {
      const of = object?.type === 'Identifier' && object.name === 'Object' ? fold(argument, folding) : undefined;
      if (of?.kind !== 'mapping') break;
      const place = written(node.range, node.range, folding, false);
      const items = of.entries.map((one): Value =>
        name === 'keys' ? one.key : name === 'values' ? one.value : { kind: 'list', items: [one.key, one.value], complete: true, ...place },
      );
      return { kind: 'list', items, complete: of.complete, ...place };
    }
    case 'concat': {
      // `pulumi.concat('serviceAccount:', account.email)` joins its arguments alone.
      const ofPulumi = object?.type === 'Identifier' && object.name === 'pulumi';
      const parts = [
        ...(ofPulumi ? [] : [object ? fold(object, folding) : undefined]),
        ...node.arguments.map((one) => (one.type === 'SpreadElement' ? undefined : fold(one, folding))),
      ];
      if (parts.every((part) => part?.kind === 'list'))
        return {
          kind: 'list',
          items: parts.flatMap((part) => itemsOf(part)),
          complete: parts.every((part) => part?.kind === 'list' && part.complete),
          ...written(node.range, node.range, folding, false),
        };
      if (parts.every((part) => part !== undefined)) return joined(node, parts as Value[], folding);
      break;
    }
    case 'join': {
      // `['a', 'b'].join(':')`, `Fn.join('', ['a', 'b'])`.
      const ofArray = object && fold(object, folding);
      const items = ofArray?.kind === 'list' ? ofArray : second && second.type !== 'SpreadElement' ? fold(second, folding) : undefined;
      const separator = argument ? textOf(fold(argument, folding)) : ',';
      if (items?.kind === 'list' && items.complete && separator !== undefined)
        return joined(
          node,
          items.items.flatMap((item, index) => (index === 0 ? [item] : [between(separator, item), item])),
          folding,
        );
      break;
    }
  }
  // A function of the file, with what this call gives it: `const policy = (actions) => ({ … })`.
  const called = node.callee.type === 'Identifier' || object?.type === 'ThisExpression' ? functionBehind(node.callee, folding) : undefined;
  if (called)
    return result(called.node, { ...called.folding, frames: [{ of: called.node, call: { node, folding } }, ...(folding.frames ?? [])] });
  return unknown(node, folding, 'the result of a call');
}

/** `(x) => x`, `(x) => JSON.stringify(x)`: what is given comes back. */
function passesOn({ params, body }: FunctionNode): boolean {
  const [only, ...more] = params;
  if (only?.type !== 'Identifier' || more.length > 0 || !body) return false;
  const given =
    body.type === 'CallExpression' &&
    body.callee.type === 'MemberExpression' &&
    body.callee.property.type === 'Identifier' &&
    body.callee.property.name === 'stringify'
      ? body.arguments[0]
      : body;
  return given?.type === 'Identifier' && given.name === only.name;
}

/** Items of a list that a function is applied to; more are machine-made. */
const mostRounds = 100;

function functionBehind(node: Node, folding: Folding): { node: FunctionNode; folding: Folding } | undefined {
  const to = node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression' ? { node, folding } : target(node, folding);
  return to &&
    (to.node.type === 'ArrowFunctionExpression' || to.node.type === 'FunctionExpression' || to.node.type === 'FunctionDeclaration')
    ? { node: to.node, folding: to.folding }
    : undefined;
}

/** What a function gives back: its expression, or its only return statement. */
function result(node: FunctionNode, folding: Folding): Value {
  const returned = returnedBy(node);
  return returned ? fold(returned, folding) : unknown(node, folding, 'the result of a function');
}

/** The one expression that a function returns; undefined where it returns several, or none. */
export function returnedBy(node: FunctionNode): Node | undefined {
  if (node.body.type !== 'BlockStatement') return node.body;
  const returns = node.body.body.filter((statement) => statement.type === 'ReturnStatement');
  return returns.length === 1 ? (returns[0]!.argument ?? undefined) : undefined;
}
