// An action by a name that can be moved, with nothing worth taking in its reach that this file shows.
import { defineRule } from '../../server/engine/rule.ts';
import type { Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import { readUses } from '../../server/engine/facts/github/uses.ts';
import { textOf, leavesOf, entryOf, itemsOf, type Leaf } from '../../server/engine/facts/value.ts';
import { identityOf, isGithubs, isOwn, movable } from './pins.ts';

export const unpinnedAction = defineRule({
  id: 'github/unpinned-action',
  meta: {
    title: 'Action by a name that can be moved',
    category: 'workflow',
    severity: 'low',
    confidence: 'high',
    profile: 'audit',
    frameworks: ['NHI3:2025', 'ID.RA-09'],
    peers: [
      'zizmor unpinned-uses',
      'zizmor unpinned-images',
      'poutine unpinned_action',
      'scorecard Pinned-Dependencies',
      'ghalint action_ref_should_be_full_length_commit_sha',
    ],
    fix: 'none',
    whyNoFix: 'Which commit the name stands for today is not in the repository.',
    messages: {
      action: '`{uses}` runs whatever `{ref}` points to when the job starts; only a full commit id stays what it is',
      none: '`{uses}` names no version and runs whatever its default branch holds',
      image: '`{uses}` runs whatever image has that name when the job starts; only a digest stays what it is',
    },
    docs: {
      what: 'An action, a called workflow or an image by tag or branch.',
      why: 'Tags and branches move. Whoever takes over the repository of an action, as happened to `tj-actions/changed-files` in March 2025, runs code in every job that names it, the next time it starts.',
      remedy: 'Name the full commit id with the version in a comment; Dependabot and Renovate keep both up to date.',
      bad: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: someone/setup-thing@«v1»
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: someone/setup-thing@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # v1.2.3
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions'],
    },
  },
  on: {
    workflow(workflow, context) {
      // An action that is an image; one that its own Dockerfile makes is none of others.
      const made = workflow.kind === 'action' ? entryOf(entryOf(workflow.value, 'runs')?.value, 'image')?.value : undefined;
      const leaf = made?.kind === 'scalar' ? made : undefined;
      const image = readUses(leaf);
      if (leaf && image?.kind === 'image' && image.pin !== 'digest')
        context.report({
          at: leaf.at,
          message: 'image',
          data: { uses: image.image, ref: '' },
          anchor: `${workflow.anchor}|runs.image.pin`,
          severity: 'info',
        });
    },
    step(step, job, workflow, context) {
      const image = readUses(step.uses);
      if (image?.kind === 'image' && image.pin !== 'digest')
        context.report({ at: step.uses!.at, message: 'image', data: { uses: image.image, ref: '' }, anchor: `${step.anchor}|pin` });
      const reference = movable(step.uses);
      if (!reference || (job && !isGithubs(reference) && identityOf(step, job, workflow).length > 0)) return;
      context.report({
        at: reference.refAt ?? step.uses!.at,
        message: reference.ref ? 'action' : 'none',
        data: { uses: reference.name, ref: reference.ref ?? '' },
        anchor: `${step.anchor}|pin`,
        severity: isOwn(reference, context.project) || (isGithubs(reference) && !pinsElsewhere(workflow)) ? 'info' : 'low',
      });
    },
    job(job, _workflow, context) {
      const image = job.container?.kind === 'mapping' ? entryOf(job.container, 'image')?.value : job.container;
      const services = job.services?.kind === 'mapping' ? job.services.entries.map((entry) => entryOf(entry.value, 'image')?.value) : [];
      for (const leaf of [image, ...services].flatMap((one) => leavesOf(one)).flatMap((one) => ofMatrix(one, job))) {
        const text = textOf(leaf);
        if (text !== undefined && text !== '' && !text.includes('${{') && !/@sha256:/.test(text))
          context.report({
            at: leaf.at,
            message: 'image',
            data: { uses: text, ref: '' },
            anchor: `${job.anchor}|${leaf === image ? 'container' : `services.${text}`}.pin`,
            severity: 'info',
          });
      }
      const reference = job.calls && !job.calls.secrets ? movable(job.calls.uses) : undefined;
      if (reference)
        context.report({
          at: reference.refAt ?? job.calls!.uses.at,
          message: reference.ref ? 'action' : 'none',
          data: { uses: reference.name, ref: reference.ref ?? '' },
          anchor: `${job.anchor}|pin`,
          severity: isOwn(reference, context.project) ? 'info' : 'low',
        });
    },
  },
});

/** What an image that the matrix names comes to: the texts of that dimension, and of what is added to it. */
function ofMatrix(leaf: Leaf, job: WorkflowJob): readonly Leaf[] {
  const name = /^\$\{\{\s*matrix\.([\w-]+)\s*\}\}$/.exec(textOf(leaf) ?? '')?.[1];
  if (name === undefined) return [leaf];
  const matrix = entryOf(job.strategy, 'matrix')?.value;
  return [entryOf(matrix, name)?.value, ...itemsOf(entryOf(matrix, 'include')?.value).map((one) => entryOf(one, name)?.value)].flatMap(
    (one) => leavesOf(one),
  );
}

/** True where other actions of the workflow stand by their commit: what does not is an exception then, whoever owns it. */
function pinsElsewhere(workflow: Workflow): boolean {
  return [workflow.steps, ...workflow.jobs.map((job) => job.steps)].some((steps) =>
    steps.some((step) => {
      const reference = readUses(step.uses);
      return reference?.kind === 'repository' && reference.pin === 'commit';
    }),
  );
}
