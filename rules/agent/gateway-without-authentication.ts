// An MCP gateway in the cloud that answers everyone.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { leavesOf, placeOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const gatewayWithoutAuthentication = defineRule({
  id: 'agent/gateway-without-authentication',
  meta: {
    title: 'Agent gateway that anyone can call',
    category: 'agent',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: [],
    fix: 'suggestion',
    messages: {
      none: 'The gateway "{name}" asks callers for nothing: whoever knows its address uses every tool behind it, with its role. Use AWS_IAM or CUSTOM_JWT',
      anyone:
        'The gateway "{name}" takes a token of the issuer for any audience and client: every application that logs in there can call it. Name the audience or the clients',
    },
    docs: {
      what: 'An AgentCore gateway has no inbound authorizer, or one that takes every token of its issuer.',
      why: 'The gateway turns functions and APIs into tools and calls them with its own role. What it does not ask of its callers, nobody asks.',
      remedy: 'Use `AWS_IAM`, or `CUSTOM_JWT` with `allowed_audience` or `allowed_clients`.',
      bad: [
        {
          file: 'infra/gateway.tf',
          text: 'resource "aws_bedrockagentcore_gateway" "tools" {\n  name            = "tools"\n  role_arn        = var.role_arn\n  authorizer_type = "«NONE»"\n  protocol_type   = "MCP"\n}\n',
        },
      ],
      good: [
        {
          file: 'infra/gateway.tf',
          text: 'resource "aws_bedrockagentcore_gateway" "tools" {\n  name            = "tools"\n  role_arn        = var.role_arn\n  authorizer_type = "AWS_IAM"\n  protocol_type   = "MCP"\n}\n',
        },
      ],
      references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-inbound-auth.html'],
    },
  },
  on: {
    agent(agent, context) {
      const type = agent.client === 'agentcore' ? valueAt(agent.value, 'authorizer_type') : undefined;
      const text = textOf(type);
      if (!type || text === undefined) return;
      if (text === 'NONE') {
        context.report({
          at: placeOf(type),
          message: 'none',
          data: { name: agent.name },
          anchor: `${agent.anchor}|authorizer`,
          suggestions: [editing('Ask for AWS credentials', type.at.uri, (document) => [replaceValue(type, 'AWS_IAM', document)])],
        });
        return;
      }
      const jwt = valueAt(agent.value, 'authorizer_configuration', 'custom_jwt_authorizer');
      const limits = ['allowed_audience', 'allowed_clients', 'allowed_scopes', 'custom_claim'];
      if (
        text === 'CUSTOM_JWT' &&
        jwt?.kind === 'mapping' &&
        limits.every(
          (key) => valueAt(jwt, key) === undefined || (valueAt(jwt, key)?.kind === 'list' && leavesOf(valueAt(jwt, key)).length === 0),
        )
      )
        context.report({
          at: placeOf(type),
          message: 'anyone',
          data: { name: agent.name },
          anchor: `${agent.anchor}|authorizer`,
          severity: 'medium',
        });
    },
  },
});
