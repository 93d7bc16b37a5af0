// Which files of its own repository a workflow or action runs by their paths. What those do is part of what it does, so the
// editor reads them with it, as a check of the whole tree has them. Reads nothing itself.
import { readUses, rootOf } from '../engine/facts/github/uses.ts';
import type { DocumentFacts } from '../engine/project.ts';

/** Uris of the files that may stand behind each local `uses`: a workflow by its name, an action by its folder. */
export function calledFiles({ uri, facts }: DocumentFacts): string[] {
  const root = rootOf(uri);
  const paths = new Set<string>();
  for (const { jobs, steps } of facts.workflows) {
    const used = [...jobs.flatMap((job) => [job.calls?.uses, ...job.steps.map((step) => step.uses)]), ...steps.map((step) => step.uses)];
    for (const one of used) {
      const reference = readUses(one);
      if (reference?.kind === 'local') paths.add(reference.path);
    }
  }
  return [...paths].flatMap((path) => [path, `${path}/action.yml`, `${path}/action.yaml`].map((one) => root + one));
}
