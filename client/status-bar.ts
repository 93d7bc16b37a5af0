// The item in the status bar: how many findings the open documents have, and whether the server is well.
import { MarkdownString, StatusBarAlignment, ThemeColor, window, type Disposable } from 'vscode';
import type { Status } from '../server/lsp/protocol.ts';
import type { ServerState } from './server.ts';

export interface StatusBar extends Disposable {
  show(status: Status): void;
  showState(state: ServerState): void;
}

const stateText: Readonly<Record<ServerState, string>> = {
  waiting: '$(shield) Posture', starting: '$(loading~spin) Posture', running: '$(shield) Posture', restarting: '$(sync~spin) Posture', stopped: '$(error) Posture',
};

const stateWords: Readonly<Record<ServerState, string>> = {
  waiting: 'Starts with the first document it can read.', starting: 'Starting.', running: 'No findings in open files.', restarting: 'The server ended and is started again.', stopped: 'The server is stopped. Click to restart it.',
};

export function createStatusBar(): StatusBar {
  const item = window.createStatusBarItem('posture', StatusBarAlignment.Left, 0);
  item.name = 'Identity Posture';
  item.command = 'posture.showMenu';
  const showState = (state: ServerState): void => {
    item.text = stateText[state];
    item.tooltip = stateWords[state];
    item.backgroundColor = state === 'stopped' ? new ThemeColor('statusBarItem.errorBackground') : undefined;
    item.show();
  };
  return {
    showState,
    show({ state, counts, troubles }) {
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
      item.text = state === 'degraded' ? `$(warning) Posture ${total}` : total > 0 ? `$(shield) Posture ${total}` : '$(shield) Posture';
      const rows = Object.entries(counts).filter(([, count]) => count > 0).map(([severity, count]) => `${count} ${severity}`);
      const words = new MarkdownString(rows.length > 0 ? `**Open files:** ${rows.join(', ')}` : 'No findings in open files.');
      for (const trouble of troubles) words.appendMarkdown('\n\n$(warning) ').appendText(trouble);
      words.supportThemeIcons = true;
      item.tooltip = words;
      item.backgroundColor = state === 'degraded' ? new ThemeColor('statusBarItem.warningBackground') : undefined;
      item.show();
    },
    dispose: () => item.dispose(),
  };
}
