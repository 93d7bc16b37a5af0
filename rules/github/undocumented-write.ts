// A write scope without a word on what it is for.
import { textOf } from '../../server/engine/facts/value.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { TokenPermissions, Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import { jobNeed } from './job-need.ts';

export const undocumentedWrite = defineRule({
  id: 'github/undocumented-write',
  meta: {
    title: 'Write scope without a reason',
    category: 'workflow',
    severity: 'low',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'GV.RR-02'],
    peers: ['zizmor undocumented-permissions'],
    fix: 'suggestion',
    messages: { default: 'No comment says what `{scope}: write` is for; whoever reviews this file cannot tell when it can go' },
    docs: {
      what: 'A write scope with no comment beside it or above it.',
      why: 'Scopes stay when the step that needed them has gone, because nobody knows which step it was.',
      remedy: 'Write the reason in a comment on the line, such as `# needed by release-please`.',
      bad: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions: {}
jobs:
  note:
    runs-on: ubuntu-latest
    permissions:
      issues: «write»
    steps:
      - run: gh issue close "$NUMBER"
        env:
          GH_TOKEN: \${{ github.token }}
          NUMBER: 1
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions: {}
jobs:
  note:
    runs-on: ubuntu-latest
    permissions:
      issues: write # needed by gh issue close
    steps:
      - run: gh issue close "$NUMBER"
        env:
          GH_TOKEN: \${{ github.token }}
          NUMBER: 1
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions'],
    },
  },
  on: {
    workflow(workflow, context) {
      if (workflow.permissions) check(workflow.permissions, undefined, workflow, context);
    },
    job(job, workflow, context) {
      if (job.permissions) check(job.permissions, job, workflow, context);
    },
  },
});

function check(permissions: TokenPermissions, job: WorkflowJob | undefined, workflow: Workflow, context: RuleContext<'default'>): void {
  for (const scope of permissions.scopes) {
    if (textOf(scope.access) !== 'write' || scope.commented) continue;
    const { access } = scope;
    const need = job && jobNeed(job, workflow, context.project).scopes.get(scope.name);
    const reason = need?.access === 'write' ? need.for.replaceAll('`', '') : undefined;
    context.report({
      at: access.at,
      message: 'default',
      data: { scope: scope.name },
      anchor: `${(job ?? workflow).anchor}|permissions.${scope.name}.comment`,
      suggestions:
        reason === undefined || access.encoding !== 'yaml-plain'
          ? []
          : [
              editing(`Say that ${reason} needs it`, access.at.uri, () => [
                { uri: access.at.uri, span: [access.at.span[1], access.at.span[1]], text: ` # needed by ${reason}` },
              ]),
            ],
    });
  }
}
