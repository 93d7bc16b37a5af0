// A password among the arguments of a program that has a better way in. What Groovy and Azure Pipelines paste into a command has a rule of
// its own, `interpolated-credential`; so has GitHub.
import { editing } from '../../server/engine/edit/suggest.ts';
import { passwordArguments, type PasswordArgument } from '../../server/engine/facts/password-arguments.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { WorkflowStep } from '../../server/engine/facts/workflow.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { pastedByGroovy } from './through-variable.ts';

export const secretInCommandLine = defineRule({
  id: 'ci/secret-in-command-line',
  meta: {
    title: 'Password as an argument of a command',
    category: 'workflow',
    severity: 'low',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: [],
    fix: 'suggestion',
    messages: {
      default:
        '`{program}` gets `{name}` as an argument: every process of the machine that runs the job can list it, and `set -x` prints it. {instead}',
    },
    docs: {
      what: 'A variable as the password of `docker login` and its like, `sshpass`, `twine upload` or `cf login`.',
      why: 'Arguments of a process are public on its machine, for as long as it runs. A runner that is shared shows them to the jobs beside it, and tools that report what ran keep them. The programs say so themselves.',
      remedy: 'Pipe the password in with `--password-stdin`, or leave it in the variable that the program reads by itself.',
      bad: [
        {
          file: '.gitlab-ci.yml',
          text: 'push:\n  script:\n    - docker login -u shop -p «$HUB_PASSWORD»\n    - docker push shop/web\n',
        },
      ],
      good: [
        {
          file: '.gitlab-ci.yml',
          text: 'push:\n  script:\n    - echo "$HUB_PASSWORD" | docker login -u shop --password-stdin\n    - docker push shop/web\n',
        },
      ],
      references: [
        'https://docs.docker.com/reference/cli/docker/login/#password-stdin',
        'https://twine.readthedocs.io/en/stable/#environment-variables',
      ],
    },
  },
  on: {
    step(step, _job, workflow, context) {
      if (workflow.system === 'github') return;
      if (workflow.system === 'jenkins' && pastedByGroovy(step)) return;
      for (const found of passwordArguments(step.lines)) {
        const { program, name, written, at, instead } = found;
        // Azure Pipelines pastes what stands in parentheses.
        if (workflow.system === 'azure-pipelines' && written.startsWith('$(')) continue;
        context.report({
          at,
          message: 'default',
          data: { program, name, instead },
          anchor: `${step.anchor}|argument.${name}`,
          suggestions: throughPipe(found, step),
        });
      }
    },
  },
});

/** `echo "$NAME" |` in front of the program. Where the script stands in quotes of its file, none: they would end it. */
function throughPipe({ option, start, name, written, at }: PasswordArgument, { run, shell }: WorkflowStep): FixMaker[] {
  const ofUnix = ['sh', 'bash', undefined].includes(textOf(shell));
  if (!option || !ofUnix || !/^\$(?:\w|\{\w)/.test(written) || !run || !['yaml-block', 'yaml-plain', 'none'].includes(run.encoding))
    return [];
  return [
    editing('Pipe the password in', at.uri, () => [
      { uri: at.uri, span: [start, start], text: `echo "\${${name}}" | ` },
      { uri: at.uri, span: option.span, text: '--password-stdin' },
    ]),
  ];
}
