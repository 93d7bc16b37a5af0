// What the user can call, one small function a command. Commands that a view calls with a row can be called from the
// palette too, and then ask for what the row would have said.
import { commands, languages, window, workspace, type ExtensionContext, type LogOutputChannel, type QuickPickItem } from 'vscode';
import type { BaselineMethod, BaselineView, RefreshBaselineMethod } from '../server/lsp/protocol/decisions.ts';
import type {
  CheckWorkspaceMethod,
  CheckWorkspaceResult,
  FileFindings,
  FindingRef,
  FixEverywhereParams,
  ListFindingsMethod,
} from '../server/lsp/protocol/findings.ts';
import type { IdentityEntry, IdentityRef } from '../server/lsp/protocol/identities.ts';
import type { RuleListEntry, RuleListMethod } from '../server/lsp/protocol/rules.ts';
import type { Comparisons } from './comparison.ts';
import { approveIdentity } from './approval-form.ts';
import { acceptFinding } from './decision-form.ts';
import { reviewQueue, termInWords, type LocatedDrift } from './decision-groups.ts';
import type { DecisionNode } from './decisions-view.ts';
import { refOf, type FindingNode } from './findings-view.ts';
import { pickIdentity, type IdentityPanel } from './identity-panel.ts';
import { menuItems, type MenuState } from './menu.ts';
import { counted, openCommand, plain } from './places.ts';
import { repairEverywhere, repairThing, toggleAllProblems } from './repair.ts';
import { rulePageUri } from './rule-pages.ts';
import type { Server } from './server.ts';
import type { TeamSync } from './team-sync.ts';

const ruleList: RuleListMethod = 'posture/rules';
const checkWorkspace: CheckWorkspaceMethod = 'posture/checkWorkspace';
const listFindings: ListFindingsMethod = 'posture/findings';
const baseline: BaselineMethod = 'posture/baseline';
const refreshBaseline: RefreshBaselineMethod = 'posture/refreshBaseline';
const handleKey = 'posture.handle';

export interface CommandNeeds {
  readonly context: ExtensionContext;
  readonly server: Server;
  readonly output: LogOutputChannel;
  readonly comparisons: Comparisons;
  readonly panel: IdentityPanel;
  readonly sync: TeamSync;
  menuState(): MenuState;
  /** What has to be done before the server can read the workspace. False when the user ended it. */
  beforeCheck(): Promise<boolean>;
  refreshViews(): void;
}

