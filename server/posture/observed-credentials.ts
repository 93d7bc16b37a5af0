// Keys and certificates, by their age and their end.
import type { ObservedCredential } from '../engine/observation.ts';
import type { Place } from '../engine/text/text.ts';
import { daysBetween } from './days.ts';
import type { Seen } from './observed-live.ts';
import { dayOf, inDays, type Comparison } from './comparison.ts';

/** A second key is needed while one rotates; for so many days nobody is asked about it. */
const rotationDays = 7;

/** Kinds that have no end of their own and so have to be rotated. */
const rotated: readonly ObservedCredential['kind'][] = ['access-key', 'sa-key', 'token', 'service-specific', 'ssh-key'];

export function credentialDrift(comparison: Comparison): void {
  const { live, note, policy, today } = comparison;
  const byOwner = new Map<string, Seen<ObservedCredential>[]>();
  for (const seen of live.facts('credential')) {
    const { fact } = seen;
    const name = fact.identity === undefined ? fact.name : nameIn(fact.identity);
    if (fact.until !== undefined) ending(comparison, seen, name);
    if (fact.active === false || !rotated.includes(fact.kind)) continue;
    if (fact.kind === 'access-key' && fact.identity !== undefined) {
      const owner = `${fact.identity}\0${seen.in.uri}`;
      (byOwner.get(owner) ?? byOwner.set(owner, []).get(owner)!).push(seen);
    }
    if (fact.created === undefined || (fact.until !== undefined && fact.kind === 'token')) continue;
    const days = daysBetween(fact.created.slice(0, 10), today);
    if (days <= policy.keyDays) continue;
    const used = fact.neverUsed ? 'never used' : fact.lastUsed ? `last used ${dayOf(fact.lastUsed)}` : 'its last use is not known';
    note('rotation-overdue', seen.in, `${fact.identity ?? ''}|${fact.name}`, {
      at: placeOf(comparison, seen),
      message: fact.active === undefined ? 'unknown' : 'active',
      data: { name, key: fact.name, days, limit: policy.keyDays, created: dayOf(fact.created), used },
      related: relatedTo(comparison, seen),
    });
  }
  for (const keys of byOwner.values()) {
    if (keys.length < 2 || !keys.every(({ fact }) => fact.active === true && fact.created !== undefined)) continue;
    const ordered = [...keys].sort((a, b) => (a.fact.created! < b.fact.created! ? -1 : 1));
    const [old, fresh] = [ordered[0]!, ordered.at(-1)!];
    const days = daysBetween(fresh.fact.created!.slice(0, 10), today);
    note('two-active-keys', fresh.in, fresh.fact.identity!, {
      at: placeOf(comparison, old),
      data: {
        name: nameIn(old.fact.identity!),
        old: old.fact.name,
        made: dayOf(old.fact.created),
        fresh: dayOf(fresh.fact.created),
        days: inDays(days),
        used: old.fact.lastUsed ? `was last used ${dayOf(old.fact.lastUsed)}` : 'shows no use',
      },
      ...(days <= rotationDays ? { severity: 'low' } : {}),
      related: relatedTo(comparison, old),
    });
  }
}

function ending(comparison: Comparison, seen: Seen<ObservedCredential>, owner: string): void {
  const { fact } = seen;
  const left = daysBetween(comparison.today, fact.until!.slice(0, 10));
  if (fact.active === false || left > comparison.policy.certificateDays) return;
  const what =
    { certificate: 'certificate', 'app-password': 'client secret', token: 'token' }[fact.kind as 'certificate'] ??
    fact.kind.replaceAll('-', ' ');
  comparison.note('certificate-ending', seen.in, `${fact.identity ?? ''}|${fact.name}`, {
    at: placeOf(comparison, seen),
    message: left < 0 ? 'ended' : 'ending',
    data: {
      what: fact.name.toLowerCase().startsWith(what) ? '' : `${what} `,
      name: fact.name,
      owner: owner === fact.name ? '' : ` of ${owner}`,
      until: dayOf(fact.until),
      days: inDays(left),
    },
    ...(left < 0 && fact.kind !== 'token' ? { severity: 'high' } : {}),
    related: relatedTo(comparison, seen),
  });
}

/** The credential in the code, else whose it is, else a file of that name in the tree, else the evidence. */
function placeOf({ code, documents }: Comparison, seen: Seen<ObservedCredential>): Place {
  const { fact } = seen;
  if (fact.identity !== undefined) {
    const one = code.get(fact.identity.toLowerCase());
    const own = one?.credentials.find(({ kind }) => kind === fact.kind);
    if (own) return own.at;
    if (one) return one.at;
  }
  if (seen.in.header.source === 'certificates') {
    const document = documents.find(({ uri }) => uri === fact.name);
    if (document) return { uri: document.uri, span: [0, 0] };
  }
  return seen.in.placeOf(fact);
}

function relatedTo(comparison: Comparison, seen: Seen<ObservedCredential>) {
  const at = seen.in.placeOf(seen.fact);
  return placeOf(comparison, seen).uri === at.uri ? [] : [{ at, message: 'what was observed' }];
}

/** The name in `platform:kind:name`. */
function nameIn(id: string): string {
  return id.slice(id.indexOf(':', id.indexOf(':') + 1) + 1);
}
