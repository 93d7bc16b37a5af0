// How a client introduces itself: its settings, the commands that it carries out, and whether the user trusts the workspace.
import type { Severity } from '../../engine/finding.ts';
import type { Profile } from '../../engine/rule.ts';
import type { FindingRef, FixEverywhereParams } from './findings.ts';
import type { IdentityRef } from './identities.ts';

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
  /** This client shows `posture/status`. It is not sent to others. */
  readonly status?: boolean;
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

/** Client to server, when the user trusts the workspace. */
export type TrustMethod = 'posture/trust';
