// Picks the channel that the arguments name (`--stdio`, `--node-ipc`, `--socket=`, `--pipe=`) and
// serves a session over it that lives in a thread of its own.
import type { Worker } from 'node:worker_threads';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { version } from '../../package.json';
import { hostOver, wire, type Unasked } from './connection.ts';
import { createGuard } from './guard.ts';
import type { ThreadTerms } from './thread.ts';

/** No text that a person writes takes a hundredth of this; a cold start on a busy machine takes some of it. */
const budget = 15_000;

/** Serves over the channel that the arguments name. `begun` is the thread of these terms, begun already. */
export function serve(terms: ThreadTerms, begun: Worker): void {
  const connection = createConnection(ProposedFeatures.all);
  process.on('uncaughtException', (error) => connection.console.error(`Not caught: ${error.stack ?? error.message}`));
  process.on('unhandledRejection', (error) =>
    connection.console.error(`Not caught: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  );
  const taken = new Set<Unasked>();
  wire(connection, createGuard({ ...terms, begun, host: hostOver(connection, taken), budget }), version, taken);
  connection.listen();
}
