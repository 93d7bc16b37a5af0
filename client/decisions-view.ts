// The Decisions view: drift and the review queue, from what is most urgent to what is in force. A row of drift opens the
// line it is about; a row of a decision opens the line that it covers, and its actions the record and the comparison.
import { commands, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, type ExtensionContext } from 'vscode';
import type { BaselineMethod, BaselineView, DecisionEntry, DecisionStanding } from '../server/lsp/protocol/decisions.ts';
import { createAnsweredView, type AnsweredView } from './answered-view.ts';
import { reviewGroups, termInWords, type LocatedDrift, type ReviewGroup } from './decision-groups.ts';
import { severityIcons } from './icons.ts';
import { counted, openCommand, plain } from './places.ts';
import type { Server } from './server.ts';

const baseline: BaselineMethod = 'posture/baseline';

export type DecisionNode =
  | { readonly kind: 'group'; readonly group: ReviewGroup }
  | { readonly kind: 'drift'; readonly drift: LocatedDrift }
  | { readonly kind: 'decision'; readonly decision: DecisionEntry }
  | { readonly kind: 'refused'; readonly refused: BaselineView['refused'][number] };

const standingIcons: Readonly<Record<DecisionStanding, ThemeIcon>> = {
  'asks-approval': new ThemeIcon('question', new ThemeColor('list.warningForeground')),
  expired: new ThemeIcon('error', new ThemeColor('list.errorForeground')),
  void: new ThemeIcon('error', new ThemeColor('list.errorForeground')),
  'due-7': new ThemeIcon('watch', new ThemeColor('list.warningForeground')),
  'due-14': new ThemeIcon('watch', new ThemeColor('list.warningForeground')),
  'due-30': new ThemeIcon('watch'),
  stale: new ThemeIcon('trash'),
  open: new ThemeIcon('circle-outline'),
  'in-force': new ThemeIcon('pass'),
  closed: new ThemeIcon('archive'),
};

export function createDecisionsView(
  context: ExtensionContext,
  server: Server,
  failed: (error: unknown) => void,
): AnsweredView<DecisionNode> {
  context.subscriptions.push(
    commands.registerCommand('posture.openRecord', (node?: DecisionNode) => {
      const place = node?.kind === 'decision' ? node.decision.record : node?.kind === 'refused' ? node.refused.location : undefined;
      if (!place) return;
      const { command, arguments: given } = openCommand(server, place);
      return commands.executeCommand(command, ...given!);
    }),
  );
  return createAnsweredView<readonly BaselineView[], DecisionNode>({
    id: 'posture.decisions',
    method: baseline,
    server,
    failed,
    show: (views) => ({
      rows: reviewGroups(views).map((group) => ({ kind: 'group', group })),
      message: views.map(({ unavailable }) => unavailable).find((why) => why !== undefined),
      description: views.find(({ source }) => source !== undefined)?.source,
    }),
    childrenOf: (node) => (node.kind === 'group' ? membersOf(node.group) : []),
    itemOf: (node) => itemOf(server, node),
  });
}

function membersOf(group: ReviewGroup): DecisionNode[] {
  switch (group.kind) {
    case 'drift':
      return group.members.map((drift) => ({ kind: 'drift', drift }));
    case 'decisions':
      return group.members.map((decision) => ({ kind: 'decision', decision }));
    case 'refused':
      return group.members.map((refused) => ({ kind: 'refused', refused }));
  }
}

function itemOf(server: Server, node: DecisionNode): TreeItem {
  switch (node.kind) {
    case 'group':
      return groupItem(node.group);
    case 'drift':
      return driftItem(server, node.drift);
    case 'decision':
      return decisionItem(server, node.decision);
    case 'refused': {
      const item = new TreeItem(node.refused.path, TreeItemCollapsibleState.None);
      item.description = plain(node.refused.message);
      item.tooltip = `${node.refused.path}\n${plain(node.refused.message)}`;
      item.iconPath = severityIcons.high;
      item.contextValue = 'posture.refused';
      item.command = openCommand(server, node.refused.location);
      return item;
    }
  }
}

function groupItem(group: ReviewGroup): TreeItem {
  const item = new TreeItem(group.title, group.due ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed);
  item.id = group.kind === 'decisions' ? `standing:${group.standing}` : group.kind;
  item.description = String(group.members.length);
  item.iconPath =
    group.kind === 'decisions' ? standingIcons[group.standing] : new ThemeIcon(group.kind === 'drift' ? 'git-compare' : 'error');
  item.accessibilityInformation = { label: `${group.title}, ${counted(group.members.length, 'entry', 'entries')}` };
  return item;
}

function driftItem(server: Server, { uri, path, finding }: LocatedDrift): TreeItem {
  const item = new TreeItem(plain(finding.message), TreeItemCollapsibleState.None);
  const place = `${path}:${finding.range.start.line + 1}`;
  item.description = place;
  item.tooltip = `${plain(finding.message)}\n${finding.rule}\n${place}`;
  item.iconPath = severityIcons[finding.severity];
  item.contextValue = 'posture.drift';
  item.command = openCommand(server, { uri, range: finding.range });
  return item;
}

function decisionItem(server: Server, decision: DecisionEntry): TreeItem {
  const item = new TreeItem(decision.path ?? decision.rule, TreeItemCollapsibleState.None);
  const term = termInWords(decision);
  item.id = decision.record.uri;
  item.description = [decision.owner, decision.standing === 'in-force' && decision.until === undefined ? undefined : term]
    .filter((part) => part !== undefined)
    .join(' · ');
  item.tooltip = [
    decision.rule,
    decision.reason,
    `${decision.kind}, ${term}`,
    decision.by ? `Approved by ${decision.by}` : '',
    decision.owner ? `Owner: ${decision.owner}` : '',
  ]
    .filter((line) => line !== '')
    .join('\n');
  item.iconPath = standingIcons[decision.standing];
  item.contextValue = decision.covers ? 'posture.decision.covering' : 'posture.decision';
  item.command = openCommand(server, decision.covers ?? decision.record);
  item.accessibilityInformation = {
    label: `${decision.path ?? ''} ${decision.rule}, ${decision.owner ?? 'no owner'}, ${term}. ${decision.reason}`,
  };
  return item;
}
