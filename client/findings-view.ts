// The Findings view: what matters first, each with its repair; what this branch is about; and the rest, which waits and
// blocks nobody. Shows what the overview knows; asks nothing itself.
import {
  commands,
  EventEmitter,
  MarkdownString,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  window,
  type Disposable,
  type ExtensionContext,
  type TreeDataProvider,
  type TreeView,
} from 'vscode';
import type { FindingRef, FirstThing } from '../server/lsp/protocol/findings.ts';
import { groupings, treeOf, type FindingsTree, type Group, type Grouping, type Located, type Section } from './finding-groups.ts';
import { severityIcons } from './icons.ts';
import type { OverviewModel } from './overview.ts';
import { counted, openCommand, plain } from './places.ts';
import type { Server } from './server.ts';

const groupingKey = 'posture.grouping';
const filteredKey = 'posture.filtered';

export type FindingNode =
  | { readonly kind: 'beginning'; readonly things: readonly FirstThing[]; readonly titles: ReadonlyMap<string, string> }
  | { readonly kind: 'thing'; readonly thing: FirstThing; /** What is wrong, shorter than the message. */ readonly title: string }
  | { readonly kind: 'repair'; readonly thing: FirstThing }
  | { readonly kind: 'section'; readonly section: Section }
  | { readonly kind: 'group'; readonly group: Group; readonly section: Section['id'] }
  | { readonly kind: 'finding'; readonly located: Located };

/** The finding that a row is about, for commands that are called from it. */
export function refOf(node: FindingNode): FindingRef | undefined {
  if (node.kind === 'thing' || node.kind === 'repair') return { uri: node.thing.uri, rule: node.thing.rule, anchor: node.thing.anchor };
  if (node.kind === 'finding') return { uri: node.located.uri, rule: node.located.finding.rule, anchor: node.located.finding.anchor };
  return undefined;
}

