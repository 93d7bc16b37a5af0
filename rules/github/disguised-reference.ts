// An action by a roundabout name, which says less plainly than it could which code gets the job's identity.
import { editing } from '../../server/engine/edit/suggest.ts';
import { readUses } from '../../server/engine/facts/github/uses.ts';
import { textOf, type Leaf } from '../../server/engine/facts/value.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';

export const disguisedReference = defineRule({
  id: 'github/disguised-reference',
  meta: {
    title: 'Action by a roundabout name',
    category: 'workflow',
    severity: 'low',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI3:2025', 'ID.RA-09'],
    peers: ['zizmor obfuscation'],
    fix: 'safe',
    messages: { default: '`{written}` is `{plain}` in other words: searches and lists of allowed actions pass it by' },
    docs: {
      what: 'A `uses` with `.`, `..` or empty parts in its path.',
      why: 'The runner takes `owner/action/x/..` for `owner/action`. Whoever looks through workflows for an action, by hand or by a list of what is allowed, does not find it under the other name, and it runs with the token and secrets of the job.',
      remedy: 'Write the name plainly.',
      bad: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: «someone/thing/./setup/..»@8f4b7f84864484a7bf31766abe9204da3cbe65b3
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
      - uses: someone/thing@8f4b7f84864484a7bf31766abe9204da3cbe65b3
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses'],
    },
  },
  on: {
    job(job, _workflow, context) {
      if (job.calls) check(job.calls.uses, job.anchor, context);
    },
    step(step, _job, _workflow, context) {
      if (step.uses) check(step.uses, step.anchor, context);
    },
  },
});

function check(uses: Leaf, anchor: string, context: RuleContext<'default'>): void {
  const reference = readUses(uses);
  if (reference?.kind !== 'repository' || reference.plain === undefined) return;
  const text = textOf(uses)!;
  const { plain } = reference;
  const written = text.includes('@') ? text.slice(0, text.indexOf('@')) : text;
  const [start, end] = uses.at.span;
  // Only where the token is the text itself, without escapes or line ends.
  const exact = end - start === text.length;
  const at = exact ? { uri: uses.at.uri, span: [start, start + written.length] as const } : uses.at;
  context.report({
    at,
    message: 'default',
    data: { written, plain },
    anchor: `${anchor}|name`,
    ...(exact ? { fix: editing(`Write ${plain}`, at.uri, () => [{ uri: at.uri, span: at.span, text: plain }]) } : {}),
  });
}
