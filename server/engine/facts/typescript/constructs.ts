// Which class or function a `new X(…)` or `x.y(…)` means: the name at the end, and the package that its root comes from.
// Shared by the readers of the CDK and of Pulumi.
import type { Node } from '../../syntax/typescript.ts';
import { fold, returnedBy } from './fold.ts';
import { target, type Folding } from './folding.ts';
import type { Module } from './module.ts';

export interface Named {
  /** `PolicyStatement`, `fromJson`: the last name. */
  readonly name: string;
  /** Names before it, from the root: `['iam', 'PolicyStatement']` for `iam.PolicyStatement.fromJson`. */
  readonly path: readonly string[];
  /** The package the root name was imported from; undefined for other roots (variables, `this`). */
  readonly source: string | undefined;
  /** The name that the root has in that package; `*` for the whole. */
  readonly imported: string | undefined;
  /** The expression before the last name. */
  readonly object: Node | undefined;
}

/** The name of a callee; undefined where it is computed. */
export function nameOf(callee: Node, module: Module): Named | undefined {
  const path: string[] = [];
  let at: Node = callee;
  for (let depth = 0; depth < 30; depth++) {
    if (at.type === 'MemberExpression' && !at.computed && at.property.type === 'Identifier') {
      path.unshift(at.property.name);
      at = at.object;
    } else if (at.type === 'ChainExpression' || at.type === 'TSNonNullExpression') {
      at = at.expression;
    } else break;
  }
  let source: string | undefined;
  let imported: string | undefined;
  if (at.type === 'Identifier') {
    path.unshift(at.name);
    const binding = module.bindingOf(at.name, at);
    if (binding?.kind === 'import') [source, imported] = [binding.source, binding.name];
    // `const { PolicyStatement: Statement } = iam`: a part of a package that has a name already.
    const whole =
      binding?.kind === 'part' && binding.init.type === 'Identifier' ? module.bindingOf(binding.init.name, binding.init) : undefined;
    if (binding?.kind === 'part' && whole?.kind === 'import' && whole.name === '*') [source, imported] = [whole.source, binding.name];
  }
  const name = path.at(-1);
  if (name === undefined) return undefined;
  const last = callee.type === 'ChainExpression' ? callee.expression : callee;
  // `import { PolicyStatement as Statement }`: the package's own name counts.
  const own = path.length === 1 && imported !== undefined && imported !== '*' && imported !== 'default' ? imported : name;
  return { name: own, path: path.slice(0, -1), source, imported, object: last.type === 'MemberExpression' ? last.object : undefined };
}

export function isCdk(source: string | undefined): boolean {
  return (
    source !== undefined &&
    (/^(?:aws-cdk-lib|@aws-cdk|monocdk|aws-cdk)(?:\/|$|-)/.test(source) || source === 'sst/constructs' || /cdk/.test(source))
  );
}

export function isPulumi(source: string | undefined): boolean {
  return source !== undefined && source.startsWith('@pulumi/');
}

/** The n-th argument; undefined for spreads and where there is none. */
export function argumentOf(node: Extract<Node, { type: 'NewExpression' | 'CallExpression' }>, index: number): Node | undefined {
  const argument = node.arguments[index];
  return argument && argument.type !== 'SpreadElement' ? argument : undefined;
}

/** The name that a call is written by: `addMethod` of `api.root.addMethod(…)`. */
export function calleeName({ callee }: Extract<Node, { type: 'CallExpression' }>): Node {
  return callee.type === 'MemberExpression' ? callee.property : callee;
}

/** An expression behind its names: what `role` was bound to. */
export function behind(node: Node | undefined, folding: Folding): { node: Node; folding: Folding } | undefined {
  let at = node;
  let inside = folding;
  for (let depth = 0; at && depth < 8; depth++) {
    if (
      at.type === 'TSAsExpression' ||
      at.type === 'TSNonNullExpression' ||
      at.type === 'TSSatisfiesExpression' ||
      at.type === 'ChainExpression'
    ) {
      at = at.expression;
      continue;
    }
    const to = target(at, inside);
    if (!to) return { node: at, folding: inside };
    inside = to.folding;
    at = to.node;
  }
  return undefined;
}

/** The properties of an object literal, by name. A spread whose names are not known hides nothing that is written. */
export function propertyNodes(
  node: Node | undefined,
  folding: Folding,
  depth = 0,
): Map<string, { node: Node; key: Node; whole: Node; folding: Folding }> {
  const found = new Map<string, { node: Node; key: Node; whole: Node; folding: Folding }>();
  const object = behind(node, folding);
  if (object?.node.type !== 'ObjectExpression' || depth > 8 || object.folding.budget.left-- <= 0) return found;
  for (const property of object.node.properties) {
    if (property.type === 'SpreadElement') {
      for (const [name, one] of propertyNodes(property.argument, object.folding, depth + 1)) found.set(name, one);
      continue;
    }
    const name =
      !property.computed && property.key.type === 'Identifier'
        ? property.key.name
        : property.key.type === 'Literal'
          ? String(property.key.value)
          : undefined;
    // In a text that is being typed a name may have no letter yet.
    if (name) found.set(name, { node: property.value as Node, key: property.key, whole: property, folding: object.folding });
  }
  return found;
}

/** The nodes of a list literal, through names, spreads, `concat` and `map`. */
export function itemNodes(node: Node | undefined, folding: Folding, depth = 0): { node: Node; folding: Folding }[] {
  const list = behind(node, folding);
  // Lists of lists of lists multiply: what is left to be read counts here too.
  if (!list || depth > 8 || list.folding.budget.left-- <= 0) return [];
  if (list.node.type === 'CallExpression') return itemsOfCall(list.node, list.folding, depth) ?? [list];
  if (list.node.type !== 'ArrayExpression') return [list];
  return list.node.elements.flatMap((element) => {
    if (!element) return [];
    return element.type === 'SpreadElement'
      ? itemNodes(element.argument, list.folding, depth + 1)
      : [{ node: element, folding: list.folding }];
  });
}

/** `list.concat(more)`, and what `list.map((item) => …)` makes of each item of a list that is written. */
function itemsOfCall(
  call: Extract<Node, { type: 'CallExpression' }>,
  folding: Folding,
  depth: number,
): { node: Node; folding: Folding }[] | undefined {
  if (call.callee.type !== 'MemberExpression' || call.callee.property.type !== 'Identifier') return undefined;
  const { object, property } = call.callee;
  const [first] = call.arguments;
  if (property.name === 'concat')
    return [object, ...call.arguments].flatMap((one) => (one.type === 'SpreadElement' ? [] : itemNodes(one, folding, depth + 1)));
  const made =
    property.name === 'map' && (first?.type === 'ArrowFunctionExpression' || first?.type === 'FunctionExpression')
      ? returnedBy(first)
      : undefined;
  const items = made && fold(object, folding);
  return items?.kind === 'list'
    ? items.items.map((_, index) => ({ node: made!, folding: { ...folding, frames: [{ of: first!, index }, ...(folding.frames ?? [])] } }))
    : undefined;
}
