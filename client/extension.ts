// Entry on a desktop and on a remote machine: the server is a process beside the extension host.
import type { ExtensionContext } from 'vscode';
import { activateIn } from './activation.ts';

export function activate(context: ExtensionContext): void {
  activateIn(context, {
    readsFiles: true,
    async reach() {
      const { CloseAction, ErrorAction, LanguageClient, TransportKind } = await import('vscode-languageclient/node');
      const module = context.asAbsolutePath('out/server.js');
      // Where memory is glibc's: each thread would have an arena of its own, and what one has freed stays with it; and once
      // something large was freed, pieces as large stay as well, unless it is told from what size on they are given back.
      const env = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '262144', MALLOC_TRIM_THRESHOLD_: '262144' };
      const run = {
        run: { module, transport: TransportKind.ipc, options: { env } },
        debug: { module, transport: TransportKind.ipc, options: { env, execArgv: ['--inspect=6011'] } },
      };
      return {
        closeAction: CloseAction,
        errorAction: ErrorAction,
        connect: (options) => new LanguageClient('posture', 'Identity Posture', run, options),
      };
    },
  });
}
