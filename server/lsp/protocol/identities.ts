// Identities: the list, the picture of one, and approving it as it stands.
import type { FindingState } from '../../engine/decision.ts';
import type { Severity } from '../../engine/finding.ts';
import type { Location } from './place.ts';

/** Client to server: every identity that is declared or named in what is known, by id. */
export type IdentitiesMethod = 'posture/identities';
export interface IdentityRef {
  /** URI of the folder. */
  readonly root: string;
  readonly id: string;
}
export interface IdentityEntry extends IdentityRef {
  /** `role`, `service-account`, `workflow-job`, `anyone`, … */
  readonly kind: string;
  readonly platform: string;
  readonly name: string;
  /** False when the tree only names it. */
  readonly declared: boolean;
  readonly owner?: string;
  readonly environment?: string;
  readonly location?: Location;
  readonly grants: number;
  /** Of what it may do, what the record about it does not cover; 0 where the team has no record and its policy asks for none. */
  readonly notApproved: number;
  /** How it stands with its record; undefined where there is none and none is asked for. */
  readonly standing?: 'approved' | 'pending' | 'grew' | 'void' | 'revoked' | 'unapproved';
  /** The worst finding at what it may do and at who may become it. */
  readonly worst?: Severity;
  /** Days to its next review, negative after it. */
  readonly reviewInDays?: number;
  /** The record about it. */
  readonly record?: Location;
  /** Documents that say something about it. */
  readonly files?: readonly string[];
}

/** Client to server: one identity as a picture: who → identity → what → where; null when it is gone. */
export type IdentityMethod = 'posture/identity';
export interface IdentityPicture extends IdentityEntry {
  readonly trustedBy: readonly PictureItem[];
  readonly grantsGiven: readonly PictureGrant[];
  readonly credentials: readonly PictureItem[];
  /** What it may do where no grants describe it: permissions of a job, tools of an agent, scopes of a client. */
  readonly scope: readonly string[];
}
export interface PictureItem {
  readonly text: string;
  readonly location?: Location;
  readonly severity?: Severity;
}
export interface PictureGrant extends PictureItem {
  readonly effect: 'allow' | 'deny';
  /** Role or policy by name, where it is granted by name. */
  readonly role?: string;
  readonly actions: readonly string[];
  readonly scope: readonly string[];
  readonly conditions: readonly string[];
  /** `standing`, `until 2027-01-31`, … */
  readonly lifetime: string;
  /** Where the role or policy is written, when that is another place. */
  readonly definition?: Location;
  readonly standing?: FindingState;
}

/** Client to server: what approving an identity as it stands would mean; null when it is gone. */
export type ApprovalFormMethod = 'posture/approvalForm';
export interface ApprovalForm {
  readonly identity: IdentityEntry;
  /** Why it cannot be approved, in a sentence. */
  readonly cannot?: string;
  /** Everything that is approved, item by item, and what differs from the approval before. */
  readonly scope: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly purpose?: string;
  readonly owners: readonly string[];
  readonly approvers: readonly string[];
  /** The day of the next review to offer, and the latest that the policy lets count. */
  readonly review: string;
  readonly latest: string;
  /** Path of the record that is written. */
  readonly record: string;
}

/** Client to server: the edit that writes the record about an identity. */
export type ApproveMethod = 'posture/approve';
export interface ApproveParams extends IdentityRef {
  readonly owner: string;
  readonly by: string;
  /** `2027-05-31` */
  readonly review: string;
  readonly purpose: string;
}
