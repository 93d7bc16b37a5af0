import { trustWithoutJob } from '../../../rules/github/trust-without-job.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { acme, awsRole, azureCredential, googleProvider, loginTo } from './trust-texts.ts';

ruleTester(trustWithoutJob, {
  valid: [
    {
      file: 'infra/main.tf',
      text: azureCredential('repo:acme/app:environment:production'),
      beside: {
        '.github/workflows/deploy.yml': loginTo('azure', { environment: 'production' }),
      },
      workspace: acme,
      because: 'the job presents it',
    },
    {
      file: 'infra/main.tf',
      text: azureCredential('repo:acme/other:environment:production'),
      beside: {
        '.github/workflows/deploy.yml': loginTo('azure', { environment: 'production' }),
      },
      workspace: acme,
      because: 'another repository',
    },
    {
      file: 'infra/main.tf',
      text: awsRole('repo:acme/app:environment:x', 'deploy', 'StringEqualsIgnoreCase'),
      because: 'a role whose name is not in the files',
      beside: {
        '.github/workflows/ci.yml': `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: \${{ vars.R }}
`,
      },
      workspace: acme,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      text: `resource "aws_iam_role" "r" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = ["«repo:acme/app:ref:refs/heads/old»", "repo:acme/lib:ref:refs/heads/main"]
      } }
    }]
  })
}
`,
      beside: {
        '.github/workflows/ci.yml': `on: push
permissions: { id-token: write }
jobs:
  a:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: arn:aws:iam::111122223333:role/other
`,
      },
      workspace: acme,
      suggestions: [
        `resource "aws_iam_role" "r" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = ["repo:acme/lib:ref:refs/heads/main"]
      } }
    }]
  })
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      text: azureCredential('«repo:acme/app:environment:staging»'),
      beside: {
        '.github/workflows/deploy.yml': loginTo('azure', { environment: 'production' }),
      },
      workspace: acme,
      message: 'environment:staging',
    },
    {
      file: 'infra/main.tf',
      text: googleProvider("«assertion.repository == 'acme/app' && assertion.environment == 'staging'»"),
      beside: {
        '.github/workflows/deploy.yml': loginTo('google', { environment: 'production' }),
      },
      workspace: acme,
      message: 'environment staging',
    },
    {
      file: 'infra/main.tf',
      text: awsRole('«repo:acme/app:environment:x»', 'old', 'StringEqualsIgnoreCase'),
      beside: {
        '.github/workflows/ci.yml': loginTo('aws', { job: 'a' }),
      },
      workspace: acme,
      severity: 'low',
      message: '`old`',
    },
  ],
});
