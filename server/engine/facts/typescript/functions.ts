// Where the source of a Lambda function of the CDK stands, and what it calls: `entry` of a NodejsFunction, `Code.fromAsset`
// with a handler. Paths that start from nothing start from the folder that the program is run in, which is one above.
import { folderOf } from '../../document.ts';
import type { ReadContext } from '../../readers.ts';
import type { Node } from '../../syntax/typescript.ts';
import { actionsOfHandler, actionsOfProgram, joined } from '../aws/sdk-calls.ts';
import type { CalledActions } from '../types.ts';
import { textOf } from '../value.ts';
import { argumentOf, behind, isCdk, nameOf, propertyNodes } from './constructs.ts';
import { constructId } from './cdk-context.ts';
import { fold } from './fold.ts';
import type { Folding } from './folding.ts';

/** What the functions of a program call, by the id of their construct. */
export function callsOfFunctions(folding: Folding, context: Pick<ReadContext, 'neighbour'>): Map<string, CalledActions> {
  const { module } = folding;
  const called = new Map<string, CalledActions>();
  for (const node of module.nodes) {
    if (node.type !== 'NewExpression') continue;
    const named = nameOf(node.callee, module);
    if (!named || !isCdk(named.source) || (named.name !== 'NodejsFunction' && named.name !== 'Function')) continue;
    const id = constructId(node, folding);
    const properties = propertyNodes(argumentOf(node, 2), folding);
    const at = (name: string): string[] => {
      const found = properties.get(name);
      return found ? pathsOf(found.node, found.folding) : [];
    };
    const calls =
      named.name === 'NodejsFunction'
        ? firstOf(
            properties.has('entry')
              ? at('entry')
              : [
                  module.document.uri.replace(/\.[mc]?[jt]s$/, `.${String(id.value)}.ts`),
                  module.document.uri.replace(/\.[mc]?[jt]s$/, `.${String(id.value)}.js`),
                ],
            (uri) => (context.neighbour(uri) ? actionsOfProgram(uri, context) : undefined),
          )
        : ofAsset(properties, context);
    if (calls) called.set(String(id.value), calls);
  }
  return called;
}

function ofAsset(properties: ReturnType<typeof propertyNodes>, context: Pick<ReadContext, 'neighbour'>): CalledActions | undefined {
  const [code, handler] = [properties.get('code'), properties.get('handler')];
  const made = code && behind(code.node, code.folding);
  const name = handler && textOf(fold(handler.node, handler.folding));
  if (made?.node.type !== 'CallExpression' || nameOf(made.node.callee, made.folding.module)?.name !== 'fromAsset' || name === undefined)
    return undefined;
  return firstOf(pathsOf(argumentOf(made.node, 0), made.folding), (folder) => {
    const path = joined(folder, name.replace(/\.\w+$/, ''));
    return path === undefined ? undefined : actionsOfHandler(path, context);
  });
}

function firstOf<T>(candidates: readonly string[], make: (candidate: string) => T | undefined): T | undefined {
  for (const one of candidates) {
    const made = make(one);
    if (made !== undefined) return made;
  }
  return undefined;
}

/** The paths that an expression may mean: one from `__dirname`, else one from each folder above. */
function pathsOf(node: Node | undefined, folding: Folding): string[] {
  const found = behind(node, folding);
  if (!found) return [];
  const own = folderOf(found.folding.module.document.uri);
  const isHere = (one: Node): boolean => one.type === 'Identifier' && one.name === '__dirname';
  let parts: (string | undefined)[] | undefined;
  if (found.node.type === 'CallExpression' && /^(?:join|resolve)$/.test(nameOf(found.node.callee, found.folding.module)?.name ?? '')) {
    const [first, ...rest] = found.node.arguments;
    if (first && isHere(first)) parts = rest.map((one) => textOf(fold(one, found.folding)));
  } else if (
    found.node.type === 'TemplateLiteral' &&
    found.node.expressions.length === 1 &&
    isHere(found.node.expressions[0]!) &&
    found.node.quasis[0]!.value.raw === ''
  ) {
    parts = [found.node.quasis[1]!.value.cooked ?? undefined];
  }
  if (parts) return parts.some((part) => part === undefined) ? [] : [joined(own, parts.join('/'))].filter((path) => path !== undefined);
  const text = textOf(fold(found.node, found.folding));
  if (text === undefined || text.startsWith('/')) return [];
  const paths: string[] = [];
  for (let folder = folderOf(own); ; folder = folderOf(folder)) {
    const path = joined(folder, text);
    if (path !== undefined) paths.push(path);
    if (folder === '') return paths;
  }
}
