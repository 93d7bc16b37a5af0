// What a click on the status bar offers: first what asks for something, then everything else. Pure, so that it can be
// tested without an editor.
import type { Overview } from '../server/lsp/protocol/findings.ts';
import type { Status } from '../server/lsp/protocol/status.ts';
import type { ServerState } from './server.ts';

export interface MenuState {
  readonly state: ServerState;
  readonly status?: Status;
  readonly overview?: Overview;
  /** The setting `posture.problems`. */
  readonly problems: string;
}

export interface MenuItem {
  readonly label: string;
  readonly description?: string;
  readonly kind?: -1;
  readonly command?: string;
}

export function menuItems({ state, status, overview, problems }: MenuState): MenuItem[] {
  const due: MenuItem[] = [];
  const baseline = status?.baseline;
  if (state === 'stopped')
    due.push({ label: '$(refresh) Restart the server', description: 'it ended repeatedly', command: 'posture.restartServer' });
  if (status && status.troubles.length > 0)
    due.push({ label: '$(warning) See what did not work', description: status.troubles[0], command: 'posture.showOutput' });
  if (overview && overview.blocking > 0)
    due.push({ label: '$(star) See what to look at first', description: overview.headline, command: 'posture.findings.focus' });
  if (baseline && baseline.drift > 0)
    due.push({
      label: '$(git-compare) See the drift',
      description: `${baseline.drift} differ from what was approved`,
      command: 'posture.decisions.focus',
    });
  const reviews = baseline ? baseline.expired + baseline.asksApproval : 0;
  if (reviews > 0) due.push({ label: '$(checklist) Review decisions', description: `${reviews} due`, command: 'posture.review' });
  const always: MenuItem[] = [
    { label: '$(list-tree) Show findings', command: 'posture.findings.focus' },
    { label: '$(organization) Show identities', command: 'posture.identities.focus' },
    { label: '$(law) Show decisions and drift', command: 'posture.decisions.focus' },
    { label: '$(search) Check the whole workspace', command: 'posture.checkWorkspace' },
    problems === 'all'
      ? { label: '$(filter) List only what asks for attention as problems', command: 'posture.toggleAllProblems' }
      : { label: '$(list-flat) List every finding as a problem', command: 'posture.toggleAllProblems' },
    { label: '$(sync) Exchange decisions with the team', command: 'posture.syncDecisions' },
    { label: '$(book) Read about a rule', command: 'posture.showRule' },
    { label: '$(mortar-board) Open the walkthrough', command: 'posture.openWalkthrough' },
    { label: '$(output) Show output', command: 'posture.showOutput' },
    ...(state === 'stopped' ? [] : [{ label: '$(refresh) Restart the server', command: 'posture.restartServer' }]),
  ];
  return due.length > 0 ? [{ label: 'now', kind: -1 }, ...due, { label: 'always', kind: -1 }, ...always] : always;
}
