// Picks the channel that the arguments name (`--stdio`, `--node-ipc`, `--socket=`, `--pipe=`) and
// serves a session over it that lives in a thread of its own.
import { pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import packageJson from '../../package.json' with { type: 'json' };
import { bundled } from '../start/bundled.ts';
import { hostOver, wire, type Unasked } from './connection.ts';
import { createGuard } from './guard.ts';
import type { WorkerData } from './worker.ts';

/** No text that a person writes takes a hundredth of this; a cold start on a busy machine takes some of it. */
const budget = 15_000;
const memory = 1024;

const connection = createConnection(ProposedFeatures.all);
process.on('uncaughtException', (error) => connection.console.error(`Not caught: ${error.stack ?? error.message}`));
process.on('unhandledRejection', (error) =>
  connection.console.error(`Not caught: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
);

// Both bundles lie in out/, one folder below the package.
const workerData: WorkerData = { package: pathToFileURL(bundled('../')).href };
const taken = new Set<Unasked>();
wire(
  connection,
  createGuard({ worker: pathToFileURL(bundled('worker.js')), workerData, host: hostOver(connection, taken), budget, memory }),
  packageJson.version,
  taken,
);
connection.listen();
