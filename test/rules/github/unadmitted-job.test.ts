import { unadmittedJob } from '../../../rules/github/unadmitted-job.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(unadmittedJob, {
  valid: [
    {
      file: '.github/workflows/deploy.yml',
      text: `on: { push: { branches: [main] } }
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
      beside: {
        'infra/main.tf': `resource "azuread_application_federated_identity_credential" "gh" {
  application_id = azuread_application.deploy.id
  display_name   = "gh"
  audiences      = ["api://AzureADTokenExchange"]
  issuer         = "https://token.actions.githubusercontent.com"
  subject        = "repo:acme/app:environment:production"
}
`,
      },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
      because: 'the credential admits the environment',
    },
    {
      file: '.github/workflows/deploy.yml',
      text: `on: { push: { branches: [main] } }
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
      beside: {
        'infra/main.tf': `resource "google_iam_workload_identity_pool_provider" "gh" {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"
  attribute_condition                = "assertion.repository == 'acme/app' && assertion.ref == 'refs/heads/main'"
  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
  }
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
`,
      },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
      because: 'the claim of the ref stands beside the environment',
    },
    {
      file: '.github/workflows/deploy.yml',
      text: `on: { push: { branches: [main] } }
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
      beside: {
        'infra/main.tf': `resource "google_iam_workload_identity_pool_provider" "gh" {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"
  attribute_condition                = "assertion.repository == 'acme/app' || assertion.ref == 'refs/heads/x'"
  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
  }
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
`,
      },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
      because: 'a condition that is not read in full',
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
          role-to-assume: arn:aws:iam::111122223333:role/deploy
`,
      because: 'the branch is admitted',
      beside: {
        'infra/main.tf': `resource "aws_iam_role" "r" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringEqualsIgnoreCase = { "token.actions.githubusercontent.com:sub" = "repo:acme/app:ref:refs/heads/main" }
      }
    }]
  })
}
`,
      },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
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
        'infra/main.tf': `resource "aws_iam_role" "r" {
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
      },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  a:
    runs-on: ubuntu-latest
    environment: \${{ inputs.e }}
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: arn:aws:iam::111122223333:role/deploy
`,
      because: 'an environment that is computed',
      beside: {
        'infra/main.tf': `resource "aws_iam_role" "r" {
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
      },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
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
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
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
        'infra/main.tf': `resource "azuread_application_federated_identity_credential" "gh" {
  application_id = azuread_application.deploy.id
  display_name   = "gh"
  audiences      = ["api://AzureADTokenExchange"]
  issuer         = "https://token.actions.githubusercontent.com"
  subject        = "repo:acme/app:environment:production"
}
`,
      },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
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
        'infra/main.tf': `resource "google_iam_workload_identity_pool_provider" "gh" {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"
  attribute_condition                = "assertion.repository == 'acme/app' && assertion.environment == 'production'"
  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
  }
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
`,
      },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
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
        'infra/main.tf': `resource "aws_iam_role" "r" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringEqualsIgnoreCase = { "token.actions.githubusercontent.com:sub" = "repo:acme/app:ref:refs/heads/main" }
      }
    }]
  })
}
`,
      },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
      message: '`environment:production`',
    },
  ],
});
