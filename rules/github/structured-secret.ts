// A secret that holds several values, of which one is taken out: GitHub masks the whole text, not the part.
import { mentionsOf, pathOf } from '../../server/engine/facts/github/expression-paths.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { insertStep } from './inserted-step.ts';
import type { Expression, ExpressionNode, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';

export const structuredSecret = defineRule({
  id: 'github/structured-secret',
  meta: {
    title: 'Part of a secret that no log masks',
    category: 'workflow',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: ['zizmor unredacted-secrets', 'sisakulint unmasked-secret-exposure'],
    fix: 'suggestion',
    messages: {
      default:
        'The part taken out of `{secret}` is not masked: GitHub hides the secret as a whole, and logs show its parts; store each value as a secret of its own',
    },
    docs: {
      what: '`fromJSON(secrets.NAME)` with one field taken out.',
      why: 'The log hides exactly the texts that are stored as secrets. A field of a structured secret is another text, and is printed in the clear by every tool that echoes its arguments.',
      remedy: 'Store each value under its own name.',
      bad: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on: push
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - run: ./deploy
        env:
          PASSWORD: «\${{ fromJSON(secrets.DATABASE).password }}»
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
    steps:
      - run: ./deploy
        env:
          PASSWORD: \${{ secrets.DATABASE_PASSWORD }}
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/reference/security/secure-use#use-secrets-for-sensitive-information'],
    },
  },
  on: {
    workflow(workflow, context) {
      check(workflow.expressions, workflow.anchor, context);
    },
    job(job, _workflow, context) {
      check(job.expressions, job.anchor, context);
    },
    step(step, job, workflow, context) {
      if (!step.expressions.some((one) => one.tree && structuredIn(one.tree)) || masks(step)) return;
      const masked = new Set(
        (job?.steps ?? workflow.steps)
          .filter((one) => one.index < step.index && masks(one))
          .flatMap((one) => one.expressions.map((expression) => shapeOf(expression.tree))),
      );
      check(
        step.expressions.filter((one) => !masked.has(shapeOf(one.tree))),
        step.anchor,
        context,
        step,
      );
    },
  },
});

function check(expressions: readonly Expression[], anchor: string, context: RuleContext<'default'>, step?: WorkflowStep): void {
  for (const expression of expressions) {
    const secret = expression.tree && structuredIn(expression.tree);
    if (secret)
      context.report({
        at: expression.at,
        message: 'default',
        data: { secret },
        anchor: `${anchor}|${expression.where}.${expression.key ?? ''}|${secret}`,
        suggestions: step && expression.where !== 'if' ? [mask(expression, step)] : [],
      });
  }
}

/** A step whose only work is to have the log hide a value from here on. */
function masks(step: WorkflowStep): boolean {
  return step.lines.length > 0 && step.lines.every((line) => line.text.includes('::add-mask::'));
}

function mask(expression: Expression, step: WorkflowStep): FixMaker {
  return editing('Hide the value in the log from here on, in a step before', step.at.uri, (document) => {
    const text = document.text.slice(...expression.at.span);
    return [/\n/.test(text) ? undefined : insertStep(step, ['run: echo "::add-mask::$VALUE"', 'env:', `  VALUE: ${text}`], document)];
  });
}

/** An expression without its places, to tell whether two say the same. */
function shapeOf(node: ExpressionNode | undefined): string {
  return node === undefined ? '' : JSON.stringify(node, (key, value: unknown) => (key === 'at' ? undefined : value));
}

/** The name of a secret that is read as JSON anywhere in an expression. */
function structuredIn(node: ExpressionNode): string | undefined {
  switch (node.kind) {
    case 'call':
      if (node.name.toLowerCase() === 'fromjson') {
        const path = node.args
          .flatMap(mentionsOf)
          .map(pathOf)
          .find((one) => one?.startsWith('secrets.'));
        if (path) return path.split('.')[1]!.toUpperCase();
      }
      return node.args.map(structuredIn).find((one) => one !== undefined);
    case 'operation':
      return node.operands.map(structuredIn).find((one) => one !== undefined);
    case 'member':
    case 'index':
      return structuredIn(node.of);
    default:
      return undefined;
  }
}
