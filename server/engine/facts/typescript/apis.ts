// Which API of a program a method or route belongs to, and whether that API guards it.
import type { Node } from '../../syntax/typescript.ts';
import { leavesOf, textOf } from '../value.ts';
import { argumentOf, behind, propertyNodes } from './constructs.ts';
import { fold } from './fold.ts';
import type { Folding } from './folding.ts';

type Made = { readonly node: Extract<Node, { type: 'NewExpression' }>; readonly folding: Folding };

/** Parts and calls between a method and its API: `api.root.addResource('orders').addResource('{id}')`. */
const longestWay = 24;

/** The construct that an expression begins with. */
export function madeBy(start: Node | undefined, folding: Folding): Made | undefined {
  let at = behind(start, folding);
  for (let step = 0; at && step < longestWay; step++) {
    const { node } = at;
    if (node.type === 'NewExpression') return { node, folding: at.folding };
    const before =
      node.type === 'MemberExpression'
        ? node.object
        : node.type === 'CallExpression' && node.callee.type === 'MemberExpression'
          ? node.callee.object
          : undefined;
    at = before && behind(before, at.folding);
  }
  return undefined;
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
