// Whether a condition is true only with an answer that lets somebody through, which a step or job before it gave as an output.
import type { ExpressionNode } from '../workflow.ts';
import { mentionsOf, pathOf } from './expression-paths.ts';

/** Texts of answers that refuse. `read` is what everybody has in a public repository. */
const refusals: ReadonlySet<string> = new Set(['', '0', 'false', 'no', 'none', 'null', 'read']);

/** True where the condition cannot be true without such an answer. `isAnswer` is asked with paths in lower case. */
export function needsAnswer(tree: ExpressionNode, isAnswer: (path: string) => boolean): boolean {
  return provesAnswer(tree, true, (node) => isAnswer(pathOf(node) ?? ''));
}

/** True where the node comes to `wanted` only with an answer that lets through. */
function provesAnswer(node: ExpressionNode, wanted: boolean, isAnswer: (node: ExpressionNode) => boolean): boolean {
  if (node.kind === 'literal') return Boolean(node.value) !== wanted;
  if (node.kind === 'call') {
    // `contains(fromJSON('["admin", "write"]'), …)` asks for one of these; without a word of refusal in it, `!contains(…)` does not.
    const literals = literalsOf(node).flatMap((text) => text.toLowerCase().match(/\w+/g) ?? []);
    return mentionsOf(node).some(isAnswer) && literals.some((word) => refusals.has(word)) !== wanted;
  }
  if (node.kind !== 'operation') return wanted && isAnswer(node);
  const { operator, operands } = node;
  if (operator === '!') return provesAnswer(operands[0]!, !wanted, isAnswer);
  if (operator === '&&' || operator === '||') {
    return (operator === '&&') === wanted
      ? operands.some((one) => provesAnswer(one, wanted, isAnswer))
      : operands.every((one) => provesAnswer(one, wanted, isAnswer));
  }
  if ((operator !== '==' && operator !== '!=') || !operands.some(isAnswer)) return false;
  const literal = operands.find((one) => one.kind === 'literal');
  const text = String(literal?.kind === 'literal' ? literal.value : 'unknown').toLowerCase();
  // An answer is a text: `false` without quotes equals the empty one, and `'false'` is another.
  return (operator === '==') === wanted ? !refusals.has(text) : literal?.kind === 'literal' && literal.value === 'false';
}

function literalsOf(node: ExpressionNode): string[] {
  if (node.kind === 'literal') return [String(node.value)];
  return node.kind === 'call' ? node.args.flatMap(literalsOf) : [];
}
