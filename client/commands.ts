// What the user can call, one small function a command.
import { commands, window, type ExtensionContext, type LogOutputChannel, type QuickPickItem } from 'vscode';
import type { CheckWorkspaceMethod, CheckWorkspaceResult, RuleListEntry, RuleListMethod } from '../server/lsp/protocol.ts';
import type { Group } from './finding-groups.ts';
import { rulePageUri } from './rule-pages.ts';
import type { Server } from './server.ts';

const ruleList: RuleListMethod = 'posture/rules';
const checkWorkspace: CheckWorkspaceMethod = 'posture/checkWorkspace';

export function registerCommands(context: ExtensionContext, server: Server, output: LogOutputChannel): void {
  const register = (name: string, run: (...args: never[]) => unknown): void => {
    context.subscriptions.push(commands.registerCommand(`posture.${name}`, run));
  };
  register('showOutput', () => output.show());
  register('restartServer', () => server.restart());
  // Called from the palette, and from a group of the Posture view.
  register('showRule', (rule?: string | Group) => showRule(server, typeof rule === 'object' ? rule.title : rule));
  register('checkWorkspace', () => check(server));
  register('showMenu', showMenu);
}

async function showRule(server: Server, named?: string): Promise<void> {
  const rule = named ?? (await pickRule(server));
  if (rule) await commands.executeCommand('markdown.showPreview', rulePageUri(rule));
}

async function pickRule(server: Server): Promise<string | undefined> {
  const rules = await server.ask<RuleListEntry[]>(ruleList, {});
  const items: QuickPickItem[] = rules.map(({ id, title, severity }) => ({ label: id, description: severity, detail: title }));
  return (await window.showQuickPick(items, { title: 'Identity Posture rules', placeHolder: 'A rule to read about', matchOnDetail: true }))?.label;
}

async function check(server: Server): Promise<void> {
  // The server shows the progress.
  const result = await server.ask<CheckWorkspaceResult>(checkWorkspace, {});
  const words = `${result.findings} finding${result.findings === 1 ? '' : 's'} in ${result.files} files (${(result.milliseconds / 1000).toFixed(1)} s)`;
  void window.setStatusBarMessage(`$(shield) ${result.cancelled ? `stopped: ${words}` : words}`, 10_000);
}

async function showMenu(): Promise<void> {
  const items: (QuickPickItem & { command: string })[] = [
    { label: '$(list-tree) Show all findings', command: 'posture.findings.focus' },
    { label: '$(list-flat) Show problems', command: 'workbench.actions.view.problems' },
    { label: '$(search) Check the whole workspace', command: 'posture.checkWorkspace' },
    { label: '$(book) Read about a rule', command: 'posture.showRule' },
    { label: '$(output) Show output', command: 'posture.showOutput' },
    { label: '$(refresh) Restart the server', command: 'posture.restartServer' },
  ];
  const choice = await window.showQuickPick(items, { title: 'Identity Posture' });
  if (choice) await commands.executeCommand(choice.command);
}
