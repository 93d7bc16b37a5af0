// Whether each identity was reviewed, by whom, until when, and whether what was approved is what is there.
import { around, heldPlaces } from '../posture/identity-places.ts';
import { identityPath } from '../posture/identity-file.ts';
import type { JudgedIdentity } from '../posture/identities.ts';
import { observations } from './observed-facts.ts';
import { proofCell, proofFigures } from './proof-cell.ts';
import { cell, notEvidenced, type Body, type Cell, type ReportInput } from './report.ts';

/** What a finding about an identity may be to be named beside it, the worst first. */
const ranks = ['critical', 'high', 'medium'];

export function accessReview(input: ReportInput): Body {
  const { of } = observations(input);
  const worst = worstByIdentity(input);
  const reviewable = input.identities
    .filter(({ entry }) => entry.declared || entry.grants.length > 0)
    .sort((a, b) => urgency(a, worst) - urgency(b, worst));
  const rows = reviewable.map((judged) => {
    const { entry, record } = judged;
    const seen = of(entry.id);
    const proof = record && input.proofs.get(identityPath(record));
    const approved = record?.approved;
    const rotated = seen.credentials
      .map(({ created }) => created?.slice(0, 10))
      .filter((day) => day !== undefined)
      .sort()[0];
    return {
      id: entry.id,
      cells: {
        identity: { text: entry.name },
        kind: { text: `${entry.kind.replaceAll('-', ' ')}, ${entry.platform}` },
        environment: cell(entry.environment),
        owner: approved
          ? { text: approved.owner }
          : entry.owner !== undefined
            ? { text: entry.owner }
            : { text: 'nobody', tone: 'bad' as const },
        privilege: privilege(judged, worst),
        verdict: verdict(judged),
        reviewer: approved ? { text: approved.by } : { text: 'nobody', tone: 'bad' as const },
        decided: cell(approved?.on ?? (record ? undefined : 'never')),
        proof: proofCell(proof, approved !== undefined),
        review:
          judged.reviewIn === undefined
            ? { text: 'none set' }
            : { text: approved!.review, ...(judged.reviewIn < 0 ? { tone: 'bad' as const } : {}) },
        used: seen.seen || seen.lastUsed !== undefined ? cell(seen.lastUsed) : notEvidenced,
        rotated: entry.credentials.length === 0 && seen.credentials.length === 0 ? { text: 'none of its own' } : cell(rotated),
        place: { text: input.where(entry.at) },
      },
    };
  });
  const count = (state: (judged: JudgedIdentity) => boolean): number => reviewable.filter(state).length;
  const unseen = rows.filter(({ id }) => !of(id).seen).length;
  return {
    title: 'Access review',
    about:
      'For each identity that the code declares or grants something to: who answers for it, what it may do, who approved that and how that is proven, and whether what stands now is what was approved.',
    figures: [
      { label: 'identities', value: rows.length },
      { label: 'certified as they stand', value: count((one) => verdict(one).tone === 'good'), tone: 'good' },
      { label: 'changed since the approval', value: count(({ state }) => state === 'grew' || state === 'void'), tone: 'bad' },
      { label: 'never approved', value: count(({ state }) => state === 'unapproved'), tone: 'bad' },
      { label: 'review overdue', value: count(({ reviewIn }) => reviewIn !== undefined && reviewIn < 0), tone: 'bad' },
      ...proofFigures(reviewable.map(({ record }) => (record?.approved ? input.proofs.get(identityPath(record)) : undefined))),
      { label: 'without owner', value: count(({ entry, record }) => (record?.approved?.owner ?? entry.owner) === undefined), tone: 'bad' },
    ],
    columns: [
      { key: 'identity', title: 'Identity' },
      { key: 'kind', title: 'Kind' },
      { key: 'environment', title: 'Environment' },
      { key: 'owner', title: 'Owner' },
      { key: 'privilege', title: 'Privilege', about: 'Grants in the code, and the worst finding about one of them' },
      { key: 'verdict', title: 'Review' },
      { key: 'reviewer', title: 'Reviewer' },
      { key: 'decided', title: 'Decided' },
      {
        key: 'proof',
        title: 'Proof',
        about: 'A signature of a key that the policy names, or a review of the host; a typed name proves nothing',
      },
      { key: 'review', title: 'Next review' },
      { key: 'used', title: 'Last used' },
      { key: 'rotated', title: 'Oldest key of', about: 'The day the oldest of its credentials was made' },
      { key: 'place', title: 'In the code' },
    ],
    rows,
    notEvidenced:
      unseen > 0
        ? [
            `${unseen} of ${rows.length} identities were not observed: nothing here says whether they live, when they were last used, or how old their credentials are.`,
          ]
        : [],
    pictured: [...reviewable].filter(({ entry }) => entry.grants.length + entry.trusts.length + entry.scope.length > 0),
  };
}

