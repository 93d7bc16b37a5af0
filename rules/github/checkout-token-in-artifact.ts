// The token that a checkout left in `.git`, uploaded with the whole folder.
import { textOf, leavesOf } from '../../server/engine/facts/value.ts';
import type { WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { uploadsHidden } from './hidden-files.ts';
import { forget, keepsTokenInFolder } from './persisted-checkout-token.ts';
import { inputNamed, inputText } from './secret-references.ts';

export const checkoutTokenInArtifact = defineRule({
  id: 'github/checkout-token-in-artifact',
  meta: {
    title: 'Token uploaded with the folder',
    category: 'workflow',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: ['zizmor artipacked', 'sisakulint artipacked'],
    fix: 'suggestion',
    subsumes: ['github/persisted-checkout-token'],
    messages: {
      default:
        'This uploads the whole folder, with the token that the checkout left in `.git`{hidden}; whoever downloads the artifact while the job runs has it',
    },
    docs: {
      what: 'An artifact of the whole workspace after a checkout that kept its token.',
      why: "The artifact holds `.git/config` and the token in it. Artifacts of public repositories can be downloaded by anyone as soon as they are uploaded, and the token works until the job ends; a token of one's own works on.",
      remedy: 'Set `persist-credentials: false` on the checkout, or upload only what was built.',
      bad: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions:
  contents: write
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/upload-artifact@v3
        with:
          name: build
          path: «.»
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions:
  contents: read
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - uses: actions/upload-artifact@v5
        with:
          name: build
          path: dist
`,
        },
      ],
      references: [
        'https://unit42.paloaltonetworks.com/github-repo-artifacts-leak-tokens/',
        'https://github.com/actions/upload-artifact#uploading-hidden-files',
      ],
    },
  },
  on: {
    step(step, job, workflow, context) {
      const upload = uploadsWorkspace(step);
      if (!upload) return;
      const before = (job?.steps ?? workflow.steps).filter((one) => one.index < step.index);
      const checkout = before.findLast((one) => keepsTokenInFolder(one) && inputText(one.inputs, 'path') === undefined);
      if (!checkout) return;
      context.report({
        at: upload.at,
        message: 'default',
        data: { hidden: upload.since4 ? ' (`include-hidden-files` is on)' : '' },
        anchor: `${checkout.anchor}|persist-credentials`,
        related: [{ at: checkout.uses!.at, message: 'the checkout that keeps its token' }],
        suggestions: forget(checkout),
      });
    },
  },
});

/** Uploads of the whole workspace with its hidden files. */
function uploadsWorkspace(step: WorkflowStep): { at: WorkflowStep['at']; since4: boolean } | undefined {
  if (step.action !== 'actions/upload-artifact') return undefined;
  const hidden = /^true$/i.test(inputText(step.inputs, 'include-hidden-files') ?? '');
  if (!uploadsHidden(step)) return undefined;
  for (const leaf of leavesOf(inputNamed(step.inputs, 'path')?.value)) {
    const lines = (textOf(leaf) ?? '').split('\n').map((line) => line.trim());
    if (lines.some((line) => /^!.*\.git\b/.test(line))) return undefined;
    if (
      lines.some((line) =>
        /^(?:\.|\.\/|\.\/\*\*?|\*\*?(?:\/\*)?|\.\.|\$\{\{\s*github\.workspace\s*\}\}\/?|\$GITHUB_WORKSPACE\/?|\.git(?:\/.*)?)$/.test(line),
      )
    )
      return { at: leaf.at, since4: hidden };
  }
  return undefined;
}
