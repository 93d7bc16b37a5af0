// What a sync exchanges: decisions and identities, each with where it lies, how it is read and how two versions of one are
// merged. Texts go in and out, so that the exchange itself does not know one kind from the other.
import type { Decision } from '../../engine/decision.ts';
import type { IdentityRecord } from '../../engine/identity-record.ts';
import { identityPath, printIdentity } from '../../posture/identity-file.ts';
import { mergeDecisions, mergeIdentities, type MergeConflict } from '../../posture/merge.ts';
import { printDecision } from '../../posture/record.ts';
import { decisionPath } from '../../posture/seal.ts';
import { decisionsAt, decisionsIn } from '../decision-files.ts';
import { identitiesAt, identitiesIn } from '../identity-files.ts';
import type { RefusedRecord } from '../record-files.ts';

/** A record in its one form, and where it lies in a repository. */
export interface Text {
  readonly path: string;
  readonly text: string;
}

export interface Texts {
  readonly records: ReadonlyMap<string, Text>;
  readonly refused: readonly RefusedRecord[];
}

export const nothing: Texts = { records: new Map(), refused: [] };

export interface RecordKind {
  /** Below `.posture` here, and below the repository's place in the team's. */
  readonly folder: string;
  at(root: string, commit: string, folder: string): Texts;
  here(root: string): Texts;
  /** `text` is undefined where the record is to go. */
  merge(
    base: Text | undefined,
    ours: Text,
    theirs: Text | undefined,
  ): { readonly text: string | undefined; readonly conflicts: readonly MergeConflict[] };
}

/** Holds the records behind the texts, so that nothing is read twice. */
function kindOf<R>(
  folder: string,
  kind: {
    readonly at: (
      root: string,
      commit: string,
      folder: string,
    ) => { readonly records: readonly R[]; readonly refused: readonly RefusedRecord[] };
    readonly here: (root: string) => { readonly records: readonly R[]; readonly refused: readonly RefusedRecord[] };
    readonly idOf: (record: R) => string;
    readonly pathOf: (record: R) => string;
    readonly print: (record: R) => string;
    readonly merge: (
      base: R | undefined,
      ours: R,
      theirs: R | undefined,
    ) => { readonly record: R | undefined; readonly conflicts: readonly MergeConflict[] };
  },
): RecordKind {
  const behind = new WeakMap<Text, R>();
  const texts = ({ records, refused }: { readonly records: readonly R[]; readonly refused: readonly RefusedRecord[] }): Texts => ({
    refused,
    records: new Map(
      records.map((record) => {
        const text: Text = { path: kind.pathOf(record), text: kind.print(record) };
        behind.set(text, record);
        return [kind.idOf(record), text];
      }),
    ),
  });
  const recordOf = (text: Text | undefined): R | undefined => text && behind.get(text);
  return {
    folder,
    at: (root, commit, within) => texts(kind.at(root, commit, within)),
    here: (root) => texts(kind.here(root)),
    merge(base, ours, theirs) {
      const { record, conflicts } = kind.merge(recordOf(base), recordOf(ours)!, recordOf(theirs));
      return { text: record && kind.print(record), conflicts };
    },
  };
}

export const kinds: readonly RecordKind[] = [
  kindOf<Decision>('decisions', {
    at: (root, commit, folder) => plain(decisionsAt(root, commit, folder), ({ decision }) => decision),
    here: (root) => plain(decisionsIn(root), ({ decision }) => decision),
    idOf: ({ id }) => id,
    pathOf: decisionPath,
    print: printDecision,
    merge(base, ours, theirs) {
      const { decision, conflicts } = mergeDecisions(base, ours, theirs);
      return { record: decision, conflicts };
    },
  }),
  kindOf<IdentityRecord>('identities', {
    at: (root, commit, folder) => plain(identitiesAt(root, commit, folder), ({ record }) => record),
    here: (root) => plain(identitiesIn(root), ({ record }) => record),
    idOf: ({ id }) => id,
    pathOf: identityPath,
    print: printIdentity,
    merge: mergeIdentities,
  }),
];

function plain<T, R>(
  { records, refused }: { readonly records: readonly T[]; readonly refused: readonly RefusedRecord[] },
  of: (one: T) => R,
) {
  return { records: records.map(of), refused };
}
