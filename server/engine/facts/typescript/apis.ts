// Which API of a program a method or route belongs to, and whether that API guards it.
import type { Node } from '../../syntax/typescript.ts';
import { leavesOf, textOf } from '../value.ts';
import { keptAs } from './cdk-context.ts';
import { argumentOf, behind, isCdk, nameOf, propertyNodes } from './constructs.ts';
import { fold } from './fold.ts';
import type { Folding } from './folding.ts';
import type { Module } from './module.ts';

type Call = Extract<Node, { type: 'NewExpression' | 'CallExpression' }>;
type Made = { readonly node: Extract<Node, { type: 'NewExpression' }>; readonly folding: Folding };

/** Parts and calls between a method and its API: `api.root.addResource('orders').addResource('{id}')`. */
const longestWay = 24;

/** The construct that an expression begins with. */
export function madeBy(start: Node | undefined, folding: Folding): Made | undefined {
  let at = behind(start, folding);
  for (let step = 0; at && step < longestWay; step++) {
    const { node } = at;
    if (node.type === 'NewExpression') return { node, folding: at.folding };
    at = before(node) && behind(before(node), at.folding);
  }
  return undefined;
}

/** Calls that lead to a resource of an API whose methods take what the one before says, and where their own options stand. */
const resourceCalls = new Map([
  ['addResource', 1],
  ['addProxy', 0],
  ['resourceForPath', 1],
]);

/**
 * Whether a method of a REST API, or a route of an HTTP API, asks nobody unless it says so itself: the API that its expression
 * leads to is made here and names no authorizer for all, and neither does a resource on the way. What is not known asks.
 */
export function isOpenByDefault(expression: Node | undefined, folding: Folding, kind: 'rest' | 'http'): boolean {
  let at = behind(expression, folding);
  for (let step = 0; at && step < longestWay; step++) {
    const { node } = at;
    if (node.type === 'NewExpression') {
      const named = nameOf(node.callee, at.folding.module);
      return (
        isCdk(named?.source) &&
        (kind === 'rest' ? named?.name === 'RestApi' || named?.name === 'LambdaRestApi' : named?.name === 'HttpApi') &&
        saysNothingOf(node, 2, ['defaultMethodOptions', 'defaultAuthorizer'], at.folding) &&
        // What goes over `api.methods` may give each an authorizer.
        !isUsed(node, 'methods', at.folding.module)
      );
    }
    // `addResource('orders', { defaultMethodOptions })`; what `getResource` finds was made elsewhere.
    if (node.type === 'CallExpression') {
      const options = resourceCalls.get(nameOf(node.callee, at.folding.module)?.name ?? '');
      if (options === undefined || !saysNothingOf(node, options, ['defaultMethodOptions'], at.folding)) return false;
    } else if (node.type !== 'MemberExpression' || node.property.type !== 'Identifier' || node.property.name !== 'root') return false;
    at = before(node) && behind(before(node), at.folding);
  }
  return false;
}

/** Whether the options at a place of a call are left out, or are written here whole and have none of these names. */
export function saysNothingOf(node: Call, index: number, names: readonly string[], folding: Folding): boolean {
  if (node.arguments.slice(0, index + 1).some((argument) => argument.type === 'SpreadElement')) return false;
  const given = argumentOf(node, index);
  const found = behind(given, folding);
  if (!found) return !given;
  const { node: options, folding: there } = found;
  return (
    options.type === 'ObjectExpression' &&
    // `options.authorizer = …`
    !membersOf(there.module).assigned.has(keptAs(options, there.module) ?? '') &&
    options.properties.every(
      (property) =>
        property.type === 'Property' &&
        !property.computed &&
        !names.includes(
          property.key.type === 'Identifier' ? property.key.name : property.key.type === 'Literal' ? String(property.key.value) : '',
        ),
    )
  );
}

/** Whether a member of what is made is used under the name that it is kept by: `api.methods`. */
function isUsed(made: Node, member: string, module: Module): boolean {
  return (
    membersOf(module)
      .users.get(member)
      ?.has(keptAs(made, module) ?? '') === true
  );
}

interface Members {
  /** Names of what a member is used of, by the member. */
  readonly users: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names of what is given members later. */
  readonly assigned: ReadonlySet<string>;
}

/** What a file does with the members of its variables and of `this`, found once. */
function membersOf(module: Module): Members {
  return module.document.memo(membersOf, () => {
    const users = new Map<string, Set<string>>();
    const assigned = new Set<string>();
    for (const node of module.nodes) {
      if (node.type !== 'MemberExpression') continue;
      const { object, property } = node;
      const of = object.type === 'MemberExpression' && object.object.type === 'ThisExpression' ? object.property : object;
      if (of.type !== 'Identifier') continue;
      if (property.type === 'Identifier')
        (users.get(property.name) ?? users.set(property.name, new Set()).get(property.name)!).add(of.name);
      const parent = module.parents.get(node);
      if (parent?.type === 'AssignmentExpression' && parent.left === node) assigned.add(of.name);
    }
    return { users, assigned };
  });
}

/** What an expression is a part of, or is called on. */
/** The path of the resource that an expression leads to, `/orders/{id}`; undefined where a part of it is not known. */
export function pathOfResource(expression: Node | undefined, folding: Folding): string | undefined {
  const parts: string[] = [];
  let at = behind(expression, folding);
  for (let step = 0; at && step < longestWay; step++) {
    const { node } = at;
    if (node.type === 'NewExpression') return `/${parts.join('/')}`;
    if (node.type === 'CallExpression') {
      const name = nameOf(node.callee, at.folding.module)?.name;
      const first = argumentOf(node, 0);
      const part = name === 'addProxy' ? '{proxy+}' : first && textOf(fold(first, at.folding));
      if (!resourceCalls.has(name ?? '') || part === undefined) return undefined;
      parts.unshift(part.replace(/^\/|\/$/g, ''));
    } else if (node.type !== 'MemberExpression' || node.property.type !== 'Identifier' || node.property.name !== 'root') return undefined;
    at = before(node) && behind(before(node), at.folding);
  }
  return undefined;
}

function before(node: Node): Node | undefined {
  if (node.type === 'MemberExpression') return node.object;
  return node.type === 'CallExpression' && node.callee.type === 'MemberExpression' ? node.callee.object : undefined;
}

/** Whether the API that an expression leads to has a policy or a key for all, is private, or has an address of its own only. */
export function isGuardedApi(expression: Node | undefined, folding: Folding, optionsAt: number): boolean {
  const api = madeBy(expression, folding);
  if (!api) return false;
  const options = propertyNodes(argumentOf(api.node, optionsAt), api.folding);
  const disabled = options.get('disableExecuteApiEndpoint');
  const defaults = options.get('defaultMethodOptions');
  return (
    options.has('policy') ||
    isUsed(api.node, 'addToResourcePolicy', api.folding.module) ||
    (disabled !== undefined && leavesOf(fold(disabled.node, disabled.folding)).some((leaf) => textOf(leaf) !== 'false')) ||
    (defaults !== undefined && propertyNodes(defaults.node, defaults.folding).has('apiKeyRequired')) ||
    ['endpointTypes', 'endpointConfiguration'].some((name) => {
      const types = options.get(name);
      // `EndpointType.PRIVATE` of the CDK, `'PRIVATE'` elsewhere.
      return types !== undefined && /\bPRIVATE\b/.test(textBehind(types.node, types.folding));
    })
  );
}

function textBehind(node: Node, folding: Folding): string {
  const found = behind(node, folding);
  return found ? found.folding.module.document.text.slice(...found.node.range) : '';
}
