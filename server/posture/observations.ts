// The third side of the triangle: what was observed, beside the code and the decisions. Pure, like the other two. Every
// disagreement is a drift, at the line of the code where there is one. What was observed too long ago says nothing at all,
// and that is said.
import type { ObservationDrift } from '../engine/drift.ts';
import { placeInWords, type Comparison, type ObservationsInput } from './comparison.ts';
import { daysBetween } from './days.ts';
import { credentialDrift } from './observed-credentials.ts';
import { codeIdentities } from './observed-code.ts';
import { identityDrift, liveGrantOf } from './observed-identities.ts';
import { itemsOf } from './observed-grants.ts';
import { liveOf } from './observed-live.ts';
import { peopleDrift } from './observed-people.ts';
import { secretDrift } from './observed-secrets.ts';

export interface ObservationsReconciled {
  readonly drift: readonly ObservationDrift[];
  /** Ids of decisions that are about nothing in the code any more, and of which what they allowed still runs. */
  readonly stillLive: ReadonlySet<string>;
  /** Approvals that what runs has overtaken: records, by their id, with why in words that end a sentence. */
  readonly overtaken: ReadonlyMap<string, string>;
}

export function reconcileObservations(input: ObservationsInput): ObservationsReconciled {
  const drift: ObservationDrift[] = [];
  const live = liveOf(input.observed.current);
  const comparison: Comparison = {
    ...input,
    live,
    code: codeIdentities(input.documents, live.idAt),
    note(kind, of, about, { at, message = 'drifted', data = {}, severity, related = [] }) {
      const { source, place, taken } = of.header;
      drift.push({
        kind,
        at,
        observed: { source, place, taken },
        message,
        data: { ...data, place: placeInWords(place), taken: taken.slice(0, 10) },
        about,
        ...(severity ? { severity } : {}),
        related,
      });
    },
  };
  identityDrift(comparison);
  credentialDrift(comparison);
  secretDrift(comparison);
  peopleDrift(comparison);
  for (const observation of input.observed.old) {
    const days = daysBetween(observation.header.taken.slice(0, 10), input.today);
    comparison.note('evidence-too-old', observation, observation.header.place, {
      at: { uri: observation.uri, span: [0, 0] },
      data: { source: observation.header.source, days, limit: input.policy.evidenceDays },
    });
  }
  for (const { id, name, kind, at, grew, release, day } of input.grown ?? []) {
    drift.push({
      kind: 'scope-grew-since-release',
      at,
      observed: { source: 'git', place: release, taken: day },
      message: 'drifted',
      about: `${id}|${grew.join(',').slice(0, 300)}`,
      related: [],
      data: {
        name,
        kind: kind.replace('workflow-job', 'job').replaceAll('-', ' '),
        release,
        place: release,
        taken: day,
        grew:
          grew
            .slice(0, 3)
            .map((item) => `"${item}"`)
            .join(', ') + (grew.length > 3 ? ` and ${grew.length - 3} more` : ''),
      },
    });
  }
  return { drift, stillLive: decisionsStillLive(comparison), overtaken: overtakenBy(drift, comparison) };
}

/**
 * Approvals of an identity whose grants or place are no longer those that were approved, because of what was deployed or
 * changed where it runs. An approval is for what was approved; after a deployment it is not asked whether it was meant.
 */
function overtakenBy(drift: readonly ObservationDrift[], { decided, identities, code, live }: Comparison): ReadonlyMap<string, string> {
  const changed = new Map<string, string>();
  for (const one of drift) {
    const key = one.about.split('|')[0]!;
    if (one.kind === 'shadow' && one.message === 'grant')
      changed.set(key, `${String(one.data['name'])} got ${String(one.data['grew'])} by ${String(one.data['by'])}`);
    else if (one.kind === 'identity-moved')
      changed.set(
        key,
        `${String(one.data['name'])} moved to ${one.message === 'environment' ? String(one.data['lives']) : one.observed.place}`,
      );
  }
  const found = new Map<string, string>();
  if (changed.size === 0) return found;
  const byAddress = new Map([...code.values()].flatMap((one) => (one.identity ? [[one.identity.carrier.address, one.key] as const] : [])));
  for (const { decision } of decided) {
    if (decision.state !== 'accepted') continue;
    for (const principal of itemsOf(decision.grant ?? [], 'principal')) {
      const name = principal.slice(principal.indexOf(' ') + 1);
      const own = byAddress.get(name) ?? live.idAt(name)?.toLowerCase();
      const key = own ?? [...changed.keys()].find((one) => one.endsWith(`:${name.toLowerCase().replace(/^.*[:/]/, '')}`));
      const why = key === undefined ? undefined : changed.get(key);
      if (why !== undefined) found.set(decision.id, why);
    }
  }
  for (const { record } of identities) {
    const why = record.state === 'approved' ? changed.get(record.identity.toLowerCase()) : undefined;
    if (why !== undefined) found.set(record.id, why);
  }
  return found;
}

/** Decisions of which nothing is left in the code; those whose grant still runs are drift of their own. */
function decisionsStillLive(comparison: Comparison): Set<string> {
  const found = new Set<string>();
  for (const { decision, at } of comparison.stale ?? []) {
    const grant = decision.grant && liveGrantOf(comparison, decision.grant);
    if (!grant) continue;
    found.add(decision.id);
    comparison.note('shadow', grant.in, decision.id, {
      at,
      message: 'decision',
      data: { rule: decision.rule, name: grant.fact.identity.split(':').slice(2).join(':'), by: grant.fact.by },
    });
  }
  return found;
}
