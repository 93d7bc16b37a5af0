// The team's decisions as a person reviews them: what asks for approval, what has ended, what ends soon, and what is left
// of each. Reads nothing: it takes the decisions that were read last and the findings of the last check.
import type { Decision } from '../engine/decision.ts';
import type { Finding } from '../engine/finding.ts';
import { daysBetween, documentOfAnchor, findingId, type Recorded } from '../posture/reconcile.ts';
import { isSealed } from '../posture/seal.ts';
import { asksApproval } from './decisions.ts';
import { locationOf } from './convert.ts';
import type { BaselineView, DecisionEntry, DecisionStanding } from './protocol/decisions.ts';
import type { FileFindings } from './protocol/findings.ts';
import type { Location } from './protocol/place.ts';
import type { BaselineStatus } from './protocol/status.ts';
import type { Workplace } from './workplace.ts';

/** In this order people look at them. */
const order: readonly DecisionStanding[] = [
  'asks-approval',
  'void',
  'expired',
  'due-7',
  'due-14',
  'due-30',
  'stale',
  'open',
  'in-force',
  'closed',
];

const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** `drift` are the listed findings of the area. Undefined where a root has no decisions and none can be read. */
export function baselineView(workplace: Workplace, drift: readonly FileFindings[], today: string): BaselineView | undefined {
  const { decisions, checks, targets, root } = workplace;
  const { reading } = decisions;
  const proposed = decisions.proposed();
  if (!reading && proposed.length === 0) return undefined;
  const result = checks.last();
  const byId = new Map<string, Finding>();
  const goneSince = new Set<string>();
  for (const finding of [...[...result.findings.values()].flat(), ...result.accepted]) {
    if (finding.category === 'drift') {
      if (finding.rule === 'drift/stale-decision') goneSince.add(finding.anchor);
    } else byId.set(findingId(finding), finding);
  }
  const entryOf = ({ decision, at }: Recorded, standing: DecisionStanding): DecisionEntry => {
    const finding = byId.get(decision.id);
    const covers = finding && locationOf(finding.at, targets);
    const { approved } = decision;
    const path = documentOfAnchor(decision.anchor);
    return {
      id: decision.id,
      rule: decision.rule,
      anchor: decision.anchor,
      kind: decision.kind,
      standing,
      reason: decision.reason,
      ...(approved
        ? {
            owner: approved.owner,
            by: approved.by,
            ...(approved.until ? { until: approved.until, daysLeft: daysBetween(today, approved.until) } : {}),
          }
        : {}),
      record: locationOf(at, targets) ?? { uri: targets.clientUri(at.uri), range: nowhere },
      ...(covers ? { covers } : {}),
      ...(path === undefined ? {} : { path }),
    };
  };
  /** Nothing is there any more that it covers: said by the last check, or because its document is gone. */
  const isStale = ({ anchor, id, state }: Decision): boolean =>
    (state === 'accepted' || state === 'open') &&
    (goneSince.has(anchor) || (!byId.has(id) && reading?.gone.has(documentOfAnchor(anchor) ?? '') === true));
  const entries: DecisionEntry[] = [];
  const inForce = new Map((reading?.decided ?? []).map((record) => [record.decision.id, record]));
  for (const record of proposed)
    if (asksApproval(record.decision, inForce.get(record.decision.id)?.decision)) entries.push(entryOf(record, 'asks-approval'));
  for (const record of inForce.values())
    entries.push(entryOf(record, isStale(record.decision) ? 'stale' : standingOf(record.decision, today)));
  const refused = (reading?.refused ?? []).flatMap(({ uri, problems }) =>
    problems.map(({ message, span }) => {
      const location: Location = locationOf({ uri, span }, targets) ?? { uri: targets.clientUri(uri), range: nowhere };
      return { location, path: uri, message };
    }),
  );
  return {
    root: root.uri,
    ...(reading?.source === undefined ? {} : { source: reading.source }),
    ...(reading?.committed === undefined ? {} : { committed: reading.committed }),
    ...(reading?.unavailable === undefined ? {} : { unavailable: reading.unavailable }),
    refused,
    decisions: entries.sort(
      (a, b) =>
        order.indexOf(a.standing) - order.indexOf(b.standing) ||
        (a.daysLeft ?? Infinity) - (b.daysLeft ?? Infinity) ||
        (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
    ),
    drift,
  };
}

function standingOf(decision: Decision, today: string): DecisionStanding {
  if (decision.state === 'open') return 'open';
  if (decision.state !== 'accepted') return 'closed';
  if (!isSealed(decision)) return 'void';
  if (decision.approved?.until === undefined) return 'in-force';
  const days = daysBetween(today, decision.approved.until);
  return days < 0 ? 'expired' : days <= 7 ? 'due-7' : days <= 14 ? 'due-14' : days <= 30 ? 'due-30' : 'in-force';
}

export type Counts = Pick<BaselineStatus, 'asksApproval' | 'ending' | 'expired'>;

/** What the decisions of a root come to. Takes time in proportion to their number, so its caller keeps it. */
export function countsOf(workplace: Workplace, today: string): Counts {
  const { decisions } = workplace;
  const inForce = new Map((decisions.reading?.decided ?? []).map(({ decision }) => [decision.id, decision]));
  const counts = { asksApproval: 0, ending: 0, expired: 0 };
  for (const { decision } of decisions.proposed()) if (asksApproval(decision, inForce.get(decision.id))) counts.asksApproval++;
  for (const decision of inForce.values()) {
    if (decision.state !== 'accepted' || decision.approved?.until === undefined) continue;
    const days = daysBetween(today, decision.approved.until);
    if (days < 0) counts.expired++;
    else if (days <= 30) counts.ending++;
  }
  return counts;
}
