import { actionPrefixWildcard } from '../../../rules/aws/action-prefix-wildcard.ts';
import { boundaryMissing, conditionIpOnly, conditionWeak, expiryInPast } from '../../../rules/aws/weak-conditions.ts';
import { ruleTester, terraform } from '../../support/rule-tester.ts';
import { policy, trustPolicy } from './support.ts';

const read = (condition: string) =>
  policy(`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Condition": ${condition} }`);

ruleTester(conditionWeak, {
  valid: [
    { ...read('{ "Bool": { "aws:MultiFactorAuthPresent": "true" } }'), because: 'a second factor has to be there' },
    read('{ "StringEquals": { "aws:PrincipalOrgID": "o-1" } }'),
    { ...read('{ "ForAllValues:StringEquals": { "aws:TagKeys": ["a"] } }'), because: 'a key with several values' },
    { ...read('{ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["a"] } }') },
    {
      ...policy(
        '{ "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": { "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" } } }',
      ),
      because: 'IfExists is right in a deny',
    },
    {
      ...read('{ "StringEqualsIfExists": { "aws:PrincipalTag/a": "b" }, "StringEquals": { "aws:PrincipalOrgID": "o-1" } }'),
      because: 'something else limits',
    },
    read('{ "StringLike": { "s3:prefix": "home/*" } }'),
    {
      ...trustPolicy(
        '{ "AWS": "arn:aws:iam::444455556666:role/api" }',
        '{ "StringLike": { "aws:RequestTag/tenant": "*" } }',
        'sts:TagSession',
      ),
      because: 'whoever takes the role has to bring the tag: without it the condition does not hold',
    },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*", "Condition": { "StringLike": { "ec2:ResourceTag/ephemeral": "*" } } }',
      ),
      because: 'only what has the tag',
    },
  ],
  invalid: [
    {
      ...read('{ "BoolIfExists": { «"aws:MultiFactorAuthPresent": "true"» } }'),
      message: 'use `Bool`',
      because: 'keys of a user carry no second factor, and pass',
    },
    {
      ...read('{ "ForAllValues:StringEquals": { «"aws:PrincipalOrgID": "o-1"» } }'),
      severity: 'medium',
      message: 'use `StringEquals`',
      suggestions: [read('{ "StringEquals": { "aws:PrincipalOrgID": "o-1" } }').text],
    },
    { ...read('{ "StringEqualsIfExists": { «"aws:PrincipalTag/a": "b"» } }'), message: 'nothing else limits' },
    { ...read('{ "StringLike": { «"aws:PrincipalOrgID": "*"» } }'), message: 'every `aws:PrincipalOrgID`' },
    { ...read('{ "StringLike": { «"aws:PrincipalTag/team": "*"» } }'), message: 'every `aws:PrincipalTag/team`' },
    terraform`
      data "aws_iam_policy_document" "a" {
        statement {
          actions   = ["s3:GetObject"]
          resources = ["arn:aws:s3:::b/*"]
          «condition {
            test     = "ForAllValues:StringEquals"
            variable = "aws:PrincipalOrgID"
            values   = ["o-1"]
          }»
        }
      }
    `,
  ],
});

ruleTester(conditionIpOnly, {
  valid: [
    trustPolicy('{ "AWS": "arn:aws:iam::444455556666:role/a" }', '{ "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } }'),
    trustPolicy(
      '{ "AWS": "arn:aws:iam::444455556666:role/a" }',
      '{ "IpAddress": { "aws:SourceIp": "203.0.0.0/8" }, "StringEquals": { "sts:ExternalId": "a" } }',
    ),
  ],
  invalid: [
    {
      ...trustPolicy(
        '{ "AWS": "arn:aws:iam::444455556666:role/a" }',
        '{ "IpAddress": { "aws:SourceIp": ["«203.0.0.0/8»", "198.51.100.0/24"] } }',
      ),
      message: '16,777,216',
    },
  ],
});

const until = (date: string) => read(`{ "DateLessThan": { "aws:CurrentTime": "${date}" } }`);
ruleTester(expiryInPast, {
  valid: [
    until('2026-12-31T00:00:00Z'),
    { ...until('2026-11-21T00:00:00Z'), because: 'today still counts' },
    { ...read('{ "DateGreaterThan": { "aws:CurrentTime": "2020-01-01T00:00:00Z" } }'), because: 'a beginning is no end' },
  ],
  invalid: [{ ...until('«2026-11-20T00:00:00Z»'), message: '2026-11-20' }, { ...until('«1700000000»') }],
});

ruleTester(boundaryMissing, {
  valid: [
    policy(
      '{ "Effect": "Allow", "Action": "iam:CreateRole", "Resource": "*", "Condition": { "StringEquals": { "iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/b" } } }',
    ),
    policy('{ "Effect": "Allow", "Action": "iam:GetRole", "Resource": "*" }'),
  ],
  invalid: [policy('{ "Effect": "Allow", "Action": ["iam:GetRole", "«iam:Create*»"], "Resource": "*" }')],
});

const act = (action: string, resource = '*') => policy(`{ "Effect": "Allow", "Action": "${action}", "Resource": "${resource}" }`);
ruleTester(actionPrefixWildcard, {
  valid: [
    { ...act('ec2:Describe*'), because: 'it only looks' },
    act('s3:Get*'),
    { ...act('s3:*'), because: 'a whole service is wildcard-action' },
    act('s3:PutObject'),
    { ...act('iam:AttachRolePolicy*'), because: 'it says what it does' },
    { ...act('s3:Put${kind}*'), because: 'not known' },
  ],
  invalid: [
    { ...act('«s3:Put*»'), severity: 'medium', message: 'change permissions', suggestions: [] },
    { ...act('«s3:Put*»', 'arn:aws:s3:::b/*'), severity: 'info' },
    {
      ...act('«sts:Get*»'),
      message: 'looks like reading',
      suggestions: [
        policy(
          '{ "Effect": "Allow", "Action": [\n      "sts:GetAccessKeyInfo",\n      "sts:GetCallerIdentity",\n      "sts:GetServiceBearerToken",\n      "sts:GetSessionToken"\n    ], "Resource": "*" }',
        ).text,
      ],
    },
    { ...act('«*:Create*»') },
  ],
});
