// Workspaces of HCP Terraform beside the trusts of what their runs take.
import { unadmittedRun } from '../../../rules/saas/unadmitted-run.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const file = 'infra/main.tf';
const workspace =
  'resource "tfe_project" "shop" {\n  organization = "acme"\n  name         = "shop"\n}\n\nresource "tfe_workspace" "it" {\n  organization = "acme"\n  name         = "shop-live"\n  project_id   = tfe_project.shop.id\n}\n';
const variable = (key: string, value: string, of = 'tfe_workspace.it.id') =>
  `resource "tfe_variable" "${key.toLowerCase()}" {\n  workspace_id = ${of}\n  category     = "env"\n  key          = "${key}"\n  value        = ${value}\n}\n`;
const role = (subject: string, operator = 'StringEquals', issuer = 'app.terraform.io') =>
  `resource "aws_iam_role" "run" {\n  name = "run"\n  assume_role_policy = jsonencode({\n    Version = "2012-10-17"\n    Statement = [{\n      Effect    = "Allow"\n      Action    = "sts:AssumeRoleWithWebIdentity"\n      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/${issuer}" }\n      Condition = { ${operator} = { "${issuer}:sub" = ${subject} } }\n    }]\n  })\n}\n`;
const subject = 'organization:acme:project:shop:workspace:shop-live:run_phase';
const application = (name: string) =>
  `resource "azuread_application" "run" {\n  display_name = "run"\n}\n\nresource "azuread_application_federated_identity_credential" "plan" {\n  application_id = azuread_application.run.id\n  display_name   = "plan"\n  audiences      = ["api://AzureADTokenExchange"]\n  issuer         = "https://app.terraform.io"\n  subject        = "organization:acme:project:shop:workspace:${name}:run_phase:plan"\n}\n`;
const pool = (condition: string) =>
  `resource "google_iam_workload_identity_pool_provider" "run" {\n  workload_identity_pool_id          = "tfc"\n  workload_identity_pool_provider_id = "tfc"\n  attribute_mapping   = { "google.subject" = "assertion.sub" }\n  attribute_condition = ${condition}\n  oidc {\n    issuer_uri = "https://app.terraform.io"\n  }\n}\n`;
const onPool = (marked: boolean) =>
  variable(
    'TFC_GCP_WORKLOAD_PROVIDER_NAME',
    marked ? '«google_iam_workload_identity_pool_provider.run.name»' : 'google_iam_workload_identity_pool_provider.run.name',
  );

ruleTester(unadmittedRun, {
  valid: [
    {
      file,
      text: workspace + onPool(false) + pool('"assertion.sub.startsWith(\\"organization:acme:project:shop:workspace:shop-\\")"'),
      because: 'the beginning of the subject',
    },
    {
      file,
      text:
        workspace +
        onPool(false) +
        pool(
          `<<-EOT\n    assertion.sub.startsWith("organization:acme:project:other:workspace:") ||\n    assertion.sub.startsWith("organization:acme:project:shop:workspace:")\n  EOT`,
        ),
      because: 'one of two',
    },
    {
      file,
      text:
        workspace +
        onPool(false) +
        pool('"assertion.terraform_workspace_id == \\"ws-1\\" && assertion.sub.startsWith(\\"organization:other:\\")"'),
      because: 'a condition that is not read here',
    },
    {
      file,
      text: workspace + variable('TFC_AWS_RUN_ROLE_ARN', 'aws_iam_role.run.arn') + role(`"${subject}:*"`, 'StringLike'),
      because: 'both phases',
    },
    {
      file,
      text: workspace + variable('TFC_AWS_PLAN_ROLE_ARN', 'aws_iam_role.run.arn') + role(`"${subject}:plan"`),
      because: 'the plan needs no more',
    },
    {
      file,
      text: workspace + variable('TFC_AWS_RUN_ROLE_ARN', 'aws_iam_role.run.arn') + role('var.subject'),
      because: 'what it admits is not known',
    },
    {
      file,
      text: workspace + variable('TFC_AWS_RUN_ROLE_ARN', 'aws_iam_role.run.arn') + role('[]'),
      because: 'it names nobody yet',
    },
    {
      file,
      text: workspace + variable('TFC_AWS_RUN_ROLE_ARN', 'aws_iam_role.run.arn') + role('"x"', 'StringEquals', 'terraform.acme.dev'),
      because: 'an own installation',
    },
    {
      file,
      text:
        workspace +
        variable('TFC_AWS_RUN_ROLE_ARN', 'aws_iam_role.run.arn', 'data.tfe_workspace.it.id') +
        role(`"organization:acme:project:x:workspace:y:run_phase:*"`, 'StringLike'),
      because: 'a workspace that is declared elsewhere',
    },
    {
      file,
      text:
        workspace +
        variable('TFC_AWS_RUN_ROLE_ARN', '"arn:aws:iam::111122223333:role/other"') +
        role('"organization:acme:project:x:workspace:y:run_phase:plan"'),
      because: 'another role',
    },
    { file, text: workspace + variable('TFC_AZURE_PLAN_CLIENT_ID', 'azuread_application.run.client_id') + application('shop-live') },
  ],
  invalid: [
    {
      file,
      text: workspace + variable('TFC_AWS_RUN_ROLE_ARN', '«aws_iam_role.run.arn»') + role(`"${subject}:plan"`),
      severity: 'medium',
      message: 'In its apply, workspace `acme/shop-live` presents `organization:acme:project:shop:workspace:shop-live:run_phase:apply`',
    },
    {
      file,
      text:
        workspace +
        variable('TFC_AWS_APPLY_ROLE_ARN', '«aws_iam_role.run.arn»') +
        role('"organization:acme:project:*:workspace:shop-production:run_phase:*"', 'StringLike'),
      message: 'admits only `organization:acme:project:*:workspace:shop-production:run_phase:*`',
    },
    {
      file,
      text:
        workspace +
        variable('TFC_AWS_RUN_ROLE_ARN', '"«arn:aws:iam::111122223333:role/run»"') +
        role(`"organization:other:project:shop:workspace:shop-live:run_phase:*"`, 'StringLike'),
      because: 'the role by its ARN',
    },
    {
      file,
      text: workspace + onPool(true) + pool('"assertion.sub.startsWith(\\"organization:acme:project:shop:workspace:shop-production:\\")"'),
      message: 'In its plan and apply, workspace `acme/shop-live` presents',
      because: 'the name before the workspace was renamed',
    },
    {
      file,
      text: workspace + onPool(true) + pool(`"google.subject == 'organization:acme:project:shop:workspace:shop-live:run_phase:plan'"`),
      message: 'In its apply,',
    },
    {
      file,
      text: workspace + variable('TFC_AZURE_RUN_CLIENT_ID', '«azuread_application.run.client_id»') + application('shop-live'),
      message: 'run_phase:apply',
      because: 'a credential of Entra takes one subject, and the apply has another',
    },
  ],
});
