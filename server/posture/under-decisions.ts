// Findings under the team's decisions: what is accepted is put aside, what only the working tree accepts is marked as
// asking for approval, and every disagreement between code and decision becomes a finding of its own. Both fronts call
// this, so that the editor and the command line cannot disagree.
import { runDriftRules } from '../engine/run-rules.ts';
import type { SettingsFor } from '../engine/settings.ts';
import { compareFindings, type Finding } from '../engine/finding.ts';
import type { Project } from '../engine/project.ts';
import type { Failure } from '../engine/read.ts';
import type { Rule } from '../engine/rule.ts';
import { inventoryOf } from './inventory.ts';
import { isObservedPlace, observedClients, wasObserved } from './observed-clients.ts';
import type { ObservationsInput } from './comparison.ts';
import { reconcileObservations } from './observations.ts';
import { reconcileIdentities, type JudgedIdentity, type RecordedIdentity } from './identities.ts';
import { reconcile, type ReconcileInput } from './reconcile.ts';
import { placeOfScopeItem } from './scope-places.ts';
import { unresolvedIn } from './unresolved.ts';

export interface UnderDecisionsInput extends ReconcileInput {
  readonly project: Project;
  /** The rules of the area `drift`. */
  readonly driftRules: readonly Rule[];
  readonly settingsFor: SettingsFor;
  /** What was observed. Only where the whole tree was read: half of it does not say what has no code. */
  readonly observations?: Pick<ObservationsInput, 'observed' | 'owners' | 'formerly' | 'grown'> & {
    /** Files of the tree that are exports themselves: they are no code. */ readonly exports?: ReadonlySet<string>;
  };
  /** Records of identities. Left out where nobody asks for them, which saves the inventory of the whole tree. */
  readonly identities?: {
    readonly decided: readonly RecordedIdentity[];
    readonly proposed: readonly RecordedIdentity[];
    /** Also where neither a record nor the policy asks. */ readonly every?: boolean;
  };
}

export interface UnderDecisions {
  /** What stands, with its state, and what disagrees. */
  readonly findings: readonly Finding[];
  /** What a decision covers, each with its reason. */
  readonly accepted: readonly Finding[];
  /** Every identity of the tree beside its record; empty where `identities` was left out. */
  readonly identities: readonly JudgedIdentity[];
  /** Ids of records whose approval no longer covers what stands or runs, with why. */
  readonly overtaken: ReadonlyMap<string, string>;
  readonly failures: readonly Failure[];
}

export function underDecisions(input: UnderDecisionsInput): UnderDecisions {
  const { judged, drift } = reconcile({ unknownAt: unresolvedIn(input.project), ownersOf: input.project.workspace.ownersOf, ...input });
  const placeOfRecord = new Map(input.decided.map(({ decision, at }) => [decision, at]));
  const standing: Finding[] = [];
  const accepted: Finding[] = [];
  for (const { finding, state, decision } of judged) {
    if ((state === 'accepted' || state === 'moved') && decision) {
      accepted.push({
        ...finding,
        standing: state,
        suppressed: {
          reason: decision.reason,
          at: placeOfRecord.get(decision)!,
          until: decision.approved?.until,
          owner: decision.approved?.owner,
        },
      });
    } else standing.push({ ...finding, standing: state });
  }
  const identities = input.identities && underRecords(input, input.identities);
  const observed =
    input.observations &&
    reconcileObservations({
      ...input.observations,
      documents: [...input.project.documents.values()].filter(({ uri }) => !input.observations!.exports?.has(uri)),
      decided: input.decided,
      identities: input.identities?.decided ?? [],
      policy: input.policy,
      today: input.today,
      standing: new Map(
        judged.flatMap(({ finding, state, decision }) =>
          decision && (state === 'accepted' || state === 'moved') ? [[decision.id, finding.at] as const] : [],
        ),
      ),
      stale: drift.flatMap((one) => (one.kind === 'stale' ? [one] : [])),
    });
  // A decision about something that is gone from the code and still runs is no record to be removed.
  const inCode = observed ? drift.filter((one) => one.kind !== 'stale' || !observed.stillLive.has(one.decision.id)) : drift;
  const second = runDriftRules(
    input.project,
    input.driftRules,
    [...inCode, ...(identities?.drift ?? []), ...(observed?.drift ?? [])],
    input.settingsFor,
  );
  const asking = runDriftRules(input.project, input.driftRules, identities?.pending ?? [], input.settingsFor);
  const pending = asking.findings.map((finding): Finding => ({ ...finding, standing: 'pending' }));
  return {
    findings: [...standing, ...second.findings, ...pending].sort(compareFindings),
    accepted,
    identities: identities?.judged ?? [],
    overtaken: new Map([
      ...judged.flatMap(({ state, decision, id }) =>
        state === 'changed' && decision?.state === 'accepted'
          ? [[decision.id, id === decision.id ? 'the code allows more, or something else' : 'what it was about moved and changed'] as const]
          : [],
      ),
      ...(identities?.judged ?? []).flatMap(({ state, record }) =>
        state === 'grew' && record ? [[record.id, 'it can do more than was approved'] as const] : [],
      ),
      ...(observed?.overtaken ?? []),
    ]),
    failures: [...second.failures, ...asking.failures],
  };
}

function underRecords(
  { project, policy, today, concerns, observations }: UnderDecisionsInput,
  { decided, proposed, every }: NonNullable<UnderDecisionsInput['identities']>,
) {
  if (!every && decided.length + proposed.length === 0 && policy.approve.length === 0) return { judged: [], drift: [], pending: [] };
  const current = observations?.observed.current ?? [];
  const inTree = inventoryOf(project.documents.values(), project.workspace.ownersOf, project.catalogs.azure);
  return reconcileIdentities({
    entries: [...inTree, ...observedClients(current, new Set(inTree.map(({ id }) => id)))],
    decided,
    proposed,
    policy,
    today,
    placeOf: (entry, item) => placeOfScopeItem(project.documents.get(entry.at.uri)?.facts, entry, item),
    concerns: (uri) => (isObservedPlace(uri) ? wasObserved(uri, current) : (concerns?.(`|${uri}`) ?? true)),
  });
}
