// The life of the server: starts it once, restarts it with growing pauses when it dies, says both, and gives up in words.
// How a server is reached (a process, or a worker of the browser) is said by the entry; it is loaded with the first
// start, so that waking the extension costs nothing.
import {
  CodeAction,
  window,
  workspace,
  WorkspaceEdit,
  type CancellationToken,
  type Disposable,
  type DocumentFilter,
  type FileSystemWatcher,
  type LogOutputChannel,
} from 'vscode';
import type {
  BaseLanguageClient,
  CloseAction,
  ErrorAction,
  LanguageClientOptions,
  Middleware,
  WorkspaceEdit as ServerEdit,
} from 'vscode-languageclient';
import type { CheckWorkspaceMethod } from '../server/lsp/protocol/findings.ts';
import type { ClientCommand, InitializationOptions, TrustMethod } from '../server/lsp/protocol/start.ts';
import type { Status, StatusMethod } from '../server/lsp/protocol/status.ts';
import { createFileEvents } from './file-events.ts';
import { createSavingAgain } from './fix-on-save.ts';
import { createPauses } from './pauses.ts';

export type ServerState = 'waiting' | 'starting' | 'running' | 'restarting' | 'stopped';

export interface Server extends Disposable {
  /** Starts the server unless it runs. Resolves when it answers. */
  start(): Promise<void>;
  restart(): Promise<void>;
  /** The workspace is trusted from now on. */
  trust(): void;
  /** Asks a running server, starting it first. The token takes the question back. */
  ask<Result>(method: string, params: object, token?: CancellationToken): Promise<Result>;
  isRunning(): boolean;
  /** URI as this editor has it of one that the server named, and the other way round. */
  toEditor(uri: string): string;
  toServer(uri: string): string;
  /** An edit that the server made, as this editor applies it. */
  editOf(edit: ServerEdit): Promise<WorkspaceEdit>;
}

/** One way to reach a server. */
export interface Reach {
  readonly closeAction: Pick<typeof CloseAction, 'DoNotRestart'>;
  readonly errorAction: Pick<typeof ErrorAction, 'Continue'>;
  connect(options: LanguageClientOptions): BaseLanguageClient;
  /** How documents are called at the server, where that is not as the editor calls them. */
  readonly names?: { toServer(uri: string): string; toEditor(uri: string): string };
}

export interface ServerNeeds {
  /** Loads what it takes to reach a server. */
  reach(): Promise<Reach>;
  readonly output: LogOutputChannel;
  readonly selector: DocumentFilter[];
  /** Every file may be read at the start: the workspace lies on a disk that the server can read. */
  readonly readsFiles: boolean;
  onStatus(status: Status): void;
  /** `words` say more than the state does: how long until the next start. */
  onState(state: ServerState, words?: string): void;
  /** The server answers, for the first time or again. */
  onRunning(): void;
}

const status: StatusMethod = 'posture/status';
const trust: TrustMethod = 'posture/trust';
const checkWorkspace: CheckWorkspaceMethod = 'posture/checkWorkspace';
/** Commands of ours that the server may name in actions and lenses. */
const serverMayName: readonly ClientCommand[] = [
  'posture.accept',
  'posture.approveIdentity',
  'posture.compareApproved',
  'posture.showIdentity',
  'posture.fixEverywhere',
];

const watchSaving = createSavingAgain();

/**
 * Actions that only run a command need nothing more from the server. An edit, and be it empty, tells the editor so: it runs
 * the command at once. Otherwise it asks first, and when it has asked for actions anew by then, it has forgotten the
 * arguments of those it showed: "Actual command not found", and nothing happens.
 */
const middleware: Middleware = {
  async provideCodeActions(document, range, context, token, next) {
    watchSaving(document, context, token);
    const actions = await next(document, range, context, token);
    for (const action of actions ?? []) if (action instanceof CodeAction && action.command) action.edit ??= new WorkspaceEdit();
    return actions;
  },
};

