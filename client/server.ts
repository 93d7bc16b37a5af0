// The life of the server: starts it once, restarts it with growing pauses when it dies, and gives up in words. The
// language client is loaded with the first start, so that waking the extension costs nothing.
import { window, workspace, type Disposable, type DocumentFilter, type ExtensionContext, type LogOutputChannel } from 'vscode';
import type { LanguageClient, LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';
import type { CheckWorkspaceMethod, InitializationOptions, Status, StatusMethod, TrustMethod } from '../server/lsp/protocol.ts';
import { createPauses } from './pauses.ts';

export type ServerState = 'waiting' | 'starting' | 'running' | 'restarting' | 'stopped';

export interface Server extends Disposable {
  /** Starts the server unless it runs. Resolves when it answers. */
  start(): Promise<void>;
  restart(): Promise<void>;
  /** The workspace is trusted from now on. */
  trust(): void;
  /** Asks a running server, starting it first. */
  ask<Result>(method: string, params: object): Promise<Result>;
  isRunning(): boolean;
}

export interface ServerNeeds {
  readonly context: ExtensionContext;
  readonly output: LogOutputChannel;
  readonly selector: DocumentFilter[];
  onStatus(status: Status): void;
  onState(state: ServerState): void;
}

const status: StatusMethod = 'posture/status';
const trust: TrustMethod = 'posture/trust';
const checkWorkspace: CheckWorkspaceMethod = 'posture/checkWorkspace';

export function createServer({ context, output, selector, onStatus, onState }: ServerNeeds): Server {
  let client: LanguageClient | undefined;
  let started: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const pauses = createPauses();

  async function launch(): Promise<void> {
    onState('starting');
    const { CloseAction, ErrorAction, LanguageClient, TransportKind } = await import('vscode-languageclient/node');
    const module = context.asAbsolutePath('out/server.js');
    const run: ServerOptions = { run: { module, transport: TransportKind.ipc }, debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--inspect=6011'] } } };
    const initializationOptions: InitializationOptions = { trusted: workspace.isTrusted, rulePage: 'command:posture.showRule?%5B%22{rule}%22%5D' };
    const options: LanguageClientOptions = {
      documentSelector: selector.map(({ scheme, language }) => ({ scheme: scheme!, language: language! })),
      outputChannel: output,
      initializationOptions,
      markdown: { isTrusted: { enabledCommands: ['posture.showRule'] } },
      synchronize: { fileEvents: workspace.createFileSystemWatcher('**/*.{tf,tofu,tfvars,hcl,yaml,yml,json,toml,ts,tpl}') },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          restartLater();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    };
    const made = new LanguageClient('posture', 'Identity Posture', run, options);
    client = made;
    made.onNotification(status, onStatus);
    await made.start();
    onState('running');
    if (workspace.workspaceFolders && workspace.getConfiguration('posture').get('checkOnStart')) void made.sendRequest(checkWorkspace, {}).catch((error: unknown) => output.error(`The workspace was not checked: ${String(error)}`));
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
    onState('restarting');
    output.warn(`The server ended. It is started again in ${pause / 1000} s.`);
    timer = setTimeout(() => void server.start(), pause);
  }

  const server: Server = {
    isRunning: () => client?.isRunning() ?? false,
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
    async ask<Result>(method: string, params: object) {
      await server.start();
      if (!client?.isRunning()) throw new Error('The server does not run. The output channel says why.');
      return client.sendRequest<Result>(method, params);
    },
    dispose() {
      ended = true;
      clearTimeout(timer);
      void client?.dispose().catch(() => undefined);
    },
  };
  return server;
}
