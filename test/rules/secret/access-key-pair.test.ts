import { at, dotenv, ruleTester, terraform } from '../../support/rule-tester.ts';
import { accessKeyPair } from '../../../rules/secret/access-key-pair.ts';

ruleTester(accessKeyPair, {
  valid: [
    terraform`
      provider "aws" {
        region = "eu-central-1"
      }
    `,
    {
      ...at('docs/aws.md')`
      The documentation shows ${'AKIAIOSFODNN7'}EXAMPLE as a key id.
    `,
      because: 'the sample of the documentation',
    },
    {
      ...terraform`
      resource "x" "y" {
        sha = "0123456789abcdef0123456789abcdef01234567"
      }
    `,
      because: 'forty characters without a name that says so',
    },
  ],
  invalid: [
    {
      ...dotenv`
        AWS_ACCESS_KEY_ID=«{{token:aws-access-key-id}}»
        AWS_SECRET_ACCESS_KEY=«{{token:aws-secret-access-key}}»
      `,
      message: ['AWS account', 'secret access key'],
      severity: 'critical',
      because: 'id and secret together',
      suggestions: ['AWS_ACCESS_KEY_ID=\nAWS_SECRET_ACCESS_KEY={{token:aws-secret-access-key}}\n'],
    },
    {
      ...terraform`
      provider "aws" {
        access_key = "«{{token:aws-access-key-id}}»"
        secret_key = var.secret
      }
    `,
      severity: 'high',
      because: 'an id alone is a step milder',
    },
  ],
});
