// What is said in one file and meant in another, or hidden in a module: parameters of ARM and Bicep, policies and roles of
// Google in files of their own, modules of the registry, ends that are written as durations.
import { describe, expect, it } from 'vitest';
import { analyzeTexts, type Texts } from '../support/analyze-text.ts';
import { at, readMarks, type Source } from '../support/rule-tester.ts';

async function check(rule: string, { file, text: marked }: Source, beside: Texts = {}): Promise<void> {
  const { text, spans } = readMarks(marked);
  const { findings, failures } = await analyzeTexts({ ...beside, [file]: text });
  expect(failures).toEqual([]);
  expect(
    findings.filter((finding) => finding.rule === rule && finding.at.uri === file).map((finding) => text.slice(...finding.at.span)),
  ).toEqual(spans.map((span) => text.slice(...span)));
}

const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const parameters = (role: string) => `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
  "contentVersion": "1.0.0.0",
  "parameters": { "principalId": { "value": "1" }, "roleId": { "value": "${role}" } }
}
`;
const template = JSON.stringify({
  $schema: 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: { roleId: { type: 'string' }, principalId: { type: 'string' } },
  resources: [
    {
      type: 'Microsoft.Authorization/roleAssignments',
      apiVersion: '2022-04-01',
      name: "[guid('x')]",
      properties: {
        principalId: "[parameters('principalId')]",
        roleDefinitionId: "[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', parameters('roleId'))]",
      },
    },
  ],
});
const bicep = `targetScope = 'subscription'
param roleId string
param principalId string
resource grant 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid('x')
  properties: { principalId: principalId, roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleId) }
}
`;

describe('parameters', () => {
  const rule = 'azure/owner-assignment';
  it.each<[string, string, Texts]>([
    ['infra/azuredeploy.parameters.json', `«${owner}»`, { 'infra/azuredeploy.json': template }],
    ['infra/rbac.parameters.prod.json', `«${owner}»`, { 'infra/rbac.json': template, 'infra/main.json': '{}' }],
    ['infra/params/main.prod.parameters.json', `«${owner}»`, { 'infra/main.bicep': bicep }],
    ['infra/parameters.json', `«${owner}»`, { 'infra/template.json': template }],
    ['infra/azuredeploy.parameters.json', 'acdd72a7-3385-48ef-bd42-f606fba81ae7', { 'infra/azuredeploy.json': template }],
    ['infra/azuredeploy.parameters.json', owner, {}],
  ])('%s, case %#', (file, role, beside) => check(rule, { file, text: parameters(role) }, beside));
});

describe('files of Google', () => {
  it('are datasets with their access', async () => {
    const dataset = (one: string, more = '"datasetReference": {"datasetId": "web", "projectId": "acme"}') =>
      `{\n  "access": [\n    {"role": "OWNER", "specialGroup": "projectOwners"},\n    {${one}}\n  ]${more ? `,\n  ${more}` : ''}\n}\n`;
    const rule = 'gcp/public-member';
    const file = 'bq/web.json';
    await check(rule, { file, text: dataset('"role": "READER", "specialGroup": "«allAuthenticatedUsers»"') });
    await check(rule, { file, text: dataset('"role": "READER", "iamMember": "«allUsers»"', '') });
    await check(rule, { file, text: dataset('"role": "READER", "specialGroup": "projectReaders"') });
    await check(rule, { file, text: dataset('"role": "READER", "groupByEmail": "web@acme.example"') });
    await check(rule, {
      file,
      text: dataset('"role": "READER", "specialGroup": "allAuthenticatedUsers"', '"lesson": "what not to write"'),
    });
  });

  it.each<[string, Source]>([
    [
      'gcp/basic-role-owner',
      at('policy.json')`
      { "bindings": [{ "role": "«roles/owner»", "members": ["serviceAccount:ci@acme.iam.gserviceaccount.com"] }], "etag": "BwX", "version": 1 }
    `,
    ],
    [
      'gcp/public-member',
      at('policies/bucket.yaml')`
      bindings:
      - members:
        - «allUsers»
        role: roles/storage.objectViewer
      etag: BwX
    `,
    ],
    [
      'gcp/public-member',
      at('bindings.yaml')`
      bindings:
      - members: [allUsers]
        role: roles/storage.objectViewer
      keys: of something else
    `,
    ],
    [
      'gcp/custom-role-escalation',
      at('roles/deployer.yaml')`
      title: Deployer
      stage: GA
      includedPermissions:
      - compute.instances.list
      - «iam.serviceAccountKeys.create»
    `,
    ],
    [
      'gcp/custom-role-escalation',
      at('roles/owner.yaml')`
      name: roles/iam.serviceAccountKeyAdmin
      title: Service Account Key Admin
      includedPermissions:
      - iam.serviceAccountKeys.create
    `,
    ],
    [
      'gcp/guard-off',
      at('policies/keys.yaml')`
      name: projects/acme-prod/policies/iam.disableServiceAccountKeyCreation
      spec:
        rules:
        - enforce: «false»
    `,
    ],
    [
      'gcp/guard-off',
      at('policies/domains.json')`
      { "name": "organizations/1/policies/iam.allowedPolicyMemberDomains", "spec": { "rules": [{ "allowAll": «true» }] } }
    `,
    ],
    [
      'gcp/guard-off',
      at('policies/keys.yaml')`
      constraint: constraints/iam.disableServiceAccountKeyUpload
      booleanPolicy:
        enforced: «false»
    `,
    ],
    [
      'gcp/guard-off',
      at('policies/keys.yaml')`
      name: projects/acme-prod/policies/iam.disableServiceAccountKeyCreation
      spec:
        rules:
        - enforce: true
        - enforce: false
          condition: {expression: "resource.matchTag('1/env', 'lab')"}
    `,
    ],
    [
      'gcp/guard-off',
      at('policies/serial.yaml')`
      name: projects/acme-prod/policies/compute.disableSerialPortAccess
      spec:
        rules:
        - enforce: false
    `,
    ],
  ])('%s, case %#', (rule, source) => check(rule, source));
});

