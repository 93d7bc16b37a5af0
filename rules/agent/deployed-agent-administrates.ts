// A deployed agent whose role administers the account.
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import type { Grant } from '../../server/engine/facts/types.ts';

const administrative = /(?:^|\/)(?:AdministratorAccess|IAMFullAccess|PowerUserAccess|AmazonBedrockFullAccess)$/;

/** What about a grant is too much for something that text can steer; undefined where nothing is. */
function tooMuch(grant: Grant): { what: string; severe: boolean } | undefined {
  if (grant.effect !== 'allow' || grant.enabled === 'no') return undefined;
  const managed = administrative.exec(textOf(grant.entitlement) ?? '')?.[0].replace(/^\//, '');
  if (managed) return { what: managed, severe: managed !== 'AmazonBedrockFullAccess' };
  if (!grant.scope.some((scope) => scope.level === 'everything')) return undefined;
  const action = grant.actions.map((leaf) => textOf(leaf) ?? '').find((one) => /^(?:\*|iam:\*|sts:\*|bedrock:\*|iam:PassRole)$/i.test(one));
  return action ? { what: `${action} on everything`, severe: !/^bedrock/i.test(action) } : undefined;
}

export const deployedAgentAdministrates = defineRule({
  id: 'agent/deployed-agent-administrates',
  meta: {
    title: "Deployed agent with an administrator's role",
    category: 'agent',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The role is repaired where it is granted; its own finding has the fix.',
    messages: {
      admin:
        'The agent "{name}" acts as {role}, which holds {what}: text that the agent reads decides what is done with that. Give it a role for its tools',
    },
    docs: {
      what: 'A Bedrock agent, AgentCore runtime or gateway runs with a role that administers the account or all of Bedrock.',
      why: "An agent chooses its calls by what it reads. With an administrator's role a sentence in a document is enough to change who may do what.",
      remedy: 'Give it a role of its own with `bedrock:InvokeModel` on its models and the calls that its tools need.',
      bad: [
        {
          file: 'infra/agent.tf',
          text: 'resource "aws_iam_role" "agent" {\n  name               = "agent"\n  assume_role_policy = data.aws_iam_policy_document.trust.json\n}\n\nresource "aws_iam_role_policy_attachment" "agent" {\n  role       = aws_iam_role.agent.name\n  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}\n\nresource "aws_bedrockagent_agent" "support" {\n  agent_name              = "support"\n  «agent_resource_role_arn = aws_iam_role.agent.arn»\n  foundation_model        = "anthropic.claude-v2"\n}\n',
        },
      ],
      good: [
        {
          file: 'infra/agent.tf',
          text: 'resource "aws_bedrockagent_agent" "support" {\n  agent_name              = "support"\n  agent_resource_role_arn = var.agent_role_arn\n  foundation_model        = "anthropic.claude-v2"\n}\n',
        },
      ],
      references: ['https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html'],
    },
  },
  on: {
    identity(identity, context) {
      const { role } = identity.traits;
      const address = textOf(role);
      if (identity.kind !== 'agent' || !role || address === undefined) return;
      const folder = identity.at.uri.slice(0, identity.at.uri.lastIndexOf('/') + 1);
      for (const grant of context.project.all('grants')) {
        if (!grant.carrier.head.uri.startsWith(folder) || !grant.principals.some((principal) => textOf(principal.id) === address)) continue;
        const found = tooMuch(grant);
        if (!found) continue;
        context.report({
          at: placeOf(role),
          message: 'admin',
          data: { name: identity.name, role: address, what: found.what },
          anchor: `${identity.id}|role`,
          ...(found.severe ? {} : { severity: 'high' as const }),
          related: [{ at: grant.carrier.head, message: 'granted here' }],
        });
        return;
      }
    },
  },
});
