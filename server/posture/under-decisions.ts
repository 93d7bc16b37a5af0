// Findings under the team's decisions: what is accepted is put aside, what only the working tree accepts is marked as
// asking for approval, and every disagreement between code and decision becomes a finding of its own. Both fronts call
// this, so that the editor and the command line cannot disagree.
import { runDriftRules, type SettingsFor } from '../engine/analyze.ts';
import { compareFindings, type Finding } from '../engine/finding.ts';
import type { Project } from '../engine/project.ts';
import type { Failure } from '../engine/read.ts';
import type { Rule } from '../engine/rule.ts';
import { reconcile, type ReconcileInput } from './reconcile.ts';

export interface UnderDecisionsInput extends ReconcileInput {
  readonly project: Project;
  /** The rules of the area `drift`. */
  readonly driftRules: readonly Rule[];
  readonly settingsFor: SettingsFor;
}

export interface UnderDecisions {
  /** What stands, with its state, and what disagrees. */
  readonly findings: readonly Finding[];
  /** What a decision covers, each with its reason. */
  readonly accepted: readonly Finding[];
  readonly failures: readonly Failure[];
}

export function underDecisions(input: UnderDecisionsInput): UnderDecisions {
  const { judged, drift } = reconcile(input);
  const standing: Finding[] = [];
  const accepted: Finding[] = [];
  for (const { finding, state, decision } of judged) {
    if ((state === 'accepted' || state === 'moved') && decision) {
      const record = input.decided.find((one) => one.decision === decision)!;
      accepted.push({ ...finding, standing: state, suppressed: { reason: decision.reason, at: record.at, until: decision.approved?.until, owner: decision.approved?.owner } });
    } else standing.push({ ...finding, standing: state });
  }
  const second = runDriftRules(input.project, input.driftRules, drift, input.settingsFor);
  return { findings: [...standing, ...second.findings].sort(compareFindings), accepted, failures: second.failures };
}
