// What is to be done today, as three lists: exposed credentials to rotate, standing privilege to remove, records to renew.
// Pure: findings, identities and what is due come in; the words of each item and its command go out.
import type { Finding, Severity } from '../engine/finding.ts';
import { atLeast, rankOf } from '../engine/finding.ts';
import type { Due } from './due.ts';
import type { JudgedIdentity } from './identities.ts';
import { around, heldPlaces } from './identity-places.ts';

export interface Task {
  readonly severity?: Severity;
  readonly what: string;
  /** `infra/main.tf:9`; of several places the first. */
  readonly place?: string;
  readonly places: number;
  readonly owner: string;
  /** What a person types next. */
  readonly command: string;
}

export interface Routine {
  readonly rotate: readonly Task[];
  readonly remove: readonly Task[];
  readonly renew: readonly Task[];
}

export interface RoutineInput {
  /** Findings that stand, with their places; those that are accepted are not among them. */
  readonly findings: readonly { readonly finding: Finding; readonly place: string }[];
  readonly due: readonly Due[];
  readonly identities: readonly JudgedIdentity[];
  /** Owner of a document by CODEOWNERS. */
  readonly ownersOf: (uri: string) => readonly string[];
  /** Place of an identity. */
  readonly where: (at: Finding['at']) => string;
}

/** Drift that says a credential is old, doubled or known to others. */
const rotating = new Set(
  [
    'rotation-overdue',
    'two-active-keys',
    'rotated-but-old-still-here',
    'record-behind-vault',
    'certificate-ending',
    'still-present-after-report',
    'secret-for-every-repository',
  ].map((name) => `drift/${name}`),
);
/** What findings about standing privilege are filed under: that of a cluster is a category of its own. */
const privilege = new Set<Finding['category']>(['admin', 'rbac']);
/** Drift that says a privilege outlived its reason. */
const outlived = new Set(
  [
    'approval-expired',
    'jit-grant-stands',
    'unused',
    'not-removed',
    'task-closed-grant-stays',
    'route-beside-pam',
    'application-retired',
    'zombie',
  ].map((name) => `drift/${name}`),
);

export function routineOf({ findings, due, identities, ownersOf, where }: RoutineInput): Routine {
  // Who answers for the identity that a finding is about, before who owns the file.
  const answering = around(
    identities.flatMap(({ entry, record }) => {
      const owner = record?.approved?.owner ?? entry.owner;
      return owner === undefined ? [] : heldPlaces(entry).map((at) => [at, owner] as const);
    }),
  );
  const owner = (at: Finding['at']): string => (answering(at) ?? ownersOf(at.uri).join(' ')) || 'nobody';
  const task = ({ finding, place }: RoutineInput['findings'][number], command: string, places = 1): Task => ({
    severity: finding.severity,
    what: finding.message,
    place,
    places,
    owner: owner(finding.at),
    command,
  });
  const sorted = [...findings].sort((a, b) => rankOf(a.finding.severity) - rankOf(b.finding.severity) || (a.place < b.place ? -1 : 1));

  const rotate: Task[] = [];
  const copies = new Map<string, number>();
  const digestOf = ({ subject }: Finding): string | undefined => (subject?.kind === 'secret' ? subject.fact.digest : undefined);
  for (const { finding } of sorted) if (digestOf(finding)) copies.set(digestOf(finding)!, (copies.get(digestOf(finding)!) ?? 0) + 1);
  const told = new Set<string>();
  for (const one of sorted) {
    const { finding, place } = one;
    if (finding.category === 'secret' ? !atLeast(finding.severity, 'medium') : !rotating.has(finding.rule)) continue;
    const digest = digestOf(finding);
    if (digest !== undefined && told.has(digest)) continue;
    if (digest !== undefined) told.add(digest);
    rotate.push(
      task(
        one,
        finding.category === 'secret' ? `posture blast ${place}` : `posture explain ${finding.rule}`,
        digest === undefined ? 1 : copies.get(digest),
      ),
    );
  }
  const remove = sorted
    .filter(({ finding }) => outlived.has(finding.rule) || (privilege.has(finding.category) && atLeast(finding.severity, 'high')))
    .map((one) => task(one, `posture explain ${one.place}`));
  const renew = due.map((one): Task => {
    if (one.subject === 'identity') {
      const { entry, record } = one.judged;
      return {
        what: `${entry.kind.replaceAll('-', ' ')} ${entry.name}: ${one.why}`,
        place: where(entry.at),
        places: 1,
        owner: record?.approved?.owner ?? entry.owner ?? 'nobody',
        command: `posture review ${one.id} --keep`,
      };
    }
    const at = one.finding?.at;
    return {
      what: `${one.decision.rule}: ${one.why}`,
      ...(at ? { place: where(at) } : {}),
      places: 1,
      owner: one.decision.approved?.owner ?? 'nobody',
      command: `posture review ${one.id} --keep`,
    };
  });
  return { rotate, remove, renew };
}
