// What the team lets stand, for whom, until when, and whether each still covers what it was given for.
import { daysBetween } from '../posture/days.ts';
import { decisionPath } from '../posture/seal.ts';
import { findingId } from '../posture/reconcile.ts';
import { proofCell, proofFigures } from './proof-cell.ts';
import { cell, type Body, type Cell, type ReportInput } from './report.ts';

export function exceptionsReport(input: ReportInput): Body {
  const covered = new Map(input.accepted.map((one) => [findingId(one.finding), one]));
  const standing = new Map(input.findings.map((one) => [findingId(one.finding), one]));
  const records = [...input.decided].sort((a, b) => (a.decision.id < b.decision.id ? -1 : 1));
  const rows = records.map(({ decision }) => {
    const { approved } = decision;
    const now = covered.get(decision.id);
    const still = standing.get(decision.id);
    const left = approved?.until === undefined ? undefined : daysBetween(input.asOf, approved.until);
    const proof = input.proofs.get(decisionPath(decision));
    return {
      id: decision.id,
      cells: {
        rule: { text: decision.rule },
        anchor: { text: decision.anchor },
        kind: { text: decision.kind.replaceAll('-', ' ') },
        state: { text: decision.state },
        today: todayOf(decision.state, now !== undefined, still?.finding.standing, left),
        owner: cell(approved?.owner ?? 'nobody', approved ? undefined : 'bad'),
        by: cell(approved?.by ?? 'nobody'),
        on: cell(approved?.on ?? 'never'),
        until:
          approved?.until === undefined
            ? { text: decision.kind === 'accepted-risk' ? 'no end' : 'none needed' }
            : { text: approved.until, ...(left! < 0 ? { tone: 'bad' as const } : {}) },
        proof: proofCell(proof, approved !== undefined),
        reason: { text: decision.reason },
        place: { text: now?.place ?? still?.place ?? 'nothing left in the code' },
      },
    };
  });
  const accepted = records.filter(({ decision }) => decision.state === 'accepted');
  const ends = accepted.flatMap(({ decision }) => (decision.approved?.until ? [daysBetween(input.asOf, decision.approved.until)] : []));
  return {
    title: 'Exceptions',
    about:
      'Every finding that the team lets stand: what was accepted, who answers for it, who approved it and until when, and whether the approval still fits what is in the code.',
    figures: [
      { label: 'records', value: records.length },
      { label: 'cover something today', value: records.filter(({ decision }) => covered.has(decision.id)).length, tone: 'good' },
      { label: 'expired', value: ends.filter((left) => left < 0).length, tone: 'bad' },
      { label: 'end within 30 days', value: ends.filter((left) => left >= 0 && left <= 30).length },
      {
        label: 'void or changed',
        value: input.findings.filter(({ finding }) => finding.standing === 'changed' || finding.standing === 'void').length,
        tone: 'bad',
      },
      ...proofFigures(accepted.map(({ decision }) => input.proofs.get(decisionPath(decision)))),
      { label: 'open, not accepted', value: records.filter(({ decision }) => decision.state === 'open').length },
    ],
    columns: [
      { key: 'rule', title: 'Rule' },
      { key: 'place', title: 'In the code' },
      { key: 'kind', title: 'Kind' },
      { key: 'state', title: 'Recorded as' },
      { key: 'today', title: 'As of this day' },
      { key: 'owner', title: 'Owner' },
      { key: 'by', title: 'Approved by' },
      { key: 'on', title: 'On' },
      { key: 'until', title: 'Until' },
      { key: 'proof', title: 'Proof' },
      { key: 'reason', title: 'Reason' },
      { key: 'anchor', title: 'Anchor' },
    ],
    rows,
    notEvidenced: [],
  };
}

function todayOf(state: string, covers: boolean, standing: string | undefined, left: number | undefined): Cell {
  if (covers) return { text: 'holds', tone: 'good' };
  if (standing === 'expired' || (state === 'accepted' && left !== undefined && left < 0)) return { text: 'expired', tone: 'bad' };
  if (standing === 'changed') return { text: 'what stands is not what was approved', tone: 'bad' };
  if (standing === 'void') return { text: 'void', tone: 'bad' };
  if (standing === 'existing') return { text: 'known and open' };
  if (standing !== undefined) return { text: 'covers nothing: the finding stands', tone: 'bad' };
  return { text: 'nothing left to cover' };
}
