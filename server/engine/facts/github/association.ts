// Whom a condition lets through by what GitHub calls their association with the repository: a value of
// `author_association` in the payloads of its events. A condition that also asks who acts in another way is believed
// where it does; whatever else it asks is not known here.
import type { ExpressionNode } from '../workflow.ts';
import { mentionsOf, pathOf } from './expression-paths.ts';

/** Associations that nobody had to be let in for: who committed here once is a contributor. The least known stand first. */
export const outsiders = ['NONE', 'FIRST_TIMER', 'FIRST_TIME_CONTRIBUTOR', 'CONTRIBUTOR'] as const;

export interface AssociationGuard {
  /** Where outsiders pass, what lets the first of them through, else what is asked first: `github.event.comment.author_association`. */
  readonly asked: ExpressionNode;
  /** Associations that nobody was let in for and that pass, the least known first; empty where the guard keeps all of them out. */
  readonly outsiders: readonly string[];
}

/** What a condition asks of the association, where owners and members pass and somebody does not; undefined where nothing of it decides. */
export function associationGuard(tree: ExpressionNode | undefined): AssociationGuard | undefined {
  const asked = mentionsOf(tree).filter(isAssociation);
  if (!tree || asked.length === 0 || mentionsOf(tree).some(isOutput)) return undefined;
  const passes = (association: string): boolean => outcome(tree, association) !== false;
  const guards = passes('OWNER') && passes('MEMBER') && ['COLLABORATOR', ...outsiders].some((one) => !passes(one));
  if (!guards) return undefined;
  const through = outsiders.filter(passes);
  const first = through[0];
  const decides = (one: ExpressionNode): boolean => first !== undefined && outcome(tree, first, one) === false;
  return { asked: asked.find(decides) ?? asked[0]!, outsiders: through };
}

function isAssociation(node: ExpressionNode): boolean {
  return pathOf(node)?.endsWith('.author_association') === true;
}

/** What an earlier step or job found out may be who acts. */
function isOutput(node: ExpressionNode): boolean {
  return /^(?:steps|needs)\.[^.]+\.outputs\./.test(pathOf(node) ?? '');
}

/** Names that say who acts, or whose branch it is; a label is put on by somebody who may. */
const byName = /^github\.(?:actor|triggering_actor|event\.label\.name)$|\.(?:login|labels\.\*\.name)$|\bhead(?:\.repo|_repository)\./;
const isFork = (node: ExpressionNode): boolean => pathOf(node)?.endsWith('.fork') === true;

/**
 * What a condition comes to for one association; undefined where something else decides. Texts are compared as GitHub does,
 * without case. `refused`: a mention of the association that is taken not to be theirs.
 */
function outcome(node: ExpressionNode, association: string, refused?: ExpressionNode): boolean | undefined {
  if (node.kind === 'call') return containsOutcome(node, association, refused) ?? otherOutcome(node, association);
  if (node.kind !== 'operation') return otherOutcome(node, association);
  const { operator, operands } = node;
  if (operator === '==' || operator === '!=') {
    const literal = operands.find((one) => one.kind === 'literal');
    const asked = operands.find(isAssociation);
    if (asked && asked === refused) return false;
    if (literal?.kind !== 'literal' || !asked)
      return operator === '==' || operands.some(isFork) ? otherOutcome(node, association) : undefined;
    return (String(literal.value).toUpperCase() === association) === (operator === '==');
  }
  const inner = operands.map((one) => outcome(one, association, refused));
  if (operator === '!') {
    if (operands[0] && isFork(operands[0])) return otherOutcome(operands[0], association);
    return inner[0] === undefined ? undefined : !inner[0];
  }
  const decisive = operator === '||';
  if (operator !== '&&' && operator !== '||') return undefined;
  if (inner.includes(decisive)) return decisive;
  return inner.every((one) => one === !decisive) ? !decisive : undefined;
}

/** False for outsiders where somebody is asked for by name; it may be any insider. */
function otherOutcome(node: ExpressionNode, association: string): false | undefined {
  const outside = outsiders.some((one) => one === association);
  return outside && mentionsOf(node).some((one) => byName.test(pathOf(one) ?? '')) ? false : undefined;
}

/** `contains` in a list of `fromJSON`, and in a text. */
function containsOutcome(
  node: Extract<ExpressionNode, { kind: 'call' }>,
  association: string,
  refused: ExpressionNode | undefined,
): boolean | undefined {
  const [searched, wanted] = node.args;
  if (node.name.toLowerCase() !== 'contains' || !searched || !wanted || !isAssociation(wanted)) return undefined;
  if (wanted === refused) return false;
  const list = searched.kind === 'call' && searched.name.toLowerCase() === 'fromjson' ? searched.args[0] : undefined;
  const text = list ?? searched;
  if (text.kind !== 'literal' || typeof text.value !== 'string') return undefined;
  const written = text.value.toUpperCase();
  return list ? written.includes(`"${association}"`) : written.includes(association);
}
