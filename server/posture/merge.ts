// Merges two versions of one record, of a decision or of an identity. Ties go to the safer value, and an approval is taken
// whole from one side or not at all: a merge never yields an approval that neither side had, never lengthens one and never
// widens what was approved.
import { decisionStates, type Decision } from '../engine/decision.ts';
import { identityStates, type IdentityRecord } from '../engine/identity-record.ts';
import { isIdentitySealed } from './identity-file.ts';
import { isSealed } from './seal.ts';

export interface MergeConflict {
  readonly field: 'owner' | 'reason' | 'purpose' | 'deleted';
  readonly ours: string;
  readonly theirs: string;
}

export interface Merged {
  /** Undefined when both sides deleted the record, or one did and the other left it alone. */
  readonly decision: Decision | undefined;
  /** Differences that a person should look at; the merged record holds the safer value meanwhile. */
  readonly conflicts: readonly MergeConflict[];
}

export interface MergedIdentity {
  readonly record: IdentityRecord | undefined;
  readonly conflicts: readonly MergeConflict[];
}

/**
 * `base` is the common ancestor, undefined where there is none. A side that did not change gives way to the one that did;
 * where both changed, field by field, the safer counts.
 */
export function mergeDecisions(base: Decision | undefined, ours: Decision | undefined, theirs: Decision | undefined): Merged {
  const { record, conflicts } = merge(decisions, base, ours, theirs);
  return { decision: record, conflicts };
}

/** The same for records of identities. */
export function mergeIdentities(
  base: IdentityRecord | undefined,
  ours: IdentityRecord | undefined,
  theirs: IdentityRecord | undefined,
): MergedIdentity {
  return merge(identities, base, ours, theirs);
}

interface Approved {
  readonly state: string;
  readonly approved?: { readonly owner: string; readonly by: string; readonly on: string; readonly seal: string };
}

/** What a merge has to know about a kind of record. */
interface Kind<R extends Approved> {
  /** From the safest to the least safe; the last is the one that carries an approval. */
  readonly states: readonly R['state'][];
  /** The field that a person wrote and that no seal covers. */
  readonly words: 'reason' | 'purpose';
  wordsOf(record: R): string;
  withWords(record: R, words: string): R;
  /** What it is about beyond its name: sides that differ here are not about the same thing. */
  subject(record: R): string;
  isSealed(record: R): boolean;
  /** The last day that an approval holds, or by which it is looked at again. */
  end(record: R): string;
  with(record: R, state: R['state'], approved: R['approved'] | undefined): R;
}

const decisions: Kind<Decision> = {
  states: decisionStates,
  words: 'reason',
  wordsOf: (record) => record.reason,
  withWords: (record, reason) => ({ ...record, reason }),
  subject: (record) => JSON.stringify([record.kind, record.grant ?? null, record.secret ?? null]),
  isSealed,
  end: (record) => record.approved?.until ?? '9999-12-31',
  with({ approved: _before, ...rest }, state, approved) {
    return approved ? { ...rest, state, approved } : { ...rest, state };
  },
};

const identities: Kind<IdentityRecord> = {
  states: identityStates,
  words: 'purpose',
  wordsOf: (record) => record.purpose,
  withWords: (record, purpose) => ({ ...record, purpose }),
  // Name and place are read from the tree again at the next approval; what the seal covers is what was approved.
  subject: (record) => JSON.stringify([record.kind, record.name, record.place, record.scope, record.credentials ?? null]),
  isSealed: isIdentitySealed,
  end: (record) => record.approved?.review ?? '9999-12-31',
  with({ approved: _before, ...rest }, state, approved) {
    return approved ? { ...rest, state, approved } : { ...rest, state };
  },
};

