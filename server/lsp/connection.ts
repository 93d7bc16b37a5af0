// The wires between a connection and a session: every request that the server answers, readable at one glance. Nothing is
// decided here but what the client can do.
import {
  CodeActionKind,
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  type WorkspaceFolder,
} from 'vscode-languageserver/node';
import { completionTriggers, fixAllKind } from './announced.ts';
import type {
  BaselineMethod,
  ComparisonMethod,
  DecideMethod,
  DecideParams,
  DecideResult,
  DecisionFormMethod,
  RefreshBaselineMethod,
} from './protocol/decisions.ts';
import type {
  CheckWorkspaceMethod,
  CheckWorkspaceParams,
  CheckWorkspaceResult,
  FixEverywhereMethod,
  FixEverywhereParams,
  FixEverywhereResult,
  ListFindingsMethod,
  OverviewMethod,
} from './protocol/findings.ts';
import type { ApprovalFormMethod, ApproveMethod, ApproveParams, IdentitiesMethod, IdentityMethod } from './protocol/identities.ts';
import type { RuleListMethod, RulePageMethod } from './protocol/rules.ts';
import type { ClientCommand, EditorSettings, InitializationOptions, TrustMethod } from './protocol/start.ts';
import type { StatusMethod } from './protocol/status.ts';
import type { SyncMethod, SyncParams } from './protocol/sync.ts';
import { leadsThroughLeftOut } from '../workspace/left-out-folders.ts';
import type { ScanProgress } from './scan.ts';
import { settingsWith, startSettings } from './editor-settings.ts';
import { Refusal } from './refusal.ts';
import type { Session } from './session.ts';
import type { Abilities, SessionHost } from './session-terms.ts';

const status: StatusMethod = 'posture/status';
const trust: TrustMethod = 'posture/trust';
const rulePage: RulePageMethod = 'posture/rulePage';
const rules: RuleListMethod = 'posture/rules';
const listFindings: ListFindingsMethod = 'posture/findings';
const overview: OverviewMethod = 'posture/overview';
const decisionForm: DecisionFormMethod = 'posture/decisionForm';
const decide: DecideMethod = 'posture/decide';
const comparison: ComparisonMethod = 'posture/comparison';
const baseline: BaselineMethod = 'posture/baseline';
const sync: SyncMethod = 'posture/sync';
const refreshBaseline: RefreshBaselineMethod = 'posture/refreshBaseline';
const identities: IdentitiesMethod = 'posture/identities';
const identity: IdentityMethod = 'posture/identity';
const approvalForm: ApprovalFormMethod = 'posture/approvalForm';
const fixEverywhere: FixEverywhereMethod = 'posture/fixEverywhere';
const approve: ApproveMethod = 'posture/approve';
const checkWorkspace: CheckWorkspaceMethod = 'posture/checkWorkspace';

/** What is said to a client only where it says that it takes it: others warn of what they do not know. */
export type Unasked = 'status' | 'diagnostics' | 'codeLenses' | 'inlayHints';

/** What the session says, over the connection. `taken` is filled by `wire` as soon as the client has said who it is. */
export function hostOver(connection: Connection, taken: ReadonlySet<Unasked>): SessionHost {
  return {
    publish: (params) => void connection.sendDiagnostics(params),
    status: (params) => void (taken.has('status') && connection.sendNotification(status, params)),
    log: (level, message) =>
      level === 'error'
        ? connection.console.error(message)
        : level === 'warning'
          ? connection.console.warn(message)
          : connection.console.info(message),
    refreshDiagnostics: () => void (taken.has('diagnostics') && connection.languages.diagnostics.refresh()),
    refreshCodeLenses: () => void (taken.has('codeLenses') && connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined)),
    refreshInlayHints: () => void (taken.has('inlayHints') && connection.languages.inlayHint.refresh().catch(() => undefined)),
    working: () => undefined,
  };
}

