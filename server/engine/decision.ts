// What a team decided about a finding or a grant. The types live in the engine, so that rules about drift are rules like
// any other; reading, sealing and merging records is `server/posture`.

/** Why something is accepted. Only risks have a lifetime; a false positive or test data needs a reason, not a renewal. */
export const decisionKinds = ['false-positive', 'test-data', 'accepted-risk', 'compensated', 'break-glass'] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** From the safest to the least safe: what a merge falls back to. */
export const decisionStates = ['open', 'revoked', 'fixed', 'accepted'] as const;
export type DecisionState = (typeof decisionStates)[number];

/** One line of a record, sealed together with what was approved. */
export interface Approval {
  /** CODEOWNERS team or handle that answers for it. */
  readonly owner: string;
  /** Who approved. A typed name is not proof; `posture verify` says what is. */
  readonly by: string;
  /** Day of the approval, `2026-11-21`. */
  readonly on: string;
  /** Last day it holds; required for risks by policy. */
  readonly until?: string;
  /** Digest over rule, anchor, kind, state, grant and this line. */
  readonly seal: string;
}

export interface Decision {
  readonly v: 1;
  readonly id: string;
  readonly rule: string;
  readonly anchor: string;
  readonly kind: DecisionKind;
  readonly state: DecisionState;
  /** What was approved, as written, sorted; see `grantItems`. Absent for findings that are about no grant. */
  readonly grant?: readonly string[];
  /** `sha256:` and the digest of a secret whose format guarantees 64 random bits; never of a guessable value. */
  readonly secret?: string;
  readonly approved?: Approval;
  readonly reason: string;
}

/** How a finding stands with the team. */
export type FindingState = 'new' | 'existing' | 'pending' | 'accepted' | 'moved' | 'expired' | 'changed' | 'void';