function merge<R extends Approved>(
  kind: Kind<R>,
  base: R | undefined,
  ours: R | undefined,
  theirs: R | undefined,
): { record: R | undefined; conflicts: readonly MergeConflict[] } {
  if (isSame(kind, ours, theirs)) return { record: ours, conflicts: [] };
  if (!ours || !theirs) {
    const left = ours ?? theirs!;
    if (base !== undefined && isSame(kind, left, base)) return { record: undefined, conflicts: [] };
    if (base === undefined) return { record: left, conflicts: [] };
    // Deleted here, changed there: kept, and open again.
    return {
      record: kind.with(left, kind.states[0]!, undefined),
      conflicts: [{ field: 'deleted', ours: ours ? 'changed' : 'deleted', theirs: theirs ? 'changed' : 'deleted' }],
    };
  }
  const conflicts: MergeConflict[] = [];
  const [mine, their] = [kind.wordsOf(ours), kind.wordsOf(theirs)];
  const words = mergeWords(base && kind.wordsOf(base), mine, their);
  if (words !== mine && words !== their) conflicts.push({ field: kind.words, ours: mine, theirs: their });
  if (ours.approved && theirs.approved && ours.approved.owner !== theirs.approved.owner)
    conflicts.push({ field: 'owner', ours: ours.approved.owner, theirs: theirs.approved.owner });
  return { record: kind.withWords(mergeBound(kind, base, ours, theirs), words), conflicts };
}

/** Everything that the seal covers, as one unit: its parts belong together. */
function mergeBound<R extends Approved>(kind: Kind<R>, base: R | undefined, ours: R, theirs: R): R {
  if (isSameBound(kind, ours, theirs)) return bound(kind, ours);
  if (base && isSameBound(kind, ours, base)) return bound(kind, theirs);
  if (base && isSameBound(kind, theirs, base)) return bound(kind, ours);
  return join(kind, bound(kind, ours), bound(kind, theirs));
}

/**
 * The safer of two, whatever their order: commutative, associative and idempotent. Where they are not about the same
 * thing the result is open, and no approval survives.
 */
function join<R extends Approved>(kind: Kind<R>, a: R, b: R): R {
  const [first, second] = [kind.subject(a), kind.subject(b)];
  const granting = kind.states.at(-1)!;
  const state = first === second ? kind.states[Math.min(kind.states.indexOf(a.state), kind.states.indexOf(b.state))]! : kind.states[0]!;
  const approved = state === granting ? shorter(kind, a, b) : undefined;
  return kind.with(first <= second ? a : b, approved || state !== granting ? state : kind.states[0]!, approved);
}

/** The approval that ends first; of equals, the one that comes first in order. Nothing unless both sides had one. */
function shorter<R extends Approved>(kind: Kind<R>, a: R, b: R): R['approved'] | undefined {
  if (!a.approved || !b.approved) return undefined;
  const key = (one: R) => `${kind.end(one)} ${one.approved!.on} ${one.approved!.owner} ${one.approved!.by} ${one.approved!.seal}`;
  return key(a) <= key(b) ? a.approved : b.approved;
}

/**
 * Words are kept both, each once, in order, joined by ` | `: nothing that a person wrote is lost, and however often and in
 * whatever order it is merged, the same text comes out.
 */
function mergeWords(base: string | undefined, ours: string, theirs: string): string {
  if (ours === theirs) return ours;
  if (ours === base) return theirs;
  if (theirs === base) return ours;
  return [...new Set([...ours.split(' | '), ...theirs.split(' | ')])].sort().join(' | ');
}

function bound<R extends Approved>(kind: Kind<R>, record: R): R {
  // An approval whose seal is broken is none: a plain text merge put together what nobody approved.
  const sound = record.approved && !kind.isSealed(record) ? kind.with(record, kind.states[0]!, undefined) : record;
  return kind.withWords(sound, '');
}

function isSameBound<R extends Approved>(kind: Kind<R>, a: R, b: R): boolean {
  const order = (one: R) => JSON.stringify([kind.subject(one), one.state, one.approved ?? null]);
  return order(bound(kind, a)) === order(bound(kind, b));
}

function isSame<R extends Approved>(kind: Kind<R>, a: R | undefined, b: R | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && kind.wordsOf(a) === kind.wordsOf(b) && isSameBound(kind, a, b));
}