export function createFindingsView(context: ExtensionContext, server: Server, overview: OverviewModel): Disposable {
  const changed = new EventEmitter<void>();
  const remembered = context.workspaceState.get<Grouping>(groupingKey, 'cause');
  let grouping: Grouping = groupings.includes(remembered) ? remembered : 'cause';
  let filter = '';
  let tree: FindingsTree | undefined;

  const provider: TreeDataProvider<FindingNode> = {
    onDidChangeTreeData: changed.event,
    getChildren: (node) => (node ? childrenOf(node) : roots()),
    getTreeItem: itemOf,
  };
  const view: TreeView<FindingNode> = window.createTreeView('posture.findings', { treeDataProvider: provider, showCollapseAll: true });

  function roots(): FindingNode[] {
    const known = overview.current();
    if (!known) {
      view.message = overview.trouble();
      return [];
    }
    tree = treeOf(known, grouping, filter);
    view.description = filter === '' ? undefined : `“${filter}”: ${tree.count}`;
    view.message =
      overview.trouble() ??
      (known.total === 0 ? undefined : filter !== '' && tree.count === 0 ? `Nothing holds “${filter}”.` : known.headline);
    view.badge = known.blocking > 0 ? { value: known.blocking, tooltip: known.headline } : undefined;
    const { first, sections } = tree;
    const [only] = sections;
    const groups: FindingNode[] =
      sections.length === 1 && only!.id === 'here' ? groupNodes(only!) : sections.map((section) => ({ kind: 'section', section }));
    return [
      ...(first.length > 0
        ? [
            {
              kind: 'beginning',
              things: first,
              titles: new Map(known.causes.map(({ rule, title }) => [rule, title.replace(/: .*$/, '')])),
            } as const,
          ]
        : []),
      ...groups,
    ];
  }

  function itemOf(node: FindingNode): TreeItem {
    switch (node.kind) {
      case 'beginning':
        return heading('beginning', `Look at ${node.things.length === 1 ? 'this' : `these ${node.things.length}`} first`, 'star', true);
      case 'thing':
        return thingItem(server, node.thing, node.title);
      case 'repair':
        return repairItem(node.thing);
      case 'section':
        return heading(
          filter === '' ? node.section.id : `${node.section.id}:filtered`,
          node.section.title,
          node.section.id === 'here' ? 'git-branch' : 'history',
          (node.section.id === 'here' && !namesAll(tree, node.section)) || filter !== '',
        );
      case 'group':
        return groupItem(node.group, node.section, filter !== '' && (tree?.count ?? 0) < 30);
      case 'finding':
        return findingItem(server, node.located, grouping);
    }
  }

  const groupBy = (wanted: Grouping) => (): void => {
    grouping = wanted;
    void context.workspaceState.update(groupingKey, wanted);
    void commands.executeCommand('setContext', groupingKey, wanted);
    changed.fire();
  };
  const setFilter = (wanted: string): void => {
    filter = wanted.trim();
    void commands.executeCommand('setContext', filteredKey, filter !== '');
    changed.fire();
  };
  async function askFilter(): Promise<void> {
    const wanted = await window.showInputBox({
      title: 'Filter Findings',
      prompt: 'Words that a path, rule, severity, owner or message holds. Empty shows everything.',
      placeHolder: 'for example: critical infra/ @payments',
      value: filter,
    });
    if (wanted !== undefined) setFilter(wanted);
  }
  void commands.executeCommand('setContext', groupingKey, grouping);
  void commands.executeCommand('setContext', filteredKey, false);
  context.subscriptions.push(
    commands.registerCommand('posture.groupByCause', groupBy('cause')),
    commands.registerCommand('posture.groupByRule', groupBy('rule')),
    commands.registerCommand('posture.groupByFile', groupBy('file')),
    commands.registerCommand('posture.groupBySeverity', groupBy('severity')),
    commands.registerCommand('posture.groupByOwner', groupBy('owner')),
    commands.registerCommand('posture.filterFindings', (wanted?: string) => (typeof wanted === 'string' ? setFilter(wanted) : askFilter())),
    commands.registerCommand('posture.clearFilter', () => setFilter('')),
    commands.registerCommand('posture.refreshFindings', () => overview.ask()),
    view.onDidChangeVisibility(({ visible }) => overview.watched(visible)),
    overview.onDidChange(() => changed.fire()),
  );
  overview.watched(view.visible);
  return {
    dispose() {
      view.dispose();
      changed.dispose();
    },
  };
}

/** Whether the beginning has named everything of a section already: it need not stand there twice. */
function namesAll(tree: FindingsTree | undefined, { groups }: Section): boolean {
  const named = new Set(tree?.first.map(({ uri, rule, anchor }) => `${uri} ${rule} ${anchor}`));
  return groups.every(({ members }) => members.every(({ uri, finding }) => named.has(`${uri} ${finding.rule} ${finding.anchor}`)));
}

function childrenOf(node: FindingNode): FindingNode[] {
  switch (node.kind) {
    case 'beginning':
      return node.things.map((thing) => ({ kind: 'thing', thing, title: node.titles.get(thing.rule) ?? thing.message }));
    case 'thing':
      return node.thing.fix === undefined ? [] : [{ kind: 'repair', thing: node.thing }];
    case 'section':
      return groupNodes(node.section);
    case 'group':
      return node.group.members.map((located) => ({ kind: 'finding', located }));
    default:
      return [];
  }
}

function groupNodes(section: Section): FindingNode[] {
  return section.groups.map((group) => ({ kind: 'group', group, section: section.id }));
}

function heading(id: string, title: string, icon: string, open: boolean): TreeItem {
  const item = new TreeItem(title, open ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed);
  // The id holds no count, so that a section stays as the user left it; under a filter it is another one, and open.
  item.id = `section:${id}`;
  item.iconPath = new ThemeIcon(icon);
  item.contextValue = `posture.section.${id}`;
  return item;
}

