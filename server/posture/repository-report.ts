// What one repository tells the team: its identities, who answers for them, where they drift, and how many findings stand.
// A report can come from anybody who may write to that repository: it is read strictly, speaks for that repository alone,
// and holds no secret and no finding's text.
import type { Finding } from '../engine/finding.ts';
import { severities, type Severity } from '../engine/finding.ts';
import type { JudgedIdentity } from './identities.ts';

/** The file on the branch that a repository publishes its report on. */
export const reportFile = 'posture-report.json';
export const reportBranch = 'posture-observed';

/** A report longer than this is refused. */
export const longestReport = 5_000_000;
/** Identities that one repository may report. */
const mostIdentities = 20_000;

export interface ReportedIdentity {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly owner?: string;
  /** False where the repository only names it. */
  readonly declared: boolean;
  readonly state: JudgedIdentity['state'];
  readonly place: string;
  /** How many grants, and whether one of them stands and gives everything. */
  readonly grants: number;
  readonly admin: boolean;
  /** Disagreements with its record. */
  readonly drift: number;
}

export interface RepositoryReport {
  readonly v: 1;
  /** `github.com/acme/payments`. */
  readonly repository: string;
  readonly commit: string;
  /** The day it was made on. */
  readonly day: string;
  readonly findings: Readonly<Record<Severity, number>>;
  readonly accepted: number;
  readonly open: number;
  readonly drift: number;
  readonly identities: readonly ReportedIdentity[];
}

export interface ReportInput {
  readonly repository: string;
  readonly commit: string;
  readonly day: string;
  readonly findings: readonly Finding[];
  readonly accepted: readonly Finding[];
  readonly identities: readonly JudgedIdentity[];
}

export function reportOf({ repository, commit, day, findings, accepted, identities }: ReportInput): RepositoryReport {
  const standing = findings.filter(({ category }) => category !== 'drift');
  const place = (uri: string, span: readonly [number, number]) => `${uri} ${span[0]}`;
  const admin = new Set(
    [...standing, ...accepted].flatMap(({ category, subject }) => {
      if (category !== 'admin' || subject?.kind !== 'grant') return [];
      const at = subject.fact.statement?.at ?? subject.fact.entitlement?.at ?? subject.fact.carrier.head;
      return [place(at.uri, at.span)];
    }),
  );
  const drift = new Map<string, number>();
  for (const { category, anchor } of findings) {
    const identity = category === 'drift' && anchor.startsWith('identity|') ? anchor.split('|')[2] : undefined;
    if (identity !== undefined) drift.set(identity, (drift.get(identity) ?? 0) + 1);
  }
  return {
    v: 1,
    repository,
    commit,
    day,
    findings: Object.fromEntries(
      severities.map((severity) => [severity, standing.filter((finding) => finding.severity === severity).length]),
    ) as Record<Severity, number>,
    accepted: accepted.length,
    open: standing.filter((finding) => finding.standing === 'existing').length,
    drift: findings.length - standing.length,
    identities: identities.map(({ entry, state, record }) => ({
      id: entry.id,
      kind: entry.kind,
      name: entry.name,
      ...(record?.approved ? { owner: record.approved.owner } : entry.owner === undefined ? {} : { owner: entry.owner }),
      declared: entry.declared,
      state,
      place: entry.at.uri,
      grants: entry.grants.length,
      admin: entry.grants.some(({ at }) => admin.has(place(at.uri, at.span))),
      drift: drift.get(entry.id) ?? 0,
    })),
  };
}

/** Readable, in the order of the inventory; the same for the same tree on one day. */
export function printReport(report: RepositoryReport): string {
  const { identities, ...head } = report;
  return `{${Object.entries(head)
    .map(([key, value]) => `\n "${key}": ${JSON.stringify(value)},`)
    .join('')}\n "identities": [${identities.map((one) => `\n  ${JSON.stringify(one)}`).join(',')}\n ]\n}\n`;
}

/** Reads a report; a sentence says what is wrong with one that is refused. `repository` is the one that it was fetched from. Never throws. */
export function readReport(text: string, repository?: string): RepositoryReport | { readonly why: string } {
  if (text.length > longestReport) return { why: `a report of ${text.length} characters is refused` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { why: 'it is no JSON' };
  }
  if (!isObject(value)) return { why: 'it is no report' };
  if (value['v'] !== 1) return { why: 'v: 1 is the only version known here; a newer posture may be needed' };
  const report = value as unknown as RepositoryReport;
  if (![report.repository, report.commit, report.day].every(isText) || !/^\d{4}-\d{2}-\d{2}$/.test(report.day))
    return { why: 'repository, commit or day is missing' };
  if (repository !== undefined && report.repository !== repository) return { why: `it speaks for ${report.repository.slice(0, 80)}` };
  if (
    !isObject(report.findings) ||
    !severities.every((severity) => isCount(report.findings[severity])) ||
    ![report.accepted, report.open, report.drift].every(isCount)
  )
    return { why: 'its counts are not whole numbers' };
  if (!Array.isArray(report.identities) || report.identities.length > mostIdentities)
    return { why: `it holds no list of identities, or more than ${mostIdentities}` };
  const wrong = report.identities.findIndex((one) => !isIdentity(one));
  return wrong < 0 ? report : { why: `identity ${wrong + 1} of its list is not one` };
}

const states: readonly string[] = ['approved', 'pending', 'grew', 'void', 'revoked', 'unapproved'] satisfies JudgedIdentity['state'][];

function isIdentity(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { id, kind, name, owner, declared, state, place, grants, admin, drift } = value;
  return (
    [id, kind, name, place].every(isText) &&
    (owner === undefined || isText(owner)) &&
    typeof declared === 'boolean' &&
    typeof admin === 'boolean' &&
    states.includes(state as string) &&
    isCount(grants) &&
    isCount(drift)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 2000 && !/[\u0000-\u001f\u007f]/.test(value);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
