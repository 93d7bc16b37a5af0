// A checkout that leaves the job token in `.git/config`. Where it leaves the machine in an artifact,
// `checkout-token-in-artifact` says so instead.
import { addEntry, replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import type { WorkflowStep } from '../../server/engine/facts/workflow.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { inputNamed, inputText } from './secret-references.ts';

export const persistedCheckoutToken = defineRule({
  id: 'github/persisted-checkout-token',
  meta: {
    title: 'Checkout leaves the token on disk',
    category: 'workflow',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: ['zizmor artipacked', 'ghalint checkout_persist_credentials_should_be_false', 'sisakulint artipacked'],
    fix: 'suggestion',
    messages: {
      written: '`persist-credentials` leaves the job token on the disk for every later step to read',
      sometimes: 'Where this expression is true, the job token stays on the disk for {count} to read, and nothing here pushes',
      default:
        'Without `persist-credentials: false` this checkout leaves the job token on the disk for {count} to read, and nothing here pushes',
    },
    docs: {
      what: '`actions/checkout` that keeps its credentials although no later step uses git over the network.',
      why: 'Every later step, with all the packages it installs, can read the token of the job from the disk, and whatever packs the folder packs the token with it.',
      remedy: 'Set `persist-credentials: false`, and hand the token to the one step that pushes.',
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
      - uses: «actions/checkout@v5»
      - run: npm install
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
      - run: npm install
`,
        },
      ],
      references: ['https://github.com/actions/checkout#usage', 'https://unit42.paloaltonetworks.com/github-repo-artifacts-leak-tokens/'],
    },
  },
  on: {
    step(step, job, workflow, context) {
      const may = mayKeepToken(step);
      if (!may && !keepsToken(step)) return;
      const steps = (job?.steps ?? workflow.steps).filter((one) => one.index > step.index);
      const written = inputNamed(step.inputs, 'persist-credentials');
      if (steps.some(mayNeedGit)) return;
      context.report({
        at: written ? written.value.at : step.uses!.at,
        message: may ? 'sometimes' : written ? 'written' : 'default',
        data: {
          count:
            steps.length === 1 ? 'the step after it' : steps.length === 0 ? 'whatever runs after it' : `the ${steps.length} steps after it`,
        },
        anchor: `${step.anchor}|persist-credentials`,
        severity: written ? 'low' : 'info',
        suggestions: forget(step),
      });
    },
  },
});

/** A checkout with the token of the job or one of its own, kept on disk. */
function keepsToken(step: WorkflowStep): boolean {
  return step.action === 'actions/checkout' && !/^false$|\$\{\{/i.test(inputText(step.inputs, 'persist-credentials') ?? '');
}

/** A comparison decides, which is true in some runs. What another context holds is not known. */
function mayKeepToken(step: WorkflowStep): boolean {
  if (step.action !== 'actions/checkout') return false;
  const decides = step.expressions.find((one) => one.where === 'with' && one.key?.toLowerCase() === 'persist-credentials')?.tree;
  return decides?.kind === 'operation' && decides.operator !== '||' && decides.operands.some((one) => one.kind !== 'literal');
}

/** True for a checkout that puts its token into `.git/config`. From version 6 on it stands in a file of the runner's own. */
export function keepsTokenInFolder(step: WorkflowStep): boolean {
  const major = /@v?(\d{1,3})(?:\.|$)/.exec(textOf(step.uses) ?? '')?.[1];
  return keepsToken(step) && !(major !== undefined && Number(major) >= 6);
}

const gitActions =
  /commit|push|release|deploy|pages|tag|version|changeset|submodule|branch|merge|bump|publish|semantic|create-pull-request|gh-/;

/** Steps that may talk to the remote: git and its users in a script, actions whose name says so, and local actions, which are not read here. */
function mayNeedGit(step: WorkflowStep): boolean {
  if (
    step.lines.some((line) =>
      /\bgit\s+(?:-\S+\s+\S+\s+){0,8}(?:push|fetch|pull|submodule|clone|ls-remote|remote|lfs|describe)\b|\b(?:lerna|semantic-release|release-it|changeset|goreleaser|mike|ghp-import|gh-pages|mkdocs\s+gh-deploy|npm\s+version|bumpversion|standard-version|cargo\s+release)\b|\bgh\s/.test(
        line.text,
      ),
    )
  )
    return true;
  const uses = textOf(step.uses);
  return uses !== undefined && (uses.startsWith('./') || gitActions.test(uses.toLowerCase().split('@')[0]!));
}

/** The suggestion to forget the token, for a checkout in any notation. */
export function forget(step: WorkflowStep): FixMaker[] {
  const inputs = entryOf(step.value, 'with')?.value;
  const written = inputNamed(step.inputs, 'persist-credentials');
  const { value } = step;
  if (value.kind !== 'mapping' || (inputs && inputs.kind !== 'mapping')) return [];
  return [
    editing('Forget the token after the checkout', step.at.uri, (document) => {
      if (written) return [replaceValue(written.value, false, document)];
      return [
        inputs?.kind === 'mapping'
          ? addEntry(inputs, 'persist-credentials', false, document)
          : addEntry(value, 'with', { 'persist-credentials': false }, document),
      ];
    }),
  ];
}
