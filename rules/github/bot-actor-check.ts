// A condition that takes the last actor of an event for the author of the pull request.
import { editing } from '../../server/engine/edit/suggest.ts';
import { untrustedTriggers } from '../../server/engine/facts/github/untrusted-triggers.ts';
import { pathOf } from '../../server/engine/facts/github/expression-paths.ts';
import type { Expression, ExpressionNode, Workflow, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import type { Span } from '../../server/engine/text/text.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';

export const botActorCheck = defineRule({
  id: 'github/bot-actor-check',
  meta: {
    title: 'A bot told by the last actor',
    category: 'workflow',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: ['zizmor bot-conditions', 'sisakulint bot-conditions'],
    fix: 'suggestion',
    messages: {
      default:
        '`{context}` is whoever acted last on the pull request, not who wrote it: anyone can have `{bot}` push or rebase a pull request that holds their own commits',
      part: '`{context}` is whoever acted last on the pull request, and `{function}` passes every account with `{bot}` in its name: anyone can open one',
    },
    docs: {
      what: 'A condition, or a test in a script, that compares `github.actor` with the name of a bot.',
      why: 'The actor is whoever caused this event. A stranger opens a pull request from a fork of a bot branch, lets the bot touch it last, and the condition holds for commits that the bot never wrote. What the condition guards, often an automatic merge, then runs for them.',
      remedy: 'Compare who wrote the pull request: `github.event.pull_request.user.login`.',
      bad: [
        {
          file: '.github/workflows/merge.yml',
          text: `on: pull_request_target
permissions:
  contents: write
jobs:
  merge:
    runs-on: ubuntu-latest
    if: «github.actor» == 'dependabot[bot]'
    steps:
      - run: gh pr merge --auto "$PR"
        env:
          PR: \${{ github.event.pull_request.html_url }}
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/skip.yml',
          text: `on: push
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    if: github.actor != 'dependabot[bot]'
    steps:
      - run: make test
`,
        },
      ],
      references: ['https://www.synacktiv.com/publications/github-actions-exploitation-dependabot'],
    },
  },
  on: {
    job(job, workflow, context) {
      if (!asksAuthor(job.expressions)) check(job.expressions, job.anchor, workflow, context);
    },
    step(step, job, workflow, context) {
      if (asksAuthor(step.expressions) || asksAuthor(job?.expressions ?? [])) return;
      check(step.expressions, step.anchor, workflow, context);
      checkScript(step, workflow, context);
    },
  },
});

const actors = new Set(['github.actor', 'github.triggering_actor', 'github.event.sender.login', 'github.event.pull_request.sender.login']);
const actorIds = new Set(['github.actor_id', 'github.event.sender.id']);
/** Account numbers of Dependabot and Renovate, as GitHub's API gives them. */
const botIds = new Set(['49699333', '27856297', '29139614']);

function check(expressions: readonly Expression[], anchor: string, workflow: Workflow, context: RuleContext<'default' | 'part'>): void {
  const pullRequest = workflow.triggers.some((trigger) => trigger.name === 'pull_request_target' || trigger.name === 'pull_request');
  if (!pullRequest && untrustedTriggers(workflow).length === 0) return;
  for (const expression of expressions) {
    if (expression.where !== 'if' || !expression.tree) continue;
    for (const { actor, at, bot, within } of comparisons(expression.tree)) {
      const place = { uri: expression.at.uri, span: at };
      const better = actorIds.has(actor) ? 'github.event.pull_request.user.id' : 'github.event.pull_request.user.login';
      const privileged = untrustedTriggers(workflow).length > 0;
      context.report({
        at: place,
        message: within === undefined ? 'default' : 'part',
        data: { context: actor, bot, function: within ?? '' },
        anchor: `${anchor}|if.${actor}`,
        ...(privileged ? {} : { severity: 'medium' as const }),
        // A part of the author's name passes others too.
        suggestions:
          pullRequest && within === undefined
            ? [editing(`Compare ${better}`, expression.at.uri, () => [{ uri: expression.at.uri, span: at, text: better }])]
            : [],
      });
    }
  }
}

/** `[ "$GITHUB_ACTOR" = "dependabot[bot]" ]`, and `context.actor === '…'` of a program. */
const asked =
  /(\$\{\{\s*github\.(?:actor|triggering_actor|event\.sender\.login)\s*\}\}|\$\{?GITHUB_(?:TRIGGERING_)?ACTOR\b\}?|\bcontext\.(?:actor|payload\.sender\??\.login)\b)["']?\s*={1,3}\s*["']([\w-]{1,60}\[bot\])["']/;

/** Of a run with a token that writes: what a script does otherwise for the change of a bot is its own affair. */
function checkScript(step: WorkflowStep, workflow: Workflow, context: RuleContext<'default' | 'part'>): void {
  if (untrustedTriggers(workflow).length === 0) return;
  for (const line of [...step.lines, ...(step.program ?? [])]) {
    const match = asked.exec(line.text);
    if (!match || /\.user\.login\b/.test(line.text)) continue;
    const start = line.at.span[0] + match.index;
    context.report({
      at: { uri: line.at.uri, span: [start, start + match[1]!.length] },
      message: 'default',
      data: { context: match[1]!.replace(/^\$\{\{\s{0,20}|\s{0,20}\}\}$/g, ''), bot: match[2]!, function: '' },
      anchor: `${step.anchor}|script.${match[2]!}`,
    });
  }
}

const authors = new Set([
  'github.event.pull_request.user.login',
  'github.event.pull_request.user.id',
  'github.event.issue.user.login',
  'github.event.issue.user.id',
]);

/** True where a condition also asks who wrote the pull request, so that nothing gets by on the last actor alone. */
function asksAuthor(expressions: readonly Expression[]): boolean {
  const asked = (tree: ExpressionNode | undefined): boolean => {
    if (tree?.kind !== 'operation') return false;
    if (tree.operator === '&&') return tree.operands.some(asked);
    return (
      tree.operator === '==' &&
      tree.operands.some((one) => one.kind === 'literal') &&
      tree.operands.some((one) => authors.has(pathOf(one) ?? ''))
    );
  };
  return expressions.some((one) => one.where === 'if' && asked(one.tree));
}

interface Comparison {
  readonly actor: string;
  readonly at: Span;
  readonly bot: string;
  /** The function that asks for a part of the name. */
  readonly within?: string;
}

/** Comparisons that let a bot through: `actor == 'x[bot]'`, outside of a negation. */
function comparisons(tree: ExpressionNode): Comparison[] {
  if (tree.kind === 'call') return containsBot(tree);
  if (tree.kind !== 'operation' || tree.operator === '!') return [];
  if (tree.operator !== '==')
    return tree.operands.flatMap((operand) => (operand.kind === 'operation' || operand.kind === 'call' ? comparisons(operand) : []));
  const [left, right] = tree.operands;
  const literal = [left, right].find((one) => one?.kind === 'literal');
  const other = [left, right].find((one) => one && one !== literal);
  const actor = other && pathOf(other);
  if (literal?.kind !== 'literal' || other === undefined || actor === undefined) return [];
  const bot = String(literal.value);
  const named = actors.has(actor) && bot.toLowerCase().endsWith('[bot]');
  return named || (actorIds.has(actor) && botIds.has(bot)) ? [{ actor, at: other.at, bot }] : [];
}

/** `contains('["dependabot[bot]"]', github.actor)`, and for a part of the name `contains(github.actor, 'renovate')`. */
function containsBot(call: Extract<ExpressionNode, { kind: 'call' }>): Comparison[] {
  const name = call.name.toLowerCase();
  const [searched, wanted] = call.args;
  if (!['contains', 'startswith', 'endswith'].includes(name) || !searched || !wanted) return [];
  const [inName, inList] = [pathOf(searched) ?? '', pathOf(wanted) ?? ''];
  if (actors.has(inName)) {
    const part = wanted.kind === 'literal' ? String(wanted.value) : '';
    return /\[bot\]|dependabot|renovate|github-actions/i.test(part)
      ? [{ actor: inName, at: searched.at, bot: part, within: call.name }]
      : [];
  }
  const list = searched.kind === 'call' ? searched.args[0] : searched;
  const bot = list?.kind === 'literal' ? /(?<![\w-])[\w-]{1,100}\[bot\]/.exec(String(list.value))?.[0] : undefined;
  return actors.has(inList) && bot !== undefined ? [{ actor: inList, at: wanted.at, bot }] : [];
}
