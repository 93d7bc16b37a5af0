// An agent action with a stored model key where it can log in by federation.
import { agentStep, inputOf } from '../../server/engine/facts/agents/agent-steps.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const claudeKeys = ['anthropic_api_key', 'claude_code_oauth_token'];
const geminiKeys = ['gemini_api_key', 'google_api_key'];

export const ciStaticModelKey = defineRule({
  id: 'agent/ci-static-model-key',
  meta: {
    title: 'Stored model key where federation is offered',
    category: 'agent',
    severity: 'medium',
    severityInDefault: 'low',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'PR.AA-03'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Federation has to be set up at the provider first; with the inputs alone the workflow would stop working.',
    messages: {
      stored:
        "{input} is a stored key that does not end. {action} can log in with the job's OIDC token instead: {instead}, and `id-token: write`",
      unused: '{input} is set next to the federation inputs, and the stored key wins: the federation is never used. Remove the key',
    },
    docs: {
      what: 'An agent action is given a long-lived model key although it supports workload identity federation.',
      why: 'The key lies in every job that may read it, and in whatever the agent prints. A federated login lasts minutes and is bound to the workflow.',
      remedy: 'Set up federation at the provider, give the action its identifiers, add `id-token: write` to the job, and delete the key.',
      bad: [
        {
          file: '.github/workflows/review.yml',
          text: 'on: pull_request\npermissions:\n  contents: read\njobs:\n  review:\n    runs-on: ubuntu-latest\n    environment: review\n    steps:\n      - uses: anthropics/claude-code-action@8f1d9e3c5b7a2046e8d1f3c5b7a9e0d2c4f6a8b0 # v1\n        with:\n          anthropic_api_key: «${{ secrets.ANTHROPIC_API_KEY }}»\n',
        },
      ],
      good: [
        {
          file: '.github/workflows/review.yml',
          text: 'on: pull_request\npermissions:\n  contents: read\n  id-token: write\njobs:\n  review:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: anthropics/claude-code-action@8f1d9e3c5b7a2046e8d1f3c5b7a9e0d2c4f6a8b0 # v1\n        with:\n          anthropic_federation_rule_id: ${{ vars.ANTHROPIC_FEDERATION_RULE_ID }}\n          anthropic_organization_id: ${{ vars.ANTHROPIC_ORGANIZATION_ID }}\n          anthropic_service_account_id: ${{ vars.ANTHROPIC_SERVICE_ACCOUNT_ID }}\n',
        },
      ],
      references: ['https://github.com/anthropics/claude-code-action', 'https://github.com/google-github-actions/run-gemini-cli'],
    },
  },
  on: {
    step(step, _job, _workflow, context) {
      const agent = agentStep(step);
      if (
        !agent ||
        agent.how === 'command' ||
        (agent.agent !== 'claude' && agent.agent !== 'gemini') ||
        agent.name === 'claude-code-base-action'
      )
        return;
      const federated = inputOf(step, agent.agent === 'claude' ? 'anthropic_federation_rule_id' : 'gcp_workload_identity_provider');
      for (const name of agent.agent === 'claude' ? claudeKeys : geminiKeys) {
        const entry = inputOf(step, name);
        if (!entry || (textOf(entry.value) ?? '') === '') continue;
        context.report({
          at: placeOf(entry.value),
          message: federated ? 'unused' : 'stored',
          data: {
            input: name,
            action: agent.name,
            instead:
              agent.agent === 'claude'
                ? 'anthropic_federation_rule_id, anthropic_organization_id and anthropic_service_account_id'
                : 'gcp_workload_identity_provider and gcp_service_account',
          },
          anchor: `${step.anchor}|${name}`,
          ...(federated ? { severity: 'high' as const } : {}),
        });
      }
    },
  },
});
