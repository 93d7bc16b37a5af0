// Whether a condition is true only for code that somebody with rights here brought: a branch of this repository, a pull request
// of a member, one that was merged, a run that no pull request started. Only what the condition itself proves counts.
import { tableOf } from '../../table.ts';
import type { ExpressionNode, WorkflowJob, WorkflowStep } from '../workflow.ts';
import { outsiders } from './association.ts';
import { comparisonOf, isGuarded, searchOf, type Proof } from './condition-proof.ts';
import { pathOf } from './expression-paths.ts';

/** True where a job or a step has a condition that cannot be true for code of a stranger under this event. */
export function ownCodeOnly(guarded: Pick<WorkflowJob | WorkflowStep, 'condition' | 'expressions'>, event: string): boolean {
  return isGuarded(guarded, provesOwnCode(event));
}

/** Whether a name, a call or a comparison says whose code it is that this event is about. */
export function provesOwnCode(event: string): Proof {
  return (node, wanted) => {
    const compared = comparisonOf(node, wanted);
    if (compared) return compared.sides.some(([one, other]) => compares(pathOf(one) ?? '', other, compared.same, event));
    const path = pathOf(searchOf(node)?.sought ?? node) ?? '';
    if (path === 'github.event.pull_request.author_association') return asksForInsiders(node, wanted);
    return node.kind === 'call' ? wanted && whose.test(path) : flags.get(path) === wanted;
  };
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
  /^github\.event\.(?:pull_request\.(?:head\.repo\.(?:full_name|name|id|owner\.login)|head\.user\.login|user\.(?:login|id))|workflow_run\.head_repository\.(?:full_name|id|owner\.login))$/;

/** True where only such code has a path the same as, or another than, what it is compared with. */
function compares(path: string, other: ExpressionNode, same: boolean, event: string): boolean {
  const literal = other.kind === 'literal' ? other.value : undefined;
  const text = String(literal ?? '');
  // Under another event than this one nobody is a stranger.
  if (path === 'github.event_name') return literal !== undefined && (text.toLowerCase() === event) !== same;
  if (path === 'github.event.workflow_run.event') return same ? pushed.has(text) : text === 'pull_request';
  if (path.endsWith('.pull_request.author_association')) return same && isInsider(other);
  const flag = flags.get(path);
  if (flag !== undefined) return literal !== undefined && (/^(?:true|1)$/.test(text) === flag) === same;
  return same && whose.test(path) && !isStrangersOwn(other);
}

/** What a stranger's event says of the stranger: a comparison of two such things proves nothing. */
export function isStrangersOwn(node: ExpressionNode): boolean {
  return /^github\.(?:(?:triggering_)?actor|head_ref|event\.(?!repository\.|organization\.|pull_request\.base\.))/.test(pathOf(node) ?? '');
}

/** True for the association of somebody who was let in. */
export function isInsider(node: ExpressionNode): boolean {
  return node.kind === 'literal' && insiders.has(String(node.value).toUpperCase());
}

/** `contains(fromJSON('["MEMBER", "OWNER"]'), …)`, and `!contains(…)` of everybody who was not let in. */
export function asksForInsiders(node: ExpressionNode, wanted: boolean): boolean {
  const words = searchOf(node)?.words;
  if (!words || words.length === 0) return false;
  return wanted ? words.every((word) => insiders.has(word)) : outsiders.every((one) => words.includes(one));
}
