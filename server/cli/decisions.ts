// Findings under the team's decisions: what is accepted is put aside, what only this change accepts is marked as asking
// for approval, and every disagreement between code and decision becomes a finding of its own.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runDriftRules, type SettingsFor } from '../engine/analyze.ts';
import type { Engine } from '../engine/engine.ts';
import { compareFindings, type Finding } from '../engine/finding.ts';
import { documentOfAnchor, reconcile } from '../posture/reconcile.ts';
import { readBaseline } from '../workspace/baseline.ts';
import { rulesOf } from '../../rules/registry.ts';
import type { Problem } from './result.ts';

export interface UnderDecisions {
  readonly findings: readonly Finding[];
  /** Findings that a decision covers, each with its reason. */
  readonly accepted: readonly Finding[];
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
}

export interface DecisionsRequest {
  readonly root: string;
  readonly engine: Engine;
  readonly findings: readonly Finding[];
  /** Files that were checked: a decision about another file says nothing here. */
  readonly checked: ReadonlySet<string>;
  readonly settingsFor: SettingsFor;
  readonly today: string;
  /** The branch that changes go to, where someone named it. */
  readonly target?: string;
}

export async function underDecisions(request: DecisionsRequest): Promise<UnderDecisions> {
  const { root, findings } = request;
  const baseline = readBaseline(root, request.target);
  if (!baseline) return { findings, accepted: [], notes: [], problems: [] };
  const gone = (uri: string): boolean => !existsSync(join(root, uri));
  const { judged, drift } = reconcile({
    findings,
    decided: baseline.decided,
    proposed: baseline.proposed,
    policy: baseline.policy,
    today: request.today,
    concerns: (anchor) => {
      const uri = documentOfAnchor(anchor);
      return uri === undefined || request.checked.has(uri) || gone(uri);
    },
  });
  const standing: Finding[] = [];
  const accepted: Finding[] = [];
  for (const { finding, state, decision } of judged) {
    if ((state === 'accepted' || state === 'moved') && decision) {
      const record = baseline.decided.find((one) => one.decision === decision)!;
      accepted.push({ ...finding, standing: state, suppressed: { reason: decision.reason, at: record.at, until: decision.approved?.until, owner: decision.approved?.owner } });
    } else standing.push({ ...finding, standing: state });
  }
  const second = runDriftRules(await request.engine.project(), await rulesOf(['drift']), drift, request.settingsFor);
  return {
    findings: [...standing, ...second.findings].sort(compareFindings),
    accepted,
    notes: baseline.source ? [`decisions as they stand at ${baseline.source}`] : [],
    problems: [
      ...(baseline.unavailable ? [{ what: 'decisions', uri: '', message: baseline.unavailable }] : []),
      ...baseline.refused.map(({ uri, problems }) => ({ what: 'record', uri, message: problems.map((problem) => problem.message).join('; ') })),
      ...second.failures.map((failure) => ({ what: failure.what, uri: failure.uri, message: failure.error })),
    ],
  };
}
