import { trustWithoutJob } from '../../../rules/github/trust-without-job.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(trustWithoutJob, {
  valid: [
    {
      file: 'infra/main.tf',
      text: `resource "azuread_application_federated_identity_credential" "gh" {
  application_id = azuread_application.deploy.id
  display_name   = "gh"
  audiences      = ["api://AzureADTokenExchange"]
  issuer         = "https://token.actions.githubusercontent.com"
  subject        = "repo:acme/app:environment:production"
}
`,
      beside: {
        '.github/workflows/deploy.yml': `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: azure/login@v2
        with:
          client-id: \${{ vars.AZURE_CLIENT_ID }}
          tenant-id: \${{ vars.TENANT }}
          subscription-id: \${{ vars.SUBSCRIPTION }}
`,
      },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
      because: 'the job presents it',
    },
    {
      file: 'infra/main.tf',
      text: `resource "azuread_application_federated_identity_credential" "gh" {
  application_id = azuread_application.deploy.id
  display_name   = "gh"
  audiences      = ["api://AzureADTokenExchange"]
  issuer         = "https://token.actions.githubusercontent.com"
  subject        = "repo:acme/other:environment:production"
}
`,
      beside: {
        '.github/workflows/deploy.yml': `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: azure/login@v2
        with:
          client-id: \${{ vars.AZURE_CLIENT_ID }}
          tenant-id: \${{ vars.TENANT }}
          subscription-id: \${{ vars.SUBSCRIPTION }}
`,
      },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
      because: 'another repository',
    },
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
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringEqualsIgnoreCase = { "token.actions.githubusercontent.com:sub" = "repo:acme/app:environment:x" }
      }
    }]
  })
}
`,
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
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
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
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
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
      text: `resource "azuread_application_federated_identity_credential" "gh" {
  application_id = azuread_application.deploy.id
  display_name   = "gh"
  audiences      = ["api://AzureADTokenExchange"]
  issuer         = "https://token.actions.githubusercontent.com"
  subject        = "«repo:acme/app:environment:staging»"
}
`,
      beside: {
        '.github/workflows/deploy.yml': `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: azure/login@v2
        with:
          client-id: \${{ vars.AZURE_CLIENT_ID }}
          tenant-id: \${{ vars.TENANT }}
          subscription-id: \${{ vars.SUBSCRIPTION }}
`,
      },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
      message: 'environment:staging',
    },
    {
      file: 'infra/main.tf',
      text: `resource "google_iam_workload_identity_pool_provider" "gh" {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"
  attribute_condition                = "«assertion.repository == 'acme/app' && assertion.environment == 'staging'»"
  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
  }
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
`,
      beside: {
        '.github/workflows/deploy.yml': `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: google-github-actions/auth@v3
        with:
          workload_identity_provider: \${{ vars.PROVIDER }}
          service_account: deploy@acme.iam.gserviceaccount.com
`,
      },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
      message: 'environment staging',
    },
    {
      file: 'infra/main.tf',
      text: `resource "aws_iam_role" "r" {
  name = "old"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringEqualsIgnoreCase = { "token.actions.githubusercontent.com:sub" = "«repo:acme/app:environment:x»" }
      }
    }]
  })
}
`,
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
          role-to-assume: arn:aws:iam::111122223333:role/deploy
`,
      },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
      severity: 'low',
      message: '`old`',
    },
  ],
});
