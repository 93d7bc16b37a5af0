// An agent that strangers start, in a job that can write. Actions that check for write access themselves are left out
// unless that check was taken away; base actions and command line tools check nothing.
import { agentStep, inputOf } from '../../server/engine/facts/agents/agent-steps.ts';
import { insidersOnly } from '../../server/engine/facts/github/insider-guard.ts';
import { describeReach, jobReach } from '../../server/engine/facts/github/job-reach.ts';
import { untrustedTriggers } from '../../server/engine/facts/github/untrusted-triggers.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const ciWriteOnUntrustedEvent = defineRule({
  id: 'agent/ci-write-on-untrusted-event',
  meta: {
    title: 'Agent that strangers start may write',
    category: 'agent',
    severity: 'critical',
    confidence: 'medium',
    frameworks: ['NHI5:2025', 'NHI8:2025', 'PR.AA-05'],
    peers: ['zizmor dangerous-triggers'],
    fix: 'none',
    whyNoFix: 'What the agent has to write, and who may ask it to, is for the people of the repository to say.',
    messages: {
      writes:
        '{who} starts {agent} here by `{trigger}`, and its job holds {reach}: what they write is what the agent does with it. Give the job `contents: read`, or let only people with write access start it',
    },
    docs: {
      what: 'A workflow that anyone can start runs an AI agent without a check of who started it, in a job with write access or secrets.',
      why: "The issue, the comment or the diff is the agent's instruction. With a token that writes, or with secrets, a stranger's text is enough to push code or to read the secrets out.",
      remedy:
        'Let the job read only, and let a second job write what was checked. Or gate it: `if: contains(fromJSON(\'["OWNER","MEMBER"]\'), github.event.comment.author_association)`.',
      bad: [
        {
          file: '.github/workflows/answer.yml',
          text: 'on:\n  issues:\n    types: [opened]\npermissions:\n  contents: write\njobs:\n  answer:\n    runs-on: ubuntu-latest\n    steps:\n      - name: «Answer»\n        run: claude -p "Fix the reported bug"\n',
        },
      ],
      good: [
        {
          file: '.github/workflows/answer.yml',
          text: 'on:\n  issues:\n    types: [opened]\npermissions: {}\njobs:\n  answer:\n    runs-on: ubuntu-latest\n    steps:\n      - name: Answer\n        run: claude -p "Fix the reported bug"\n',
        },
      ],
      references: [
        'https://github.com/anthropics/claude-code-action/blob/main/docs/security.md',
        'https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/',
      ],
    },
  },
  on: {
    step(step, job, workflow, context) {
      const agent = job && agentStep(step);
      if (!job || !agent) return;
      const open =
        agent.how !== 'action' ||
        (textOf(inputOf(step, agent.agent === 'codex' ? 'allow-users' : 'allowed_non_write_users')?.value) ?? '') !== '';
      if (!open) return;
      const stranger = untrustedTriggers(workflow).find(
        (one) => one.name !== 'workflow_run' && one.name !== 'watch' && one.name !== 'fork',
      );
      const reach = jobReach(job, workflow);
      // A job needs its gate job; one that waits for another may be behind a check there.
      if (
        !stranger ||
        insidersOnly(job, stranger.name) ||
        insidersOnly(step, stranger.name) ||
        job.needs.length > 0 ||
        (reach.writes.length === 0 && !reach.allSecrets && reach.logins.length === 0 && !ownToken(step))
      )
        return;
      context.report({
        at: step.head,
        message: 'writes',
        data: {
          who: stranger.who[0]!.toUpperCase() + stranger.who.slice(1),
          agent: agent.name,
          trigger: stranger.name,
          reach: describeReach(reach) || 'a token of its own',
        },
        anchor: `${step.anchor}|untrusted`,
      });
    },
  },
});

function ownToken(step: Parameters<typeof agentStep>[0]): boolean {
  return [...step.env, ...step.inputs].some(
    (entry) =>
      /token/i.test(textOf(entry.key) ?? '') && /secrets\.(?!GITHUB_TOKEN\b)\w*(?:PAT|GH_|GITHUB|BOT)\w*/i.test(textOf(entry.value) ?? ''),
  );
}