function thingItem(server: Server, thing: FirstThing, title: string): TreeItem {
  const item = new TreeItem(plain(title), thing.fix === undefined ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Expanded);
  const place = `${thing.path}:${thing.range.start.line + 1}`;
  item.id = `first:${thing.uri}:${thing.rule}:${thing.anchor}`;
  item.description = thing.places > 1 ? `${place} and ${thing.places - 1} more` : place;
  item.tooltip = tooltip(thing.message, `${thing.rule} (${thing.severity})`, place);
  item.iconPath = severityIcons[thing.severity];
  item.contextValue = thing.fix === undefined ? 'posture.finding' : 'posture.finding.fixable';
  item.command = openCommand(server, thing);
  item.accessibilityInformation = { label: `${thing.severity}: ${plain(thing.message)}, ${place}` };
  return item;
}

function repairItem(thing: FirstThing): TreeItem {
  const item = new TreeItem(plain(thing.fix!), TreeItemCollapsibleState.None);
  item.id = `repair:${thing.uri}:${thing.rule}:${thing.anchor}`;
  item.iconPath = new ThemeIcon('wrench');
  item.tooltip = `${plain(thing.fix!)}\nThe file is opened and changed; nothing is saved.`;
  item.contextValue = 'posture.repair';
  item.command = { command: 'posture.repair', title: 'Repair', arguments: [{ kind: 'repair', thing }] };
  item.accessibilityInformation = { label: `Repair: ${plain(thing.fix!)}`, role: 'button' };
  return item;
}

function groupItem({ key, title, rule, worst, members }: Group, section: Section['id'], open: boolean): TreeItem {
  const item = new TreeItem(plain(title), open ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed);
  item.id = `${section}:${key}`;
  item.description = String(members.length);
  item.tooltip = rule && rule !== title ? `${plain(title)}\n${rule}` : plain(title);
  item.iconPath = severityIcons[worst];
  item.contextValue = rule ? 'posture.rule' : 'posture.group';
  item.accessibilityInformation = { label: `${plain(title)}, ${counted(members.length, 'finding')}, worst ${worst}` };
  return item;
}

function findingItem(server: Server, { uri, path, finding }: Located, grouping: Grouping): TreeItem {
  const line = finding.range.start.line + 1;
  const place = `${path}:${line}`;
  const message = plain(finding.message);
  const byPlace = grouping === 'rule' || grouping === 'cause';
  const item = new TreeItem(byPlace ? place : message, TreeItemCollapsibleState.None);
  item.description = [
    grouping === 'file' ? `line ${line}` : byPlace ? message : place,
    ...(finding.standing && finding.standing !== 'new' && finding.standing !== 'existing' ? [standingWords[finding.standing]] : []),
  ].join(' · ');
  item.tooltip = tooltip(
    finding.message,
    `${finding.rule} (${finding.severity})`,
    place,
    finding.fixable ? 'A repair is offered there.' : '',
    finding.owners?.length ? `Owner: ${finding.owners.join(' ')}` : '',
  );
  item.iconPath = severityIcons[finding.severity];
  item.contextValue = finding.fixable ? 'posture.finding.fixable' : 'posture.finding';
  item.command = openCommand(server, { uri, range: finding.range });
  return item;
}

const standingWords = {
  pending: 'asks for approval',
  accepted: 'accepted',
  moved: 'accepted, moved',
  expired: 'approval expired',
  changed: 'changed since its approval',
  void: 'approval does not count',
} as const;

/** A message is Markdown that the server wrote; nothing in it may be a link or HTML. */
function tooltip(message: string, ...lines: readonly string[]): MarkdownString {
  const text = new MarkdownString();
  text.appendText(plain(message));
  for (const line of lines) if (line !== '') text.appendMarkdown('\n\n').appendText(line);
  return text;
}
