// A secret in the environment of a whole workflow or job although at most one step uses it.
import { removeEntry, addEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { readUses } from '../../server/engine/facts/github/uses.ts';
import { mentionsOf, pathOf } from '../../server/engine/facts/github/expression-paths.ts';
import { entryOf, textOf, type Entry } from '../../server/engine/facts/value.ts';
import type { Expression, Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import { secretBehind } from './secret-references.ts';

export const secretInWideEnvironment = defineRule({
  id: 'github/secret-in-wide-environment',
  meta: {
    title: 'Secret in reach of every step',
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'NHI2:2025', 'PR.AA-05'],
    peers: ['ghalint workflow_secrets', 'ghalint job_secrets'],
    fix: 'suggestion',
    messages: { default: '`{name}` puts the secret `{secret}` into the environment of {steps} steps{actions}; {users}' },
    docs: {
      what: 'A secret under `env` of a workflow or a job that at most one step uses.',
      why: 'Every step inherits the variable: each third-party action and each package script can read it, and a crash report of any of them can hold it.',
      remedy: 'Move it to the `env` of the step that uses it.',
      bad: [
        {
          file: '.github/workflows/release.yml',
          text: `on: push
permissions: {}
jobs:
  release:
    runs-on: ubuntu-latest
    env:
      SIGNING_KEY: «\${{ secrets.SIGNING_KEY }}»
    steps:
      - run: npm install
      - run: ./sign "$SIGNING_KEY"
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/release.yml',
          text: `on: push
permissions: {}
jobs:
  release:
    runs-on: ubuntu-latest
    environment: release
    steps:
      - run: npm install
      - run: ./sign "$SIGNING_KEY"
        env:
          SIGNING_KEY: \${{ secrets.SIGNING_KEY }}
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/reference/security/secure-use#use-secrets-for-sensitive-information'],
    },
  },
  on: {
    workflow(workflow, context) {
      check(workflow.env, workflow.expressions, workflow.jobs, workflow, workflow.anchor, context);
    },
    job(job, _workflow, context) {
      check(job.env, job.expressions, [job], job, job.anchor, context);
    },
  },
});

function check(
  env: readonly Entry[],
  expressions: readonly Expression[],
  jobs: readonly WorkflowJob[],
  owner: Workflow | WorkflowJob,
  anchor: string,
  context: RuleContext<'default'>,
): void {
  const steps = jobs.flatMap((job) => job.steps);
  if (steps.length < 2) return;
  for (const entry of env) {
    const name = textOf(entry.key);
    const found = name === undefined ? undefined : secretBehind(expressions, 'env', name);
    if (name === undefined || !found) continue;
    const users = steps.filter((step) => uses(step, name));
    if (users.length > 1) continue;
    const others = steps.filter(isOfOthers).length;
    const actions = others === 0 ? '' : others === 1 ? ', one of them an action of others' : `, ${others} of them actions of others`;
    // A variable that no script names is read by a tool; which step runs that tool is not known. Actions of others read it too.
    const unnamed = others > 0 ? 'low' : 'info';
    context.report({
      at: found.expression.at,
      message: 'default',
      data: {
        name,
        secret: found.name,
        steps: steps.length,
        actions,
        users: users.length === 1 ? 'one step uses it' : 'no script here names it',
      },
      anchor: `${anchor}|env.${name}`,
      ...(users.length === 0 ? { severity: unnamed } : {}),
      suggestions: users.length === 1 ? move(entry, name, owner, users[0]!) : [],
    });
  }
}

/** True for an action that is neither of this repository nor GitHub's own. */
function isOfOthers(step: WorkflowStep): boolean {
  const reference = readUses(step.uses);
  return reference?.kind === 'repository' && reference.owner !== 'actions' && reference.owner !== 'github';
}

function uses(step: WorkflowStep, name: string): boolean {
  const variable = new RegExp(`(?<![A-Za-z0-9_])${name.replace(/\W/g, '')}(?![A-Za-z0-9_])`);
  if (step.lines.some((line) => variable.test(line.text))) return true;
  return step.expressions.some((expression) => mentionsOf(expression.tree).some((node) => pathOf(node) === `env.${name.toLowerCase()}`));
}

function move(entry: Entry, name: string, owner: Workflow | WorkflowJob, step: WorkflowStep): FixMaker[] {
  const env = entryOf(owner.value, 'env')?.value;
  const target = entryOf(step.value, 'env')?.value;
  const value = textOf(entry.value);
  const { value: whole } = owner;
  if (
    env?.kind !== 'mapping' ||
    whole.kind !== 'mapping' ||
    step.value.kind !== 'mapping' ||
    value === undefined ||
    !value.startsWith('${{')
  )
    return [];
  if (target && target.kind !== 'mapping') return [];
  const into = step.value;
  return [
    editing(`Move ${name} to the one step that uses it`, entry.at.uri, (document) => [
      env.entries.length > 1 ? removeEntry(env, name, document) : removeEntry(whole, 'env', document),
      target?.kind === 'mapping' ? addEntry(target, name, value, document) : addEntry(into, 'env', { [name]: value }, document),
    ]),
  ];
}