/**
 * The order in which a reviewer with an hour reads: by the worst that was found, in each of these what is not certified
 * first, and after what the code declares what it only names. Equals keep the order of their ids.
 */
function urgency(judged: JudgedIdentity, worst: ReadonlyMap<string, string>): number {
  const rank = Number(worst.get(judged.entry.id)?.[0] ?? ranks.length);
  return rank * 4 + (verdict(judged).tone === 'good' ? 2 : 0) + (judged.entry.declared ? 0 : 1);
}

/** What the review came to. An approval that is not the one on record for exactly this is no certification. */
export function verdict({ state, beyond, reviewIn }: JudgedIdentity): Cell {
  switch (state) {
    case 'approved':
      return reviewIn !== undefined && reviewIn < 0
        ? { text: `review overdue by ${-reviewIn} days`, tone: 'bad' }
        : { text: 'certified', tone: 'good' };
    case 'pending':
      return { text: 'asks for approval', tone: 'bad' };
    case 'grew':
      return {
        text: `changed since: ${beyond.length} ${beyond.length === 1 ? 'item' : 'items'} beyond the approval`,
        tone: 'bad',
        items: beyond.map(({ item }) => item),
      };
    case 'void':
      return { text: 'approval void', tone: 'bad' };
    case 'revoked':
      return { text: 'revoked and still in the code', tone: 'bad' };
    case 'unapproved':
      return { text: 'never approved', tone: 'bad' };
  }
}

function privilege({ entry }: JudgedIdentity, worst: ReadonlyMap<string, string>): Cell {
  const found = worst.get(entry.id);
  const grants =
    entry.grants.length > 0
      ? `${entry.grants.length} ${entry.grants.length === 1 ? 'grant' : 'grants'}`
      : entry.scope.length > 0
        ? `${entry.scope.length} scope ${entry.scope.length === 1 ? 'item' : 'items'}`
        : 'no grant in the code';
  return found === undefined ? { text: grants } : { text: `${grants}; ${found.slice(2)}`, tone: 'bad' };
}

/** The worst finding about anything that an identity holds, by its id, with its rank in front so that it sorts. */
function worstByIdentity({ findings, accepted, identities }: ReportInput): Map<string, string> {
  const holders = new Map<string, string[]>();
  for (const { entry } of identities)
    for (const at of heldPlaces(entry)) {
      const key = `${at.uri} ${at.span.join(' ')}`;
      (holders.get(key) ?? holders.set(key, []).get(key)!).push(entry.id);
    }
  // A statement may be held by several: all of them have what is wrong in it.
  const heldAt = around(
    identities.flatMap(({ entry }) => heldPlaces(entry)).map((at) => [at, holders.get(`${at.uri} ${at.span.join(' ')}`)!] as const),
  );
  const found = new Map<string, string>();
  for (const { finding } of [...findings, ...accepted]) {
    const rank = ranks.indexOf(finding.severity);
    if (rank < 0 || finding.category === 'drift') continue;
    const text = `${rank} ${finding.severity}: ${finding.rule}`;
    for (const id of heldAt(finding.at) ?? []) if ((found.get(id) ?? '9') > text) found.set(id, text);
  }
  return found;
}
