// Identities and their grants, live against written: who is gone, who was never there, who runs without code, who moved,
// who is not used, and whose access outlived its end or its decision.
import type { ObservedGrant, ObservedIdentity } from '../engine/observation.ts';
import { textOf } from '../engine/facts/value.ts';
import { daysBetween } from './days.ts';
import { beyondCode, isAdmin, itemsOf, notLive } from './observed-grants.ts';
import type { CodeIdentity } from './observed-code.ts';
import { listsAll, liveOf, type LiveIdentity, type Seen } from './observed-live.ts';
import { dayOf, inDays, type Comparison } from './comparison.ts';

/** Kinds of identities that an export of a platform lists. */
const listed: Readonly<Record<string, readonly string[]>> = {
  aws: ['role', 'user', 'group'],
  k8s: ['service-account'],
  gcp: ['service-account'],
};

/** Kinds of identities that are given access by somebody; a job or a workload is declared for other reasons. */
const holders: readonly string[] = ['role', 'user', 'group', 'service-account', 'managed-identity', 'application'];

export function identityDrift(comparison: Comparison): void {
  const { code, live, observed } = comparison;
  const before = liveOf(observed.before);
  for (const one of code.values()) {
    const lived = live.byKey.get(one.key);
    if (lived && lived.identities.length + lived.grants.length > 0) {
      compareGrants(comparison, one, lived);
      compareUse(comparison, one, lived);
      comparePlace(comparison, one, lived, before.byKey.get(one.key));
      compareRoutes(comparison, one, lived);
    } else compareAbsence(comparison, one, before.byKey.get(one.key));
  }
  liveOnly(comparison);
}

/** An identity of the code that no export holds, where an export would hold it. */
function compareAbsence({ observed, note, live, code }: Comparison, one: CodeIdentity, was: LiveIdentity | undefined): void {
  if (!one.declared || !listed[one.platform]?.includes(one.kind)) return;
  const whole = listsAll(observed.current, one.platform, 'identity').filter(
    ({ facts }) => facts.some((fact) => fact.fact === 'identity' && fact.kind === one.kind) || one.platform === 'aws',
  );
  if (whole.length === 0) return;
  const newest = whole[0]!;
  const data = {
    kind: one.kind.replaceAll('-', ' '),
    name: one.name,
    places: whole.length === 1 ? '' : ` nor in ${whole.length - 1} more`,
  };
  const last = was?.identities.find(({ in: there }) => whole.some(({ header }) => header.place === there.header.place));
  if (last) {
    note('zombie', newest, one.key, { at: one.at, data: { ...data, was: dayOf(last.in.header.taken) } });
    return;
  }
  // Terraform holds it in its state: it was made, and somebody removed it behind Terraform's back.
  const state = live
    .facts('identity')
    .find(({ fact, in: there }) => there.header.source === 'terraform-state' && fact.id.toLowerCase() === one.key);
  if (state) note('zombie', newest, one.key, { at: one.at, data: { ...data, was: dayOf(state.in.header.taken) } });
  // A service account's project is not in its declaration: only where others of the tree run there is it missed.
  else if (
    one.platform !== 'gcp' ||
    [...code.values()].some(
      (other) =>
        other.declared && other.platform === 'gcp' && live.byKey.get(other.key)?.identities.some(({ in: there }) => whole.includes(there)),
    )
  ) {
    note('not-live', newest, one.key, { at: one.at, message: 'identity', data });
  }
}

