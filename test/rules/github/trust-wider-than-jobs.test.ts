import { trustWiderThanJobs } from '../../../rules/github/trust-wider-than-jobs.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(trustWiderThanJobs, {
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
      because: 'an exact subject',
    },
    {
      file: 'infra/main.tf',
      text: `resource "google_iam_workload_identity_pool_provider" "gh" {
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
      because: 'the condition asks for the environment',
    },
    {
      file: 'infra/main.tf',
      text: `resource "google_iam_workload_identity_pool_provider" "gh" {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"
  attribute_condition                = "assertion.repository == 'acme/app'"
  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
  }
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
resource "google_service_account_iam_member" "gh" {
  service_account_id = "projects/acme/serviceAccounts/deploy@acme.iam.gserviceaccount.com"
  role               = "roles/iam.workloadIdentityUser"
  member             = "principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/github/subject/repo:acme/app:environment:production"
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
      because: 'the binding names the subject',
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
        StringLike = { "token.actions.githubusercontent.com:sub" = "repo:acme/app:*" }
      }
    }]
  })
}
`,
      because: 'the job runs for every branch',
      beside: {
        '.github/workflows/ci.yml': `on: push
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
        StringLike = { "token.actions.githubusercontent.com:sub" = "repo:acme/app:*" }
      }
    }]
  })
}
`,
      because: 'no job of this tree takes it',
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      text: `resource "azuread_application_flexible_federated_identity_credential" "gh" {
  application_id             = azuread_application.deploy.id
  display_name               = "gh"
  audience                   = "api://AzureADTokenExchange"
  issuer                     = "https://token.actions.githubusercontent.com"
  claims_matching_expression = "«claims['sub'] matches 'repo:acme/app:*'»"
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
      message: 'environment:production',
      suggestions: [
        `resource "azuread_application_flexible_federated_identity_credential" "gh" {
  application_id             = azuread_application.deploy.id
  display_name               = "gh"
  audience                   = "api://AzureADTokenExchange"
  issuer                     = "https://token.actions.githubusercontent.com"
  claims_matching_expression = "claims['sub'] eq 'repo:acme/app:environment:production'"
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      text: `resource "google_iam_workload_identity_pool_provider" "gh" {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"
  attribute_condition                = "«assertion.repository == 'acme/app'»"
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
      message: 'lets in every branch, tag and pull request of acme/app',
      suggestions: [
        `resource "google_iam_workload_identity_pool_provider" "gh" {
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
      ],
    },
    {
      file: 'infra/main.tf',
      text: `resource "google_iam_workload_identity_pool_provider" "gh" {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"
  attribute_condition                = "«assertion.repository == 'acme/app'»"
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
    steps:
      - uses: google-github-actions/auth@v3
        with:
          workload_identity_provider: \${{ vars.PROVIDER }}
          service_account: deploy@acme.iam.gserviceaccount.com
`,
      },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
      message: 'ref:refs/heads/main',
      suggestions: [
        `resource "google_iam_workload_identity_pool_provider" "gh" {
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
      ],
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
        StringLike = { "token.actions.githubusercontent.com:sub" = "«repo:acme/app:*»" }
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
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: arn:aws:iam::111122223333:role/deploy
`,
      },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
      message: '`environment:production`',
      suggestions: [
        `resource "aws_iam_role" "r" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringLike = { "token.actions.githubusercontent.com:sub" = "repo:acme/app:environment:production" }
      }
    }]
  })
}
`,
      ],
    },
  ],
});
