// Google Cloud Build: the steps of a build as one job. A step runs an image; where the image is given a script for a shell,
// as `script` or behind `-c`, its commands are read. Triggers, and what they put into substitutions, stand elsewhere.
import { entryOf, textOf, type Leaf, type Value } from '../value.ts';
import type { WorkflowStep } from '../workflow.ts';
import { buildJob, ciStep, givenBy, isLeaf, itemsUnder, leafUnder, pipelineReader } from './pipeline.ts';

export const cloudBuildReader = pipelineReader('cloud-build', 'cloud-build', (root, document, anchor) => {
  const steps = itemsUnder(root, 'steps').filter((step) => leafUnder(step, 'name'));
  if (steps.length === 0) return undefined;
  const owner = `${anchor}|jobs.build`;
  const secrets = steps.flatMap((step) => itemsUnder(step, 'secretEnv')).filter(isLeaf);
  const account = leafUnder(root, 'serviceAccount');
  return {
    jobs: [
      buildJob(anchor, root, {
        given: [...givenBy('secret', secrets), ...givenBy('serviceaccount', account ? [account] : [])],
        steps: steps.map((step, index) => readStep(step, index, document.text, owner)),
      }),
    ],
  };
});

function readStep(step: Value, index: number, source: string, owner: string): WorkflowStep {
  const image = leafUnder(step, 'name')!;
  const id = textOf(leafUnder(step, 'id'));
  const run = leafUnder(step, 'script') ?? scriptOfShell(step, image);
  const args = entryOf(step, 'args');
  return ciStep(owner, index, source, {
    value: step,
    uses: image,
    ...(id === undefined ? {} : { name: id }),
    ...(run ? { run } : args ? { inputs: [args] } : {}),
  });
}

const shell = /^(?:.*\/)?(?:ba|da|z|a)?sh$/;

/** What stands behind `-c` where the entry point, or the image, is a shell. */
function scriptOfShell(step: Value, image: Leaf): Leaf | undefined {
  const args = itemsUnder(step, 'args');
  const flag = args.findIndex((one) => /^-[a-z]{0,4}c$/.test(textOf(one) ?? ''));
  const program = textOf(leafUnder(step, 'entrypoint')) ?? textOf(image)?.replace(/[:@].*$/, '') ?? '';
  const script = args[flag + 1];
  return flag >= 0 && isLeaf(script) && (shell.test(program) || args.slice(0, flag).some((one) => shell.test(textOf(one) ?? '')))
    ? script
    : undefined;
}