export function wire(connection: Connection, given: Session, version: string, taken: Set<Unasked>): void {
  const session = refusing(given);
  let capabilities: ClientCapabilities = {};
  let initialSettings: EditorSettings = startSettings;
  const notUsed = (words: string): void => connection.console.warn(`${words}: it does not count.`);

  connection.onInitialize((params) => {
    const options = (params.initializationOptions ?? {}) as InitializationOptions;
    capabilities = params.capabilities;
    initialSettings = settingsWith(options.settings, startSettings, notUsed);
    const { workspace } = capabilities;
    const says: readonly (readonly [Unasked, boolean | undefined])[] = [
      ['status', options.status],
      ['diagnostics', workspace?.diagnostics?.refreshSupport],
      ['codeLenses', workspace?.codeLens?.refreshSupport],
      ['inlayHints', workspace?.inlayHint?.refreshSupport],
    ];
    for (const [what, takes] of says) if (takes) taken.add(what);
    const abilities = abilitiesOf(params);
    session.start({
      folders: foldersOf(params),
      trusted: options.trusted ?? true,
      settings: initialSettings,
      abilities,
      commands: new Set(options.commands),
      ...(options.rulePage ? { rulePage: options.rulePage } : {}),
    });
    return initializeResult(version, abilities, new Set(options.commands));
  });
  connection.onInitialized(async () => {
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration)
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'posture' });
    if (capabilities.workspace?.workspaceFolders)
      connection.workspace.onDidChangeWorkspaceFolders(async () =>
        session.setFolders((await connection.workspace.getWorkspaceFolders())?.map(uriOf) ?? []),
      );
    await configure(undefined);
  });

  async function configure(pushed: unknown): Promise<void> {
    const given = capabilities.workspace?.configuration
      ? await connection.workspace.getConfiguration('posture')
      : (pushed as { posture?: unknown } | undefined)?.posture;
    if (given) session.configure(settingsWith(given, initialSettings, notUsed));
  }

  connection.onDidChangeConfiguration(({ settings }) => configure(settings));
  connection.onDidOpenTextDocument((params) => session.didOpen(params));
  connection.onDidChangeTextDocument((params) => session.didChange(params));
  connection.onDidCloseTextDocument((params) => session.didClose(params));
  const cells = connection.notebooks.synchronization;
  cells.onDidOpenNotebookDocument(({ cellTextDocuments }) =>
    cellTextDocuments.forEach((textDocument) => session.didOpen({ textDocument })),
  );
  cells.onDidChangeNotebookDocument(({ change: { cells: changed } }) => {
    changed?.structure?.didClose?.forEach((textDocument) => session.didClose({ textDocument }));
    changed?.structure?.didOpen?.forEach((textDocument) => session.didOpen({ textDocument }));
    changed?.textContent?.forEach(({ document: textDocument, changes: contentChanges }) =>
      session.didChange({ textDocument, contentChanges }),
    );
  });
  cells.onDidCloseNotebookDocument(({ cellTextDocuments }) =>
    cellTextDocuments.forEach((textDocument) => session.didClose({ textDocument })),
  );
  connection.onDidSaveTextDocument(({ textDocument }) => session.filesChanged([textDocument.uri]));
  connection.onDidChangeWatchedFiles(({ changes }) => {
    // A client may tell of everything that moves below its folders: git's own files do with every question it is asked.
    const uris = changes.map(uriOf).filter((uri) => !leadsThroughLeftOut(uri));
    if (uris.length > 0) session.filesChanged(uris);
  });
  connection.onCodeAction(unlessCancelled((params) => session.codeActions(params)));
  connection.onCodeActionResolve(unlessCancelled((action) => session.resolveCodeAction(action)));
  connection.onHover(unlessCancelled((params) => session.hover(params)));
  connection.onCompletion(unlessCancelled((params) => session.completions(params)));
  connection.onDocumentLinks(unlessCancelled((params) => session.links(params)));
  connection.onDefinition(unlessCancelled((params) => session.definitions(params)));
  connection.onReferences(unlessCancelled((params) => session.references(params)));
  connection.onDocumentSymbol(unlessCancelled((params) => session.symbols(params)));
  connection.onPrepareRename(unlessCancelled((params) => session.prepareRename(params)));
  connection.onRenameRequest(unlessCancelled((params) => session.rename(params)));
  connection.onCodeLens(unlessCancelled((params) => session.codeLenses(params)));
  connection.languages.inlayHint.on(unlessCancelled((params) => session.inlayHints(params)));
  connection.languages.diagnostics.on(unlessCancelled((params) => session.diagnostics(params)));
  connection.languages.diagnostics.onWorkspace((params, token) =>
    session.workspaceDiagnostics(params, { report: () => undefined, signal: signalOf(token) }),
  );
  connection.onNotification(trust, () => session.trust());
  connection.onRequest(rulePage, (params) => session.rulePage(params));
  connection.onRequest(rules, () => session.rules());
  connection.onRequest(listFindings, () => session.listFindings());
  connection.onRequest(overview, () => session.overview());
  connection.onRequest(decisionForm, (params) => session.decisionForm(params));
  connection.onRequest<DecideResult, unknown>(decide, (params: DecideParams) => session.decide(params));
  connection.onRequest(comparison, (params) => session.comparison(params));
  connection.onRequest(baseline, () => session.baseline());
  connection.onRequest(sync, (params: SyncParams, token: CancellationToken) => session.sync(params, { signal: signalOf(token) }));
  connection.onRequest(refreshBaseline, () => session.refreshBaseline());
  connection.onRequest(identities, () => session.identities());
  connection.onRequest(identity, (params) => session.identity(params));
  connection.onRequest(approvalForm, (params) => session.approvalForm(params));
  connection.onRequest<DecideResult, unknown>(approve, (params: ApproveParams) => session.approve(params));
  connection.onRequest(checkWorkspace, (_params: CheckWorkspaceParams, token: CancellationToken): Promise<CheckWorkspaceResult> =>
    whileShown(connection, 'Checking the workspace', token, (progress) => session.checkWorkspace(progress)),
  );
  const repairEverywhere = (params: FixEverywhereParams, token: CancellationToken): Promise<FixEverywhereResult> =>
    whileShown(connection, 'Looking for everything that this repairs', token, (progress) => session.fixEverywhere(params, progress));
  connection.onRequest(fixEverywhere, repairEverywhere);
  // For editors without a command of their own: the server asks them to take the edit.
  connection.onExecuteCommand(async ({ command, arguments: [params] = [] }, token) => {
    if (command !== ('posture.fixEverywhere' satisfies ClientCommand)) return;
    const asked = params as Partial<FixEverywhereParams> | undefined;
    if (typeof asked?.rule !== 'string' || typeof asked.title !== 'string')
      throw new ResponseError(ErrorCodes.InvalidParams, `${command} takes the rule and the title of a repair`);
    const { edit, fixes, files, left } = await repairEverywhere(asked as FixEverywhereParams, token);
    if (fixes > 0) await connection.workspace.applyEdit({ label: asked.title, edit });
    connection.console.info(`${fixes} repaired in ${files} files, ${left} left.`);
  });
  connection.onShutdown(() => session.stop());
}

