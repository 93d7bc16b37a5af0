import { notPrincipalAllow, trustCrossAccountNoExternalId, trustPrincipalWildcardArn } from '../../../rules/aws/trust-accounts.ts';
import { at, cdk, cloudformation, ruleTester, terraform } from '../../support/rule-tester.ts';
import { policy, trustPolicy } from './support.ts';

ruleTester(trustCrossAccountNoExternalId, {
  valid: [
    trustPolicy('{ "AWS": "arn:aws:iam::444455556666:role/collector" }'),
    trustPolicy('{ "AWS": "arn:aws:iam::444455556666:root" }', '{ "StringEquals": { "sts:ExternalId": "a" } }'),
    trustPolicy('{ "AWS": "444455556666" }', '{ "StringEquals": { "aws:PrincipalOrgID": "o-1" } }'),
    {
      ...trustPolicy('{ "AWS": "arn:aws:iam::444455556666:root" }', '{ "Bool": { "aws:MultiFactorAuthPresent": "true" } }'),
      because: 'people with a second factor, not a vendor',
    },
    {
      ...policy('{ "Effect": "Allow", "NotPrincipal": { "AWS": "arn:aws:iam::444455556666:root" }, "Action": "sts:AssumeRole" }'),
      because: 'the account that is named is the one that may not',
    },
    { ...trustPolicy('{ "AWS": "arn:aws:iam::${account}:root" }'), because: 'whose account it is, is not known' },
    {
      file: 'infra/main.tf',
      text: 'data "aws_caller_identity" "me" {}\nresource "aws_iam_role" "a" {\n  assume_role_policy = jsonencode({\n    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" } }]\n  })\n}\n',
    },
    at('app/stack.py')`
      from aws_cdk import aws_iam as iam
      role = iam.Role(self, "R", assumed_by=iam.AccountPrincipal("444455556666"), external_ids=["8f7d5b1e"])
      named = iam.Role(self, "N", external_ids=ids, assumed_by=iam.AccountPrincipal("444455556666"))
    `,
    at('src/Trust.java')`
      import software.amazon.awscdk.services.iam.*;
      class Trust {
        Role role = Role.Builder.create(this, "R").assumedBy(new AccountPrincipal("444455556666")).externalIds(List.of("8f7d5b1e")).build();
      }
    `,
  ],
  invalid: [
    at('app/stack.py')`
      from aws_cdk import aws_iam as iam
      other = iam.Role(self, "O", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"), external_ids=["8f7d5b1e"])
      role = iam.Role(self, "R", assumed_by=iam.AccountPrincipal("«444455556666»"))
    `,
    {
      ...trustPolicy('{ "AWS": "«arn:aws:iam::444455556666:root»" }'),
      severity: 'medium',
      message: 'account 444455556666',
      suggestions: [
        trustPolicy('{ "AWS": "arn:aws:iam::444455556666:root" }', '{ "StringEquals": { "sts:ExternalId": "EXTERNAL_ID" } }').text,
      ],
    },
    { ...trustPolicy('{ "AWS": "«444455556666»" }'), severity: 'low', settings: { profile: 'default' } },
    terraform`
      data "aws_iam_policy_document" "trust" {
        statement {
          actions = ["sts:AssumeRole"]
          principals {
            type        = "AWS"
            identifiers = ["«444455556666»"]
          }
        }
      }
      resource "aws_iam_role" "a" {
        assume_role_policy = data.aws_iam_policy_document.trust.json
      }
    `,
    cdk`
      import * as iam from 'aws-cdk-lib/aws-iam';
      new iam.Role(this, 'R', { assumedBy: new iam.AccountPrincipal('«444455556666»') });
    `,
  ],
});

ruleTester(trustPrincipalWildcardArn, {
  valid: [
    trustPolicy('{ "AWS": "*" }', '{ "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::444455556666:role/ci-*" } }'),
    {
      ...trustPolicy(
        '{ "AWS": "*" }',
        '{ "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/ci" }, "StringEquals": { "aws:PrincipalOrgID": "o-1" } }',
      ),
      because: 'every account of one organization',
    },
    { ...trustPolicy('"*"'), because: 'anyone is said elsewhere' },
  ],
  invalid: [
    { ...trustPolicy('{ "AWS": "«arn:aws:iam::444455556666:role/ci-*»" }'), message: 'AWS refuses' },
    { ...trustPolicy('{ "AWS": "*" }', '{ "ArnLike": { "aws:PrincipalArn": "«arn:aws:iam::*:role/ci»" } }'), message: 'every AWS account' },
    {
      ...policy(
        '{ "Effect": "Allow", "Principal": { "AWS": "«arn:aws:iam::*:role/reader»" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }',
      ),
    },
  ],
});

ruleTester(notPrincipalAllow, {
  valid: [
    {
      ...policy('{ "Effect": "Deny", "NotPrincipal": { "AWS": "arn:aws:iam::444455556666:root" }, "Action": "s3:*", "Resource": "*" }'),
      because: 'a deny for all but one',
    },
  ],
  invalid: [
    {
      ...policy('{ "Effect": "Allow", "«NotPrincipal»": { "AWS": "arn:aws:iam::444455556666:role/intern" }, "Action": "sts:AssumeRole" }'),
      message: 'role/intern',
    },
    cloudformation`
      Resources:
        Policy:
          Type: AWS::S3::BucketPolicy
          Properties:
            Bucket: b
            PolicyDocument:
              Statement:
                - Effect: Allow
                  «NotPrincipal»: { AWS: '444455556666' }
                  Action: s3:GetObject
                  Resource: arn:aws:s3:::b/*
    `,
  ],
});
