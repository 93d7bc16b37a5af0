import { describe, expect, it } from 'vitest';
import { assumeRoleStar, credentialActions, credentialsExposure, sensitiveServiceRules } from '../../../rules/aws/sensitive-services.ts';
import { createAwsCatalog } from '../../../server/engine/catalog/aws-catalog.ts';
import { foldActions, readOnly } from '../../../server/engine/catalog/aws-fold.ts';
import { at, ruleTester, terraform } from '../../support/rule-tester.ts';
import { policy } from './support.ts';

// aws/iam-full-wildcard, aws/organizations-star, aws/kms-star, aws/secrets-star
for (const [rule, action, narrow] of [
  [sensitiveServiceRules[0]!, 'iam:*', 'arn:aws:iam::111122223333:role/app'],
  [sensitiveServiceRules[1]!, 'organizations:*', 'arn:aws:organizations::111122223333:account/o-1/444455556666'],
  [sensitiveServiceRules[2]!, 'kms:*', 'arn:aws:kms:eu-central-1:111122223333:key/1234'],
  [sensitiveServiceRules[3]!, 'secretsmanager:*', 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:a'],
] as const) {
  const one = (written: string, resource = '*', more = '') =>
    policy(`{ "Effect": "Allow", "Action": ${written}, "Resource": "${resource}"${more} }`);
  ruleTester(rule, {
    valid: [
      one(`"${action}"`, narrow),
      { ...one(`"${action}"`, 'arn:aws:s3:::*'), because: 'an ARN of another service reaches nothing' },
      one(`"${action.replace('*', 'List*')}"`),
      { ...one(`"${action}"`, '*', ', "Condition": { "StringEquals": { "aws:ResourceTag/team": "a" } }'), because: 'limited by tag' },
      policy(`{ "Effect": "Deny", "Action": "${action}", "Resource": "*" }`),
    ],
    invalid: [
      { ...one(`["«${action}»"]`), suggestions: [one(`["${reading(action).join('", "')}"]`).text] },
      one(`["ec2:RunInstances", "«${action.toUpperCase()}»"]`),
      {
        ...inPlaybook(`'«${action}»'`),
        suggestions: [inPlaybook(`['${reading(action).join("', '")}']`).text],
        because: 'in the quotes of a text stand those of an expression, and both stay what they are',
      },
    ],
  });
}

function inPlaybook(actions: string): { file: string; text: string } {
  const policy = `{'Statement': [{'Effect': 'Allow', 'Action': ${actions}, 'Resource': '*'}]}`;
  return { file: 'play.yml', text: `- amazon.aws.iam_policy:\n    iam_type: role\n    policy_json: "{{ ${policy} | to_json }}"\n` };
}

/** What only reads of a service, folded. */
function reading(pattern: string): string[] {
  const catalog = createAwsCatalog();
  return foldActions(readOnly(catalog.expand(pattern)), catalog);
}

ruleTester(credentialsExposure, {
  valid: [
    policy(
      '{ "Effect": "Allow", "Action": "redshift:GetClusterCredentials", "Resource": "arn:aws:redshift:eu-central-1:111122223333:dbuser:a/b" }',
    ),
    {
      ...policy('{ "Effect": "Allow", "Action": ["ecr:GetAuthorizationToken", "ecr:BatchGetImage"], "Resource": "*" }'),
      because: 'every pull of an image needs it, and it takes nothing but a star',
    },
    { ...policy('{ "Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*" }') },
  ],
  invalid: [
    {
      ...policy('{ "Effect": "Allow", "Action": ["«redshift:Get*»", "«sts:GetFederationToken»"], "Resource": "*" }'),
      severity: 'high',
      message: ['redshift:GetClusterCredentials', 'sts:GetFederationToken'],
    },
    {
      ...policy('{ "Effect": "Allow", "Action": "«rds-db:connect»", "Resource": "*" }'),
      severity: 'medium',
      settings: { profile: 'default' },
    },
  ],
});

ruleTester(assumeRoleStar, {
  valid: [
    policy('{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::444455556666:role/collector" }'),
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceOrgID": "o-1" } } }',
      ),
      because: 'roles of the organization',
    },
    terraform`
      resource "aws_iam_role" "a" {
        assume_role_policy = "{}"
      }
      resource "aws_iam_policy" "p" {
        policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = aws_iam_role.a.arn }] })
      }
    `,
  ],
  invalid: [
    at('policies/assume-anything.json')`
      { "Statement": [{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "«*»" }] }
    `,
    { ...policy('{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "«*»" }'), severity: 'high', message: 'every role' },
    { ...policy('{ "Effect": "Allow", "Action": "sts:*", "Resource": "«arn:aws:iam::*:role/*»" }') },
    {
      ...policy('{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "«arn:aws:iam::*:role/collector»" }'),
      severity: 'low',
      message: 'of that name',
    },
  ],
});

describe('actions that hand out credentials', () => {
  it('are actions that AWS has', () => {
    const catalog = createAwsCatalog();
    expect(credentialActions.filter((action) => catalog.find(action)?.name !== action)).toEqual([]);
  });
});
