import { trustWiderThanJobs } from '../../../rules/github/trust-wider-than-jobs.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { acme, awsRole, azureCredential, googleProvider, loginTo } from './trust-texts.ts';

ruleTester(trustWiderThanJobs, {
  valid: [
    {
      file: 'infra/main.tf',
      text: azureCredential('repo:acme/app:environment:production'),
      beside: {
        '.github/workflows/deploy.yml': loginTo('azure', { environment: 'production' }),
      },
      workspace: acme,
      because: 'an exact subject',
    },
    {
      file: 'infra/main.tf',
      text: googleProvider("assertion.repository == 'acme/app' && assertion.environment == 'production'"),
      beside: {
        '.github/workflows/deploy.yml': loginTo('google', { environment: 'production' }),
      },
      workspace: acme,
      because: 'the condition asks for the environment',
    },
    {
      file: 'infra/main.tf',
      text: `${googleProvider("assertion.repository == 'acme/app'")}resource "google_service_account_iam_member" "gh" {
  service_account_id = "projects/acme/serviceAccounts/deploy@acme.iam.gserviceaccount.com"
  role               = "roles/iam.workloadIdentityUser"
  member             = "principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/github/subject/repo:acme/app:environment:production"
}
`,
      beside: {
        '.github/workflows/deploy.yml': loginTo('google', { environment: 'production' }),
      },
      workspace: acme,
      because: 'the binding names the subject',
    },
    {
      file: 'infra/main.tf',
      text: awsRole('repo:acme/app:*'),
      because: 'the job runs for every branch',
      beside: {
        '.github/workflows/ci.yml': loginTo('aws', { on: 'push', job: 'a' }),
      },
      workspace: acme,
    },
    {
      file: 'infra/main.tf',
      text: awsRole('repo:acme/app:*'),
      because: 'no job of this tree takes it',
      workspace: acme,
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
        '.github/workflows/deploy.yml': loginTo('azure', { environment: 'production' }),
      },
      workspace: acme,
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
      text: googleProvider("«assertion.repository == 'acme/app'»"),
      beside: {
        '.github/workflows/deploy.yml': loginTo('google', { environment: 'production' }),
      },
      workspace: acme,
      message: 'lets in every branch, tag and pull request of acme/app',
      suggestions: [googleProvider("assertion.repository == 'acme/app' && assertion.environment == 'production'")],
    },
    {
      file: 'infra/main.tf',
      text: googleProvider("«assertion.repository == 'acme/app'»"),
      beside: {
        '.github/workflows/deploy.yml': loginTo('google'),
      },
      workspace: acme,
      message: 'ref:refs/heads/main',
      suggestions: [googleProvider("assertion.repository == 'acme/app' && assertion.ref == 'refs/heads/main'")],
    },
    {
      file: 'infra/main.tf',
      text: awsRole('«repo:acme/app:*»'),
      beside: {
        '.github/workflows/ci.yml': loginTo('aws', { job: 'a', environment: 'production' }),
      },
      workspace: acme,
      message: '`environment:production`',
      suggestions: [awsRole('repo:acme/app:environment:production')],
    },
  ],
});
