// An owner whose name is one slip away from a widely used action's.
import { actionFacts, ownersOfAction } from '../../server/engine/catalog/actions.ts';
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { readUses } from '../../server/engine/facts/github/uses.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const lookAlikeAction = defineRule({
  id: 'github/look-alike-action',
  meta: {
    title: 'Action of a look-alike owner',
    category: 'workflow',
    severity: 'high',
    confidence: 'medium',
    frameworks: ['NHI3:2025', 'ID.RA-09'],
    peers: ['zizmor typosquat-uses'],
    fix: 'suggestion',
    messages: { default: '`{uses}` is not `{meant}`: whoever registered the name `{owner}` runs code in this job' },
    docs: {
      what: 'An action whose owner differs by one letter from that of a widely used action of the same name.',
      why: 'Names one slip away from known ones get registered to wait for the slip. The action then runs with the token and secrets of the job.',
      remedy: 'Write the name that is meant.',
      bad: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: «actons/checkout@v5»
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
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
`,
        },
      ],
      references: ['https://orca.security/resources/blog/typosquatting-in-github-actions/'],
    },
  },
  on: {
    step(step, _job, _workflow, context) {
      const reference = readUses(step.uses);
      if (reference?.kind !== 'repository' || actionFacts(reference.name)) return;
      const meant = ownersOfAction(reference.repository).find(
        (owner) => owner.length >= 5 && owner !== reference.owner && oneSlip(owner, reference.owner),
      );
      if (meant === undefined || !step.uses) return;
      const { uses } = step;
      const corrected = meant + textOf(uses)!.slice(reference.owner.length);
      context.report({
        at: uses.at,
        message: 'default',
        data: { uses: reference.name, meant: `${meant}/${reference.repository}`, owner: reference.owner },
        anchor: `${step.anchor}|owner`,
        suggestions: [editing(`Write ${meant}/${reference.repository}`, uses.at.uri, () => [replaceText(uses, corrected)])],
      });
    },
  },
});

/** One letter more, less, other or doubled, or two neighbours exchanged. */
function oneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  return (
    (left.length <= 1 && right.length <= 1) || (left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0])
  );
}
