// The first look at a repository: what is new on this branch, what is critical, and that the rest, however much it is,
// blocks nobody. Groups findings by what one repair would end and names the three that matter most. Pure.
import { severities, type Severity } from '../engine/finding.ts';
import type { Cause, FileFindings, FirstThing, ListedFinding, Overview } from './protocol/findings.ts';
import type { RuleListEntry } from './protocol/rules.ts';

type Placed = ListedFinding & { readonly uri: string; readonly path: string };

/** A list of three is read; a list of ten is put off. */
const firstShown = 3;

/** `rules` give the titles; `complete` says that the whole workspace was read. */
export function overviewOf(files: readonly FileFindings[], rules: readonly RuleListEntry[], complete: boolean): Overview {
  const findings = files.flatMap(({ uri, path, findings }) => findings.map((one): Placed => ({ ...one, uri, path })));
  const counts = Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<Severity, number>;
  for (const { severity } of findings) counts[severity]++;
  const causes = causesOf(findings, new Map(rules.map(({ id, title }) => [id, title])));
  const blocking = findings.filter(isBlocking).length;
  return {
    complete,
    headline: headlineOf(findings),
    total: findings.length,
    blocking,
    existing: findings.filter((one) => !isBlocking(one) && isExisting(one)).length,
    counts,
    first: firstOf(causes),
    causes,
  };
}

/** Information does not block, and neither does what the team has looked at. */
function isBlocking({ severity, standing, changed }: ListedFinding): boolean {
  if (standing === 'existing' || standing === 'pending' || severity === 'low' || severity === 'info') return false;
  return severity === 'critical' || changed === true;
}

/** Of what blocks nobody: what is known to have stood there before. Where git cannot tell, nobody knows. */
function isExisting({ standing, changed }: ListedFinding): boolean {
  return standing === 'existing' || (standing !== 'pending' && changed === false);
}

function headlineOf(findings: readonly Placed[]): string {
  if (findings.length === 0) return 'Nothing found';
  const blocking = findings.filter(isBlocking);
  const waiting = findings.filter((one) => !isBlocking(one));
  const here = blocking.filter(({ changed }) => changed === true).length;
  const critical = blocking.length - here;
  const existing = waiting.filter(isExisting).length;
  const pending = waiting.filter(({ standing }) => standing === 'pending').length;
  const minor = waiting.filter((one) => one.changed === true && one.standing !== 'pending' && !isExisting(one)).length;
  const unknown = waiting.length - existing - pending - minor;
  const parts = [
    ...(here > 0 ? [`${here} on lines of this branch`] : []),
    ...(minor > 0 ? [`${minor} minor ${here > 0 ? 'there' : 'on lines of this branch'}`] : []),
    ...(critical > 0 ? [`${critical} critical${here > 0 ? ' elsewhere' : ''}`] : []),
    ...(pending > 0 ? [`${pending} asking for approval`] : []),
    ...(existing > 0 ? [`${existing} existing`] : []),
  ];
  if (unknown > 0) parts.push(`${unknown} ${parts.length > 0 ? 'more' : 'found'}`);
  if (waiting.length > 0) parts.push('not blocking');
  return parts.join(', ');
}

const rank = (severity: Severity): number => severities.indexOf(severity);

function causesOf(findings: readonly Placed[], titles: ReadonlyMap<string, string>): Cause[] {
  const byRule = grouped(findings, ({ rule }) => rule);
  const causes: Cause[] = [];
  for (const [rule, members] of byRule) {
    const title = titles.get(rule) ?? rule;
    const byToken = grouped(members, ({ cause }) => cause ?? '');
    const alone: Placed[] = [];
    for (const [token, same] of byToken) {
      // A cause of its own where several places share it; else one line for the rule is easier to read.
      if (token === '' || (same.length === 1 && byToken.size > 1)) alone.push(...same);
      else causes.push(causeOf(`${rule} ${token}`, byToken.size > 1 ? `${title}: ${token}` : title, rule, same));
    }
    if (alone.length > 0) causes.push(causeOf(rule, title, rule, alone));
  }
  return causes.sort(
    (a, b) =>
      rank(a.severity) - rank(b.severity) || b.blocking - a.blocking || b.findings.length - a.findings.length || compare(a.title, b.title),
  );
}

function causeOf(key: string, title: string, rule: string, members: readonly Placed[]): Cause {
  const findings = [...members].sort(byWeight);
  return {
    key,
    title,
    rule,
    severity: findings[0]!.severity,
    blocking: findings.filter(isBlocking).length,
    fixable: findings.filter(({ fixable }) => fixable).length,
    findings,
  };
}

/** The worst first; among equals what this branch brought, then what can be repaired at once. */
function byWeight(a: Placed, b: Placed): number {
  return (
    rank(a.severity) - rank(b.severity) ||
    Number(isBlocking(b)) - Number(isBlocking(a)) ||
    Number(b.changed === true) - Number(a.changed === true) ||
    Number(b.fixable) - Number(a.fixable) ||
    compare(a.path, b.path) ||
    a.range.start.line - b.range.start.line
  );
}

/** One of each rule, so that three different things are named. */
function firstOf(causes: readonly Cause[]): FirstThing[] {
  const byRule = new Map<string, { readonly finding: Placed; places: number }>();
  for (const { rule, findings } of causes) {
    const known = byRule.get(rule);
    if (!known) byRule.set(rule, { finding: findings[0]!, places: findings.length });
    else if (byWeight(findings[0]!, known.finding) < 0) byRule.set(rule, { finding: findings[0]!, places: findings.length });
  }
  return [...byRule.values()]
    .sort((a, b) => byWeight(a.finding, b.finding) || b.places - a.places)
    .slice(0, firstShown)
    .map(({ finding: { uri, rule, anchor, path, range, severity, message, fix }, places }) => ({
      uri,
      rule,
      anchor,
      path,
      range,
      severity,
      message,
      places,
      ...(fix === undefined ? {} : { fix }),
    }));
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const list = groups.get(keyOf(item));
    if (list) list.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
