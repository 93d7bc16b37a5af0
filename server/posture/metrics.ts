// How a team lives with its findings, from the history of its records: what is open and for how long, how long a repair
// took, how often glass was broken. Pure: events in the order of time in, figures out.
import type { Decision } from '../engine/decision.ts';
import { daysBetween } from './days.ts';

/** A record as it stood from a day on; without a decision it was removed on that day. */
export interface RecordEvent {
  readonly id: string;
  readonly day: string;
  readonly decision?: Decision;
}

export interface TeamMetrics {
  readonly owner: string;
  /** Recorded as open now. */
  readonly open: number;
  readonly accepted: number;
  /** Days that the oldest of those, and the one in the middle, have been known. */
  readonly oldestDays: number;
  readonly medianDays: number;
  /** Repaired: recorded as fixed, or the record removed. */
  readonly repaired: number;
  /** Days from the first record to the repair, of the one in the middle. */
  readonly medianRepairDays?: number;
  /** Acceptances without an approver beforehand. */
  readonly breakGlass: number;
  /** Approvals that were given again after they had ended or were about to. */
  readonly renewals: number;
}

/** `ownerOf` gives the owner of a record that names none. Sorted by owner. */
export function metricsOf(events: Iterable<RecordEvent>, today: string, ownerOf: (decision: Decision) => string): TeamMetrics[] {
  interface Life {
    first: string;
    last: Decision;
    end?: string;
    ended: boolean;
    breakGlass: Set<string>;
    approvals: Set<string>;
  }
  const lives = new Map<string, Life>();
  for (const { id, day, decision } of events) {
    const life = lives.get(id);
    if (!decision) {
      if (life && !life.ended) Object.assign(life, { ended: true, end: day });
      continue;
    }
    // A record that comes back begins anew: the time in between it was repaired.
    const one: Life =
      life && !life.ended
        ? life
        : { first: day, last: decision, ended: false, breakGlass: life?.breakGlass ?? new Set(), approvals: new Set() };
    if (life?.ended) lives.set(`${id} until ${life.end}`, life);
    lives.set(id, Object.assign(one, { last: decision }));
    if (decision.state === 'fixed') Object.assign(one, { ended: true, end: day });
    if (decision.kind === 'break-glass' && decision.approved) one.breakGlass.add(decision.approved.seal);
    if (decision.approved) one.approvals.add(decision.approved.on);
  }
  const byOwner = new Map<string, Life[]>();
  for (const life of lives.values()) {
    const owner = life.last.approved?.owner ?? ownerOf(life.last);
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), life]);
  }
  return [...byOwner]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([owner, all]) => {
      const standing = all.filter((life) => !life.ended);
      const ages = standing.map((life) => Math.max(0, daysBetween(life.first, today))).sort((a, b) => a - b);
      const repairs = all
        .filter((life) => life.ended)
        .map((life) => Math.max(0, daysBetween(life.first, life.end!)))
        .sort((a, b) => a - b);
      return {
        owner,
        open: standing.filter((life) => life.last.state === 'open').length,
        accepted: standing.filter((life) => life.last.state === 'accepted').length,
        oldestDays: ages.at(-1) ?? 0,
        medianDays: ages[ages.length >> 1] ?? 0,
        repaired: repairs.length,
        ...(repairs.length > 0 ? { medianRepairDays: repairs[repairs.length >> 1]! } : {}),
        breakGlass: new Set(all.flatMap((life) => [...life.breakGlass])).size,
        renewals: all.reduce((sum, life) => sum + Math.max(0, life.approvals.size - 1), 0),
      };
    });
}
