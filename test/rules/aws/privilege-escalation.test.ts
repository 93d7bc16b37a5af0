import { escalationRules } from '../../../rules/aws/privilege-escalation.ts';
import type { Rule } from '../../../server/engine/rule.ts';
import { cdk, cloudformation, ruleTester, terraform } from '../../support/rule-tester.ts';
import { policy } from './support.ts';

const [identity, passRole, existing] = escalationRules as [Rule, Rule, Rule];

// aws/privesc-single
/** A role that may attach policies, within a boundary. */
const bounded = (boundary: string, action = 'iam:AttachRolePolicy') => terraform`
  resource "aws_iam_policy" "limit" {
    name   = "limit"
    policy = ${boundary}
  }
  resource "aws_iam_role" "a" {
    name                 = "a"
    assume_role_policy   = "{}"
    permissions_boundary = aws_iam_policy.limit.arn
  }
  resource "aws_iam_role_policy" "a" {
    role   = aws_iam_role.a.name
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "${action}", Resource = "*" }] })
  }
`;

ruleTester(identity, {
  valid: [
    {
      ...policy('{ "Effect": "Allow", "Action": "iam:AttachRolePolicy", "Resource": "arn:aws:iam::111122223333:role/app/*" }'),
      because: 'roles of one path',
    },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "iam:PutRolePolicy", "Resource": "*", "Condition": { "StringEquals": { "iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/b" } } }',
      ),
      because: 'only within a boundary',
    },
    { ...policy('{ "Effect": "Allow", "Action": "iam:*", "Resource": "*" }'), because: 'said by iam-full-wildcard' },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "iam:CreateUser*", "Resource": "*" }',
        '{ "Effect": "Deny", "Action": "iam:Attach*", "Resource": "*" }',
      ),
      because: 'a user without a policy is nobody',
    },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "iam:AttachUserPolicy", "Resource": "*" }',
        '{ "Effect": "Deny", "Action": "iam:*", "Resource": "*" }',
      ),
      because: 'taken back in the same policy',
    },
    {
      ...terraform`
      resource "aws_iam_role" "a" {
        name                 = "a"
        assume_role_policy   = "{}"
        permissions_boundary = "arn:aws:iam::111122223333:policy/b"
      }
      resource "aws_iam_role_policy" "a" {
        role   = aws_iam_role.a.name
        policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "iam:AttachRolePolicy", Resource = "*" }] })
      }
    `,
      because: 'what the boundary leaves is not known',
    },
    {
      ...bounded('jsonencode({ Statement = [{ Effect = "Allow", Action = ["s3:*", "iam:PassRole"], Resource = "*" }] })'),
      because: 'the boundary does not let it through',
    },
    {
      ...bounded(
        'jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }, { Effect = "Deny", Action = "iam:Attach*", Resource = "*" }] })',
      ),
      because: 'the boundary denies it',
    },
    {
      ...cloudformation`
      Resources:
        Limit:
          Type: AWS::IAM::ManagedPolicy
          Properties:
            PolicyDocument: { Statement: [{ Effect: Allow, Action: 's3:*', Resource: '*' }] }
        Role:
          Type: AWS::IAM::Role
          Properties:
            PermissionsBoundary: !Ref Limit
            Policies: [{ PolicyName: a, PolicyDocument: { Statement: [{ Effect: Allow, Action: 'iam:AttachRolePolicy', Resource: '*' }] } }]
    `,
      because: 'a boundary of the same template',
    },
  ],
  invalid: [
    {
      ...bounded('jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })', '«iam:AttachRolePolicy»'),
      message: '`aws_iam_role.a` can',
      because: 'a boundary that lets everything through limits nothing',
    },
    {
      ...terraform`
      resource "aws_iam_role" "a" {
        name                 = "a"
        assume_role_policy   = "{}"
        permissions_boundary = "arn:aws:iam::aws:policy/AdministratorAccess"
      }
      resource "aws_iam_role_policy" "a" {
        role   = aws_iam_role.a.name
        policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "«iam:AttachRolePolicy»", Resource = "*" }] })
      }
    `,
      because: 'nor does AdministratorAccess',
    },
    {
      ...policy('{ "Effect": "Allow", "Action": ["iam:ListUsers", "«iam:CreateAccessKey»"], "Resource": "*" }'),
      severity: 'critical',
      message: 'make access keys for another user',
      suggestions: [
        policy(
          '{ "Effect": "Allow", "Action": ["iam:CreateAccessKey"], "Resource": "arn:aws:iam::*:user/USER_NAME_WITH_PATH" }',
          '{ "Effect": "Allow", "Action": ["iam:ListUsers"], "Resource": "*" }',
        ).text,
      ],
    },
    { ...policy('{ "Effect": "Allow", "Action": ["«iam:Put*»"], "Resource": "arn:aws:iam::111122223333:*" }'), message: 'more ways' },
    {
      ...terraform`
      resource "aws_iam_role_policy" "p" {
        for_each = toset(["a", "b"])
        role     = each.key
        policy   = jsonencode({ Statement = [{ Effect = "Allow", Action = "«iam:AttachRolePolicy»", Resource = "*" }] })
      }
    `,
      message: '`a`, like 1 more, can',
      because: 'one place is one finding, whoever holds what stands there',
    },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "«iam:UpdateAssumeRolePolicy»", "Resource": "*" }',
        '{ "Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "false" } } }',
      ),
      because: 'a deny with a condition leaves a way',
    },
  ],
});

