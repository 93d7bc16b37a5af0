// What waking the extension does, in every kind of host: registers what the user can call, and starts the server when the
// first document that it reads is open. Loads nothing else before that. All knowledge of posture is in the server.
import { commands, languages, window, workspace, type ExtensionContext, type TextDocument } from 'vscode';
import type { Status } from '../server/lsp/protocol/status.ts';
import { currentProblems, registerCommands } from './commands.ts';
import { comparedScheme, createComparisons } from './comparison.ts';
import { createDecisionsView } from './decisions-view.ts';
import { createFindingsView } from './findings-view.ts';
import { createFixOnSave } from './fix-on-save.ts';
import { createIdentitiesView } from './identities-view.ts';
import { createIdentityPanel } from './identity-panel.ts';
import { createOverview } from './overview.ts';
import { rulePages, rulePageScheme } from './rule-pages.ts';
import { createServer, type Reach, type Server, type ServerState } from './server.ts';
import { selectorOf } from './selector.ts';
import { createStatusBar } from './status-bar.ts';
import { createTeamSync } from './team-sync.ts';

export interface Host {
  /** Loads what it takes to reach a server. */
  reach(): Promise<Reach>;
  /** The server reads the files of the workspace itself. */
  readonly readsFiles: boolean;
  /** What the server has to be given before a document is checked among its neighbours, and before all are. */
  readonly provide?: {
    /** `say` is told of each file that could not be given. */
    beside(server: Server, document: TextDocument, say: (words: string) => void): Promise<void>;
    /** False when the user ended it. */
    all(server: Server, say: (words: string) => void): Promise<boolean>;
  };
}

export function activateIn(context: ExtensionContext, host: Host): void {
  const output = window.createOutputChannel('Identity Posture', { log: true });
  const statusBar = createStatusBar();
  const selector = selectorOf(context.extension.packageJSON);
  let state: ServerState = 'waiting';
  let status: Status | undefined;
  const server = createServer({
    reach: host.reach,
    output,
    selector,
    readsFiles: host.readsFiles,
    onStatus(now) {
      status = now;
      statusBar.show(now);
      overview.heard(now);
      refreshViews();
    },
    onState(now, words) {
      state = now;
      statusBar.showState(now, words);
      // What the views show is not true for sure any more, and they say so.
      if (now === 'restarting' || now === 'stopped') {
        void overview.ask();
        refreshViews();
      }
    },
    onRunning() {
      void overview.ask();
      refreshViews();
      if (host.readsFiles) sync.begin();
      for (const document of workspace.textDocuments) provideBeside(document);
    },
  });
  const failed = (error: unknown): void => output.error(error instanceof Error ? error.message : String(error));
  const say = (words: string): void => output.warn(words);
  const overview = createOverview(server, failed);
  const findings = createFindingsView(context, server, overview);
  const identities = createIdentitiesView(context, server, failed);
  const decisions = createDecisionsView(context, server, failed);
  const panel = createIdentityPanel(context, server, failed);
  const comparisons = createComparisons(server);
  const refreshViews = (): void => {
    identities.refresh();
    decisions.refresh();
    panel.refresh();
  };
  const sync = createTeamSync({ server, comparisons, output, onWords: statusBar.showSync, onChanged: refreshViews });
  context.subscriptions.push(
    findings,
    identities,
    decisions,
    overview,
    sync,
    output,
    statusBar,
    server,
    createFixOnSave(server, selector, failed),
    overview.onDidChange(() => {
      statusBar.showOverview(overview.current());
      // Before the first answer an empty view says that nothing was read, and after it that nothing was found.
      const known = overview.current();
      const contexts = { known: known !== undefined, complete: known?.complete === true, found: known !== undefined && known.total > 0 };
      for (const [name, holds] of Object.entries(contexts)) void commands.executeCommand('setContext', `posture.${name}`, holds);
    }),
    workspace.registerTextDocumentContentProvider(rulePageScheme, rulePages(server)),
    workspace.registerTextDocumentContentProvider(comparedScheme, comparisons),
  );
  void commands.executeCommand('setContext', 'posture.withoutGit', !host.readsFiles);
  statusBar.showState('waiting');
  registerCommands({
    context,
    server,
    output,
    comparisons,
    panel,
    sync,
    refreshViews,
    menuState: () => ({ state, status, overview: overview.current(), problems: currentProblems() }),
    beforeCheck: async () => (await host.provide?.all(server, say)) ?? true,
  });

  const provideBeside = (document: TextDocument): void => {
    if (host.provide && languages.match(selector, document) > 0) host.provide.beside(server, document, say).catch(failed);
  };
  const startFor = (document: TextDocument): void => {
    if (languages.match(selector, document) === 0) return;
    if (server.isRunning()) provideBeside(document);
    else void server.start();
  };
  workspace.textDocuments.forEach(startFor);
  context.subscriptions.push(
    workspace.onDidOpenTextDocument(startFor),
    workspace.onDidGrantWorkspaceTrust(() => {
      server.trust();
      sync.begin();
    }),
  );
}
