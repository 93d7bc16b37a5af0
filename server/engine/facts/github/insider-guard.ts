// Whether a condition is true only where somebody with rights here starts the run: a person that it names, a member, whoever may put
// labels on, what a job before it found out about them. Whose code the run is about is another question (`own-code-guard.ts`).
import type { ExpressionNode, WorkflowJob, WorkflowStep } from '../workflow.ts';
import { answerProof } from './answer-guard.ts';
import { associationGuard } from './association.ts';
import { comparisonOf, isGuarded, searchOf, type Proof } from './condition-proof.ts';
import { mentionsOf, pathOf } from './expression-paths.ts';
import { guardText } from './guard-text.ts';
import { asksForInsiders, isInsider, isStrangersOwn, provesOwnCode } from './own-code-guard.ts';
import { needsAccess } from './untrusted-triggers.ts';

/**
 * True where a job or a step is only reached where somebody with rights starts the run or brought what it is about.
 * `isAnswer` tells outputs, by their paths in lower case, that let somebody through.
 */
export function insidersOnly(
  guarded: Pick<WorkflowJob | WorkflowStep, 'condition' | 'expressions'>,
  event: string,
  isAnswer: (path: string) => boolean = saysLeave,
): boolean {
  const proofs = [provesOwnCode(event), provesInsider(event), answerProof(isAnswer)];
  return isGuarded(guarded, (node, wanted) => proofs.some((proof) => proof(node, wanted))) || asksAssociations(guarded, event);
}

/** All the questions of a condition about an association together: `!= 'NONE' && != 'CONTRIBUTOR' && …`. */
function asksAssociations({ condition, expressions }: Pick<WorkflowJob, 'condition' | 'expressions'>, event: string): boolean {
  const tree = guardText(condition) === '' ? undefined : expressions.find((one) => one.where === 'if')?.tree;
  const guard = associationGuard(tree);
  return guard !== undefined && guard.outsiders.length === 0 && asksPerson(guard.asked, event, 'author_association');
}

/** True where it takes a label, which only somebody with rights puts on; what is pushed behind that comes along unseen. */
export function needsLabel(guarded: Pick<WorkflowJob | WorkflowStep, 'condition' | 'expressions'>): boolean {
  return isGuarded(guarded, (node, wanted) => {
    const compared = comparisonOf(node, wanted);
    if (compared) return compared.same && compared.sides.some(([one]) => pathOf(one) === 'github.event.label.name');
    const [labels] = node.kind === 'call' && node.name.toLowerCase() === 'contains' ? node.args : [];
    return wanted && mentionsOf(labels).some((one) => pathOf(one)?.endsWith('.labels.*.name'));
  });
}

/** An output of an earlier step or job that is called by a word for leave: who made it is not read. */
export function saysLeave(path: string): boolean {
  return /^(?:needs|steps)\.[^.]{1,99}\.outputs\./.test(path) && leave.test(path);
}

const leave = /permission|allow|authori[sz]|author\b|trust|member|team|maintainer|collaborator|approv|access(?![-_]?token)|admin/;

/** Whether a name, a call or a comparison says who raises this event. */
function provesInsider(event: string): Proof {
  return (node, wanted) => {
    const compared = comparisonOf(node, wanted);
    if (compared) return compared.sides.some(([one, other]) => asks(one, other, compared.same, event));
    if (node.kind !== 'call') return false;
    const sought = searchOf(node)?.sought;
    if (sought && asksPerson(sought, event, 'author_association')) return asksForInsiders(node, wanted);
    // Whether a part of a name is enough is not asked here.
    return wanted && node.args.some((one) => asksPerson(one, event, 'name'));
  };
}

function asks(one: ExpressionNode, other: ExpressionNode, same: boolean, event: string): boolean {
  const path = pathOf(one) ?? '';
  const text = other.kind === 'literal' ? String(other.value).toLowerCase() : '';
  if (path === 'github.event.action') return same && needsAccess(event, text);
  if (!same) return false;
  if (path === 'github.event.label.name') return true;
  if (/^github\.event\.(?:\w+\.)?(?:sender|user)\.type$/.test(path)) return text === 'bot';
  if (asksPerson(one, event, 'author_association')) return isInsider(other);
  return asksPerson(one, event, 'name') && !isStrangersOwn(other);
}

/** True for what names the person who raises the event, or tells how they belong to the repository; of alternatives, any. */
function asksPerson(node: ExpressionNode, event: string, what: 'name' | 'author_association'): boolean {
  return mentionsOf(node).some((one) => {
    const path = pathOf(one) ?? '';
    if (what === 'name' && /^github\.(?:actor|actor_id|triggering_actor|event\.sender\.(?:login|id))$/.test(path)) return true;
    const [, object, said] = /^github\.event\.(\w+)\.(?:(?:user|actor|triggering_actor)\.(login|id)|author_association)$/.exec(path) ?? [];
    // Whoever comments is another than whoever opened what they comment on.
    return object !== undefined && (said !== undefined) === (what === 'name') && (!event.endsWith('_comment') || object === 'comment');
  });
}
