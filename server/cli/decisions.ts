// The baseline of a run: read from git, applied to what was found, and what could not be read said.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { factsOf } from '../cache/read-folders.ts';
import type { SettingsFor } from '../engine/settings.ts';
import type { Engine } from '../engine/engine.ts';
import type { Finding } from '../engine/finding.ts';
import type { JudgedIdentity } from '../posture/identities.ts';
import { defaultPolicy, policyPath, type Policy } from '../posture/policy.ts';
import { documentOfAnchor } from '../posture/reconcile.ts';
import { withRelease } from '../posture/since-release.ts';
import { underDecisions } from '../posture/under-decisions.ts';
import { policyIn, readBaseline, readBaselineAt, type Baseline } from '../workspace/baseline.ts';
import { mayHoldEvidence } from '../workspace/evidence-files.ts';
import { filesNotCheckedOut } from '../workspace/repository.ts';
import { rulesOf } from '../../rules/registry.ts';
import type { Problem } from './result.ts';
import { textAt } from '../workspace/text-at.ts';

export interface Decided {
  readonly findings: readonly Finding[];
  /** Findings that a decision covers, each with its reason. */
  readonly accepted: readonly Finding[];
  /** Every identity of what was read beside its record; empty where no record and no policy asks. */
  readonly identities: readonly JudgedIdentity[];
  /** Ids of records whose approval no longer covers what stands or runs, with why. */
  readonly overtaken: ReadonlyMap<string, string>;
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
  /** A commit whose records count, in place of the target branch. */
  readonly at?: string;
  /** Every identity is asked for, whether or not there is a record of any. */
  readonly everyIdentity?: boolean;
  /** The whole tree was read, so that what was observed can be put beside it. */
  readonly whole?: boolean;
}

const noBaseline: Baseline = { decided: [], proposed: [], identities: { decided: [], proposed: [] }, policy: defaultPolicy, refused: [] };

/** That the change has a policy of its own, which asks for approval like a decision. */
function policyNote(root: string, counting: Policy): string[] {
  const { policy, refused } = policyIn(root);
  if (refused.length > 0)
    return [`${policyPath} of this change cannot be read, and does not count: ${refused[0]!.problems[0]?.message ?? ''}`];
  const changed = policyKeysChanged(counting, policy);
  return changed.length > 0
    ? [`the policy of this change asks for approval (${changed.join(', ')}); until it is merged the one of the target branch counts`]
    : [];
}

function policyKeysChanged(before: Policy, after: Policy): string[] {
  return (Object.keys(before) as (keyof Policy)[])
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
}

/** Undefined where nobody decided anything and nothing was observed: the findings stand as they are. */
export async function decide(request: DecisionsRequest): Promise<Decided | undefined> {
  const { root, findings, settingsFor, today } = request;
  const hasEvidence = mayHoldEvidence(root);
  const baseline =
    (request.at === undefined ? readBaseline(root, request.target) : readBaselineAt(root, request.at)) ??
    (request.everyIdentity || hasEvidence ? noBaseline : undefined);
  if (!baseline) return undefined;
  // What a sparse check-out leaves out is not gone. Asked only where something is missing.
  let elsewhere: ReadonlySet<string> | undefined;
  const isGone = (uri: string): boolean => !existsSync(join(root, uri)) && !(elsewhere ??= filesNotCheckedOut(root)).has(uri);
  const concerns = (anchor: string): boolean => {
    const uri = documentOfAnchor(anchor);
    return uri === undefined || request.checked.has(uri) || isGone(uri);
  };
  const { decided, proposed, identities, policy } = baseline;
  const observations =
    hasEvidence && request.whole
      ? (await import('../workspace/observed.ts')).observedAt(root, today, policy, request.engine.facts.keys(), (uri) =>
          textAt(join(root, uri)),
        )
      : undefined;
  // A report as of a day is about its commit alone; a tag can be set later.
  const release =
    request.whole && request.at === undefined && (baseline !== noBaseline || observations)
      ? await (
          await import('../workspace/since-release.ts')
        ).sinceRelease(root, request.engine.facts, observations?.input.exports ?? new Set(), factsOf)
      : undefined;
  const result = underDecisions({
    observations: withRelease(observations?.input, release, identities.decided),
    findings,
    decided,
    proposed,
    identities: { ...identities, every: request.everyIdentity },
    policy,
    today,
    concerns,
    settingsFor,
    project: await request.engine.project(),
    driftRules: await rulesOf(['drift']),
  });
  return {
    findings: result.findings,
    accepted: result.accepted,
    identities: result.identities,
    overtaken: result.overtaken,
    notes: [
      ...(baseline.source ? [`decisions as they stand at ${baseline.source}`] : []),
      ...(baseline.source && request.at === undefined ? policyNote(root, policy) : []),
      ...(observations?.notes ?? (hasEvidence ? ['what was observed is put beside the code only where the whole tree is checked'] : [])),
    ],
    problems: [
      ...(baseline.unavailable ? [{ what: 'decisions', uri: '', message: baseline.unavailable }] : []),
      ...baseline.refused.map(({ uri, problems }) => ({
        what: 'record',
        uri,
        message: problems.map((problem) => problem.message).join('; '),
      })),
      ...(observations?.problems ?? []),
      ...result.failures.map((failure) => ({ what: failure.what, uri: failure.uri, message: failure.error })),
    ],
  };
}
