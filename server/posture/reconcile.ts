// Puts findings and decisions side by side. Pure: what counts as a decision (the tip of the target branch) and what only
// asks to become one (the working tree) is said by the caller, and so is the day.
import type { Decision, FindingState } from '../engine/decision.ts';
import type { DecisionDrift } from '../engine/drift.ts';
import type { Finding } from '../engine/finding.ts';
import type { Place } from '../engine/text/text.ts';
import { datedAhead, daysBetween } from './days.ts';
import { environmentOf } from './environment.ts';
import { grantItems, isNoWider, spelled, writtenPlaces } from './grant-items.ts';
import { refusedBy, type Policy } from './policy.ts';
import { decisionId, isSealed } from './seal.ts';

/** A decision and the record it was read from. */
export interface Recorded {
  readonly decision: Decision;
  readonly at: Place;
}

export interface ReconcileInput {
  readonly findings: readonly Finding[];
  /** Decisions that count: those at the tip of the target branch. */
  readonly decided: readonly Recorded[];
  /** Decisions of the working tree; those that differ from `decided` ask for approval. */
  readonly proposed: readonly Recorded[];
  /** Ids of findings that the target branch has already, where that is known. */
  readonly existing?: ReadonlySet<string>;
  readonly policy: Policy;
  readonly today: string;
  /** Whether what an anchor names was looked at. A decision about something else is neither stale nor moved. All, when left out. */
  readonly concerns?: (anchor: string) => boolean;
  /** Where something at this anchor is written and cannot be read: what was decided about it is not gone. */
  readonly unknownAt?: (anchor: string) => Place | undefined;
  /** Owners of a path by CODEOWNERS; what moves to another owner is new. */
  readonly ownersOf?: (uri: string) => readonly string[];
}

export interface Judged {
  readonly finding: Finding;
  readonly id: string;
  readonly state: FindingState;
  readonly decision?: Decision;
}

export interface Reconciled {
  readonly judged: readonly Judged[];
  readonly drift: readonly DecisionDrift[];
}

/** What an approval is bound to besides the anchor. `unresolvable` when a part that counts is not known. */
export type Bind = { readonly grant: readonly string[] } | { readonly secret: string } | 'unresolvable' | 'anchor';

export function bindOf(finding: Finding): Bind {
  const subject = finding.subject;
  if (subject?.kind === 'grant') {
    const items = grantItems(subject.fact);
    return items ? { grant: items } : 'unresolvable';
  }
  if (subject?.kind === 'secret' && subject.fact.digest !== undefined) return { secret: `sha256:${subject.fact.digest}` };
  return 'anchor';
}

export function findingId(finding: Pick<Finding, 'rule' | 'anchor'>): string {
  return decisionId(finding.rule, finding.anchor);
}

/** The document that an anchor names, as far as its form tells. */
export function documentOfAnchor(anchor: string): string | undefined {
  return anchor.split('|')[1];
}

/** The state of each finding, and every disagreement. One decision covers one finding: a copy is new. */
export function reconcile(input: ReconcileInput): Reconciled {
  const decided = byId(input.decided);
  const proposed = byId(input.proposed);
  const drift: DecisionDrift[] = [];
  const judged = new Map<Finding, Judged>();
  const taken = new Set<string>();
  const left: { readonly finding: Finding; readonly id: string }[] = [];

  const settle = (finding: Finding, id: string, verdict: Verdict, counting?: Decision, moved = false): void => {
    const asks = proposed.get(id);
    if (asks && isPending(finding, verdict, asks, counting, input))
      judged.set(finding, { finding, id, state: 'pending', decision: asks.decision });
    else {
      drift.push(...verdict.drift);
      judged.set(finding, {
        finding,
        id,
        state: moved && verdict.state === 'accepted' ? 'moved' : verdict.state,
        decision: verdict.decision,
      });
    }
  };

  for (const finding of input.findings) {
    const id = findingId(finding);
    // A rule that took the place of others is under the decisions that were made about them.
    const names = [id, ...(finding.replaces ?? []).map((rule) => decisionId(rule, finding.anchor))];
    const name = names.find((one) => decided.has(one) && !taken.has(one));
    const record = name === undefined ? undefined : decided.get(name);
    if (!record) {
      left.push({ finding, id });
      continue;
    }
    taken.add(name!);
    settle(finding, id, judge(finding, record, input), record.decision);
  }

  const orphans = input.decided.filter(({ decision }) => !taken.has(decision.id) && (input.concerns?.(decision.anchor) ?? true));
  const movable = moves(orphans);
  const moved = new Set<Recorded>();
  for (const { finding, id } of left) {
    const record = movable
      .get(moveKey(finding.rule, bindOf(finding)) ?? '')
      ?.find((one) => !moved.has(one) && mayMove(one.decision.anchor, finding.anchor, input));
    if (record) {
      moved.add(record);
      settle(finding, id, judge(finding, record, input), record.decision, true);
      continue;
    }
    const asks = proposed.get(id);
    const unknown: FindingState = input.existing?.has(id) ? 'existing' : 'new';
    if (!asks) judged.set(finding, { finding, id, state: unknown });
    else settle(finding, id, { state: unknown, decision: asks.decision, drift: judge(finding, asks, input).drift });
  }
  for (const record of orphans) {
    const { decision, at } = record;
    if (moved.has(record) || (decision.state !== 'accepted' && decision.state !== 'open')) continue;
    const unknown = input.unknownAt?.(decision.anchor);
    if (!unknown) drift.push({ kind: 'stale', decision, at });
    else if (decision.state === 'accepted') drift.push({ kind: 'became-unresolvable', decision, at: unknown });
  }
  return { judged: input.findings.map((finding) => judged.get(finding)!), drift };
}

