import { adminStatement } from '../../../rules/aws/admin-statement.ts';
import { at, ruleTester } from '../../support/rule-tester.ts';
import { policy } from './support.ts';

ruleTester(adminStatement, {
  valid: [
    policy('{ "Effect": "Deny", "Action": "*", "Resource": "*" }'),
    { ...policy('{ "Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b" }'), because: 'one bucket is not everything' },
    { ...policy('{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }'), because: 'one service is not everything' },
    { ...policy('{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/team": "a" } } }'), because: 'limited to tagged resources' },
    { ...policy('{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "2026-12-01T00:00:00Z" } } }'), because: 'it ends within ninety days' },
    { ...policy('{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": "${condition}" }'), because: 'a condition that cannot be read may limit' },
    at('org/scps/allow-all.json')`{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] }`,
  ],
  invalid: [
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
  ],
});
