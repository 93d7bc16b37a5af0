// What a person has to look at, and how soon: approvals that end, that have ended or no longer count, identities whose
// review comes, what was recorded as open and has had its time. Pure; the day is the caller's.
import type { Decision } from '../engine/decision.ts';
import type { Finding } from '../engine/finding.ts';
import { daysBetween } from './days.ts';
import type { JudgedIdentity } from './identities.ts';
import type { Policy } from './policy.ts';
import { findingId, type Recorded } from './reconcile.ts';

export interface DueDecision {
  readonly subject: 'decision';
  readonly id: string;
  readonly decision: Decision;
  /** The finding that it is about, where there still is one. */
  readonly finding?: Finding;
  /** Why it is due, in words: `ends in 3 days`. */
  readonly why: string;
  /** Days that are left, negative when it is late; undefined where no day was set. */
  readonly days?: number;
}

export interface DueIdentity {
  readonly subject: 'identity';
  readonly id: string;
  readonly judged: JudgedIdentity;
  readonly why: string;
  readonly days?: number;
}

export type Due = DueDecision | DueIdentity;

export interface DueInput {
  readonly decided: readonly Recorded[];
  /** Findings of the tree, those that are accepted among them, each with its standing. */
  readonly findings: readonly Finding[];
  readonly identities: readonly JudgedIdentity[];
  readonly policy: Policy;
  readonly today: string;
  /** How many days ahead. */
  readonly within: number;
}

/** The most urgent first; of equals, in the order of their ids. Decisions about something that is gone are for `prune`. */
export function dueOf({ decided, findings, identities, policy, today, within }: DueInput): Due[] {
  const byId = new Map(findings.filter(({ category }) => category !== 'drift').map((finding) => [findingId(finding), finding]));
  const due: Due[] = [];
  for (const { decision } of decided) {
    const finding = byId.get(decision.id);
    if (!finding) continue;
    const one = (why: string, days?: number): void =>
      void due.push({ subject: 'decision', id: decision.id, decision, finding, why, ...(days === undefined ? {} : { days }) });
    const until = decision.state === 'open' ? policy.openUntil[finding.severity] : decision.approved?.until;
    const days = until === undefined ? undefined : daysBetween(today, until);
    if (finding.standing === 'void') one('its approval does not count');
    else if (finding.standing === 'changed')
      one(decision.state === 'accepted' ? 'it is not what was approved any more' : `it is recorded as ${decision.state}, and it stands`);
    else if (decision.state !== 'accepted' && decision.state !== 'open') continue;
    else if (days !== undefined && days < 0)
      one(`${decision.state === 'open' ? 'its time to be repaired' : 'its approval'} ended ${inDays(-days)} ago`, days);
    else if (decision.kind === 'break-glass' && decision.state === 'accepted')
      one(`break-glass: ends ${days === undefined ? 'never' : whenEnds(days)}, and is to be reviewed`, days);
    else if (days !== undefined && days <= within) one(`ends ${whenEnds(days)}`, days);
  }
  for (const judged of identities) {
    const one = (why: string, days?: number): void =>
      void due.push({
        subject: 'identity',
        id: judged.record?.id ?? judged.entry.id,
        judged,
        why,
        ...(days === undefined ? {} : { days }),
      });
    if (judged.state === 'grew') one(`${judged.beyond.length === 1 ? '1 item is' : `${judged.beyond.length} items are`} not approved`);
    else if (judged.state === 'void') one('its approval does not count');
    else if (judged.state === 'revoked') one('it was revoked, and it is still here');
    else if (judged.state === 'approved' && judged.reviewIn !== undefined && judged.reviewIn <= within)
      one(
        judged.reviewIn < 0 ? `its review was due ${inDays(-judged.reviewIn)} ago` : `its review is due ${whenEnds(judged.reviewIn)}`,
        judged.reviewIn,
      );
  }
  return due.sort((a, b) => (a.days ?? -1) - (b.days ?? -1) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function inDays(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}

function whenEnds(days: number): string {
  return days === 0 ? 'today' : `in ${inDays(days)}`;
}
