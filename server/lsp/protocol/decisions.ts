// The team's decisions: deciding about a finding, comparing with what was approved, and the review queue.
import type { WorkspaceEdit } from 'vscode-languageserver/node';
import type { DecisionKind, FindingState } from '../../engine/decision.ts';
import type { Severity } from '../../engine/finding.ts';
import type { FileFindings, FindingRef } from './findings.ts';
import type { Location } from './place.ts';

/** Client to server: what has to be known to decide about a finding; null when it is not there any more. */
export type DecisionFormMethod = 'posture/decisionForm';
export interface DecisionForm {
  readonly finding: FindingRef;
  readonly path: string;
  readonly line: number;
  readonly severity: Severity;
  /** What the rule finds, in words. */
  readonly title: string;
  readonly message: string;
  /** Why nothing can be accepted here, in a sentence. The rest is for show then. */
  readonly cannot?: string;
  /** What exactly is approved, item by item; empty where the decision is bound to the place alone. */
  readonly grant: readonly string[];
  /** What the approval in force covers, where there is one that differs. */
  readonly approvedBefore?: {
    readonly grant: readonly string[];
    readonly owner: string;
    readonly by: string;
    readonly until?: string;
    readonly reason: string;
  };
  readonly state?: FindingState;
  readonly kinds: readonly DecisionFormKind[];
  /** Owners to choose from, the likeliest first; people may type another. */
  readonly owners: readonly string[];
  /** Whose approval counts by policy; empty when anyone's does. */
  readonly approvers: readonly string[];
  /** Path of the record that is written. */
  readonly record: string;
}
export interface DecisionFormKind {
  readonly kind: DecisionKind;
  readonly label: string;
  readonly explanation: string;
  /** Whether the policy asks for a last day. */
  readonly needsUntil: boolean;
  /** The last day to offer, and the latest that the policy lets count. */
  readonly until?: string;
  readonly latest?: string;
}

/** Client to server: the edit that writes the record, to be applied by the client so that undo works; or why there is none. */
export type DecideMethod = 'posture/decide';
export interface DecideParams extends FindingRef {
  readonly kind: DecisionKind;
  readonly owner: string;
  readonly by: string;
  /** `2027-01-31` */
  readonly until?: string;
  readonly reason: string;
}
export type DecideResult =
  | {
      readonly edit: WorkspaceEdit;
      /** URI of the record. */ readonly record: string;
      /** What happens next, in a sentence. */ readonly next: string;
    }
  | { readonly refused: string };

/** Client to server: approved against actual, as two texts for a diff; null where there is no decision. */
export type ComparisonMethod = 'posture/comparison';
export interface Comparison {
  readonly title: string;
  readonly approved: string;
  readonly actual: string;
  /** The record. */
  readonly record: Location;
}

/** Client to server: the review queue and the drift, by root. */
export type BaselineMethod = 'posture/baseline';
export interface BaselineView {
  /** URI of the folder. */
  readonly root: string;
  readonly source?: string;
  readonly committed?: number;
  /** Why decisions cannot be read, where they cannot. */
  readonly unavailable?: string;
  /** Records that could not be read and count for nothing. */
  readonly refused: readonly { readonly location: Location; readonly path: string; readonly message: string }[];
  /** Every decision, what is due first. */
  readonly decisions: readonly DecisionEntry[];
  /** Findings of the area `drift` in what is known. */
  readonly drift: readonly FileFindings[];
}
/** `due-7` to `due-30`: ends within so many days. `stale`: what it was about is gone. `void`: broken or against the policy. */
export type DecisionStanding =
  'asks-approval' | 'expired' | 'void' | 'due-7' | 'due-14' | 'due-30' | 'in-force' | 'open' | 'stale' | 'closed';
export interface DecisionEntry {
  readonly id: string;
  readonly rule: string;
  readonly anchor: string;
  readonly kind: DecisionKind;
  readonly standing: DecisionStanding;
  readonly owner?: string;
  readonly by?: string;
  readonly until?: string;
  readonly daysLeft?: number;
  readonly reason: string;
  readonly record: Location;
  /** The line it covers, where that document is known. */
  readonly covers?: Location;
  /** Path that its anchor names. */
  readonly path?: string;
}

/** Client to server: read decisions again now. */
export type RefreshBaselineMethod = 'posture/refreshBaseline';
