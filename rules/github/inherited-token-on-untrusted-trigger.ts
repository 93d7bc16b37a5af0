// A job that strangers can start, with a token that follows the repository's settings.
import { addEntry } from '../../server/engine/edit/printer.ts';
import { mentionsOf, pathOf } from '../../server/engine/facts/github/expression-paths.ts';
import { untrustedTriggers } from '../../server/engine/facts/github/untrusted-triggers.ts';
import type { WorkflowJob } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { gatedJobs } from './gated-jobs.ts';
import { blockSuggestions } from './token-edits.ts';

export const inheritedTokenOnUntrustedTrigger = defineRule({
  id: 'github/inherited-token-on-untrusted-trigger',
  meta: {
    title: 'Strangers start a job whose token follows the settings',
    category: 'workflow',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'NHI8:2025', 'PR.AA-05'],
    peers: ['zizmor excessive-permissions', 'poutine default_permissions_on_risky_events'],
    fix: 'suggestion',
    messages: {
      default:
        '`{trigger}` is started by {who}, and nothing here limits the token of {jobs}: the settings of the repository decide whether it may write',
    },
    docs: {
      what: 'A workflow that strangers can start, without `permissions`.',
      why: 'Where the settings still grant write access, the default of organizations from before February 2023, one injected command in such a job can push code and publish releases. The file does not show which it is.',
      remedy: 'Write `permissions: {}` at the top of the workflow, and in each job what it needs.',
      bad: [
        {
          file: '.github/workflows/triage.yml',
          text: `on: «issue_comment»
jobs:
  triage:
    runs-on: ubuntu-latest
    steps:
      - run: ./triage "$COMMENT"
        env:
          COMMENT: \${{ github.event.comment.body }}
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/triage.yml',
          text: `on: issue_comment
permissions: {}
jobs:
  triage:
    runs-on: ubuntu-latest
    steps:
      - run: ./triage "$COMMENT"
        env:
          COMMENT: \${{ github.event.comment.body }}
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions'],
    },
  },
  on: {
    workflow(workflow, context) {
      if (workflow.kind === 'action' || workflow.permissions) return;
      const trigger = untrustedTriggers(workflow)[0];
      const bare = workflow.jobs.filter((job) => !job.permissions);
      const { value } = workflow;
      if (!trigger || bare.length === 0 || value.kind !== 'mapping') return;
      const gated = gatedJobs(workflow, trigger.name);
      const open = bare.filter((job) => !gated.has(job.id));
      const fork = trigger.name === 'pull_request_target' || trigger.name === 'workflow_run';
      context.report({
        at: trigger.trigger.at,
        message: 'default',
        data: { trigger: trigger.name, who: trigger.who, jobs: bare.length === 1 ? `job \`${bare[0]!.id}\`` : `${bare.length} jobs` },
        anchor: `${workflow.anchor}|permissions`,
        severity: !bare.some(touchesEvent) ? 'info' : !open.some(touchesEvent) ? 'low' : fork ? 'high' : 'medium',
        suggestions: blockSuggestions(bare, workflow, context.project, (block, document) =>
          addEntry(value, 'permissions', block, document, 'jobs'),
        ),
      });
    },
  },
});

/** Runs actions or looks at the event. Plain commands that do neither give a stranger nothing to take hold of. */
function touchesEvent(job: WorkflowJob): boolean {
  if (job.calls) return true;
  return job.steps.some(
    (step) =>
      step.uses !== undefined ||
      step.expressions.some((expression) =>
        mentionsOf(expression.tree).some((node) => /^(?:github\.(?:event\b|head_ref|token)|secrets\b)/.test(pathOf(node) ?? '')),
      ),
  );
}
