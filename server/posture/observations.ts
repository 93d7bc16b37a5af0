// The third side of the triangle: what was observed, beside the code and the decisions. Pure, like the other two. Every
// disagreement is a drift, at the line of the code where there is one. What was observed too long ago says nothing at all,
// and that is said.
import type { ObservationDrift, ObservationDriftKind } from '../engine/drift.ts';
import type { Severity, Related } from '../engine/finding.ts';
import type { Observation, Observed, ObservedFact } from '../engine/observation.ts';
import type { DocumentFacts } from '../engine/project.ts';
import type { Place } from '../engine/text/text.ts';
import { daysBetween } from './days.ts';
import type { RecordedIdentity } from './identities.ts';
import { credentialDrift } from './observed-credentials.ts';
import { codeIdentities, type CodeIdentity } from './observed-code.ts';
import { identityDrift } from './observed-identities.ts';
import { liveOf, type Live } from './observed-live.ts';
import { peopleDrift } from './observed-people.ts';
import { secretDrift } from './observed-secrets.ts';
import type { Policy } from './policy.ts';
import type { Recorded } from './reconcile.ts';

/** Somebody who is named as an owner, and where. */
export interface NamedOwner {
  readonly handle: string;
  readonly at: Place;
}

export interface ObservationsInput {
  readonly documents: readonly DocumentFacts[];
  readonly observed: Observed;
  /** Decisions and identity records that count. */
  readonly decided: readonly Recorded[];
  readonly identities: readonly RecordedIdentity[];
  readonly policy: Policy;
  readonly today: string;
  /** Owners that CODEOWNERS names. */
  readonly owners: readonly NamedOwner[];
  /** Where what a decision covers stands in the code, by the decision's id. */
  readonly standing?: ReadonlyMap<string, Place>;
  /** Ids of identities that an older state of the tree declared and that it does not hold any more. */
  readonly formerly?: ReadonlySet<string>;
}

/** What the parts of the comparison share. */
export interface Comparison extends ObservationsInput {
  readonly live: Live;
  /** Identities of the code by key. */
  readonly code: ReadonlyMap<string, CodeIdentity>;
  /** Notes a drift. `of` is the observation that shows it. */
  note(kind: ObservationDriftKind, of: Observation, about: string, more: { readonly at: Place; readonly message?: string; readonly data?: Readonly<Record<string, string | number>>; readonly severity?: Severity; readonly related?: readonly Related[] }): void;
}

export function reconcileObservations(input: ObservationsInput): readonly ObservationDrift[] {
  const drift: ObservationDrift[] = [];
  const live = liveOf(input.observed.current);
  const comparison: Comparison = {
    ...input,
    live,
    code: codeIdentities(input.documents, live.idAt),
    note(kind, of, about, { at, message = 'drifted', data = {}, severity, related = [] }) {
      const { source, place, taken } = of.header;
      drift.push({ kind, at, observed: { source, place, taken }, message, data: { ...data, place: placeInWords(place), taken: taken.slice(0, 10) }, about, ...(severity ? { severity } : {}), related });
    },
  };
  identityDrift(comparison);
  credentialDrift(comparison);
  secretDrift(comparison);
  peopleDrift(comparison);
  for (const observation of input.observed.old) {
    const days = daysBetween(observation.header.taken.slice(0, 10), input.today);
    comparison.note('evidence-too-old', observation, observation.header.place, { at: { uri: observation.uri, span: [0, 0] }, data: { source: observation.header.source, days, limit: input.policy.evidenceDays } });
  }
  return drift;
}

/** `account 123456789012`, `cluster prod`, `project shop-prod`. */
export function placeInWords(place: string): string {
  const colon = place.indexOf(':');
  const words: Readonly<Record<string, string>> = { aws: 'AWS account', gcp: 'Google project', azure: 'Azure', entra: 'Entra tenant', k8s: 'cluster', github: 'GitHub', gitlab: 'GitLab', vault: 'vault', workspace: 'Google Workspace', slack: 'Slack', terraform: 'Terraform', certificates: 'certificates of' };
  const word = words[place.slice(0, colon)];
  return word ? `${word} ${place.slice(colon + 1)}` : place;
}

/** The evidence's own line, for what has none in the code. */
export function evidenceOf(of: Observation, fact: ObservedFact): Place {
  return of.placeOf(fact);
}

/** `2026-11-01`, or words for no day. */
export const dayOf = (moment: string | undefined): string => moment?.slice(0, 10) ?? 'an unknown day';

/** `1 day`, `12 days`. */
export const inDays = (days: number): string => `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'}`;
