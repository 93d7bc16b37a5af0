// What was observed, read for a check of the whole tree: the evidence that counts on its day, the owners that CODEOWNERS
// names, and words about what could not be read. Both fronts call this.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Observation } from '../engine/observation.ts';
import type { ObservationsInput } from '../posture/comparison.ts';
import type { Policy } from '../posture/policy.ts';
import { codeownersPaths, namedOwnersIn } from './codeowners.ts';
import { readObserved } from './evidence-files.ts';

export interface ObservedHere {
  readonly input: Pick<ObservationsInput, 'observed' | 'owners' | 'formerly' | 'grown'> & { readonly exports: ReadonlySet<string> };
  readonly notes: readonly string[];
  /** Records that could not be read. */
  readonly problems: readonly { readonly what: 'evidence'; readonly uri: string; readonly message: string }[];
}

/** `uris` are the files that were read, and `read` gives the text of one that may be there. */
export function observedAt(
  root: string,
  today: string,
  policy: Policy,
  uris: Iterable<string>,
  read: (uri: string) => string | undefined,
): ObservedHere {
  const { observed, refused } = readObserved(root, today, policy.evidenceDays);
  const owners =
    codeownersPaths.flatMap((uri) => {
      const text = read(uri);
      return text === undefined ? [] : [namedOwnersIn(text).map(({ handle, span }) => ({ handle, at: { uri, span } }))];
    })[0] ?? [];
  const { current, old } = observed;
  const places = new Set(current.map(({ header }) => header.place)).size;
  return {
    input: { observed, owners, exports: exportsAmong(root, uris, [...current, ...old, ...observed.before]) },
    notes: [
      ...(current.length > 0
        ? [
            `${current.length} ${current.length === 1 ? 'observation' : 'observations'} of ${places} ${places === 1 ? 'place' : 'places'} beside the code`,
          ]
        : []),
      ...(old.length > 0
        ? [`${old.length} older than ${policy.evidenceDays} days: what ${old.length === 1 ? 'it says is' : 'they say is'} unknown`]
        : []),
    ],
    problems: refused.map(({ uri, why }) => ({ what: 'evidence', uri, message: `${why}; observe again, or remove it` })),
  };
}

/** Files that were observed and lie in the tree themselves: same name, same size, same digest. */
function exportsAmong(root: string, uris: Iterable<string>, observations: readonly Observation[]): ReadonlySet<string> {
  const files = new Map(
    observations
      .filter(({ header }) => header.source !== 'certificates')
      .flatMap(({ header }) => header.files.map((file) => [file.name, file] as const)),
  );
  const found = new Set<string>();
  if (files.size === 0) return found;
  for (const uri of uris) {
    const file = files.get(basename(uri));
    if (!file) continue;
    try {
      if (
        statSync(join(root, uri)).size === file.bytes &&
        createHash('sha256')
          .update(readFileSync(join(root, uri)))
          .digest('hex') === file.sha256
      )
        found.add(uri);
    } catch {
      // Gone since it was read: then it is no code either way.
    }
  }
  return found;
}
