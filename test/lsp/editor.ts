// An editor in a few lines: speaks the protocol over streams to a server in this process or to the bundle as its own
// process, and keeps what it was told. Tests see only what a real editor would see.
import { spawn } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  createConnection,
  createProtocolConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
  type CodeAction,
  type CodeActionContext,
  type Diagnostic,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  type TextDocumentContentChangeEvent,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { rulesOf } from '../../rules/registry.ts';
import type { EngineOptions } from '../../server/engine/engine.ts';
import { baselineHere } from '../../server/lsp/baseline-reading.ts';
import type { BaselineAccess } from '../../server/lsp/decisions.ts';
import { hostOver, wire, type Unasked } from '../../server/lsp/connection.ts';
import type { InitializationOptions } from '../../server/lsp/protocol/start.ts';
import type { Status } from '../../server/lsp/protocol/status.ts';
import { createSession } from '../../server/lsp/session.ts';
import type { SessionOptions } from '../../server/lsp/session-terms.ts';

export const today = '2026-11-21';

export interface EditorOptions {
  readonly folders?: readonly string[];
  readonly capabilities?: InitializeParams['capabilities'];
  readonly initializationOptions?: InitializationOptions;
  readonly rulesOf?: EngineOptions['rulesOf'];
  /** How the server in this process reads decisions. */
  readonly baseline?: BaselineAccess;
  /** What the server in this process keeps of a tree that it has read. */
  readonly kept?: SessionOptions['kept'];
  /** Start this command in place of a server in this process. */
  readonly command?: readonly [string, ...string[]];
  /** And give it these variables. */
  readonly env?: NodeJS.ProcessEnv;
}

export interface Editor {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  readonly published: PublishDiagnosticsParams[];
  readonly statuses: Status[];
  readonly logs: string[];
  open(uri: string, text: string, languageId?: string): Promise<void>;
  change(uri: string, changes: TextDocumentContentChangeEvent[]): Promise<void>;
  /** Replaces the first place where `from` stands, as one keystroke or paste would. */
  type(uri: string, from: string, to: string): Promise<void>;
  close(uri: string): Promise<void>;
  text(uri: string): string;
  version(uri: string): number;
  /** Diagnostics of the version that the editor has now; waits for them. */
  diagnostics(uri: string): Promise<Diagnostic[]>;
  /** The text that each diagnostic underlines. */
  underlined(uri: string): Promise<string[]>;
  actions(uri: string, range: Range, context?: Partial<CodeActionContext>): Promise<CodeAction[]>;
  hover(uri: string, at: string): Promise<Hover | null>;
  /** Applies an edit to the open texts, as an editor does, and sends the changes. */
  apply(edit: WorkspaceEdit): Promise<void>;
  end(): Promise<void>;
}

const fullCapabilities: InitializeParams['capabilities'] = {
  workspace: {
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
    workspaceFolders: true,
    diagnostics: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
  },
  textDocument: {
    publishDiagnostics: {
      relatedInformation: true,
      versionSupport: true,
      codeDescriptionSupport: true,
      dataSupport: true,
      tagSupport: { valueSet: [1, 2] },
    },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source.fixAll'] } },
      resolveSupport: { properties: ['edit'] },
      dataSupport: true,
    },
  },
};

