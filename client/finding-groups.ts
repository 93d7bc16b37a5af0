// What the Findings view shows, as plain data: what matters first, what this branch is about, and the rest that waits.
// Pure, so that it can be tested without an editor.
import type { Cause, FirstThing, ListedFinding, Overview } from '../server/lsp/protocol/findings.ts';

export const groupings = ['cause', 'rule', 'file', 'severity', 'owner'] as const;
export type Grouping = (typeof groupings)[number];

export interface Located {
  readonly uri: string;
  readonly path: string;
  readonly finding: ListedFinding;
}

export interface Group {
  /** Stable while findings come and go, so that what is open stays open. */
  readonly key: string;
  readonly title: string;
  /** The rule, where all members are of one. */
  readonly rule?: string;
  readonly worst: ListedFinding['severity'];
  readonly members: readonly Located[];
}

export interface Section {
  readonly id: 'here' | 'waiting';
  readonly title: string;
  readonly groups: readonly Group[];
}

export interface FindingsTree {
  /** What to begin with; empty while a filter is on, because then the user knows what to look for. */
  readonly first: readonly FirstThing[];
  /** One section only where nothing waits: its groups then need no heading. */
  readonly sections: readonly Section[];
  readonly count: number;
}

const order: readonly ListedFinding['severity'][] = ['critical', 'high', 'medium', 'low', 'info'];
const rank = ({ severity }: ListedFinding): number => order.indexOf(severity);

/** Whether a finding asks for attention now, as the server counts it: critical, or on a line of this branch; neither information nor what the team has looked at. */
function blocks({ severity, changed, standing }: ListedFinding): boolean {
  if (standing === 'existing' || standing === 'pending' || severity === 'low' || severity === 'info') return false;
  return severity === 'critical' || changed === true;
}

/** Whether a finding is known to have stood there before this branch. */
function isExisting({ standing, changed }: ListedFinding): boolean {
  return standing === 'existing' || (standing !== 'pending' && changed === false);
}

/** The tree of an overview. A filter keeps what holds all of its words anywhere in what is known about it; a severity is meant as one. */
export function treeOf({ first, causes }: Pick<Overview, 'first' | 'causes'>, grouping: Grouping, filter = ''): FindingsTree {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const kept = causes.flatMap((cause) =>
    cause.findings
      .filter((finding) => words.every((word) => (isSeverity(word) ? finding.severity === word : textOf(finding, cause).includes(word))))
      .map((finding) => ({ cause, finding })),
  );
  const here = kept.filter(({ finding }) => blocks(finding));
  const waiting = kept.filter(({ finding }) => !blocks(finding));
  const sections: Section[] = [];
  if (here.length > 0) sections.push({ id: 'here', title: `${here.length} to look at now`, groups: groupsOf(here, grouping) });
  if (waiting.length > 0)
    sections.push({
      id: 'waiting',
      title: `${waiting.length} ${waiting.every(({ finding }) => isExisting(finding)) ? 'existing, ' : ''}not blocking`,
      groups: groupsOf(waiting, grouping),
    });
  return { first: words.length > 0 ? [] : first, sections, count: kept.length };
}

type Kept = { readonly cause: Pick<Cause, 'key' | 'title' | 'rule'>; readonly finding: Cause['findings'][number] };

/** Groups with the worst finding first, then the larger ones; members by severity, path and line. */
function groupsOf(kept: readonly Kept[], grouping: Grouping): Group[] {
  const groups = new Map<string, { title: string; rule?: string; list: Located[] }>();
  for (const { cause, finding } of kept) {
    const { key, title, rule } = headOf(grouping, cause, finding);
    const group = groups.get(key) ?? { title, rule, list: [] };
    groups.set(key, group);
    group.list.push({ uri: finding.uri, path: finding.path, finding });
  }
  return [...groups]
    .map(([key, { title, rule, list }]): Group => {
      const members = [...list].sort(
        (a, b) => rank(a.finding) - rank(b.finding) || compare(a.path, b.path) || a.finding.range.start.line - b.finding.range.start.line,
      );
      return { key: `${grouping}:${key}`, title, ...(rule ? { rule } : {}), worst: members[0]!.finding.severity, members };
    })
    .sort((a, b) => order.indexOf(a.worst) - order.indexOf(b.worst) || b.members.length - a.members.length || compare(a.title, b.title));
}

function headOf(grouping: Grouping, cause: Kept['cause'], finding: Kept['finding']): { key: string; title: string; rule?: string } {
  switch (grouping) {
    case 'cause':
      return { key: cause.key, title: cause.title, rule: cause.rule };
    case 'rule':
      return { key: finding.rule, title: finding.rule, rule: finding.rule };
    case 'file':
      return { key: finding.path, title: finding.path };
    case 'severity':
      return { key: finding.severity, title: finding.severity };
    case 'owner': {
      const owners = finding.owners?.join(' ') ?? '';
      return { key: owners, title: owners === '' ? 'nobody by CODEOWNERS' : owners };
    }
  }
}

function isSeverity(word: string): boolean {
  return order.some((severity) => severity === word);
}

function textOf(finding: Kept['finding'], cause: Kept['cause']): string {
  return [finding.path, finding.rule, finding.category, finding.message, cause.title, finding.standing ?? '', ...(finding.owners ?? [])]
    .join(' ')
    .toLowerCase();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
