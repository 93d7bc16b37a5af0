// On what terms a session works: where it speaks, what it is given, and what the client said about itself. Types alone.
import type { PublishDiagnosticsParams } from 'vscode-languageserver/node';
import type { KeptReading } from '../cache/kept-reading.ts';
import type { EngineOptions, Source } from '../engine/engine.ts';
import type { ActionAbilities } from './code-actions.ts';
import type { BaselineAccess } from './decisions.ts';
import type { ClientCommand, EditorSettings } from './protocol/start.ts';
import type { Status } from './protocol/status.ts';
import type { SyncAccess } from './team-sync.ts';

export interface SessionHost {
  publish(params: PublishDiagnosticsParams): void;
  status(status: Status): void;
  log(level: 'error' | 'warning' | 'info', message: string): void;
  /** Diagnostics that the client asked for earlier are not true any more. */
  refreshDiagnostics(): void;
  refreshInlayHints(): void;
  refreshCodeLenses(): void;
  /** Work on these documents begins now; with none, it has ended. Said before the work, so that a stuck one can be named. */
  working(uris: readonly string[]): void;
}

export interface SessionOptions {
  readonly rulesOf: EngineOptions['rulesOf'];
  readonly host: SessionHost;
  now(): Date;
  /** How decisions of the team are read; undefined where they cannot be. */
  readonly baseline?: BaselineAccess;
  /** How decisions are exchanged with the team. Not there in a browser. */
  readonly sync?: SyncAccess;
  /** What earlier checks kept of the tree at `root`. For sessions that end with the check: kept facts do not say who asked for what. */
  readonly kept?: (root: string, source: Source, files: number) => Promise<KeptReading | undefined>;
  /** URI of a rule's page, where the installation has one. */
  rulePage(ruleId: string): string | undefined;
}

/** What the client can do, as far as answers depend on it. */
export interface Abilities extends ActionAbilities {
  /** False when the client asks for diagnostics and wants none published. */
  readonly publish: boolean;
  /** The client lets the server run commands of its own, and takes the edits that they come to. */
  readonly runsCommands: boolean;
}

export interface Start {
  readonly folders: readonly string[];
  readonly trusted: boolean;
  readonly settings: EditorSettings;
  readonly abilities: Abilities;
  /** Commands that the client carries out. */
  readonly commands: ReadonlySet<ClientCommand>;
  /** Where a rule's page opens, with `{rule}` for its id, where the client says so. */
  readonly rulePage?: string;
}
