// Puts findings and decisions side by side. Pure: what counts as a decision (the tip of the target branch) and what only
// asks to become one (the working tree) is said by the caller, and so is the day.
import type { Decision, FindingState } from '../engine/decision.ts';
import type { DecisionDrift } from '../engine/drift.ts';
import type { Finding } from '../engine/finding.ts';
import type { Place } from '../engine/text/text.ts';
import { grantItems, isNoWider } from './grant-items.ts';
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

export function findingId(finding: Finding): string {
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
  const left: Finding[] = [];

  for (const finding of input.findings) {
    const id = findingId(finding);
    const record = taken.has(id) ? undefined : decided.get(id);
    if (!record) {
      left.push(finding);
      continue;
    }
    taken.add(id);
    judged.set(finding, { finding, id, ...judge(finding, record, input, drift) });
  }

  const orphans = input.decided.filter(({ decision }) => !taken.has(decision.id) && (input.concerns?.(decision.anchor) ?? true));
  for (const finding of left) {
    const id = findingId(finding);
    const index = orphans.findIndex(({ decision }) => isMove(decision, finding));
    if (index >= 0) {
      const [record] = orphans.splice(index, 1);
      const verdict = judge(finding, record!, input, drift);
      judged.set(finding, { finding, id, decision: record!.decision, state: verdict.state === 'accepted' ? 'moved' : verdict.state });
      continue;
    }
    const pending = proposed.get(id);
    const state: FindingState = pending?.decision.state === 'accepted' ? 'pending' : input.existing?.has(id) ? 'existing' : 'new';
    judged.set(finding, { finding, id, state, ...(pending ? { decision: pending.decision } : {}) });
  }
  for (const { decision, at } of orphans) if (decision.state === 'accepted' || decision.state === 'open') drift.push({ kind: 'stale', decision, at });
  return { judged: input.findings.map((finding) => judged.get(finding)!), drift };
}

function judge(finding: Finding, { decision }: Recorded, input: ReconcileInput, drift: DecisionDrift[]): { state: FindingState; decision: Decision } {
  const note = (kind: DecisionDrift['kind'], more: Pick<DecisionDrift, 'days' | 'grew' | 'why'> = {}): void => void drift.push({ kind, decision, finding, at: finding.at, ...more });
  if (decision.state === 'fixed' || decision.state === 'revoked') {
    note('resurrected');
    return { state: 'changed', decision };
  }
  if (decision.state === 'open' || !decision.approved) return { state: 'existing', decision };
  const why = isSealed(decision) ? refusedBy(input.policy, decision, finding.severity) : 'its seal does not fit what the record says now';
  if (why !== undefined) {
    note('approval-void', { why });
    return { state: 'void', decision };
  }
  const days = decision.approved.until === undefined ? undefined : daysBetween(input.today, decision.approved.until);
  if (days !== undefined && days < 0) {
    note('approval-expired', { days });
    return { state: 'expired', decision };
  }
  const changed = difference(decision, bindOf(finding));
  if (changed) {
    note(changed.kind, { grew: changed.grew });
    return { state: 'changed', decision };
  }
  if (days !== undefined && days <= input.policy.warnDays) note('approval-expiring', { days });
  return { state: 'accepted', decision };
}

/** What is no longer as it was approved; undefined when it is the same or provably less. */
function difference(decision: Decision, bind: Bind): { kind: DecisionDrift['kind']; grew?: readonly string[] } | undefined {
  if (decision.grant) {
    if (bind === 'unresolvable') return { kind: 'became-unresolvable' };
    const now = typeof bind === 'object' && 'grant' in bind ? bind.grant : [];
    return isNoWider(now, decision.grant) && now.length > 0 ? undefined : { kind: 'scope-grew', grew: now.filter((item) => !decision.grant!.includes(item)) };
  }
  if (decision.secret !== undefined) {
    return typeof bind === 'object' && 'secret' in bind && bind.secret === decision.secret ? undefined : { kind: 'secret-swapped' };
  }
  // Approved by anchor alone; what is known of the grant now was not known then.
  return undefined;
}

/** The same thing at another anchor, where the old place no longer holds it. Only what is bound to more than a place moves. */
function isMove(decision: Decision, finding: Finding): boolean {
  if (decision.rule !== finding.rule || decision.state !== 'accepted') return false;
  const bind = bindOf(finding);
  if (typeof bind !== 'object') return false;
  return 'grant' in bind ? JSON.stringify(bind.grant) === JSON.stringify(decision.grant) : bind.secret === decision.secret;
}

function byId(records: readonly Recorded[]): Map<string, Recorded> {
  return new Map(records.map((record) => [record.decision.id, record]));
}

/** Whole days from one day to another; negative when `to` lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
