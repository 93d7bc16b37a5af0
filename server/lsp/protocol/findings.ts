// Findings as views show them: the check of everything, the list, the first look, and one repair wherever it fits.
import type { WorkspaceEdit } from 'vscode-languageserver/node';
import type { FindingState } from '../../engine/decision.ts';
import type { Category, Severity } from '../../engine/finding.ts';
import type { Range } from './place.ts';

/** Client to server: read every file of the workspace folders. Progress and cancelling as in the protocol. */
export type CheckWorkspaceMethod = 'posture/checkWorkspace';
export type CheckWorkspaceParams = Readonly<Record<string, never>>;
export interface CheckWorkspaceResult {
  readonly files: number;
  readonly findings: number;
  readonly milliseconds: number;
  readonly cancelled: boolean;
}

/** Client to server: every finding that is known, for the Posture view. */
export type ListFindingsMethod = 'posture/findings';
export interface ListedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly category: Category;
  readonly message: string;
  readonly range: Range;
  /** Whether there is a repair to choose. */
  readonly fixable: boolean;
  /** Title of the first repair, as the code action has it. */
  readonly fix?: string;
  /** What it has in common with others of its rule: the token that is written there. Never a secret. */
  readonly cause?: string;
  readonly anchor: string;
  /** How it stands with the team's decisions, where there are any. */
  readonly standing?: FindingState;
  /** Who answers for the file by CODEOWNERS. */
  readonly owners?: readonly string[];
  /** On a line that this branch changed; undefined where git cannot tell or is not asked. */
  readonly changed?: boolean;
}
export interface FileFindings {
  readonly uri: string;
  /** Path below its root, for people. */
  readonly path: string;
  readonly findings: readonly ListedFinding[];
}

/** A finding, wherever its text has moved to. */
export interface FindingRef {
  readonly uri: string;
  readonly rule: string;
  readonly anchor: string;
}

/**
 * Client to server: the first look at a repository. Covers everything that was read; before the workspace was read as a
 * whole, the open files.
 */
export type OverviewMethod = 'posture/overview';
export interface Overview {
  /** Whether the whole workspace was read. */
  readonly complete: boolean;
  /** One sentence: `2 on lines of this branch, 1 critical, 497 existing, not blocking`. */
  readonly headline: string;
  readonly total: number;
  /** On lines that this branch changed, and whatever is critical: what the list of problems holds of files that are not open. */
  readonly blocking: number;
  /** Stood there before this branch, as far as git tells, and blocks nobody. */
  readonly existing: number;
  readonly counts: Readonly<Record<Severity, number>>;
  /** At most three, of different causes, the one that matters most first. */
  readonly first: readonly FirstThing[];
  /** Everything, by what one repair would end; the worst first, then the largest. */
  readonly causes: readonly Cause[];
}
export interface FirstThing extends FindingRef {
  readonly path: string;
  readonly range: Range;
  readonly severity: Severity;
  readonly message: string;
  /** Title of its first repair, as the code action at that place has it; undefined where there is none. */
  readonly fix?: string;
  /** How many findings have the same cause, this one included. */
  readonly places: number;
}
export interface Cause {
  /** The same while texts move. */
  readonly key: string;
  /** `Owner role for a user: roles/owner`. Never a secret. */
  readonly title: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly blocking: number;
  readonly fixable: number;
  readonly findings: readonly (ListedFinding & { readonly uri: string; readonly path: string })[];
}

/** Client to server: one repair of one rule, everywhere in the workspace or in one file. Progress and cancelling as in the protocol. */
export type FixEverywhereMethod = 'posture/fixEverywhere';
export interface FixEverywhereParams {
  readonly rule: string;
  /** Title of the repair. Only repairs with this title are made. */
  readonly title: string;
}
export interface FixEverywhereResult {
  /** With a change annotation a file that asks for confirmation, where the client takes those. */
  readonly edit: WorkspaceEdit;
  readonly files: number;
  readonly fixes: number;
  /** Findings of the rule that this repair does not fit. */
  readonly left: number;
}
