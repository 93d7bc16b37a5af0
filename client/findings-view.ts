// The Posture view: every finding that the server knows, by rule, by file or by severity. Asks the server only while the
// view can be seen.
import {
  commands, EventEmitter, Range, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri, window, type Disposable, type ExtensionContext, type TreeDataProvider, type TreeView,
} from 'vscode';
import type { FileFindings, ListedFinding, ListFindingsMethod } from '../server/lsp/protocol.ts';
import { groupsOf, type Group, type Grouping, type Located } from './finding-groups.ts';
import type { Server } from './server.ts';

const listFindings: ListFindingsMethod = 'posture/findings';
const groupingKey = 'posture.grouping';
/** The server may say something new with every keystroke; the view follows at a pace that can be read. */
const pause = 400;

type Node = Group | Located;

const icons: Readonly<Record<ListedFinding['severity'], ThemeIcon>> = {
  critical: new ThemeIcon('error', new ThemeColor('list.errorForeground')),
  high: new ThemeIcon('error', new ThemeColor('list.errorForeground')),
  medium: new ThemeIcon('warning', new ThemeColor('list.warningForeground')),
  low: new ThemeIcon('info'),
  info: new ThemeIcon('circle-small'),
};

export interface FindingsView extends Disposable {
  /** What the server knows may have changed. */
  refresh(): void;
}

export function createFindingsView(context: ExtensionContext, server: Server): FindingsView {
  const changed = new EventEmitter<void>();
  let grouping: Grouping = context.workspaceState.get(groupingKey, 'rule');
  let timer: NodeJS.Timeout | undefined;

  const provider: TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    async getChildren(node) {
      if (node && 'members' in node) return [...node.members];
      if (node || !server.isRunning()) return [];
      const groups = groupsOf(await server.ask<FileFindings[]>(listFindings, {}), grouping);
      view.description = summary(groups);
      return groups;
    },
    getTreeItem: (node) => ('members' in node ? groupItem(node) : findingItem(node, grouping)),
  };
  const view: TreeView<Node> = window.createTreeView('posture.findings', { treeDataProvider: provider, showCollapseAll: true });

  const groupBy = (wanted: Grouping) => (): void => {
    grouping = wanted;
    void context.workspaceState.update(groupingKey, wanted);
    void commands.executeCommand('setContext', groupingKey, wanted);
    changed.fire();
  };
  void commands.executeCommand('setContext', groupingKey, grouping);
  context.subscriptions.push(
    commands.registerCommand('posture.groupByRule', groupBy('rule')),
    commands.registerCommand('posture.groupByFile', groupBy('file')),
    commands.registerCommand('posture.groupBySeverity', groupBy('severity')),
    commands.registerCommand('posture.refreshFindings', () => changed.fire()),
    view.onDidChangeVisibility(({ visible }) => visible && changed.fire()),
  );
  return {
    refresh() {
      if (!view.visible) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        changed.fire();
      }, pause);
    },
    dispose() {
      clearTimeout(timer);
      view.dispose();
      changed.dispose();
    },
  };
}

function summary(groups: readonly Group[]): string | undefined {
  const count = groups.reduce((sum, group) => sum + group.members.length, 0);
  return count === 0 ? undefined : `${count} finding${count === 1 ? '' : 's'}`;
}

function groupItem({ key, title, worst, members }: Group): TreeItem {
  const item = new TreeItem(title, TreeItemCollapsibleState.Collapsed);
  item.id = key;
  item.description = String(members.length);
  item.iconPath = icons[worst];
  item.contextValue = key.startsWith('rule:') ? 'posture.rule' : 'posture.group';
  item.accessibilityInformation = { label: `${title}, ${members.length} finding${members.length === 1 ? '' : 's'}, worst ${worst}` };
  return item;
}

function findingItem({ uri, path, finding }: Located, grouping: Grouping): TreeItem {
  const { start, end } = finding.range;
  const place = `${path}:${start.line + 1}`;
  // A tree shows text as it is.
  const message = finding.message.replaceAll('`', '');
  const item = new TreeItem(grouping === 'rule' ? place : message, TreeItemCollapsibleState.None);
  item.description = grouping === 'file' ? `line ${start.line + 1}` : grouping === 'rule' ? message : place;
  item.tooltip = `${finding.message}\n${finding.rule} (${finding.severity})${finding.fixable ? '\nA repair is offered there.' : ''}`;
  item.iconPath = icons[finding.severity];
  item.contextValue = 'posture.finding';
  item.command = { command: 'vscode.open', title: 'Open', arguments: [Uri.parse(uri), { selection: new Range(start.line, start.character, end.line, end.character), preview: true }] };
  return item;
}
