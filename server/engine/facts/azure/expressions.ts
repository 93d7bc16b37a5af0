// Walking the expressions of Bicep and ARM: every node of one, from the outside in. Bounded, so that a hostile text costs
// what a large one does. What a node means is its asker's business.
import type { BicepExpression } from '../../syntax/bicep/tree.ts';

/** Nodes of one expression that are looked at. */
const most = 20_000;

/** Visits a node and everything in it, as far as `visit` answers true. */
function walkExpression(expression: BicepExpression, visit: (node: BicepExpression) => boolean): void {
  const open: BicepExpression[] = [expression];
  for (let left = most; left > 0 && open.length > 0; left--) {
    const node = open.pop()!;
    if (visit(node)) open.push(...partsOf(node).reverse());
  }
}

/** Functions that an expression calls: `listKeys(…)` and `account.listKeys(…)` alike. */
export function callsIn(
  expression: BicepExpression,
  name: RegExp,
): { readonly name: string; readonly arguments: readonly BicepExpression[]; readonly span: readonly [number, number] }[] {
  const found: { readonly name: string; readonly arguments: readonly BicepExpression[]; readonly span: readonly [number, number] }[] = [];
  walkExpression(expression, (node) => {
    if (node.kind === 'call' && name.test(node.name)) found.push({ name: node.name, arguments: node.arguments, span: node.span });
    if (node.kind === 'traversal') {
      for (const step of node.steps) {
        const called = step.kind === 'attribute' && step.arguments ? step.name.slice(0, -2) : '';
        if (step.kind === 'attribute' && name.test(called)) found.push({ name: called, arguments: step.arguments!, span: step.span });
      }
    }
    return true;
  });
  return found;
}

function partsOf(node: BicepExpression): BicepExpression[] {
  switch (node.kind) {
    case 'call':
      return [...node.arguments];
    case 'traversal':
      return [
        node.base,
        ...node.steps.flatMap((step) =>
          step.kind === 'attribute' ? [...(step.arguments ?? [])] : step.kind === 'index' ? [step.index] : [],
        ),
      ];
    case 'template':
      return node.parts.flatMap((part) => (part.kind === 'value' ? [part.value] : []));
    case 'conditional':
      return [node.test, node.yes, node.no];
    case 'object':
      return node.entries.flatMap((entry) => (entry.key.kind === 'name' ? [entry.value] : [entry.key, entry.value]));
    case 'tuple':
      return [...node.items];
    case 'binary':
      return [node.left, node.right];
    case 'unary':
      return [node.operand];
    case 'for':
      return [node.collection, node.value, ...(node.condition ? [node.condition] : [])];
    default:
      return [];
  }
}
