// Whether a condition is true only for code that somebody with rights here brought: a branch of this repository, a pull request
// of a member, one that was merged, a run that no pull request started. Only what the condition itself proves counts.
import { tableOf } from '../../table.ts';
import type { ExpressionNode, WorkflowJob, WorkflowStep } from '../workflow.ts';
import { pathOf } from './expression-paths.ts';
import { guardText } from './guard-text.ts';

/**
 * True where a job or a step has a condition that cannot be true for code of a stranger under this event. A condition that does
 * not parse is taken to keep them out.
 */
export function ownCodeOnly(
  { condition, expressions }: Pick<WorkflowJob | WorkflowStep, 'condition' | 'expressions'>,
  event: string,
): boolean {
  if (guardText(condition) === '') return false;
  const tree = expressions.find((one) => one.where === 'if')?.tree;
  return tree === undefined || proves(tree, true, event);
}

/** True where the node comes to `wanted` only for such code. */
function proves(node: ExpressionNode, wanted: boolean, event: string): boolean {
  if (node.kind === 'literal') return Boolean(node.value) !== wanted;
  if (node.kind === 'call') return wanted && asksForMembers(node);
  if (node.kind !== 'operation') return flags.get(pathOf(node) ?? '') === wanted;
  const { operator, operands } = node;
  if (operator === '!') return proves(operands[0]!, !wanted, event);
  if (operator === '&&' || operator === '||')
    return (operator === '&&') === wanted
      ? operands.some((one) => proves(one, wanted, event))
      : operands.every((one) => proves(one, wanted, event));
  if (operator !== '==' && operator !== '!=') return false;
  return operands.some((one, index) => compares(pathOf(one) ?? '', operands[1 - index]!, (operator === '==') === wanted, event));
}

/** Facts of the payload that are true or false of such code alone. */
const flags = tableOf<boolean>({
  'github.event.pull_request.merged': true,
  'github.event.pull_request.head.repo.fork': false,
  'github.event.workflow_run.head_repository.fork': false,
});

/** Runs that only somebody who may push starts. */
const pushed: ReadonlySet<string> = new Set(['push', 'release', 'schedule', 'workflow_dispatch', 'merge_group']);
const insiders: ReadonlySet<string> = new Set(['OWNER', 'MEMBER', 'COLLABORATOR']);
const whose =
  /^github\.event\.(?:pull_request\.(?:head\.repo\.(?:full_name|name|id|owner\.login)|head\.user\.login|user\.login)|workflow_run\.head_repository\.(?:full_name|id|owner\.login))$/;

/** True where only such code has a path the same as, or another than, what it is compared with. */
function compares(path: string, other: ExpressionNode, same: boolean, event: string): boolean {
  const literal = other.kind === 'literal' ? other.value : undefined;
  const text = String(literal ?? '');
  // Under another event than this one nobody is a stranger.
  if (path === 'github.event_name') return literal !== undefined && (text.toLowerCase() === event) !== same;
  if (path === 'github.event.workflow_run.event') return same ? pushed.has(text) : text === 'pull_request';
  if (path.endsWith('.pull_request.author_association')) return same && insiders.has(text.toUpperCase());
  const flag = flags.get(path);
  if (flag !== undefined) return literal !== undefined && (/^(?:true|1)$/.test(text) === flag) === same;
  return same && whose.test(path);
}

/** `contains(fromJSON('["MEMBER", "OWNER"]'), github.event.pull_request.author_association)`. */
function asksForMembers({ name, args }: Extract<ExpressionNode, { kind: 'call' }>): boolean {
  const [searched, sought] = args;
  if (name.toLowerCase() !== 'contains' || !searched || !sought) return false;
  const list = searched.kind === 'call' && searched.name.toLowerCase() === 'fromjson' ? searched.args[0] : searched;
  if (list?.kind !== 'literal' || pathOf(sought) !== 'github.event.pull_request.author_association') return false;
  const words =
    String(list.value)
      .toUpperCase()
      .match(/[A-Z_]+/g) ?? [];
  return words.length > 0 && words.every((word) => insiders.has(word));
}
