// A condition that stands before an identity and lets more runs through than it says: text around its braces, which makes
// it always true, a search in a string where a list is meant, and an association that strangers have too.
import { associationGuard } from '../../server/engine/facts/github/association.ts';
import { tableOf } from '../../server/engine/table.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { describeReach, jobReach } from '../../server/engine/facts/github/job-reach.ts';
import { pathOf } from '../../server/engine/facts/github/expression-paths.ts';
import { aroundBraces } from '../../server/engine/facts/github/guard-text.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { Expression, ExpressionNode, Variables, Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { Document } from '../../server/engine/document.ts';
import type { Span } from '../../server/engine/text/text.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';

export const unsoundCondition = defineRule({
  id: 'github/unsound-condition',
  meta: {
    title: 'Condition that lets more through than it says',
    category: 'workflow',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI8:2025', 'PR.AA-05'],
    peers: ['zizmor unsound-condition', 'zizmor unsound-contains', 'actionlint if-cond', 'poutine if_always_true'],
    fix: 'suggestion',
    messages: {
      always: 'This condition is always true: {around} makes it a text that is not empty{reach}',
      association:
        '`{association}` passes here{reach}: {who}, which says nothing of a right to push. `OWNER`, `MEMBER` and `COLLABORATOR` are the associations of people who have been let in',
      contains: '`contains` looks for `{context}` anywhere in this text, so that a part of a name passes: `{example}` does{reach}',
    },
    docs: {
      what: 'An `if` with text around `${{ }}`, a `contains` that searches a string for a branch, an actor or another name that its author chooses, and a guard of `author_association` that people pass whom nobody let in.',
      why: "GitHub takes an `if` with anything around the braces, a line end of a block included, for a text, and a text that is not empty is true. `contains('refs/heads/main refs/heads/dev', github.ref)` is true for the branch `de` as well. What the condition should guard then runs for everyone. `author_association` is `CONTRIBUTOR` for whoever committed to the repository before, a corrected typo included, and `!= 'NONE'` lets first-time contributors through.",
      remedy:
        'Write the condition without braces. Search a list: `contains(fromJSON(\'["refs/heads/main"]\'), github.ref)`, or compare with `==`.',
      bad: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on: push
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    if: «\${{ github.ref == 'refs/heads/main' }} && \${{ github.actor != 'x' }}»
    steps:
      - run: ./deploy
        env:
          HOOK: \${{ secrets.HOOK }}
`,
        },
        {
          file: '.github/workflows/deploy.yml',
          text: `on: push
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    if: contains(«'refs/heads/main refs/heads/production'», github.ref)
    steps:
      - run: ./deploy
        env:
          HOOK: \${{ secrets.HOOK }}
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on: push
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    if: contains(fromJSON('["refs/heads/main", "refs/heads/production"]'), github.ref) && github.actor != 'x'
    steps:
      - run: ./deploy
        env:
          HOOK: \${{ secrets.HOOK }}
`,
        },
      ],
      references: [
        'https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#contains',
        'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idif',
      ],
    },
  },
  on: {
    job(job, workflow, context) {
      const reach = describeReach(jobReach(job, workflow));
      const held = heldForStrangers(job, workflow, reach);
      const env = [...workflow.env, ...job.env];
      check(job.expressions, job.anchor, reach, held, env, context);
      for (const step of job.steps) check(step.expressions, step.anchor, reach, held, [...env, ...step.env], context);
    },
  },
});

/** Whom GitHub gives these associations, in the words of its GraphQL reference, `CommentAuthorAssociation`. */
const peopleOf = tableOf<string>({
  NONE: 'it says that its author has nothing to do with the repository',
  FIRST_TIMER: 'its author has never committed to anything on GitHub',
  FIRST_TIME_CONTRIBUTOR: 'its author has never committed to this repository',
  CONTRIBUTOR: 'its author once committed to this repository, be it a corrected typo',
});

/** Names that whoever starts a run chooses, or that follow from who they are. */
const chosen =
  /^github\.(?:ref|ref_name|head_ref|base_ref|actor|triggering_actor|repository_owner|event\.(?:pull_request\.(?:head\.ref|user\.login|title)|sender\.login|comment\.user\.login|issue\.user\.login))$/;

type Messages = 'always' | 'association' | 'contains';

/** Events that come with the association of somebody who may be a stranger, in a run that is given what its job asks for. */
const open: ReadonlySet<string> = new Set(
  'pull_request_target pull_request_review pull_request_review_comment issue_comment issues discussion discussion_comment commit_comment workflow_call'.split(
    ' ',
  ),
);

/** What strangers have where a guard of the association lets them through; undefined where none of them can come. */
function heldForStrangers(job: WorkflowJob, workflow: Workflow, reach: string): string | undefined {
  if (workflow.triggers.some(({ name }) => open.has(name))) return reach;
  // A fork is given neither secrets nor a token that writes, but it is given the machine.
  const forks = workflow.triggers.some(({ name }) => name === 'pull_request');
  return forks && jobReach(job, workflow).selfHosted ? 'a machine of your own' : undefined;
}

/** `held`: what strangers have behind the condition, undefined where they cannot come to it. */
function check(
  expressions: readonly Expression[],
  anchor: string,
  reach: string,
  held: string | undefined,
  env: Variables,
  context: RuleContext<Messages>,
): void {
  const guarded = reach === '' ? '' : `, and what it guards has ${reach}`;
  const severity = reach === '' ? { severity: 'low' as const } : {};
  const seen = new Set<unknown>();
  for (const expression of expressions) {
    if (expression.where !== 'if') continue;
    const text = textOf(expression.leaf);
    const around = text === undefined ? undefined : aroundBraces(text);
    if (around !== undefined && !seen.has(expression.leaf)) {
      seen.add(expression.leaf);
      context.report({
        at: expression.leaf.at,
        message: 'always',
        data: { around, reach: guarded },
        anchor: `${anchor}|if.always`,
        ...severity,
        suggestions: withoutBraces(expression),
      });
    }
    const guard = held === undefined || around !== undefined ? undefined : associationGuard(expression.tree);
    const outsider = guard?.outsiders[0];
    if (guard && outsider !== undefined)
      context.report({
        at: { uri: expression.at.uri, span: guard.asked.at },
        message: 'association',
        data: { association: outsider, who: peopleOf.get(outsider)!, reach: held === '' ? '' : `, and what it guards has ${held}` },
        anchor: `${anchor}|if.association`,
        ...(held === '' ? { severity: 'low' as const } : {}),
      });
    for (const { at, list, path, named } of searches(expression.tree, env)) {
      const place = { uri: expression.at.uri, span: at };
      const words = list.split(/[\s,|;]+/).filter((word) => word !== '');
      const example = words.at(-1)!.slice(0, -1);
      context.report({
        at: place,
        message: 'contains',
        data: { context: path, example, reach: guarded },
        anchor: `${anchor}|if.contains.${path}`,
        ...severity,
        suggestions: named ? [] : [editing('Search a list', place.uri, (document) => [inList(document, at, words)])],
      });
    }
  }
}

/** The braces taken away, where each of them holds one operand of the whole. */
function withoutBraces(expression: Expression): FixMaker[] {
  const { leaf } = expression;
  return [
    editing('Write the condition without braces', leaf.at.uri, (document) => {
      const written = document.text.slice(...leaf.at.span);
      const edits: { uri: string; span: Span; text: string }[] = [];
      for (let open = written.indexOf('${{'); open >= 0; open = written.indexOf('${{', open + 3)) {
        const close = written.indexOf('}}', open);
        if (close < 0) return [undefined];
        const inner = written.slice(open + 3, close).trim();
        const start = leaf.at.span[0];
        const single = written.indexOf('${{') === written.lastIndexOf('${{');
        edits.push({
          uri: leaf.at.uri,
          span: [start + open, start + close + 2],
          text: single || !/&&|\|\|/.test(inner) ? inner : `(${inner})`,
        });
      }
      // A plain scalar cannot begin with these; quoting it anew is for a person.
      return leaf.encoding === 'yaml-plain' && /^[!&*%@`'"[{|>#]/.test(written.replaceAll('${{', '').trim()) ? [undefined] : edits;
    }),
  ];
}

interface Search {
  readonly at: Span;
  readonly list: string;
  readonly path: string;
  /** The text stands in a variable. */
  readonly named: boolean;
}

/** `contains('a b', github.ref)` anywhere in a condition, outside of a negation; `env` are the variables that it may name. */
function searches(tree: ExpressionNode | undefined, env: Variables): Search[] {
  if (!tree) return [];
  if (tree.kind === 'operation') return tree.operator === '!' ? [] : tree.operands.flatMap((one) => searches(one, env));
  if (tree.kind !== 'call' || tree.name.toLowerCase() !== 'contains') return [];
  const [list, item] = tree.args;
  const path = item && pathOf(item);
  if (list === undefined || path === undefined || !chosen.test(path)) return [];
  const variable = pathOf(list)?.match(/^env\.(\w+)$/)?.[1];
  const text = variable === undefined ? list.kind === 'literal' && list.value : valueOf(variable, env);
  if (typeof text !== 'string' || text.trim().length < 2) return [];
  // A text that begins like JSON is a list that somebody forgot to read.
  const plain = text.replace(/^\s*\[|\]\s*$|"/g, '');
  return plain.trim().length > 1 ? [{ at: list.at, list: plain, path, named: variable !== undefined }] : [];
}

/** The text of a variable by its name in lower case; undefined where it is computed. */
function valueOf(name: string, env: Variables): string | undefined {
  const text = textOf(env.findLast((entry) => textOf(entry.key)?.toLowerCase() === name)?.value);
  return text?.includes('${{') ? undefined : text;
}

function inList(document: Document, at: Span, words: readonly string[]): { uri: string; span: Span; text: string } {
  return { uri: document.uri, span: at, text: `fromJSON('[${words.map((word) => JSON.stringify(word)).join(', ')}]')` };
}
