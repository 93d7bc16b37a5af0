// What observations say of one identity, for the reports: when it was last used, its credentials, and whether it was looked
// at all. Old observations say nothing.
import type { ObservedCredential } from '../engine/observation.ts';
import { liveOf, type Live } from '../posture/observed-live.ts';
import type { ReportInput } from './report.ts';

export interface ObservedHere {
  /** Observed at all: absent is not evidenced, whatever the rest says. */
  readonly seen: boolean;
  /** Day of the last use; `never` where the vendor says so. */
  readonly lastUsed?: string;
  readonly credentials: readonly ObservedCredential[];
}

export function observations(input: ReportInput): { readonly live: Live; of(id: string): ObservedHere } {
  const live = liveOf(input.observed.current);
  return {
    live,
    of(id) {
      const one = live.byKey.get(id.toLowerCase());
      if (!one) return { seen: false, credentials: [] };
      const days = [
        ...one.uses.map(({ fact }) => fact.last),
        ...one.grants.map(({ fact }) => fact.lastUsed),
        ...one.credentials.map(({ fact }) => fact.lastUsed),
      ]
        .filter((day) => day !== undefined)
        .sort();
      const last = days.at(-1)?.slice(0, 10);
      const never = last === undefined && (one.uses.length > 0 || one.credentials.some(({ fact }) => fact.neverUsed));
      return {
        seen: one.identities.length > 0,
        ...(last !== undefined ? { lastUsed: last } : never ? { lastUsed: 'never' } : {}),
        credentials: one.credentials.map(({ fact }) => fact),
      };
    },
  };
}
