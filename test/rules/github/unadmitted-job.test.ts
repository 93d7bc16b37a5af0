import { unadmittedJob } from '../../../rules/github/unadmitted-job.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { acme, awsRole, azureCredential, googleProvider, loginTo } from './trust-texts.ts';

ruleTester(unadmittedJob, {
  valid: [
    {
      file: '.github/workflows/deploy.yml',
      text: loginTo('azure', { environment: 'production' }),
      beside: {
        'infra/main.tf': azureCredential('repo:acme/app:environment:production'),
      },
      workspace: acme,
      because: 'the credential admits the environment',
    },
    {
      file: '.github/workflows/deploy.yml',
      text: loginTo('google', { environment: 'production' }),
      beside: {
        'infra/main.tf': googleProvider("assertion.repository == 'acme/app' && assertion.ref == 'refs/heads/main'"),
      },
      workspace: acme,
      because: 'the claim of the ref stands beside the environment',
    },
    {
      file: '.github/workflows/deploy.yml',
      text: loginTo('google', { environment: 'production' }),
      beside: {
        'infra/main.tf': googleProvider("assertion.repository == 'acme/app' || assertion.ref == 'refs/heads/x'"),
      },
      workspace: acme,
      because: 'a condition that is not read in full',
    },
    {
      file: '.github/workflows/ci.yml',
      text: loginTo('aws', { job: 'a' }),
      because: 'the branch is admitted',
      beside: {
        'infra/main.tf': awsRole('repo:acme/app:ref:refs/heads/main', 'deploy', 'StringEqualsIgnoreCase'),
      },
      workspace: acme,
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: arn:aws:iam::111122223333:role/other
`,
      because: 'another role',
      beside: {
        'infra/main.tf': awsRole('repo:acme/app:environment:x', 'deploy', 'StringEqualsIgnoreCase'),
      },
      workspace: acme,
    },
    {
      file: '.github/workflows/ci.yml',
      text: loginTo('aws', { job: 'a', environment: '\\${{ inputs.e }}' }),
      because: 'an environment that is computed',
      beside: {
        'infra/main.tf': awsRole('repo:acme/app:environment:x', 'deploy', 'StringEqualsIgnoreCase'),
      },
      workspace: acme,
    },
  ],
  invalid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: { id-token: write }
jobs:
  a:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: «arn:aws:iam::111122223333:role/deploy»
`,
      beside: {
        'infra/main.tf': `resource "aws_iam_role" "r" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "repo:acme/app:ref:refs/heads/old"
      } }
    }]
  })
}
`,
      },
      workspace: acme,
      suggestedBeside: {
        'infra/main.tf': `resource "aws_iam_role" "r" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = ["repo:acme/app:ref:refs/heads/old", "repo:acme/app:environment:production"]
      } }
    }]
  })
}
`,
      },
    },
    {
      file: '.github/workflows/deploy.yml',
      text: `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: azure/login@v2
        with:
          client-id: «\${{ vars.AZURE_CLIENT_ID }}»
          tenant-id: \${{ vars.TENANT }}
          subscription-id: \${{ vars.SUBSCRIPTION }}
`,
      beside: {
        'infra/main.tf': azureCredential('repo:acme/app:environment:production'),
      },
      workspace: acme,
      severity: 'low',
      message: 'unless a trust elsewhere admits it',
    },
    {
      file: '.github/workflows/deploy.yml',
      text: `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: staging
    steps:
      - uses: google-github-actions/auth@v3
        with:
          workload_identity_provider: «\${{ vars.PROVIDER }}»
          service_account: deploy@acme.iam.gserviceaccount.com
`,
      beside: {
        'infra/main.tf': googleProvider("assertion.repository == 'acme/app' && assertion.environment == 'production'"),
      },
      workspace: acme,
      severity: 'low',
      message: 'admit only `repository acme/app, environment production`',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  a:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: «arn:aws:iam::111122223333:role/deploy»
`,
      beside: {
        'infra/main.tf': awsRole('repo:acme/app:ref:refs/heads/main', 'deploy', 'StringEqualsIgnoreCase'),
      },
      workspace: acme,
      message: '`environment:production`',
    },
  ],
});