/** The session, refusing with errors of the library: of others a connection tells the client neither code nor words as they are. */
function refusing(session: Session): Session {
  const inWordsOfTheLibrary = (error: unknown): never => {
    throw error instanceof Refusal ? new ResponseError(error.code, error.message) : error;
  };
  const calls = Object.entries(session).map(([name, call]: [string, (...args: never[]) => unknown]) => [
    name,
    (...args: never[]): unknown => {
      const result = call.apply(session, args);
      return result instanceof Promise ? result.catch(inWordsOfTheLibrary) : result;
    },
  ]);
  return Object.fromEntries(calls) as Session;
}

/** Answers nobody who has cancelled meanwhile: an editor asks at every keystroke and takes most questions back. */
function unlessCancelled<Params, Result>(
  answer: (params: Params) => Promise<Result>,
): (params: Params, token: CancellationToken) => Promise<Result> {
  const refuse = (): never => {
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
  };
  return async (params, token) => {
    // What is cancelled comes right behind the question.
    await new Promise((resolve) => setImmediate(resolve));
    if (token.isCancellationRequested) refuse();
    const result = await answer(params);
    return token.isCancellationRequested ? refuse() : result;
  };
}

/** A signal that is given as soon as one of these is cancelled. */
function signalOf(...tokens: readonly CancellationToken[]): AbortSignal {
  const ending = new AbortController();
  for (const token of tokens) {
    if (token.isCancellationRequested) ending.abort();
    else token.onCancellationRequested(() => ending.abort());
  }
  return ending.signal;
}