function compareGrants(comparison: Comparison, one: CodeIdentity, lived: LiveIdentity): void {
  const { live, note, today } = comparison;
  const name = shownName(one, lived);
  const vendorMade = lived.identities.some(({ fact }) => fact.vendorMade);
  if (!vendorMade) {
    for (const { grant, items, admin } of beyondCode(one, lived, live)) {
      const related = [{ at: grant.in.placeOf(grant.fact), message: `what was observed: ${grant.fact.by}` }];
      if (isOver(grant, today)) continue;
      note('shadow', grant.in, `${one.key}|${grant.fact.by}`, {
        at: one.at,
        message: 'grant',
        data: { name, by: grant.fact.by, grew: items.slice(0, 3).join(', ') + (items.length > 3 ? ` and ${items.length - 3} more` : '') },
        related,
        ...(admin ? { severity: 'high' } : {}),
      });
    }
  }
  const whole = listsAll(comparison.observed.current, one.platform, 'grant');
  if (whole.length === 1 && lived.identities.some(({ in: there }) => there === whole[0])) {
    for (const grant of notLive(one, lived, live, whole[0]!.header.place)) {
      const what = itemsOf(grant.items, 'role')[0] ?? itemsOf(grant.items, 'action').slice(0, 2).join(', ');
      note('not-live', whole[0]!, `${one.key}|${grant.fact.anchor}`, { at: grant.at, message: 'grant', data: { name, what } });
    }
  }
  for (const grant of lived.grants) {
    const end = endOf(grant.fact) ?? writtenEnd(one, grant.fact);
    if (end === undefined || end.slice(0, 10) >= today || end > grant.in.header.taken) continue;
    const days = daysBetween(end.slice(0, 10), today);
    const at =
      one.grants.find(({ items }) => itemsOf(items, 'role').some((role) => itemsOf(grant.fact.items, 'role').includes(role)))?.at ?? one.at;
    note('jit-grant-stands', grant.in, `${one.key}|${grant.fact.by}`, {
      at,
      data: { name, by: grant.fact.by, until: dayOf(end), days: inDays(days) },
      related: [{ at: grant.in.placeOf(grant.fact), message: 'what was observed' }],
    });
  }
}

/** Azure knows a principal by a number in the code; the export says who that is. */
function shownName(one: CodeIdentity, lived: LiveIdentity): string {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(one.name) ? (lived.identities[0]?.fact.name ?? one.name) : one.name;
}

const endOf = (grant: ObservedGrant): string | undefined => grant.until;

/** The end that the code gives a grant of this name, where it stands live without one. */
function writtenEnd(one: CodeIdentity, grant: ObservedGrant): string | undefined {
  if (grant.items.some((item) => item.startsWith('condition '))) return undefined;
  const written = one.grants.find(
    ({ fact, items }) =>
      fact.lifetime.kind === 'until' && itemsOf(items, 'role').some((role) => itemsOf(grant.items, 'role').includes(role)),
  );
  const until = textOf(written?.fact.lifetime.until);
  return until !== undefined && /^\d{4}-\d{2}-\d{2}/.test(until) ? until : undefined;
}

/** A grant whose end, enforced by the platform itself, has passed gives nothing any more. */
function isOver({ fact, in: { header } }: Seen<ObservedGrant>, today: string): boolean {
  return (
    fact.until !== undefined &&
    fact.until.slice(0, 10) < today &&
    fact.items.some((item) => item.startsWith('condition ')) &&
    header.taken !== ''
  );
}

function compareUse({ note, policy }: Comparison, one: CodeIdentity, lived: LiveIdentity): void {
  const general = lived.uses.filter(({ fact }) => fact.service === undefined);
  const known = [
    ...lived.uses.map(({ fact }) => fact.last),
    ...lived.credentials.map(({ fact }) => fact.lastUsed),
    ...lived.grants.map(({ fact }) => fact.lastUsed),
  ]
    .filter((last) => last !== undefined)
    .sort();
  const [newest] = [...lived.uses].sort((a, b) => (a.in.header.taken < b.in.header.taken ? 1 : -1));
  if (!newest) return;
  const asOf = newest.in.header.taken.slice(0, 10);
  const last = known.at(-1);
  if (last !== undefined) {
    const days = daysBetween(last.slice(0, 10), asOf);
    if (days > policy.unusedDays)
      note('unused', newest.in, one.key, {
        at: one.at,
        message: 'since',
        data: { name: one.name, days, last: dayOf(last), limit: policy.unusedDays },
      });
    return;
  }
  const created = lived.identities.map(({ fact }) => fact.created).find((moment) => moment !== undefined);
  if (general.length === 0 && lived.uses.length === 0) return;
  // Younger than the limit, it had no time to be used; of unknown age, nobody can say.
  if (created === undefined || daysBetween(created.slice(0, 10), asOf) <= policy.unusedDays) return;
  note('unused', newest.in, one.key, { at: one.at, message: 'never', data: { name: one.name, created: dayOf(created) } });
}

