// Settings of Azure resources that let somebody in (rules/azure/openings.ts, password-logins.ts, rules/k8s/cluster-without-roles.ts), in Terraform,
// Bicep and ARM templates.
import { openingRules } from '../../../rules/azure/openings.ts';
import { passwordLoginRules } from '../../../rules/azure/password-logins.ts';
import { clusterWithoutRoles } from '../../../rules/k8s/cluster-without-roles.ts';
import { at, bicep, ruleTester, terraform } from '../../support/rule-tester.ts';

const rule = (id: string) => [...openingRules, ...passwordLoginRules].find((one) => one.id === id)!;
const arm = at('infra/template.json');

const container = (access: string) =>
  `resource "azurerm_storage_container" "c" {\n  name                  = "c"\n  container_access_type = ${access}\n}\n`;
const nested = (access: string) => `resource data 'Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: 'data'
  properties: {
    allowSharedKeyAccess: false
  }
  resource blobs 'blobServices' = {
    name: 'default'
    resource c 'containers' = {
      name: 'c'
      properties: {
        publicAccess: '${access}'
      }
    }
  }
}
`;

ruleTester(rule('azure/container-public'), {
  valid: [
    { ...terraform``, text: container('"private"') },
    { ...terraform``, text: container('var.access'), because: 'unknown' },
    { ...bicep``, text: nested('None') },
  ],
  invalid: [
    {
      ...terraform``,
      text: container('"«container»"'),
      message: 'every blob of this container, and the list',
      suggestions: [container('"private"')],
    },
    { ...bicep``, text: nested('«Blob»'), message: 'the blobs of this container', suggestions: [nested('None')] },
    {
      ...arm`
        {
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          "resources": [
            { "type": "Microsoft.Storage/storageAccounts/blobServices/containers", "name": "a/default/c", "properties": { "publicAccess": "«Container»" } }
          ]
        }
      `,
    },
  ],
});

const script = (marked: string, repaired: string) => ({ file: 'deploy/storage.ps1', text: marked, suggestions: [repaired] });

ruleTester(rule('azure/container-public'), {
  valid: [{ file: 'deploy/storage.ps1', text: 'New-AzStorageContainer -Name c -Permission Off\n' }],
  invalid: [
    script('New-AzStorageContainer -Name c -Permission «Container»\n', 'New-AzStorageContainer -Name c -Permission off\n'),
    script('az storage container create -n c --public-access «blob»\n', 'az storage container create -n c --public-access off\n'),
  ],
});

ruleTester(rule('azure/storage-public-allowed'), {
  valid: [{ file: 'deploy/storage.ps1', text: 'Set-AzStorageAccount -Name a -AllowBlobPublicAccess $false\n' }],
  invalid: [
    script('Set-AzStorageAccount -Name a -AllowBlobPublicAccess «$true»\n', 'Set-AzStorageAccount -Name a -AllowBlobPublicAccess $false\n'),
  ],
});

ruleTester(rule('azure/storage-public-allowed'), {
  valid: [{ ...terraform``, text: 'resource "azurerm_storage_account" "a" {\n  name = "a"\n}\n', because: 'the default is not said' }],
  invalid: [
    { ...terraform``, text: 'resource "azurerm_storage_account" "a" {\n  allow_blob_public_access = «true»\n}\n' },
    {
      ...bicep``,
      text: "resource a 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  name: 'a'\n  properties: {\n    allowBlobPublicAccess: «true»\n  }\n}\n",
      suggestions: [
        "resource a 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  name: 'a'\n  properties: {\n    allowBlobPublicAccess: false\n  }\n}\n",
      ],
    },
  ],
});

ruleTester(rule('azure/shared-key-manages'), {
  valid: [
    {
      ...bicep``,
      text: "resource r 'Microsoft.ServiceBus/namespaces/AuthorizationRules@2022-10-01-preview' = {\n  name: 'n/r'\n  properties: {\n    rights: ['Listen', 'Send']\n  }\n}\n",
    },
  ],
  invalid: [
    {
      ...bicep``,
      text: "resource r 'Microsoft.ServiceBus/namespaces/AuthorizationRules@2022-10-01-preview' = {\n  name: 'n/r'\n  properties: {\n    rights: ['Listen', '«Manage»', 'Send']\n  }\n}\n",
    },
    { ...terraform``, text: 'resource "azurerm_eventhub_authorization_rule" "r" {\n  manage = «true»\n}\n' },
  ],
});

const vault = (secrets: string, keys = "['get']") => `resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'v'
  properties: {
    accessPolicies: [
      {
        tenantId: subscription().tenantId
        objectId: 'app'
        permissions: {
          secrets: ${secrets}
          keys: ${keys}
        }
      }
    ]
  }
}
`;

