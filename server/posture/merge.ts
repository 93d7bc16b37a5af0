// Merges two versions of one decision. Ties go to the safer value, and an approval is taken whole from one side or not at
// all: a merge never yields an approval that neither side had, never lengthens one and never widens what was approved.
import { decisionStates, type Approval, type Decision } from '../engine/decision.ts';
import { isSealed } from './seal.ts';

export interface MergeConflict {
  readonly field: 'owner' | 'reason' | 'deleted';
  readonly ours: string;
  readonly theirs: string;
}

export interface Merged {
  /** Undefined when both sides deleted the record, or one did and the other left it alone. */
  readonly decision: Decision | undefined;
  /** Differences that a person should look at; the merged record holds the safer value meanwhile. */
  readonly conflicts: readonly MergeConflict[];
}

/**
 * `base` is the common ancestor, undefined where there is none. A side that did not change gives way to the one that did;
 * where both changed, field by field, the safer counts.
 */
export function mergeDecisions(base: Decision | undefined, ours: Decision | undefined, theirs: Decision | undefined): Merged {
  if (sameDecision(ours, theirs)) return { decision: ours, conflicts: [] };
  if (!ours || !theirs) {
    const left = ours ?? theirs!;
    const existed = base !== undefined;
    if (existed && sameDecision(left, base)) return { decision: undefined, conflicts: [] };
    if (!existed) return { decision: left, conflicts: [] };
    // Deleted here, changed there: kept, and open again.
    return { decision: reopened(left), conflicts: [{ field: 'deleted', ours: ours ? 'changed' : 'deleted', theirs: theirs ? 'changed' : 'deleted' }] };
  }
  const conflicts: MergeConflict[] = [];
  const reason = mergeReason(base?.reason, ours.reason, theirs.reason);
  if (reason !== ours.reason && reason !== theirs.reason) conflicts.push({ field: 'reason', ours: ours.reason, theirs: theirs.reason });
  if (ours.approved && theirs.approved && ours.approved.owner !== theirs.approved.owner) conflicts.push({ field: 'owner', ours: ours.approved.owner, theirs: theirs.approved.owner });
  const bound = mergeBound(base, ours, theirs);
  return { decision: { ...bound, reason }, conflicts };
}

/** Everything that the seal covers, as one unit: its parts belong together. */
type Bound = Omit<Decision, 'reason'>;

function mergeBound(base: Decision | undefined, ours: Decision, theirs: Decision): Bound {
  if (sameBound(ours, theirs)) return boundOf(ours);
  if (base && sameBound(ours, base)) return boundOf(theirs);
  if (base && sameBound(theirs, base)) return boundOf(ours);
  return join(boundOf(ours), boundOf(theirs));
}

/**
 * The safer of two, whatever their order: commutative, associative and idempotent. Where they are not about the same
 * thing the result is open, and no approval survives.
 */
function join(a: Bound, b: Bound): Bound {
  const [first] = subject(a) <= subject(b) ? [a] : [b];
  const same = subject(a) === subject(b);
  const state = same ? decisionStates[Math.min(decisionStates.indexOf(a.state), decisionStates.indexOf(b.state))]! : 'open';
  const { approved: _approved, ...rest } = first!;
  const approved = state === 'accepted' ? shorter(a.approved, b.approved) : undefined;
  if (approved) return { ...rest, state, approved };
  return { ...rest, state: state === 'accepted' ? 'open' : state };
}

/** The approval that ends first; of equals, the one that comes first in order. Nothing unless both sides had one. */
function shorter(a: Approval | undefined, b: Approval | undefined): Approval | undefined {
  if (!a || !b) return undefined;
  const key = (one: Approval) => `${one.until ?? '9999-12-31'} ${one.on} ${one.owner} ${one.by} ${one.seal}`;
  return key(a) <= key(b) ? a : b;
}

/**
 * Reasons are kept both, each once, in order, joined by ` | `: nothing that a person wrote is lost, and however often
 * and in whatever order it is merged, the same text comes out.
 */
function mergeReason(base: string | undefined, ours: string, theirs: string): string {
  if (ours === theirs) return ours;
  if (ours === base) return theirs;
  if (theirs === base) return ours;
  return [...new Set([...ours.split(' | '), ...theirs.split(' | ')])].sort().join(' | ');
}

function reopened(decision: Decision): Decision {
  const { approved: _dropped, ...rest } = decision;
  return { ...rest, state: 'open' };
}

function boundOf(decision: Decision): Bound {
  const { reason: _reason, ...bound } = decision;
  // An approval whose seal is broken is none: a plain text merge put together what nobody approved.
  return decision.approved && !isSealed(decision) ? boundOf(reopened(decision)) : bound;
}

/** What a decision is about, beyond its name. */
const subject = (one: Bound) => JSON.stringify([one.kind, one.grant ?? null, one.secret ?? null]);
const order = (one: Bound) => JSON.stringify([subject(one), one.state, one.approved ?? null]);
const sameBound = (a: Decision, b: Decision) => order(boundOf(a)) === order(boundOf(b));
const sameDecision = (a: Decision | undefined, b: Decision | undefined) => a === b || (a !== undefined && b !== undefined && a.reason === b.reason && sameBound(a, b));
