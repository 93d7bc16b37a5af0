// Whether a condition is true only with an answer that lets somebody through, which a step or job before it gave as an output.
import type { ExpressionNode } from '../workflow.ts';
import { comparisonOf, provesBy, type Proof } from './condition-proof.ts';
import { mentionsOf, pathOf } from './expression-paths.ts';

/** Texts of answers that refuse. `read` is what everybody has in a public repository. */
const refusals: ReadonlySet<string> = new Set(['', '0', 'false', 'no', 'none', 'null', 'read', 'failure', 'skipped', 'cancelled']);

/** True where the condition cannot be true without such an answer. `isAnswer` is asked with paths in lower case. */
export function needsAnswer(tree: ExpressionNode, isAnswer: (path: string) => boolean): boolean {
  return provesBy(tree, true, answerProof(isAnswer));
}

/** Whether a name, a call or a comparison comes to something only with an answer that lets through. */
export function answerProof(isAnswer: (path: string) => boolean): Proof {
  const answers = (node: ExpressionNode): boolean => isAnswer(pathOf(node) ?? '');
  return (node, wanted) => {
    if (node.kind === 'call') {
      // `contains(fromJSON('["admin", "write"]'), …)` asks for one of these; without a word of refusal in it, `!contains(…)` does not.
      const literals = literalsOf(node).flatMap((text) => text.toLowerCase().match(/\w+/g) ?? []);
      return mentionsOf(node).some(answers) && literals.some((word) => refusals.has(word)) !== wanted;
    }
    if (node.kind !== 'operation') return wanted && answers(node);
    const compared = comparisonOf(node, wanted);
    if (!compared?.sides.some(([one]) => answers(one))) return false;
    const literal = node.operands.find((one) => one.kind === 'literal');
    const text = String(literal?.kind === 'literal' ? literal.value : 'unknown').toLowerCase();
    // An answer is a text: `false` without quotes equals the empty one, and `'false'` is another.
    return compared.same ? !refusals.has(text) : literal?.kind === 'literal' && literal.value === 'false';
  };
}

function literalsOf(node: ExpressionNode): string[] {
  if (node.kind === 'literal') return [String(node.value)];
  return node.kind === 'call' ? node.args.flatMap(literalsOf) : [];
}
