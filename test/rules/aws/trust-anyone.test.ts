import { trustAnyone } from '../../../rules/aws/trust-anyone.ts';
import { at, ruleTester } from '../../support/rule-tester.ts';
import { policy, trustPolicy } from './support.ts';

/** A trust as a string of JSON holds it. */
const behindEscapes = (who: string) => at('infra/main.tf.json')`
  { "resource": { "aws_iam_role": { "r": { "assume_role_policy": "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"${who}\"},\"Action\":\"sts:AssumeRole\"}]}" } } } }
`;

ruleTester(trustAnyone, {
  valid: [
    trustPolicy('{ "AWS": "arn:aws:iam::111122223333:root" }'),
    trustPolicy('{ "Service": "ec2.amazonaws.com" }'),
    { ...trustPolicy('"*"', '{ "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }'), because: 'limited to an organization' },
    {
      ...trustPolicy('"*"', '{ "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5", "aws:PrincipalTag/team": "payments" } }'),
      because: 'a tag within an organization, which decides who gives it',
    },
    {
      ...trustPolicy('{ "AWS": "arn:aws:iam::111122223333:root" }', '{ "StringEquals": { "aws:PrincipalTag/team": "payments" } }'),
      because: 'a tag within an account',
    },
    {
      ...trustPolicy(
        '{ "AWS": "*" }',
        '{ "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_*" } }',
      ),
      because: 'the form that IAM Identity Center needs',
    },
    { ...trustPolicy('{ "AWS": "${principal}" }'), because: 'not known' },
    {
      ...policy(
        '{ "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole" }',
        '{ "Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole", "Condition": { "StringNotEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } }',
      ),
      because: 'a deny takes back what is open',
    },
  ],
  invalid: [
    {
      ...at('infra/roles.tf')`
        locals {
          who = {
            worker  = { Service = ["ec2.amazonaws.com"] }
            partner = { AWS = ["*"] }
          }
          trusts = { for role, principal in local.who : role => jsonencode({
            Version   = "2012-10-17"
            Statement = [{ Effect = "Allow", Action = ["sts:AssumeRole"], Principal = principal }]
          }) }
        }
        resource "aws_iam_role" "worker" {
          assume_role_policy = local.trusts.worker
        }
        resource "aws_iam_role" "partner" {
          assume_role_policy = «local.trusts["partner"]»
        }
      `,
      because: 'a loop over a table of principals makes the trusts, under the names that the table has',
    },
    {
      ...behindEscapes('«*»'),
      suggestions: [behindEscapes('arn:aws:iam::111122223333:root').text],
      because: 'the quotes are those of a string',
    },
    {
      ...at('infra/main.tf.json')`
      { "resource": { "aws_iam_role": { "r": { "name": "r", "assume_role_policy": "${'$'}{jsonencode({\"Statement\":[{Effect=\"Allow\",Principal={\"AWS\":\"«*»\"},Action=\"sts:AssumeRole\"}]})}" } } } }
    `,
      because: 'an expression behind the escapes of JSON',
    },
    {
      ...trustPolicy('{ "AWS": "«*»" }'),
      severity: 'critical',
      suggestions: [trustPolicy('{ "AWS": "arn:aws:iam::111122223333:root" }').text],
    },
    { ...trustPolicy('"«*»"') },
    { ...trustPolicy('{ "AWS": ["arn:aws:iam::111122223333:root", "«*»"] }') },
    { ...trustPolicy('{ "AWS": "«*»" }', '{ "StringLike": { "aws:PrincipalOrgID": "*" } }'), severity: 'critical' },
    { ...trustPolicy('{ "AWS": "«*»" }', '{ "StringEqualsIfExists": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }'), severity: 'critical' },
    { ...trustPolicy('{ "AWS": "«*»" }', '{ "StringEquals": { "sts:ExternalId": "1234" } }'), severity: 'high', message: 'external id' },
    {
      ...trustPolicy('{ "AWS": "«*»" }', '{ "StringEquals": { "aws:PrincipalTag/team": "payments" } }'),
      severity: 'high',
      message: 'the tag `team`',
    },
    { ...trustPolicy('{ "AWS": "«*»" }', '{ "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } }'), severity: 'medium', message: 'network' },
  ],
});
