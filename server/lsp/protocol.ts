// What the server and our own client say to each other beyond the Language Server Protocol. Types only, so that the
// client can import it and its bundle stays free of the engine.
import type { Category, Severity } from '../engine/finding.ts';
import type { Profile } from '../engine/rule.ts';

/** Settings of the editor, section `posture`. Everything that a team shares stands in `.posture/config.yaml` instead. */
export interface EditorSettings {
  /** `workspace` leaves it to the configuration of the folder. */
  readonly profile: 'workspace' | Profile;
  readonly minimumSeverity: Severity;
  /** Which findings of files that are not open stand in the list of problems. */
  readonly problems: 'important' | 'all' | 'open files';
  readonly inlayHints: { readonly enabled: boolean };
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
}

/** Server to client. */
export type StatusMethod = 'posture/status';
export interface Status {
  readonly state: 'checking' | 'ready' | 'degraded';
  /** Findings of all documents known to the server, by severity. */
  readonly counts: Readonly<Record<Severity, number>>;
  /** What did not work, in sentences: a rule that threw, a document past the time budget, a broken configuration. */
  readonly troubles: readonly string[];
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
  readonly range: { readonly start: { readonly line: number; readonly character: number }; readonly end: { readonly line: number; readonly character: number } };
  /** Whether there is a repair to choose. */
  readonly fixable: boolean;
}
export interface FileFindings {
  readonly uri: string;
  /** Path below its root, for people. */
  readonly path: string;
  readonly findings: readonly ListedFinding[];
}
