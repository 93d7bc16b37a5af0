// Everything that was observed, by whom it is about: the other side of the comparison with the code.
import type {
  Observation,
  ObservedCredential,
  ObservedFact,
  ObservedGrant,
  ObservedIdentity,
  ObservedPolicy,
  ObservedUse,
} from '../engine/observation.ts';

export interface Seen<T extends ObservedFact> {
  readonly fact: T;
  readonly in: Observation;
}

export interface LiveIdentity {
  readonly key: string;
  readonly identities: readonly Seen<ObservedIdentity>[];
  readonly grants: readonly Seen<ObservedGrant>[];
  readonly credentials: readonly Seen<ObservedCredential>[];
  readonly uses: readonly Seen<ObservedUse>[];
}

export interface Live {
  readonly byKey: ReadonlyMap<string, LiveIdentity>;
  policy(reference: string): Seen<ObservedPolicy> | undefined;
  /** The id that Terraform's state has for an address, where exactly one fits. */
  idAt(address: string): string | undefined;
  facts<K extends ObservedFact['fact']>(kind: K): readonly Seen<Extract<ObservedFact, { fact: K }>>[];
}

export function liveOf(observations: readonly Observation[]): Live {
  const byKey = new Map<
    string,
    { -readonly [K in keyof LiveIdentity]: LiveIdentity[K] extends readonly (infer T)[] ? T[] : LiveIdentity[K] }
  >();
  const policies = new Map<string, Seen<ObservedPolicy>>();
  const byAddress = new Map<string, Set<string>>();
  const rest = new Map<ObservedFact['fact'], Seen<ObservedFact>[]>();
  const of = (id: string) => {
    const key = id.toLowerCase();
    let one = byKey.get(key);
    if (!one) byKey.set(key, (one = { key, identities: [], grants: [], credentials: [], uses: [] }));
    return one;
  };
  for (const observation of observations) {
    // What a plan or a state says is what Terraform believes, and no proof that something lives; it gives names to addresses.
    const believed = observation.header.source === 'terraform-plan' || observation.header.source === 'terraform-state';
    for (const fact of observation.facts) {
      const seen = { fact, in: observation };
      const list = rest.get(fact.fact);
      if (list) list.push(seen);
      else rest.set(fact.fact, [seen]);
      if (fact.fact === 'identity' && fact.address !== undefined)
        (byAddress.get(fact.address) ?? byAddress.set(fact.address, new Set()).get(fact.address)!).add(fact.id);
      if (fact.fact === 'policy') policies.set(fact.reference, { fact, in: observation });
      if (believed) continue;
      if (fact.fact === 'identity') of(fact.id).identities.push({ fact, in: observation });
      else if (fact.fact === 'grant') of(fact.identity).grants.push({ fact, in: observation });
      else if (fact.fact === 'use') of(fact.identity).uses.push({ fact, in: observation });
      else if (fact.fact === 'credential' && fact.identity !== undefined) of(fact.identity).credentials.push({ fact, in: observation });
    }
  }
  return {
    byKey,
    policy: (reference) => policies.get(reference),
    idAt(address) {
      const exact = byAddress.get(address);
      if (exact) return exact.size === 1 ? [...exact][0] : undefined;
      // In a module's own folder the address has no module in front of it, and an index is not written.
      const ids = new Set(
        [...byAddress]
          .filter(([known]) => known.endsWith(`.${address}`) || known.replace(/\[[^[\]]*\]/g, '') === address)
          .flatMap(([, found]) => [...found]),
      );
      return ids.size === 1 ? [...ids][0] : undefined;
    },
    facts: (kind) => (rest.get(kind) ?? []) as never,
  };
}

/** Whether one of these observations lists every identity of a platform, so that one that is not in them is not there. */
export function listsAll(observations: readonly Observation[], platform: string, what: ObservedFact['fact']): readonly Observation[] {
  return observations.filter(
    ({ header }) => header.place.startsWith(`${platform}:`) && header.complete.includes(what) && !header.source.startsWith('terraform'),
  );
}
