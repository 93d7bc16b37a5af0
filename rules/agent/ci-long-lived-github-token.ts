// An agent that works with a personal access token.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { agentStep } from '../../server/engine/facts/agents/agent-steps.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const names = /^(?:github_token|GITHUB_TOKEN|GH_TOKEN|github-token)$/;
const personal = /^\$\{\{\s*secrets\.(\w{0,100}(?:PAT|PERSONAL|GH_TOKEN|BOT_TOKEN|ACCESS_TOKEN)\w{0,100})\s*\}\}$/i;

export const ciLongLivedGithubToken = defineRule({
  id: 'agent/ci-long-lived-github-token',
  meta: {
    title: 'Agent in a workflow with a stored GitHub token',
    category: 'agent',
    severity: 'high',
    confidence: 'medium',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: [],
    fix: 'suggestion',
    messages: {
      stored:
        "{name} gives {agent} the stored token {secret}: it does not end with the job, the job's permissions do not limit it, and an agent can be made to print it piece by piece. Use secrets.GITHUB_TOKEN",
    },
    docs: {
      what: "An agent in a workflow is given a stored GitHub token instead of the job's own.",
      why: "The job's token ends with the job and has the permissions that the file names. A stored token has those of its owner, everywhere, until someone revokes it, and what the agent prints over many runs can give it away.",
      remedy: 'Use `${{ secrets.GITHUB_TOKEN }}` with permissions for the task, or a token that an app makes for this job.',
      bad: [
        {
          file: '.github/workflows/review.yml',
          text: 'on: pull_request\npermissions:\n  contents: read\njobs:\n  review:\n    runs-on: ubuntu-latest\n    environment: review\n    steps:\n      - uses: anthropics/claude-code-action@8f1d9e3c5b7a2046e8d1f3c5b7a9e0d2c4f6a8b0 # v1\n        with:\n          github_token: «${{ secrets.REVIEW_PAT }}»\n',
        },
      ],
      good: [
        {
          file: '.github/workflows/review.yml',
          text: 'on: pull_request\npermissions:\n  contents: read\njobs:\n  review:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: anthropics/claude-code-action@8f1d9e3c5b7a2046e8d1f3c5b7a9e0d2c4f6a8b0 # v1\n        with:\n          github_token: ${{ secrets.GITHUB_TOKEN }}\n',
        },
      ],
      references: ['https://github.com/anthropics/claude-code-action/blob/main/docs/security.md'],
    },
  },
  on: {
    step(step, _job, _workflow, context) {
      const agent = agentStep(step);
      if (!agent) return;
      for (const entry of [...step.inputs, ...step.env]) {
        const name = textOf(entry.key) ?? '';
        const secret = names.test(name) ? personal.exec((textOf(entry.value) ?? '').trim())?.[1] : undefined;
        const { value } = entry;
        if (!secret || value.kind !== 'scalar') continue;
        context.report({
          at: placeOf(value),
          message: 'stored',
          data: { name, agent: agent.name, secret },
          anchor: `${step.anchor}|${name}`,
          suggestions: [editing('Use the token of the job', value.at.uri, () => [replaceText(value, '${{ secrets.GITHUB_TOKEN }}')])],
        });
      }
    },
  },
});
