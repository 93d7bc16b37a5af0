// Identities as an editor shows them: a line above each, a list, and one of them as a picture: who may become it, what it
// may do and where, from which lines. Joins the inventory with the records of the team and with the findings; judges
// nothing.
import type { CodeLens } from 'vscode-languageserver/node';
import type { Grant } from '../engine/facts/types.ts';
import { patternOf } from '../engine/facts/value.ts';
import { rankOf, type Finding, type Severity } from '../engine/finding.ts';
import type { Project } from '../engine/project.ts';
import { overlaps, type Place } from '../engine/text/text.ts';
import { reconcileIdentities, type JudgedIdentity } from '../posture/identities.ts';
import { inventoryOf, type InventoryEntry, type InventoryItem } from '../posture/inventory.ts';
import { defaultPolicy } from '../posture/policy.ts';
import { placeOfScopeItem } from '../posture/scope-places.ts';
import { locationOf } from './convert.ts';
import { carriersNamed } from './navigation.ts';
import type { IdentityEntry, IdentityPicture, IdentityRef, PictureGrant, PictureItem } from './protocol/identities.ts';
import type { ClientCommand } from './protocol/start.ts';
import type { Workplace } from './workplace.ts';

export interface KnownIdentities {
  readonly workplace: Workplace;
  readonly project: Project;
  readonly judged: readonly JudgedIdentity[];
  /** Findings by document. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
}

/** Every identity of what was read, beside its record. */
export async function knownIdentities(workplace: Workplace, today: string): Promise<KnownIdentities> {
  const { findings } = await workplace.checks.settled();
  const project = await workplace.checks.project();
  const { reading } = workplace.decisions;
  const { judged } = reconcileIdentities({
    entries: inventoryOf(project.documents.values(), project.workspace.ownersOf, project.catalogs.azure),
    decided: reading?.identities.decided ?? [],
    proposed: reading?.identities.proposed ?? [],
    policy: reading?.policy ?? defaultPolicy,
    today,
    placeOf: (entry, item) => placeOfScopeItem(project.documents.get(entry.at.uri)?.facts, entry, item),
    concerns: (uri) => project.documents.has(uri) || reading?.gone.has(uri) === true,
  });
  return { workplace, project, judged, findings };
}

export function entryOf({ entry, state, record, recordAt, beyond, reviewIn }: JudgedIdentity, known: KnownIdentities): IdentityEntry {
  const {
    workplace: { root, targets, decisions },
    findings,
  } = known;
  const { approve } = decisions.reading?.policy ?? defaultPolicy;
  const counts = record !== undefined || approve.includes(entry.kind) || approve.includes('*');
  const location = locationOf(entry.at, targets);
  const recorded = recordAt && locationOf(recordAt, targets);
  const items = [...entry.grants, ...entry.trusts, ...entry.credentials];
  const worst = worstAt(items.length > 0 ? items.map(({ at }) => at) : [entry.at], findings);
  const owner = record?.approved?.owner ?? entry.owner;
  return {
    root: root.uri,
    id: entry.id,
    kind: entry.kind,
    platform: entry.platform,
    name: entry.name,
    declared: entry.declared,
    ...(owner === undefined ? {} : { owner }),
    ...(entry.environment === undefined ? {} : { environment: entry.environment }),
    ...(location ? { location } : {}),
    grants: grantCount(entry, counts),
    notApproved: counts ? beyond.length : 0,
    ...(counts ? { standing: state } : {}),
    ...(worst ? { worst } : {}),
    ...(reviewIn === undefined ? {} : { reviewInDays: reviewIn }),
    ...(recorded ? { record: recorded } : {}),
    files: [...new Set([entry.at.uri, ...items.map(({ at }) => at.uri)])].map((uri) => targets.clientUri(uri)),
  };
}

/** What describes a job or an agent and gives it nothing: when, where and with what it runs. An approval is about this as well. */
const circumstance = /^(?:env|trigger|runner|uses|reusable|model|owner):/;

/** Identities that are described by no grants (jobs, agents, clients) are counted by what they hold; where an approval counts, by what it is about. */
function grantCount({ grants, scope }: InventoryEntry, isApproved: boolean): number {
  return grants.length > 0 ? grants.length : scope.filter((item) => isApproved || !circumstance.test(item)).length;
}

/** `@acme/payments · 12 grants, 2 not approved · review due in 9 days`; undefined where there is nothing to say. */
function lensText({ owner, grants, notApproved, standing, reviewInDays }: IdentityEntry): string | undefined {
  const parts: string[] = [];
  if (owner !== undefined) parts.push(owner);
  else if (standing !== undefined) parts.push('no owner');
  if (grants > 0 || standing !== undefined) {
    const pending =
      standing === 'pending'
        ? ', asks for approval'
        : standing === 'void'
          ? ', approval void'
          : standing === 'revoked'
            ? ', revoked'
            : notApproved > 0
              ? `, ${notApproved} not approved`
              : '';
    parts.push(`${grants} grant${grants === 1 ? '' : 's'}${pending}`);
  }
  if (grants === 0 && standing === undefined) return undefined;
  if (reviewInDays !== undefined)
    parts.push(
      reviewInDays < 0
        ? `review overdue by ${days(-reviewInDays)}`
        : reviewInDays === 0
          ? 'review due today'
          : `review due in ${days(reviewInDays)}`,
    );
  return parts.join(' · ');
}

function days(count: number): string {
  return `${count} day${count === 1 ? '' : 's'}`;
}

/** One lens over each identity that the document declares or describes. */
export function lensesIn(uri: string, known: KnownIdentities, commands: ReadonlySet<ClientCommand>): CodeLens[] {
  const lenses: CodeLens[] = [];
  for (const judged of known.judged) {
    if (judged.entry.at.uri !== uri || !judged.entry.declared) continue;
    const entry = entryOf(judged, known);
    const title = lensText(entry);
    if (title === undefined || !entry.location) continue;
    const ref: IdentityRef = { root: entry.root, id: entry.id };
    lenses.push({
      range: entry.location.range,
      command: commands.has('posture.showIdentity') ? { title, command: 'posture.showIdentity', arguments: [ref] } : { title, command: '' },
    });
  }
  return lenses;
}

/** One identity with everything that is known of it. */
export function pictureOf(judged: JudgedIdentity, known: KnownIdentities): IdentityPicture {
  const { entry } = judged;
  const {
    workplace: { targets },
    project,
    findings,
  } = known;
  const item = ({ text, at }: InventoryItem): PictureItem => {
    const location = locationOf(at, targets);
    const severity = worstAt([at], findings);
    return { text, ...(location ? { location } : {}), ...(severity ? { severity } : {}) };
  };
  const facts = grantsByPlace(project);
  return {
    ...entryOf(judged, known),
    trustedBy: entry.trusts.map(item),
    grantsGiven: entry.grants.flatMap((one) => {
      const grants = facts.get(placeKey(one.at)) ?? [];
      return grants.length === 0
        ? [{ ...item(one), effect: 'allow', actions: [], scope: [], conditions: [], lifetime: '' }]
        : grants.slice(0, 1).map((grant) => pictureGrant(grant, item(one), known));
    }),
    credentials: entry.credentials.map(item),
    scope: entry.scope,
  };
}

function pictureGrant(grant: Grant, item: PictureItem, { project, findings, workplace: { targets } }: KnownIdentities): PictureGrant {
  const [carrier] = grant.entitlement ? carriersNamed(project, grant.entitlement, grant) : [];
  const definition = carrier && locationOf(carrier.head, targets);
  const standing = findingsAt(placeOf(grant), findings)[0]?.standing;
  return {
    ...item,
    effect: grant.effect,
    ...(grant.entitlement ? { role: inWords(patternOf(grant.entitlement)) } : {}),
    actions: grant.actions.map((action) => inWords(patternOf(action))),
    scope: grant.scope.map(({ level, id }) => inWords(patternOf(id)) || level),
    conditions: grant.conditions
      .filter(({ limits }) => limits !== 'none')
      .map(({ key, operator, values }) => `${key} ${operator} ${values.map((value) => inWords(patternOf(value))).join(', ')}`),
    lifetime:
      grant.lifetime.kind === 'until'
        ? `until ${grant.lifetime.until ? inWords(patternOf(grant.lifetime.until)) : 'an end that is not known'}`
        : grant.lifetime.kind === 'unknown'
          ? 'its end is not known'
          : grant.lifetime.kind,
    ...(definition ? { definition } : {}),
    ...(standing ? { standing } : {}),
  };
}

/** Parts of a value that are not known are shown as such. */
function inWords(pattern: string): string {
  return pattern.replaceAll('\0', '${…}');
}

function placeOf(grant: Grant): Place {
  return grant.statement?.at ?? grant.entitlement?.at ?? grant.carrier.head;
}

const placeKey = ({ uri, span }: Place): string => `${uri} ${span[0]} ${span[1]}`;

function grantsByPlace(project: Project): Map<string, Grant[]> {
  const found = new Map<string, Grant[]>();
  for (const { facts } of project.documents.values()) {
    for (const grant of facts.grants) {
      const key = placeKey(placeOf(grant));
      const list = found.get(key);
      if (list) list.push(grant);
      else found.set(key, [grant]);
    }
  }
  return found;
}

function findingsAt(place: Place, findings: ReadonlyMap<string, readonly Finding[]>): Finding[] {
  return (findings.get(place.uri) ?? []).filter(
    ({ at }) => overlaps(at.span, place.span) || (at.span[0] >= place.span[0] && at.span[1] <= place.span[1]),
  );
}

function worstAt(places: readonly Place[], findings: ReadonlyMap<string, readonly Finding[]>): Severity | undefined {
  let worst: Severity | undefined;
  for (const place of places)
    for (const { severity } of findingsAt(place, findings)) if (worst === undefined || rankOf(severity) < rankOf(worst)) worst = severity;
  return worst;
}
