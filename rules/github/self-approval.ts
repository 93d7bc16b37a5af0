// A workflow that approves or merges pull requests that strangers can open.
import { guardText } from '../../server/engine/facts/github/guard-text.ts';
import { needsLabel } from '../../server/engine/facts/github/insider-guard.ts';
import { ownCodeOnly } from '../../server/engine/facts/github/own-code-guard.ts';
import { untrustedTriggers } from '../../server/engine/facts/github/untrusted-triggers.ts';
import { placeOfMatch } from '../../server/engine/facts/script-lines.ts';
import type { WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';
import type { Place } from '../../server/engine/text/text.ts';

export const selfApproval = defineRule({
  id: 'github/self-approval',
  meta: {
    title: 'Workflow approves or merges by itself',
    category: 'workflow',
    severity: 'high',
    confidence: 'medium',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['poutine confused_deputy_auto_merge'],
    fix: 'none',
    whyNoFix: 'Whose pull requests may pass without a person is a decision.',
    messages: {
      open: '`{command}` under `{trigger}` lets every pull request pass without a person: nothing here looks at who wrote it',
      actor:
        '`{command}` under `{trigger}` is guarded by `github.actor` alone, which is whoever acted last and not who wrote the pull request',
    },
    docs: {
      what: 'An approval or merge by the token of the job under `pull_request_target` or `workflow_run`, with no check of the author.',
      why: 'The review that protects the default branch is given by the machine. Whoever can make the workflow run, or can have a bot act last on their pull request, merges their own code.',
      remedy:
        'Compare `github.event.pull_request.user.login` with the one bot that is meant, and look at what it changes (`dependabot/fetch-metadata`).',
      bad: [
        {
          file: '.github/workflows/merge.yml',
          text: `on: pull_request_target
permissions:
  contents: write
  pull-requests: write
jobs:
  merge:
    runs-on: ubuntu-latest
    steps:
      - run: «gh pr merge --auto» "$PR"
        env:
          PR: \${{ github.event.pull_request.html_url }}
          GH_TOKEN: \${{ github.token }}
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/merge.yml',
          text: `on: pull_request
permissions:
  contents: write # needed by gh pr merge
  pull-requests: write # needed by gh pr merge
jobs:
  merge:
    runs-on: ubuntu-latest
    if: github.event.pull_request.user.login == 'dependabot[bot]'
    steps:
      - run: gh pr merge --auto "$PR"
        env:
          PR: \${{ github.event.pull_request.html_url }}
          GH_TOKEN: \${{ github.token }}
`,
        },
      ],
      references: ['https://docs.github.com/en/code-security/dependabot/working-with-dependabot/automating-dependabot-with-github-actions'],
    },
  },
  on: {
    step(step, job, workflow, context) {
      const trigger = untrustedTriggers(workflow).find((one) => one.name === 'pull_request_target' || one.name === 'workflow_run');
      const found = trigger && job ? approves(step) : undefined;
      if (!trigger || !job || !found) return;
      const conditions = `${guardText(job.condition)} ${guardText(step.condition)}`;
      // A step or a job before it may have looked, and whoever puts a label on has.
      const looked = /\bsteps\.|\bneeds\./.test(conditions) || [job, step].some((one) => needsLabel(one) || ownCodeOnly(one, trigger.name));
      if (looked) return;
      const actor = /github\.(?:triggering_)?actor/.test(conditions);
      context.report({
        at: found.at,
        message: actor ? 'actor' : 'open',
        data: { command: found.command, trigger: trigger.name },
        anchor: `${step.anchor}|approve`,
      });
    },
  },
});

const approvers = new Set([
  'hmarr/auto-approve-action',
  'pascalgn/automerge-action',
  'juliangruber/approve-pull-request-action',
  'ahmadnassri/action-dependabot-auto-merge',
  'fastify/github-action-merge-dependabot',
]);

function approves(step: WorkflowStep): { at: Place; command: string } | undefined {
  const action = step.action;
  if (action !== undefined && approvers.has(action)) return { at: step.uses!.at, command: action };
  for (const line of step.lines) {
    const match = /\bgh\s+pr\s+(?:review\s+(?:-\S+\s+)*(?:--approve|-a)\b|merge(?:\s+--(?:auto|admin))?)/.exec(line.text);
    if (match) return { at: placeOfMatch(line, match), command: match[0] };
  }
  return undefined;
}