describe('modules of the registry, and ends', () => {
  const main = at('infra/main.tf');
  it.each<[string, Source]>([
    [
      'gcp/basic-role-editor',
      main`
      module "project" {
        source  = "terraform-google-modules/project-factory/google"
        name    = "acme"
        sa_role = "«roles/editor»"
      }
    `,
    ],
    [
      'gcp/basic-role-editor',
      main`
      module "project" {
        source     = "terraform-google-modules/project-factory/google"
        name       = "acme"
        sa_role    = ""
        group_name = "«developers»"
      }
    `,
    ],
    [
      'gcp/basic-role-owner',
      main`
      module "automation" {
        source            = "github.com/GoogleCloudPlatform/cloud-foundation-fabric//modules/project?ref=v30.0.0"
        name              = "core"
        iam_by_principals = merge(var.more, { (local.groups.admins) = ["«roles/owner»", "roles/compute.xpnAdmin"] })
      }
    `,
    ],
    [
      'gcp/basic-role-owner',
      main`
      module "folder" {
        source    = "github.com/GoogleCloudPlatform/cloud-foundation-fabric//modules/folder?ref=v20.0.0"
        group_iam = { "devops@acme.example" = ["«roles/owner»"] }
      }
    `,
    ],
    [
      'gcp/public-member',
      main`
      module "bucket" {
        source      = "terraform-google-modules/cloud-storage/google//modules/simple_bucket"
        name        = "assets"
        iam_members = [{ role = "roles/storage.objectViewer", member = "«allUsers»" }, { role = "roles/storage.admin", member = "group:a@acme.example" }]
      }
    `,
    ],
    [
      'gcp/public-member',
      main`
      module "dataset" {
        source     = "terraform-google-modules/bigquery/google"
        dataset_id = "sales"
        access = [
          { role = "roles/bigquery.dataOwner", special_group = "projectOwners" },
          { role = "roles/bigquery.dataViewer", special_group = "«allAuthenticatedUsers»" },
          { role = "roles/bigquery.dataEditor", group_by_email = "a@acme.example" },
        ]
      }
    `,
    ],
    [
      'gcp/pool-wide-member',
      main`
      module "oidc" {
        source      = "terraform-google-modules/github-actions-runners/google//modules/gh-oidc"
        project_id  = "acme"
        pool_id     = "github"
        provider_id = "github"
        sa_mapping = {
          deploy = { sa_name = "projects/acme/serviceAccounts/deploy@acme.iam.gserviceaccount.com", attribute = "«*»" }
          build  = { sa_name = "projects/acme/serviceAccounts/build@acme.iam.gserviceaccount.com", attribute = "attribute.repository/acme/app" }
        }
      }
    `,
    ],
    [
      'gcp/standing-admin',
      main`
      resource "google_project_iam_member" "limited" {
        project = "acme"
        role    = "roles/resourcemanager.projectIamAdmin"
        member  = "group:admins@acme.example"
        condition {
          title      = "some roles"
          expression = "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/viewer'])"
        }
      }
    `,
    ],
    [
      'azure/owner-assignment',
      main`
      module "access" {
        source = "Azure/avm-res-authorization-roleassignment/azurerm"

        role_assignments_azure_resource_manager = {
          ci = {
            principal_id         = "11111111-1111-1111-1111-111111111111"
            role_definition_name = "«Owner»"
            scope                = "/subscriptions/00000000-0000-0000-0000-000000000001"
          }
          audit = {
            principal_id         = "11111111-1111-1111-1111-111111111111"
            role_definition_name = "Reader"
            scope                = "/subscriptions/00000000-0000-0000-0000-000000000001"
          }
        }
      }
    `,
    ],
    [
      'azure/owner-assignment',
      main`
      module "group" {
        source = "git::https://github.com/Azure/terraform-azurerm-avm-res-resources-resourcegroup.git?ref=v0.2.1"

        role_assignments = {
          ci = {
            principal_id               = "11111111-1111-1111-1111-111111111111"
            role_definition_id_or_name = "«Owner»"
          }
        }
      }
    `,
    ],
    [
      'azure/owner-assignment',
      main`
      module "other" {
        source           = "acme/roles/azurerm"
        role_assignments = { ci = { principal_id = "1", role_definition_id_or_name = "Owner" } }
      }
    `,
    ],
    [
      'azure/application-certificate-long',
      main`
      resource "azuread_service_principal_certificate" "ci" {
        service_principal_id = "x"
        value                = file("ci.pem")
        «end_date_relative    = "43800h"»
      }
    `,
    ],
    [
      'azure/application-certificate-long',
      main`
      resource "azuread_service_principal_certificate" "ci" {
        service_principal_id = "x"
        value                = file("ci.pem")
        end_date_relative    = "8760h"
      }
    `,
    ],
    [
      'azure/sql-password-login',
      main`
      resource "azurerm_postgresql_flexible_server" "orders" {
        name                   = "orders"
        administrator_password = var.password

        authentication {
          password_auth_enabled = «true»
        }
      }
    `,
    ],
    [
      'azure/sql-password-login',
      main`
      resource "azurerm_postgresql_flexible_server" "orders" {
        name                   = "orders"
        administrator_password = var.password

        authentication {
          active_directory_auth_enabled = true
          password_auth_enabled         = false
        }
      }
    `,
    ],
  ])('%s, case %#', (rule, source) => check(rule, source));
});
