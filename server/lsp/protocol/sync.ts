// Exchanging decisions with the team.

/**
 * Client to server: exchange decisions with the team, by git and in a thread of its own. Only in a trusted workspace, and
 * only with an address that a person confirmed on this machine. When to do it is the client's business.
 */
export type SyncMethod = 'posture/sync';
export interface SyncParams {
  /** The address that the user has just agreed to, as an outcome named it. */
  readonly confirmed?: string;
}
/** One a root that has a team; none where no configuration names one. */
export type SyncOutcome = { readonly root: string; /** Address and branch, for people. */ readonly address: string } & (
  | { readonly state: 'asks' }
  | { readonly state: 'failed'; readonly why: string }
  | {
      readonly state: 'done';
      /** First letters of the team's commit that is merged here; undefined while its branch does not exist. */
      readonly tip?: string;
      /** Records that changed in the working tree, by URI. */
      readonly changed: readonly string[];
      /** Branch to open a pull request for, where the team lacks something. */
      readonly proposed?: string;
      readonly conflicts: readonly SyncConflict[];
      readonly refused: readonly { readonly path: string; readonly message: string }[];
    }
);
/** A difference that a person should look at; the safer value stands in the record meanwhile. */
export interface SyncConflict {
  readonly uri: string;
  readonly path: string;
  readonly field: 'owner' | 'reason' | 'purpose' | 'deleted';
  /** The whole record as it was here and as the team has it; empty where it was deleted. */
  readonly mine: string;
  readonly theirs: string;
}
