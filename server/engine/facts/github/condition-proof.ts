// What is certain where the condition of a job or a step is true: the walk through `!`, `&&` and `||` that every question about
// guards takes. What a name, a call or a comparison says is for those who ask.
import type { ExpressionNode, WorkflowJob, WorkflowStep } from '../workflow.ts';
import { guardText } from './guard-text.ts';

/** True where this name, call or comparison comes to `wanted` only where what is asked about holds. */
export type Proof = (node: ExpressionNode, wanted: boolean) => boolean;

/** True where the node comes to `wanted` only where what is asked about holds. */
export function provesBy(node: ExpressionNode, wanted: boolean, proof: Proof): boolean {
  if (node.kind === 'literal') return Boolean(node.value) !== wanted;
  if (node.kind !== 'operation') return proof(node, wanted);
  const { operator, operands } = node;
  if (operator === '!') return provesBy(operands[0]!, !wanted, proof);
  if (operator === '&&' || operator === '||')
    return (operator === '&&') === wanted
      ? operands.some((one) => provesBy(one, wanted, proof))
      : operands.every((one) => provesBy(one, wanted, proof));
  // `contains(…) == false` is `!contains(…)`.
  const compared = comparisonOf(node, wanted);
  const truth = compared?.sides.find(([one, other]) => isTruth(one) && (other.kind === 'call' || other.kind === 'operation'));
  if (compared && truth?.[0].kind === 'literal') return provesBy(truth[1], Boolean(truth[0].value) === compared.same, proof);
  return proof(node, wanted);
}

function isTruth(node: ExpressionNode): boolean {
  return node.kind === 'literal' && typeof node.value === 'boolean';
}

/** True where a job or a step is only reached where what is asked about holds. A condition that does not parse is taken to see to it. */
export function isGuarded(
  { condition, expressions }: Pick<WorkflowJob | WorkflowStep, 'condition' | 'expressions'>,
  proof: Proof,
): boolean {
  if (guardText(condition) === '') return false;
  const tree = expressions.find((one) => one.where === 'if')?.tree;
  return tree === undefined || provesBy(tree, true, proof);
}

export interface Comparison {
  /** Whether the two are the same where the comparison comes to what is wanted. */
  readonly same: boolean;
  /** Each of the two with the other one. */
  readonly sides: readonly (readonly [one: ExpressionNode, other: ExpressionNode])[];
}

/** What `==` and `!=` compare; undefined for every other node. */
export function comparisonOf(node: ExpressionNode, wanted: boolean): Comparison | undefined {
  if (node.kind !== 'operation' || (node.operator !== '==' && node.operator !== '!=')) return undefined;
  const [left, right] = node.operands;
  if (!left || !right) return undefined;
  return {
    same: (node.operator === '==') === wanted,
    sides: [
      [left, right],
      [right, left],
    ],
  };
}

export interface Search {
  readonly sought: ExpressionNode;
  /** Words in capitals of a list or a text that is written out; undefined where it is computed. */
  readonly words?: readonly string[];
}

/** What `contains` looks for and where: in a list of `fromJSON`, a list that is computed, or a text. Undefined for every other node. */
export function searchOf(node: ExpressionNode): Search | undefined {
  if (node.kind !== 'call' || node.name.toLowerCase() !== 'contains') return undefined;
  const [searched, sought] = node.args;
  if (!searched || !sought) return undefined;
  const list = searched.kind === 'call' && searched.name.toLowerCase() === 'fromjson' ? searched.args[0] : searched;
  return list?.kind === 'literal'
    ? {
        sought,
        words:
          String(list.value)
            .toUpperCase()
            .match(/[^\s,"'[\]|;]+/g) ?? [],
      }
    : { sought };
}
