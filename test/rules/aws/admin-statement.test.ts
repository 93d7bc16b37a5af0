import { adminStatement } from '../../../rules/aws/admin-statement.ts';
import { at, cdk, cloudformation, ruleTester, terraform } from '../../support/rule-tester.ts';
import { policy } from './support.ts';

/** Everything until a day. */
const until = (day: string, action = '*') =>
  policy(
    `{ "Effect": "Allow", "Action": "${action}", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "${day}T00:00:00Z" } } }`,
  );

/** A policy that a command gives, in a file of commands that takes them as plain words. */
const inCommands = (action: string, more = '') => ({
  file: 'buildspec.yml',
  text: `version: 0.2\nphases:\n  build:\n    commands:\n      - aws iam put-role-policy --role-name app --policy-name all --policy-document '{"Statement":[{"Effect":"Allow","Action":${action},"Resource":"*"${more}}]}'\n`,
});

ruleTester(adminStatement, {
  valid: [
    {
      ...terraform`
        resource "aws_iam_policy" "permissions_boundary" {
          name   = "app"
          policy = jsonencode({ Statement = [
            { Effect = "Allow", Action = "*", Resource = "*" },
            { Effect = "Deny", Action = ["iam:DeleteRolePermissionsBoundary"], Resource = "*" },
          ] })
        }
      `,
      because: 'a boundary allows everything and then denies; nobody holds it',
    },
    {
      ...cloudformation`
        Resources:
          DeveloperBoundaryPolicy:
            Type: AWS::IAM::ManagedPolicy
            Properties: { PolicyDocument: { Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] } }
      `,
      because: 'the same in CloudFormation',
    },
    {
      ...cdk`
        new iam.ManagedPolicy(this, 'PermissionsBoundary', { statements: [new iam.PolicyStatement({ actions: ['*'], resources: ['*'] })] });
      `,
      because: 'the same in the CDK',
    },
    {
      ...terraform`
      resource "aws_iot_policy" "sensor" {
        name   = "sensor"
        policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
      }
    `,
      because: 'the policy of a device reaches no further than IoT',
    },
    {
      ...cloudformation`
      Resources:
        Everywhere:
          Type: AWS::CloudFormation::StackSet
          Properties:
            TemplateBody: |
              Resources:
                Deploy:
                  Type: AWS::IAM::Policy
                  Properties:
                    PolicyDocument:
                      Statement: [{ Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::releases/*" }]
    `,
      because: 'a template in a template that names what it allows',
    },
    {
      ...at('index.ts')`
      import * as aws from '@pulumi/aws';
      new aws.iam.RolePolicy('all', { role, policy: pulumi.output({ Action: '*', Resource: '*' }).apply((document) => narrow(document)) });
    `,
      because: 'what becomes of an output is not known',
    },
    {
      ...at('index.ts')`
      import * as aws from '@pulumi/aws';
      const boundary = new aws.iam.Policy('permissions-boundary', { policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }) });
      new aws.iam.Role('app', { assumeRolePolicy: trust, permissionsBoundary: boundary.arn });
    `,
      because: 'a boundary in Pulumi',
    },
    { ...until('2026-12-20'), because: 'it ends within ninety days' },
    {
      ...until('2027-06-01'),
      workspace: { standing: { grantDays: 365, breakGlass: [] } },
      because: 'the policy of the team allows a year',
    },
    policy('{ "Effect": "Deny", "Action": "*", "Resource": "*" }'),
    { ...policy('{ "Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b" }'), because: 'one bucket is not everything' },
    { ...policy('{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }'), because: 'one service is not everything' },
    {
      ...policy('{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/team": "a" } } }'),
      because: 'limited to tagged resources',
    },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "2026-12-01T00:00:00Z" } } }',
      ),
      because: 'it ends within ninety days',
    },
    {
      ...policy('{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": "${condition}" }'),
      because: 'a condition that cannot be read may limit',
    },
    at('org/scps/allow-all.json')`{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] }`,
  ],
  invalid: [
    {
      ...at('README.md')`
        Give the user this policy:

        ~~~json
        { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "«*»", "Resource": "*" }] }
        ~~~
      `,
      severity: 'low',
      because: 'a page shows a policy, and gives it to nobody',
    },
    {
      ...terraform`
        resource "aws_iam_policy" "permissions_boundary" {
          policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "«*»", Resource = "*" }] })
        }
        resource "aws_iam_role" "app" {
          name                = "app"
          assume_role_policy  = var.trust
          managed_policy_arns = [aws_iam_policy.permissions_boundary.arn]
        }
      `,
      because: 'a role holds it, whatever it is named',
    },
    {
      ...at('index.ts')`
      import * as aws from '@pulumi/aws';
      const boundary = new aws.iam.Policy('permissions-boundary', { policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '«*»', Resource: '*' }] }) });
      new aws.iam.RolePolicyAttachment('app', { role: 'app', policyArn: boundary.arn });
    `,
      because: 'the same in Pulumi',
    },
    {
      ...terraform`
        resource "aws_iam_policy" "permissions_boundary" {
          name   = "app"
          policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "«*»", Resource = "*" }] })
        }
        resource "aws_iam_role_policy_attachment" "app" {
          role       = "app"
          policy_arn = aws_iam_policy.permissions_boundary.arn
        }
      `,
      because: 'whatever it is called, somebody holds it',
    },
    {
      ...terraform`
      resource "aws_cloudformation_stack" "app" {
        name          = "app"
        template_body = <<-EOT
          Resources:
            Deploy:
              Type: AWS::IAM::Policy
              Properties:
                PolicyName: deploy
                PolicyDocument:
                  Statement:
                    - Effect: Allow
                      Action: "«*»"
                      Resource: !Sub "*"
        EOT
      }
    `,
      because: 'a template of CloudFormation in a heredoc',
    },
    {
      ...terraform`
      resource "aws_cloudformation_stack_set" "app" {
        name          = "app"
        template_body = jsonencode({ Resources = { Deploy = { Type = "AWS::IAM::ManagedPolicy", Properties = { PolicyDocument = { Statement = [{ Effect = "Allow", Action = "«*»", Resource = "*" }] } } } } })
      }
    `,
      because: 'a template made by jsonencode',
    },
    {
      ...cloudformation`
      Resources:
        Everywhere:
          Type: AWS::CloudFormation::StackSet
          Properties:
            StackSetName: everywhere
            TemplateBody: !Sub |
              Resources:
                Deploy:
                  Type: AWS::IAM::Policy
                  Properties:
                    PolicyDocument:
                      Statement: [{ Effect: Allow, Action: "«*»", Resource: "*" }]
    `,
      because: 'a template in a block of a stack set',
    },
    {
      ...terraform`
      resource "awscc_iam_role" "deploy" {
        assume_role_policy_document = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
        policies = [{ policy_name = "all", policy_document = jsonencode({ Statement = [{ Effect = "Allow", Action = "«*»", Resource = "*" }] }) }]
      }
    `,
      message: '`awscc_iam_role.deploy` may do everything',
      because: 'the provider that has the resources of CloudFormation',
    },
    {
      ...terraform`
      resource "aws_iam_role" "deploy" {
        assume_role_policy = "{}"
        policy             = jsonencode({ Statement = [{ Effect = "Allow", Action = "«*»", Resource = "*" }] })
      }
    `,
      because: 'an argument that the type does not have says what its author means',
    },
    {
      ...at('index.ts')`
      import * as aws from '@pulumi/aws';
      import * as pulumi from '@pulumi/pulumi';
      new aws.iam.RolePolicy('all', { role, policy: pulumi.output({ Statement: [{ Effect: 'Allow', Action: '«*»', Resource: '*' }] }).apply((document) => JSON.stringify(document)) });
    `,
      because: 'an output that is written as JSON',
    },
    { ...until('2027-06-01', '«*»'), because: 'an end that is far away is none' },
    {
      ...until('2026-12-20', '«*»'),
      workspace: { standing: { grantDays: 7, breakGlass: [] } },
      because: 'the policy of the team allows a week',
    },
    {
      ...terraform`
        resource "aws_iam_role" "a" {
          name                 = "a"
          assume_role_policy   = "{}"
          permissions_boundary = "arn:aws:iam::111122223333:policy/limit"
        }
        resource "aws_iam_role_policy" "a" {
          role   = aws_iam_role.a.id
          policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "«*»", Resource = "*" }] })
        }
      `,
      severity: 'medium',
      message: 'that the permissions boundary lets through',
    },
    {
      ...policy('{ "Effect": "Allow", "Action": "«*»", "Resource": "*" }'),
      severity: 'critical',
      suggestions: [
        '{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "2026-12-21T00:00:00Z" } } }\n  ]\n}\n',
      ],
    },
    {
      ...inCommands('"«*»"'),
      suggestions: [inCommands('"*"', ', "Condition":{ "DateLessThan":{ "aws:CurrentTime":"2026-12-21T00:00:00Z" } }').text],
      because: 'a colon with a blank would end the plain word of YAML that the command is in',
    },
    { ...policy('{ "Effect": "Allow", "Action": ["s3:Get*", "«*:*»"], "Resource": ["arn:aws:s3:::b", "*"] }') },
    { ...policy('{ "Effect": "Allow", "Action": "«*»", "Resource": "arn:aws:*" }') },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "«*»", "Resource": "*", "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } } }',
      ),
      severity: 'high',
      message: 'second factor',
    },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "«*»", "Resource": "*", "Condition": { "BoolIfExists": { "aws:MultiFactorAuthPresent": "true" } } }',
      ),
      severity: 'critical',
      because: 'keys carry no second factor, and IfExists lets them in',
    },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "«*»", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "2036-12-01T00:00:00Z" } } }',
      ),
      because: 'an end in ten years is none',
    },
    {
      ...policy('{ "Effect": "Allow", "Action": "«*»", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "true" } } }'),
      because: 'how a request travels does not limit who makes it',
    },
    {
      ...terraform`
        data "aws_iam_policy_document" "a" {
          statement {
            actions   = ["«*»"]
            resources = ["*"]
          }
        }
        resource "aws_iam_role_policy" "a" {
          role   = "deploy"
          policy = data.aws_iam_policy_document.a.json
        }
      `,
      message: 'deploy',
      suggestions: [
        terraform`
        data "aws_iam_policy_document" "a" {
          statement {
            actions   = ["*"]
            resources = ["*"]

            condition {
              test     = "DateLessThan"
              variable = "aws:CurrentTime"
              values   = ["2026-12-21T00:00:00Z"]
            }
          }
        }
        resource "aws_iam_role_policy" "a" {
          role   = "deploy"
          policy = data.aws_iam_policy_document.a.json
        }
      `.text,
      ],
    },
    terraform`
      resource "aws_iam_policy" "a" {
        policy = jsonencode({
          Statement = [{ Effect = "Allow", Action = "«*»", Resource = "*" }]
        })
      }
    `,
    terraform`
      resource "aws_iam_policy" "a" {
        policy = <<EOF
      {
        "Statement": [{ "Effect": "Allow", "Action": "«*»", "Resource": "*" }]
      }
      EOF
      }
    `,
    cloudformation`
      Resources:
        Deploy:
          Type: AWS::IAM::Policy
          Properties:
            PolicyName: deploy
            Roles: [deploy]
            PolicyDocument:
              Version: '2012-10-17'
              Statement:
                - Effect: Allow
                  Action: '«*»'
                  Resource: '*'
    `,
    cdk`
      import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
      fn.addToRolePolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: ['«*»'], resources: ['*'] }));
    `,
    at('index.ts')`
      import * as aws from '@pulumi/aws';
      new aws.iam.UserPolicy('p', { user: 'ci', policy: { Statement: [{ Effect: 'Allow', Action: '«*»', Resource: '*' }] } });
    `,
    at('src/app.py')`
      POLICY = {'Statement': [{'Effect': 'Allow', 'Action': '«*»', 'Resource': '*'}]}
    `,
    at('serverless.yml')`
      service: a
      provider:
        name: aws
        iam:
          role:
            statements:
              - Effect: Allow
                Action: '«*»'
                Resource: '*'
    `,
  ],
});
