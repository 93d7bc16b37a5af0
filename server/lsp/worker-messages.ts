// What passes between the connection's thread and the thread that computes. Plain data both ways.
import type { PublishDiagnosticsParams } from 'vscode-languageserver/node';
import type { Session } from './session.ts';
import type { SessionHost } from './session-terms.ts';
import type { Status } from './protocol/status.ts';

/** Calls that get an answer. Those that read the workspace take a progress as their last argument, which travels apart. */
export type Question =
  | 'sync'
  | 'codeActions'
  | 'resolveCodeAction'
  | 'hover'
  | 'rulePage'
  | 'rules'
  | 'readAhead'
  | 'checkWorkspace'
  | 'fixEverywhere'
  | 'listFindings'
  | 'diagnostics'
  | 'workspaceDiagnostics'
  | 'inlayHints'
  | 'completions'
  | 'links'
  | 'definitions'
  | 'references'
  | 'symbols'
  | 'prepareRename'
  | 'rename'
  | 'overview'
  | 'decisionForm'
  | 'decide'
  | 'comparison'
  | 'baseline'
  | 'refreshBaseline'
  | 'observedDrift'
  | 'identities'
  | 'identity'
  | 'approvalForm'
  | 'approve'
  | 'codeLenses';
/** Calls that get none. */
export type Order =
  'start' | 'configure' | 'trust' | 'setFolders' | 'filesChanged' | 'didOpen' | 'didChange' | 'didClose' | 'avoid' | 'observed';

export type ToWorker =
  | { readonly kind: 'order'; readonly name: Order; readonly args: readonly unknown[] }
  | {
      readonly kind: 'question';
      readonly id: number;
      readonly name: Question;
      readonly args: readonly unknown[];
      readonly progress: boolean;
    }
  | { readonly kind: 'cancel'; readonly id: number }
  /** The thread is to end by itself. */
  | { readonly kind: 'end' };

export type FromWorker =
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly code: number; readonly message: string }
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly total: number }
  | { readonly kind: 'publish'; readonly params: PublishDiagnosticsParams }
  | { readonly kind: 'status'; readonly status: Status }
  | { readonly kind: 'log'; readonly level: Parameters<SessionHost['log']>[0]; readonly message: string }
  | { readonly kind: 'refresh'; readonly what: 'diagnostics' | 'inlayHints' | 'codeLenses' }
  /** Documents are being computed, by their uri at the client. Comes before the work, so that a stuck one can be named. */
  | { readonly kind: 'busy'; readonly uris: readonly string[] }
  | { readonly kind: 'idle' };

/** What an order or a question is called with. */
export type ArgumentsOf<Name extends keyof Session> = Parameters<Session[Name]>;
