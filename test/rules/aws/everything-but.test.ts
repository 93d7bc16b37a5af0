import { notActionAllow, notResourceAllow } from '../../../rules/aws/everything-but.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { policy } from './support.ts';

ruleTester(notActionAllow, {
  valid: [
    { ...policy('{ "Effect": "Deny", "NotAction": ["iam:*"], "Resource": "*" }'), because: 'deny with NotAction is the usual guard rail' },
    policy('{ "Effect": "Allow", "Action": ["iam:GetUser"], "Resource": "*" }'),
  ],
  invalid: [
    { ...policy('{ "Effect": "Allow", "«NotAction»": "iam:*", "Resource": "*" }'), severity: 'high', message: 'everything but `iam:*`' },
    {
      ...policy('{ "Effect": "Allow", "«NotAction»": ["billing:*", "s3:Get*"], "Resource": "*" }'),
      severity: 'critical',
      message: 'IAM included',
    },
    { ...policy('{ "Effect": "Allow", "«NotAction»": ["s3:DeleteBucket"], "Resource": "arn:aws:s3:::b" }'), severity: 'high' },
    {
      ...policy(
        '{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "«NotAction»": "s3:DeleteBucket", "Resource": "arn:aws:s3:::b" }',
      ),
    },
  ],
});

ruleTester(notResourceAllow, {
  valid: [
    policy('{ "Effect": "Deny", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::b/*" }'),
    policy('{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }'),
  ],
  invalid: [
    {
      ...policy(
        '{ "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "«NotResource»": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"] }',
      ),
      message: '`s3:GetObject`, `s3:ListBucket` are allowed',
    },
  ],
});