/** Runs work with a progress bar that the user can end. */
async function whileShown<T>(
  connection: Connection,
  title: string,
  token: CancellationToken,
  work: (progress: ScanProgress) => Promise<T>,
): Promise<T> {
  const bar = await connection.window.createWorkDoneProgress();
  bar.begin(title, 0, undefined, true);
  try {
    return await work({
      report: (done, total) => bar.report(Math.round((100 * done) / Math.max(1, total)), `${done} of ${total} files`),
      signal: signalOf(token, bar.token),
    });
  } finally {
    bar.done();
  }
}

/** Languages in which cells are written. */
const cellLanguages = [
  'python',
  'shellscript',
  'sql',
  'javascript',
  'typescript',
  'yaml',
  'json',
  'markdown',
  'powershell',
  'go',
  'java',
  'kotlin',
  'csharp',
  'ruby',
  'rust',
  'plaintext',
];

/** UTF-16 is what the engine counts in, and every client has it: the protocol makes it mandatory, whatever else is offered. */
function initializeResult(version: string, { publish, runsCommands }: Abilities, commands: ReadonlySet<ClientCommand>): InitializeResult {
  return {
    serverInfo: { name: 'Identity Posture', version },
    capabilities: {
      positionEncoding: 'utf-16',
      // Each cell is a document of its own.
      notebookDocumentSync: { notebookSelector: [{ notebook: '*', cells: cellLanguages.map((language) => ({ language })) }], save: false },
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind], resolveProvider: true },
      hoverProvider: true,
      completionProvider: { triggerCharacters: [...completionTriggers] },
      documentLinkProvider: {},
      definitionProvider: true,
      referencesProvider: true,
      documentSymbolProvider: { label: 'Identity Posture' },
      // A client that has the command itself would have it twice.
      ...(runsCommands && !commands.has('posture.fixEverywhere')
        ? { executeCommandProvider: { commands: ['posture.fixEverywhere' satisfies ClientCommand] } }
        : {}),
      renameProvider: { prepareProvider: true },
      inlayHintProvider: true,
      codeLensProvider: {},
      // Published or asked for, never both: an editor would show each finding twice.
      ...(publish ? {} : { diagnosticProvider: { identifier: 'posture', interFileDependencies: true, workspaceDiagnostics: true } }),
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  };
}

function abilitiesOf({ capabilities: { textDocument, workspace }, initializationOptions }: InitializeParams): Abilities {
  const edits = workspace?.workspaceEdit;
  return {
    publish: !(
      (initializationOptions as InitializationOptions | undefined)?.pullDiagnostics ||
      (!textDocument?.publishDiagnostics && textDocument?.diagnostic)
    ),
    documentChanges: edits?.documentChanges ?? false,
    createFiles: (edits?.documentChanges && edits.resourceOperations?.includes('create')) ?? false,
    lazyEdits: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') ?? false,
    annotations: (edits?.documentChanges && edits.changeAnnotationSupport !== undefined) ?? false,
    snippets: edits?.snippetEditSupport ?? false,
    runsCommands: (workspace?.executeCommand !== undefined && workspace.applyEdit) ?? false,
  };
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  return workspaceFolders?.map(uriOf) ?? (rootUri ? [rootUri] : []);
}

const uriOf = ({ uri }: WorkspaceFolder | { uri: string }): string => uri;