export async function startEditor(options: EditorOptions = {}): Promise<Editor> {
  const { connection, stop } = options.command
    ? overProcess(options.command, options.env)
    : inProcess({ rulesOf: options.rulesOf ?? rulesOf, baseline: options.baseline ?? baselineHere, kept: options.kept });
  const buffers = new Map<string, TextDocument>();
  const published: PublishDiagnosticsParams[] = [];
  const statuses: Status[] = [];
  const logs: string[] = [];
  let arrived: (() => void)[] = [];
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published.push(params);
    for (const wake of arrived.splice(0)) wake();
  });
  connection.onNotification('posture/status', (status: Status) => void statuses.push(status));
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => void logs.push(message));
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: null,
    rootUri: options.folders?.[0] ?? null,
    workspaceFolders: options.folders?.map((uri) => ({ uri, name: uri })) ?? null,
    capabilities: options.capabilities ?? fullCapabilities,
    initializationOptions: { status: true, ...options.initializationOptions },
  });
  await connection.sendNotification('initialized', {});

  const bufferOf = (uri: string): TextDocument => {
    const buffer = buffers.get(uri);
    if (!buffer) throw new Error(`${uri} is not open`);
    return buffer;
  };
  const editor: Editor = {
    connection,
    initialized,
    published,
    statuses,
    logs,
    async open(uri, text, languageId = 'plaintext') {
      buffers.set(uri, TextDocument.create(uri, languageId, 1, text));
      await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
    },
    async change(uri, changes) {
      const buffer = bufferOf(uri);
      TextDocument.update(buffer, changes, buffer.version + 1);
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: buffer.version },
        contentChanges: changes,
      });
    },
    async type(uri, from, to) {
      const buffer = bufferOf(uri);
      const start = buffer.getText().indexOf(from);
      if (start < 0) throw new Error(`${JSON.stringify(from)} does not stand in ${uri}`);
      await editor.change(uri, [{ range: { start: buffer.positionAt(start), end: buffer.positionAt(start + from.length) }, text: to }]);
    },
    async close(uri) {
      buffers.delete(uri);
      await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    },
    text: (uri) => bufferOf(uri).getText(),
    version: (uri) => bufferOf(uri).version,
    async diagnostics(uri) {
      const deadline = Date.now() + 60_000;
      for (;;) {
        const found = published.findLast((one) => one.uri === uri);
        if (found && found.version === bufferOf(uri).version) return found.diagnostics;
        if (Date.now() > deadline)
          throw new Error(
            `no diagnostics for version ${bufferOf(uri).version} of ${uri}; last ${JSON.stringify(found?.version)}; log: ${logs.join('\n')}`,
          );
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 1000);
          arrived.push(() => {
            clearTimeout(timer);
            resolve();
          });
        });
      }
    },
    async underlined(uri) {
      const diagnostics = await editor.diagnostics(uri);
      return diagnostics.map(({ range }) => bufferOf(uri).getText(range));
    },
    async actions(uri, range, context = {}) {
      const found = await connection.sendRequest<CodeAction[] | null>('textDocument/codeAction', {
        textDocument: { uri },
        range,
        context: { diagnostics: [], ...context },
      });
      return found ?? [];
    },
    hover(uri, at) {
      const buffer = bufferOf(uri);
      return connection.sendRequest<Hover | null>('textDocument/hover', {
        textDocument: { uri },
        position: buffer.positionAt(buffer.getText().indexOf(at) + 1),
      });
    },
    async apply(edit) {
      for (const change of edit.documentChanges ?? []) {
        if ('kind' in change && change.kind === 'create' && !buffers.has(change.uri)) await editor.open(change.uri, '');
        if (!('edits' in change)) continue;
        const buffer = buffers.get(change.textDocument.uri);
        if (!buffer) continue;
        if (typeof change.textDocument.version === 'number' && change.textDocument.version !== buffer.version)
          throw new Error('an edit for another version');
        const ordered = [...change.edits].sort(
          (a, b) => b.range.start.line - a.range.start.line || b.range.start.character - a.range.start.character,
        );
        await editor.change(
          change.textDocument.uri,
          ordered.map((one) => ({ range: one.range, text: 'newText' in one ? one.newText : one.snippet.value })),
        );
      }
    },
    async end() {
      await connection.sendRequest('shutdown');
      // `exit` would end the process that runs the tests, where the server lives in it.
      if (options.command) await connection.sendNotification('exit');
      connection.end();
      connection.dispose();
      await stop();
    },
  };
  return editor;
}

function inProcess(own: Pick<SessionOptions, 'rulesOf' | 'baseline' | 'kept'>): { connection: ProtocolConnection; stop(): Promise<void> } {
  const up = new PassThrough();
  const down = new PassThrough();
  const server = createConnection(ProposedFeatures.all, new StreamMessageReader(up), new StreamMessageWriter(down));
  const taken = new Set<Unasked>();
  const session = createSession({
    ...own,
    host: hostOver(server, taken),
    now: () => new Date(`${today}T12:00:00Z`),
    rulePage: (rule) => `file:///pages/${rule}.md`,
  });
  wire(server, session, '0.0.0-test', taken);
  server.listen();
  return {
    connection: createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up)),
    async stop() {
      server.dispose();
    },
  };
}

function overProcess(
  [command, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv = {},
): { connection: ProtocolConnection; stop(): Promise<void> } {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    connection: createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin)),
    stop: () => ended,
  };
}
