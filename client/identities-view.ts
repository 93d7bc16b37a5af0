// The Identities view: everyone and everything that the tree declares or names, by platform. A row opens the picture of
// the identity; its inline action goes to the line that declares it. Asks the server only while it can be seen.
import { commands, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, window, type ExtensionContext } from 'vscode';
import type { IdentitiesMethod, IdentityEntry } from '../server/lsp/protocol/identities.ts';
import { createAnsweredView, type AnsweredView } from './answered-view.ts';
import { identityGroups, identitySummary, kindInWords, type IdentityGroup } from './identity-groups.ts';
import { severityIcons } from './icons.ts';
import { counted, openCommand } from './places.ts';
import type { Server } from './server.ts';

const identities: IdentitiesMethod = 'posture/identities';

export type IdentityNode = IdentityGroup | IdentityEntry;

const kindIcons: Readonly<Record<string, string>> = {
  role: 'person-add',
  user: 'account',
  group: 'organization',
  'service-account': 'server-process',
  'managed-identity': 'server-process',
  application: 'extensions',
  machine: 'vm',
  anyone: 'globe',
  account: 'home',
  domain: 'organization',
  agent: 'hubot',
  'workflow-job': 'play-circle',
  job: 'play-circle',
  workflow: 'play-circle',
  'oauth-client': 'plug',
  'database-role': 'database',
};

export function createIdentitiesView(
  context: ExtensionContext,
  server: Server,
  failed: (error: unknown) => void,
): AnsweredView<IdentityNode> {
  let filter = '';
  const answered = createAnsweredView<readonly IdentityEntry[], IdentityNode>({
    id: 'posture.identities',
    method: identities,
    server,
    failed,
    show(entries) {
      const rows = identityGroups(entries, filter);
      const count = rows.reduce((sum, { members }) => sum + members.length, 0);
      return {
        rows,
        description: filter === '' ? (count > 0 ? String(count) : undefined) : `“${filter}”: ${count}`,
        message: filter !== '' && count === 0 ? `No identity holds “${filter}”.` : undefined,
      };
    },
    childrenOf: (node) => ('members' in node ? [...node.members] : []),
    itemOf: (node) => ('members' in node ? platformItem(node) : identityItem(node)),
  });

  async function askFilter(given?: unknown): Promise<void> {
    const wanted =
      typeof given === 'string'
        ? given
        : await window.showInputBox({
            title: 'Filter Identities',
            prompt: 'Words that a name, kind, owner or environment holds. Empty shows everything.',
            value: filter,
          });
    if (wanted === undefined) return;
    filter = wanted.trim();
    void commands.executeCommand('setContext', 'posture.identitiesFiltered', filter !== '');
    answered.redraw();
  }
  context.subscriptions.push(
    commands.registerCommand('posture.filterIdentities', askFilter),
    commands.registerCommand('posture.clearIdentityFilter', () => askFilter('')),
    commands.registerCommand('posture.goToIdentity', (node?: IdentityNode) => {
      if (!node || !('location' in node) || !node.location) return;
      const { command, arguments: given } = openCommand(server, node.location);
      return commands.executeCommand(command, ...given!);
    }),
  );
  return answered;
}

function platformItem({ key, title, members }: IdentityGroup): TreeItem {
  const item = new TreeItem(title, TreeItemCollapsibleState.Expanded);
  item.id = `platform:${key}`;
  item.description = String(members.length);
  item.contextValue = 'posture.platform';
  item.accessibilityInformation = { label: `${title}, ${counted(members.length, 'identity', 'identities')}` };
  return item;
}

function identityItem(entry: IdentityEntry): TreeItem {
  const item = new TreeItem(entry.name, TreeItemCollapsibleState.None);
  const summary = identitySummary(entry);
  const kind = kindInWords(entry.kind);
  item.id = `${entry.root} ${entry.id}`;
  item.description = `${kind} · ${summary}`;
  item.tooltip = [
    entry.id,
    summary,
    entry.environment ? `Environment: ${entry.environment}` : '',
    entry.declared ? '' : 'Named here, declared elsewhere',
  ]
    .filter((line) => line !== '')
    .join('\n');
  item.iconPath = new ThemeIcon(
    kindIcons[entry.kind] ?? 'key',
    entry.worst ? (severityIcons[entry.worst].color ?? new ThemeColor('foreground')) : undefined,
  );
  item.contextValue = entry.location ? 'posture.identity.placed' : 'posture.identity';
  item.command = { command: 'posture.showIdentity', title: 'Show', arguments: [{ root: entry.root, id: entry.id }] };
  item.accessibilityInformation = { label: `${entry.name}, ${kind}, ${summary}` };
  return item;
}
