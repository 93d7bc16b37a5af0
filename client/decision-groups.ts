// Decisions and drift in the order of a review: what disagrees, what waits for a yes, what ends soon, and the rest.
// Pure, so that it can be tested without an editor.
import type { BaselineView, DecisionEntry, DecisionStanding } from '../server/lsp/protocol/decisions.ts';
import type { FileFindings, ListedFinding } from '../server/lsp/protocol/findings.ts';

export interface LocatedDrift {
  readonly uri: string;
  readonly path: string;
  readonly finding: ListedFinding;
}

export type ReviewGroup =
  | { readonly kind: 'drift'; readonly title: string; readonly due: true; readonly members: readonly LocatedDrift[] }
  | {
      readonly kind: 'decisions';
      readonly standing: DecisionStanding;
      readonly title: string;
      /** Asks somebody to do something. */ readonly due: boolean;
      readonly members: readonly DecisionEntry[];
    }
  | { readonly kind: 'refused'; readonly title: string; readonly due: true; readonly members: BaselineView['refused'] };

/** In the order of the review queue. */
const standings: readonly (readonly [DecisionStanding, string, boolean])[] = [
  ['asks-approval', 'Asks for approval', true],
  ['expired', 'Expired', true],
  ['void', 'Does not count', true],
  ['due-7', 'Ends within 7 days', true],
  ['due-14', 'Ends within 14 days', true],
  ['due-30', 'Ends within 30 days', false],
  ['stale', 'About something that is gone', true],
  ['open', 'Known and open', false],
  ['in-force', 'In force', false],
  ['closed', 'Fixed or revoked', false],
];

/** Groups of all roots together; empty ones are left out. */
export function reviewGroups(views: readonly BaselineView[]): ReviewGroup[] {
  const refused = views.flatMap((view) => view.refused);
  const drift = views.flatMap((view) => located(view.drift));
  const decisions = views.flatMap((view) => view.decisions);
  return [
    ...(refused.length > 0
      ? [{ kind: 'refused', title: 'Cannot be read and count for nothing', due: true, members: refused } as const]
      : []),
    ...(drift.length > 0 ? [{ kind: 'drift', title: 'Drift', due: true, members: drift } as const] : []),
    ...standings.flatMap(([standing, title, due]): ReviewGroup[] => {
      const members = decisions.filter((one) => one.standing === standing);
      return members.length > 0 ? [{ kind: 'decisions', standing, title, due, members }] : [];
    }),
  ];
}

/** The review queue: what asks somebody to do something, the most urgent first. */
export function reviewQueue(views: readonly BaselineView[]): DecisionEntry[] {
  return reviewGroups(views).flatMap((group) => (group.kind === 'decisions' && group.due ? group.members : []));
}

function located(files: readonly FileFindings[]): LocatedDrift[] {
  return files.flatMap(({ uri, path, findings }) => findings.map((finding) => ({ uri, path, finding })));
}

/** `until 2027-02-01, 72 days left`. */
export function termInWords({ until, daysLeft }: Pick<DecisionEntry, 'until' | 'daysLeft'>): string {
  if (until === undefined) return 'without an end';
  if (daysLeft === undefined) return `until ${until}`;
  if (daysLeft < 0) return `ended ${until}, ${-daysLeft} day${daysLeft === -1 ? '' : 's'} ago`;
  return daysLeft === 0 ? `until ${until}, today` : `until ${until}, ${daysLeft} day${daysLeft === 1 ? '' : 's'} left`;
}
