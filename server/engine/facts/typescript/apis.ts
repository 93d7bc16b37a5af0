// Which API of a program a method or route belongs to, and whether that API guards it.
import type { Node } from '../../syntax/typescript.ts';
import { leavesOf, textOf } from '../value.ts';
import { argumentOf, behind, isCdk, nameOf, propertyNodes } from './constructs.ts';
import { fold } from './fold.ts';
import type { Folding } from './folding.ts';

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
        saysNothingOf(node, 2, ['defaultMethodOptions', 'defaultAuthorizer'], at.folding)
      );
    }
    // `addResource('orders', { defaultMethodOptions })`
    if (node.type === 'CallExpression' && !saysNothingOf(node, 1, ['defaultMethodOptions'], at.folding)) return false;
    at = before(node) && behind(before(node), at.folding);
  }
  return false;
}

/** Whether the options at a place of a call are left out, or are written here whole and have none of these names. */
export function saysNothingOf(node: Call, index: number, names: readonly string[], folding: Folding): boolean {
  if (node.arguments.slice(0, index + 1).some((argument) => argument.type === 'SpreadElement')) return false;
  const options = behind(argumentOf(node, index), folding)?.node;
  if (!options) return node.arguments.length <= index;
  return (
    options.type === 'ObjectExpression' &&
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

/** What an expression is a part of, or is called on. */
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
