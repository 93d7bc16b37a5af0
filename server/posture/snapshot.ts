// Policy, decisions and identities as one file: for those who read a baseline and never write one. The same records give
// the same bytes, whoever makes them and whenever, so that a digest says whether two are the same.
import type { Decision } from '../engine/decision.ts';
import type { IdentityRecord } from '../engine/identity-record.ts';

export interface SnapshotInput {
  /** `main`, without the name of a remote. */
  readonly branch: string;
  readonly commit: string;
  /** Text of the policy; undefined where the built-in one counts. */
  readonly policy: string | undefined;
  readonly decisions: readonly Decision[];
  readonly identities: readonly IdentityRecord[];
}

/** JSON with sorted keys and a line end at its end. */
export function snapshotOf({ branch, commit, policy, decisions, identities }: SnapshotInput): string {
  const byId = <T extends { readonly id: string }>(records: readonly T[]) => [...records].sort((a, b) => (a.id < b.id ? -1 : 1));
  return `${JSON.stringify(sorted({ v: 1, branch, commit, policy: policy ?? null, decisions: byId(decisions), identities: byId(identities) }), undefined, 1)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}