ruleTester(rule('azure/key-vault-policy-wide'), {
  valid: [
    { ...bicep``, text: vault("['get', 'list']") },
    { ...bicep``, text: vault("['purge']"), because: 'a janitor that reads nothing' },
    { ...terraform``, text: 'resource "azurerm_key_vault_access_policy" "p" {\n  secret_permissions = var.permissions\n}\n' },
  ],
  invalid: [
    {
      ...bicep``,
      text: vault("['«all»']"),
      severity: 'high',
      message: 'everything with the secrets',
      suggestions: [vault("['get', 'list']")],
    },
    {
      ...bicep``,
      text: vault("['get']", "['get', '«purge»']"),
      severity: 'medium',
      message: 'delete keys of this vault',
      suggestions: [vault("['get']", "['get']")],
    },
    {
      ...terraform``,
      text: 'resource "azurerm_key_vault" "v" {\n  name = "v"\n  access_policy {\n    object_id          = "app"\n    secret_permissions = ["Get", "«Purge»"]\n  }\n}\n',
    },
  ],
});

ruleTester(rule('azure/sql-password-login'), {
  valid: [
    {
      ...bicep``,
      text: "@secure()\nparam password string\nresource s 'Microsoft.Sql/servers@2022-05-01-preview' = {\n  name: 's'\n  properties: {\n    administratorLogin: 'a'\n    administratorLoginPassword: password\n    administrators: {\n      azureADOnlyAuthentication: true\n    }\n  }\n}\n",
      because: 'the password opens nothing',
    },
    {
      ...terraform``,
      text: 'resource "azurerm_mssql_server" "s" {\n  administrator_login_password = var.p\n  azuread_administrator {\n    azuread_authentication_only = var.only\n  }\n}\n',
      because: 'unknown',
    },
  ],
  invalid: [
    {
      ...bicep`
      resource only 'Microsoft.Sql/servers/azureADOnlyAuthentications@2022-05-01-preview' = {
        name: 'orders/Default'
        properties: { azureADOnlyAuthentication: «false» }
      }
      resource sales 'Microsoft.Sql/servers/azureADOnlyAuthentications@2022-05-01-preview' = {
        name: 'sales/Default'
        properties: { azureADOnlyAuthentication: true }
      }
      resource all 'Microsoft.Sql/managedInstances@2023-08-01' = {
        name: 'all'
        properties: { administrators: { azureADOnlyAuthentication: «false», login: 'dba' } }
      }
    `,
    },
    {
      ...bicep``,
      text: "@secure()\nparam password string\nresource s 'Microsoft.Sql/servers@2022-05-01-preview' = {\n  name: 's'\n  properties: {\n    administratorLogin: 'a'\n    administratorLoginPassword: «password»\n  }\n}\n",
    },
    {
      ...terraform``,
      text: 'resource "azurerm_mssql_server" "s" {\n  administrator_login_password = var.p\n  azuread_administrator {\n    azuread_authentication_only = «false»\n  }\n}\n',
    },
  ],
});

ruleTester(rule('azure/machine-password-login'), {
  valid: [{ ...terraform``, text: 'resource "azurerm_linux_virtual_machine" "m" {\n  name = "m"\n}\n', because: 'off by default' }],
  invalid: [
    {
      ...terraform``,
      text: 'resource "azurerm_virtual_machine" "m" {\n  os_profile_linux_config {\n    disable_password_authentication = «false»\n  }\n}\n',
    },
    {
      ...bicep``,
      text: "resource m 'Microsoft.Compute/virtualMachines@2023-03-01' = {\n  name: 'm'\n  properties: {\n    osProfile: {\n      linuxConfiguration: {\n        disablePasswordAuthentication: «false»\n      }\n    }\n  }\n}\n",
    },
  ],
});

const aks = (value: string) =>
  `resource cluster 'Microsoft.ContainerService/managedClusters@2023-08-01' = {\n  name: 'c'\n  properties: {\n    disableLocalAccounts: true\n    enableRBAC: ${value}\n  }\n}\n`;

ruleTester(clusterWithoutRoles, {
  valid: [
    { ...bicep``, text: aks('true') },
    { ...terraform``, text: 'resource "azurerm_kubernetes_cluster" "c" {\n  local_account_disabled = true\n}\n', because: 'on by default' },
  ],
  invalid: [
    { ...bicep``, text: aks('«false»'), message: 'every credential of this cluster', suggestions: [aks('true')] },
    { ...terraform``, text: 'resource "azurerm_kubernetes_cluster" "c" {\n  role_based_access_control {\n    enabled = «false»\n  }\n}\n' },
    {
      ...terraform``,
      text: 'resource "google_container_cluster" "c" {\n  enable_autopilot   = true\n  enable_legacy_abac = «true»\n}\n',
      message: 'Legacy authorization',
      suggestions: ['resource "google_container_cluster" "c" {\n  enable_autopilot   = true\n  enable_legacy_abac = false\n}\n'],
    },
  ],
});
