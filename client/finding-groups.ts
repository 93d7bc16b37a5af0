// Findings in groups, the worst first. Pure, so that it can be tested without an editor.
import type { FileFindings, ListedFinding } from '../server/lsp/protocol.ts';

export type Grouping = 'rule' | 'file' | 'severity';

export interface Located {
  readonly uri: string;
  readonly path: string;
  readonly finding: ListedFinding;
}

export interface Group {
  /** Stable while findings come and go, so that what is open stays open. */
  readonly key: string;
  readonly title: string;
  readonly worst: ListedFinding['severity'];
  readonly members: readonly Located[];
}

const order: readonly ListedFinding['severity'][] = ['critical', 'high', 'medium', 'low', 'info'];
const rank = ({ severity }: ListedFinding): number => order.indexOf(severity);

/** Groups with the worst finding first, then the larger ones; members by severity, path and line. */
export function groupsOf(files: readonly FileFindings[], grouping: Grouping): Group[] {
  const groups = new Map<string, Located[]>();
  for (const { uri, path, findings } of files) {
    for (const finding of findings) {
      const title = grouping === 'rule' ? finding.rule : grouping === 'file' ? path : finding.severity;
      const member: Located = { uri, path, finding };
      const list = groups.get(title);
      if (list) list.push(member);
      else groups.set(title, [member]);
    }
  }
  return [...groups]
    .map(([title, list]): Group => {
      const members = [...list].sort((a, b) => rank(a.finding) - rank(b.finding) || compare(a.path, b.path) || a.finding.range.start.line - b.finding.range.start.line);
      return { key: `${grouping}:${title}`, title, worst: members[0]!.finding.severity, members };
    })
    .sort((a, b) => order.indexOf(a.worst) - order.indexOf(b.worst) || b.members.length - a.members.length || compare(a.title, b.title));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
