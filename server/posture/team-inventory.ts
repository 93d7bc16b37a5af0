// The reports of many repositories together: which identities several of them use, who answers for those, where they
// drift, and who stands as an administrator. Takes one report after the other and keeps no report, so that memory grows
// with the identities that there are and not with what is said about them.
import type { RepositoryReport, ReportedIdentity } from './repository-report.ts';
import { daysBetween } from './days.ts';

export interface TeamIdentity {
  readonly id: string;
  readonly kind: string;
  /** Repositories that declare or name it, sorted; at most `mostNamed` of them. */
  readonly repositories: readonly string[];
  readonly repositoryCount: number;
  /** Everyone who answers for it, sorted; more than one is a conflict. */
  readonly owners: readonly string[];
  readonly admin: boolean;
  readonly drift: number;
}

export interface TeamInventory {
  readonly repositories: number;
  /** Repositories whose report is older than the policy allows: what they hold is not known. */
  readonly tooOld: readonly { readonly repository: string; readonly day: string }[];
  readonly identities: number;
  /** Identities that several repositories use, those that most do first. */
  readonly shared: readonly TeamIdentity[];
  /** Identities with everything, standing. */
  readonly admins: readonly TeamIdentity[];
  /** Identities that more than one team answers for. */
  readonly conflicts: readonly TeamIdentity[];
  readonly unowned: number;
  readonly notApproved: number;
  /** Repositories with drift, those with most first. */
  readonly drifting: readonly { readonly repository: string; readonly drift: number }[];
  readonly findings: number;
}

const mostNamed = 20;

/** Kinds that exist in one repository only, whatever another calls its own. */
const local = new Set(['workflow-job', 'agent', 'oauth-client', 'anyone', 'machine']);

export interface TeamCollector {
  add(report: RepositoryReport): void;
  finish(): TeamInventory;
}

interface Held {
  readonly kind: string;
  repositories: string[];
  count: number;
  owners: string[];
  admin: boolean;
  drift: number;
}

export function collectTeam(today: string, evidenceDays: number): TeamCollector {
  const held = new Map<string, Held>();
  const tooOld: { repository: string; day: string }[] = [];
  const drifting: { repository: string; drift: number }[] = [];
  let repositories = 0;
  let unowned = 0;
  let notApproved = 0;
  let findings = 0;

  const take = (identity: ReportedIdentity, repository: string): void => {
    if (identity.declared && identity.owner === undefined) unowned++;
    if (identity.state !== 'approved') notApproved++;
    const id = local.has(identity.kind) ? `${identity.id} in ${repository}` : identity.id;
    const one = held.get(id);
    if (!one) {
      held.set(id, {
        kind: identity.kind,
        repositories: [repository],
        count: 1,
        owners: identity.owner === undefined ? [] : [identity.owner],
        admin: identity.admin,
        drift: identity.drift,
      });
      return;
    }
    one.count++;
    if (one.repositories.length < mostNamed) one.repositories.push(repository);
    if (identity.owner !== undefined && !one.owners.includes(identity.owner) && one.owners.length < mostNamed)
      one.owners.push(identity.owner);
    one.admin ||= identity.admin;
    one.drift += identity.drift;
  };
  const shown = ([id, one]: readonly [string, Held]): TeamIdentity => ({
    id,
    kind: one.kind,
    repositories: [...one.repositories].sort(),
    repositoryCount: one.count,
    owners: [...one.owners].sort(),
    admin: one.admin,
    drift: one.drift,
  });
  const byCount = (a: TeamIdentity, b: TeamIdentity): number => b.repositoryCount - a.repositoryCount || (a.id < b.id ? -1 : 1);

  return {
    add(report) {
      repositories++;
      if (daysBetween(report.day, today) > evidenceDays) tooOld.push({ repository: report.repository, day: report.day });
      if (report.drift > 0) drifting.push({ repository: report.repository, drift: report.drift });
      findings += Object.values(report.findings).reduce((sum, count) => sum + count, 0);
      // An identity that a report names twice is used by one repository.
      const seen = new Set<string>();
      for (const identity of report.identities) {
        if (seen.has(identity.id)) continue;
        seen.add(identity.id);
        take(identity, report.repository);
      }
    },
    finish() {
      const wanted = (fits: (one: Held) => boolean): TeamIdentity[] =>
        [...held]
          .filter(([, one]) => fits(one))
          .map(shown)
          .sort(byCount);
      return {
        repositories,
        identities: held.size,
        unowned,
        notApproved,
        findings,
        tooOld: tooOld.sort((a, b) => (a.repository < b.repository ? -1 : 1)),
        shared: wanted((one) => one.count > 1),
        admins: wanted((one) => one.admin),
        conflicts: wanted((one) => one.owners.length > 1),
        drifting: drifting.sort((a, b) => b.drift - a.drift || (a.repository < b.repository ? -1 : 1)),
      };
    },
  };
}
