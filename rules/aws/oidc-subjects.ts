// Roles that trust an OpenID Connect provider without saying which of its subjects. One reading of the trust, one rule a
// provider, since each has its own form of subject; a factory makes them from a table.
import {
  claimOf,
  claimsNamed,
  hasUnreadClaim,
  isAllowedTrust,
  issuerOfTrust,
  missingPlace,
  takesWildcards,
} from '../../server/engine/facts/aws/trust.ts';
import {
  oidcProviderOf,
  oidcProviderOfSubject,
  type OidcProvider,
  type SubjectReach,
} from '../../server/engine/facts/aws/oidc-subjects.ts';
import { parseOperator } from '../../server/engine/facts/aws/condition-limits.ts';
import { addCondition } from '../../server/engine/edit/aws-condition.ts';
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Severity } from '../../server/engine/finding.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { Condition, Trust } from '../../server/engine/facts/types.ts';
import { patternOf, placeOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { WorkspaceFacts } from '../../server/engine/project.ts';

/** What a trust lets in of its provider. */
export interface SubjectReading {
  readonly trust: Trust;
  readonly provider: OidcProvider;
  readonly issuer: string;
  /** The value that lets in most, and how much; undefined when nothing narrows the subject. */
  readonly widest?: { readonly value: Leaf; readonly pattern: string; readonly reach: SubjectReach; readonly condition: Condition };
  /** A condition on the subject that narrows nothing, where there is one: `StringLike: "*"`, `ForAllValues`, `IfExists`. */
  readonly hollow?: Condition;
}

const order: readonly SubjectReach[] = ['never', 'narrow', 'project', 'tenant', 'anyone'];

/** The reading of a trust in a provider that is known; undefined for other trusts and where something cannot be read. */
export function readSubjects(trust: Trust): SubjectReading | undefined {
  if (!isAllowedTrust(trust) || hasUnreadClaim(trust)) return undefined;
  const named = issuerOfTrust(trust);
  const issuer = named ?? '\0';
  const provider = named === undefined ? providerBySubject(trust) : oidcProviderOf(named);
  if (!provider) return undefined;
  // Other claims that name whose token it is, unless they hold for a token without them.
  const narrowing = [...provider.claims, ...(provider.ignored ?? [])];
  if (trust.conditions.some((condition) => narrowing.includes(claimOf(condition)) && condition.limits !== 'none')) return undefined;
  let best: SubjectReading['widest'];
  let hollow: Condition | undefined;
  for (const condition of claimsNamed(trust, 'sub')) {
    const { base, maybeAbsent } = parseOperator(condition.operator);
    if (maybeAbsent || base === 'null' || base.includes('not')) {
      hollow ??= condition;
      continue;
    }
    // A list whose items are not known: what it lets in is not known either.
    if (condition.values.length === 0) return undefined;
    const widest = widestOf(condition, provider);
    // Conditions on one key must all hold: the narrower of two counts.
    if (widest && (!best || order.indexOf(widest.reach) < order.indexOf(best.reach))) best = widest;
  }
  return { trust, provider, issuer, widest: best, hollow };
}

/** Where the provider is declared elsewhere, the subjects that are asked for may say whose they are. */
function providerBySubject(trust: Trust): OidcProvider | undefined {
  const forms = claimsNamed(trust, 'sub').flatMap((condition) => condition.values.map((value) => oidcProviderOfSubject(patternOf(value))));
  return forms.every((one) => one === forms[0]) ? forms[0] : undefined;
}

function widestOf(condition: Condition, provider: OidcProvider): SubjectReading['widest'] {
  let widest: SubjectReading['widest'];
  for (const value of condition.values) {
    const pattern = patternOf(value);
    const reach = value.kind === 'unknown' ? 'narrow' : provider.reach(pattern);
    if (!widest || order.indexOf(reach) > order.indexOf(widest.reach)) widest = { value, pattern, reach, condition };
  }
  return widest;
}

/** Where a finding about the missing subject stands: at a condition that was meant to be one, else at the principal. */
export function missingSubjectPlace(reading: SubjectReading) {
  const federated = reading.trust.principals.find((principal) => principal.kind === 'federated' || principal.kind === 'unknown');
  return reading.hollow?.at ?? (federated ? placeOf(federated.id) : missingPlace(reading.trust));
}

/** Adds the subject that this repository would have. Only where the git remote tells which one that is. */
export function addSubject(reading: SubjectReading, workspace: WorkspaceFacts): FixMaker[] {
  const subject = ownSubject(reading.provider, workspace);
  const statement = reading.trust.statement?.value;
  if (!subject || !statement?.editable) return [];
  return [
    editing(`Let in ${subject} only`, statement.at.uri, (document) => [
      addCondition(statement, { operator: 'StringEquals', key: `${reading.issuer}:sub`, values: [subject] }, document),
    ]),
  ];
}

/** Replaces a subject that lets in too much by the one that this repository would have. */
export function replaceSubject(reading: SubjectReading, workspace: WorkspaceFacts): FixMaker[] {
  const subject = ownSubject(reading.provider, workspace);
  const { widest } = reading;
  if (!subject || !widest?.value.editable || widest.value.kind !== 'scalar' || widest.pattern === subject) return [];
  return [editing(`Let in ${subject} only`, widest.value.at.uri, () => [replaceText(widest.value, subject)])];
}

function ownSubject(provider: OidcProvider, { remote, defaultBranch }: WorkspaceFacts): string | undefined {
  if (!remote) return undefined;
  const branch = defaultBranch ?? 'main';
  if (provider.id === 'github' && remote.host === 'github.com') return `repo:${remote.path}:ref:refs/heads/${branch}`;
  if (provider.id === 'gitlab' && remote.host.includes('gitlab')) return `project_path:${remote.path}:ref_type:branch:ref:${branch}`;
  return undefined;
}

/** True when a wildcard stands under an operator that takes it literally, so that no token ever matches. */
export function isDeadWildcard(widest: NonNullable<SubjectReading['widest']>): boolean {
  return /[*?]/.test(widest.pattern) && !takesWildcards(widest.condition);
}

export const severityOf: Readonly<Record<Exclude<SubjectReach, 'never' | 'narrow'>, Severity>> = {
  anyone: 'critical',
  tenant: 'medium',
  project: 'info',
};
