// Drift: any disagreement between code, decision and observation. Reconciling finds it (`server/posture/reconcile.ts`,
// `server/posture/identities.ts`); the rules in rules/drift say it, at the line it is about.
import type { Decision } from './decision.ts';
import type { Finding, Related, Severity } from './finding.ts';
import type { IdentityRecord } from './identity-record.ts';
import type { Place } from './text/text.ts';

export type DecisionDriftKind =
  | 'scope-grew'
  | 'became-unresolvable'
  | 'secret-swapped'
  | 'approval-expired'
  | 'approval-expiring'
  | 'approval-void'
  | 'resurrected'
  | 'stale';

export type IdentityDriftKind =
  | 'identity-scope-grew'
  | 'identity-void'
  | 'identity-revoked'
  | 'identity-gone'
  | 'unapproved-identity'
  | 'review-overdue'
  | 'owner-conflict';

/** Between a finding and the decision on it. */
export interface DecisionDrift {
  readonly kind: DecisionDriftKind;
  readonly decision: Decision;
  /** What it is about in the code; absent for a decision about something that is gone. */
  readonly finding?: Finding;
  /** The finding's place, else the record's. */
  readonly at: Place;
  /** Days until the approval ends, negative after it. */
  readonly days?: number;
  /** Why an approval does not count, in words that end a sentence. */
  readonly why?: string;
  /** Items that were not approved. */
  readonly grew?: readonly string[];
}

/** Between an identity as the tree holds it and the record about it. */
export interface IdentityDrift {
  readonly kind: IdentityDriftKind;
  /** As the inventory names it. */
  readonly identity: string;
  /** What sort of identity: `role`, `agent`, `workflow-job`. */
  readonly identityKind: string;
  readonly name: string;
  /** Absent for an identity that nobody approved. */
  readonly record?: IdentityRecord;
  /** The new item where something grew, else the identity, else the record. */
  readonly at: Place;
  /** Days until the review, negative after it. */
  readonly days?: number;
  readonly why?: string;
  /** Items at `at` that were not approved. */
  readonly grew?: readonly string[];
  /** Who answers for it by the code, where that is someone else. */
  readonly owner?: string;
  /** The record, with what was approved. */
  readonly related: readonly Related[];
}

const observationDriftKinds = [
  'zombie',
  'not-live',
  'shadow',
  'application-retired',
  'identity-moved',
  'unused',
  'not-removed',
  'rotation-overdue',
  'two-active-keys',
  'record-behind-vault',
  'rotated-but-old-still-here',
  'certificate-ending',
  'still-present-after-report',
  'secret-for-every-repository',
  'grant-unowned',
  'owner-departed',
  'task-closed-grant-stays',
  'jit-grant-stands',
  'route-beside-pam',
  'scope-grew-since-release',
  'evidence-too-old',
] as const;
export type ObservationDriftKind = (typeof observationDriftKinds)[number];

/** Between what an export said and the code, the decisions or the policy. */
export interface ObservationDrift {
  readonly kind: ObservationDriftKind;
  /** The line of the code, else of the record, else of the evidence. */
  readonly at: Place;
  /** What was observed, where and when; `source` is `git` for what the history alone shows. */
  readonly observed: { readonly source: string; readonly place: string; readonly taken: string };
  /** Which of the rule's messages, and the words in it. */
  readonly message: string;
  readonly data: Readonly<Record<string, string | number>>;
  /** Whom or what it is about; with the kind and the place, the anchor. */
  readonly about: string;
  readonly severity?: Severity;
  readonly related: readonly Related[];
}

export type Drift = DecisionDrift | IdentityDrift | ObservationDrift;
