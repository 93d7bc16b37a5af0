// Whom a condition lets through by what GitHub calls their association with the repository: a value of
// `author_association` in the payloads of its events. Whatever else a condition asks is not known here.
import type { ExpressionNode } from '../workflow.ts';
import { pathOf } from './expression-paths.ts';

/** People who may not push; who had one commit merged is a contributor. The least known stand first. */
const outsiders = ['NONE', 'FIRST_TIMER', 'FIRST_TIME_CONTRIBUTOR', 'CONTRIBUTOR'] as const;

export interface AssociationGuard {
  /** What is asked: `github.event.comment.author_association`. */
  readonly asked: ExpressionNode;
  /** Associations without write access that pass, the least known first; empty where the guard keeps all of them out. */
  readonly outsiders: readonly string[];
}

/** What a condition asks of the association, where owners and members pass and somebody does not; undefined where nothing of it decides. */
export function associationGuard(tree: ExpressionNode | undefined): AssociationGuard | undefined {
  const asked = tree && associationIn(tree);
  if (!asked) return undefined;
  const passes = (association: string): boolean => outcome(tree, association) !== false;
  const through = outsiders.filter(passes);
  const guards = passes('OWNER') && passes('MEMBER') && ['COLLABORATOR', ...outsiders].some((one) => !passes(one));
  return guards ? { asked, outsiders: through } : undefined;
}

function isAssociation(node: ExpressionNode): boolean {
  return pathOf(node)?.endsWith('.author_association') === true;
}

function associationIn(node: ExpressionNode): ExpressionNode | undefined {
  if (isAssociation(node)) return node;
  const inner = node.kind === 'operation' ? node.operands : node.kind === 'call' ? node.args : [];
  for (const one of inner) {
    const found = associationIn(one);
    if (found) return found;
  }
  return undefined;
}

/** What a condition comes to for one association; undefined where something else decides. Texts are compared as GitHub does, without case. */
function outcome(node: ExpressionNode, association: string): boolean | undefined {
  if (node.kind === 'call') return containsOutcome(node, association);
  if (node.kind !== 'operation') return undefined;
  const { operator, operands } = node;
  if (operator === '==' || operator === '!=') {
    const literal = operands.find((one) => one.kind === 'literal');
    if (literal?.kind !== 'literal' || !operands.some(isAssociation)) return undefined;
    return (String(literal.value).toUpperCase() === association) === (operator === '==');
  }
  const inner = operands.map((one) => outcome(one, association));
  if (operator === '!') return inner[0] === undefined ? undefined : !inner[0];
  const decisive = operator === '||';
  if (operator !== '&&' && operator !== '||') return undefined;
  if (inner.includes(decisive)) return decisive;
  return inner.every((one) => one === !decisive) ? !decisive : undefined;
}

/** `contains` in a list of `fromJSON`, and in a text. */
function containsOutcome(node: Extract<ExpressionNode, { kind: 'call' }>, association: string): boolean | undefined {
  const [searched, wanted] = node.args;
  if (node.name.toLowerCase() !== 'contains' || !searched || !wanted || !isAssociation(wanted)) return undefined;
  const list = searched.kind === 'call' && searched.name.toLowerCase() === 'fromjson' ? searched.args[0] : undefined;
  const text = list ?? searched;
  if (text.kind !== 'literal' || typeof text.value !== 'string') return undefined;
  const written = text.value.toUpperCase();
  return list ? written.includes(`"${association}"`) : written.includes(association);
}
