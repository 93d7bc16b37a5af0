// A machine of one's own that runs what pull requests bring.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { describeReach, isFreshMachine, jobReach, runnerLabels } from '../../server/engine/facts/github/job-reach.ts';
import { mentionsOf, pathOf, resultsOf } from '../../server/engine/facts/github/expression-paths.ts';
import { entryOf, leavesOf, textOf } from '../../server/engine/facts/value.ts';
import { ownCodeOnly } from '../../server/engine/facts/github/own-code-guard.ts';
import type { ExpressionNode, Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import type { Project } from '../../server/engine/project.ts';
import { defineRule } from '../../server/engine/rule.ts';
import type { Place } from '../../server/engine/text/text.ts';
import { strangersCode } from './strangers-code.ts';

export const selfHostedRunner = defineRule({
  id: 'github/self-hosted-runner',
  meta: {
    title: 'Own machine runs workflow jobs',
    category: 'workflow',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI8:2025', 'NHI6:2025', 'PR.PS-06'],
    peers: ['zizmor self-hosted-runner', 'poutine pr_runs_on_self_hosted', 'octoscan runner-label'],
    fix: 'suggestion',
    messages: {
      pull: 'Job `{job}` runs on a machine of your own for `{trigger}`: {who} and waits for the next job{reach}',
      identity: 'Job `{job}` holds {reach} on a machine of your own: what an earlier job left there can take it',
      plain: 'Job `{job}` runs on a machine of your own, which keeps what each job leaves behind unless it is made new every time',
      group: 'Job `{job}` runs on the runner group `{group}`; when its machines are your own, they keep what each job leaves behind',
    },
    docs: {
      what: 'A job on a runner with the label `self-hosted`.',
      why: "Such a machine is usually not new for each job. Code of one pull request can leave a process behind that reads the secrets of the next job, and the machine stands inside a network that GitHub's own do not.",
      remedy:
        'Use machines that are made for one job and thrown away, keep them off public repositories, and keep jobs with secrets on other machines than jobs of pull requests.',
      bad: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: pull_request
permissions: {}
jobs:
  test:
    runs-on: [«self-hosted», linux]
    steps:
      - run: make test
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: pull_request
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: make test
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/reference/security/secure-use#hardening-for-self-hosted-runners'],
    },
  },
  on: {
    job(job, workflow, context) {
      const found = ownMachine(job);
      if (!found) return;
      const pull = workflow.triggers.find((trigger) => bringsCode(trigger.name, job, workflow, context.project));
      const reach = describeReach({ ...jobReach(job, workflow), selfHosted: false });
      const message = found.group !== undefined ? 'group' : pull ? 'pull' : reach !== '' ? 'identity' : 'plain';
      context.report({
        at: found.at,
        message,
        data: {
          job: job.id,
          trigger: pull?.name ?? '',
          who:
            pull?.name === 'issue_comment'
              ? 'whoever comments starts a run there, and what it leaves stays'
              : 'whoever opens a pull request runs code there that stays',
          reach: message === 'pull' ? (reach === '' ? '' : `, with ${reach}`) : reach,
          group: found.group ?? '',
        },
        anchor: `${job.anchor}|runs-on`,
        severity: message === 'pull' ? 'high' : message === 'identity' ? 'medium' : 'low',
        suggestions:
          found.direct && job.runner
            ? [
                editing('Run on a machine of GitHub that is fresh for each job', job.at.uri, (document) => [
                  replaceValue(job.runner!, 'ubuntu-latest', document),
                ]),
              ]
            : [],
      });
    },
  },
});

/**
 * True where the event brings code of others to this job. Under `pull_request_target` and for comments GitHub takes the code of the
 * default branch, so that a step has to fetch theirs.
 */
function bringsCode(event: string, job: WorkflowJob, workflow: Workflow, project: Project): boolean {
  if ((!event.startsWith('pull_request') && event !== 'issue_comment') || ownCodeOnly(job, event)) return false;
  if (event !== 'pull_request_target' && event !== 'issue_comment') return true;
  return job.steps.some((step) => !ownCodeOnly(step, event) && strangersCode(step, { workflow, job, project }, event));
}

/** The label, wherever it is written: on the job, in its matrix, or a group whose machines are not told. */
function ownMachine(job: WorkflowJob): { at: Place; group?: string; direct?: true } | undefined {
  const labels = job.runner?.kind === 'mapping' ? leavesOf(entryOf(job.runner, 'labels')?.value) : leavesOf(job.runner);
  const direct = labels.find((leaf) => textOf(leaf)?.toLowerCase() === 'self-hosted');
  if (direct) return { at: direct.at, direct: true };
  for (const expression of job.expressions.filter((one) => one.where === 'runs-on')) {
    if (
      literalsOf(expression.tree).some((text) => /^self-hosted$|"self-hosted"/i.test(text)) &&
      mentionsOf(expression.tree).every(anyEvent)
    )
      return { at: expression.at };
    for (const path of resultsOf(expression.tree).map(pathOf)) {
      const dimension = path?.startsWith('matrix.') ? path.split('.')[1]! : undefined;
      const leaf =
        dimension === undefined ? undefined : matrixLeaves(job, dimension).find((one) => textOf(one)?.toLowerCase() === 'self-hosted');
      if (leaf) return { at: leaf.at };
    }
  }
  const group = entryOf(job.runner, 'group')?.value;
  const name = textOf(group);
  if (group && name !== undefined && !runnerLabels(job).some(isFreshMachine)) return { at: group.at, group: name };
  return undefined;
}

/** The texts that an expression may come to: `a && 'self-hosted' || 'ubuntu-latest'`, `fromJSON('["self-hosted", "linux"]')`. */
function literalsOf(node: ExpressionNode | undefined): string[] {
  if (node?.kind === 'literal') return [String(node.value)];
  if (node?.kind === 'call' && node.name.toLowerCase() === 'fromjson') return node.args.flatMap(literalsOf);
  if (node?.kind !== 'operation') return [];
  if (node.operator === '&&') return literalsOf(node.operands.at(-1));
  if (node.operator !== '||') return [];
  // What stands behind it is for copies of this repository, which bring machines of their own.
  const here = node.operands.findIndex(asksForThisRepository);
  return node.operands.slice(0, here < 0 ? undefined : here + 1).flatMap(literalsOf);
}

/** `github.repository == 'acme/shop' && …`: the choice that holds in the repository that the file is written for. */
function asksForThisRepository(node: ExpressionNode): boolean {
  if (node.kind !== 'operation' || node.operator !== '&&') return false;
  const [asked] = node.operands;
  return (
    asked?.kind === 'operation' &&
    asked.operator === '==' &&
    asked.operands.some((one) => /^github\.repository(?:_owner)?$/.test(pathOf(one) ?? '')) &&
    asked.operands.some((one) => one.kind === 'literal')
  );
}

/** What is the same whoever starts the run: a choice by the event may send strangers to another machine. */
const anyEvent = (node: ExpressionNode): boolean => /^(?:github\.repository(?:_owner)?$|vars\.|matrix\.)/.test(pathOf(node) ?? '');

/** Every leaf that a matrix gives a name, in its own list and under `include`. */
function matrixLeaves(job: WorkflowJob, dimension: string) {
  const matrix = entryOf(job.strategy, 'matrix')?.value;
  const own = leavesOf(entryOf(matrix, dimension, true)?.value);
  const nested = entryOf(matrix, dimension, true)?.value;
  const lists = nested?.kind === 'list' ? nested.items.flatMap(leavesOf) : [];
  const include = entryOf(matrix, 'include')?.value;
  const included = include?.kind === 'list' ? include.items.flatMap((item) => leavesOf(entryOf(item, dimension, true)?.value)) : [];
  const exclude = entryOf(matrix, 'exclude')?.value;
  // An exclusion that names this value and nothing else takes it out of every combination.
  const excluded = new Set(
    exclude?.kind === 'list'
      ? exclude.items.flatMap((item) =>
          item.kind === 'mapping' && item.entries.length === 1 ? leavesOf(entryOf(item, dimension, true)?.value).map(textOf) : [],
        )
      : [],
  );
  return [...own, ...lists, ...included].filter((leaf) => !excluded.has(textOf(leaf)));
}
