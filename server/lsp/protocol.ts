// What the server and our own client say to each other beyond the Language Server Protocol. Types only, so that the
// client can import it and its bundle stays free of the engine.
import type { WorkspaceEdit } from 'vscode-languageserver/node';
import type { DecisionKind, FindingState } from '../engine/decision.ts';
import type { Category, Severity } from '../engine/finding.ts';
import type { Profile } from '../engine/rule.ts';

export interface Position {
  readonly line: number;
  readonly character: number;
}
export interface Range {
  readonly start: Position;
  readonly end: Position;
}
export interface Location {
  readonly uri: string;
  readonly range: Range;
}

/** Settings of the editor, section `posture`. Everything that a team shares stands in `.posture/config.yaml` instead. */
export interface EditorSettings {
  /** `workspace` leaves it to the configuration of the folder. */
  readonly profile: 'workspace' | Profile;
  readonly minimumSeverity: Severity;
  /** Which findings of files that are not open stand in the list of problems. */
  readonly problems: 'important' | 'all' | 'open files';
  readonly inlayHints: { readonly enabled: boolean };
  /** Owner, grants and what is not approved above each identity. */
  readonly codeLens: { readonly enabled: boolean };
}

export interface InitializationOptions {
  /** False in a workspace that the user has not trusted: no git, no configuration from the folder. True when left out. */
  readonly trusted?: boolean;
  /** Start values of the settings, for editors that do not answer `workspace/configuration`. */
  readonly settings?: Partial<EditorSettings>;
  /** Where a rule's page opens in this editor, with `{rule}` for its id; else the file in the package. */
  readonly rulePage?: string;
  /** Answer `textDocument/diagnostic` instead of publishing. Also chosen when the client takes no published diagnostics. */
  readonly pullDiagnostics?: boolean;
  /** Commands that this client carries out, so that code actions and lenses may name them. Others are left out or made edits. */
  readonly commands?: readonly ClientCommand[];
}

/** Commands of the client that the server names in actions and lenses, with their one argument. */
export interface ClientCommands {
  /** Shows the form of a decision (`posture/decisionForm`), and applies what `posture/decide` gives. */
  readonly 'posture.accept': FindingRef;
  /** Shows what was approved beside what is there (`posture/comparison`). */
  readonly 'posture.compareApproved': FindingRef;
  /** Shows the form of an approval (`posture/approvalForm`), and applies what `posture/approve` gives. */
  readonly 'posture.approveIdentity': IdentityRef;
  /** Shows one identity (`posture/identity`). */
  readonly 'posture.showIdentity': IdentityRef;
  /** Shows a preview of `posture/fixEverywhere` and applies it. */
  readonly 'posture.fixEverywhere': FixEverywhereParams;
}
export type ClientCommand = keyof ClientCommands;

/** Server to client. */
export type StatusMethod = 'posture/status';
export interface Status {
  readonly state: 'checking' | 'ready' | 'degraded';
  /** Findings of all documents known to the server, by severity. */
  readonly counts: Readonly<Record<Severity, number>>;
  /** What did not work, in sentences: a rule that threw, a document past the time budget, a broken configuration. */
  readonly troubles: readonly string[];
  /** How often the whole workspace was read so far. */
  readonly wholeChecks?: number;
  /** The team's decisions, where a root has any. With several roots, the numbers are summed and the source is the first's. */
  readonly baseline?: BaselineStatus;
}

export interface BaselineStatus {
  /** Where decisions are read from: `origin/main@ab12cd3`; undefined where there is no commit yet. */
  readonly source?: string;
  /** When that commit was made, in seconds since 1970. */
  readonly committed?: number;
  /** Disagreements between code and decisions in what is known. */
  readonly drift: number;
  readonly asksApproval: number;
  /** Approvals that end within 30 days, and those that have ended. */
  readonly ending: number;
  readonly expired: number;
}

/** Client to server, when the user trusts the workspace. */
export type TrustMethod = 'posture/trust';

/** Client to server: the page of one rule as Markdown, or null where there is no such rule. */
export type RulePageMethod = 'posture/rulePage';
export interface RulePageParams {
  readonly rule: string;
}

/** Client to server: ids and titles of all rules, to choose from. */
export type RuleListMethod = 'posture/rules';
export interface RuleListEntry {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
}

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
  readonly approvedBefore?: { readonly grant: readonly string[]; readonly owner: string; readonly by: string; readonly until?: string; readonly reason: string };
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
  | { readonly edit: WorkspaceEdit; /** URI of the record. */ readonly record: string; /** What happens next, in a sentence. */ readonly next: string }
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
export type DecisionStanding = 'asks-approval' | 'expired' | 'void' | 'due-7' | 'due-14' | 'due-30' | 'in-force' | 'open' | 'stale' | 'closed';
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

/** Client to server, in the web build only: texts of files that the server cannot read itself, before it is asked to check them. */
export type ProvideFilesMethod = 'posture/files';
export interface ProvideFilesParams {
  readonly files: readonly { readonly uri: string; readonly text: string }[];
  /** Files that are not there any more. */
  readonly gone: readonly string[];
}

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
