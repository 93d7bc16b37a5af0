// Entry on a desktop and on a remote machine: the server is a process beside the extension host.
import type { ExtensionContext } from 'vscode';
import { activateIn } from './activation.ts';

export function activate(context: ExtensionContext): void {
  activateIn(context, {
    readsFiles: true,
    async reach() {
      const { CloseAction, ErrorAction, LanguageClient, TransportKind } = await import('vscode-languageclient/node');
      const module = context.asAbsolutePath('out/server.js');
      const run = { run: { module, transport: TransportKind.ipc }, debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--inspect=6011'] } } };
      return { closeAction: CloseAction, errorAction: ErrorAction, connect: (options) => new LanguageClient('posture', 'Identity Posture', run, options) };
    },
  });
}
