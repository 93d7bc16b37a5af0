// Entry of the extension: registers what the user can call and starts the server when the first document that it reads
// is open. Loads nothing else before that. All knowledge of posture is in the server.
import { languages, window, workspace, type ExtensionContext } from 'vscode';
import { registerCommands } from './commands.ts';
import { createFindingsView } from './findings-view.ts';
import { rulePages, rulePageScheme } from './rule-pages.ts';
import { createServer } from './server.ts';
import { selectorOf } from './selector.ts';
import { createStatusBar } from './status-bar.ts';

export function activate(context: ExtensionContext): void {
  const output = window.createOutputChannel('Identity Posture', { log: true });
  const statusBar = createStatusBar();
  const selector = selectorOf(context.extension.packageJSON);
  const server = createServer({ context, output, selector, onStatus: (status) => { statusBar.show(status); findings.refresh(); }, onState: statusBar.showState });
  const findings = createFindingsView(context, server);
  context.subscriptions.push(findings, output, statusBar, server, workspace.registerTextDocumentContentProvider(rulePageScheme, rulePages(server)));
  registerCommands(context, server, output);

  const startFor = (document: Parameters<typeof languages.match>[1]): void => {
    if (languages.match(selector, document) > 0) void server.start();
  };
  workspace.textDocuments.forEach(startFor);
  context.subscriptions.push(
    workspace.onDidOpenTextDocument(startFor),
    workspace.onDidGrantWorkspaceTrust(() => server.trust()),
  );
}
