// What proves an approval, as a cell of a report. Who approved their own line, or very many at once, is seen at a glance.
import type { Proof } from '../posture/proof.ts';
import { notEvidenced, type Cell, type Figure } from './report.ts';

/** `approved`: whether there is an approval at all; one without a proof looked at is not evidenced. */
export function proofCell(proof: Proof | undefined, approved: boolean): Cell {
  if (!approved) return { text: 'no approval' };
  if (!proof) return notEvidenced;
  const items = [proof.state === 'proven' ? proof.how : `${proof.state}: ${proof.how}`, ...proof.remarks];
  return {
    text: items.join('; '),
    tone: proof.state === 'proven' && !isRubberStamp(proof) ? 'good' : 'bad',
    ...(items.length > 1 ? { items } : {}),
  };
}

/** Figures about the approvals of a report, of which `undefined` were not looked at. */
export function proofFigures(proofs: readonly (Proof | undefined)[]): Figure[] {
  const count = (is: (proof: Proof) => boolean): number => proofs.filter((proof) => proof && is(proof)).length;
  return [
    { label: 'approved by whoever wrote it', value: count(({ state }) => state === 'self-approved'), tone: 'bad' },
    { label: 'approved in bulk', value: count(isRubberStamp), tone: 'bad' },
  ];
}

function isRubberStamp({ remarks }: Proof): boolean {
  return remarks.some((remark) => remark.startsWith('rubber stamp'));
}
