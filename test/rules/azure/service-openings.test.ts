// APIs without a subscription, variables that show what they hold, tokens for every repository, stored policies, local users
// with a password, Synapse beside Entra ID and webhooks that live for years.
import { rules } from '../../../rules/azure/rules.ts';
import { at, bicep, ruleTester, terraform, typescript } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;
const arm = at('infra/template.json');

ruleTester(rule('azure/api-without-subscription'), {
  valid: [
    {
      ...terraform`
        resource "azurerm_api_management_api" "orders" {
          name = "orders"
        }
      `,
      because: 'a subscription is asked for unless somebody says otherwise',
    },
    bicep`
      param open bool
      resource orders 'Microsoft.ApiManagement/service/apis@2023-05-01-preview' = {
        name: 'gateway/orders'
        properties: { subscriptionRequired: open }
      }
    `,
  ],
  invalid: [
    {
      ...arm`
        {
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          "resources": [
            { "type": "Microsoft.ApiManagement/service/products", "apiVersion": "2022-08-01", "name": "g/p", "properties": { "subscriptionRequired": «false» } }
          ]
        }
      `,
      suggestions: [
        `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "resources": [
    { "type": "Microsoft.ApiManagement/service/products", "apiVersion": "2022-08-01", "name": "g/p", "properties": { "subscriptionRequired": true } }
  ]
}
`,
      ],
    },
    typescript`
      import * as apimanagement from "@pulumi/azure-native/apimanagement";
      new apimanagement.Api("orders", { apiId: "orders", path: "orders", subscriptionRequired: «false» });
    `,
  ],
});

ruleTester(rule('azure/plain-variable'), {
  valid: [
    {
      ...bicep`
        resource url 'Microsoft.ApiManagement/service/namedValues@2023-05-01-preview' = {
          name: 'gateway/backend-url'
          properties: { displayName: 'backend-url', secret: false, value: 'https://orders.example' }
        }
      `,
      because: 'an address is no secret',
    },
    terraform`
      resource "azurerm_api_management_named_value" "audience" {
        name         = "audience"
        display_name = "token-audience-name"
        secret       = false
      }
      resource "azurerm_automation_variable_int" "days" {
        name = "days"
      }
    `,
  ],
  invalid: [
    bicep`
      resource account 'Microsoft.Automation/automationAccounts@2023-11-01' existing = {
        name: 'jobs'
        resource days 'variables' = {
          name: 'days'
          properties: { isEncrypted: «false», value: '3' }
        }
      }
    `,
    {
      ...terraform`
        resource "azurerm_api_management_named_value" "key" {
          name         = "backend"
          display_name = "backend-api-key"
          secret       = «false»
        }
      `,
      suggestions: [
        `resource "azurerm_api_management_named_value" "key" {
  name         = "backend"
  display_name = "backend-api-key"
  secret       = true
}
`,
      ],
    },
  ],
});

ruleTester(rule('azure/registry-scope-map-wide'), {
  valid: [
    {
      ...bicep`
        resource pull 'Microsoft.ContainerRegistry/registries/scopeMaps@2023-07-01' = {
          name: 'acme/pull'
          properties: { actions: [ 'repositories/*/content/read', 'repositories/*/metadata/read', 'repositories/team-a/*/content/write' ] }
        }
      `,
      because: 'it pulls everywhere, and pushes to one team',
    },
  ],
  invalid: [
    bicep`
      resource ci 'Microsoft.ContainerRegistry/registries/scopeMaps@2023-07-01' = {
        name: 'acme/ci'
        properties: { actions: [ '«repositories/*/content/write»', '«repositories/*/content/delete»', 'gateway/hub/config/read' ] }
      }
    `,
  ],
});

ruleTester(rule('azure/stored-access-policy-wide'), {
  valid: [
    terraform`
      resource "azurerm_storage_table" "jobs" {
        name = "jobs"
        acl {
          id = "reader"
          access_policy {
            permissions = "r"
          }
        }
      }
    `,
  ],
  invalid: [
    terraform`
      resource "azurerm_storage_table" "jobs" {
        name = "jobs"
        acl {
          id = "partner"
          access_policy {
            permissions = "«raud»"
          }
        }
      }
    `,
  ],
});

ruleTester(rule('azure/machine-password-login'), {
  valid: [
    terraform`
      resource "azurerm_storage_account_local_user" "partner" {
        name            = "partner"
        ssh_key_enabled = true
      }
    `,
  ],
  invalid: [
    {
      ...bicep`
        resource data 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
          name: 'acmedata'
          resource partner 'localUsers' = {
            name: 'partner'
            properties: { hasSshPassword: «true», hasSshKey: true }
          }
        }
      `,
      message: 'lets this user in',
    },
    {
      ...terraform`
        resource "azurerm_linux_virtual_machine" "worker" {
          name                            = "worker"
          disable_password_authentication = «false»
        }
      `,
      message: 'This machine',
    },
  ],
});

ruleTester(rule('azure/sql-password-login'), {
  valid: [
    bicep`
      resource lake 'Microsoft.Synapse/workspaces@2021-06-01' = {
        name: 'lake'
        properties: { azureADOnlyAuthentication: true }
      }
    `,
  ],
  invalid: [
    terraform`
      resource "azurerm_synapse_workspace" "lake" {
        name                        = "lake"
        azuread_authentication_only = «false»
      }
    `,
    arm`
      {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "resources": [
          { "type": "Microsoft.Synapse/workspaces/azureADOnlyAuthentications", "name": "lake/default", "properties": { "azureADOnlyAuthentication": «false» } }
        ]
      }
    `,
  ],
});

ruleTester(rule('azure/webhook-long'), {
  valid: [
    bicep`
      param now string = utcNow()
      resource scale 'Microsoft.Automation/automationAccounts/webhooks@2015-10-31' = {
        name: 'jobs/scale'
        properties: { expiryTime: dateTimeAdd(now, 'P90D'), runbook: { name: 'scale' } }
      }
    `,
    {
      ...terraform`
        resource "azurerm_automation_webhook" "scale" {
          name        = "scale"
          expiry_time = var.end
        }
      `,
      because: 'the end is not known',
    },
  ],
  invalid: [
    bicep`
      resource scale 'Microsoft.Automation/automationAccounts/webhooks@2015-10-31' = {
        name: 'jobs/scale'
        properties: { expiryTime: '«2036-01-01T00:00:00Z»', runbook: { name: 'scale' } }
      }
    `,
  ],
});

ruleTester(rule('azure/registry-token-no-end'), {
  valid: [
    {
      ...terraform`
        resource "azurerm_automation_webhook" "scale" {
          name        = "scale"
          expiry_time = "2036-01-01T00:00:00Z"
        }
      `,
      because: 'a webhook is no token of a registry',
    },
  ],
  invalid: [
    terraform`
      «resource "azurerm_container_registry_token_password" "ci"» {
        password1 {
        }
      }
    `,
    terraform`
      resource "azurerm_container_registry_token_password" "ci" {
        password1 {
          expiry = "«2036-01-01T00:00:00Z»"
        }
      }
    `,
  ],
});