// aws/privesc-passrole-compute: the halves stand in different policies of one role
ruleTester(passRole, {
  valid: [
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/worker" }',
        '{ "Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*" }',
      ),
      because: 'one role',
    },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": { "StringEquals": { "iam:PassedToService": "ec2.amazonaws.com" } } }',
        '{ "Effect": "Allow", "Action": "lambda:*", "Resource": "*" }',
      ),
      because: 'limited to a service',
    },
    {
      ...terraform`
      resource "aws_iam_role" "a" {
        assume_role_policy = "{}"
      }
      resource "aws_iam_role" "b" {
        assume_role_policy = "{}"
      }
      resource "aws_iam_role_policy" "a" {
        role   = aws_iam_role.a.id
        policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "iam:PassRole", Resource = "*" }] })
      }
      resource "aws_iam_role_policy" "b" {
        role   = aws_iam_role.b.id
        policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "ec2:RunInstances", Resource = "*" }] })
      }
    `,
      because: 'two roles, each with a half',
    },
  ],
  invalid: [
    {
      ...policy('{ "Effect": "Allow", "Action": ["iam:PassRole", "«ec2:RunInstances»"], "Resource": "*" }'),
      severity: 'critical',
      message: 'start an instance',
    },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" }',
        '{ "Effect": "Allow", "Action": ["«ec2:RunInstances»", "ec2:DescribeInstances"], "Resource": "*" }',
      ),
      suggestions: [
        policy(
          '{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::*:role/ROLE_NAME_WITH_PATH" }',
          '{ "Effect": "Allow", "Action": ["ec2:RunInstances", "ec2:DescribeInstances"], "Resource": "*" }',
        ).text,
      ],
      because: 'either half is enough to break the path',
    },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" }',
        '{ "Effect": "Allow", "Action": "«lambda:*»", "Resource": "arn:aws:lambda:eu-central-1:111122223333:function:a-*" }',
      ),
      message: 'more ways',
    },
    {
      ...terraform`
      resource "aws_iam_role" "a" {
        name               = "deploy"
        assume_role_policy = "{}"
      }
      resource "aws_iam_role_policy" "pass" {
        role   = aws_iam_role.a.id
        policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "iam:PassRole", Resource = "*" }] })
      }
      data "aws_iam_policy_document" "run" {
        statement {
          actions   = ["«ec2:RunInstances»"]
          resources = ["*"]
        }
      }
      resource "aws_iam_policy" "run" {
        policy = data.aws_iam_policy_document.run.json
      }
      resource "aws_iam_role_policy_attachment" "run" {
        role       = aws_iam_role.a.name
        policy_arn = aws_iam_policy.run.arn
      }
    `,
      message: '`aws_iam_role.a` can start an instance',
    },
    cloudformation`
      Resources:
        Deploy:
          Type: AWS::IAM::Role
          Properties:
            Policies:
              - PolicyName: pass
                PolicyDocument:
                  Statement:
                    - { Effect: Allow, Action: iam:PassRole, Resource: '*' }
              - PolicyName: run
                PolicyDocument:
                  Statement:
                    - { Effect: Allow, Action: «glue:CreateDevEndpoint», Resource: '*' }
    `,
    cdk`
      import * as iam from 'aws-cdk-lib/aws-iam';
      const role = new iam.Role(this, 'Deploy', { assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com') });
      role.addToPolicy(new iam.PolicyStatement({ actions: ['iam:PassRole'], resources: ['*'] }));
      role.addToPolicy(new iam.PolicyStatement({ actions: ['«ec2:RunInstances»'], resources: ['*'] }));
    `,
  ],
});

// aws/privesc-existing-compute
ruleTester(existing, {
  valid: [
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "lambda:UpdateFunctionCode", "Resource": "arn:aws:lambda:eu-central-1:111122223333:function:shop-*" }',
      ),
      because: 'a pipeline deploys its own functions',
    },
    policy(
      '{ "Effect": "Allow", "Action": "ssm:StartSession", "Resource": "*", "Condition": { "StringEquals": { "ssm:resourceTag/team": "a" } } }',
    ),
    {
      ...policy('{ "Effect": "Allow", "Action": ["lambda:*", "ec2:*"], "Resource": "*" }'),
      because: 'said where the services are given whole',
    },
  ],
  invalid: [
    {
      ...policy('{ "Effect": "Allow", "Action": "«lambda:UpdateFunctionCode»", "Resource": "*" }'),
      severity: 'high',
      message: 'replace the code of any function',
      suggestions: [
        policy('{ "Effect": "Allow", "Action": "lambda:UpdateFunctionCode", "Resource": "arn:aws:lambda:*:*:function:FUNCTION_NAME" }')
          .text,
      ],
    },
    {
      ...policy('{ "Effect": "Allow", "Action": ["lambda:*", "«codebuild:StartBuild»"], "Resource": "*" }'),
      message: 'build',
      because: 'one of them is no whole service',
    },
    {
      ...policy('{ "Effect": "Allow", "Action": "«ssm:S*»", "Resource": "*" }'),
      severity: 'medium',
      settings: { profile: 'default' },
      message: '1 more way to',
    },
  ],
});
