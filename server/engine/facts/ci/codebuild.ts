// AWS CodeBuild: the commands of a buildspec's phases as one job, which runs as the service role of its project. What the
// project adds, its image, its webhook and its own variables, stands elsewhere. Nested builds of a batch are not followed.
import { entryOf } from '../value.ts';
import { buildJob, entriesUnder, givenBy, isLeaf, pipelineReader, scriptSteps } from './pipeline.ts';

export const codebuildReader = pipelineReader('codebuild', 'codebuild', (root, document, anchor) => {
  const phases = entryOf(root, 'phases')?.value;
  if (phases?.kind !== 'mapping' || !entryOf(root, 'version')) return undefined;
  const env = entryOf(root, 'env')?.value;
  const commands = phases.entries.flatMap((phase) => [entryOf(phase.value, 'commands')?.value, entryOf(phase.value, 'finally')?.value]);
  const stored = ['secrets-manager', 'parameter-store'].flatMap((key) => entriesUnder(env, key).map((entry) => entry.value));
  return {
    jobs: [
      buildJob(anchor, root, {
        env: entriesUnder(env, 'variables'),
        given: givenBy('secret', stored.filter(isLeaf)),
        steps: scriptSteps(commands, document.text, `${anchor}|jobs.build`),
      }),
    ],
  };
});