/** Gone from the place where it was, and somewhere else now; or in another environment than the code says. */
function comparePlace({ note, observed, policy }: Comparison, one: CodeIdentity, lived: LiveIdentity, was: LiveIdentity | undefined): void {
  const [now] = lived.identities;
  if (!now) return;
  const places = new Set(lived.identities.map(({ in: { header } }) => header.place));
  const left = was?.identities.find(
    ({ in: { header } }) =>
      !places.has(header.place) &&
      observed.current.some(
        ({ header: current }) =>
          current.place === header.place && current.source === header.source && current.complete.includes('identity'),
      ),
  );
  if (left) {
    note('identity-moved', now.in, one.key, {
      at: one.at,
      message: 'place',
      data: { name: one.name, from: left.in.header.place, was: dayOf(left.in.header.taken) },
    });
    return;
  }
  const written = one.identity?.environment;
  const lives = now.fact.environment;
  if (written === undefined || lives === undefined || plainEnvironment(written) === plainEnvironment(lives)) return;
  const isProduction = policy.production.includes(lives.toLowerCase()) && !policy.production.includes(written.toLowerCase());
  note('identity-moved', now.in, one.key, {
    at: one.at,
    message: 'environment',
    data: { name: one.name, written, lives },
    ...(isProduction ? { severity: 'high' } : {}),
  });
}

/** `prd`, `prod` and `production` are one environment, however a tag writes it. */
function plainEnvironment(name: string): string {
  const lower = name.trim().toLowerCase();
  return (
    [
      ['prd', 'prod', 'production', 'live'],
      ['stg', 'stage', 'staging', 'preprod', 'pre-production'],
      ['dev', 'develop', 'development'],
      ['tst', 'test', 'testing', 'qa'],
    ].find((names) => names.includes(lower))?.[0] ?? lower
  );
}

/** A role that has to be activated by the code, and stands live for the same principal. */
function compareRoutes({ note }: Comparison, one: CodeIdentity, lived: LiveIdentity): void {
  for (const { fact, items, at } of one.grants) {
    if (fact.lifetime.kind !== 'eligible') continue;
    const roles = itemsOf(items, 'role').map((role) => role.toLowerCase());
    const standing = lived.grants.find(
      ({ fact: grant }) =>
        !grant.eligible &&
        grant.until === undefined &&
        [...itemsOf(grant.items, 'role'), ...itemsOf(grant.items, 'role-id')].some((role) =>
          roles.some((mine) => role.toLowerCase() === mine || mine.endsWith(`/${role.toLowerCase()}`)),
        ),
    );
    if (
      !standing ||
      one.grants.some(
        (other) =>
          other.fact.lifetime.kind === 'standing' && itemsOf(other.items, 'role').some((role) => roles.includes(role.toLowerCase())),
      )
    )
      continue;
    note('route-beside-pam', standing.in, `${one.key}|${roles[0]}`, {
      at,
      data: { name: shownName(one, lived), role: itemsOf(standing.fact.items, 'role')[0] ?? roles[0]!, by: standing.fact.by },
      related: [{ at: standing.in.placeOf(standing.fact), message: 'what was observed' }],
    });
  }
}

