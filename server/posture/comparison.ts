// What the parts of the comparison with what runs share: what it is given, how a drift is noted, and the words for a place
// and a day.
import type { DecisionDrift, ObservationDriftKind } from '../engine/drift.ts';
import type { Severity, Related } from '../engine/finding.ts';
import type { Observation, Observed } from '../engine/observation.ts';
import type { DocumentFacts } from '../engine/project.ts';
import type { Place } from '../engine/text/text.ts';
import type { RecordedIdentity } from './identities.ts';
import type { CodeIdentity } from './observed-code.ts';
import type { Live } from './observed-live.ts';
import type { Policy } from './policy.ts';
import type { Recorded } from './reconcile.ts';
import { tableOf } from '../engine/table.ts';

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
  /** Decisions of which nothing is left in the code. */
  readonly stale?: readonly DecisionDrift[];
  /** Ids of identities that an older state of the tree declared and that it does not hold any more. */
  readonly formerly?: ReadonlySet<string>;
  /** Agents and jobs whose scope is wider than at the last release, found by comparing the two trees. */
  readonly grown?: readonly GrownSinceRelease[];
}

export interface GrownSinceRelease {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly at: Place;
  readonly grew: readonly string[];
  /** The tag of the release, and its day. */
  readonly release: string;
  readonly day: string;
}

/** What the parts of the comparison share. */
export interface Comparison extends ObservationsInput {
  readonly live: Live;
  /** Identities of the code by key. */
  readonly code: ReadonlyMap<string, CodeIdentity>;
  /** Notes a drift. `of` is the observation that shows it. */
  note(
    kind: ObservationDriftKind,
    of: Observation,
    about: string,
    more: {
      readonly at: Place;
      readonly message?: string;
      readonly data?: Readonly<Record<string, string | number>>;
      readonly severity?: Severity;
      readonly related?: readonly Related[];
    },
  ): void;
}

const wordsOfPlaces = tableOf<string>({
  aws: 'AWS account',
  gcp: 'Google project',
  azure: 'Azure subscription',
  entra: 'Entra tenant',
  k8s: 'cluster',
  github: 'GitHub',
  gitlab: 'GitLab',
  vault: 'vault',
  workspace: 'Google Workspace',
  slack: 'Slack',
  terraform: 'Terraform',
  certificates: 'certificates of',
});

/** `account 123456789012`, `cluster prod`, `project shop-prod`. */
export function placeInWords(place: string): string {
  const colon = place.indexOf(':');
  const word = wordsOfPlaces.get(place.slice(0, colon));
  return word ? `${word} ${place.slice(colon + 1)}` : place;
}

/** `2026-11-01`, or words for no day. */
export const dayOf = (moment: string | undefined): string => moment?.slice(0, 10) ?? 'an unknown day';

/** `1 day`, `12 days`. */
export const inDays = (days: number): string => `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'}`;
