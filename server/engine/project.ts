// Everything that rules may look at: the facts of all documents, the catalogues that were loaded for them, and what
// the workspace knows. Plain data and questions over it; no I/O.
import type { AwsCatalog } from './catalog/aws.ts';
import type { RoleCatalog } from './catalog/roles.ts';
import { createFactIndexes, type FactIndex, type FactIndexes } from './fact-index.ts';
import type { Facts } from './facts/types.ts';
import { createSecretCover, type SecretCover } from './secrets/cover.ts';
import type { SecretCandidate } from './secrets/types.ts';
import type { Suppression } from './suppress.ts';

/** What one document came to. Plain data; the tree is not kept. */
export interface DocumentFacts {
  readonly uri: string;
  readonly facts: Facts;
  readonly secrets: readonly SecretCandidate[];
  readonly suppressions: readonly Suppression[];
  /** Dialects that claimed the document, for `posture why`. */
  readonly dialects: readonly string[];
}

/** Filled by the workspace and handed in. Rules do no I/O and still know these. */
export interface WorkspaceFacts {
  /** Today as `2026-11-21`. */
  readonly today: string;
  /** `owner/name` of the git remote `origin`, where it is a known host. */
  readonly remote?: { readonly host: string; readonly path: string };
  readonly defaultBranch?: string;
  /** Owners by CODEOWNERS; empty when none. */
  ownersOf(uri: string): readonly string[];
  /** Whether git tracks the path; undefined when that is not known. */
  isTracked(uri: string): boolean | undefined;
  isIgnored(uri: string): boolean | undefined;
  /** What the team's policy says about standing grants; undefined where there is none. */
  readonly standing?: StandingPolicy;
}

export interface StandingPolicy {
  /** Days within which a grant has to end to count as given for a while. */
  readonly grantDays: number;
  /** Principals that may stand without an end, by name or by id: `aws:role:emergency`. */
  readonly breakGlass: readonly string[];
}

export const unknownWorkspace = (today: string): WorkspaceFacts => ({
  today,
  ownersOf: () => [],
  isTracked: () => undefined,
  isIgnored: () => undefined,
});

/** Loaded only when facts of their platform are there. */
export interface Catalogs {
  readonly aws?: AwsCatalog;
  readonly azure?: RoleCatalog;
  readonly gcp?: RoleCatalog;
}

export interface Project {
  readonly documents: ReadonlyMap<string, DocumentFacts>;
  readonly catalogs: Catalogs;
  readonly workspace: WorkspaceFacts;
  /** All facts of one kind over all documents, in the order of the documents. Computed once a run. */
  all<K extends keyof Facts>(kind: K): readonly Facts[K][number][];
  secrets(): readonly SecretCandidate[];
  /** The items under a key of an index. Cheaper than `all`: only a change of these items asks the rule again. */
  lookup<T>(index: FactIndex<T>, key: string): readonly T[];
  /** What `make` gives for this project, made once a key: indexes over the facts of all documents. */
  memo<T>(key: unknown, make: () => T): T;
  /** A finding as it may be said; see `SecretCover`. */
  readonly cover: SecretCover['cover'];
}

/** `kept` are indexes over the same documents that outlive this project; without them it makes its own. `secrets` are covered in what is reported. */
export function createProject(
  documents: ReadonlyMap<string, DocumentFacts>,
  catalogs: Catalogs,
  workspace: WorkspaceFacts,
  kept: FactIndexes = createFactIndexes(documents),
  secrets: SecretCover = createSecretCover(),
): Project {
  const unions = new Map<string, readonly unknown[]>();
  const indexes = new Map<unknown, unknown>();
  const union = <T>(name: string, of: (entry: DocumentFacts) => readonly T[]): readonly T[] => {
    let found = unions.get(name);
    if (!found) {
      found = [...documents.values()].flatMap(of);
      unions.set(name, found);
    }
    return found as readonly T[];
  };
  return {
    documents,
    catalogs,
    workspace,
    all: <K extends keyof Facts>(kind: K) => union(kind, (entry) => entry.facts[kind] as readonly Facts[K][number][]),
    secrets: () => union('secrets', (entry) => entry.secrets),
    lookup: (index, key) => kept.lookup(index, key),
    memo<T>(key: unknown, make: () => T): T {
      if (!indexes.has(key)) indexes.set(key, make());
      return indexes.get(key) as T;
    },
    cover: secrets.cover,
  };
}
