// The two sides of a join as the tests of trusts write them: a role, provider or credential of a cloud that trusts GitHub,
// and a workflow that logs in. The repository is acme/app.

export const acme = { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' };

/** A role of AWS whose trust admits a subject, by a pattern unless another operator is asked for. */
export const awsRole = (subject: string, name = 'deploy', operator = 'StringLike'): string => `resource "aws_iam_role" "r" {
  name = "${name}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        ${operator} = { "token.actions.githubusercontent.com:sub" = "${subject}" }
      }
    }]
  })
}
`;

/** A provider of an identity pool of Google, held by a condition. */
export const googleProvider = (condition: string): string => `resource "google_iam_workload_identity_pool_provider" "gh" {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"
  attribute_condition                = "${condition}"
  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
  }
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
`;

/** A federated credential of an application in Entra. */
export const azureCredential = (subject: string): string => `resource "azuread_application_federated_identity_credential" "gh" {
  application_id = azuread_application.deploy.id
  display_name   = "gh"
  audiences      = ["api://AzureADTokenExchange"]
  issuer         = "https://token.actions.githubusercontent.com"
  subject        = "${subject}"
}
`;

const logins = {
  aws: `      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: arn:aws:iam::111122223333:role/deploy
`,
  azure: `      - uses: azure/login@v2
        with:
          client-id: \${{ vars.AZURE_CLIENT_ID }}
          tenant-id: \${{ vars.TENANT }}
          subscription-id: \${{ vars.SUBSCRIPTION }}
`,
  google: `      - uses: google-github-actions/auth@v3
        with:
          workload_identity_provider: \${{ vars.PROVIDER }}
          service_account: deploy@acme.iam.gserviceaccount.com
`,
};

interface LoginOptions {
  readonly on?: string;
  readonly job?: string;
  readonly environment?: string;
}

/** A workflow with one job that logs in to a cloud by its own identity. */
export const loginTo = (
  cloud: keyof typeof logins,
  { on = '{ push: { branches: [main] } }', job = 'deploy', environment }: LoginOptions = {},
): string =>
  `on: ${on}
permissions:
  id-token: write
jobs:
  ${job}:
    runs-on: ubuntu-latest
${environment === undefined ? '' : `    environment: ${environment}\n`}    steps:
${logins[cloud]}`;
