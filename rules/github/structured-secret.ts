// A secret that holds several values, of which one is taken out: GitHub masks the whole text, not the part.
import { mentionsOf, pathOf } from '../../server/engine/facts/github/expression-paths.ts';
import type { Expression, ExpressionNode } from '../../server/engine/facts/workflow.ts';
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
    fix: 'none',
    whyNoFix: 'Each value has to be stored as a secret of its own first.',
    messages: { default: 'The part taken out of `{secret}` is not masked: GitHub hides the secret as a whole, and logs show its parts; store each value as a secret of its own' },
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
    step(step, _job, _workflow, context) {
      check(step.expressions, step.anchor, context);
    },
  },
});

function check(expressions: readonly Expression[], anchor: string, context: RuleContext<'default'>): void {
  for (const expression of expressions) {
    const secret = expression.tree && structuredIn(expression.tree);
    if (secret) context.report({ at: expression.at, message: 'default', data: { secret }, anchor: `${anchor}|${expression.where}.${expression.key ?? ''}|${secret}` });
  }
}

/** The name of a secret that is read as JSON anywhere in an expression. */
function structuredIn(node: ExpressionNode): string | undefined {
  switch (node.kind) {
    case 'call':
      if (node.name.toLowerCase() === 'fromjson') {
        const path = node.args.flatMap(mentionsOf).map(pathOf).find((one) => one?.startsWith('secrets.'));
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
