// What the server says of itself without being asked, for a status bar.
import type { Severity } from '../../engine/finding.ts';

/** Server to client. */
export type StatusMethod = 'posture/status';
export interface Status {
  readonly state: 'checking' | 'ready' | 'degraded';
  /** Findings of all documents known to the server, by severity. */
  readonly counts: Readonly<Record<Severity, number>>;
  /** What did not work, in sentences: a rule that threw, a document past the time budget, a broken configuration. */
  readonly troubles: readonly string[];
  /** How often the whole workspace was read so far. */
  readonly wholeChecks?: number;
  /** The team's decisions, where a root has any. With several roots, the numbers are summed and the source is the first's. */
  readonly baseline?: BaselineStatus;
}

export interface BaselineStatus {
  /** Where decisions are read from: `origin/main@ab12cd3`; undefined where there is no commit yet. */
  readonly source?: string;
  /** When that commit was made, in seconds since 1970. */
  readonly committed?: number;
  /** Disagreements between code and decisions in what is known. */
  readonly drift: number;
  readonly asksApproval: number;
  /** Approvals that end within 30 days, and those that have ended. */
  readonly ending: number;
  readonly expired: number;
}
