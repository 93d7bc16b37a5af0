// Where something is written that cannot be read: a policy in a variable, an action from another module. What was found or
// approved there is not gone, and a decision about it is neither stale nor done: nobody hides a grant behind a name.
import type { Project } from '../engine/project.ts';
import type { Place } from '../engine/text/text.ts';
import { writtenItems } from './grant-items.ts';

/** A question after an anchor, or after what it is a part of. Looks at the facts when it is first asked. */
export function unresolvedIn(project: Project): (anchor: string) => Place | undefined {
  let places: Map<string, Place> | undefined;
  const find = (): Map<string, Place> => {
    const found = new Map<string, Place>();
    for (const { facts } of project.documents.values()) {
      for (const problem of facts.problems)
        if (problem.kind === 'unresolved' && problem.anchor !== undefined) found.set(problem.anchor, problem.at);
      for (const grant of [...facts.grants, ...facts.trusts]) {
        if (grant.enabled !== 'no' && !writtenItems(grant).resolved) found.set(grant.anchor, grant.statement?.at ?? grant.carrier.head);
      }
    }
    return found;
  };
  return (anchor) => {
    places ??= find();
    for (let part = anchor; part !== ''; part = part.slice(0, Math.max(0, part.lastIndexOf('|')))) {
      const place = places.get(part);
      if (place) return place;
    }
    return undefined;
  };
}
