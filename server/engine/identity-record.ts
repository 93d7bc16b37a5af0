// What a team approved about one identity: who answers for it, what it is for, what it may do, and when that is looked at
// again. The types live in the engine, so that rules about drift are rules like any other; reading, sealing and merging
// records is `server/posture`.

/** From the safest to the least safe: what a merge falls back to. */
export const identityStates = ['open', 'revoked', 'approved'] as const;
export type IdentityState = (typeof identityStates)[number];

/** One line of a record, sealed together with what was approved. */
export interface IdentityApproval {
  /** CODEOWNERS team or handle that answers for it. */
  readonly owner: string;
  /** Who approved. A typed name is not proof; `posture verify` says what is. */
  readonly by: string;
  /** Day of the approval. */
  readonly on: string;
  /** Day by which it is looked at again. An approval that is overdue for review still covers what was approved. */
  readonly review: string;
  /** Digest over the identity, its kind, state, scope, credentials and this line. */
  readonly seal: string;
}

export interface IdentityRecord {
  readonly v: 1;
  readonly id: string;
  /** As the inventory names it: `platform:kind:name`. */
  readonly identity: string;
  /** As the inventory has it: `role`, `agent`, `workflow-job`. */
  readonly kind: string;
  readonly name: string;
  /** Path of the document that declares or names it. */
  readonly place: string;
  readonly state: IdentityState;
  /** Sorted `kind:value` items of what it may do and who may become it; see `server/posture/identity-scope.ts`. */
  readonly scope: readonly string[];
  /** Sorted, one a credential, each with its life: `access-key aws_iam_access_key.ci, standing`. */
  readonly credentials?: readonly string[];
  readonly approved?: IdentityApproval;
  /** What it is for, in a person's words. */
  readonly purpose: string;
}
