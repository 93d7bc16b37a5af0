// Drift: any disagreement between code, decision and observation. Reconciling finds it (`server/posture/reconcile.ts`);
// the rules in rules/drift say it, at the line it is about.
import type { Decision } from './decision.ts';
import type { Finding } from './finding.ts';
import type { Place } from './text/text.ts';

export type DriftKind =
  | 'scope-grew' | 'became-unresolvable' | 'secret-swapped'
  | 'approval-expired' | 'approval-expiring' | 'approval-void'
  | 'resurrected' | 'stale';

export interface Drift {
  readonly kind: DriftKind;
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
