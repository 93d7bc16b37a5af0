// Agents that Terraform deploys.
import { deployedAgentAdministrates } from '../../../rules/agent/deployed-agent-administrates.ts';
import { gatewayWithoutAuthentication } from '../../../rules/agent/gateway-without-authentication.ts';
import { at, ruleTester, terraform } from '../../support/rule-tester.ts';

const template = at('template.yaml');
const gateway = (type: string) => `
  AWSTemplateFormatVersion: '2010-09-09'
  Resources:
    Tools:
      Type: AWS::BedrockAgentCore::Gateway
      Properties: { Name: tools, ProtocolType: MCP, AuthorizerType: ${type} }
`;

ruleTester(gatewayWithoutAuthentication, {
  valid: [
    template`${gateway('AWS_IAM')}`,
    terraform`
      resource "aws_bedrockagentcore_gateway" "a" {
        name            = "a"
        authorizer_type = "CUSTOM_JWT"
        authorizer_configuration {
          custom_jwt_authorizer {
            discovery_url    = "https://id.acme.dev/.well-known/openid-configuration"
            allowed_audience = ["tools"]
          }
        }
      }
    `,
    {
      because: 'decided elsewhere',
      ...terraform`
      resource "aws_bedrockagentcore_gateway" "a" {
        name            = "a"
        authorizer_type = var.authorizer
      }
    `,
    },
  ],
  invalid: [
    template`${gateway('«NONE»')}`,
    {
      ...terraform`
      resource "aws_bedrockagentcore_gateway" "a" {
        name            = "a"
        authorizer_type = "«NONE»"
      }
    `,
      severity: 'critical',
      suggestions: ['resource "aws_bedrockagentcore_gateway" "a" {\n  name            = "a"\n  authorizer_type = "AWS_IAM"\n}\n'],
    },
    {
      ...terraform`
      resource "aws_bedrockagentcore_gateway" "a" {
        name            = "a"
        authorizer_type = "«CUSTOM_JWT»"
        authorizer_configuration {
          custom_jwt_authorizer {
            discovery_url = "https://id.acme.dev/.well-known/openid-configuration"
          }
        }
      }
    `,
      severity: 'medium',
    },
  ],
});

const agent = 'resource "aws_iam_role" "a" {\n  name = "a"\n  assume_role_policy = "{}"\n}\n';
ruleTester(deployedAgentAdministrates, {
  valid: [
    {
      because: 'the role of something else',
      ...terraform`${agent}
resource "aws_iam_role_policy_attachment" "a" {
  role       = aws_iam_role.a.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
resource "aws_bedrockagent_agent" "b" {
  agent_name              = "b"
  agent_resource_role_arn = aws_iam_role.b.arn
}
`,
    },
    {
      because: 'one call on one model',
      ...terraform`${agent}
resource "aws_iam_role_policy" "a" {
  role   = aws_iam_role.a.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "bedrock:InvokeModel", Resource = "*" }] })
}
resource "aws_bedrockagent_agent" "b" {
  agent_name              = "b"
  agent_resource_role_arn = aws_iam_role.a.arn
}
`,
    },
  ],
  invalid: [
    {
      ...terraform`${agent}
resource "aws_iam_role_policy_attachment" "a" {
  role       = aws_iam_role.a.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
resource "aws_bedrockagent_agent" "b" {
  agent_name              = "b"
  «agent_resource_role_arn = aws_iam_role.a.arn»
}
`,
      severity: 'critical',
      message: 'AdministratorAccess',
    },
    {
      ...terraform`${agent}
resource "aws_iam_role_policy" "a" {
  role   = aws_iam_role.a.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "bedrock:*", Resource = "*" }] })
}
resource "aws_bedrockagentcore_agent_runtime" "b" {
  agent_runtime_name = "b"
  «role_arn = aws_iam_role.a.arn»
}
`,
      severity: 'high',
    },
  ],
});
