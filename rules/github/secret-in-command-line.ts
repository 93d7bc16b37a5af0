// A secret pasted into a script; mildly where its name says that it opens nothing. The text is for secrets; what strangers write is for `template-injection`.
import { resultsOf, pathOf } from '../../server/engine/facts/github/expression-paths.ts';
import { passwordArguments } from '../../server/engine/facts/password-arguments.ts';
import type { Expression, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { throughEnvironment } from './env-indirection.ts';
import { opensNothing } from './secret-references.ts';

export const secretInCommandLine = defineRule({
  id: 'github/secret-in-command-line',
  meta: {
    title: 'Secret pasted into a script',
    category: 'workflow',
    severity: 'medium',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: ['sisakulint secret-exfiltration', 'CKV_GHA_3'],
    fix: 'suggestion',
    messages: {
      default:
        'The secret `{secret}` becomes part of this script: it stands in the command line that every process can list and in the script on disk, and a quote or `$` in it breaks the command',
      argument: '`{program}` gets `{name}` as an argument: every process of the machine can list it, and `set -x` prints it. {instead}',
    },
    docs: {
      what: 'A `${{ secrets.NAME }}` inside the text of a script; lower, a variable as the password of `docker login` and its like.',
      why: 'The secret is written into a script file and into the arguments of commands, where `ps`, crash reports and `set -x` show it, and any character of it that means something to the shell is run instead of passed.',
      remedy:
        'Hand it over as an environment variable of the step and quote the variable; tools that read the variable themselves need not be given it at all.',
      bad: [
        {
          file: '.github/workflows/notify.yml',
          text: `on: push
permissions: {}
jobs:
  notify:
    runs-on: ubuntu-latest
    steps:
      - run: ./notify --token "«\${{ secrets.CHAT_TOKEN }}»"
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/notify.yml',
          text: `on: push
permissions: {}
jobs:
  notify:
    runs-on: ubuntu-latest
    environment: chat
    steps:
      - run: ./notify
        env:
          CHAT_TOKEN: \${{ secrets.CHAT_TOKEN }}
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets'],
    },
  },
  on: {
    step(step, job, workflow, context) {
      for (const { program, name, at, instead } of passwordArguments(step.lines))
        context.report({
          at,
          message: 'argument',
          data: { program, name, instead },
          anchor: `${step.anchor}|argument.${name}`,
          severity: 'low',
        });
      for (const expression of step.expressions) {
        if (expression.where !== 'run') continue;
        const path = resultsOf(expression.tree)
          .map(pathOf)
          .find(
            (one) =>
              one?.startsWith('secrets.') &&
              one !== 'secrets.github_token' &&
              !one.startsWith('secrets.[]') &&
              !one.startsWith('secrets.*'),
          );
        if (path === undefined) continue;
        const secret = path.split('.')[1]!.toUpperCase();
        context.report({
          at: expression.at,
          message: 'default',
          data: { secret },
          anchor: `${step.anchor}|run|${path}`,
          ...(onlyPrinted(step, expression) ? { severity: 'info' as const } : opensNothing(secret) ? { severity: 'low' as const } : {}),
          suggestions: expression.tree?.kind === 'member' ? throughEnvironment(expression, step, job, workflow, secret) : [],
        });
      }
    },
  },
});

/** `echo` is part of the shell, so that no process list shows its arguments, and the log masks what it prints. */
function onlyPrinted(step: WorkflowStep, { at }: Expression): boolean {
  const line = step.lines.find((one) => one.at.span[0] <= at.span[0] && at.span[1] <= one.at.span[1]);
  return line !== undefined && /^(?:echo|printf)\b[^|>&;]*$/.test(line.text);
}
