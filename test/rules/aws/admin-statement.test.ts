import { adminStatement } from '../../../rules/aws/admin-statement.ts';
import { at, cdk, cloudformation, ruleTester, terraform } from '../../support/rule-tester.ts';
import { policy } from './support.ts';

/** Everything until a day. */
const until = (day: string, action = '*') => policy(`{ "Effect": "Allow", "Action": "${action}", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "${day}T00:00:00Z" } } }`);

ruleTester(adminStatement, {
  valid: [
    { ...until('2026-12-20'), because: 'it ends within ninety days' },
    { ...until('2027-06-01'), workspace: { standing: { grantDays: 365, breakGlass: [] } }, because: 'the policy of the team allows a year' },
    policy('{ "Effect": "Deny", "Action": "*", "Resource": "*" }'),
    { ...policy('{ "Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b" }'), because: 'one bucket is not everything' },
    { ...policy('{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }'), because: 'one service is not everything' },
    { ...policy('{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/team": "a" } } }'), because: 'limited to tagged resources' },
    { ...policy('{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "2026-12-01T00:00:00Z" } } }'), because: 'it ends within ninety days' },
    { ...policy('{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": "${condition}" }'), because: 'a condition that cannot be read may limit' },
    at('org/scps/allow-all.json')`{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] }`,
  ],
  invalid: [
    { ...until('2027-06-01', '«*»'), because: 'an end that is far away is none' },
    { ...until('2026-12-20', '«*»'), workspace: { standing: { grantDays: 7, breakGlass: [] } }, because: 'the policy of the team allows a week' },
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
      severity: 'medium', message: 'that the permissions boundary lets through',
    },
    {
      ...policy('{ "Effect": "Allow", "Action": "«*»", "Resource": "*" }'),
      severity: 'critical',
      suggestions: ['{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "2026-12-21T00:00:00Z" } } }\n  ]\n}\n'],
    },
    { ...policy('{ "Effect": "Allow", "Action": ["s3:Get*", "«*:*»"], "Resource": ["arn:aws:s3:::b", "*"] }') },
    { ...policy('{ "Effect": "Allow", "Action": "«*»", "Resource": "arn:aws:*" }') },
    { ...policy('{ "Effect": "Allow", "Action": "«*»", "Resource": "*", "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } } }'), severity: 'high', message: 'second factor' },
    { ...policy('{ "Effect": "Allow", "Action": "«*»", "Resource": "*", "Condition": { "BoolIfExists": { "aws:MultiFactorAuthPresent": "true" } } }'), severity: 'critical', because: 'keys carry no second factor, and IfExists lets them in' },
    { ...policy('{ "Effect": "Allow", "Action": "«*»", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "2036-12-01T00:00:00Z" } } }'), because: 'an end in ten years is none' },
    { ...policy('{ "Effect": "Allow", "Action": "«*»", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "true" } } }'), because: 'how a request travels does not limit who makes it' },
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
      suggestions: [terraform`
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
      `.text],
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