/** What runs and is not in the code at all. Only who can do everything is named one by one; the rest is for the inventory. */
function liveOnly(comparison: Comparison): void {
  const { live, code, identities, decided, note, formerly } = comparison;
  const records = new Map(identities.map((one) => [one.record.identity.toLowerCase(), one]));
  for (const lived of live.byKey.values()) {
    if (code.has(lived.key)) {
      const record = records.get(lived.key);
      if (record?.record.state === 'revoked') notRemoved(comparison, lived, record.at, record.record.name);
      continue;
    }
    const [seen] = lived.identities;
    // Applications of third parties are in no code, and their records say so: `observed-clients.ts`.
    if (!seen || seen.fact.vendorMade) continue;
    const record = records.get(lived.key);
    if (record?.record.state === 'revoked') {
      notRemoved(comparison, lived, record.at, record.record.name);
      continue;
    }
    if (seen.fact.kind === 'oauth-client') continue;
    if (record || formerly?.has(lived.key)) {
      note('application-retired', seen.in, lived.key, {
        at: record?.at ?? seen.in.placeOf(seen.fact),
        message: record ? 'record' : 'history',
        data: { kind: seen.fact.kind.replaceAll('-', ' '), name: seen.fact.name, declared: record?.record.place ?? '' },
      });
      continue;
    }
    const admin = adminOf(lived, comparison);
    if (admin && isComparable(comparison, seen))
      note('shadow', seen.in, lived.key, {
        at: seen.in.placeOf(seen.fact),
        message: 'identity',
        data: { kind: seen.fact.kind.replaceAll('-', ' '), name: seen.fact.name, by: admin.fact.by },
      });
  }
  for (const { decision, at } of decided) {
    if (decision.state !== 'revoked' || !decision.grant) continue;
    const found = liveGrantOf(comparison, decision.grant);
    if (found)
      note('not-removed', found.in, decision.id, {
        at,
        message: 'decision',
        data: {
          rule: decision.rule,
          by: found.fact.by,
          name: found.fact.identity.slice(found.fact.identity.indexOf(':', found.fact.identity.indexOf(':') + 1) + 1),
        },
      });
  }
}

function notRemoved({ note }: Comparison, lived: LiveIdentity, at: CodeIdentity['at'], name: string): void {
  const seen = lived.identities[0] ?? lived.grants[0]!;
  note('not-removed', seen.in, lived.key, { at, message: 'record', data: { name } });
}

/** A live grant that gives what a decision was about: the same principal, and the same role or actions. */
export function liveGrantOf({ live }: Pick<Comparison, 'live'>, grant: readonly string[]): Seen<ObservedGrant> | undefined {
  const names = itemsOf(grant, 'principal')
    .map((principal) => principal.slice(principal.indexOf(' ') + 1))
    .map((name) => live.idAt(name) ?? name.replace(/^.*[:/]/, ''));
  if (names.length === 0) return undefined;
  const roles = itemsOf(grant, 'role');
  const actions = itemsOf(grant, 'action');
  for (const lived of live.byKey.values()) {
    if (
      !names.some(
        (name) =>
          lived.key === name.toLowerCase() || lived.key.endsWith(`:${name.toLowerCase()}`) || lived.key.endsWith(`/${name.toLowerCase()}`),
      )
    )
      continue;
    const found = lived.grants.find(({ fact }) => {
      const all = [
        ...itemsOf(fact.items, 'action'),
        ...itemsOf(fact.items, 'role').flatMap(
          (role) => live.policy(role)?.fact.statements.flatMap((items) => itemsOf(items, 'action')) ?? [],
        ),
      ];
      return (
        (roles.length > 0 && roles.some((role) => itemsOf(fact.items, 'role').includes(role))) ||
        (actions.length > 0 && actions.every((action) => all.includes(action)))
      );
    });
    if (found) return found;
  }
  return undefined;
}

function adminOf(lived: LiveIdentity, { live }: Comparison): Seen<ObservedGrant> | undefined {
  const own = lived.grants.find((grant) => isAdmin(grant, live));
  if (own) return own;
  return lived.grants.find(({ fact }) =>
    itemsOf(fact.items, 'group').some((group) =>
      live.byKey.get(`${lived.key.split(':')[0]}:group:${group.toLowerCase()}`)?.grants.some((grant) => isAdmin(grant, live)),
    ),
  );
}

/** A tree that declares nothing of a platform does not claim to describe it. */
function isComparable({ code }: Comparison, seen: Seen<ObservedIdentity>): boolean {
  return [...code.values()].some((one) => one.declared && one.platform === seen.fact.platform && holders.includes(one.kind));
}