export function registerCommands(needs: CommandNeeds): void {
  const { context, server, output, comparisons, panel, sync } = needs;
  const register = (name: string, run: (...args: never[]) => unknown): void => {
    context.subscriptions.push(commands.registerCommand(`posture.${name}`, run));
  };
  register('showOutput', () => output.show());
  register('restartServer', () => server.restart());
  // Called from the palette, from a link of a message, and from a group of the Findings view.
  register('showRule', (rule?: string | FindingNode) =>
    showRule(server, typeof rule === 'string' ? rule : rule?.kind === 'group' ? rule.group.rule : undefined),
  );
  register('checkWorkspace', () => check(needs));
  register('showMenu', () => showMenu(needs.menuState()));
  register('toggleAllProblems', toggleAllProblems);
  register('repair', (node?: FindingNode) => repairNode(server, node));
  register('fixEverywhere', (given: FixEverywhereParams) => repairEverywhere(server, given));
  const me = {
    get: () => context.globalState.get<string>(handleKey),
    keep: (handle: string) => void context.globalState.update(handleKey, handle),
  };
  register('accept', async (given?: FindingRef | FindingNode | DecisionNode) => {
    const ref = (await refGiven(server, given)) ?? (await refAtCursor(server));
    if (ref) await acceptFinding(server, ref, me);
  });
  register('compareApproved', async (given?: FindingRef | FindingNode | DecisionNode) => {
    const ref = (await refGiven(server, given)) ?? (await refAtCursor(server));
    if (ref) await comparisons.show(ref);
  });
  register('showIdentity', (given?: IdentityRef | IdentityEntry) => panel.show(given && { root: given.root, id: given.id }));
  register('approveIdentity', async (given?: IdentityRef | IdentityEntry) => {
    const ref = given ?? panel.shown() ?? (await pickIdentity(server, 'Approve an Identity'));
    if (ref) await approveIdentity(server, { root: ref.root, id: ref.id }, me);
  });
  register('review', () => review(server));
  register('refreshDecisions', async () => {
    await server.ask(refreshBaseline, {});
    needs.refreshViews();
  });
  register('syncDecisions', () => sync.now());
  register('resolveConflicts', () => sync.resolve());
  register('openWalkthrough', () => commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#start`, false));
}

async function showRule(server: Server, named?: string): Promise<void> {
  const rule = named ?? (await pickRule(server));
  if (rule) await commands.executeCommand('markdown.showPreview', rulePageUri(rule));
}

async function pickRule(server: Server): Promise<string | undefined> {
  const rules = await server.ask<RuleListEntry[]>(ruleList, {});
  const items: QuickPickItem[] = rules.map(({ id, title, severity }) => ({ label: id, description: severity, detail: title }));
  return (await window.showQuickPick(items, { title: 'Identity Posture rules', placeHolder: 'A rule to read about', matchOnDetail: true }))
    ?.label;
}

async function check({ server, beforeCheck }: CommandNeeds): Promise<void> {
  if (!(await beforeCheck())) return;
  // The server shows the progress.
  const result = await server.ask<CheckWorkspaceResult>(checkWorkspace, {});
  const words = result.cancelled
    ? `ended after ${counted(result.files, 'file')}; what was known before stays`
    : `${counted(result.findings, 'finding')} in ${counted(result.files, 'file')} (${(result.milliseconds / 1000).toFixed(1)} s)`;
  void window.setStatusBarMessage(`$(shield) ${words}`, 10_000);
}

async function showMenu(state: MenuState): Promise<void> {
  const choice = await window.showQuickPick(menuItems(state), { title: 'Identity Posture', placeHolder: 'What to do' });
  if (choice?.command) await commands.executeCommand(choice.command);
}

async function repairNode(server: Server, node?: FindingNode): Promise<void> {
  if (node?.kind === 'thing' || node?.kind === 'repair') return repairThing(server, node.thing);
  if (node?.kind === 'finding')
    return repairThing(server, { uri: node.located.uri, range: node.located.finding.range, rule: node.located.finding.rule });
  await commands.executeCommand('editor.action.quickFix');
}

/** The finding that an argument names: itself, a row, or the finding that the decision or the drift of a row is about. */
async function refGiven(server: Server, given: FindingRef | FindingNode | DecisionNode | undefined): Promise<FindingRef | undefined> {
  if (!given) return undefined;
  if ('rule' in given) return { uri: given.uri, rule: given.rule, anchor: given.anchor };
  if (given.kind === 'drift') return refUnder(server, given.drift);
  if (given.kind === 'decision')
    return given.decision.covers && { uri: given.decision.covers.uri, rule: given.decision.rule, anchor: given.decision.anchor };
  return given.kind === 'refused' ? undefined : refOf(given as FindingNode);
}

/** The finding that was decided about, at the place where drift is said. */
async function refUnder(server: Server, { uri, finding: { anchor } }: LocatedDrift): Promise<FindingRef | undefined> {
  const files = await server.ask<FileFindings[]>(listFindings, {});
  const decided = files.find((file) => file.uri === uri)?.findings.find((one) => one.anchor === anchor && one.category !== 'drift');
  return decided && { uri, rule: decided.rule, anchor };
}

/** The finding at the cursor; one of several is asked for. */
async function refAtCursor(server: Server): Promise<FindingRef | undefined> {
  const editor = window.activeTextEditor;
  const here =
    editor &&
    languages.getDiagnostics(editor.document.uri).filter((one) => one.source === 'posture' && one.range.contains(editor.selection.active));
  if (!editor || !here || here.length === 0) return void window.showInformationMessage('Put the cursor on a finding first.');
  const own = server.toServer(editor.document.uri.toString());
  const found =
    (await server.ask<FileFindings[]>(listFindings, {}))
      .find(({ uri }) => sameUri(uri, own))
      ?.findings.filter(({ range }) =>
        here.some((one) => one.range.start.line === range.start.line && one.range.start.character === range.start.character),
      ) ?? [];
  const items = found.map((finding) => ({
    label: finding.rule,
    detail: plain(finding.message),
    ref: { uri: own, rule: finding.rule, anchor: finding.anchor },
  }));
  return items.length > 1 ? (await window.showQuickPick(items, { title: 'Which finding?' }))?.ref : items[0]?.ref;
}

function sameUri(a: string, b: string): boolean {
  return a === b || decodeURIComponent(a) === decodeURIComponent(b);
}

/** Walks what is due, one after another, until nothing is or the user leaves. */
async function review(server: Server): Promise<void> {
  const queue = reviewQueue(await server.ask<BaselineView[]>(baseline, {}));
  if (queue.length === 0) return void window.showInformationMessage('Nothing waits for a review.');
  const items = queue.map((decision) => ({
    label: decision.path ?? decision.rule,
    description: `${decision.owner ?? 'no owner'} · ${termInWords(decision)}`,
    detail: `${decision.rule}: ${decision.reason}`,
    decision,
  }));
  const chosen = (
    await window.showQuickPick(items, {
      title: `Review Queue: ${queue.length} due`,
      placeHolder: 'A decision to look at',
      matchOnDescription: true,
      matchOnDetail: true,
    })
  )?.decision;
  if (!chosen) return;
  const { command, arguments: given } = openCommand(server, chosen.covers ?? chosen.record);
  await commands.executeCommand(command, ...given!);
  const actions = [
    ...(chosen.covers
      ? [
          { label: '$(diff) Compare approved with actual', run: 'posture.compareApproved' },
          { label: '$(pass) Decide anew', run: 'posture.accept' },
        ]
      : []),
    { label: '$(go-to-file) Open the record', run: 'posture.openRecord' },
  ];
  const action = await window.showQuickPick(actions, { title: `${chosen.rule}, ${termInWords(chosen)}`, placeHolder: chosen.reason });
  if (action) await commands.executeCommand(action.run, { kind: 'decision', decision: chosen } satisfies DecisionNode);
}

/** What the menu has to know. */
export function currentProblems(): string {
  return workspace.getConfiguration('posture').get('problems', 'important');
}
