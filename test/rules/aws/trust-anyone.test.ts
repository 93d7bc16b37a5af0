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
    { ...trustPolicy('{ "AWS": "«*»" }', '{ "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } }'), severity: 'medium', message: 'network' },
  ],
});
