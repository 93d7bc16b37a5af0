// The item in the status bar: what asks for attention, whether the server is well, and how old the team's word is. Says
// what blocks, and never how many hundreds stood there before.
import { MarkdownString, StatusBarAlignment, ThemeColor, window, type Disposable } from 'vscode';
import type { Overview } from '../server/lsp/protocol/findings.ts';
import type { Status } from '../server/lsp/protocol/status.ts';
import { ageInWords, baselineRows } from './baseline-words.ts';
import { counted } from './places.ts';
import type { ServerState } from './server.ts';

export interface StatusBar extends Disposable {
  show(status: Status): void;
  showState(state: ServerState, words?: string): void;
  showOverview(overview: Overview | undefined): void;
  /** How the last exchange with the team went, in a sentence. */
  showSync(words: string | undefined): void;
}

const stateIcons: Readonly<Record<ServerState, string>> = {
  waiting: '$(shield)',
  starting: '$(loading~spin)',
  running: '$(shield)',
  restarting: '$(sync~spin)',
  stopped: '$(error)',
};

const stateWords: Readonly<Record<ServerState, string>> = {
  waiting: 'Starts with the first document it can read.',
  starting: 'Starting.',
  running: 'No findings in open files.',
  restarting: 'The server ended and is started again.',
  stopped: 'The server is stopped. Click to restart it.',
};

export function createStatusBar(): StatusBar {
  const item = window.createStatusBarItem('posture', StatusBarAlignment.Left, 0);
  let state: ServerState = 'waiting';
  let words: string | undefined;
  let status: Status | undefined;
  let overview: Overview | undefined;
  let sync: string | undefined;
  item.name = 'Identity Posture';
  item.command = 'posture.showMenu';

  function draw(): void {
    const open = status ? Object.values(status.counts).reduce((sum, count) => sum + count, 0) : 0;
    const blocking = overview?.complete ? overview.blocking : open;
    const drift = status?.baseline?.drift ?? 0;
    const isDegraded = state === 'running' && status?.state === 'degraded';
    const icon = isDegraded ? '$(warning)' : stateIcons[state];
    item.text = [
      icon,
      'Posture',
      ...(state === 'running' && blocking > 0 ? [String(blocking)] : []),
      ...(state === 'running' && drift > 0 ? [`$(git-compare) ${drift}`] : []),
    ].join(' ');
    item.backgroundColor =
      state === 'stopped'
        ? new ThemeColor('statusBarItem.errorBackground')
        : isDegraded
          ? new ThemeColor('statusBarItem.warningBackground')
          : undefined;
    item.tooltip = state === 'running' && status ? tooltip(status, overview, sync) : (words ?? stateWords[state]);
    item.accessibilityInformation = {
      label: `Identity Posture: ${state === 'running' ? `${counted(blocking, 'finding')}${drift > 0 ? `, ${drift} drift` : ''}` : (words ?? stateWords[state])}`,
    };
    item.show();
  }
  return {
    showState(now, said) {
      state = now;
      words = said;
      draw();
    },
    show(now) {
      status = now;
      draw();
    },
    showOverview(now) {
      overview = now;
      draw();
    },
    showSync(said) {
      sync = said;
      draw();
    },
    dispose: () => item.dispose(),
  };
}

function tooltip({ counts, troubles, baseline }: Status, overview: Overview | undefined, sync: string | undefined): MarkdownString {
  const words = new MarkdownString(undefined, true);
  const rows = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity}`);
  words.appendMarkdown(rows.length > 0 ? `**Open files:** ${rows.join(', ')}` : 'No findings in open files.');
  if (overview?.complete && overview.total > 0) words.appendMarkdown('\n\n**Workspace:** ').appendText(overview.headline);
  if (baseline) {
    words
      .appendMarkdown('\n\n**Decisions:** ')
      .appendText(
        [
          baseline.source
            ? `${baseline.source}${baseline.committed ? `, ${ageInWords(Date.now() / 1000 - baseline.committed)} old` : ''}`
            : 'no commit yet',
          ...baselineRows(baseline),
        ].join(' · '),
      );
  }
  if (sync) words.appendMarkdown('\n\n**Team:** ').appendText(sync);
  for (const trouble of troubles) words.appendMarkdown('\n\n$(warning) ').appendText(trouble);
  return words;
}
