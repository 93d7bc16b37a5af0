import { passroleAnyService, passroleStar } from '../../../rules/aws/passrole.ts';
import { ruleTester, terraform } from '../../support/rule-tester.ts';
import { policy } from './support.ts';

const run = '{ "Effect": "Allow", "Action": "glue:StartJobRun", "Resource": "arn:aws:glue:eu-central-1:111122223333:job/a" }';

const beside = (resource: string) => terraform`
  resource "aws_iam_role" "worker" {
    name               = "worker"
    assume_role_policy = "{}"
  }
  resource "aws_iam_policy" "deploy" {
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "iam:PassRole", Resource = ${resource} }] })
  }
`;

ruleTester(passroleStar, {
  valid: [
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" }',
        '{ "Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*" }',
      ),
      because: 'half of a path, which is said once, where its other half stands',
    },
    { ...policy('{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:s3:::*" }'), because: 'no role is a bucket' },
    policy('{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/worker" }'),
    {
      ...policy('{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::*:role/cdk-hnb659fds-cfn-exec-role-*" }'),
      because: 'a fixed prefix',
    },
    { ...policy('{ "Effect": "Allow", "Action": "iam:*", "Resource": "*" }'), because: 'said by other rules' },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": { "StringEquals": { "iam:ResourceTag/team": "a" } } }',
      ),
      because: 'limited to tagged roles',
    },
  ],
  invalid: [
    { ...beside('"«*»"'), suggestions: [beside('aws_iam_role.worker.arn').text], because: 'the role that is declared beside it' },
    {
      ...policy('{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "«*»" }', run),
      severity: 'high',
      message: 'any service',
      suggestions: [
        policy(
          '{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": { "StringEquals": { "iam:PassedToService": "glue.amazonaws.com" } } }',
          run,
        ).text,
      ],
    },
    { ...policy('{ "Effect": "Allow", "Action": ["IAM:passrole", "iam:GetRole"], "Resource": "«arn:aws:iam::111122223333:role/*»" }') },
    { ...policy('{ "Effect": "Allow", "Action": "iam:Pass*", "Resource": "«*»" }') },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": ["arn:aws:iam::111122223333:role/worker", "«arn:aws:iam::111122223333:role/*»"] }',
      ),
      suggestions: [policy('{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": ["arn:aws:iam::111122223333:role/worker"] }').text],
      because: 'what is named beside the pattern stays',
    },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "«*»", "Condition": { "StringEquals": { "iam:PassedToService": ["ec2.amazonaws.com"] } } }',
      ),
      severity: 'medium',
      message: '`ec2.amazonaws.com`',
    },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "«*»", "Condition": { "StringLike": { "iam:PassedToService": "*" } } }',
      ),
      severity: 'high',
    },
  ],
});

ruleTester(passroleAnyService, {
  valid: [
    {
      ...policy('{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/worker" }'),
      because: 'nothing tells which service is meant',
    },
    policy(
      '{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/worker", "Condition": { "StringEquals": { "iam:PassedToService": "glue.amazonaws.com" } } }',
      run,
    ),
  ],
  invalid: [
    {
      ...policy('{ "Effect": "Allow", "Action": "«iam:PassRole»", "Resource": "arn:aws:iam::111122223333:role/worker" }', run),
      suggestions: [
        policy(
          '{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/worker", "Condition": { "StringEquals": { "iam:PassedToService": "glue.amazonaws.com" } } }',
          run,
        ).text,
      ],
    },
  ],
});
