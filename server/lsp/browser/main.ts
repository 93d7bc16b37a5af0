// Entry of out/server-web.js: the same server in a worker of the browser. There is no thread to lose beside it and no git:
// the worker is ended by the client when it hangs, and lines count as unchanged.
import './globals.ts';
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { URI } from 'vscode-uri';
import { rulesOf } from '../../../rules/registry.ts';
import { version } from '../../../package.json';
import { hostOver, wire, type Unasked } from '../connection.ts';
import type { ProvideFilesMethod, ProvideFilesParams } from '../protocol/files.ts';
import { createSession } from '../session.ts';
import { provide, withdraw } from './memory-files.ts';

/** What this file needs of a worker's global scope, which the types of Node do not have. */
type WorkerScope = ConstructorParameters<typeof BrowserMessageReader>[0];
const scope = globalThis as unknown as WorkerScope;

const provideFiles: ProvideFilesMethod = 'posture/files';

const connection = createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope));
const taken = new Set<Unasked>();
const session = createSession({
  rulesOf,
  now: () => new Date(),
  // Pages of rules are told by the server; there is no package to link into.
  rulePage: () => undefined,
  host: hostOver(connection, taken),
});
wire(connection, session, version, taken);
connection.onRequest(provideFiles, ({ files, gone }: ProvideFilesParams) => {
  for (const { uri, text } of files) provide(URI.parse(uri).path, text);
  for (const uri of gone) withdraw(URI.parse(uri).path);
  session.filesChanged([...files.map(({ uri }) => uri), ...gone]);
});
connection.listen();