export function createServer({ reach, output, selector, readsFiles, onStatus, onState, onRunning }: ServerNeeds): Server {
  let client: BaseLanguageClient | undefined;
  let names: Reach['names'];
  let started: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const pauses = createPauses();
  /** One for all servers that are started one after another: the library disposes of none. */
  let watcher: FileSystemWatcher | undefined;
  const fileEvents = createFileEvents((changes) => {
    // A server that does not run reads everything when it starts.
    if (client?.isRunning()) void client.sendNotification('workspace/didChangeWatchedFiles', { changes }).catch(() => undefined);
  });

  async function launch(): Promise<void> {
    onState('starting');
    // Folders as well: of one that was moved or removed the editor tells the folder, and none of its files.
    watcher ??= workspace.createFileSystemWatcher('**/*');
    const reached = await reach();
    names = reached.names;
    const initializationOptions: InitializationOptions = {
      trusted: workspace.isTrusted,
      rulePage: 'command:posture.showRule?%5B%22{rule}%22%5D',
      commands: serverMayName,
      status: true,
    };
    const options: LanguageClientOptions = {
      documentSelector: selector.map(({ scheme, language }) => ({ scheme: scheme!, language: language! })),
      outputChannel: output,
      initializationOptions,
      middleware: { ...middleware, workspace: { didChangeWatchedFile: async (event) => fileEvents.add(event) } },
      markdown: { isTrusted: { enabledCommands: ['posture.showRule', ...serverMayName] } },
      synchronize: { fileEvents: watcher },
      errorHandler: {
        error: () => ({ action: reached.errorAction.Continue, handled: true }),
        closed: () => {
          restartLater();
          return { action: reached.closeAction.DoNotRestart, handled: true };
        },
      },
    };
    const made = reached.connect(options);
    client = made;
    made.onNotification(status, onStatus);
    await made.start();
    onState('running');
    onRunning();
    if (readsFiles && workspace.workspaceFolders && workspace.getConfiguration('posture').get('checkOnStart'))
      void made.sendRequest(checkWorkspace, {}).catch((error: unknown) => output.error(`The workspace was not checked: ${String(error)}`));
  }

  function restartLater(): void {
    if (ended) return;
    started = undefined;
    const pause = pauses.next(Date.now());
    if (pause === undefined) {
      onState('stopped');
      output.error('The server ended again and again and is not restarted. The log above says why.');
      void window.showErrorMessage('Identity Posture stopped: its server ended repeatedly.', 'Restart', 'Show Output').then((choice) => {
        if (choice === 'Restart') void server.restart();
        else if (choice === 'Show Output') output.show();
      });
      return;
    }
    const words = `The server ended. It is started again in ${pause / 1000} s.`;
    onState('restarting', words);
    output.warn(words);
    timer = setTimeout(() => void server.start(), pause);
  }

  const server: Server = {
    isRunning: () => client?.isRunning() ?? false,
    toEditor: (uri) => names?.toEditor(uri) ?? uri,
    toServer: (uri) => names?.toServer(uri) ?? uri,
    start() {
      started ??= launch().catch((error: unknown) => {
        output.error(`The server did not start: ${error instanceof Error ? error.message : String(error)}`);
        restartLater();
      });
      return started;
    },
    async restart() {
      clearTimeout(timer);
      pauses.forget();
      const old = client;
      client = undefined;
      started = undefined;
      await old?.dispose().catch(() => undefined);
      await server.start();
    },
    trust() {
      if (client?.isRunning()) void client.sendNotification(trust);
    },
    async ask<Result>(method: string, params: object, token?: CancellationToken) {
      await server.start();
      if (!client?.isRunning()) throw new Error('The server does not run. The output channel says why.');
      // A token that is undefined would be sent as a parameter.
      return token ? client.sendRequest<Result>(method, params, token) : client.sendRequest<Result>(method, params);
    },
    editOf: async (edit) => (await client?.protocol2CodeConverter.asWorkspaceEdit(edit)) ?? new WorkspaceEdit(),
    dispose() {
      ended = true;
      clearTimeout(timer);
      watcher?.dispose();
      fileEvents.dispose();
      void client?.dispose().catch(() => undefined);
    },
  };
  return server;
}
