// What was observed, read for a check: the evidence that counts on its day, the owners that CODEOWNERS names, and words about
// what could not be read.
import { join } from 'node:path';
import type { ObservationsInput } from '../posture/observations.ts';
import type { Policy } from '../posture/policy.ts';
import { codeownersPaths, namedOwnersIn } from '../workspace/codeowners.ts';
import { readObserved } from '../workspace/evidence-files.ts';
import type { Problem } from './result.ts';
import { textAt } from './text-at.ts';

export interface ObservedHere {
  readonly input: Pick<ObservationsInput, 'observed' | 'owners' | 'formerly' | 'grown'>;
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
}

export function observedAt(root: string, today: string, policy: Policy): ObservedHere {
  const { observed, refused } = readObserved(root, today, policy.evidenceDays);
  const owners = codeownersPaths.flatMap((uri) => {
    const text = textAt(join(root, uri));
    return text === undefined ? [] : [namedOwnersIn(text).map(({ handle, span }) => ({ handle, at: { uri, span } }))];
  })[0] ?? [];
  const { current, old } = observed;
  const places = new Set(current.map(({ header }) => header.place)).size;
  return {
    input: { observed, owners },
    notes: [
      ...(current.length > 0 ? [`${current.length} ${current.length === 1 ? 'observation' : 'observations'} of ${places} ${places === 1 ? 'place' : 'places'} beside the code`] : []),
      ...(old.length > 0 ? [`${old.length} older than ${policy.evidenceDays} days: what ${old.length === 1 ? 'it says is' : 'they say is'} unknown`] : []),
    ],
    problems: refused.map(({ uri, why }) => ({ what: 'evidence', uri, message: `${why}; observe again, or remove it` })),
  };
}