/** What one record says about one finding. */
interface Verdict {
  readonly state: FindingState;
  readonly decision: Decision;
  readonly drift: readonly DecisionDrift[];
}

/** Whether only approval is missing: a record of the working tree would settle it, and is not the one that counts already. */
function isPending(finding: Finding, verdict: Verdict, asks: Recorded, counting: Decision | undefined, input: ReconcileInput): boolean {
  if (verdict.state === 'accepted' || verdict.state === 'existing') return false;
  if (counting && counting.state === asks.decision.state && counting.approved?.seal === asks.decision.approved?.seal) return false;
  const { state } = judge(finding, asks, input);
  // What is only recorded as open is settled by nobody who looked at it before.
  return state === 'accepted' || (state === 'existing' && counting === undefined);
}

function judge(finding: Finding, { decision }: Recorded, input: ReconcileInput): Verdict {
  const verdict = (
    state: FindingState,
    kind?: DecisionDrift['kind'],
    more: Partial<Pick<DecisionDrift, 'days' | 'grew' | 'why' | 'at'>> = {},
  ): Verdict => ({
    state,
    decision,
    drift: kind ? [{ kind, decision, finding, at: finding.at, ...more }] : [],
  });
  if (decision.state === 'fixed' || decision.state === 'revoked') return verdict('changed', 'resurrected');
  if (decision.state === 'open' || !decision.approved) {
    const until = input.policy.openUntil[finding.severity];
    // What was recorded on the first day stops nobody, as it was on that day and until the day that the policy names.
    if (difference(decision, bindOf(finding))) return verdict('new');
    return verdict(until !== undefined && input.today > until ? 'expired' : 'existing');
  }
  const why = !isSealed(decision)
    ? 'its seal does not fit what the record says now'
    : (datedAhead(decision.approved.on, input.today) ?? refusedBy(input.policy, decision, finding.severity));
  if (why !== undefined) return verdict('void', 'approval-void', { why });
  const days = decision.approved.until === undefined ? undefined : daysBetween(input.today, decision.approved.until);
  if (days !== undefined && days < 0) return verdict('expired', 'approval-expired', { days });
  const changed = difference(decision, bindOf(finding));
  if (changed) return verdict('changed', changed.kind, growthOf(finding, changed.grew));
  // Nobody approved break-glass beforehand, so every run says it.
  if (days !== undefined && (days <= input.policy.warnDays || decision.kind === 'break-glass'))
    return verdict('accepted', 'approval-expiring', { days });
  return verdict('accepted');
}

/** New items as they are written, at the first of them that has a token in the document of the finding. */
function growthOf({ subject, at }: Finding, grew: readonly string[] | undefined): Partial<Pick<DecisionDrift, 'grew' | 'at'>> {
  if (!grew || subject?.kind !== 'grant') return { grew };
  const places = writtenPlaces(subject.fact);
  return { grew: spelled(grew, subject.fact), at: grew.map((item) => places.get(item)).find((place) => place?.uri === at.uri) ?? at };
}

/** What is no longer as it was approved; undefined when it is the same or provably less. */
function difference(decision: Decision, bind: Bind): { kind: DecisionDrift['kind']; grew?: readonly string[] } | undefined {
  if (decision.grant) {
    if (bind === 'unresolvable') return { kind: 'became-unresolvable' };
    const now = typeof bind === 'object' && 'grant' in bind ? bind.grant : [];
    if (isNoWider(now, decision.grant) && now.length > 0) return undefined;
    const grew = now.filter((item) => !decision.grant!.includes(item));
    // What was a value and is now a name may be anything.
    return grew.length > 0 && grew.every((item) => item.includes('${')) ? { kind: 'became-unresolvable' } : { kind: 'scope-grew', grew };
  }
  if (decision.secret !== undefined) {
    return typeof bind === 'object' && 'secret' in bind && bind.secret === decision.secret ? undefined : { kind: 'secret-swapped' };
  }
  // Approved by anchor alone; what is known of the grant now was not known then.
  return undefined;
}

/**
 * Records whose old place no longer holds what they are about, by what they are bound to: the same thing at another anchor
 * has moved. Only what is bound to more than a place can.
 */
function moves(orphans: readonly Recorded[]): Map<string, Recorded[]> {
  const found = new Map<string, Recorded[]>();
  for (const record of orphans) {
    const { decision } = record;
    if (decision.state !== 'accepted') continue;
    const key = moveKey(
      decision.rule,
      decision.grant ? { grant: decision.grant } : decision.secret !== undefined ? { secret: decision.secret } : 'anchor',
    );
    if (key === undefined) continue;
    const known = found.get(key);
    if (known) known.push(record);
    else found.set(key, [record]);
  }
  return found;
}

/** Whether a move keeps the approval: it does not into another environment, nor into the hands of another owner. */
function mayMove(from: string, to: string, { policy, ownersOf }: ReconcileInput): boolean {
  const [old, now] = [documentOfAnchor(from) ?? '', documentOfAnchor(to) ?? ''];
  if (environmentOf(old, policy.production) !== environmentOf(now, policy.production)) return false;
  return (ownersOf?.(old) ?? []).join(' ') === (ownersOf?.(now) ?? []).join(' ');
}

function moveKey(rule: string, bind: Bind): string | undefined {
  return typeof bind === 'object' ? JSON.stringify([rule, 'grant' in bind ? bind.grant : bind.secret]) : undefined;
}

function byId(records: readonly Recorded[]): Map<string, Recorded> {
  return new Map(records.map((record) => [record.decision.id, record]));
}

export { daysBetween } from './days.ts';
