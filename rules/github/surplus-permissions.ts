// Scopes that a job has and no step of it uses. Said only where every step is known; see `catalog/actions.ts`.
import { removeEntry, replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { TokenPermissions, Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import { jobNeed } from './job-need.ts';

export const surplusPermissions = defineRule({
  id: 'github/surplus-permissions',
  meta: {
    title: 'Scope that no step uses',
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['StepSecurity secure-repo', 'actions-permissions monitor'],
    fix: 'suggestion',
    messages: {
      unused: 'No step of job `{job}` uses `{scope}` with the token of the job: {steps} and need{s} {need}',
      write: 'Job `{job}` reads `{scope}` and never writes it ({what}); `read` is enough',
    },
    docs: {
      what: 'A scope of the token that none of the steps of a job uses, where the need of every step is known.',
      why: 'What a job does not need is only of use to whoever takes it over. The need of each action is looked up in a table made from the readmes of the actions; jobs with unknown actions or scripts are left alone.',
      remedy: 'Remove the scope, or lower it to `read`.',
      bad: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      issues: «write»
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - uses: actions/setup-node@v5
      - run: npm test
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
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - uses: actions/setup-node@v5
      - run: npm test
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/reference/security/secure-use#use-the-principle-of-least-privilege'],
    },
  },
  on: {
    workflow(workflow, context) {
      const heirs = workflow.jobs.filter((job) => !job.permissions);
      for (const job of workflow.jobs) {
        if (job.permissions) check(job.permissions, job, workflow, context);
        else if (workflow.permissions && heirs.length === 1) check(workflow.permissions, job, workflow, context);
      }
    },
  },
});

function check(permissions: TokenPermissions, job: WorkflowJob, workflow: Workflow, context: RuleContext<'unused' | 'write'>): void {
  if (permissions.all || permissions.scopes.length === 0 || (job.steps.length === 0 && !job.calls)) return;
  const weighty = permissions.scopes.filter((scope) => scope.name !== 'id-token' && textOf(scope.access) === 'write');
  const reads = permissions.scopes.filter((scope) => scope.name !== 'contents' && textOf(scope.access) === 'read');
  if (weighty.length === 0 && reads.length === 0) return;
  const need = jobNeed(job, workflow, context.project);
  if (need.unknown.length > 0) return;
  const needed = [...need.scopes].filter(([scope]) => scope !== 'id-token').map(([scope, { access }]) => `\`${scope}: ${access}\``);
  for (const scope of [...weighty, ...reads]) {
    const wanted = need.scopes.get(scope.name);
    const written = textOf(scope.access) === 'write';
    if (wanted && (wanted.access === 'write' || !written)) continue;
    // A script with the checkout's credentials at hand may push; nothing is said about `contents` then.
    if (scope.name === 'contents' && need.mayPush) continue;
    context.report({
      at: scope.access.at,
      message: wanted ? 'write' : 'unused',
      data: {
        job: job.id,
        scope: scope.name,
        steps: job.calls
          ? 'the workflow that it calls is known'
          : job.steps.length === 1
            ? 'its one step is known'
            : `its ${job.steps.length} steps are all known`,
        s: job.calls || job.steps.length === 1 ? 's' : '',
        need: needed.length === 0 ? 'none' : needed.join(', '),
        what: wanted ? `for ${wanted.for}` : '',
      },
      anchor: `${job.anchor}|permissions.${scope.name}`,
      ...(written ? {} : { severity: 'info' as const }),
      suggestions: narrow(permissions, scope.name, wanted !== undefined || scope.name === 'contents', scope.access),
    });
  }
}

function narrow(
  permissions: TokenPermissions,
  scope: string,
  toRead: boolean,
  access: TokenPermissions['scopes'][number]['access'],
): FixMaker[] {
  const { value } = permissions;
  if (toRead) return [editing(`Lower ${scope} to read`, access.at.uri, () => [replaceText(access, 'read')])];
  if (value.kind !== 'mapping' || value.entries.length < 2) return [];
  return [editing(`Remove ${scope}`, access.at.uri, (document) => [removeEntry(value, scope, document)])];
}
